"""Doors of saved conditions: the list of them, keeping one, changing, copying and removing it."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, dates, doors, errors, pages
from common.conditions import writing
from common.conditions.errors import BadCondition
from common.typed import read_key
from segments import conditions, figures, operations, policies, queries
from segments.doors import at_its_place, list_url, own_address
from segments.fields import LEVEL_LABELS, Level
from segments.forms import KeepForm, SegmentForm

if TYPE_CHECKING:
    from segments.models import Segment


@require_GET
def list_segments(request: HttpRequest) -> HttpResponse:
    """The saved conditions that the person may use, with what he may do to each."""
    user: Any = request.user
    reader = queries.Reader(user)
    rows = [_row(reader, segment) for segment in queries.list_segments(user).order_by("level", "name")]
    home = reverse("segments:segment-list")
    context = {"rows": rows, "new_urls": [(LEVEL_LABELS[level], _new_url(level, home)) for level in Level]}
    return pages.render(request, "segments/segment/list.html", context)


@require_GET
def count_segment(request: HttpRequest, segment_id: int) -> HttpResponse:
    """How many orders or lines it finds now."""
    user: Any = request.user
    segment = queries.get_segment(actor=user, segment_id=segment_id)
    level = Level(segment.level)
    figure = figures.at_level(user, queries.condition_of(user, segment), level, dates.business_day(clock.now()))
    url = list_url(level, segment=str(segment.pk))
    return pages.part(request, "segments/segment/_count.html", {"figure": figure, "url": url})


def _new_url(level: Level, back: str) -> str:
    """The builder, whose condition is then kept under a name."""
    save = f"{reverse('segments:segment-new')}?{urlencode({'level': level, 'next': back})}"
    return f"{reverse('segments:condition-build')}?{urlencode({'level': level, 'next': back, 'save': save})}"


def _row(reader: queries.Reader, segment: "Segment") -> dict[str, Any]:
    level = Level(segment.level)
    return {
        "segment": segment,
        "level": LEVEL_LABELS[level],
        "expression": reader.condition(segment).summary(),
        "url": list_url(level, segment=str(segment.pk)),
        "may_change": policies.can_change(reader.actor, segment),
    }


@require_http_methods(["GET", "POST"])
def create_segment(request: HttpRequest) -> HttpResponse:
    """Keep the condition of the address under a name; then back to the list, which shows it."""
    user: Any = request.user
    if request.method == "POST":
        return keep(request, QueryDict(request.POST.get("query", "")), KeepForm(request.POST, user=user))
    return keep(request, request.GET, KeepForm(user=user))


def keep(request: HttpRequest, query: QueryDict, form: KeepForm) -> HttpResponse:
    """Keep the condition of ``query`` as the form says; the dialog, where it does not yet."""
    user: Any = request.user
    rights.require(user, policies.CREATE)
    level = Level.LINE if query.get("level") == Level.LINE else Level.ORDER
    back = own_address(query.get("next") or reverse("segments:segment-list"))
    condition = conditions.read(user, level, query.get("condition", ""))
    if not condition.rows:  # nothing to keep yet: it is built first
        return redirect(_new_url(level, back))
    saved: list[str] = []

    def save() -> str:
        text = query.get("condition", "")
        segment = operations.create_segment(actor=user, condition=text, level=level, at=clock.now(), **form.kept())
        return shown_in(back, segment)

    if form.is_bound and doors.accepted(form, lambda: saved.append(doors.once(request, save))):
        return pages.leave(request, saved[0], _("Condition saved: %(name)s") % {"name": form.cleaned_data["name"]})
    context = {
        "form": form,
        "parts": condition.parts(),
        "query": query.urlencode(),
        "url": reverse("segments:segment-new"),
        "dialog_back": back,
    }
    status = 422 if form.is_bound else 200
    return pages.dialog(request, "segments/segment/_new.html", context, status=status)


def shown_in(back: str, segment: "Segment") -> str:
    """The address of a list, showing a saved condition."""
    parts = urlsplit(back)
    query = QueryDict(parts.query, mutable=True)
    for name in ("condition", "base", "cursor"):
        query.pop(name, None)
    query["segment"] = str(segment.pk)
    return parts._replace(query=query.urlencode()).geturl()


@require_http_methods(["GET", "POST"])
def change_segment(request: HttpRequest, segment_id: int) -> HttpResponse:
    """Name, whose it is, and its condition as text; the builder leads back here with other rows."""
    user: Any = request.user
    segment = queries.get_segment(actor=user, segment_id=segment_id)
    form = SegmentForm(request.POST or None, user=user, initial=_initial(user, segment, request.GET))

    def save() -> None:
        try:
            changes = form.kept()
            changes["department"] = changes.pop("department_id")
            operations.change_segment(
                actor=user,
                segment_id=segment_id,
                changes=changes,
                condition=form.cleaned_data["condition"],
                version=doors.version_of(request.POST),
                at=clock.now(),
            )
        except BadCondition as fault:
            raise at_its_place(fault) from fault

    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(
            request, reverse("segments:segment-list"), _("Condition saved: %(name)s") % form.cleaned_data
        )
    context = {
        "form": form,
        "segment": segment,
        "version": doors.shown_version(request, segment),
        "may_change": policies.can_change(user, segment),
        "parts": queries.condition_of(user, segment).parts(),
        "home": reverse("segments:segment-list"),
        "url": list_url(Level(segment.level), segment=str(segment.pk)),
        "revisions": _revisions(user, segment),
        "builder_url": f"{reverse('segments:condition-build')}?{_to_builder(request, segment)}",
    }
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "segments/segment/edit.html", context, status=status)


def _initial(user: Any, segment: "Segment", query: QueryDict) -> dict[str, Any]:
    """What the form starts from; the condition as the builder sent it where the person comes from there."""
    found = queries.condition_of(user, segment)
    if query.get("condition"):
        found = conditions.read(user, Level(segment.level), query["condition"])
    return {
        "name": str(segment),
        "audience": segment.audience,
        "department": str(segment.department_id or ""),
        "description": segment.description,
        "condition": writing.write(found.rows, found.words),
    }


def _revisions(user: Any, segment: "Segment") -> list[dict[str, Any]]:
    reader = queries.Reader(user)
    return [
        {"kept": one, "said": said.parts() if (said := reader.revision(one)) else None}
        for one in queries.versions_of(segment)[:20]
    ]


@require_POST
def restore_segment(request: HttpRequest, segment_id: int) -> HttpResponse:
    """An earlier revision comes back; what may not be done with it any more is told on the page that leads here."""
    revision = read_key(request.POST.get("revision"))
    if revision is None:
        raise errors.NotFound()
    operations.restore_segment(
        actor=request.user,
        segment_id=segment_id,
        revision=revision,
        version=doors.version_of(request.POST),
        at=clock.now(),
    )
    url = reverse("segments:segment-edit", args=[segment_id])
    return pages.leave(request, url, _("Revision %(number)s holds again") % {"number": revision})


def _to_builder(request: HttpRequest, segment: "Segment") -> str:
    asked = {"level": segment.level, "base": str(segment.pk), "next": request.path}
    if request.GET.get("condition"):
        asked["condition"] = request.GET["condition"]
    return urlencode(asked)


@require_POST
def copy_segment(request: HttpRequest, segment_id: int) -> HttpResponse:
    """A copy of the person's own, opened to be changed."""
    user: Any = request.user
    source = queries.get_segment(actor=user, segment_id=segment_id)
    name = (_("%(name)s (copy)") % {"name": source})[:80]

    def copy() -> str:
        made = operations.copy_segment(actor=user, segment_id=segment_id, name=name, at=clock.now())
        return reverse("segments:segment-edit", args=[made.pk])

    return pages.leave(request, doors.once(request, copy), _("Copied: %(name)s") % {"name": name})


@require_http_methods(["GET", "POST"])
def remove_segment(request: HttpRequest, segment_id: int) -> HttpResponse:
    """Take it out of use, once confirmed."""
    user: Any = request.user
    segment = queries.get_segment(actor=user, segment_id=segment_id)
    home = reverse("segments:segment-list")
    if request.method == "POST":
        operations.remove_segment(
            actor=user, segment_id=segment_id, version=doors.version_of(request.POST), at=clock.now()
        )
        return pages.leave(request, home, _("Removed: %(name)s") % {"name": segment})
    if not policies.can_change(user, segment):
        return redirect(home)
    context = {"segment": segment, "url": request.path, "dialog_back": home}
    return pages.dialog(request, "segments/segment/_remove.html", context)
