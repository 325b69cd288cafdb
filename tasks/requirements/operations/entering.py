"""What is entered of a requirement: its shapes, and what is looked at before it is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.people.models import Department, User
from common import dates, errors, workdays
from orders.order import policies as order_policies
from orders.order import together
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Status
from products.catalogue import queries as catalogue
from products.catalogue import units
from products.catalogue.models import Product, Supplier
from tasks.requirements import needs, policies, queries
from tasks.requirements.choices import Kind
from tasks.requirements.models import Requirement, RequirementLine
from tasks.task.models import Task

ZERO = Decimal(0)
MOST = 200  # lines of one requirement
Key = tuple[int, int | None, int]  # order, line number, product


@dataclass(frozen=True)
class LineDraft:
    """Goods that are asked for: for a line of an order, for an order as a whole (material), or for stock.
    ``wording``: the customer's requirements in the words of who makes it; None: those of the order's line."""

    product_id: int
    quantity: Decimal
    needed_date: date
    order_id: int | None = None
    line_no: int | None = None
    specification: str = ""
    wording: str | None = None
    task_id: int | None = None


@dataclass(frozen=True)
class RequirementDraft:
    """A requirement as it is entered."""

    kind: str
    department_id: int
    lines: Sequence[LineDraft]
    supplier_id: int | None = None
    owner_id: int | None = None
    notes: str = ""


def set_head(requirement: Requirement, draft: RequirementDraft) -> None:
    """Set what stands at the head. Raises Invalid."""
    wrong: dict[str, list[errors.Text]] = {}
    department = Department.objects.filter(pk=draft.department_id, is_active=True).select_related("head").first()
    if department is None:
        wrong["department"] = [_("Choose a department of the list.")]
    if draft.kind not in Kind.values:
        wrong["kind"] = [_("Choose one of the list.")]
    supplier = None
    if draft.supplier_id is not None:
        supplier = Supplier.objects.filter(pk=draft.supplier_id, is_active=True).first()
        if supplier is None or draft.kind == Kind.MAKE:
            wrong["supplier"] = [
                _("Choose one of the list.") if supplier is None else _("Only what is bought has one.")
            ]
    owner = User.objects.filter(pk=draft.owner_id, is_active=True).first() if draft.owner_id is not None else None
    if owner is None and draft.owner_id is not None:
        wrong["owner"] = [_("Choose one of the list.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    requirement.kind, requirement.notes = draft.kind, draft.notes.strip()
    requirement.department, requirement.supplier, requirement.owner = department, supplier, owner  # type: ignore[assignment]


def lock_orders(actor: User, lines: Sequence[LineDraft]) -> dict[int, tuple[Order, list[OrderLine]]]:
    """The orders that are named, locked, with their lines. Raises NotFound, NotAllowed, WrongState."""
    named = {one.order_id for one in lines if one.order_id is not None}
    orders = together.lock_orders(named)
    by_order = together.lines_by_order(named)
    for order in orders.values():
        if not order_policies.can(actor, order_policies.VIEW, order) and not policies.can_ask_for(actor, order):
            raise errors.NotFound()
        policies.require_ask_for(actor, order)
        if order.status != Status.EFFECTIVE:
            raise errors.WrongState(
                _("Goods are asked for orders in force: %(order)s is not.") % {"order": str(order)},
                status=order.status,
                possible=[],
            )
    return {pk: (order, by_order[pk]) for pk, order in orders.items()}


def quantities(requirement: Requirement) -> dict[Key, Decimal]:
    """What this draft asks for so far, by (order, line, product)."""
    found: dict[Key, Decimal] = {}
    for one in RequirementLine.objects.filter(requirement=requirement, order__isnull=False):
        key = (one.order_id or 0, one.line_no, one.product_id)
        found[key] = found.get(key, ZERO) + one.quantity
    return found


def rows(
    drafts: Sequence[LineDraft],
    orders: dict[int, tuple[Order, list[OrderLine]]],
    own: dict[Key, Decimal],
    at: datetime,
) -> list[RequirementLine]:
    """The lines as rows. Raises Invalid."""
    if len(drafts) > MOST:
        raise errors.Invalid(_("A requirement has at most %(most)s lines.") % {"most": MOST}, fields={})
    asked = _others(orders.keys(), own)
    products = {pk: catalogue.hold_standing(pk) for pk in sorted({one.product_id for one in drafts})}
    tasks_known = set(
        Task.objects.filter(pk__in=[one.task_id for one in drafts if one.task_id]).values_list("pk", "order_id")
    )
    rows, today = [], dates.business_day(at)
    for place, one in enumerate(drafts, start=1):
        order, lines = orders[one.order_id] if one.order_id is not None else (None, [])
        line = next((row for row in lines if row.line_no == one.line_no), None)
        wrong = _faults(one, products[one.product_id], order, line, asked, today)
        if one.task_id and (one.task_id, one.order_id) not in tasks_known:
            wrong["task"] = [_("The order has no such task.")]
        if wrong:
            raise errors.Invalid(fields={f"lines.{place}.{name}": texts for name, texts in wrong.items()})
        wording = needs.wording(line) if one.wording is None and line is not None else one.wording or ""
        rows.append(
            RequirementLine(
                order=order,
                line_no=one.line_no,
                product=products[one.product_id],
                specification=(one.specification or (line.specification if line else "")).strip()[:120],
                wording=wording.strip(),
                quantity=one.quantity,
                needed_date=one.needed_date,
                task_id=one.task_id,
            )
        )
    return rows


def require_still_lacking(
    actor: User, requirement: Requirement, lines: Sequence[RequirementLine], at: datetime
) -> None:
    """What a locked draft asks for is still lacking, as when it was written. Raises as ``lock_orders``, and Invalid
    with paths like ``lines.3.quantity``."""
    drafts = [_as_draft(one) for one in lines if not one.is_ended]
    orders = lock_orders(actor, drafts)
    asked = _others(orders.keys(), quantities(requirement))
    today = dates.business_day(at)
    products = {one.product_id: one.product for one in lines}
    for place, one in enumerate(drafts, start=1):
        order, rows_of = orders[one.order_id] if one.order_id is not None else (None, [])
        line = next((row for row in rows_of if row.line_no == one.line_no), None)
        since = min(today, one.needed_date)  # goods that are late already are asked for all the same
        wrong = _faults(one, products[one.product_id], order, line, asked, since)
        if wrong:
            raise errors.Invalid(fields={f"lines.{place}.{name}": texts for name, texts in wrong.items()})


def _as_draft(line: RequirementLine) -> LineDraft:
    return LineDraft(line.product_id, line.quantity, line.needed_date, line.order_id, line.line_no)


def _others(order_ids: Collection[int], own: dict[Key, Decimal]) -> dict[Key, Decimal]:
    """What others than this draft ask for these orders."""
    return {key: one.quantity - own.get(key, ZERO) for key, one in queries.outstanding(order_ids).items()}


def _faults(
    one: LineDraft,
    product: Product,
    order: Order | None,
    line: OrderLine | None,
    asked: dict[Key, Decimal],
    today: date,
) -> dict[str, list[errors.Text]]:
    """What is wrong with a line; notes in ``asked`` what it takes."""
    wrong: dict[str, list[errors.Text]] = {}
    if product.is_service:
        wrong["product"] = [_("A service has no stock.")]
    if one.quantity <= ZERO:
        wrong["quantity"] = [_("Enter more than zero.")]
    elif fault := units.fault(product.unit, one.quantity):
        wrong["quantity"] = [fault]
    if one.needed_date < today:
        wrong["needed_date"] = [_("This day is over.")]
    elif fault := workdays.day_fault(one.needed_date):
        wrong["needed_date"] = [fault]
    if one.line_no is not None and (line is None or line.closure != Closure.OPEN):
        wrong["line_no"] = [_("The order has no such open line.")]
    if wrong or order is None or line is None:
        return wrong
    line.order = order
    lacks = needs.lacking(line).get(product.pk)
    if lacks is not None:  # other goods are material, of which nobody knows how much is needed
        key = (order.pk, line.line_no, product.pk)
        asked[key] = asked.get(key, ZERO) + one.quantity
        if asked[key] > lacks:
            text = _("The line lacks %(lacks)s, and %(asked)s would be asked for.")
            words = {"lacks": f"{lacks.normalize():f}", "asked": f"{asked[key].normalize():f}"}
            wrong["quantity"] = [text % words]
    return wrong
