"""The impact sheet of a request for its reader: worked out now while the request is open, as it was kept afterwards."""

from dataclasses import dataclass
from datetime import datetime

from accounts import policies as rights
from accounts.people.models import User
from common import citations, errors
from common.errors import Text
from orders.changes import policies, projecting, queries, states
from orders.changes.impact import computing, departments, encoding, showing
from orders.changes.impact.departments import Row, Total
from orders.changes.impact.models import ChangeSheet, ChangeSignature
from orders.changes.impact.sheet import Alternative, Sheet
from orders.changes.models import ChangeRequest
from orders.changes.projecting import Projection
from orders.order import queries as orders


@dataclass(frozen=True)
class Seen:
    """A sheet before somebody's eyes. ``sheet`` None: the items no longer fit the order, ``problem`` says why, and
    nothing was kept. ``facts``: what a decision taken on it names (``operations.require_seen``); ``is_live``: worked
    out at ``made_at``, else kept from then."""

    sheet: Sheet | None
    facts: str
    made_at: datetime | None
    is_live: bool
    problem: Text = ""
    rows: list[Row] | None = None
    total: Total | None = None


def alternative_of(actor: User, request: ChangeRequest, key: str, at: datetime) -> Alternative | None:
    """An alternative of an open request that ``actor`` may see, as it stands now and whole, for what takes it up; None
    where there is none (any more). Raises NotFound, Invalid."""
    if request.state not in states.OPEN:
        return None
    return next((one for one in whole(actor, request, at).alternatives if one.key == key), None)


def seen_by(actor: User, request: ChangeRequest, at: datetime, projection: Projection | None = None) -> Seen:
    """The sheet of a request that ``actor`` may see, with its rows by department and its sums; what is not his to know
    is left out. ``projection``: the request's, where the caller has it already. Raises NotFound."""
    problem: Text = ""
    if request.state in states.OPEN:
        try:
            sheet = _now(actor, request, at, projection)
        except errors.Invalid as fault:
            problem = first_words(fault)
        else:
            return _seen(actor, request, sheet, encoding.digest(sheet), at, is_live=True)
    kept = latest(request)
    if kept is None:
        return Seen(None, "", None, False, problem)
    return _seen(actor, request, encoding.read(kept.data), kept.facts, kept.made_at, is_live=False, problem=problem)


def _now(actor: User, request: ChangeRequest, at: datetime, projection: Projection | None) -> Sheet:
    items = queries.items_of(request)
    if projection is None:
        order = orders.get_order_by_id(actor=actor, order_id=request.order_id)
        projection = projecting.project(order, orders.lines_of(order), items, actor=request.created_by, at=at)
    answers = computing.answers_of(request)
    return computing.sheet_of(projection, items, answers, actor=request.created_by, at=at)


def whole(actor: User, request: ChangeRequest, at: datetime) -> Sheet:
    """The sheet of a request that ``actor`` may see as it stands now, whole: for what rules ask, never to be shown.
    Raises NotFound, Invalid."""
    return _now(actor, request, at, None)


def first_words(fault: errors.Invalid) -> Text:
    """The first of the faults of items that no longer fit."""
    return citations.told(fault, next((texts[0] for texts in fault.fields.values() if texts), fault.message))


def _seen(
    actor: User,
    request: ChangeRequest,
    sheet: Sheet,
    facts: str,
    made_at: datetime,
    *,
    is_live: bool,
    problem: Text = "",
) -> Seen:
    told = showing.shown(actor, sheet, decides=decides(actor, request))
    return Seen(told, facts, made_at, is_live, problem, departments.rows(told), departments.total(told))


def decides(actor: User, request: ChangeRequest) -> bool:
    """Whether he may be one of those who decide: they need every finding about it."""
    own = policies.own_business_of(request, request.order)
    return rights.can(actor, policies.APPROVE) and actor.pk not in own


def latest(request: ChangeRequest) -> ChangeSheet | None:
    """The sheet as it was computed last."""
    return ChangeSheet.objects.filter(request=request).order_by("-pk").first()


def last_signed(request: ChangeRequest) -> ChangeSheet | None:
    """The sheet that was signed last."""
    signed = ChangeSignature.objects.filter(request=request).select_related("sheet").order_by("-pk").first()
    return signed.sheet if signed else None


def signatures_of(request: ChangeRequest) -> list[ChangeSignature]:
    """Who signed, oldest first, each with the sheet that he saw."""
    rows = ChangeSignature.objects.filter(request=request).select_related("sheet", "signed_by")
    found = list(rows.order_by("pk"))
    for one in found:
        one.request = request
    return found


def signature_of(request: ChangeRequest, signature_id: int) -> ChangeSignature:
    """One signature on the request. Raises NotFound."""
    found = next((one for one in signatures_of(request) if one.pk == signature_id), None)
    if found is None:
        raise errors.NotFound()
    return found


def signed_sheet(actor: User, signature: ChangeSignature) -> Seen:
    """The sheet as it was before the eyes of who signed, for ``actor``."""
    kept = signature.sheet
    return _seen(actor, signature.request, encoding.read(kept.data), kept.facts, kept.made_at, is_live=False)
