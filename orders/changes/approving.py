"""What the approval of change requests asks of this room: the request under lock, what it says, its order's conditions
(docs/adr/0032)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from accounts.people.models import User
from common import errors
from orders.approval.subjects import Held, Text
from orders.changes import content, naming, queries
from orders.changes.choices import Aspect
from orders.changes.impact import showing
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.states import Move, State
from orders.order.models import Order
from orders.order.policies import hidden_risks
from orders.order.risks import Kind
from segments import judging
from segments.judging import Verdict

URGENT = "URGENT"


@dataclass(frozen=True)
class Case:
    """A locked request with its order and items: what approval hands back when it is decided. ``refused``: what becomes
    of one that is not approved: sent back to its draft, or ended."""

    request: ChangeRequest
    order: Order
    items: Sequence[ChangeItem]
    refused: Move = Move.RETURN


def hold(request_id: int) -> Held | None:
    """A submitted request under lock; None when it is not there, or waits no more."""
    try:
        request, order, items = queries.lock_request(actor=people.system_user(), request_id=request_id)
    except errors.NotFound:
        return None
    return held(Case(request, order, items)) if request.state == State.SUBMITTED else None


def held(case: Case) -> Held:
    """A request that the caller locked."""
    found = content.content_of(case.request, case.items, case.order.content_hash)
    return Held(case.request, case, found, content.content_hash(case.request, case.items, case.order.content_hash))


def row(case: Any) -> Model:
    """The request of a case."""
    return case.request


def titles(request_ids: list[int]) -> dict[int, str]:
    """How requests are called, by key."""
    rows = ChangeRequest.objects.filter(pk__in=request_ids).select_related("order")
    return {one.pk: f"{one.display_number} · {one.order}" for one in rows}


def judge(request_id: int, segment_ids: Sequence[int], today: date) -> Mapping[int, Verdict]:
    """Whether saved conditions hold for the order of a request, as it stands."""
    order_id = ChangeRequest.objects.values_list("order_id", flat=True).get(pk=request_id)
    return judging.judge(order_id, segment_ids, today)


def signs() -> list[tuple[str, Text]]:
    """What rows of the matrix may ask for: what of the order changes, urgency, and what the checks of entry find on the
    changed lines."""
    return [
        (URGENT, _("Urgent")),
        *[(str(one), one.label) for one in Aspect],
        *[(str(one), one.short) for one in Kind],
    ]


def hidden_signs(actor: User) -> set[str]:
    """What of these, and of the figures of the impact sheet, would tell ``actor`` what is not his to know."""
    return hidden_risks(actor) | showing.hidden_measures(actor)


def signs_of(request: ChangeRequest, items: Iterable[ChangeItem], kinds: Iterable[str] = ()) -> set[str]:
    """Those of a request; ``kinds`` of what its impact sheet found."""
    found = {str(naming.aspect_of(item)) for item in items} | set(kinds)
    return found | {URGENT} if request.is_urgent else found
