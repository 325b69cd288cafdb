"""Two records of one company become one (R262): the doubled one stays as a pointer to the other."""

from collections.abc import Collection
from datetime import datetime

from accounts.collaboration import operations as collaboration
from accounts.people.models import User
from common import editing, events
from common.likeness import merging
from common.operation import operation
from customers import policies, queries
from customers.cleaning import queries as cleaning
from customers.cleaning.registry import movers
from customers.models import Address, Contact, Customer
from customers.operations import standing

_PARTNERS = ("bill_to", "ship_to", "agent")


@operation
def merge_customers(
    *,
    actor: User,
    source_id: int,
    target_id: int,
    at: datetime,
    take: Collection[str] | None = None,
    version: int | None = None,
) -> Customer:
    """Move everything of ``source`` to ``target`` and leave ``source`` as a redirect; cannot be undone.

    ``take``: the fields that the target gets from the source; None: those that it does not have itself. Limits, block
    and people in charge stay the target's. ``version``: of the source, as the caller saw it.

    Raises NotFound, NotAllowed, Stale, Invalid (a field that cannot be chosen), Conflict (same one, already merged, one
    is in the other's group, different currencies).
    """
    source, target = _lock_both(actor, source_id, target_id)
    policies.require(actor, "customer.merge", source)
    policies.require(actor, "customer.merge", target)
    editing.require_seen(source, version)
    for fault in cleaning.faults(source, target):
        raise fault
    wanted = merging.wanted(merging.choices(source, target, cleaning.CHOICES), take, cleaning.CHOICES)
    for mover in movers.values():
        mover.move(actor=actor, source=source, target=target, at=at)
    _move_own_rows(source, target)
    _complete(source, target, wanted, at)
    source.merged_into, source.is_active = target, False
    source.version += 1
    source.updated_at = at
    source.save(update_fields=["merged_into", "is_active", "version", "updated_at"])
    events.record("customer.merged", source, at=at, number=source.code, into=target.pk, into_code=target.code)
    events.record("customer.merged_from", target, at=at, number=target.code, source=source.pk, code=source.code)
    return target


def _lock_both(actor: User, source_id: int, target_id: int) -> tuple[Customer, Customer]:
    pair = Customer.objects.filter(pk__in=(source_id, target_id))
    heads = {pk for pk in pair.values_list("group_id", flat=True) if pk}
    everybody = Customer.objects.filter(pk__in={source_id, target_id, *heads})  # by pk, the heads among them
    list(everybody.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    found = {pk: queries.lock_customer(actor=actor, customer_id=pk) for pk in (source_id, target_id)}
    return found[source_id], found[target_id]


def _move_own_rows(source: Customer, target: Customer) -> None:
    Contact.objects.filter(customer=source).update(customer=target, is_default=False)
    Address.objects.filter(customer=source).update(customer=target, is_default=False)
    for model in (Contact, Address):
        rows = model._default_manager.filter(customer=target, is_active=True)
        if not rows.filter(is_default=True).exists() and (first := rows.order_by("id").first()):
            rows.filter(pk=first.pk).update(is_default=True)
    collaboration.move_to(Customer._meta.label_lower, source.pk, target.pk)
    for relation in _PARTNERS:
        Customer.objects.filter(**{relation: source}).exclude(pk=target.pk).update(**{relation: target})
    for relation in _PARTNERS:
        Customer.objects.filter(**{"pk": target.pk, relation: source}).update(**{relation: None})
    Customer.objects.filter(merged_into=source).update(merged_into=target)
    if source.first_effective_at and source.last_effective_at:
        standing.note_effective_orders([(target.pk, source.first_effective_at, source.last_effective_at)])


def _complete(source: Customer, target: Customer, wanted: Collection[str], at: datetime) -> None:
    target.refresh_from_db()
    merging.take(source, target, wanted)
    target.custom = {**source.custom, **target.custom}
    if source.notes:
        target.notes = "\n\n".join(filter(None, [target.notes, source.notes]))
    if source.preferences:
        target.preferences = "\n\n".join(filter(None, [target.preferences, source.preferences]))
    queries.set_search(target)
    target.version += 1
    target.updated_at = at
    target.save()
