"""Statements as papers: one alone, and those of a month (R280). Nothing is counted here."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts.people.models import User
from common import dates
from common.money import ZERO
from reports.commissions import policies, queries, scale
from reports.commissions.sheets import Correction, RuleLine, Sheet, State
from reports.figures.measures import measures
from reports.layout.paper import Cell, Column, Definition, Form, Paper, Row, Text

ROWS = "/reports/rows/"  # the page that shows what a figure counts
_TENTH = Decimal("0.001")
STATES: dict[str, Text] = {
    State.DRAFT: pgettext_lazy("commission", "Draft"),
    State.CONFIRMED: pgettext_lazy("commission", "Confirmed"),
    State.PAID: pgettext_lazy("commission", "Paid"),
}
COMMISSION, TOTAL = gettext_lazy("Commission"), pgettext_lazy("of a commission statement", "To be paid")
CORRECTED, REWARDS = gettext_lazy("Corrections"), pgettext_lazy("commission", "Rewards and penalties")
ADJUSTMENT = pgettext_lazy("commission", "Adjustment")
ATTAINMENT = gettext_lazy("Attainment")
_LEFT_OUT = gettext_lazy("What this line counts is hidden from your roles; what it earns is not.")


# --- one statement -----------------------------------------------------------------------------


def statement(actor: User, sheet: Sheet, *, here: bool = True) -> Paper:
    """The statement of a person for a month. ``here``: with ways to what its figures count."""
    shown = [one for one in sheet.lines if policies.shows(actor, one)]
    return Paper(
        title=_("Commission %(month)s %(name)s") % {"month": f"{sheet.month:%Y-%m}", "name": sheet.person.name},
        columns=(
            Column("what", pgettext("commission", "What for")),
            Column("base", _("Base"), Form.MONEY, definition=_("What the rule counts in the month, of his orders.")),
            Column("target", pgettext("commission", "Target"), Form.MONEY),
            Column("attainment", ATTAINMENT, Form.SHARE, definition=_("Base ÷ target of the month.")),
            Column("rate", _("Rate (%)"), Form.QUANTITY),
            Column("amount", pgettext("commission", "Amount"), Form.MONEY),
        ),
        rows=[*_rows(actor, sheet, here)],
        sums=(TOTAL, None, None, None, None, sheet.total),
        facts=tuple(_facts(sheet)),
        definitions=tuple(_definitions(shown)),
        notes=tuple(_notes(sheet, hidden=len(shown) < len(sheet.lines))),
        problem="" if sheet.lines or not sheet.is_empty else _("No rule of commissions holds in this month."),
    )


def _rows(actor: User, sheet: Sheet, here: bool) -> Iterator[Row]:
    for line in sheet.lines:
        yield from _line_rows(actor, sheet, line, here)
    for one in sheet.corrections:
        url = reverse("reports:commission", args=[sheet.person.pk, f"{one.month:%Y-%m}"]) if here else ""
        yield Row((correction_words(actor, one), None, None, None, None, one.amount), url=url)
    if sheet.adjustment:
        yield Row((_said(str(ADJUSTMENT), sheet.reason), None, None, None, None, sheet.adjustment))
    for reward in sheet.rewards:
        kind = _("Penalty") if reward.kind == "PENALTY" else _("Reward")
        about = f" ({reward.order})" if reward.order else ""
        yield Row((_said(f"{kind}{about}", reward.reason), None, None, None, None, reward.amount))


def _line_rows(actor: User, sheet: Sheet, line: RuleLine, here: bool) -> Iterator[Row]:
    name = f"{line.name} · {measure_name(line.measure)}"
    if not policies.shows(actor, line):
        yield Row((name, None, None, None, None, line.amount), key=str(line.rule_id))
        return
    parts = line.earned.parts
    rate = parts[0].rate * scale.HUNDRED if len(parts) == 1 else None
    links = {"base": facts_at(sheet.person.pk, sheet.month, line.measure)} if here else {}
    cells = (name, line.base, line.target, cut(line.earned.attainment), rate, line.amount)
    yield Row(cells, key=str(line.rule_id), links=links)
    for part in parts if len(parts) > 1 else ():
        words = _("from %(share)s of the target") % {"share": _percent(part.share)}
        yield Row((words, part.base, None, None, part.rate * scale.HUNDRED, part.amount), level=1)


def facts_at(person_id: int, month: date, measure: str, path: str = ROWS) -> str:
    """Where the rows stand that a base counts."""
    until = dates.month_end(month)
    return f"{path}?measures={measure}&since={month}&until={until}&f.salesperson={person_id}"


def correction_words(actor: User, one: Correction) -> str:
    """Which month is made good, and what changed in it, as far as ``actor`` may read it."""
    said = [
        f"{measure_name(part.measure)} {part.was:,.2f} → {part.now:,.2f}"
        for part in one.changes
        if policies.shows_measure(actor, part.measure)
    ]
    words = _("Correction of %(month)s") % {"month": f"{one.month:%Y-%m}"}
    return _said(words, "; ".join(said)) if said else words


def _said(what: str, words: str) -> str:
    return pgettext("commission", "%(what)s: %(words)s") % {"what": what, "words": words}


def measure_name(code: str) -> str:
    """A measure in words; "" are rewards and penalties."""
    if not code:
        return str(REWARDS)
    return str(measures[code].label) if code in measures else code


def _percent(share: Decimal) -> str:
    return f"{(share * scale.HUNDRED).normalize():f} %"


def _facts(sheet: Sheet) -> Iterator[tuple[Text, Text]]:
    yield _("Salesperson"), sheet.person.name
    yield _("Department"), str(sheet.department or "–")
    yield _("Month"), f"{sheet.month:%Y-%m}"
    yield _("State"), STATES[sheet.state]
    if sheet.kept is not None:
        yield _("Confirmed by"), f"{sheet.kept.confirmed_by.name} {moment(sheet.kept.confirmed_at)}"
        if sheet.kept.paid_at is not None:
            yield _("Paid on"), moment(sheet.kept.paid_at)
    if sheet.as_of is not None:
        yield _("As of"), moment(sheet.as_of)


def _definitions(lines: Iterable[RuleLine]) -> Iterator[Definition]:
    for line in lines:
        words = scale.in_words(line.steps, is_whole=line.is_whole)
        yield Definition(line.name, _("Rates by the share of the target that is reached: %(rates)s") % {"rates": words})
        if line.measure in measures:
            yield measures[line.measure].definition


def _notes(sheet: Sheet, *, hidden: bool) -> Iterator[Text]:
    if hidden:
        yield _LEFT_OUT
    if any(one.target is None for one in sheet.lines):
        yield _("Where nobody set a target, all of it earns the first rate.")
    if sheet.state == State.DRAFT and not sheet.is_over:
        yield _("The month still runs, or is not all counted: these are the figures so far.")


def moment(at: datetime) -> str:
    """A moment in few characters."""
    return f"{at.astimezone(dates.business_zone()):%Y-%m-%d %H:%M}"


# --- those of a month --------------------------------------------------------------------------


def month_list(actor: User, rows: Sequence[Sheet], month: date) -> Paper:
    """The statements of a month, as a file."""
    whole = queries.totals_of(rows)
    return Paper(
        title=_("Commission %(month)s") % {"month": f"{month:%Y-%m}"},
        columns=(
            Column("person", _("Salesperson")),
            Column("department", _("Department")),
            Column("attainment", ATTAINMENT, Form.SHARE),
            *amount_columns(),
            Column("state", _("State")),
            Column("differs", _("Differs now by"), Form.MONEY),
        ),
        rows=[
            Row(
                (
                    *(one.person.name, str(one.department or ""), attained(actor, [one]), *amounts([one])),
                    *(str(STATES[one.state]), one.differs.amount if one.differs else None),
                )
            )
            for one in rows
        ],
        sums=(
            *(pgettext("row of a report", "Total"), "", attained(actor, rows), whole.commission, whole.corrected),
            *(whole.adjustment, whole.rewarded, whole.total, "", None),
        ),
        facts=((_("Month"), f"{month:%Y-%m}"),),
        problem="" if rows else _("Nobody has a commission in this month."),
    )


def amount_columns() -> Iterator[Column]:
    """What a statement consists of."""
    yield Column("commission", COMMISSION, Form.MONEY, definition=_("What the rules give for the month."))
    yield Column("corrected", CORRECTED, Form.MONEY, definition=_("What changed in months that were confirmed before."))
    yield Column("adjustment", ADJUSTMENT, Form.MONEY)
    yield Column("rewarded", REWARDS, Form.MONEY)
    yield Column("total", TOTAL, Form.MONEY, definition=_("All of it, rewards less penalties."))


def amounts(rows: Iterable[Sheet]) -> list[Cell]:
    """The cells of these columns, of several statements together."""
    whole = queries.totals_of(list(rows))
    return [whole.commission, whole.corrected, whole.adjustment, whole.rewarded, whole.total]


def attained(actor: User, rows: Iterable[Sheet]) -> Decimal | None:
    """What was reached of all targets of statements together; None where none is set, or one is hidden."""
    lines = [line for one in rows for line in one.lines if line.target]
    if not lines or not all(policies.shows(actor, line) for line in lines):
        return None
    return cut(sum((one.base for one in lines), ZERO) / sum((one.target for one in lines if one.target), ZERO))


def cut(attainment: Decimal | None) -> Decimal | None:
    """A share of a target as it is shown, cut after a tenth of a percent: what is not reached never reads as
    reached."""
    return None if attainment is None else attainment.quantize(_TENTH, ROUND_DOWN)
