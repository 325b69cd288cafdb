"""What lines of orders lack, as a requirement would ask for it (R150, R152, R154). Reads only."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from common.workdays import calendar
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Status
from orders.promise import kits, proposing, reserving, transit
from products.catalogue.choices import SupplyMode
from products.catalogue.models import Product
from products.stock import queries as stock
from tasks.requirements import queries
from tasks.requirements.choices import Kind

ZERO = Decimal(0)


@dataclass(frozen=True)
class Need:
    """A product that a line lacks: so many pieces, of which some are free in stock and some were asked for already
    (``numbers``). ``proposed``: what is left to ask for. ``kind``: made or bought, and from whom."""

    line: OrderLine
    product: Product
    lacks: Decimal
    free: Decimal
    asked: Decimal
    numbers: tuple[str, ...]
    proposed: Decimal
    needed_date: date
    kind: str
    wording: str

    @property
    def key(self) -> str:
        """Its name in a form."""
        return f"{self.line.line_no}-{self.product.pk}"


def of_order(order: Order, lines: Sequence[OrderLine], today: date, only: Collection[int] = ()) -> list[Need]:
    """What the open lines of an order in force lack, or those of the numbers ``only``. A constant number of
    statements."""
    if order.status != Status.EFFECTIVE:
        return []
    chosen = [one for one in lines if _may_lack(one) and (not only or one.line_no in only)]
    for line in chosen:
        line.order = order
    kits.load(chosen)
    ids = kits.product_ids(chosen)
    free = {pk: max(ZERO, one.available) for pk, one in stock.totals(ids).items()}
    asked = queries.outstanding([order.pk])
    products = Product.objects.select_related("supplier").defer("search_text", "search_grams", "notes").in_bulk(ids)
    way = transit.of(order) if chosen else transit.NONE
    found = []
    for line in chosen:
        day = needed_date(line, way, today)
        for pk, lacks in lacking(line).items():
            known = asked.get((order.pk, line.line_no, pk), queries.Asked())
            there = min(free[pk], lacks) if line.supply_mode == SupplyMode.STOCK else ZERO
            free[pk] -= there
            proposed = max(ZERO, lacks - there - known.quantity)
            kind = kind_of(line, products[pk])
            row = Need(line, products[pk], lacks, there, known.quantity, known.numbers, proposed, day, kind, "")
            found.append(row if pk != line.product_id else _worded(row))
    return found


def _may_lack(line: OrderLine) -> bool:
    is_open = line.closure == Closure.OPEN and not line.is_service
    return is_open and line.supply_mode != SupplyMode.DIRECT and reserving.missing(line) > ZERO


def lacking(line: OrderLine) -> dict[int, Decimal]:
    """What a line lacks, product by product: its own pieces, of a kit that counts them its components'."""
    kits.load([line])
    return dict(kits.needs(line, reserving.missing(line)))


def kind_of(line: OrderLine, product: Product) -> str:
    """Whether goods are made or bought: what a line has made is made; else what has a supplier is bought."""
    is_own = product.pk == line.product_id
    return Kind.MAKE if (is_own and line.supply_mode == SupplyMode.MAKE) or product.supplier_id is None else Kind.BUY


def needed_date(line: OrderLine, way: transit.Transit, today: date) -> date:
    """By when goods of a line have to be there: so that the customer has them on the day that he asked for, else on
    the one promised; never before today."""
    wanted = proposing.last_requested(line)
    day = way.leave_by(wanted) if wanted else line.promised_ship_date or line.promised_date or today
    return calendar().on_or_after(max(day, today))


def wording(line: OrderLine) -> str:
    """What the customer asks for of a line, one point a row: for who makes it (R152)."""
    points = (
        (_("Auxiliary attribute"), line.auxiliary_attribute),
        (_("Customisation"), line.customisation),
        (_("Logo"), line.logo),
        (_("Colour"), line.colour),
        (_("Packaging"), line.packaging),
        (_("Special requirements"), line.special_requirements),
    )
    return "\n".join(f"{name}: {value.strip()}" for name, value in points if value.strip())


def _worded(need: Need) -> Need:
    return Need(**{**vars(need), "wording": wording(need.line)})
