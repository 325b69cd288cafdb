"""Who orders again, as papers (R271): repurchase rates, cohorts, new, kept and lost customers by month."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from reports.clientele import return_reading, scope, who_papers
from reports.clientele.return_reading import NOBODY, Again, Cohort, Month
from reports.clientele.scope import Days
from reports.figures import naming
from reports.figures.dimensions import Time
from reports.figures.question import next_start, start_of, stretches
from reports.layout import differing
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, Text, share
from reports.standard.reports import Wanted

REPURCHASE, MONTHS = "repurchase", "customers-by-month"
CHOICES = (
    ("rate", gettext_lazy("Repurchase rate")),
    ("cohorts", pgettext_lazy("customers", "Cohorts by first order")),
    *who_papers.AGAIN,
)
QUARTERS = 12


def not_counted() -> str:
    """Which orders none of these figures counts."""
    return _("Drafts, void orders and types that do not count (samples, loans)")


# --- repurchase and cohorts -------------------------------------------------------------------


def make_repurchase(wanted: Wanted) -> Paper:
    """Repurchase rates of the period, the customers behind one, or cohorts of the quarters to its end."""
    scope.require(wanted)
    days = scope.days_of(wanted)
    if wanted.by in who_papers.BEHIND:
        return who_papers.again(wanted, days)
    return _cohorts(wanted, days) if wanted.by == "cohorts" else _rates(wanted, days)


def _rates(wanted: Wanted, days: Days) -> Paper:
    found = return_reading.repurchase(wanted, days)
    whole = found[0][0]
    rows = [
        Row(_rate(number, now, before), key=str(number), links=_behind(wanted, days, number))
        for number, (now, before) in found.items()
    ]
    rate = share(whole.again, whole.customers)
    return Paper(
        title=_("Repurchase rate"),
        columns=tuple(_rate_columns()),
        rows=rows if whole.customers else (),
        facts=(scope.compared(days),),
        charts=(Chart(Shape.BARS, _("Repurchase rate"), "within", (Series("rate"), Series("rate_before"))),),
        definitions=_rate_definitions(f"{whole.again:,} ÷ {whole.customers:,} = {rate * 100:.1f}%" if rate else ""),
        problem="" if whole.customers else _("Nothing was found in this period."),
    )


def _rate_columns() -> Iterator[Column]:
    yield Column("within", _("Ordered again"))
    now, before = pgettext("figures", "This period"), _("The period before")
    had_time = _("Who ordered in the period and has had the days to order again.")
    yield Column("customers", _("Customers"), Form.COUNT, now, had_time)
    yield Column("again", _("of them again"), Form.COUNT, now)
    yield Column("rate", pgettext("customers who come back", "Rate"), Form.SHARE, now)
    yield Column("customers_before", _("Customers"), Form.COUNT, before)
    yield Column("again_before", _("of them again"), Form.COUNT, before)
    yield Column("rate_before", pgettext("customers who come back", "Rate"), Form.SHARE, before)
    yield differing.column(Form.SHARE, "change")


def _rate(number: int, now: Again, before: Again) -> tuple[Cell, ...]:
    label = _("within %(days)s days") % {"days": number} if number else _("on another day of the period")
    mine, theirs = share(now.again, now.customers), share(before.again, before.customers)
    change = differing.points(mine, theirs)
    return label, now.customers, now.again, mine, before.customers, before.again, theirs, change


def _behind(wanted: Wanted, days: Days, number: int) -> dict[str, str]:
    """The customers of a rate, of this period and of the one before; {} in files."""
    by = next(code for code, within in who_papers.BEHIND.items() if within == number)
    now = scope.here(wanted, REPURCHASE, by=by)
    before = scope.here(wanted, REPURCHASE, by=by, period="", since=days.first, until=days.last)
    links = {"customers": now, "again": now, "customers_before": before, "again_before": before}
    return links if now else {}


def _rate_definitions(figures: str) -> tuple[Definition, ...]:
    return (
        Definition(
            _("Repurchase rate"),
            _("How many of the customers of a period order again."),
            _("Customers with orders on at least two days of the period"),
            _("Customers with an order in the period"),
            not_counted(),
            figures,
        ),
        Definition(
            _("Repurchase within days"),
            _("The same from each customer's first order day in the period on; the second may lie after its end."),
            _("Those with another order day within so many days"),
            _("Customers whose first order of the period is at least so many days ago"),
            not_counted(),
        ),
    )


def _cohorts(wanted: Wanted, days: Days) -> Paper:
    quarters = stretches(Time.QUARTER, scope.months_before(days.until, 3 * (QUARTERS - 1)), days.until)
    found = {one.start: one for one in return_reading.cohorts(wanted, quarters[0], days.until)}
    quarters = [start for start in quarters if not found or start >= min(found)]
    rows = [
        _cohort(start, found.get(start), len(quarters) - place, len(quarters)) for place, start in enumerate(quarters)
    ]
    later = range(1, len(quarters))
    columns = (
        Column("start", _("First order in")),
        Column(
            "customers", _("Customers"), Form.COUNT, definition=_("Customers whose first order lies in the quarter.")
        ),
        *(Column(f"q{n}", f"+{n}", Form.SHARE, _("Ordered so many quarters later")) for n in later),
    )
    last = quarters[-1]
    runs = days.until < date.fromordinal(next_start(Time.QUARTER, last).toordinal() - 1)
    return Paper(
        title=_("Cohorts by first order"),
        columns=columns,
        rows=rows if found else (),
        charts=(
            Chart(Shape.HEAT, _("Share that orders again"), "start", tuple(Series(one.key) for one in columns[2:])),
        ),
        definitions=(
            Definition(
                _("Cohort"),
                _("Customers whose first order, of the orders counted here, lies in the same quarter."),
                _("Those of them who ordered in the quarter so many quarters later"),
                _("Customers of the cohort"),
                not_counted(),
            ),
        ),
        notes=(_("The last quarter of each line still runs: it can only grow."),) if runs and found else (),
        problem="" if found else _("Nobody ordered for the first time in the last %(count)s quarters.") % {
            "count": QUARTERS
        },
    )  # fmt: skip


def _cohort(start: date, one: Cohort | None, begun: int, quarters: int) -> Row:
    """``begun``: how many of the ``quarters`` there are from its own to the last one."""
    customers = one.customers if one else 0
    shares = [share(one.ordered.get(n, 0), customers) if one and n < begun else None for n in range(1, quarters)]
    return Row((naming.stretch(Time.QUARTER, start), customers, *shares), key=start.isoformat())


# --- by month ---------------------------------------------------------------------------------


def make_months(wanted: Wanted) -> Paper:
    """New, kept, won back and lost customers by month, or who they are."""
    scope.require(wanted)
    days = scope.days_of(wanted)
    if wanted.by in who_papers.KINDS:
        return who_papers.in_months(wanted, days)
    since = start_of(Time.MONTH, days.since)
    found = return_reading.months(wanted, since, days.until)
    rows = [_month(wanted, days, month, found.get(month)) for month in stretches(Time.MONTH, since, days.until)]
    is_hidden = not scope.sees_amounts(wanted.actor)
    return Paper(
        title=_("New, kept and lost customers"),
        columns=tuple(_month_columns(is_hidden=is_hidden)),
        rows=rows if found else (),
        charts=(
            Chart(Shape.STACK, _("Customers who ordered"), "month", tuple(map(Series, ("new", "kept", "back")))),
            Chart(Shape.BARS, _("New, won back and lost"), "month", tuple(map(Series, ("new", "back", "lost")))),
        ),
        definitions=_month_definitions(),
        notes=(_("Who is lost in a month is known once the month is over."),),
        problem="" if found else _("Nothing was found in this period."),
    )


def _month_columns(*, is_hidden: bool) -> Iterator[Column]:
    yield Column("month", pgettext("period", "Month"))
    customers, amount = _("Customers"), _("Order amount")
    kinds: tuple[tuple[str, Text], ...] = (
        ("new", pgettext("state of a customer", "New")),
        ("kept", pgettext("state of a customer", "Kept")),
        ("back", pgettext("state of a customer", "Won back")),
    )
    for code, label in kinds:
        yield Column(code, label, Form.COUNT, customers)
    yield Column("all", pgettext("customers", "Ordered"), Form.COUNT, customers)
    yield Column("lost", pgettext("state of a customer", "Lost"), Form.COUNT, customers)
    yield Column("net", _("More or fewer"), Form.COUNT, customers, _("New and won back less lost."))
    for code, label in kinds:
        yield Column(f"{code}_amount", label, Form.MONEY, amount, is_hidden=is_hidden)
    yield Column("all_amount", pgettext("amounts", "All"), Form.MONEY, amount, is_hidden=is_hidden)
    said = _("What those who are lost had ordered for in the twelve months to their last order.")
    yield Column("lost_amount", _("Lost a year"), Form.MONEY, amount, said, is_hidden=is_hidden)


def _month(wanted: Wanted, days: Days, month: date, found: Month | None) -> Row:
    found = found or Month(NOBODY, NOBODY, NOBODY, NOBODY)
    last = date.fromordinal(next_start(Time.MONTH, month).toordinal() - 1)
    is_over = last <= days.until and last < wanted.today
    ordered = (found.new, found.kept, found.back)
    amounts: list[Decimal | None] = [*(one[1] for one in ordered), sum((one[1] for one in ordered), Decimal(0))]
    amounts.append(found.lost[1] if is_over else None)
    if not scope.sees_amounts(wanted.actor):
        amounts = [None] * len(amounts)
    lost = found.lost[0] if is_over else None
    cells = (
        naming.stretch(Time.MONTH, month),
        *(one[0] for one in ordered),
        sum(one[0] for one in ordered),
        lost,
        found.new[0] + found.back[0] - lost if lost is not None else None,
        *amounts,
    )
    links = (
        {"all_amount": scope.rows_of(wanted, "amount", month, min(last, days.until))} if amounts[0] is not None else {}
    )
    links |= {
        code: scope.here(wanted, MONTHS, by=code, period="", since=month, until=last)
        for code, one in zip(who_papers.KINDS, (*ordered, found.lost), strict=True)
        if one[0] and (code != "lost" or is_over)
    }
    links = {code: url for code, url in links.items() if url}
    return Row(cells, key=month.isoformat(), links=links, is_unfinished=wanted.today <= last)


def _month_definitions() -> tuple[Definition, ...]:
    lapsed = {"months": scope.LAPSED_MONTHS}
    return (
        Definition(
            pgettext("state of a customer", "New"),
            _("His first order, of the orders counted here, lies in the month."),
            exclusions=not_counted(),
        ),
        Definition(
            pgettext("state of a customer", "Kept"),
            _("Ordered in the month and in one of the %(months)s months before it.") % lapsed,
        ),
        Definition(
            pgettext("state of a customer", "Won back"),
            _("Ordered in the month and earlier, but not in the %(months)s months before it.") % lapsed,
        ),
        Definition(
            pgettext("state of a customer", "Lost"),
            _(
                "With the month %(months)s months have passed without an order since his last; who orders again is "
                "won back."
            )
            % lapsed,
        ),
    )
