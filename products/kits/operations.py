"""Say what a kit is put together from, and what of it stock and promises count (SEMANTICS 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from products.catalogue import queries as catalogue
from products.catalogue import units
from products.catalogue.models import Product
from products.kits.models import Kit, KitComponent

MOST = 50


@dataclass(frozen=True)
class Component:
    """So many pieces of a product in one kit."""

    product_id: int
    quantity: Decimal
    is_sensor: bool = False


@operation
def save_kit(
    *,
    actor: User,
    product_id: int,
    at: datetime,
    components: Sequence[Component] | None = None,
    works_on: str | None = None,
    version: int | None = None,
) -> Kit:
    """Give a product its components (all of them; an empty list: again those of its code) and say what stock and
    promises count; None leaves either as it is. ``version``: of the kit as it was read, 0 for one that nobody touched.

    Raises NotAllowed, NotFound, Stale, Invalid with paths like ``components.1.product`` (a service, the kit itself, a
    kit inside a kit, twice the same, part of what is counted, more than one connected sensor).
    """
    rights.require(actor, "product.edit")
    product = catalogue.hold_standing(product_id)
    if product.is_service:
        raise errors.Invalid(fields={"product": [_("A service has no stock.")]})
    kit = Kit.objects.select_for_update(no_key=True).filter(pk=product_id).first() or Kit(product=product, version=0)
    if version is not None:
        editing.require_version(kit, version, {})
    if works_on is not None:
        kit.works_on = works_on
    if components is not None:
        _require_sound(product, components)
    kit.version += 1
    editing.check(kit, exclude=("product",))
    kit.save(force_insert=kit._state.adding)
    if components is not None:
        kit.components.all().delete()
        KitComponent.objects.bulk_create(
            KitComponent(kit=kit, product_id=one.product_id, quantity=one.quantity, is_sensor=one.is_sensor)
            for one in components
        )
    parts = [[one.product_id, str(one.quantity)] for one in components or ()]
    events.record("kit.saved", product, at=at, number=product.code, components=parts, works_on=kit.works_on)
    return kit


def _require_sound(product: Product, components: Sequence[Component]) -> None:
    wrong: dict[str, list[errors.Text]] = {}
    parts = Product.objects.in_bulk([one.product_id for one in components])
    nested = set(KitComponent.objects.filter(kit_id__in=parts).values_list("kit_id", flat=True))
    seen: set[int] = set()
    for place, one in enumerate(components, start=1):
        part = parts.get(one.product_id)
        if fault := _fault_of(part, product, nested, seen):
            wrong[f"components.{place}.product"] = [fault]
        elif one.quantity <= 0:
            wrong[f"components.{place}.quantity"] = [_("Enter more than zero.")]
        elif part and (part_fault := units.fault(part.unit, one.quantity)):
            wrong[f"components.{place}.quantity"] = [part_fault]
        seen.add(one.product_id)
    if components and (fault := _fault_of_all(product, components)):
        wrong["components"] = [fault]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _fault_of(part: Product | None, kit: Product, nested: set[int], seen: set[int]) -> errors.Text | None:
    if part is None or part.merged_into_id:
        return _("There is no such product.")
    if part.pk == kit.pk:
        return _("A kit is no component of itself.")
    if part.is_service:
        return _("A service has no stock.")
    if part.pk in nested:
        return _("This is a kit itself: name what it is put together from.")
    if part.pk in seen:
        return _("This component is named already.")
    return None


def _fault_of_all(product: Product, components: Sequence[Component]) -> errors.Text | None:
    if sum(one.is_sensor for one in components) > 1:
        return _("Only one component is the connected sensor.")
    if KitComponent.objects.filter(product=product).exists():
        return _("This is a component of another kit already.")
    if len(components) > MOST:
        return _("A kit has %(most)s components at most.") % {"most": MOST}
    return None
