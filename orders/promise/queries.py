"""What is there, what is held, what is short."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors, prepared, typed
from orders.order import loading, policies
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Status
from orders.promise import kits, outlook, reserving
from orders.promise.availability import Step, earliest
from orders.promise.models import LineComponent, PromiseEntry, Reservation, TransitTime
from products.catalogue import queries as catalogue
from products.catalogue.choices import SupplyMode
from products.catalogue.models import Product
from products.stock.models import StockRow


@dataclass(frozen=True)
class Availability:
    """Stock of a product over all active warehouses."""

    on_hand: Decimal = Decimal(0)
    reserved: Decimal = Decimal(0)

    @property
    def available(self) -> Decimal:
        return self.on_hand - self.reserved


def availability(product_ids: Collection[int]) -> dict[int, Availability]:
    """Stock by product id, in one statement; products without a stock row have none."""
    rows = (
        StockRow.objects.filter(product_id__in=product_ids, warehouse__is_active=True)
        .values("product_id")
        .annotate(hand=Sum("on_hand"), held=Sum("reserved"))
        .order_by()
    )
    found = {row["product_id"]: Availability(row["hand"], row["held"]) for row in rows}
    return {product_id: found.get(product_id, Availability()) for product_id in product_ids}


MOST_ASKED = 200  # products in one go


@dataclass(frozen=True)
class ByDate:
    """A product day by day, of a kit that counts its components as many as these are enough for. ``free``: of what
    nobody holds today; from ``horizon`` on there is always enough; ``earliest``: the day for the quantity asked, None
    where nothing covers it."""

    product: Product
    free: Decimal
    lead_days: int
    steps: list[Step]
    horizon: date | None
    earliest: date | None


def availability_by_date(actor: User, codes: Collection[str], quantity: Decimal, today: date) -> list[ByDate]:
    """The products with these codes day by day, over all orders. Six statements, more with kits counting components.

    Raises Invalid for too many, none, or one that is not known.
    """
    wanted = list(dict.fromkeys(codes))
    if not 0 < len(wanted) <= MOST_ASKED:
        raise errors.Invalid(fields={"product": [_("Name 1 to %(most)s products.") % {"most": MOST_ASKED}]})
    rows = {one.code: one for one in catalogue.list_products(actor).filter(code__in=wanted)}
    if unknown := [code for code in wanted if code not in rows]:
        raise errors.Invalid(fields={"product": [_("Nothing is known under “%(text)s”.") % {"text": unknown[0]}]})
    return by_date([rows[code] for code in wanted], quantity, today)


def by_date(asked: Collection[Product], quantity: Decimal, today: date) -> list[ByDate]:
    """These products day by day."""
    made = kits.counted_of([one.pk for one in asked])
    parts = {pk for components in made.values() for pk, _pieces in components}
    seen = outlook.of({one.pk for one in asked} | parts, today)
    found = []
    for product in asked:
        one = seen[product.pk]
        steps, horizon, free = one.steps(), one.horizon, one.free
        if product.pk in made:
            steps, horizon = outlook.together(made[product.pk], seen, one.horizon)
            free = steps[0].free
        found.append(ByDate(product, free, one.lead_days, steps, horizon, earliest(steps, quantity, horizon)))
    return found


def read_quantity(text: str) -> Decimal:
    """A quantity that was asked for; 1 where nothing is said. Raises Invalid for the field ``quantity``."""
    try:
        found = typed.read_number(text) if text else Decimal(1)
    except ValueError:
        found = None
    if found is None or found <= 0:
        raise errors.Invalid(fields={"quantity": [_("Enter more than zero.")]})
    return found


def list_shortages(actor: User) -> QuerySet[OrderLine]:
    """Lines of effective orders that ``actor`` may see, of goods that ship, with more open than reserved."""
    return short_lines().filter(order__in=policies.visible_to(actor).values("pk"))


def list_reservable(actor: User) -> QuerySet[OrderLine]:
    """The shortages that ``actor`` may do something about now: some of the product is free, of a kit some of each
    component that it counts, nothing is frozen. What is promised first comes first."""
    free = StockRow.objects.filter(warehouse__is_active=True, on_hand__gt=F("reserved"))
    own = Exists(free.filter(product=OuterRef("product_id")))
    none = ~Exists(free.filter(product=OuterRef("product_id")))
    lacking = Exists(LineComponent.objects.filter(none, line=OuterRef("pk")))
    mine = policies.visible_to(actor, "order.reserve").values("pk")
    lines = list_shortages(actor).filter(order__in=mine, is_frozen=False, order__is_frozen=False)
    lines = lines.filter(Q(own, by_components=False) | Q(~lacking, by_components=True))
    return lines.order_by(F("promised_date").asc(nulls_last=True), "id")


def asking_for(product_ids: Collection[int]) -> Q:
    """The lines that need these products: their own, or as components of kits that count them. One statement."""
    return Q(product_id__in=product_ids, by_components=False) | Q(pk__in=kits.lines_with(product_ids))


# a plain look at two indexes: most goods that come in are asked for by no open line at all
_ASKED_FOR = f"""
    SELECT EXISTS (SELECT 1 FROM orders_orderline WHERE product_id = %(product)s AND closure = '{Closure.OPEN.value}')
        OR EXISTS (SELECT 1 FROM orders_linecomponent WHERE product_id = %(product)s)
"""


def is_asked_for(product_id: int) -> bool:
    """Whether an open line could wait for a product at all; where it could, ``waiting_lines`` says which do."""
    with connection.cursor() as cursor:
        prepared.execute(cursor, _ASKED_FOR, {"product": product_id})
        return bool(cursor.fetchone()[0])


def waiting_lines(product_id: int) -> QuerySet[OrderLine]:
    """All lines that wait for a product, frozen ones apart: a rule, over all rows. Never for showing."""
    return short_lines().filter(asking_for([product_id]), is_frozen=False, order__is_frozen=False)


def short_lines() -> QuerySet[OrderLine]:
    """All lines of effective orders that lack goods, ``short`` of each: a rule, over all rows. Never for showing."""
    uncovered = F("ordered") - F("shipped") + F("reship") - F("short_closed") - F("reserved")
    return (
        OrderLine.objects.filter(
            order__status=Status.EFFECTIVE,
            order__order_type__ships=True,
            closure=Closure.OPEN,
            is_service=False,
        )
        .exclude(supply_mode=SupplyMode.DIRECT)
        .annotate(short=uncovered)
        .filter(short__gt=0)
        .select_related("order", "order__customer")
        .order_by("promised_date", "id")
    )


def urgency(line: OrderLine) -> tuple[bool, date, datetime, int]:
    """By this, ascending, goods are given out: urgent orders, then what is promised first, then what took effect
    first. Shortages are shared out from the other end (SEMANTICS 10). The line's order must be at hand."""
    order = line.order
    return (not order.is_urgent, line.promised_date or date.max, order.effective_at or order.created_at, line.pk)


@dataclass(frozen=True)
class Waiting:
    """A line that waits for a product: so many pieces of it are ``short``, open and not held, ``gets`` what is free
    would give it now, the most urgent first, ``may`` whether the person may give it that."""

    line: OrderLine
    short: Decimal
    gets: Decimal
    may: bool


def waiting_for(actor: User, product_id: int) -> list[Waiting]:
    """The lines that wait for a product and what each would get of what is free, as far as ``actor`` sees their
    orders, the most urgent first. Frozen ones get nothing and are left out. Three statements, four with kits."""
    rows = list_shortages(actor).filter(asking_for([product_id]), is_frozen=False, order__is_frozen=False)
    lines = sorted(rows, key=urgency)
    kits.load(lines)
    stock = availability({product_id, *kits.product_ids(lines)})
    free = {pk: max(Decimal(0), one.available) for pk, one in stock.items()}
    found = []
    for line in lines:
        short = line.short  # type: ignore[attr-defined]
        gets = kits.enough_for(line, short, free)
        for pk, pieces in kits.needs(line, gets):
            free[pk] -= pieces
        may = policies.can(actor, "order.reserve", line.order)
        each = kits.pieces_of(line, product_id)
        found.append(Waiting(line, short * each, gets * each, may))
    return found


def short_numbers(order: Order) -> list[int]:
    """The numbers of the lines that are open and not held in full, of an order with its lines at hand."""
    return [line.line_no for line in order.loaded_lines if reserving.missing(line)]


def nothing_to_reserve(actor: User, order: Order) -> str:
    """Why stock cannot be reserved for an order: it waits for nothing; "" when it does."""
    lines = order.loaded_lines if "loaded_lines" in order.__dict__ else loading.lines_of(order)
    waits = order.order_type.ships and any(reserving.missing(line) for line in lines)
    return "" if waits else _("Everything that is open is reserved already.")


def reservations_of(line_ids: Collection[int]) -> list[Reservation]:
    """The live reservations of these lines, with stock row and warehouse."""
    rows = Reservation.objects.filter(line_id__in=line_ids).select_related("stock_row__warehouse", "stock_row__product")
    return list(rows.order_by("line_id", "id"))


def held_in_kits(product_ids: Iterable[int]) -> dict[int, Decimal]:
    """How many pieces of each product lines of kits hold that count their components. A rule, over all rows."""
    rows = Reservation.objects.filter(line__by_components=True, stock_row__product__in=list(product_ids))
    sums = rows.values_list("stock_row__product_id").annotate(Sum("quantity")).order_by()
    return dict(sums)


@dataclass(frozen=True)
class Component:
    """A component of a kit on an order line: ``pieces`` of it in one kit, what the open kits need, what of that is held
    for them, and what nobody holds."""

    product: Product
    pieces: Decimal
    needed: Decimal
    held: Decimal
    free: Decimal

    @property
    def lacks(self) -> Decimal:
        """What is needed, not held and not free either."""
        return max(Decimal(0), self.needed - self.held - max(Decimal(0), self.free))


def components_of(order: Order, line: OrderLine) -> list[Component]:
    """What a line is put together from where it counts its components, on an order that is not effective yet as it
    would; of anything else nothing. Three statements for a kit."""
    if order.status in (Status.DRAFT, Status.SUBMITTED):
        kits.foresee([line])
    if not kits.is_counted(line):
        return []
    parts = kits.parts(line)
    products = Product.objects.defer("search_text", "search_grams", "notes").in_bulk([pk for pk, _pieces in parts])
    stock = availability(products.keys())
    needed, held = dict(kits.needs(line, line.open)), dict(kits.needs(line, line.reserved))
    return [Component(products[pk], pieces, needed[pk], held[pk], stock[pk].available) for pk, pieces in parts]


def promises_of(order_id: int) -> list[PromiseEntry]:
    """Every date ever promised on an order, oldest first."""
    return list(PromiseEntry.objects.filter(order=order_id).select_related("line", "actor").order_by("id"))


def list_routes(actor: User) -> QuerySet[TransitTime]:
    """The table of days on the way, by place and mode. Raises NotAllowed."""
    rights.require(actor, "setting.manage")
    return TransitTime.objects.order_by("area", "transport_mode")


def get_route(actor: User, route_id: int) -> TransitTime:
    """A row of it. Raises NotAllowed, NotFound."""
    found = list_routes(actor).filter(pk=route_id).first()
    if found is None:
        raise errors.NotFound()
    return found
