"""Every read of acceptance drafts: whoever sees a receipt sees its draft."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from accounts import policies as rights
from accounts.people.models import User
from accounts.roles.verbs import verbs
from common import errors
from common.keyset import Sort
from orders.order.policies import Action
from orders.settlement import policies
from orders.settlement.drafts import states
from orders.settlement.drafts.models import AcceptanceDraft
from orders.settlement.drafts.rights import MOVE, VIEW
from orders.settlement.drafts.states import RUNNING, DraftState
from orders.settlement.models import Receipt

SORTS = {
    "maturity_date": Sort("maturity_date", descending=False),
    "received_date": Sort("receipt__received_date"),
}
DEFAULT_SORT = "maturity_date"
SOON = 30  # days
COUNTED = 999


@dataclass(frozen=True)
class Month:
    """What matures in a month, in one currency, of the drafts that are not paid yet."""

    month: date
    currency: str
    drafts: int
    amount: Decimal


def list_drafts(actor: User) -> QuerySet[AcceptanceDraft]:
    """The drafts of the receipts that ``actor`` may see. Raises NotAllowed for who sees none."""
    rights.require(actor, VIEW)
    rows = AcceptanceDraft.objects.filter(receipt__in=policies.visible_to(actor).values("pk"))
    return rows.select_related("receipt__customer", "receipt__currency", "receipt__created_by")


def get_draft(actor: User, number: str) -> AcceptanceDraft:
    """The draft of the receipt with this number. Raises NotFound, also for "not yours"."""
    draft = list_drafts(actor).filter(receipt__number=number.upper()).first()
    if draft is None:
        raise errors.NotFound()
    return draft


def draft_of(receipt: Receipt) -> AcceptanceDraft | None:
    """The draft of a receipt that the caller may see."""
    draft = AcceptanceDraft.objects.filter(receipt=receipt).first()
    if draft is not None:
        draft.receipt = receipt
    return draft


def calendar(drafts: QuerySet[AcceptanceDraft]) -> list[Month]:
    """What of these drafts matures month by month and is not paid yet, the earliest first."""
    rows = drafts.filter(state__in=RUNNING).select_related(None).order_by()
    found = (
        rows.annotate(month=TruncMonth("maturity_date"))
        .values("month", "receipt__currency_id")
        .annotate(drafts=Count("pk"), amount=Sum("receipt__amount"))
        .order_by("month", "receipt__currency_id")
    )
    return [Month(row["month"], row["receipt__currency_id"], row["drafts"], row["amount"]) for row in found]


def soon(today: date) -> Q:
    """Held drafts that mature within the coming weeks, or have: somebody takes them to the bank."""
    return Q(state=DraftState.HELD, maturity_date__lte=today + timedelta(days=SOON))


def past(today: date) -> Q:
    """Drafts that matured and of which nobody said that they were paid."""
    return Q(state__in=RUNNING, maturity_date__lt=today)


def count_soon(actor: User, today: date) -> int | None:
    """How many want to be taken to the bank, at most COUNTED + 1; None for who does not move drafts."""
    if not rights.can(actor, MOVE) or not rights.can(actor, VIEW):
        return None
    return list_drafts(actor).filter(soon(today)).select_related(None).order_by()[: COUNTED + 1].count()


def possible_verbs(actor: User, draft: AcceptanceDraft) -> list[Action]:
    """Every move of a draft for showing; the operation behind the button checks again, under lock."""
    if not policies.can(actor, MOVE, draft.receipt.customer):
        why = str(verbs[MOVE].label)
        return [Action(f"draft.{move}", str(move.label), False, False, why) for move in states.possible(draft.state)]
    return [Action(f"draft.{move}", str(move.label), True, True) for move in states.possible(draft.state)]
