"""Stock as papers (R129, R273): turnover and days on hand by product, category or age; what lies there and does not
move. Costs are hidden from who may not see them, and nothing is sorted by them then."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts import policies as rights
from common import dates
from products import policies as products
from products.catalogue.models import Product
from products.stock.levels import queries as levels
from reports.figures import naming
from reports.figures.dimensions import AXES
from reports.figures.forest import Forest
from reports.figures.question import Question
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, share
from reports.orderbook import cells, stock
from reports.orderbook.stock import Held
from reports.standard import conditions
from reports.standard.reports import Wanted

ZERO = Decimal(0)
SEE = "stock.view"
BY = (
    *((code, AXES[code].label) for code in ("product", "category")),
    ("age", gettext_lazy("Days without movement")),
)
VALUE = pgettext_lazy("stock", "Value")


def _sees_cost(wanted: Wanted) -> bool:
    return "unit_cost" not in products.hidden_columns(wanted.actor)


# --- turnover ---------------------------------------------------------------------------------


def turnover(wanted: Wanted) -> Paper:
    """What lies there, was issued and is wanted. Raises NotAllowed for who may not see stock."""
    rights.require(wanted.actor, SEE)
    found = stock.read(wanted)
    sees = _sees_cost(wanted)
    members = _members(wanted, found)

    def size(key: Any) -> Decimal:
        return sum((one.on_hand * (one.unit_cost if sees else 1) for one in members[key]), ZERO)

    keys = sorted(members, key=str) if wanted.by == "age" else sorted(members, key=lambda key: (-size(key), str(key)))
    shown, others = (keys[: wanted.top], keys[wanted.top :]) if wanted.top else (keys, [])
    names = _names(wanted, shown, members)
    rows = [
        Row((names[key], *_cells(wanted, members[key], sees)), key=str(key), links=_links(wanted, key)) for key in shown
    ]
    if others:
        rest = [one for key in others for one in members[key]]
        label = pgettext("rows of a report", "%(count)s others") % {"count": len(others)}
        rows.append(Row((label, *_cells(wanted, rest, sees, is_many=True)), key="~others"))
    return Paper(
        title=_("Inventory turnover"),
        columns=tuple(_columns(wanted, sees)),
        rows=rows,
        sums=(pgettext("row of a report", "Total"), *_cells(wanted, found, sees, is_many=True)) if found else (),
        charts=tuple(_charts(wanted, sees)),
        definitions=tuple(_definitions()),
        notes=tuple(_notes(wanted)),
        problem="" if found else _("Nothing lies there, and nothing was issued."),
    )


def _members(wanted: Wanted, found: Sequence[Held]) -> dict[Any, list[Held]]:
    members: dict[Any, list[Held]] = {}
    nodes = _nodes(wanted) if wanted.by == "category" else {}
    for one in found:
        key: Any = one.key
        if wanted.by == "category":
            key = nodes.get(one.category, 0)
        elif wanted.by == "age":
            key = one.age(wanted.today)
        members.setdefault(key, []).append(one)
    return members


def _nodes(wanted: Wanted) -> dict[int, int]:
    """Category → the member shown to which it belongs."""
    filters = {"category": (str(wanted.category),)} if wanted.category else {}
    asked = Question(("lines",), wanted.since, wanted.until, rows=("category",), filters=filters)
    return {one: node for node, below in Forest().tree(asked).nodes.items() for one in below}


def _names(wanted: Wanted, keys: Sequence[Any], members: dict[Any, list[Held]]) -> dict[Any, str]:
    if wanted.by == "age":
        return {key: age_of(key) for key in keys}
    if wanted.by == "category":
        return naming.names_of(AXES["category"], keys)
    return {key: f"{members[key][0].code} {members[key][0].name}" for key in keys}


def age_of(place: int) -> str:
    """A class of days without movement."""
    first = 0 if place == 0 else stock.AGES[place - 1] + 1
    words = f"{first}–{stock.AGES[place]}" if place < len(stock.AGES) else f"{first}+"
    return pgettext("days without movement", "%s days") % words


def _cells(wanted: Wanted, found: Sequence[Held], sees: bool, *, is_many: bool = False) -> tuple[Cell, ...]:
    """One product tells of pieces; many tell how they turned over by cost, which only who sees costs is shown."""
    one = found[0] if wanted.by == "product" and not is_many else None
    days = stock.days(wanted)
    turned = stock.turned(one, days) if one else stock.turned_by_cost(list(found), days) if sees else None
    last = max((held.last_moved for held in found if held.last_moved), default=None)
    return (
        *((one.unit,) if wanted.by == "product" and one else ("",) if wanted.by == "product" else (len(found),)),
        *(sum((getattr(held, name) for held in found), ZERO) for name in ("on_hand", "demand", "spare", "coming")),
        sum((held.on_hand * held.unit_cost for held in found), ZERO) if sees else None,
        sum((held.spare * held.unit_cost for held in found), ZERO) if sees else None,
        sum((held.issued for held in found), ZERO),
        turned.turnover if turned else None,
        turned.days_on_hand if turned else None,
        last,
        *((age_of(one.age(wanted.today)),) if one else ("",) if wanted.by == "product" else ()),
    )


def _columns(wanted: Wanted, sees: bool) -> Iterator[Column]:
    yield Column("member", next(label for code, label in BY if code == wanted.by))
    if wanted.by == "product":
        yield Column("unit", _("Unit"))
    else:
        yield Column("products", _("Products"), Form.COUNT)
    yield Column("on_hand", _("On hand"), Form.QUANTITY)
    yield Column("demand", _("Open orders want"), Form.QUANTITY)
    yield Column("spare", _("Without demand"), Form.QUANTITY)
    yield Column("coming", _("Coming in"), Form.QUANTITY)
    yield Column("value", VALUE, Form.MONEY, is_hidden=not sees)
    yield Column("spare_value", _("Value without demand"), Form.MONEY, is_hidden=not sees)
    yield Column("issued", pgettext("stock", "Issued"), Form.QUANTITY)
    by_cost = wanted.by != "product" and not sees
    yield Column("turnover", pgettext("stock", "Turnover"), Form.FACTOR, is_hidden=by_cost)
    yield Column("days", _("Days on hand"), Form.DAYS, is_hidden=by_cost)
    yield Column("moved", _("Last movement"), Form.DAY)
    if wanted.by == "product":
        yield Column("age", _("Days without movement"))


def _links(wanted: Wanted, key: Any) -> dict[str, str]:
    if wanted.by != "product":
        return {}
    lines = cells.way(wanted, "orders:line-list", product=key, closure="OPEN", status="EFFECTIVE")
    return cells.links({"member": cells.way(wanted, "products:product-detail", key), "demand": lines})


def _charts(wanted: Wanted, sees: bool) -> Iterator[Chart]:
    series = ("value", "spare_value") if sees else ("on_hand", "spare")
    yield Chart(Shape.BARS, pgettext("reports on", "Stock"), "member", tuple(Series(one) for one in series))


def _definitions() -> Iterator[Definition]:
    yield Definition(
        pgettext("stock", "Turnover"),
        _("How many times the stock was issued in the period: pieces of a product, cost of several."),
        _("Issued in the period, less what was taken back"),
        _("Half of the stock at the beginning and at the end of the period"),
        _("Services; transfers between our warehouses; goods that suppliers send directly"),
    )
    yield Definition(
        _("Days on hand"),
        _("For how many days the stock lasts at the pace of the period."),
        _("Average stock × days of the period"),
        pgettext("stock", "Issued"),
        _("Products of which nothing was issued"),
    )
    yield Definition(VALUE, _("What lies there now, at the unit cost in the catalogue."), _("On hand × unit cost"))
    yield Definition(
        _("Open orders want"),
        _("What is held for open lines, and what they lack."),
        _("Reserved + open pieces that nothing is held for"),
    )
    yield Definition(
        _("Without demand"),
        _("What lies there and no open order wants."),
        _("On hand less what open orders want, product by product; not below zero"),
    )


def _notes(wanted: Wanted) -> Iterator[str]:
    if wanted.by != "product":
        yield _("Pieces of different products are added up whatever their unit.")
    if wanted.until < wanted.today:
        yield _("On hand, demand and value are those of now; issues and turnover are those of the period.")


# --- slow movers ------------------------------------------------------------------------------


def slow(wanted: Wanted) -> Paper:
    """What lies there and neither was issued nor came for long, the dearest first: the list of slow movers with what it
    comes to. Raises NotAllowed for who may not see stock."""
    rights.require(wanted.actor, SEE)
    sees = _sees_cost(wanted)
    _begin, at = dates.day_range(wanted.today, wanted.today)
    found = list(_narrowed(wanted, levels.slow_movers(wanted.actor, at=at)))
    rest = found[wanted.top :] if wanted.top else []
    rows = [_slow_row(wanted, one, sees) for one in (found[: wanted.top] if wanted.top else found)]
    if rest:
        label = pgettext("rows of a report", "%(count)s others") % {"count": len(rest)}
        rows.append(Row((label, "", *_slow_sums(rest, sees)), key="~others"))
    return Paper(
        title=_("Slow movers"),
        columns=tuple(_slow_columns(sees)),
        rows=rows,
        sums=(pgettext("row of a report", "Total"), "", *_slow_sums(found, sees)) if found else (),
        charts=(Chart(Shape.BARS, _("Slow movers"), "member", (Series("value" if sees else "on_hand"),)),),
        definitions=tuple(_slow_definitions()),
        notes=(_("The dearest thousand at most."),) if len(found) >= levels.MOST else (),
        problem="" if found else _("Nothing lies there for so long."),
    )


def _narrowed(wanted: Wanted, found: Iterable[levels.Slow]) -> Iterator[levels.Slow]:
    ids = conditions.category_ids(wanted)
    known = set(Product.objects.filter(category_id__in=ids).values_list("pk", flat=True)) if ids else None
    for one in found:
        if (known is None or one.product_id in known) and wanted.product in (0, one.product_id):
            yield one


def _slow_row(wanted: Wanted, one: levels.Slow, sees: bool) -> Row:
    figures: tuple[Cell, ...] = (
        *(f"{one.code} {one.name}", one.category, one.on_hand, one.reserved, one.value if sees else None),
        *(one.idle_days(wanted.today), one.age_days(wanted.today), one.sold, share(one.on_hand, one.sold), one.planned),
    )
    page = cells.way(wanted, "products:product-detail", one.product_id)
    return Row(figures, key=str(one.product_id), links=cells.links({"member": page}))


def _slow_sums(found: Sequence[levels.Slow], sees: bool) -> tuple[Cell, ...]:
    def total(name: str) -> Decimal:
        return sum((getattr(one, name) or ZERO for one in found), ZERO)

    return (
        *(total("on_hand"), total("reserved"), total("value") if sees else None, None, None, total("sold"), None),
        total("planned"),
    )


def _slow_columns(sees: bool) -> Iterator[Column]:
    yield Column("member", _("Product"))
    yield Column("category", _("Category"))
    yield Column("on_hand", _("On hand"), Form.QUANTITY)
    yield Column("reserved", _("Reserved"), Form.QUANTITY)
    yield Column("value", VALUE, Form.MONEY, is_hidden=not sees)
    yield Column("idle", _("Days without issue"), Form.COUNT)
    yield Column("age", _("Days since the last came"), Form.COUNT)
    yield Column("sold", _("Sold in a year"), Form.QUANTITY)
    yield Column("lasts", _("Lasts years"), Form.FACTOR)
    yield Column("planned", _("Coming in"), Form.QUANTITY)


def _slow_definitions() -> Iterator[Definition]:
    yield Definition(
        _("Slow mover"),
        _("Lies there and was neither issued nor came in for %(days)s days (a setting).")
        % {"days": levels.slow_days()},
        exclusions=_("Services"),
    )
    yield Definition(
        _("Lasts years"), _("For how many years it lasts at the pace of the last one."), _("On hand"),
        _("Sold in a year"),
    )  # fmt: skip
    yield Definition(VALUE, _("What lies there now, at the unit cost in the catalogue."), _("On hand × unit cost"))
