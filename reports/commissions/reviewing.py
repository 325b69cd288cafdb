"""The standard report on commission and reward: what people, departments, months were paid and would be paid (R280)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.people.models import User
from common import dates
from common.money import ZERO
from reports.commissions import choosing, papers, queries
from reports.commissions.sheets import Sheet, State
from reports.figures.naming import nothing
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, Text
from reports.standard.reports import Wanted

BY_PERSON, BY_DEPARTMENT, BY_MONTH = "person", "department", "month"
CHOICES = (
    (BY_PERSON, gettext_lazy("Salesperson")),
    (BY_DEPARTMENT, gettext_lazy("Department")),
    (BY_MONTH, gettext_lazy("Month")),
)


def commission_and_reward(wanted: Wanted) -> Paper:
    """Commission and reward by person, department or month over the months of a period: what was paid, what is
    confirmed, what the figures would give for the rest."""
    months = choosing.months_between(wanted.since, min(wanted.until, wanted.today))
    by = wanted.by or BY_PERSON
    title = _("Commission and reward")
    if len(months) > queries.MOST_MONTHS:
        words = _("Choose at most %(most)s months.") % {"most": queries.MOST_MONTHS}
        return Paper(title=title, columns=_report_columns(by), rows=[], problem=words)
    rows = queries.period_sheets(
        actor=wanted.actor,
        months=months,
        at=dates.day_start(wanted.today),
        department=wanted.department,
        person=wanted.salesperson,
    )
    groups: dict[Any, list[Sheet]] = {}
    for one in rows:
        groups.setdefault(_KEYS[by](one), []).append(one)
    ordered = sorted(groups.items(), key=lambda pair: _order(by, pair))
    first = months[0] if months else wanted.since
    last = dates.month_end(months[-1]) if months else wanted.until
    return Paper(
        title=title,
        columns=_report_columns(by),
        rows=[_report_row(wanted, by, found) for _key, found in ordered],
        sums=(pgettext("row of a report", "Total"), *_report_cells(wanted.actor, rows)) if rows else (),
        facts=((_("Period"), f"{first.isoformat()} – {last.isoformat()}"), *_as_of(rows)),
        charts=(Chart(Shape.STACK, title, by, (Series("commission"), Series("rewarded"))),) if rows else (),
        definitions=(
            Definition(
                papers.COMMISSION,
                _("What the rules of commissions give; drafts as the figures say now, confirmed ones as they were."),
            ),
            Definition(papers.REWARDS, _("Recorded for the month, or in it for an order; penalties below zero.")),
        ),
        notes=(_("Whole months count, also where the period begins or ends within one."),),
        problem="" if rows else _("Nobody has a commission in this period."),
    )


def _order(by: str, pair: tuple[Any, list[Sheet]]) -> tuple[Any, ...]:
    key, rows = pair
    return (key,) if by == BY_MONTH else (-queries.totals_of(rows).total, str(key))


_KEYS: Mapping[str, Callable[[Sheet], Any]] = {
    BY_PERSON: lambda one: one.person.pk,
    BY_DEPARTMENT: lambda one: one.department.pk if one.department else 0,
    BY_MONTH: lambda one: one.month,
}


def _report_columns(by: str) -> tuple[Column, ...]:
    return (
        Column(by, dict(CHOICES)[by]),
        Column("attainment", papers.ATTAINMENT, Form.SHARE),
        *papers.amount_columns(),
        Column("paid", papers.STATES[State.PAID], Form.MONEY),
        Column("confirmed", pgettext("commission", "Confirmed, not paid"), Form.MONEY),
        Column("draft", pgettext("commission", "Not confirmed yet"), Form.MONEY),
    )


def _report_cells(actor: User, rows: Sequence[Sheet]) -> list[Cell]:
    by_state = {
        state: sum((one.total for one in rows if one.state == state), ZERO)
        for state in (State.PAID, State.CONFIRMED, State.DRAFT)
    }
    return [papers.attained(actor, rows), *papers.amounts(rows), *by_state.values()]


def _report_row(wanted: Wanted, by: str, rows: Sequence[Sheet]) -> Row:
    one = rows[0]
    name = {
        BY_PERSON: lambda: one.person.name,
        BY_DEPARTMENT: lambda: str(one.department) if one.department else nothing(),
        BY_MONTH: lambda: f"{one.month:%Y-%m}",
    }[by]()
    url = ""
    if wanted.here and by == BY_PERSON:
        url = reverse("reports:commission-person", args=[one.person.pk])
    elif wanted.here and by == BY_MONTH:
        url = f"{reverse('reports:commissions')}?month={one.month:%Y-%m}"
    running = by == BY_MONTH and one.month == wanted.today.replace(day=1)
    return Row((name, *_report_cells(wanted.actor, rows)), key=str(_KEYS[by](one)), url=url, is_unfinished=running)


def _as_of(rows: Sequence[Sheet]) -> Iterator[tuple[Text, Text]]:
    known = [one.as_of for one in rows if one.as_of is not None and one.kept is None]
    if known:
        yield _("As of"), papers.moment(max(known))
