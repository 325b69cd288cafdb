"""By what a member is told apart when somebody opens it: one level down. Pure."""

from collections.abc import Callable

from reports.figures.dimensions import AXES, Source, Time
from reports.figures.question import Question


def below(axis: str, asked: Question) -> str:
    """The axis one level down, "" where there is none."""
    found = _BELOW.get(axis)
    return found(asked) if found else ""


# axis → what it is told apart by one level down
_BELOW: dict[str, Callable[[Question], str]] = {
    Time.YEAR: lambda _asked: Time.QUARTER,
    Time.QUARTER: lambda _asked: Time.MONTH,
    Time.MONTH: lambda _asked: Time.DAY,
    Time.WEEK: lambda _asked: Time.DAY,
    "region": lambda _asked: "province",
    "province": lambda _asked: "customer",
    "class": lambda _asked: "customer",
    "tag": lambda _asked: "customer",
    "kind": lambda _asked: "customer",
    "industry": lambda _asked: "customer",
    "agent": lambda _asked: "customer",
    "agent_class": lambda _asked: "agent",
    "department": lambda _asked: "salesperson",
    "salesperson": lambda _asked: "customer",
    "category": lambda asked: "product" if "category" in asked.filters else "category",
    "supplier": lambda _asked: "product",
    "channel": lambda _asked: Time.MONTH,
    "type": lambda _asked: Time.MONTH,
    "band": lambda _asked: Time.MONTH,
    **dict.fromkeys((code for code, axis in AXES.items() if axis.source is Source.ORDER), lambda _asked: Time.MONTH),
}
