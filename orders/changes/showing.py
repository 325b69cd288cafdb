"""The page of a change request for one person: what it says, what it does, who was asked, what he may do now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common import errors
from common.events import Event
from common.templatetags import fmt
from orders.approval import policies as approval_policies
from orders.approval import queries as approval
from orders.changes import actions, comparing, followed, naming, policies, queries, wording
from orders.changes.assessing import queries as assessing
from orders.changes.deciding import queries as deciding
from orders.changes.effect import overtaking
from orders.changes.impact import queries as impact
from orders.changes.models import ChangeRequest
from orders.changes.reading import cell_of
from orders.changes.states import UNDER_WAY, Move, State
from orders.order import queries as orders
from orders.order.controls import Look, buttons
from orders.order.policies import Action
from orders.order.wording import event_label

SOON = timedelta(hours=6)
_MOST_EVENTS = 80
GLYPHS = {
    State.DRAFT: "draft",
    State.ASSESSING: "run",
    State.SUBMITTED: "wait",
    State.APPROVED: "wait",
    State.EFFECTIVE: "active",
    State.REJECTED: "reject",
    State.WITHDRAWN: "void",
    State.SUPERSEDED: "void",
    State.STALE: "block",
}
_LOOKS = {
    "edit": Look("pencil", "link", key="e", cap="E"),
    str(Move.ASK): Look("people", "post"),
    str(Move.SUBMIT): Look("send", "post", key="ctrl+enter", cap="Ctrl Enter"),
    str(Move.TAKE_EFFECT): Look("check2-all", "post"),
    str(Move.REBASE): Look("arrow-clockwise", "post"),
    "take-back": Look("arrow-counterclockwise", "post"),
    str(Move.SUPERSEDE): Look("copy", "post"),
    str(Move.WITHDRAW): Look("x-circle", is_grave=True),
}
_PRIMARY = {
    State.DRAFT: (str(Move.ASK), str(Move.SUBMIT)),
    State.ASSESSING: (str(Move.SUBMIT),),
    State.APPROVED: (str(Move.TAKE_EFFECT),),
    State.STALE: (str(Move.REBASE),),
}


@dataclass(frozen=True)
class Decision:
    """What waits for the reader: which step, until when, and how urgent that is."""

    step: int
    due_at: datetime | None
    left: str
    tone: str


def glyph_of(request: Any) -> str:
    """The sign of its state."""
    return GLYPHS[State(request.state)]


def page(user: Any, reference: str, at: datetime, signature: int | None = None) -> dict[str, Any]:
    """Everything that the page shows; the impact sheet as it is, or as it was before who signed. Raises NotFound."""
    request = queries.get_request(actor=user, reference=reference)
    order = orders.get_order_by_id(actor=user, order_id=request.order_id)
    request.order = order
    items = queries.items_of(request)
    found = comparing.compared(user, request, order, items, at)
    signatures = impact.signatures_of(request)
    signed = None if signature is None else impact.signature_of(request, signature)
    seen = impact.signed_sheet(user, signed) if signed else impact.seen_by(user, request, at, found.projection)
    may_write = policies.can(user, policies.REQUEST, order)
    waits = None if signed else decision(user, request, at)
    return {
        "change": request,
        "order": order,
        "compared": found,
        "diff": found.diff,
        "title": found.diff.title if found.diff else wording.outline(items),
        "glyph": glyph_of(request),
        "seen": seen,
        "signatures": signatures,
        "signed": signed,
        "decision": waits,
        "route": list(route(request, at)),
        "asks_who": request.state in (State.DRAFT, State.ASSESSING),
        "may_return": bool(waits and deciding.returnable(request)),
        "actions": bar(user, request, may_write),
        "may_write": may_write,
        "may_adopt": may_write and request.state == State.DRAFT,
        "conflicts": conflicts(request),
        "history": history(request),
        "followed": followed.told(user, request),
        "next_revision": request.revision or request.base_revision + 1,
    }


# --- what may be done -----------------------------------------------------------------------------------


def bar(user: Any, request: ChangeRequest, may_write: bool) -> dict[str, Any]:
    """The verbs of who writes changes: ``primary``, and ``others``; the operation behind each asks again."""
    if not may_write:
        return {"primary": None, "others": []}
    found = buttons(_verbs(user, request), _LOOKS, lambda verb: url_of(request, verb))
    primary = next((found[verb] for verb in _PRIMARY.get(State(request.state), ()) if verb in found), None)
    return {"primary": primary, "others": [one for one in found.values() if one is not primary]}


def _verbs(user: Any, request: ChangeRequest) -> Iterator[Action]:
    if request.state == State.DRAFT:
        yield Action("edit", pgettext("verb", "Edit"), True, True)
    if request.state in UNDER_WAY:
        yield Action(str(Move.SUPERSEDE), _("Replace by a new draft"), True, True)
    for one in actions.possible(user, request):
        if one.verb == Move.RETURN:
            yield Action("take-back", _("Take back to the draft"), True, True)
        elif one.verb not in (Move.APPROVE, Move.REJECT) and (one.verb != Move.REBASE or request.state == State.STALE):
            yield Action(str(one.verb), one.label, True, one.allowed, one.why_not)


def url_of(request: ChangeRequest, verb: str) -> str:
    """Where a verb of this request is done."""
    if verb == "edit":
        return reverse("orders:order-change", args=[request.order.reference])
    return reverse(f"orders:change-{verb.replace('_', '-')}", args=[request.reference])


def decision(user: Any, request: ChangeRequest, at: datetime) -> Decision | None:
    """The decision that waits for ``user``; None: none does."""
    if request.state != State.SUBMITTED or not policies.can(user, policies.APPROVE, request.order):
        return None
    found = approval.open_request(policies.SUBJECT, request.pk)
    if found is None or user.pk in policies.own_business_of(request, request.order):
        return None
    mine = [one for one in approval.waiting_steps(found[1]) if approval_policies.may_decide(user, found[0], one)]
    if not mine:
        return None
    due_at = min((one.due_at for one in mine if one.due_at), default=None)
    left = due_at - at if due_at else None
    tone = "" if left is None or left > SOON else "warn" if left > timedelta(0) else "bad"
    return Decision(mine[0].sequence, due_at, left_words(left), tone)


def left_words(left: timedelta | None) -> str:
    """How much time is left: "23 h", "40 min", or that it is late."""
    if left is None:
        return ""
    minutes = int(abs(left).total_seconds() // 60)
    hours = minutes // 60
    told = _("%(hours)s h") % {"hours": hours} if hours else _("%(minutes)s min") % {"minutes": minutes}
    return _("%(time)s late") % {"time": told} if left < timedelta(0) else _("%(time)s left") % {"time": told}


# --- how far it is -----------------------------------------------------------------------------------------


def route(request: ChangeRequest, at: datetime) -> Iterator[dict[str, Any]]:
    """Departments, decisions, the customer, taking effect: for the ``steps`` tag."""
    yield from _departments(request, at)
    yield from _decisions(request)
    if request.needs_customer:
        is_done = request.state == State.EFFECTIVE
        state = "done" if is_done else "now" if request.state == State.APPROVED else ""
        yield {"title": _("The customer agrees"), "note": _("By the letter below, or on record."), "state": state}
    ended = {State.REJECTED, State.WITHDRAWN, State.SUPERSEDED, State.STALE}
    state = "done" if request.state == State.EFFECTIVE else "bad" if request.state in ended else ""
    title = _("Takes effect as v%(revision)s") % {"revision": request.base_revision + 1}
    if request.state in ended:
        title = str(State(request.state).label)
    aside = fmt.moment(request.effective_at) if request.effective_at else ""
    yield {
        "title": title,
        "note": request.return_reason if request.state in ended else "",
        "state": state,
        "aside": aside,
    }


def _departments(request: ChangeRequest, at: datetime) -> Iterator[dict[str, Any]]:
    asked = assessing.assessments_of(request)
    if not asked:
        yield {"title": _("Departments"), "note": "", "state": "now" if request.state == State.ASSESSING else ""}
        return
    owed = [one for one in asked if not one.verdict]
    if not owed:
        last = max(one.answered_at for one in asked if one.answered_at)
        note = ngettext("%(count)s department answered", "%(count)s departments answered", len(asked))
        yield {
            "title": _("Departments"),
            "note": note % {"count": len(asked)},
            "state": "done",
            "aside": fmt.moment(last),
        }
        return
    names = ", ".join(str(one.get_kind_display()) for one in owed)
    due = min(one.due_at for one in owed)
    yield {
        "title": _("Departments"),
        "note": _("%(answered)s of %(asked)s answered; waits for %(names)s")
        % {"answered": len(asked) - len(owed), "asked": len(asked), "names": names},
        "state": "now" if request.state == State.ASSESSING else "bad" if due < at else "",
        "aside": _("by %(when)s") % {"when": fmt.moment(due)},
    }


def _decisions(request: ChangeRequest) -> Iterator[dict[str, Any]]:
    steps = approval.history(policies.SUBJECT, request.pk)
    last = steps[-1].request_id if steps else None
    standing = [one for one in steps if one.request_id == last and not one.is_void and one.decision != "NOT_NEEDED"]
    if not standing or request.state in (State.DRAFT, State.ASSESSING):
        yield {"title": _("Approval"), "note": _("Who decides is known once it is submitted."), "state": ""}
        return
    now = min((one.sequence for one in standing if not one.decision), default=0)
    for (sequence, _seat), rows in groupby(standing, key=lambda one: (one.sequence, one.seat)):
        asked = list(rows)
        step = next((one for one in asked if one.decision), asked[0])
        waits = "now" if request.state == State.SUBMITTED and sequence == now else ""
        who = str(step.decided_by) if step.decided_by else " / ".join(one.who for one in asked)
        aside = fmt.moment(step.decided_at) if step.decided_at else ""
        if not aside and step.due_at:
            aside = _("by %(when)s") % {"when": fmt.moment(step.due_at)}
        state = {"APPROVED": "done", "REJECTED": "bad"}.get(step.decision, waits)
        yield {"title": who, "note": step.reason or step.why_text, "state": state, "aside": aside}


def conflicts(request: ChangeRequest) -> list[dict[str, str]]:
    """What moved under a request that was overtaken, in words: field, then, now, wanted, by whom, why."""
    found = []
    for one in request.conflicts:
        path = one.get("path", "")
        own = {"revision": _("Revision"), "status": _("State of the order")}.get(path)
        try:
            cell = cell_of(path)
        except errors.Invalid:
            continue
        label = own or wording.label_of(cell.line, cell.field)
        texts = {name: naming.text(None, one.get(name), {}) for name in ("was", "is", "wanted")}
        found.append({"label": label, **texts, "who": one.get("who", ""), "why": overtaking.why(one)})
    return found


def history(request: ChangeRequest) -> list[dict[str, Any]]:
    """What happened to it, the latest first: for the ``timeline`` tag."""
    events = list(
        Event.objects.filter(subject_type=policies.SUBJECT, subject_id=request.pk).order_by("-id")[:_MOST_EVENTS]
    )
    names = orders.people_names(event.actor_id for event in events)
    return [
        {
            "who": names.get(event.actor_id, ""),
            "text": event_label(event.kind, {}),
            "at": event.at,
            "note": event.reason,
        }
        for event in events
    ]
