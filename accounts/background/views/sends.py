"""Pages of the console: doubtful sends, and what deciding about them does before it is done."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts import policies as rights
from accounts.background import deciding, policies, sends
from accounts.background.sends import LABELS, Decision
from common import clock, errors, pages

_TABS = (
    ("both", lambda: _("All")),
    ("doubtful", lambda: pgettext("outgoing message", "Doubtful")),
    ("failed", lambda: pgettext("outgoing message", "Refused")),
)


@require_safe
def list_sends(request: HttpRequest) -> HttpResponse:
    """Messages that wait for a person, with what is known of each."""
    show = request.GET.get("show", "both")
    page, rows = sends.list_doubts(actor=request.user, show=show, cursor=request.GET.get("cursor", ""))
    counts = sends.counts()
    counts["both"] = counts["doubtful"] + counts["failed"]
    context = {
        "page": page,
        "rows": rows,
        "tabs": [
            {"label": label(), "url": f"?show={key}", "current": key == show, "count": counts[key]}
            for key, label in _TABS
        ],
        "decisions": LABELS.items(),
        "may_decide": rights.can(request.user, policies.RESEND),
        "pager_target": "list",
    }
    return _page(request, "admin/background/sends.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest) -> HttpResponse:
    """What a decision about the chosen messages would do; sent, it is done."""
    rights.require(request.user, policies.RESEND)
    data = request.POST if request.method == "POST" else request.GET
    ids, decision = _ids(data), data.get("decision", "")
    if decision not in list(Decision):
        raise errors.Invalid(fields={"decision": [_("Choose one of the list.")]})
    if request.method == "POST":
        found = deciding.decide(actor=request.user, decision=decision, message_ids=ids, at=clock.now())
        words = ngettext("%(n)s message is decided.", "%(n)s messages are decided.", len(found.done)) % {
            "n": len(found.done)
        }
        if found.refused:
            words += " " + _("%(n)s were not: %(why)s") % {"n": len(found.refused), "why": str(found.refused[0][1])}
        return pages.leave(request, resolve_url("admin:sends"), words, "wrn" if found.refused else "ok")
    rows = sends.chosen(actor=request.user, ids=ids)
    context = {
        "rows": rows,
        "decision": decision,
        "label": LABELS[Decision(decision)],
        "gone": len(set(ids)) - len(rows),
    }
    context["effect"] = sends.effect_of(rows, Decision(decision))
    return _page(request, "admin/background/decide.html", context)


def _ids(data: QueryDict) -> list[int]:
    return [int(text) for text in data.getlist("ids") if text.isdecimal() and len(text) < 19]


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    shown = {**admin.site.each_context(request), "title": _("Doubtful sends"), **context}
    return pages.render(request, template, shown)
