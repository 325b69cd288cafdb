"""The impact sheet is kept as facts move, frozen with each signature, and told when it gets worse (SEMANTICS 8)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people import queries as people
from accounts.people.models import User
from common import errors, events
from common import operation as running
from common.operation import operation
from orders.approval import queries as approval
from orders.changes import notices, policies, projecting, queries, states
from orders.changes.impact import computing, encoding, measures
from orders.changes.impact.models import ChangeSheet, ChangeSignature
from orders.changes.impact.queries import last_signed, latest
from orders.changes.impact.sheet import ZERO, Sheet
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.projecting import Projection
from orders.order import loading
from orders.order import queries as orders

APPROVAL, ASSESSMENT, CUSTOMER = "APPROVAL", "ASSESSMENT", "CUSTOMER"


def refresh(
    request: ChangeRequest,
    *,
    at: datetime,
    actor: User | None = None,
    projection: Projection | None = None,
    items: Sequence[ChangeItem] | None = None,
) -> ChangeSheet:
    """Work out the sheet of a request now; a new one is kept only when what it says, or the request's items, changed.
    Sets and saves ``amount_delta``, ``days_late``, ``broken_promises``, ``extra_cost``. Inside other operations, the
    request locked; ``projection`` and ``items`` where the caller has them. ``actor``: whose doing it is, the request's
    author by default (what may be chosen is always judged by the author).

    Raises Invalid where the items no longer fit the order.
    """
    running.current()
    items = queries.items_of(request) if items is None else items
    if projection is None:
        order = loading.find("o.id = %s", [request.order_id])
        assert order is not None  # the request hangs on it
        projection = projecting.project(order, orders.lines_of(order), items, actor=request.created_by, at=at)
    answers = computing.answers_of(request)
    sheet = computing.sheet_of(projection, items, answers, actor=request.created_by, at=at)
    _note(request, sheet)
    facts, kept = encoding.digest(sheet), latest(request)
    if kept is not None and (kept.facts, kept.content_hash) == (facts, request.content_hash):
        return kept
    return ChangeSheet.objects.create(
        request=request, content_hash=request.content_hash, facts=facts, data=encoding.written(sheet), made_at=at
    )


def _note(request: ChangeRequest, sheet: Sheet) -> None:
    """Write its figures onto the request, for lists and statistics."""
    values = {
        "amount_delta": sheet.money.total.delta if sheet.money else ZERO,
        "days_late": max(-999, min(sheet.days, 9999)),
        "broken_promises": min(len(sheet.broken), 9999),
        "extra_cost": sheet.extra_cost or ZERO,
    }
    changed = [name for name, value in values.items() if getattr(request, name) != value]
    for name in changed:
        setattr(request, name, values[name])
    if changed:
        request.save(update_fields=changed)


def require_seen(
    request: ChangeRequest, facts: str, *, at: datetime, projection: Projection | None = None
) -> ChangeSheet:
    """The sheet to decide on: what the person had before his eyes (``facts`` of ``queries.Seen``) is still so. Raises
    Stale, with the sheet that is kept as ``sheet``; Invalid as ``refresh``."""
    sheet = refresh(request, at=at, projection=projection)
    if sheet.facts != facts:
        text = _("What the change does is no longer what you saw: look at the impact sheet again.")
        raise errors.Stale(text, fields={}, sheet=sheet.pk)
    return sheet


def measures_of(sheet: ChangeSheet) -> dict:
    """The figures of a kept sheet, for the approval matrix (``approval.ask``)."""
    return measures.of(encoding.read(sheet.data))


def signs_of(sheet: ChangeSheet) -> set[str]:
    """The kinds of findings on the changed lines that are new with the change, for the approval matrix."""
    return {one.kind for one in encoding.read(sheet.data).hints if one.is_new}


def sign(
    request: ChangeRequest,
    sheet: ChangeSheet,
    *,
    what: str,
    at: datetime,
    signed_by: User | None = None,
    name: str = "",
) -> ChangeSignature:
    """Freeze a sheet with a signature: an approval, a department's answer, the customer's acceptance (then ``name`` is
    his person's). Inside other operations. The sheet stays as it was signed, whatever moves afterwards."""
    running.current()
    return ChangeSignature.objects.create(
        request=request,
        sheet=sheet,
        what=what,
        content_hash=request.content_hash,
        signed_by=signed_by,
        name=name[:80],
        at=at,
    )


# --- while it is under way -----------------------------------------------------------------------


def recheck_open(*, at: datetime) -> int:
    """Work out anew the sheets of all requests under way, each for itself; returns how many said something new."""
    ids = ChangeRequest.objects.filter(state__in=states.UNDER_WAY).order_by("pk").values_list("pk", flat=True)
    robot = people.system_user()
    return sum(recheck(actor=robot, request_id=pk, at=at) for pk in list(ids))


@operation
def recheck(*, actor: User, request_id: int, at: datetime) -> bool:
    """Work out the sheet of a request under way anew; where it stands worse than when it was signed last (than it was
    kept last, while nobody signed), who wrote it and who is asked to decide hear of it, once for each new sheet. Items
    that no longer fit are left to who takes the request up (``effect``)."""
    try:
        request, _order, items = queries.lock_request(actor=actor, request_id=request_id)
    except (errors.NotFound, errors.Stale):
        return False
    before = latest(request)
    if request.state not in states.UNDER_WAY:
        return False
    try:
        sheet = refresh(request, at=at, items=items)
    except errors.Invalid:
        return False
    if before is None or sheet.pk == before.pk:
        return False
    _tell_if_worse(request, sheet, last_signed(request) or before, actor, at)
    return True


def _tell_if_worse(request: ChangeRequest, sheet: ChangeSheet, then: ChangeSheet, actor: User, at: datetime) -> None:
    worse = measures.worse(measures_of(sheet), measures_of(then))
    if not worse:
        return
    events.record("change.worsened", request, at=at, order=str(request.order), measures=worse)
    notices.tell(
        request,
        gettext_noop("%(request)s of %(order)s: its impact got worse since it was looked at."),
        kind="change.worse",
        actor=actor,
        at=at,
        people=[request.created_by_id, *_deciders(request)],
    )


def _deciders(request: ChangeRequest) -> list[int]:
    found = approval.open_request(policies.SUBJECT, request.pk)
    waiting = approval.waiting_steps(found[1]) if found else []
    return [step.approver_id for step in waiting if step.approver_id and step.approver_id != request.created_by_id]
