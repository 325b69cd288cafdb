"""What imports bring for customers besides themselves: partners, contacts, addresses; many at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from common.rows import update_rows
from customers import policies, queries
from customers.models import Address, Contact, Customer
from customers.operations.archive import PARTNERS
from customers.operations.contacts import ADDRESS_FIELDS, CONTACT_FIELDS

R = TypeVar("R", Contact, Address)


@operation
def link_customers(*, actor: User, links: Mapping[int, Mapping[str, int | None]], at: datetime) -> None:
    """Point customers that were just loaded at their partners: customer id → {group, bill_to, ship_to, agent: id}.

    Nobody has traded with them yet, so no sums per credit holder move. Raises NotAllowed, Invalid for a head of a
    group that is a member itself, Conflict for a customer that was not loaded at this moment.
    """
    rows = _lock(actor, links)
    heads = {pk for link in links.values() if (pk := link.get("group"))}
    members = Customer.objects.filter(pk__in=heads, group__isnull=False)
    if members.exists() or any(links[pk].get("group") for pk in heads & links.keys()):
        raise errors.Invalid(fields={"group": [_("The head of a group cannot be a member of another one.")]})
    if any(row.created_at != at for row in rows):
        raise errors.Conflict()
    for row in rows:
        for name in PARTNERS:
            setattr(row, f"{name}_id", links[row.pk].get(name) or getattr(row, f"{name}_id"))
    update_rows(rows, PARTNERS)
    events.record("customer.loaded", at=at, rows=len(rows), fields=list(PARTNERS))


@operation
def load_contacts(*, actor: User, rows: Sequence[tuple[int, Mapping[str, Any]]], at: datetime) -> list[int]:
    """Add people at customers: (customer id, fields as in CONTACT_FIELDS) pairs; gives their ids.

    The caller has checked lengths. The first of a customer that has none, or the first marked so, is the default.
    Raises NotFound, NotAllowed (also where the actor sees contacts masked).
    """
    return _load(Contact, CONTACT_FIELDS, actor, rows, at)


@operation
def load_addresses(*, actor: User, rows: Sequence[tuple[int, Mapping[str, Any]]], at: datetime) -> list[int]:
    """The same for places of customers: fields as in ADDRESS_FIELDS."""
    return _load(Address, ADDRESS_FIELDS, actor, rows, at)


def _load(
    model: type[R],
    names: Collection[str],
    actor: User,
    rows: Sequence[tuple[int, Mapping[str, Any]]],
    at: datetime,
) -> list[int]:
    if not policies.sees_contacts(actor):
        raise errors.NotAllowed()
    customers = {row.pk: row for row in _lock(actor, {pk for pk, _fields in rows})}
    made = []
    for pk, fields in rows:
        row = model(customer=customers[pk])
        editing.assign(row, editing.as_columns(model, fields, names))
        made.append(row)
    having = model._default_manager.filter(customer__in=customers, is_active=True, is_default=True)
    _settle_defaults(made, set(having.values_list("customer_id", flat=True)))
    model._default_manager.bulk_create(made, batch_size=1000)
    events.record("customer.loaded", at=at, rows=len(made), what=str(model._meta.model_name))
    return [row.pk for row in made]


def _settle_defaults(made: Sequence[R], having: set[int]) -> None:
    """One default a customer: what stands, else the first marked so, else the first."""
    chosen: dict[int, R] = {}
    for wanted in (lambda row: row.is_default, lambda row: True):
        for row in filter(wanted, made):
            if row.customer_id not in having:
                chosen.setdefault(row.customer_id, row)
    for row in made:
        row.is_default = chosen.get(row.customer_id) is row


def _lock(actor: User, ids: Collection[int]) -> list[Customer]:
    """Customers that the actor may change, locked by pk. Raises NotFound, NotAllowed, WrongState (merged meanwhile)."""
    found = Customer.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    rows = list(found)
    if len(rows) != len(set(ids)):
        raise errors.NotFound()
    for row in rows:
        policies.require(actor, "customer.edit", row)
        queries.require_standing(row)
    return rows
