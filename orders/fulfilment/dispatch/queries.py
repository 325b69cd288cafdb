"""Every read of the dispatch board and of picking lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from common.keyset import Sort
from orders.fulfilment import policies
from orders.fulfilment import queries as documents
from orders.fulfilment.dispatch import sequence, standings
from orders.fulfilment.dispatch.models import PickingWave
from orders.fulfilment.dispatch.standings import Figures
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Fulfilment, Status
from orders.priority.rules import PIN
from orders.promise import kits, transit
from products.catalogue.models import Product
from products.stock.models import StockRow

MOST = 200  # notices on the board, the earliest first
MOST_DUE = 100
HORIZON = timedelta(days=14)  # how far ahead a promised day makes an order due
SORTS = {"created_at": Sort("created_at")}
DEFAULT_SORT = "created_at"


@dataclass(frozen=True)
class Row:
    """A notice on the board. ``score``: the highest priority of its orders, None where the reader may not know it."""

    document: OutboundDocument
    orders: Sequence[documents.OrderOnDocument]
    figures: Figures
    score: int | None


@dataclass(frozen=True)
class Day:
    """The notices planned for a day, warehouse by warehouse in the sequence in which they leave."""

    day: date | None
    label: str
    tone: str
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Due:
    """An order with goods that are on no notice yet, and the last day on which they may leave."""

    order: Order
    leave_by: date | None
    lines: int


@dataclass(frozen=True)
class Board:
    """What is to leave: notices by day, and orders that have none yet. ``is_cut``: there are more notices."""

    days: Sequence[Day]
    due: Sequence[Due]
    is_cut: bool


def board(actor: User, chosen: QuerySet[OutboundDocument], today: date) -> Board:
    """The board over the notices ``chosen`` of those that ``actor`` may see; six statements whatever stands on it."""
    rows = chosen.filter(status=OutboundDocument.Status.DRAFT)
    rows = rows.select_related("wave").order_by(F("planned_ship_date").asc(nulls_last=True), "pk")
    found = list(rows[: MOST + 1])
    shown = found[:MOST]
    return Board(_days(actor, shown, today), due(actor, today), len(found) > MOST)


def _days(actor: User, shown: Sequence[OutboundDocument], today: date) -> list[Day]:
    on_them, figures = documents.orders_of(actor, shown), standings.of(shown)
    is_told = "priority" not in order_policies.hidden_columns(actor)
    days: dict[date | None, Day] = {}
    for document in shown:
        if document.pk not in figures:
            continue
        planned = document.planned_ship_date
        key = today - timedelta(1) if planned and planned < today else planned  # all that is overdue stands together
        mine = figures[document.pk]
        score = mine.standing.priority % PIN if is_told else None
        days.setdefault(key, _day(key, today)).rows.append(Row(document, on_them[document.pk], mine, score))
    for one in days.values():
        places = {standing.pk: place for place, standing in enumerate(_sequence(one.rows))}
        one.rows.sort(key=lambda row: places[row.document.pk])
    return list(days.values())


def _sequence(rows: Iterable[Row]) -> list[sequence.Standing]:
    by_place: dict[tuple[Any, ...], list[sequence.Standing]] = {}
    for row in rows:
        warehouse = row.document.warehouse
        place = (not warehouse.is_default if warehouse else True, row.document.warehouse_id or 0)
        by_place.setdefault((*place, row.document.planned_ship_date or date.max), []).append(row.figures.standing)
    return [one for key in sorted(by_place) for one in sequence.ordered(by_place[key])]


def _day(key: date | None, today: date) -> Day:
    if key is None:
        return Day(None, _("No day yet"), "")
    if key < today:
        return Day(key, _("Overdue"), "bad")
    if key == today:
        return Day(key, _("Today"), "warn")
    return Day(key, _("Tomorrow") if key == today + timedelta(1) else key.isoformat(), "")


def due(actor: User, today: date) -> list[Due]:
    """Orders promised soon with goods on no notice, by the day on which they must leave, then by priority."""
    lines = OrderLine.objects.filter(
        order=OuterRef("pk"), closure=Closure.OPEN, is_service=False, is_frozen=False, is_changing=False
    ).filter(ordered__gt=F("shipped") - F("reship") + F("short_closed") + F("drafted"))
    rows = orders.list_orders(actor).filter(
        Exists(lines),
        status=Status.EFFECTIVE,
        is_frozen=False,
        order_type__ships=True,
        promised_date__lte=today + HORIZON,
    )
    rows = rows.exclude(fulfilment=Fulfilment.FULL).order_by("promised_date", "-priority", "pk")
    found = list(rows[:MOST_DUE])
    counts = _open_lines([one.pk for one in found])
    routes = transit.of_many(found)
    made = [
        Due(order, route.leave_by(order.promised_date) if order.promised_date else None, counts.get(order.pk, 0))
        for order, route in zip(found, routes, strict=True)
    ]
    made.sort(key=lambda one: (one.leave_by or date.max, -one.order.priority, one.order.pk))
    shown = order_policies.redact(actor, [one.order for one in made])
    return [replace(one, order=order) for one, order in zip(made, shown, strict=True)]


def _open_lines(order_ids: Sequence[int]) -> dict[int, int]:
    lines = OrderLine.objects.filter(order__in=order_ids, closure=Closure.OPEN, is_service=False)
    open_ones = lines.filter(ordered__gt=F("shipped") - F("reship") + F("short_closed") + F("drafted"))
    counts: dict[int, int] = {}
    for order_id in open_ones.values_list("order_id", flat=True):
        counts[order_id] = counts.get(order_id, 0) + 1
    return counts


# --- picking ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pick:
    """A product to be taken from its place, for which notices; a component of kits under the product's own words, all
    else under those of its order line."""

    place: str
    row_id: int | None
    code: str
    name: str
    english_name: str
    specification: str
    unit: str
    quantity: Decimal
    parts: Sequence[tuple[str, Decimal]]


def visible_waves(actor: User) -> QuerySet[PickingWave]:
    """The picking lists with a notice that ``actor`` may see."""
    theirs = policies.visible_to(actor).filter(wave=OuterRef("pk"))
    return PickingWave.objects.filter(Exists(theirs))


def list_waves(actor: User) -> QuerySet[PickingWave]:
    """Those, with what a list shows."""
    return visible_waves(actor).select_related("warehouse", "created_by")


def get_wave(actor: User, number: str) -> PickingWave:
    """The picking list with this number. Raises NotFound, also when nothing of it is the actor's."""
    return _one(list_waves(actor).filter(number=number.upper()))


def get_wave_by_id(actor: User, wave_id: int) -> PickingWave:
    """Like ``get_wave``, for what refers to the row: files, papers."""
    return _one(list_waves(actor).filter(pk=wave_id))


def _one(rows: QuerySet[PickingWave]) -> PickingWave:
    found = rows.first()
    if found is None:
        raise errors.NotFound()
    return found


def documents_of(actor: User, wave: PickingWave) -> list[OutboundDocument]:
    """The documents of a picking list that ``actor`` may see; void ones are left out."""
    rows = documents.list_documents(actor).filter(wave=wave).exclude(status=OutboundDocument.Status.VOID)
    return list(rows.order_by("pk"))


def picks(wave: PickingWave, chosen: Sequence[OutboundDocument]) -> list[Pick]:
    """What is to be picked for the notices among ``chosen``, place by place; two statements, four with kits that count
    their components. Goods that leave from the supplier are not in the house."""
    numbers = {one.pk: one.number for one in chosen if one.status == OutboundDocument.Status.DRAFT}
    rows = OutboundLine.objects.filter(document__in=numbers).select_related("order_line__product").order_by("pk")
    lines = [(row, row.order_line) for row in rows if row.order_line is not None and row.order_line.needs_stock]
    kits.load(line for _row, line in lines)
    wanted: dict[int, dict[str, Decimal]] = {}
    for row, line in lines:
        for product_id, pieces in kits.needs(line, row.quantity):
            sums = wanted.setdefault(product_id, {})
            sums[numbers[row.document_id]] = sums.get(numbers[row.document_id], Decimal(0)) + pieces
    words = {line.product_id: _words_of_line(line) for _row, line in reversed(lines) if not line.by_components}
    others = Product.objects.in_bulk(wanted.keys() - words.keys())
    words |= {pk: _words_of_product(product) for pk, product in others.items()}
    places = StockRow.objects.filter(warehouse=wave.warehouse_id, product__in=wanted)
    known = {product: (pk, place) for pk, product, place in places.values_list("pk", "product_id", "place")}
    found = [_pick(words[product], parts, known.get(product, (None, ""))) for product, parts in wanted.items()]
    return sorted(found, key=lambda one: (not one.place, one.place, one.code))


def _pick(words: dict[str, str], sums: dict[str, Decimal], where: tuple[int | None, str]) -> Pick:
    return Pick(where[1], where[0], **words, quantity=sum(sums.values(), Decimal(0)), parts=list(sums.items()))


def _words_of_line(line: OrderLine) -> dict[str, str]:
    return {
        "code": line.product_code,
        "name": line.product_name,
        "english_name": line.product.english_name,
        "specification": " ".join(filter(None, [line.specification, line.auxiliary_attribute])),
        "unit": line.unit,
    }


def _words_of_product(product: Product) -> dict[str, str]:
    return {
        "code": product.code,
        "name": product.name,
        "english_name": product.english_name,
        "specification": " ".join(filter(None, [product.specification, product.auxiliary_attribute])),
        "unit": product.unit,
    }
