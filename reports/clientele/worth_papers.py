"""Value classes as papers: how many customers and how much of each class, who moved, who is in a class."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from reports.clientele import scope, thresholds, worth, worth_reading
from reports.clientele.scope import Days
from reports.clientele.thresholds import Thresholds
from reports.clientele.worth import CLASSES, Move, Worth
from reports.figures import naming
from reports.figures.measures import AMOUNT
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, share
from reports.standard.reports import Wanted

CODE = "customer-value"
LIST = "class-"  # before the code of a class: the list of its customers
CHOICES = (
    ("classes", pgettext_lazy("told by", "Classes")),
    ("region", gettext_lazy("Region")),
    ("department", gettext_lazy("Sales department")),
    *((f"{LIST}{one.code}", one.label) for one in CLASSES),
)
GONE, NEWCOMER = "gone", "none"


def make(wanted: Wanted) -> Paper:
    """The report as ``wanted.by`` asks for it. Raises NotAllowed for who does not see amounts: classes tell them."""
    scope.require(wanted, AMOUNT)
    days, limits = scope.days_of(wanted), thresholds.current()
    if wanted.by.startswith(LIST):
        return _listed(wanted, days, worth.BY_CODE[wanted.by.removeprefix(LIST)], limits)
    if wanted.by in worth_reading.COLUMNS:
        return _spread(wanted, days, limits)
    return _classes(wanted, days, limits)


def _classes(wanted: Wanted, days: Days, limits: Thresholds) -> Paper:
    moves = worth_reading.moves(wanted, days, limits)
    now = [one for one in moves if one.now is not None]
    whole, amount = sum(one.customers for one in now), sum(one.amount for one in now)
    rows = [_class(wanted, one, moves, whole, amount) for one in CLASSES] if whole >= worth.fewest(limits) else []
    return Paper(
        title=_("Value classes of customers"),
        columns=tuple(_class_columns()),
        rows=rows,
        sums=_sums(rows, whole, amount) if rows else (),
        facts=(scope.compared(days),),
        charts=(
            Chart(Shape.BARS, _("Amount by class"), "class", (Series("amount"),)),
            Chart(Shape.BARS, _("Customers by class"), "class", (Series("customers"), Series("former"))),
        ),
        definitions=_definitions(limits),
        problem="" if rows else _too_few(whole, limits),
        parts=(_matrix(moves),) if rows and any(one.was is not None for one in moves) else (),
    )


def _too_few(whole: int, limits: Thresholds) -> str:
    if not whole:
        return _("Nothing was found in this period.")
    return _("Only %(count)s customers ordered: for %(least)s scores there must be at least as many.") % {
        "count": whole,
        "least": worth.fewest(limits),
    }


def _class_columns() -> Iterator[Column]:
    yield Column("class", pgettext("customers", "Value class"))
    yield Column("customers", _("Customers"), Form.COUNT)
    yield Column("share", _("Share of customers"), Form.SHARE)
    yield Column("orders", _("Orders"), Form.COUNT)
    yield Column("amount", _("Order amount"), Form.MONEY)
    yield Column("amount_share", _("Share of the amount"), Form.SHARE)
    yield Column("average", _("Amount per customer"), Form.MONEY)
    before = _("The period before")
    yield Column("former", _("Customers"), Form.COUNT, before, _("Customers who were in this class then."))
    yield Column("up", _("Came up"), Form.COUNT, before, _("Customers who were in a lower class in the period before."))
    yield Column(
        "down", _("Came down"), Form.COUNT, before, _("Customers who were in a higher class in the period before.")
    )
    yield Column("fresh", _("Without order then"), Form.COUNT, before, _("Customers who did not order in it."))
    yield Column("advice", pgettext("class of customers", "What it says"))


def _class(wanted: Wanted, one: Worth, moves: Sequence[Move], whole: int, amount: Any) -> Row:
    mine = [move for move in moves if move.now == one.number]
    count, mine_amount = sum(move.customers for move in mine), sum(move.amount for move in mine)
    up = sum(move.customers for move in mine if move.was is not None and worth.is_up(move.was, one.number))
    down = sum(move.customers for move in mine if move.was is not None and worth.is_up(one.number, move.was))
    cells: tuple[Cell, ...] = (
        str(one.label),
        count,
        share(count, whole),
        sum(move.orders for move in mine),
        mine_amount,
        share(mine_amount, amount),
        mine_amount / count if count else None,
        sum(move.customers for move in moves if move.was == one.number),
        up,
        down,
        sum(move.customers for move in mine if move.was is None),
        str(one.advice),
    )
    return Row(cells, key=one.code, url=scope.here(wanted, CODE, by=f"{LIST}{one.code}") if count else "")


def _sums(rows: Sequence[Row], whole: int, amount: Any) -> tuple[Cell, ...]:
    def total(place: int) -> Any:
        return sum(row.cells[place] for row in rows)

    kept = (pgettext("row of a report", "Total"), whole, 1, total(3), amount, 1 if amount else None)
    return (*kept, amount / whole if whole else None, *(total(place) for place in (7, 8, 9, 10)), "")


def _matrix(moves: Sequence[Move]) -> Paper:
    """From which class (rows) to which (columns)."""
    group = _("Class in this period")
    columns = [Column("was", _("Class in the period before"))]
    columns += [Column(f"to-{one.code}", one.label, Form.COUNT, group) for one in CLASSES]
    columns.append(Column(GONE, _("No order any more"), Form.COUNT, group))
    rows = []
    for was in (*(one.number for one in CLASSES), None):
        found = {move.now: move.customers for move in moves if move.was == was}
        name = str(worth.BY_NUMBER[was].label) if was is not None else _("Without order then")
        key = worth.BY_NUMBER[was].code if was is not None else NEWCOMER
        gone = found.get(None, 0) if was is not None else None
        rows.append(Row((name, *(found.get(one.number, 0) for one in CLASSES), gone), key=key))
    series = tuple(Series(column.key) for column in columns[1:])
    return Paper(
        title=_("Who moved"),
        columns=tuple(columns),
        rows=rows,
        charts=(Chart(Shape.HEAT, _("Who moved"), "was", series),),
    )


def _listed(wanted: Wanted, days: Days, one: Worth, limits: Thresholds) -> Paper:
    found, whole = worth_reading.members(wanted, days, one.number, wanted.top or 50, limits)
    named = scope.names("customer", {member.customer_id for member in found})
    rows = [
        Row(
            (
                named[member.customer_id],
                member.last_day,
                (days.until - member.last_day).days,
                member.orders,
                member.amount,
                member.recency,
                member.frequency,
                member.amount_score,
                _was(member.was),
                _moved(member.was, one.number),
            ),
            key=str(member.customer_id),
            url=scope.analysis(wanted, member.customer_id),
            links=_links(wanted, days, member.customer_id),
        )
        for member in found
    ]
    return Paper(
        title=_("Customers of the class “%(name)s”") % {"name": one.label},
        columns=tuple(_list_columns(limits)),
        rows=rows,
        facts=(scope.compared(days), (_("Customers"), f"{whole:,}")),
        definitions=_definitions(limits),
        notes=(str(one.advice),),
        problem="" if rows else _("Nobody is in this class."),
    )


def _list_columns(limits: Thresholds) -> Iterator[Column]:
    yield Column("customer", _("Customer"))
    yield Column("last", _("Last order"), Form.DAY)
    yield Column("since", _("Days since the last order"), Form.COUNT)
    yield Column("orders", _("Orders"), Form.COUNT)
    yield Column("amount", _("Order amount"), Form.MONEY)
    scores = _("Scores, 1 to %(best)s") % {"best": limits.scores}
    yield Column("recency", _("Last order"), Form.COUNT, scores)
    yield Column("frequency", _("Orders"), Form.COUNT, scores)
    yield Column("amount_score", _("Amount"), Form.COUNT, scores)
    yield Column("was", _("Class in the period before"))
    yield Column("moved", pgettext("class of customers", "Moved"))


def _links(wanted: Wanted, days: Days, customer_id: int) -> dict[str, str]:
    if not wanted.here:
        return {}
    return {
        name: scope.rows_of(wanted, measure, days.since, days.until, customer=customer_id)
        for name, measure in (("orders", "orders"), ("amount", "amount"))
    }


def _was(was: int | None) -> str:
    return str(worth.BY_NUMBER[was].label) if was is not None else _("Without order then")


def _moved(was: int | None, now: int) -> str:
    if was is None or was == now:
        return ""
    return pgettext("class of customers", "up") if worth.is_up(was, now) else pgettext("class of customers", "down")


def _spread(wanted: Wanted, days: Days, limits: Thresholds) -> Paper:
    found = worth_reading.spread(wanted, days, limits)
    whole = sum(row[2] for row in found)
    groups: dict[Any, dict[int, tuple[int, Any]]] = {}
    for key, number, count, amount in found if whole >= worth.fewest(limits) else ():
        groups.setdefault(key or "", {})[number] = (count, amount)
    named = _names(wanted.by, groups)
    ordered = sorted(groups, key=lambda key: -sum(amount for _count, amount in groups[key].values()))
    rows = [Row(_spread_cells(named[key], groups[key]), key=str(key)) for key in ordered]
    label = _("Region") if wanted.by == "region" else _("Sales department")
    classes = tuple(
        Column(f"in-{one.code}", one.label, Form.COUNT, _("Customers"), definition=one.advice) for one in CLASSES
    )
    rest = (
        Column("customers", _("All"), Form.COUNT, _("Customers")),
        Column("amount", _("Order amount"), Form.MONEY),
        Column("key", _("Of it: key customers"), Form.SHARE, definition=_("The share of the four key classes.")),
    )
    return Paper(
        title=_("Value classes of customers"),
        columns=(Column(wanted.by, label), *classes, *rest),
        rows=rows,
        sums=_spread_cells(pgettext("row of a report", "Total"), _together(groups)) if rows else (),
        charts=(Chart(Shape.STACK, _("Customers"), wanted.by, tuple(Series(one.key) for one in classes[:4])),),
        definitions=_definitions(limits),
        notes=(_("A customer stands where he belongs today, whoever took his orders."),),
        problem="" if rows else _too_few(whole, limits),
    )


def _names(by: str, keys: Any) -> dict[Any, str]:
    named = scope.names(by, {key for key in keys if key})
    return {key: named.get(key) or naming.nothing() for key in keys}


def _together(groups: dict[Any, dict[int, tuple[int, Any]]]) -> dict[int, tuple[int, Any]]:
    return {
        one.number: (
            sum(found[one.number][0] for found in groups.values() if one.number in found),
            sum(found[one.number][1] for found in groups.values() if one.number in found),
        )
        for one in CLASSES
    }


def _spread_cells(name: str, found: dict[int, tuple[int, Any]]) -> tuple[Cell, ...]:
    counts = [found.get(one.number, (0, 0))[0] for one in CLASSES]
    amounts = [found.get(one.number, (0, 0))[1] for one in CLASSES]
    return (name, *counts, sum(counts), sum(amounts), share(sum(amounts[:4]), sum(amounts)))


def _definitions(limits: Thresholds) -> tuple[Definition, ...]:
    meaning = _(
        "Customers with an order in the period are put in order three times: by the day of their last order, by how "
        "many orders they placed, by the amount of these, and each time cut into %(best)s groups of the same size. The "
        "group in which one lies is his score, 1 to %(best)s; who is equal scores the same. Scores of %(high)s and "
        "more are high. A high amount makes a key customer; last order and number of orders say which kind."
    )
    return (
        Definition(
            pgettext("customers", "Value class"),
            meaning % {"best": limits.scores, "high": limits.high},
            exclusions=_(
                "Drafts, void orders and types that do not count (samples, loans); customers without an order"
            ),
        ),
        Definition(
            _("Came up"),
            _("Classes are in the order of the table. The period before is as long, cut where this one still runs."),
        ),
    )
