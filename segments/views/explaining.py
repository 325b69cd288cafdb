"""Why an order is in a condition or not: each row with its answer, what the order or its lines hold, which fit."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from common import clock, dates, errors, pages
from segments import conditions, explaining, queries
from segments.compiling import tables
from segments.conditions import Condition
from segments.doors import own_address
from segments.fields import Level

if TYPE_CHECKING:
    from segments.models import Segment

MOST_LETTERS = 9


@require_GET
def explain(request: HttpRequest) -> HttpResponse:
    """The panel for ``order`` and ``segment`` or ``condition``; with ``line``, for that line alone. Without a condition
    it asks for one; of an order that is not the person's it says nothing."""
    user: Any = request.user
    query = request.GET
    tables["orders"].find(user, query.get("order", ""))
    segments = list(queries.list_segments(user).order_by("name"))
    segment, condition = _asked(user, query.get("segment", ""), query.get("condition", ""))
    order = query.get("order", "")
    found = None
    if condition is not None and condition.rows:
        found = explaining.explain(
            actor=user,
            condition=condition,
            order=order,
            line_no=_line_no(query.get("line", "")),
            today=dates.business_day(clock.now()),
        )
    context = {
        "order": order,
        "line": query.get("line", ""),
        "text": query.get("condition", ""),
        "segment": segment,
        "segments": segments,
        "parts": condition.parts() if condition else [],
        "found": found,
        "fitting": [one.line_no for one in found.lines if one.is_met] if found else [],
        "back": own_address(query.get("next") or reverse("segments:segment-list")),
        "next": query.get("next", ""),
        "url": request.path,
    }
    return pages.dialog(request, "segments/condition/_why.html", context)


def _asked(user: Any, reference: str, text: str) -> tuple["Segment | None", Condition | None]:
    """The saved condition, or the one of the address. Raises NotFound, BadCondition."""
    if reference:
        segment = queries.find_segment(user, reference)
        if segment is None:
            raise errors.NotFound()
        return segment, queries.condition_of(user, segment)
    return None, conditions.read(user, Level.ORDER, text) if text else None


def _line_no(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > MOST_LETTERS:
        raise errors.NotFound()
    return int(text)
