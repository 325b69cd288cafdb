"""The figures of a sheet that rows of the approval matrix may ask for, and when one got worse than another. Pure."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from common.errors import Text
from orders.changes.choices import Verdict
from orders.changes.impact.sheet import ZERO, Sheet
from orders.credit.rules import Result

DAYS, AMOUNT, AMOUNT_DOWN, MARGIN_LOST = "days_late", "amount", "amount_down", "margin_lost"
BROKEN, COST, NOT_FEASIBLE, CREDIT = "broken_promises", "extra_cost", "not_feasible", "credit"

_RESULTS = {Result.OK: 0, Result.WATCH: 1, Result.HOLD: 2, Result.STOP: 3}


def listed() -> list[tuple[str, Text, Text]]:
    """Code, words and unit of every measure; amounts in the order's currency."""
    return [
        (DAYS, _("The order gets later by"), _("days")),
        (AMOUNT, _("The amount changes, up or down, by"), ""),
        (AMOUNT_DOWN, _("The amount falls by"), ""),
        (MARGIN_LOST, _("The margin falls by"), ""),
        (BROKEN, _("Promises to other orders that break"), ""),
        (COST, _("Extra cost that departments named"), ""),
        (NOT_FEASIBLE, _("Departments that said “not feasible”"), ""),
        (CREDIT, _("Credit, 1 near the limit, 2 over it, 3 stopped"), ""),
    ]


def of(sheet: Sheet) -> dict[str, Decimal]:
    """The measures of a whole sheet (never of one as a reader sees it)."""
    money = sheet.money
    delta = money.total.delta if money else ZERO
    margin = money.margin.delta if money and money.margin else ZERO
    return {
        DAYS: Decimal(max(0, sheet.days)),
        AMOUNT: abs(delta),
        AMOUNT_DOWN: max(ZERO, -delta),
        MARGIN_LOST: max(ZERO, -margin),
        BROKEN: Decimal(len(sheet.broken)),
        COST: sheet.extra_cost or ZERO,
        NOT_FEASIBLE: Decimal(sum(one.verdict == Verdict.NOT_FEASIBLE for one in sheet.answers)),
        CREDIT: Decimal(_RESULTS[Result(sheet.credit.result_after)]) if sheet.credit else ZERO,
    }


WORSE = (DAYS, AMOUNT_DOWN, MARGIN_LOST, BROKEN, COST, NOT_FEASIBLE, CREDIT)


def worse(now: Mapping[str, Decimal], then: Mapping[str, Decimal]) -> list[str]:
    """The measures that stand worse ``now`` than they did ``then``."""
    return [code for code in WORSE if now.get(code, ZERO) > then.get(code, ZERO)]
