"""Related products as papers (R255): what goes with one product, or the pairs that go together best."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from reports.clientele import pairs_reading, scope
from reports.clientele.pairs_reading import CUSTOMER, ORDER, Pair
from reports.clientele.scope import Days
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, Text
from reports.standard.reports import Wanted

CODE = "related-products"
CHOICES = ((ORDER, gettext_lazy("In the same order")), (CUSTOMER, gettext_lazy("By the same customer")))


def make(wanted: Wanted) -> Paper:
    """What goes with ``wanted.product``; the pairs where none is picked. Raises NotFound."""
    scope.require(wanted)
    days = scope.days_of(wanted)
    return _beside(wanted, days) if wanted.product else _pairs(wanted, days)


def short(wanted: Wanted, most: int) -> Paper:
    """The first few of what goes with ``wanted.product``, for the panel on its page."""
    whole = make(replace(wanted, top=most))
    kept = [whole.index(key) for key in ("product", "both", "confidence", "lift")]
    rows = [Row(tuple(row.cells[n] for n in kept), key=row.key, url=row.url) for row in whole.rows]
    return Paper(whole.title, tuple(whole.columns[n] for n in kept), rows, problem=whole.problem)


def _beside(wanted: Wanted, days: Days) -> Paper:
    product = scope.get_product(wanted.actor, wanted.product)
    found = pairs_reading.beside(wanted, days, _basket(wanted), wanted.top or 20)
    named = scope.names("product", {one.second for one in found})
    is_hidden = not scope.sees_amounts(wanted.actor)
    rows = [
        Row(
            (
                named[one.second],
                *_figures(one),
                _decimal(one.lift),
                None if is_hidden else one.amount,
            ),
            key=str(one.second),
            url=scope.here(wanted, CODE, product=one.second),
        )
        for one in found
    ]
    return Paper(
        title=_("What goes with %(product)s") % {"product": product.name},
        columns=(
            Column("product", _("Product")),
            *_columns(),
            Column("amount", _("Order amount with it"), Form.MONEY, definition=_amount_said(), is_hidden=is_hidden),
        ),
        rows=rows,
        facts=tuple(_facts(found)),
        charts=(Chart(Shape.BARS, _("Has it as well"), "product", (Series("confidence"),)),),
        definitions=_definitions(),
        notes=_notes(found),
        problem="" if rows else _nothing(),
    )


def _pairs(wanted: Wanted, days: Days) -> Paper:
    found = pairs_reading.together(wanted, days, _basket(wanted), wanted.top or 20)
    named = scope.names("product", {key for one in found for key in (one.first, one.second)})
    rows = [
        Row(
            (named[one.first], named[one.second], *_figures(one), _decimal(one.lift)),
            key=f"{one.first}|{one.second}",
            url=scope.here(wanted, CODE, product=one.first, category=""),
        )
        for one in found
    ]
    return Paper(
        title=_("Products bought together"),
        columns=(Column("first", _("Product")), Column("second", _("goes with")), *_columns()),
        rows=rows,
        facts=tuple(_facts(found)),
        definitions=_definitions(),
        notes=(
            _("Looked at are the %(count)s products in most lines; pick a product to see all that goes with it.")
            % {"count": pairs_reading.PRODUCTS},
        ),
        problem="" if rows else _nothing(),
    )


def _basket(wanted: Wanted) -> str:
    return CUSTOMER if wanted.by == CUSTOMER else ORDER


def _nothing() -> str:
    return _("Nothing was bought together at least %(count)s times in this period.") % {"count": pairs_reading.FEWEST}


def _facts(found: list[Pair]) -> Iterator[tuple[Text, Text]]:
    if found:
        yield pgettext("of a report", "Orders or customers in all"), f"{found[0].whole:,}"


def _notes(found: list[Pair]) -> tuple[Text, ...]:
    if found and found[0].with_first >= pairs_reading.BASKETS:
        return (
            _("Only the latest %(count)s with the product are looked at.") % {"count": f"{pairs_reading.BASKETS:,}"},
        )
    return ()


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            "both", pgettext("pairs", "Bought together"), Form.COUNT, definition=_("Orders or customers with both.")
        ),
        Column("support", pgettext("pairs", "Support"), Form.SHARE, definition=_("Of all orders or customers.")),
        Column("confidence", _("Has it as well"), Form.SHARE, definition=_("Of those with the first, with both.")),
        Column("back", _("The other way round"), Form.SHARE, definition=_("Of those with the second, with both.")),
        Column("lift", pgettext("pairs", "Lift"), Form.FACTOR, definition=_lift_said()),
    )


def _lift_said() -> str:
    return _("How many times as often as if the two had nothing to do with each other; above 1 they go together.")


def _amount_said() -> str:
    return _("What was ordered of it by those who have both.")


def _figures(one: Pair) -> tuple[Cell, ...]:
    return one.both, _decimal(one.support), _decimal(one.confidence), _decimal(one.back)


def _decimal(value: float) -> Decimal:
    return Decimal(repr(round(value, 6)))


def _definitions() -> tuple[Definition, ...]:
    gifts = _("Gifts; fewer than %(count)s together; drafts, void orders and types that do not count") % {
        "count": pairs_reading.FEWEST
    }
    return (
        Definition(
            _("Has it as well"),
            _("How many of those who bought the first product bought the second one too (confidence)."),
            _("Orders (customers) with both products"),
            _("Orders (customers) with the first product"),
            gifts,
        ),
        Definition(
            pgettext("pairs", "Support"),
            _("How common the pair is."),
            _("Orders (customers) with both products"),
            _("All orders (customers) of the period"),
            gifts,
        ),
        Definition(
            pgettext("pairs", "Lift"),
            _lift_said(),
            _("Orders (customers) with both × all of them"),
            _("Those with the first × those with the second"),
            gifts,
        ),
    )
