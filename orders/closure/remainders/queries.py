"""What was let go by short closes, by the reason given (R024, R129): pieces that were ordered and never came."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, DecimalField, ExpressionWrapper, F, QuerySet, Sum
from django.db.models.functions import Round

from accounts import policies as rights
from accounts.people.models import User
from common import currencies
from orders.order import policies
from orders.order.choices import CloseReason
from orders.order.models import OrderLine

ZERO = Decimal(0)


@dataclass(frozen=True)
class Remainder:
    """What was let go for a reason: orders and lines, pieces by unit, worth in the company's currency after discounts
    and tax as agreed (None for who may not see amounts), and its share of the worth of all (percent)."""

    reason: str
    orders: int
    lines: int
    pieces: list[tuple[Decimal, str]]
    amount: Decimal | None
    percent: Decimal | None

    @property
    def label(self) -> str:
        return str(CloseReason(self.reason).label)


def let_go(actor: User) -> QuerySet[OrderLine]:
    """Lines that ``actor`` sees whose remainder was let go, whenever that was."""
    seen = OrderLine.objects.filter(order__in=policies.visible_to(actor).values("pk"))
    return seen.filter(short_closed__gt=0).exclude(close_reason_code="")


def by_reason(actor: User, lines: QuerySet[OrderLine]) -> list[Remainder]:
    """These lines by reason, the greatest first. Two statements."""
    share = (F("amount") - F("reduction")) * F("short_closed") / F("ordered") * F("order__exchange_rate")
    worth = ExpressionWrapper(Round(share, precision=2), output_field=DecimalField(max_digits=24, decimal_places=2))
    rows = lines.order_by().values("close_reason_code")
    sums = list(rows.annotate(orders=Count("order", distinct=True), lines=Count("pk"), worth=Sum(worth)))
    shows = not rights.effect(actor, "order.amount")
    whole = sum((row["worth"] for row in sums), ZERO)
    pieces: dict[str, list[tuple[Decimal, str]]] = {}
    for row in lines.order_by().values("close_reason_code", "unit").annotate(sum=Sum("short_closed")).order_by("-sum"):
        pieces.setdefault(row["close_reason_code"], []).append((row["sum"], row["unit"]))
    found = [
        Remainder(
            reason=row["close_reason_code"],
            orders=row["orders"],
            lines=row["lines"],
            pieces=pieces.get(row["close_reason_code"], []),
            amount=row["worth"] if shows else None,
            percent=row["worth"] * 100 / whole if shows and whole else None,
        )
        for row in sums
    ]
    return sorted(found, key=lambda one: (-(one.amount or ZERO), -one.lines, one.reason))


def currency() -> str:
    """What the worth is counted in."""
    return currencies.base()


def condition_of(reason: str, first: date | None, last: date | None) -> str:
    """The condition on lines that finds what a row counts."""
    text = f"close_reason = {reason}"
    text += f" AND line_closed_at >= {first}" if first else ""
    return text + (f" AND line_closed_at <= {last}" if last else "")
