"""The ageing of receivables as a paper (R272): by customer, salesperson, department or order, the largest debtors
first, which share is overdue."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts import policies as rights
from accounts.people.models import Department
from customers.models import Customer
from orders.order.models import Order
from reports.figures import naming
from reports.figures.dimensions import AXES
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, share
from reports.orderbook import cells, debts
from reports.orderbook.debts import Debt
from reports.standard import parameters
from reports.standard.reports import Wanted, standard

CODE = "receivables"
BY = (
    *((code, AXES[code].label) for code in ("customer", "salesperson", "department")),
    ("order", gettext_lazy("Order")),
)
NOT_DUE = pgettext_lazy("ageing", "Not due")
UNDATED = pgettext_lazy("ageing", "No day yet")


def make(wanted: Wanted) -> Paper:
    """Who owes what. Raises NotAllowed for who may not see receipts or amounts."""
    rights.require(wanted.actor, cells.RECEIPTS)
    found, whole = debts.read(wanted, wanted.by), debts.whole(wanted)
    keys = sorted(found, key=lambda key: (-found[key].open, key))
    shown = keys[: wanted.top] if wanted.top else keys
    others = (whole.orders if wanted.by == "order" else len(keys)) - len(shown)
    free = _free(wanted, shown) if _with_free(wanted) else None
    names, ways = _names(wanted, shown), _ways(wanted, shown)
    rows = [
        Row((names[key], *_cells(found[key], whole, _of(free, key))), key=str(key), links=ways.get(key, {}))
        for key in shown
    ]
    if others:
        rest, label = (
            debts.rest_of(whole, [found[key] for key in shown]),
            pgettext("rows of a report", "%(count)s others") % {"count": others},
        )
        rows.append(Row((label, *_cells(rest, whole, _of(free))), key="~others"))
    return Paper(
        title=_("Ageing of receivables"),
        columns=tuple(_columns(wanted)),
        rows=rows,
        sums=(pgettext("row of a report", "Total"), *_cells(whole, whole, _of(free))),
        charts=tuple(_charts()),
        definitions=tuple(_definitions()),
        notes=tuple(_notes(wanted)),
        problem="" if found else _("Nothing is to be paid."),
    )


def _with_free(wanted: Wanted) -> bool:
    """Money on no order has neither salesperson nor department, and what of it was free on a past day is not told."""
    return wanted.by == "customer" and wanted.until >= wanted.today


def _free(wanted: Wanted, keys: list[int]) -> Mapping[int, Any]:
    """Of those that are shown: to add it up for everybody would mean to read every receipt that ever came."""
    mine = rights.visible(
        Customer.objects.filter(pk__in=keys),
        wanted.actor,
        cells.RECEIPTS,
        owners=("owner",),
        department="department_id",
    )
    return debts.unallocated(list(mine.order_by().values_list("pk", flat=True)))


def _of(free: Mapping[int, Any] | None, key: int | None = None) -> tuple[Cell, ...]:
    """The cell of money on no order: empty for several together, no cell where it is not told."""
    if free is None:
        return ()
    return (None if key is None else free.get(key, debts.ZERO),)


def _cells(debt: Debt, whole: Debt, free: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return (
        *(debt.open, share(debt.open, whole.open), debt.undated, debt.not_due, *debt.buckets, debt.overdue),
        *(share(debt.overdue, debt.open), debt.oldest, debt.orders, *free),
    )


def _bucket(place: int) -> str:
    first = 1 if place == 0 else (debts.EDGES[place - 1] or 0) + 1
    last = debts.EDGES[place]
    return pgettext("days overdue", "%s days") % (f"{first}–{last}" if last else f"{first}+")


def _columns(wanted: Wanted) -> Iterator[Column]:
    late = pgettext("ageing", "Overdue")
    yield Column("member", next(label for code, label in BY if code == wanted.by))
    yield Column("open", pgettext("amount", "Open"), Form.MONEY)
    yield Column("share", pgettext("ageing", "Share of all"), Form.SHARE)
    yield Column("undated", UNDATED, Form.MONEY)
    yield Column("not_due", NOT_DUE, Form.MONEY)
    for place in range(len(debts.EDGES)):
        yield Column(f"late{place}", _bucket(place), Form.MONEY, group=late)
    yield Column("overdue", pgettext("ageing", "Total"), Form.MONEY, group=late)
    yield Column("overdue_share", _("Share overdue"), Form.SHARE)
    yield Column("oldest", _("Overdue since"), Form.DAY)
    yield Column("orders", _("Orders"), Form.COUNT)
    if _with_free(wanted):
        yield Column(
            "free", _("On no order yet"), Form.MONEY, definition=_("Money that came in and pays no order so far.")
        )


def _names(wanted: Wanted, keys: list[int]) -> dict[int, str]:
    if wanted.by == "order":
        rows = Order.objects.filter(pk__in=keys).only("number")
        return {order.pk: order.reference for order in rows}
    return naming.names_of(AXES[wanted.by], keys)


def _ways(wanted: Wanted, keys: list[int]) -> dict[int, dict[str, str]]:
    """To the order, to the customer; from a number of orders to this report of just these, order by order: the list of
    orders cannot be narrowed to what is open of their plans."""
    if not wanted.here:
        return {}
    if wanted.by == "order":
        return {key: {"member": cells.way(wanted, "orders:order-detail", name)} for key, name in
                _names(wanted, keys).items()}  # fmt: skip
    pages = cells.customer_pages(wanted, keys) if wanted.by == "customer" else {}
    above = _above_others(keys) if wanted.by == "department" else set()
    found: dict[int, dict[str, str]] = {}
    for key in filter(None, keys):
        these = replace(wanted, by="order", **{wanted.by: key})  # type: ignore[arg-type]
        is_open = key in pages if wanted.by == "customer" else key not in above
        orders = parameters.address(wanted.here, standard[CODE], these) if is_open else ""
        found[key] = cells.links({"member": pages.get(key, ""), "orders": orders})
    return found


def _above_others(keys: list[int]) -> set[int]:
    """Departments with others of them below: picked they count with those, in a row of their own they do not."""
    paths = dict(Department.objects.filter(pk__in=keys).values_list("pk", "path"))
    return {
        key for key, path in paths.items() if any(other != path and other.startswith(path) for other in paths.values())
    }


def _charts() -> Iterator[Chart]:
    series = tuple(Series(f"late{place}") for place in range(len(debts.EDGES)))
    yield Chart(Shape.STACK, _("Owed, by how long it is due"), "member", (Series("not_due"), *series))


def _definitions() -> Iterator[Definition]:
    yield Definition(
        pgettext("amount", "Open"),
        _("What is still to be paid of the payment plans of orders in force, closed or archived."),
        _("Rows of payment plans less what came in for them, in the company's currency at the order's rate"),
        exclusions=_("Drafts and void orders; types that are not charged"),
    )
    yield Definition(UNDATED, _("Waits for the shipment, signing or invoice from which its day is counted."))
    yield Definition(NOT_DUE, _("Its day is to come, or is this one."))
    yield Definition(
        _("Share overdue"),
        _("Which part of what is open is past its day."),
        pgettext("ageing", "Overdue"),
        pgettext("amount", "Open"),
    )


def _notes(wanted: Wanted) -> Iterator[str]:
    if wanted.by == "customer":
        yield _("Who pays counts: the bill-to of an order where it has one, else its customer.")
    if wanted.until < wanted.today:
        yield _("Amounts and due days of plans are those of today; money counts by the day on which it came in.")
