"""The header of an order as entered: defaults first, then what was given, then the checks."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.periods import queries as periods
from common import dates, errors, settings
from common.errors import Text
from common.models import Currency
from common.money import round2
from common.rows import read_rows
from customers import policies as customer_policies
from customers.models import Contact, Customer, PaymentTerm
from orders.entry.drafts import LONGEST, PEOPLE
from orders.order import loading, policies
from orders.order.models import Order, OrderType
from orders.order.reference import STANDARD

BACK_DAYS = "orders.entered_back_days"
Faults = dict[str, list[Text]]
PARTIES = ("bill_to_id", "ship_to_id", "agent_id")
_RELATIONS = tuple(field.name for field in Order._meta.concrete_fields if field.is_relation)


def assign(order: Order, columns: Mapping[str, Any]) -> list[str]:
    """Set the columns on ``order`` (does not save); returns those that really changed."""
    changed = [name for name, value in columns.items() if getattr(order, name) != value]
    for name in changed:
        setattr(order, name, columns[name])
    return changed


def check(
    order: Order, actor: User, changed: Iterable[str], at: datetime, *, allowed_people: Iterable[int | None] = ()
) -> None:
    """Raise Invalid, field by field, for what was entered: lengths, choices, digits, a day in a closed month, and rows
    that must exist.

    Only relations among ``changed`` are looked up. Giving the order to other people than ``allowed_people``
    (who it would go to anyway) asks for the right to reassign: raises NotAllowed.
    """
    changed = set(changed)
    faults: Faults = {}
    try:
        order.clean_fields(exclude=[*_RELATIONS, *_not_sent(order, changed)])
    except ValidationError as error:
        faults.update({name: list(texts) for name, texts in error.message_dict.items()})
    _check_amounts(order, changed, faults)
    _check_lengths(order, changed, faults)
    if "order_date" in changed:
        _check_day(order, faults, at)
    _check_parties(order, actor, changed, faults)
    _check_masters(order, changed, faults)
    _check_people(order, actor, changed, {*allowed_people, actor.pk}, faults)
    if faults:
        raise errors.Invalid(fields=faults)


def _not_sent(order: Order, changed: set[str]) -> list[str]:
    """The columns that nobody entered, and those left empty that may be."""
    columns = Order._meta.concrete_fields
    empty = {one.attname for one in columns if one.null and getattr(order, one.attname) is None}
    return [one.name for one in columns if one.attname not in changed or one.attname in empty]


def _check_amounts(order: Order, changed: set[str], faults: Faults) -> None:
    """Freight and reduction are paid in cents: less than one would be owed for ever."""
    for name in ("freight", "reduction"):
        amount = getattr(order, name)
        if amount < 0:
            faults.setdefault(name, []).append(_("Enter zero or more."))
        elif name in changed and name not in faults and amount != round2(amount):
            faults[name] = [_("Enter no more than two decimals.")]


def _check_lengths(order: Order, changed: set[str], faults: Faults) -> None:
    for name, most in LONGEST.items():
        if name in changed and len(getattr(order, name)) > most:
            faults[name] = [_("No more than %(most)s letters.") % {"most": most}]


def _check_day(order: Order, faults: Faults, at: datetime) -> None:
    """An order is dated when it is written (Q16); what was written elsewhere before is entered within a time."""
    today = dates.business_day(order.created_at)
    first = today - timedelta(days=int(settings.get(BACK_DAYS)))
    if order.order_date > today:
        faults["order_date"] = [_("Choose today or an earlier day.")]
    elif order.order_date < first:
        faults["order_date"] = [_("Choose %(day)s or a later day.") % {"day": first.isoformat()}]
    elif closed := periods.fault_of(order.order_date, at=at):
        faults["order_date"] = [closed]


def _check_parties(order: Order, actor: User, changed: set[str], faults: Faults) -> None:
    wanted = {name: getattr(order, name) for name in PARTIES if name in changed and getattr(order, name)}
    if not wanted:
        return
    seen = set(customer_policies.visible_to(actor).filter(pk__in=wanted.values()).values_list("pk", flat=True))
    # who pays or mediates for the customer by its own record may belong to somebody else
    own = Customer.objects.filter(pk=order.customer_id).values_list(*PARTIES, "group_id").first()
    for name, pk in wanted.items():
        if pk not in seen and pk not in (own or ()):
            faults[name.removesuffix("_id")] = [_("Choose a customer that is in use.")]


def _check_masters(order: Order, changed: set[str], faults: Faults) -> None:
    if "payment_term_id" in changed and (term_id := order.payment_term_id):
        if not PaymentTerm.objects.filter(pk=term_id, is_active=True).exists():
            faults["payment_term"] = [_("Choose payment terms that are in use.")]
    if "currency_id" in changed and not Currency.objects.filter(pk=order.currency_id, is_active=True).exists():
        faults["currency"] = [_("Choose a currency that is in use.")]
    if "contact_id" in changed and (contact_id := order.contact_id):
        if not Contact.objects.filter(pk=contact_id, customer_id=order.customer_id).exists():
            faults["contact"] = [_("Choose a contact of this customer.")]


def _check_people(order: Order, actor: User, changed: set[str], allowed: set[int | None], faults: Faults) -> None:
    given = {name: getattr(order, name) for name in PEOPLE if name in changed}
    others = {pk for pk in given.values() if pk not in allowed}
    if not others:
        return
    policies.require(actor, "order.reassign", order)
    people = User.objects.filter(pk__in=others - {None}, is_active=True, is_system=False)
    active = set(people.values_list("pk", flat=True))
    for name, pk in given.items():
        if pk in others and pk not in active:
            faults[name.removesuffix("_id")] = [_("Choose somebody who works here.")]


def out_of_use(order: Order, actor: User) -> set[str]:
    """The columns of a stored order that a new one of this actor cannot take over: what they name is out of use."""
    names = {*PARTIES, "payment_term_id", "currency_id", "contact_id"}
    faults: Faults = {}
    _check_parties(order, actor, names, faults)
    _check_masters(order, names, faults)
    if not order.order_type.is_active:
        faults["order_type"] = []
    return {f"{name}_id" for name in faults}


def find_type(code: str | None, pk: int | None = None) -> OrderType:
    """The order type by code or key; the standard one when neither is given. Raises Invalid."""
    found = read_rows(OrderType, _TYPE, {"id": pk, "code": code or STANDARD})
    if not found:
        raise errors.Invalid(fields={"order_type": [_("There is no order type “%(code)s”.") % {"code": code or ""}]})
    return found[0]


_TYPE = (
    f"SELECT {loading.columns(OrderType, 't')} FROM orders_ordertype t"
    " WHERE t.is_active AND CASE WHEN %(id)s::bigint IS NULL THEN t.code = %(code)s ELSE t.id = %(id)s END"
)


def department_of(person_id: int | None) -> int | None:
    """The department of a salesperson: where the order belongs when it is given to him."""
    if person_id is None:
        return None
    return User.objects.filter(pk=person_id).values_list("department_id", flat=True).first()
