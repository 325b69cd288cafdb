"""What a draft means to its receipt: what it must say, when it pays, and its term of the exposure. For the operations
of receipts, under their locks."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import errors, settings
from common.money import round2
from orders.credit import exposure
from orders.order.choices import PaymentMethod
from orders.settlement.drafts.models import AcceptanceDraft
from orders.settlement.drafts.states import RUNNING, DraftKind, DraftState

PAYS, COUNTS = "settlement.drafts_pay", "settlement.drafts_exposed"
ALL, BANK, COMMERCIAL, NONE = "ALL", "BANK", "COMMERCIAL", "NONE"
_TEXTS = {"number": 40, "drawer": 120, "acceptor": 120}


@dataclass(frozen=True)
class DraftDetails:
    """What stands on a draft."""

    number: str
    drawer: str
    acceptor: str
    kind: str
    maturity_date: date
    issue_date: date | None = None


def register() -> None:
    """Declare the settings; called once from this room's wiring."""
    settings.definitions.register(
        PAYS,
        settings.Definition(
            ALL,
            gettext_lazy("Which acceptance drafts pay an order before they are cashed"),
            "orders",
            choices=lambda: _choices(ALL, BANK, NONE),
        ),
    )
    settings.definitions.register(
        COUNTS,
        settings.Definition(
            ALL,
            gettext_lazy("Which acceptance drafts stay in the exposure until they are cashed; for those that come"),
            "orders",
            choices=lambda: _choices(ALL, COMMERCIAL, NONE),
        ),
    )


def _choices(*values: str) -> Sequence[tuple[str, Any]]:
    words = {
        ALL: gettext_lazy("All of them"),
        BANK: gettext_lazy("Those accepted by a bank"),
        COMMERCIAL: gettext_lazy("Commercial ones"),
        NONE: gettext_lazy("None of them"),
    }
    return [(value, words[value]) for value in values]


def check(receipt: Any, details: DraftDetails | None) -> None:
    """Raise Invalid unless a receipt paid with a draft says which, and no other does; Conflict when the draft stands on
    another receipt."""
    if (receipt.method == PaymentMethod.ACCEPTANCE) != (details is not None):
        text = _("Say which draft it is: number, drawer, who accepted it and when it matures.")
        other = _("Only a receipt paid with an acceptance draft has one.")
        raise errors.Invalid(fields={"draft": [text if details is None else other]})
    if details is None:
        return
    wrong: dict[str, list[errors.Text]] = {}
    for name, most in _TEXTS.items():
        value = getattr(details, name).strip()
        if not value:
            wrong[f"draft.{name}"] = [_("Fill this in.")]
        elif len(value) > most:
            wrong[f"draft.{name}"] = [_("At most %(n)s characters.") % {"n": most}]
    if details.kind not in DraftKind:
        wrong["draft.kind"] = [_("Choose one of the list.")]
    if details.issue_date and details.issue_date >= details.maturity_date:
        wrong["draft.maturity_date"] = [_("A draft matures after the day it was drawn on.")]
    elif details.maturity_date < receipt.received_date:
        wrong["draft.maturity_date"] = [_("It had matured before it came: record what it was paid with.")]
    if wrong:
        raise errors.Invalid(fields=wrong)


def add(receipt: Any, details: DraftDetails | None) -> None:
    """Keep the draft of a receipt that was just written; it enters the exposure."""
    if details is None:
        return
    known = AcceptanceDraft.objects.filter(number=details.number.strip()).exclude(state=DraftState.VOID).first()
    if known is not None:
        text = _("Draft %(draft)s stands on %(number)s already.")
        words = {"draft": details.number, "number": known.receipt.number}
        raise errors.Conflict(text % words, code="draft_used", receipt=known.receipt.number)
    values = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(details).items()}
    counted = settings.get(COUNTS)
    draft = AcceptanceDraft.objects.create(receipt=receipt, counts=counted in (ALL, details.kind), **values)
    expose(draft, 1)


def of(receipt: Any) -> AcceptanceDraft | None:
    """The draft of a receipt whose row is locked."""
    if receipt.method != PaymentMethod.ACCEPTANCE:
        return None
    draft = AcceptanceDraft.objects.filter(receipt=receipt).first()
    if draft is not None:
        draft.receipt = receipt
    return draft


def require_paying(receipt: Any) -> None:
    """Raise WrongState while a draft does not pay yet: it is not cashed, and the company waits for that."""
    draft = of(receipt)
    if draft is not None and not pays(draft):
        text = _("Draft %(draft)s matures on %(day)s; it pays an order once it is cashed.")
        words = {"draft": draft.number, "day": draft.maturity_date.isoformat()}
        raise errors.WrongState(text % words, code="draft_not_due", possible=[])


def pays(draft: AcceptanceDraft) -> bool:
    """Whether a draft pays orders as it stands."""
    return draft.state != DraftState.HELD or settings.get(PAYS) in (ALL, draft.kind)


def expose(draft: AcceptanceDraft, sign: int) -> None:
    """Put a running draft into its customer's exposure, or (``sign`` −1) take it out."""
    if draft.counts:
        exposure.move(draft.receipt.customer.credit_holder_id, drafts=sign * in_base(draft))


def in_base(draft: AcceptanceDraft) -> Decimal:
    """In the company's currency, as its receipt counts."""
    return round2(draft.receipt.amount * draft.receipt.exchange_rate)


def void(receipt: Any) -> None:
    """The receipt is void: so is its draft. Raises WrongState for one that went on meanwhile."""
    draft = of(receipt)
    if draft is None:
        return
    if draft.state != DraftState.HELD:
        text = _("The draft is %(state)s; take that move back first.")
        raise errors.WrongState(text % {"state": draft.get_state_display()}, possible=["take_back"])
    expose(draft, -1)
    draft.state = DraftState.VOID
    draft.save(update_fields=["state"])


def restore(receipt: Any) -> None:
    """The receipt counts again, and its draft with it. Raises Conflict when the draft stands elsewhere meanwhile."""
    draft = of(receipt)
    if draft is None:
        return
    if AcceptanceDraft.objects.filter(number=draft.number).exclude(state=DraftState.VOID).exists():
        text = _("Draft %(draft)s stands on another receipt meanwhile.")
        raise errors.Conflict(text % {"draft": draft.number}, code="draft_used")
    draft.state = DraftState.HELD
    draft.save(update_fields=["state"])
    expose(draft, 1)


__all__ = ["RUNNING", "DraftDetails", "add", "check", "expose", "of", "pays", "require_paying", "restore", "void"]
