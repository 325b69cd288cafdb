"""Kits on order lines whose stock and promises count their components (SEMANTICS 10).

Whether a kit counts its components, and which, is written on the line when its order takes effect (``settle``): what
becomes of the kit or of the setting later changes nothing that is held, sent or returned. Only whole kits are held. A
line of anything else is one piece of its own product, so that callers need not tell them apart.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from django.db.models import QuerySet, prefetch_related_objects

from common import settings
from orders.order.models import OrderLine
from orders.order.states import Closure, Status
from orders.promise.models import LineComponent
from products.catalogue.models import ProductText
from products.kits import queries as kits
from products.kits.models import Kit
from products.kits.queries import Asked, Made

ZERO, ONE = Decimal(0), Decimal(1)
_PIECE = Decimal("0.0001")
Parts = list[tuple[int, Decimal]]
_FORESEEN = "foreseen_parts"


# --- what a line is made of ---------------------------------------------------------------------


def is_counted(line: OrderLine) -> bool:
    """Whether the line counts its components, or would if its order took effect now (``foresee``)."""
    return line.by_components or _FORESEEN in line.__dict__


def parts(line: OrderLine) -> Parts:
    """(product id, pieces for one of the line): its components; its own product where it does not count by them."""
    if line.by_components:
        return [(one.product_id, one.quantity) for one in line.components.all()]
    return line.__dict__.get(_FORESEEN) or [(line.product_id, ONE)]


def load(lines: Iterable[OrderLine]) -> None:
    """Read the components of all lines that count by them: one statement, none where no line does."""
    if counted := [line for line in lines if line.by_components]:
        prefetch_related_objects(counted, "components")


def needs(line: OrderLine, quantity: Decimal) -> Parts:
    """(product id, pieces) for so many of a line."""
    if not is_counted(line):
        return [(line.product_id, quantity)]
    return [(pk, (pieces * quantity).quantize(_PIECE, ROUND_HALF_UP)) for pk, pieces in parts(line)]


def product_ids(lines: Iterable[OrderLine]) -> set[int]:
    """The products whose stock these lines need."""
    return {pk for line in lines for pk, _pieces in parts(line)}


def pieces_of(line: OrderLine, product_id: int) -> Decimal:
    """How many pieces of a product are in one of the line; 0 where it is none of it."""
    return dict(parts(line)).get(product_id, ZERO)


def enough_for(line: OrderLine, wanted: Decimal, there: Mapping[int, Decimal]) -> Decimal:
    """How many of ``wanted`` can be had of what is there, product id → pieces; of a kit whole ones only."""
    if not is_counted(line):
        return min(wanted, there.get(line.product_id, ZERO))
    return min(wanted // ONE, *(there.get(pk, ZERO) // pieces for pk, pieces in parts(line)))


def to_free(line: OrderLine, product_id: int, pieces: Decimal) -> Decimal:
    """How many of the line have to go so that at least so many pieces of a product are free; of a kit whole ones."""
    if not is_counted(line):
        return pieces
    return (pieces / pieces_of(line, product_id)).to_integral_value(ROUND_CEILING)


def lines_with(product_ids: Collection[int]) -> list[int]:
    """The open lines of effective orders that count by components and have one of these products among them."""
    return list(_open().filter(product_id__in=product_ids).values_list("line_id", flat=True).distinct())


def _open() -> QuerySet[LineComponent]:
    return LineComponent.objects.filter(line__closure=Closure.OPEN, line__order__status=Status.EFFECTIVE)


# --- saying it ----------------------------------------------------------------------------------


def settle(lines: Sequence[OrderLine]) -> None:
    """Write down, of each line that is a kit counted by its components, what it is put together from, and set
    ``by_components``; the caller saves the lines. A kit whose components cannot all be found is never guessed: its line
    counts the kit itself."""
    rows = []
    for line, components in _found(lines):
        line.by_components = True
        line.__dict__.pop(_FORESEEN, None)
        rows += [LineComponent(line=line, product_id=pk, quantity=quantity) for pk, quantity in components]
    LineComponent.objects.bulk_create(rows)


def unsettle(lines: Sequence[OrderLine]) -> None:
    """Forget it again, of lines that hold nothing any more; the caller saves them."""
    counted = [line for line in lines if line.by_components]
    if counted:
        LineComponent.objects.filter(line__in=[line.pk for line in counted]).delete()
    for line in counted:
        line.by_components = False
        line.__dict__.pop("_prefetched_objects_cache", None)


def foresee(lines: Sequence[OrderLine]) -> None:
    """Let lines of orders that are not effective count as they would then. Nothing of it is saved."""
    for line, components in _found(lines):
        line.__dict__[_FORESEEN] = components


def forget(line: OrderLine) -> None:
    """Let a copy of a line, made to see what would be, be of its own product alone."""
    line.by_components = False
    line.__dict__.pop(_FORESEEN, None)


def counted_of(product_ids: Collection[int]) -> dict[int, Parts]:
    """Of those of the products that are kits counting their components: what one is put together from."""
    asked = [Asked(pk) for pk in kits.counted_by_components(product_ids)]
    made = zip(asked, kits.made_of(asked) if asked else (), strict=True)
    return {one.product_id: found.components for one, found in made if found.components and not found.missing}


def missing_of(line: OrderLine) -> list[str]:
    """Why the components of a kit are not known that should be counted, in words; mostly nothing."""
    if line.is_service or is_counted(line) or line.product_id not in _counted([line]):
        return []
    return _made([line])[0].missing


def _found(lines: Sequence[OrderLine]) -> list[tuple[OrderLine, Parts]]:
    goods = [line for line in lines if not line.is_service and not line.by_components]
    counted = _counted(goods)
    asked = [line for line in goods if line.product_id in counted]
    if not asked:
        return []
    return [(line, one.components) for line, one in zip(asked, _made(asked), strict=True) if not one.missing]


def _counted(lines: Sequence[OrderLine]) -> set[int]:
    """The products of these lines that count by components; no statement where the lines rode in with what is said of
    their kits (``loading.lines_of``) and the setting leaves kits whole."""
    ids = {line.product_id for line in lines}
    if settings.get(kits.WORKS_ON) != Kit.WorksOn.COMPONENTS and all("kit_works_on" in vars(line) for line in lines):
        return {line.product_id for line in lines if vars(line)["kit_works_on"] == Kit.WorksOn.COMPONENTS}
    return kits.counted_by_components(ids) if ids else set()


def _made(lines: Sequence[OrderLine]) -> list[Made]:
    """What these lines are put together from: with the sensor that each names, and as many as its name says."""
    texts = {line.text_id for line in lines if line.text_id}
    counts = dict(ProductText.objects.filter(pk__in=texts).values_list("pk", "sensor_count"))
    return kits.made_of(
        [Asked(line.product_id, line.auxiliary_attribute or None, counts.get(line.text_id)) for line in lines]
    )
