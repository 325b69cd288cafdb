"""Placing notices in their sequence, and picking several of them in one walk (R161, R172)."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events
from common.dates import business_day
from common.numbering import Series, draw
from common.operation import operation
from common.rows import update_rows
from orders.fulfilment import locking, policies
from orders.fulfilment.dispatch import sequence, standings
from orders.fulfilment.dispatch.models import PickingWave
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.order.models import Order

PLACE, PICK = "outbound.draft", "outbound.audit"
MOST = 200  # notices of one picking list
Status = OutboundDocument.Status


@operation
def move_document(*, actor: User, document_id: int, to: str, at: datetime, version: int | None = None) -> None:
    """Move a notice to the top of its warehouse and day, or one place up or down; all of them keep the places that
    they have then.

    Raises NotFound, NotAllowed, Stale, Invalid, WrongState (no notice any more).
    """
    document = _visible(actor, document_id)
    group = OutboundDocument.objects.filter(
        status=Status.DRAFT, warehouse=document.warehouse_id, planned_ship_date=document.planned_ship_date
    )
    rows = list(group.select_for_update(no_key=True).order_by("pk"))
    mine = next((one for one in rows if one.pk == document_id), None)
    if mine is None:
        locking.require_status(document, Status.DRAFT)
        raise errors.Stale(_("The document was changed meanwhile; look at it again."), fields={})
    _require(actor, PLACE, [mine])
    locking.require_version(mine, version)
    if to not in sequence.MOVES:
        raise errors.Invalid(fields={"to": [_("Choose one of the list.")]})
    figures = standings.of(rows)
    order = sequence.ordered(one.standing for one in figures.values())
    placed = sequence.moved([one.pk for one in order], document_id, to)
    ranks = {pk: place for place, pk in enumerate(placed, start=1)}
    changed = [one for one in rows if one.dispatch_rank != ranks[one.pk]]
    for one in changed:
        one.dispatch_rank = ranks[one.pk]
    update_rows(changed, ["dispatch_rank"])
    events.record("outbound.placed", mine, at=at, place=ranks[document_id])


@operation
def start_wave(*, actor: User, document_ids: Collection[int], at: datetime) -> PickingWave:
    """Pick the goods of these notices, of one warehouse, in one walk.

    Raises NotFound, NotAllowed, Invalid (none or too many), Conflict (several warehouses, on a list already),
    WrongState (no notice any more).
    """
    wanted = set(document_ids)
    if not wanted or len(wanted) > MOST:
        raise errors.Invalid(fields={"documents": [_("Pick 1 to %(n)s delivery notices.") % {"n": MOST}]})
    seen = set(policies.visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    if seen != wanted:
        raise errors.NotFound()
    rows = list(OutboundDocument.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    _require(actor, PICK, rows)
    for one in rows:
        locking.require_status(one, Status.DRAFT)
    places = {one.warehouse_id for one in rows}
    if len(places) > 1 or None in places:
        raise errors.Conflict(_("Goods of several warehouses are not picked in one walk."), code="several_warehouses")
    if taken := [one.number for one in rows if one.wave_id]:
        text = _("On a picking list already: %(numbers)s.") % {"numbers": ", ".join(taken)}
        raise errors.Conflict(text, code="picked_already")
    number = draw(Series.PICKING, business_day(at))
    wave = PickingWave(number=number, warehouse=rows[0].warehouse, created_by=actor, created_at=at)
    wave.save(force_insert=True)
    for one in rows:
        one.wave = wave
    update_rows(rows, ["wave"])
    events.record("picking.started", wave, at=at, documents=[one.number for one in rows])
    return wave


@operation
def leave_wave(*, actor: User, document_id: int, at: datetime) -> None:
    """Take a notice off its picking list. Raises NotFound, NotAllowed, WrongState (on none, or its goods left)."""
    _visible(actor, document_id)
    document = OutboundDocument.objects.select_for_update(no_key=True).get(pk=document_id)
    _require(actor, PICK, [document])
    locking.require_status(document, Status.DRAFT)
    if document.wave_id is None:
        raise errors.WrongState(_("It is on no picking list."), status=document.status, possible=[])
    wave = document.wave
    document.wave = None
    document.save(update_fields=["wave"])
    events.record("picking.left", wave, at=at, document=document.number)


def _visible(actor: User, document_id: int) -> OutboundDocument:
    document = policies.visible_to(actor).filter(pk=document_id).first()
    if document is None:
        raise errors.NotFound()
    return document


def _require(actor: User, verb: str, documents: Collection[OutboundDocument]) -> None:
    lines = OutboundLine.objects.filter(document__in=[one.pk for one in documents])
    policies.require(actor, verb, Order.objects.filter(pk__in=lines.values("order_id")))
