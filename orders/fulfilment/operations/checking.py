"""Goods are held against their orders before they leave (R105, R106)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from accounts.people.models import User
from common import events
from common.operation import operation
from orders.checking import operations as checking
from orders.checking import queries as checklists
from orders.checking.choices import ErrorStage, Occasion
from orders.checking.operations import Answer
from orders.fulfilment import locking
from orders.fulfilment.models import GoodsCheck, OutboundDocument


@operation
def check_goods(
    *, actor: User, document_id: int, answers: Sequence[Answer], at: datetime, version: int | None = None
) -> GoodsCheck:
    """Answer the checklist for a delivery notice. What is not right is recorded as an error of its orders, found at
    shipment; where the company asks for the check (``outbound.check``), the goods stay until all is right.

    Raises NotFound, NotAllowed, Stale, WrongState (no notice any more), Invalid with paths like
    ``answers.OUT_GOODS.note``.
    """
    shipment = locking.lock_shipment(actor, document_id, "outbound.audit")
    document = shipment.document
    locking.require_version(document, version)
    locking.require_status(document, OutboundDocument.Status.DRAFT)
    points = {point.code: point for point in checklists.points(Occasion.DELIVERY)}
    checking.require_whole(points, answers, set())
    done = GoodsCheck.objects.create(
        document=document,
        document_version=document.version,
        is_ok=all(answer.is_ok for answer in answers),
        answers=[{**asdict(answer), "name": points[answer.code].name} for answer in answers],
        checked_by=actor,
        checked_at=at,
    )
    for order in shipment.orders:
        for answer in answers:
            if not answer.is_ok:
                checking.note_error(
                    order=order,
                    actor=actor,
                    kind=points[answer.code].kind,
                    stage=ErrorStage.SHIPMENT,
                    description=f"{document.number}: {answer.note.strip()}",
                    at=at,
                )
    events.record("outbound.checked" if done.is_ok else "outbound.check_failed", document, at=at)
    return done
