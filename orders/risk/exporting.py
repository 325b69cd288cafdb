"""The list of warnings as a file: with the numbers that its reader may know."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from orders.risk import policies, queries, showing
from orders.risk.choices import Level, Outcome, RiskState, Rule
from orders.risk.filters import WarningFilter
from orders.risk.models import RiskWarning


def _columns(actor: Any) -> dict[str, Plain]:
    def numbers(row: Any) -> str:
        warning = RiskWarning(rule=row.rule, numbers=row.numbers)
        words = showing.in_words(policies.numbers_of(actor, warning))
        return " · ".join(f"{name} {value}" for name, value in words)

    found = (
        Plain(Column("raised_at", _("Raised"), Kind.MOMENT), ("raised_at",)),
        Plain(Column("level", _("Level"), Kind.CHOICE), ("level",), lambda row: str(Level(row.level).label)),
        Plain(Column("rule", _("Rule"), Kind.CHOICE, width=36), ("rule",), lambda row: str(Rule(row.rule).label)),
        Plain(Column("reference", _("Number or code"), Kind.CODE, width=20), ("reference",)),
        Plain(Column("label", _("About"), width=40), ("label",)),
        Plain(Column("numbers", _("Numbers"), width=60), ("rule", "numbers"), numbers),
        Plain(Column("proposal", _("Proposal"), width=48), ("rule",), lambda row: str(Rule(row.rule).proposal)),
        Plain(Column("owner", _("Owner")), ("owner__name",)),
        Plain(Column("state", _("State"), Kind.CHOICE), ("state",), lambda row: str(RiskState(row.state).label)),
        Plain(
            Column("outcome", _("Outcome"), Kind.CHOICE),
            ("outcome",),
            lambda row: str(Outcome(row.outcome).label) if row.outcome else "",
        ),
        Plain(Column("words", _("Words"), width=48), ("words",)),
        Plain(Column("taken_by", _("Taken up by")), ("taken_by__name",)),
        Plain(Column("ended_by", _("Ended by")), ("ended_by__name",)),
        Plain(Column("ended_at", _("Ended"), Kind.MOMENT), ("ended_at",)),
    )
    return {one.column.key: one for one in found}


def open_warnings(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it; like the page, without conditions those that are not over."""
    query = asked.query.copy()
    if not any(query.get(name) for name in WarningFilter.base_filters):
        query["live"] = "true"
    found = doors.filter_of(WarningFilter, query, queries.list_warnings(actor))
    sort = query.get("sort") or queries.DEFAULT_SORT
    known = _columns(actor)
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(known, [*known] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {}),
        sorted_by=conditions.sorting(sort, queries.SORTS, {"id": _("Raised"), "seen": _("Last seen")}),
    )


def register() -> None:
    """Called by this room's ``register``."""
    lists.register(
        "risks",
        ExportList(_("Risk warnings"), policies.VIEW, "orders:risk-list", open_warnings, WarningFilter.base_filters),
    )
