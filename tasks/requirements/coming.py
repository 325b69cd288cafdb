"""Requirements as keepers of planned receipts (``products.stock.keepers``): what came of their goods (R153)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_noop

from accounts.people.models import User
from products.stock.supply.keepers import Document
from products.stock.supply.models import PlannedReceipt
from tasks.requirements import notices, queries, writing
from tasks.requirements.choices import State
from tasks.requirements.models import Requirement, RequirementLine


def lock(receipt_ids: Collection[int]) -> None:
    """Lock the requirements of these receipts, before products and receipts."""
    ids = RequirementLine.objects.filter(receipt__in=receipt_ids).values_list("requirement_id", flat=True)
    queries.lock_many(set(ids))


def document(receipt: PlannedReceipt) -> Document:
    """The requirement that keeps a receipt."""
    number = receipt.external_id.partition("/")[0]
    return Document(number, url_of(number))


def url_of(reference: str) -> str:
    """A requirement's page, "" where no pages are installed."""
    try:
        return reverse("tasks:requirement-detail", args=[reference])
    except NoReverseMatch:
        return ""


def came(receipts: Sequence[PlannedReceipt], *, actor: User, at: datetime) -> None:
    """Goods of receipts came, or did not after all: their lines say how much; a requirement whose lines all ended is
    done, one that waits again is accepted again."""
    by_receipt = {one.pk: one for one in receipts}
    ids = RequirementLine.objects.filter(receipt__in=by_receipt).values_list("requirement_id", flat=True)
    for requirement in queries.lock_many(set(ids)).values():
        lines = queries.locked_lines(requirement)
        mine = [one for one in lines if one.receipt_id in by_receipt]
        for line in mine:
            receipt = by_receipt[line.receipt_id or 0]
            line.done = receipt.received
            line.is_ended = receipt.state != PlannedReceipt.State.OPEN
        writing.save_lines(mine, ("done", "is_ended"))
        writing.record(requirement, "came", at=at, lines=[one.pk for one in mine])
        _settle(requirement, lines, actor, at)


def _settle(requirement: Requirement, lines: Sequence[RequirementLine], actor: User, at: datetime) -> None:
    """Derive the state from the lines, and tell who asked when all is there."""
    is_done = all(one.is_ended for one in lines)
    if requirement.state == State.ACCEPTED and is_done:
        requirement.state, requirement.ended_at = State.DONE, at
        writing.record(requirement, "finish", at=at, was=str(State.ACCEPTED), state=str(State.DONE))
        message = gettext_noop("All goods of %(requirement)s came in.")
        people = notices.askers(requirement, lines, but=actor)
        notices.tell("done", requirement, people, message=message, actor=actor, at=at)
    elif requirement.state == State.DONE and not is_done:
        requirement.state, requirement.ended_at = State.ACCEPTED, None
        writing.record(requirement, "reopened", at=at, was=str(State.DONE), state=str(State.ACCEPTED))
    writing.save(requirement, at)
