"""Contacts and addresses of a customer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from customers import policies, queries
from customers.models import Address, Contact, Customer

CONTACT_FIELDS = ("name", "title", "phone", "email", "is_default")
ADDRESS_FIELDS = ("label", "recipient", "phone", "province", "city", "street", "postcode", "is_default")

R = TypeVar("R", Contact, Address)


@operation
def save_contact(
    *,
    actor: User,
    customer_id: int,
    at: datetime,
    contact_id: int | None = None,
    version: int | None = None,
    **fields: Any,
) -> Contact:
    """Add or change a person at the customer; the first one, or one marked so, is the default.

    ``version``: of the customer, as the caller saw it; it counts contacts and addresses too.
    Raises NotFound, NotAllowed (also where the actor sees contacts masked), Stale, WrongState (merged), Invalid.
    """
    customer = _lock_for_contacts(actor, customer_id, version)
    row = _get_or_new(Contact, customer, contact_id)
    return _save(row, customer, editing.as_columns(Contact, _trimmed(fields), CONTACT_FIELDS), at)


@operation
def remove_contact(*, actor: User, customer_id: int, contact_id: int, at: datetime, version: int | None = None) -> None:
    """The person is not offered any more; orders that name him keep him. Raises NotFound, NotAllowed, Stale,
    WrongState (merged)."""
    _remove(_get_or_new(Contact, _lock_for_contacts(actor, customer_id, version), contact_id), at)


@operation
def save_address(
    *,
    actor: User,
    customer_id: int,
    at: datetime,
    address_id: int | None = None,
    version: int | None = None,
    **fields: Any,
) -> Address:
    """Add or change a place of the customer; the first one, or one marked so, is the default.

    ``version``: of the customer. Raises NotFound, NotAllowed, Stale, WrongState (merged), Invalid.
    """
    customer = _lock_for_contacts(actor, customer_id, version)
    row = _get_or_new(Address, customer, address_id)
    return _save(row, customer, editing.as_columns(Address, _trimmed(fields), ADDRESS_FIELDS), at)


@operation
def remove_address(*, actor: User, customer_id: int, address_id: int, at: datetime, version: int | None = None) -> None:
    """The place is not offered any more. Raises NotFound, NotAllowed, Stale, WrongState (merged)."""
    _remove(_get_or_new(Address, _lock_for_contacts(actor, customer_id, version), address_id), at)


def _lock_for_contacts(actor: User, customer_id: int, version: int | None) -> Customer:
    customer = queries.lock_customer(actor=actor, customer_id=customer_id)
    policies.require(actor, "customer.edit", customer)
    if not policies.sees_contacts(actor):
        raise errors.NotAllowed()
    editing.require_seen(customer, version)
    return customer


def _get_or_new(model: type[R], customer: Customer, row_id: int | None) -> R:
    if row_id is None:
        return model(customer=customer)
    row = model._default_manager.filter(customer=customer, pk=row_id, is_active=True).first()
    if row is None:
        raise errors.NotFound()
    row.customer = customer
    return row


def _save(row: R, customer: Customer, columns: Mapping[str, Any], at: datetime) -> R:
    editing.assign(row, columns)
    editing.check(row, exclude=("customer",))
    others = type(row)._default_manager.filter(customer=customer, is_active=True).exclude(pk=row.pk)
    if row.is_default:
        others.filter(is_default=True).update(is_default=False)
    elif not others.filter(is_default=True).exists():
        row.is_default = True
    row.save()
    _count_up(customer, at)
    events.record(f"{_kind(row)}.saved", customer, at=at, number=customer.code, row=row.pk)
    return row


def _remove(row: R, at: datetime) -> None:
    was_default, row.is_active, row.is_default = row.is_default, False, False
    row.save(update_fields=["is_active", "is_default"])
    if was_default:
        following = type(row)._default_manager.filter(customer=row.customer, is_active=True).order_by("id").first()
        if following is not None:
            following.is_default = True
            following.save(update_fields=["is_default"])
    _count_up(row.customer, at)
    events.record(f"{_kind(row)}.removed", row.customer, at=at, number=row.customer.code, row=row.pk)


def retire(row: R, at: datetime) -> None:
    """The same within an operation that holds the customer locked, and asked for its own right."""
    _remove(row, at)


def _count_up(customer: Customer, at: datetime) -> None:
    customer.version += 1
    customer.updated_at = at
    customer.save(update_fields=["version", "updated_at"])


def _kind(row: R) -> str:
    return "contact" if isinstance(row, Contact) else "address"


def _trimmed(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
