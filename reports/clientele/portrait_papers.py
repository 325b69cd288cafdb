"""The analysis of one customer as a paper of several tables; without a customer, the largest ones to pick from."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.clientele import portrait, portrait_habits, rhythm, scope, worth
from reports.clientele.portrait import Portrait
from reports.clientele.portrait_reading import Bought, Place
from reports.clientele.rhythm import SIGNALS
from reports.figures import papers, queries
from reports.figures.dimensions import Time
from reports.figures.measures import AMOUNT
from reports.figures.naming import stretch
from reports.figures.question import Against, Question, next_start, stretches
from reports.layout import wording
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, Text, growth, share
from reports.standard.reports import Wanted


def make(wanted: Wanted) -> Paper:
    """The analysis of ``wanted.customer``. Raises NotFound, NotAllowed for who does not see amounts."""
    scope.require(wanted, AMOUNT)
    if not wanted.customer:
        return _ranking(wanted)
    found = portrait.portrait(wanted)
    tables = (
        _course(wanted, found),
        *portrait_habits.tables(wanted, found),
        _goods(wanted, found, found.products, _("Products that he prefers"), "product"),
        _goods(wanted, found, found.categories, _("Categories that he prefers"), "category"),
        _service(found),
        _liked(wanted, found),
    )
    return Paper(
        title=_("Analysis of %(customer)s") % {"customer": found.customer.name},
        columns=tuple(_power_columns()),
        rows=_power(wanted, found),
        facts=tuple(_facts(found)),
        definitions=tuple(_definitions(found)),
        parts=tuple(one for one in tables if one is not None),
    )


def _ranking(wanted: Wanted) -> Paper:
    """The customers by what they ordered for (R250), each leading to his analysis."""
    days = scope.days_of(wanted)
    asked = Question(
        ("orders", "amount", "average"), days.since, days.until, rows=("customer",), against=Against.BEFORE,
        order_by="amount", top=wanted.top or 50,
    )  # fmt: skip
    answer = queries.ask(actor=wanted.actor, asked=asked, today=wanted.today)
    paper = papers.made_of(answer, title=_("Customer analysis"), today=wanted.today, here=wanted.here)
    rows = [replace(row, url=scope.analysis(wanted, int(row.key)) if row.key.isdecimal() else "") for row in paper.rows]
    notes = (_("Pick a customer, above or in the table, to see habits, preferences, payment and service."),)
    return replace(paper, rows=rows, notes=notes)


def _facts(found: Portrait) -> Iterator[tuple[Text, Text]]:
    yield scope.compared(found.days)
    if found.worth is not None:
        number, *scores = found.worth
        recency, frequency, amount = scores
        best = found.limits.scores
        said = f"{worth.BY_NUMBER[number].label} (R{recency} F{frequency} M{amount}, 1–{best})"
        yield pgettext("customers", "Value class"), said
    if found.rhythm.days:
        yield pgettext("of a customer", "Signal"), SIGNALS[found.signal]


# --- spending power ---------------------------------------------------------------------------


def _power_columns() -> Iterator[Column]:
    yield Column("period", _("Period"))
    yield Column("orders", _("Orders"), Form.COUNT)
    yield Column("amount", _("Order amount"), Form.MONEY)
    yield Column("average", _("Average order"), Form.MONEY)
    yield Column("share", _("Share of all sales"), Form.SHARE, definition=_("Of all orders that you may see."))
    yield Column("rank", _("Rank by amount"), Form.COUNT, definition=_("Among the customers who ordered."))
    yield Column("customers", _("of customers"), Form.COUNT)


def _power(wanted: Wanted, found: Portrait) -> tuple[Row, ...]:
    days, (now, before) = found.days, found.places
    mine = found.course.between(days.since, days.until)
    theirs = found.course.between(days.first, days.last)
    url = scope.rows_of(wanted, "amount", days.since, days.until)
    url_before = scope.rows_of(wanted, "amount", days.first, days.last)
    return (
        Row(_spent(pgettext("figures", "This period"), mine, now), key="now", links={"amount": url} if url else {}),
        Row(_spent(_("The period before"), theirs, before), key="before", links={"amount": url_before} if url else {}),
    )


def _spent(name: str, what: tuple[int, Decimal], place: Place) -> tuple[Cell, ...]:
    orders, amount = what
    average = amount / orders if orders else None
    return name, orders, amount, average, share(amount, place.amount), place.rank, place.customers


def _course(wanted: Wanted, found: Portrait) -> Paper:
    """Month by month beside the same month a year before."""
    days = found.days
    rows = []
    for month in stretches(Time.MONTH, days.since, days.until):
        last = min(days.until, month.fromordinal(next_start(Time.MONTH, month).toordinal() - 1))
        start = max(days.since, month)
        orders, amount = found.course.between(start, last)
        former = found.course.between(scope.months_before(start, 12), scope.months_before(last, 12))[1]
        url = scope.rows_of(wanted, "amount", start, last)
        cells = (stretch(Time.MONTH, month), orders, amount, former, growth(amount, former))
        runs = wanted.today < next_start(Time.MONTH, month) and month <= wanted.today
        rows.append(Row(cells, key=month.isoformat(), links={"amount": url} if url else {}, is_unfinished=runs))
    return Paper(
        title=_("Spending by month"),
        columns=(
            Column("month", pgettext("period", "Month")),
            Column("orders", _("Orders"), Form.COUNT),
            Column("amount", _("Order amount"), Form.MONEY),
            Column("former", _("A year before"), Form.MONEY),
            Column("change", pgettext("report", "Change"), Form.GROWTH),
        ),
        rows=rows,
        charts=(
            Chart(Shape.BARS, _("Spending by month"), "month", (Series("amount"), Series("former", is_former=True))),
        ),
    )


# --- goods ------------------------------------------------------------------------------------


def _goods(wanted: Wanted, found: Portrait, bought: Sequence[Bought], title: str, axis: str) -> Paper | None:
    if not bought:
        return None
    named = scope.names(axis, {one.key for one in bought})
    whole = found.course.between(found.days.since, found.days.until)[1]
    rows = [
        Row(
            (
                named[one.key],
                one.orders,
                one.quantity,
                one.amount,
                share(one.amount, whole),
                one.before,
                growth(one.amount, one.before),
                one.last,
            ),
            key=str(one.key),
            links=_opened(wanted, found, axis, one.key) if one.orders and one.key else {},
        )
        for one in bought
    ]
    label = _("Product") if axis == "product" else _("Category")
    return Paper(
        title=title,
        columns=(
            Column(axis, label),
            Column("orders", _("Orders"), Form.COUNT),
            Column("quantity", _("Quantity ordered"), Form.QUANTITY),
            Column("amount", _("Order amount"), Form.MONEY),
            Column("share", _("Share of his orders"), Form.SHARE),
            Column("before", _("The period before"), Form.MONEY),
            Column("change", pgettext("report", "Change"), Form.GROWTH),
            Column("last", _("Last ordered"), Form.DAY),
        ),
        rows=rows,
    )


def _opened(wanted: Wanted, found: Portrait, axis: str, key: int) -> dict[str, str]:
    url = scope.rows_of(wanted, "amount", found.days.since, found.days.until, **{axis: key})
    return {"amount": url} if url else {}


def _liked(wanted: Wanted, found: Portrait) -> Paper | None:
    if not found.liked:
        return None
    products = scope.names("product", {one.product_id for one in found.liked})
    categories = scope.names("category", {one.category_id for one in found.liked})
    return Paper(
        title=_("What customers like him buy and he does not"),
        columns=(
            Column("product", _("Product")),
            Column("category", _("Category")),
            Column("buyers", _("Customers like him who buy it"), Form.COUNT),
            Column("alike", _("Customers like him"), Form.COUNT),
            Column("share", _("Share"), Form.SHARE),
        ),
        rows=[
            Row(
                (
                    products[one.product_id],
                    categories[one.category_id],
                    one.buyers,
                    one.alike,
                    share(one.buyers, one.alike),
                ),
                key=str(one.product_id),
                url=reverse("products:product-detail", args=[one.product_id]) if wanted.here else "",
            )
            for one in found.liked
        ],
        definitions=(
            Definition(
                _("Customers like him"),
                _(
                    "Up to fifty customers who bought at least two of his ten most bought products in the period, "
                    "those first whose products are most alike."
                ),
                exclusions=_("Gifts; what he bought himself in the last three years; orders that you do not see"),
            ),
        ),
    )


# --- service ----------------------------------------------------------------------------------


def _service(found: Portrait) -> Paper | None:
    if found.service is None:
        return None
    names = (pgettext("figures", "This period"), _("The period before"))
    asked = found.service[0].question.asked
    rows = [
        Row((name, *(one.value(answer.whole.sums) for one in asked)), key=key)
        for name, key, answer in zip(names, ("now", "before"), found.service, strict=True)
    ]
    return Paper(
        title=_("Service"),
        columns=(
            Column("period", _("Period")),
            *(Column(one.code, one.label, one.form, definition=one.meaning) for one in asked),
        ),
        rows=rows,
        definitions=tuple(one.definition for one in asked),
    )


def _definitions(found: Portrait) -> Iterator[Definition]:
    yield Definition(
        _("Share of all sales"),
        _("How much of what everybody ordered for is his."),
        _("His order amount"),
        _("Order amount of all customers"),
        _("Orders that you may not see; drafts, void orders and types that do not count"),
    )
    for one in rhythm.said(found.limits).values():
        yield Definition(wording.said_of(pgettext("of a customer", "Signal"), one.label), one.meaning)
