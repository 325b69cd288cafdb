"""The rules of scoring as the company keeps them: a setting over what is shipped (like the checks of entry)."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from common import settings
from orders.credit_desk.scoring import OF_PAYMENTS, Part, Rules

SETTING = "credit.score_rules"
BY_RULE = "credit.grade_by_rule"
D = Decimal
SHIPPED = Rules(
    points={
        Part.DAYS_LATE: D(40),
        Part.SHARE_LATE: D(30),
        Part.TREND: D(10),
        Part.DISPUTES: D(20),
        Part.SATISFACTION: D(5),
        Part.COMPLAINTS: D(5),
    },
    worst={
        Part.DAYS_LATE: D(30),
        Part.SHARE_LATE: D(70),
        Part.TREND: D(30),
        Part.DISPUTES: D(50),
        Part.SATISFACTION: D(3),
        Part.COMPLAINTS: D(50),
    },
    grades={"A": D(85), "B": D(70), "C": D(50)},
)
BOUNDS: dict[str, tuple[int, int]] = {
    **{f"points.{part}": (0, 100) for part in Part},
    **{f"worst.{part}": (1, 1000) for part in Part},
    f"worst.{Part.SATISFACTION}": (2, 4),
    **{f"grades.{grade}": (0, 100) for grade in "ABC"},
    "grace_days": (0, 365),
    "least_payments": (1, 100),
    "months": (1, 120),
    "least_answers": (1, 100),
}


def present() -> dict[str, Decimal]:
    """Every figure as it is now, by name (``points.trend``, ``months``)."""
    changed: Mapping[str, Any] = settings.get(SETTING)
    return {name: Decimal(str(changed.get(name, shipped))) for name, shipped in figures_of(SHIPPED).items()}


def figures_of(rules: Rules) -> dict[str, Decimal]:
    """The figures of rules, by name."""
    return {
        **{f"points.{part}": rules.points[part] for part in Part},
        **{f"worst.{part}": rules.worst[part] for part in Part},
        **{f"grades.{grade}": rules.grades[grade] for grade in "ABC"},
        "grace_days": Decimal(rules.grace_days),
        "least_payments": Decimal(rules.least_payments),
        "months": Decimal(rules.months),
        "least_answers": Decimal(rules.least_answers),
    }


def rules() -> Rules:
    """How the company scores now."""
    found = present()
    return Rules(
        points={part: found[f"points.{part}"] for part in Part},
        worst={part: found[f"worst.{part}"] for part in Part},
        grades={grade: found[f"grades.{grade}"] for grade in "ABC"},
        grace_days=int(found["grace_days"]),
        least_payments=int(found["least_payments"]),
        months=int(found["months"]),
        least_answers=int(found["least_answers"]),
    )


def fault_of(value: Mapping[str, Any]) -> str | None:
    """What is wrong with the company's changes, None for nothing."""
    found = {name: Decimal(figure) for name, figure in figures_of(SHIPPED).items()}
    for name, entered in value.items():
        if name not in BOUNDS:
            return _("There is no figure “%(name)s”.") % {"name": str(name)[:80]}
        least, most = BOUNDS[name]
        try:
            number = Decimal(str(entered))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or not least <= number <= most:
            return f"{name}: " + _("Enter a number from %(least)s to %(most)s.") % {"least": least, "most": most}
        found[name] = number
    if not found["grades.A"] > found["grades.B"] > found["grades.C"]:
        return _("A better grade needs a higher score.")
    if not sum(found[f"points.{part}"] for part in OF_PAYMENTS):
        return _("At least one part of the payments must give points.")
    return None
