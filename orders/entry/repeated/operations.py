"""Order templates are saved from orders, used for new ones, and removed."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors, events, text
from common.operation import operation
from customers.models import PaymentTerm
from orders.entry import drafting, grid
from orders.entry.drafts import LINE_WORDS, LineDraft, OrderDraft
from orders.entry.repeated import queries
from orders.entry.repeated.models import OrderTemplate
from orders.order import queries as orders
from orders.order.models import Order, OrderLine, OrderType

# what a template takes of an order, besides its lines; parties, place and terms with its customer alone
_HEADER = (
    *("order_type_id", "delivery_method", "transport_mode", "payment_method", "channel", "form", "source_document"),
    *("contract_terms", "special_requirements", "tax_mode", "is_urgent"),
)
_OF_CUSTOMER = (
    *("payment_term_id", "invoice_kind", "invoice_title", "invoice_tax_number", "ship_address", "ship_recipient"),
    *("ship_phone", "contact_name", "contact_phone", "notes"),
)
_LINE = ("product_id", *LINE_WORDS, "is_gift")


@operation
def save_template(
    *, actor: User, order_id: int, name: str, is_shared: bool, for_customer: bool, at: datetime
) -> OrderTemplate:
    """Keep an order that the actor sees as a template; his template of the same name becomes this one. Raises NotFound,
    NotAllowed, Invalid."""
    rights.require(actor, "order.create")
    order = orders.get_order_by_id(actor=actor, order_id=order_id)
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise errors.Invalid(fields={"name": [_("Give it a name of at most 80 letters.")]})
    if fault := text.name_fault(name):
        raise errors.Invalid(fields={"name": [fault]})
    lines = [_kept(line) for line in orders.lines_of(order) if not line.gift_of_id]
    if not lines:
        raise errors.Invalid(fields={"name": [_("This order has no lines to keep.")]})
    columns = {
        "customer_id": order.customer_id if for_customer else None,
        "is_shared": is_shared,
        "header": {column: getattr(order, column) for column in (*_HEADER, *(_OF_CUSTOMER if for_customer else ()))},
        "lines": lines,
        "updated_at": at,
    }
    found = OrderTemplate.objects.select_for_update(no_key=True).filter(owner=actor, name=name).first()
    if found is None:
        found = OrderTemplate.objects.create(owner=actor, name=name, created_at=at, **columns)
    else:
        for column, value in columns.items():
            setattr(found, column, value)
        found.version += 1
        found.save(update_fields=[*columns, "version"])
    events.record("order_template.saved", found, at=at, name=name, source=order.reference)
    return found


def _kept(line: OrderLine) -> dict[str, Any]:
    own = {name: getattr(line, name) for name in _LINE if getattr(line, name)}
    return {**own, "quantity": f"{line.ordered.normalize():f}", "discount": f"{line.discount.normalize():f}"}


@operation
def remove_template(*, actor: User, template_id: int, at: datetime) -> None:
    """Remove a template of the actor's own. Raises NotFound, NotAllowed."""
    found = queries.lock_own(actor=actor, template_id=template_id)
    events.record("order_template.removed", found, at=at, name=found.name)
    found.delete()


@operation
def order_from_template(*, actor: User, template_id: int, customer_id: int | None, at: datetime) -> Order:
    """A new draft as the template says, for its customer or for the one that is named: prices, rates and parties are
    today's, dates are left open, what is out of use is left to master data. Raises NotFound, NotAllowed, Invalid."""
    found = queries.get_template(actor=actor, template_id=template_id)
    customer = found.customer_id or customer_id
    if customer is None:
        raise errors.Invalid(fields={"customer": [_("Choose a customer.")]})
    draft = OrderDraft(customer_id=customer, **_usable(found.header))
    known = grid.find_products(customer, {line["product_id"] for line in found.lines}, ())
    draft.lines = [_line(line) for line in found.lines if line["product_id"] in known]
    order = drafting.create_order(actor=actor, draft=draft, at=at)
    OrderTemplate.objects.filter(pk=found.pk).update(used=F("used") + 1)
    events.record("order.from_template", order, at=at, template=found.name)
    return order


def _usable(header: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in header.items() if value not in (None, "")}
    for name, model in (("order_type_id", OrderType), ("payment_term_id", PaymentTerm)):
        if name in kept and not model.objects.filter(pk=kept[name], is_active=True).exists():
            del kept[name]
    return kept


def _line(kept: Mapping[str, Any]) -> LineDraft:
    own = {name: value for name, value in kept.items() if name not in ("quantity", "discount")}
    return LineDraft(quantity=Decimal(kept["quantity"]), discount=Decimal(kept["discount"]), **own)
