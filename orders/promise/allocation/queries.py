"""What the pages and the API of giving goods out anew show: plans with what a reader may not see of others left out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from common.errors import Text
from orders.order import policies
from orders.order import queries as orders
from orders.order.choices import AllocationRule
from orders.order.models import Order, OrderLine
from orders.promise import queries as promise
from orders.promise.allocation import plans
from orders.promise.allocation.plans import Change, Plan
from products.catalogue import queries as catalogue
from products.catalogue.choices import SupplyMode
from products.catalogue.models import Product
from products.stock import queries as stock

ZERO = Decimal(0)
MOST = 50  # products that are offered, and given out in one go


@dataclass(frozen=True)
class Contended:
    """A product that orders wait for while others hold some of it, or some of it is free."""

    product: Product
    short: Decimal
    lines: int
    held: Decimal
    free: Decimal


def contended(actor: User) -> list[Contended]:
    """The products worth a run, those most waited for first. Four statements."""
    rights.require(actor, plans.REALLOCATE)
    waiting = promise.short_lines().exclude(supply_mode=SupplyMode.MAKE)
    waiting = waiting.filter(is_frozen=False, order__is_frozen=False, by_components=False)
    sums = waiting.order_by().values("product_id").annotate(lacks=Sum("short"), count=Count("pk")).order_by("-lacks")
    found = {row["product_id"]: row for row in sums[: 4 * MOST]}
    held = plans.lines_of(found.keys()).order_by().values("product_id").annotate(held=Sum("reserved"))
    holds = {row["product_id"]: row["held"] for row in held}
    free = stock.totals(found.keys())
    products = {one.pk: one for one in Product.objects.filter(pk__in=found)}
    rows = [
        Contended(products[pk], row["lacks"], row["count"], holds.get(pk, ZERO), max(ZERO, free[pk].available))
        for pk, row in found.items()
    ]
    return [one for one in rows if one.held or one.free][:MOST]


@dataclass(frozen=True)
class Shown:
    """A change as a reader sees it: ``line`` is None where the order is another's business."""

    change: Change
    line: OrderLine | None
    rule: str
    rule_label: Text
    unit: str
    product: str


@dataclass(frozen=True)
class Preview:
    """A plan for showing, with how many promises get later and whether the reader may do it."""

    token: str
    rows: list[Shown]
    broken: int
    may: bool


def preview_run(actor: User, product_ids: Collection[int], today: date) -> Preview:
    """What a run over these products would do. Raises NotAllowed, Invalid (none, too many)."""
    rights.require(actor, plans.REALLOCATE)
    if not 0 < len(set(product_ids)) <= MOST:
        raise errors.Invalid(fields={"products": [_("Choose 1 to %(most)s products.") % {"most": MOST}]})
    return shown(actor, plans.plan_run(sorted(set(product_ids)), today))


def preview_move(actor: User, *, from_id: int, to_id: int, quantity: Decimal, today: date) -> Preview:
    """What moving goods from one line to another would do. Raises NotAllowed, NotFound, Invalid."""
    rights.require(actor, plans.REALLOCATE)
    return shown(actor, plans.plan_move(from_id, to_id, quantity, today))


def preview_taking(actor: User, line_id: int, today: date) -> Preview:
    """What covering a line from those that may lose would do. Raises NotFound."""
    return shown(actor, plans.plan_taking(line_id, today))


def shown(actor: User, plan: Plan) -> Preview:
    """A plan as ``actor`` sees it: of orders that are not his to see quantities and days only. One statement."""
    ids = {one.line.order_id for one in plan.changes}
    seen = set(policies.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    rows = [
        Shown(
            change=one,
            line=one.line if one.line.order_id in seen else None,
            rule=plans.rule_of(one.line),
            rule_label=AllocationRule(plans.rule_of(one.line)).label,
            unit=one.line.unit,
            product=one.line.product_code,
        )
        for one in plan.changes
    ]
    return Preview(plan.token, rows, len(plan.broken), rights.can(actor, plans.REALLOCATE))


def products_by_code(actor: User, codes: Collection[str]) -> list[int]:
    """The products with these codes. Raises Invalid for one that is not known."""
    found = []
    for code in dict.fromkeys(codes):
        product = catalogue.find_by_code(actor, code)
        if product is None:
            text = _("Nothing is known under “%(text)s”.")
            raise errors.Invalid(fields={"products": [text % {"text": code}]})
        found.append(product.pk)
    return found


def line_of(actor: User, order: Order, line_no: int) -> OrderLine:
    """A line of an order that the actor sees, where he may say what it wins or loses. Raises NotAllowed, NotFound."""
    rights.require(actor, plans.REALLOCATE)
    line = next((one for one in orders.lines_of(order) if one.line_no == line_no), None)
    if line is None:
        raise errors.NotFound()
    return line


def line_id(actor: User, reference: str, line_no: int) -> int:
    """The key of a line of an order the actor sees. Raises Invalid for the field ``line``."""
    rows = OrderLine.objects.filter(order__in=policies.visible_to(actor).values("pk"), order__number=reference)
    found = rows.filter(line_no=line_no).values_list("pk", flat=True).first()
    if found is None:
        raise errors.Invalid(fields={"line": [_("There is no such line.")]})
    return found


def holder(actor: User, line_id: int) -> OrderLine:
    """A line that holds goods, of an order the actor sees. Raises NotAllowed, NotFound."""
    rights.require(actor, plans.REALLOCATE)
    row = OrderLine.objects.filter(pk=line_id, order__in=policies.visible_to(actor).values("pk"), reserved__gt=0)
    row = row.filter(by_components=False)
    line = row.select_related("order__customer").first()
    if line is None:
        raise errors.NotFound()
    return line


def takers(actor: User, line: OrderLine) -> list[OrderLine]:
    """The lines of orders the actor sees that lack the same product, the most urgent first; ``short`` of each."""
    waiting = promise.list_shortages(actor).filter(product_id=line.product_id, by_components=False)
    waiting = waiting.filter(is_frozen=False, order__is_frozen=False)
    return sorted(waiting.exclude(pk=line.pk), key=promise.urgency)
