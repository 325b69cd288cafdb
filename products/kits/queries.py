"""What kits are put together from, which of them are counted by their components, how many can be built.

Reads over all rows, for rules and for pages: a product is nobody's. The number of statements does not grow with the
number of kits.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, keyset, settings
from common.text import fold
from products import policies
from products.catalogue.models import Product, ProductText
from products.kits.models import Kit, KitComponent
from products.stock import queries as stock

WORKS_ON = "products.kits_work_on"
KIT_TAG, SENSOR_TAG = "DIGITAL_KIT", "DIGITAL_SENSOR"
SORTS: dict[str, keyset.Sort] = {"code": keyset.Sort("code", descending=False)}
Components = list[tuple[int, Decimal]]


@dataclass(frozen=True)
class Asked:
    """A kit as a line orders it; None: as the product itself says."""

    product_id: int
    auxiliary_attribute: str | None = None
    sensor_count: int | None = None


@dataclass(frozen=True)
class Made:
    """What one kit is put together from: (product id, pieces in one kit). ``sensor_id`` is the connected sensor among
    them, ``missing`` says what could not be found, ``is_own``: a person said so."""

    components: Components
    sensor_id: int | None = None
    missing: list[str] = field(default_factory=list)
    is_own: bool = False


def components_of(
    product: Product, auxiliary_attribute: str | None = None, sensor_count: int | None = None
) -> Components:
    """(product id, pieces in one kit), empty for what is no kit. A line may choose another sensor by its auxiliary
    attribute and another number of them."""
    return made_of([Asked(product.pk, auxiliary_attribute, sensor_count)])[0].components


def made_of(asked: Sequence[Asked]) -> list[Made]:
    """The same of many kits, in their order, in four statements."""
    ids = {one.product_id for one in asked}
    own: dict[int, list[KitComponent]] = defaultdict(list)
    for component in KitComponent.objects.filter(kit_id__in=ids).order_by("pk"):
        own[component.kit_id].append(component)
    texts = {text.product_id: text for text in _kit_texts(ids)}
    wanted = {fold(_attribute(one, texts.get(one.product_id))) for one in asked}
    sensors = find_sensors(wanted - {""})
    return [_made(one, own.get(one.product_id, []), texts.get(one.product_id), sensors) for one in asked]


def counted_by_components(product_ids: Collection[int]) -> set[int]:
    """Those of the products that are kits whose stock, reservations and promises count their components."""
    said = dict(Kit.objects.filter(product_id__in=product_ids).exclude(works_on="").values_list("pk", "works_on"))
    by_components = {pk for pk, works_on in said.items() if works_on == Kit.WorksOn.COMPONENTS}
    if settings.get(WORKS_ON) == Kit.WorksOn.COMPONENTS:
        by_components |= kit_ids(product_ids) - said.keys()
    return by_components


def kit_ids(product_ids: Collection[int]) -> set[int]:
    """Those of the products that are kits: by their code, or because a person gave them components."""
    rows = _kits().filter(pk__in=product_ids)
    return set(rows.values_list("pk", flat=True))


def find_sensors(attributes: Iterable[str]) -> dict[str, int]:
    """{folded specification: the digital sensor that has it}; of several in use the first by code."""
    rows = Product.objects.filter(
        text__specification_folded__in=[fold(one) for one in attributes],
        text__tags__contains=[SENSOR_TAG],
        is_active=True,
    )
    found: dict[str, int] = {}
    for folded, pk in rows.order_by("code").values_list("text__specification_folded", "pk"):
        found.setdefault(folded, pk)
    return found


def products_of(product_ids: Iterable[int]) -> dict[int, Product]:
    """{id: product}, for showing."""
    return Product.objects.defer("search_text", "search_grams", "notes").in_bulk(list(product_ids))


@dataclass(frozen=True)
class Part:
    """A component as people see it: how much of it is there, and how many kits it is enough for."""

    product: Product
    quantity: Decimal
    available: Decimal
    is_sensor: bool

    @property
    def enough_for(self) -> Decimal:
        """Whole kits."""
        return (max(self.available, Decimal(0)) / self.quantity).to_integral_value(ROUND_FLOOR)


@dataclass(frozen=True)
class Figures:
    """A kit with its parts; ``buildable`` is what their stock is enough for, None where no part is known."""

    made: Made
    parts: list[Part]

    @property
    def buildable(self) -> Decimal | None:
        """Whole kits that can be built from what is available now."""
        return min((part.enough_for for part in self.parts), default=None)


def figures_of(product_ids: Sequence[int]) -> dict[int, Figures]:
    """Parts and what can be built, of each kit."""
    made = dict(zip(product_ids, made_of([Asked(pk) for pk in product_ids]), strict=True))
    ids = {pk for one in made.values() for pk, _quantity in one.components}
    products = products_of(ids)
    totals = stock.totals(ids)
    return {
        pk: Figures(
            one,
            [
                Part(products[part], quantity, totals[part].available, part == one.sensor_id)
                for part, quantity in one.components
            ],
        )
        for pk, one in made.items()
    }


def available(product_ids: Collection[int]) -> dict[int, Decimal]:
    """What nobody holds of each product; of kits that count their components as many as these are enough for."""
    free = {pk: one.available for pk, one in stock.totals(product_ids).items()}
    counted = sorted(counted_by_components(product_ids))
    for pk, figures in figures_of(counted).items() if counted else ():
        if figures.buildable is not None and not figures.made.missing:
            free[pk] = figures.buildable
    return free


def kits(actor: User) -> QuerySet[Product]:
    """Products that are kits, with what a person said of them; none for who may not see products. Page them with
    ``SORTS``."""
    rows = policies.visible(_kits(), actor, "product.view").select_related("kit", "text")
    return rows.defer("search_text", "search_grams", "notes")


def get_kit(actor: User, code: str) -> Product:
    """A kit by its code. Raises NotFound, also for a product that is none."""
    found = kits(actor).filter(code=code).first()
    if found is None:
        raise errors.NotFound()
    return found


def _kits() -> QuerySet[Product]:
    rows = Product.objects.filter(is_service=False, merged_into=None)
    return rows.filter(Q(text__tags__contains=[KIT_TAG]) | Q(kit__isnull=False))


def _kit_texts(product_ids: Collection[int]) -> list[ProductText]:
    """What the products show now, of those that the rules call kits."""
    rows = ProductText.objects.filter(current_of__in=product_ids, tags__contains=[KIT_TAG])
    return list(rows.only("product_id", "base_id", "base_code", "sensor_count", "auxiliary_attribute"))


def _attribute(one: Asked, text: ProductText | None) -> str:
    if one.auxiliary_attribute is not None:
        return one.auxiliary_attribute
    return text.auxiliary_attribute if text else ""


def _made(one: Asked, own: Sequence[KitComponent], text: ProductText | None, sensors: dict[str, int]) -> Made:
    attribute = _attribute(one, text)
    sensor = sensors.get(fold(attribute))
    count = one.sensor_count if one.sensor_count is not None else (text.sensor_count if text else None)
    if own:
        return _made_by_hand(one, own, text, sensor)
    if text is None:
        return Made([])
    components: Components = []
    missing: list[str] = []
    if text.base_id:
        components.append((text.base_id, Decimal(1)))
    else:
        missing.append(_("The base instrument %(code)s is no product.") % {"code": text.base_code})
    if not count:
        missing.append(_("Its name does not say how many sensors it has."))
    elif sensor is None:
        words = _("No digital sensor in use has the specification “%(text)s”.")
        missing.append(words % {"text": attribute} if attribute else _("It does not say which sensor it connects to."))
    else:
        components.append((sensor, Decimal(count)))
    return Made(components, sensor_id=sensor if count else None, missing=missing)


def _made_by_hand(one: Asked, own: Sequence[KitComponent], text: ProductText | None, sensor: int | None) -> Made:
    """What a person said, with the sensor that a line chose in place of the usual one."""
    usual = text.auxiliary_attribute if text else ""
    is_other = one.auxiliary_attribute is not None and fold(one.auxiliary_attribute) != fold(usual)
    sums: dict[int, Decimal] = {}
    missing: list[str] = []
    chosen = None
    for component in own:
        product_id, quantity = component.product_id, component.quantity
        if component.is_sensor:
            if is_other and sensor is None:
                words = _("No digital sensor in use has the specification “%(text)s”.")
                missing.append(words % {"text": one.auxiliary_attribute})
                continue
            product_id = sensor if is_other and sensor is not None else product_id
            quantity = Decimal(one.sensor_count) if one.sensor_count is not None else quantity
            chosen = product_id
        sums[product_id] = sums.get(product_id, Decimal(0)) + quantity
    return Made(list(sums.items()), sensor_id=chosen, missing=missing, is_own=True)
