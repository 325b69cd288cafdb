"""When an order is too much for a customer's credit (SEMANTICS 9). Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.errors import Text

ZERO = Decimal(0)


class Result(models.TextChoices):
    """How a credit holder stands."""

    OK = "OK", _("Within the limit")
    WATCH = "WATCH", _("Near the limit")
    HOLD = "HOLD", _("Over the limit")
    STOP = "STOP", _("Credit stopped")


class Moment(models.TextChoices):
    """When credit is checked."""

    SUBMIT = "submit", _("at submission")
    APPROVE = "approve", _("at final approval")
    OUTBOUND = "outbound", _("at outbound")
    REOPEN = "reopen", _("at reopening")
    CHANGE = "change", _("when a change takes effect")


@dataclass(frozen=True)
class Limits:
    """What a holder is allowed, in the company's currency; None: no such bound."""

    amount: Decimal | None = None
    order_cap: Decimal | None = None
    valid_until: date | None = None
    days_overdue: int | None = None
    is_stopped: bool = False
    secured: Decimal = ZERO  # what guarantees that hold add to the limit, also to one that has run out

    def has_run_out(self, day: date) -> bool:
        """Whether the limit's validity is over on ``day``."""
        return self.amount is not None and self.valid_until is not None and day > self.valid_until

    def amount_on(self, day: date) -> Decimal | None:
        """The usable limit on ``day``, guarantees in it: nothing but these once its validity has run out."""
        if self.amount is None:
            return None
        return (ZERO if self.has_run_out(day) else self.amount) + self.secured


def stand(limits: Limits, exposure: Decimal, day: date, watch_percent: Decimal) -> Result:
    """How the holder stands with this exposure."""
    if limits.is_stopped:
        return Result.STOP
    limit = limits.amount_on(day)
    if limit is None or exposure <= ZERO:
        return Result.OK
    if exposure > limit:
        return Result.HOLD
    return Result.WATCH if exposure * 100 >= limit * watch_percent else Result.OK


@dataclass(frozen=True)
class Refusal:
    """Why an order does not pass: ``code`` for machines, ``text`` for people."""

    code: str
    text: Text
    result: Result


def refusal(
    limits: Limits,
    exposure: Decimal,
    order_amount: Decimal,
    day: date,
    has_overdue: bool,
    special: Decimal | None = None,
) -> Refusal | None:
    """What stands against an order of ``order_amount`` when ``exposure`` already includes it; None: it passes.

    ``special``: by how much a special approval lets this order pass limit and largest order; late payments do not
    hold it then. Nothing lets it pass the stop by hand.
    """
    more = special or ZERO
    if limits.is_stopped:
        return Refusal("stopped", _("Credit of this customer was stopped by hand."), Result.STOP)
    if limits.order_cap is not None and order_amount > limits.order_cap + more:
        return Refusal("order_cap", _("The order passes the largest single order allowed."), Result.HOLD)
    if has_overdue and special is None:
        return Refusal("overdue", _("Payments are overdue for longer than allowed."), Result.HOLD)
    limit = limits.amount_on(day)
    if limit is not None and exposure > limit + more:
        expired = limits.has_run_out(day)
        text = _("The credit limit is no longer valid.") if expired else _("The credit limit would be exceeded.")
        return Refusal("expired" if expired else "limit", text, Result.HOLD)
    return None
