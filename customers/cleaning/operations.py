"""Two records of one company become one (R262), and pairs of customers that are alike: searched over the whole
archive, and decided by a person."""

from collections.abc import Collection
from datetime import datetime

from accounts import policies as rights
from accounts.collaboration import operations as collaboration
from accounts.people.models import User
from common import editing, errors, events
from common.likeness import merging, pairs, searching
from common.likeness.models import DuplicatePair
from common.models import Job
from common.operation import operation
from customers import classes, policies
from customers import queries as customers
from customers.cleaning import queries
from customers.cleaning.registry import mergers
from customers.models import Address, Contact, Customer
from customers.operations import archive, standing
from segments.custom_fields import merging as custom_fields
from segments.custom_fields import values

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

    ``take``: the fields that the target gets from the source, custom ones as ``custom.<key>``; None: those that it does
    not have itself. Limits, block and people in charge stay the target's. ``version``: of the source, as the caller
    saw it.

    Raises NotFound, NotAllowed, Stale, Invalid (a field that cannot be chosen), Conflict with everything that stands
    in the way.
    """
    source, target = _lock_both(actor, source_id, target_id)
    policies.require(actor, queries.MERGE, source)
    policies.require(actor, queries.MERGE, target)
    editing.require_seen(source, version)
    merging.require_free(preview := queries.preview(actor, source, target))
    wanted = merging.wanted(preview.choices, take, queries.choosable(actor))
    for merger in mergers.values():
        merger.move(actor=actor, source=source, target=target, at=at)
    _move_own_rows(source, target)
    _complete(actor, source, target, wanted, at)
    source.merged_into, source.is_active = target, False
    source.version += 1
    source.updated_at = at
    source.save(update_fields=["merged_into", "is_active", "version", "updated_at"])
    events.record("customer.merged", source, at=at, number=source.code, into=target.pk, into_code=target.code)
    events.record(
        "customer.merged_from", target, at=at, number=target.code, source=source.pk, code=source.code, fields=wanted
    )
    return target


def _lock_both(actor: User, source_id: int, target_id: int) -> tuple[Customer, Customer]:
    pair = Customer.objects.filter(pk__in=(source_id, target_id))
    heads = {pk for pk in pair.values_list("group_id", flat=True) if pk}
    everybody = Customer.objects.filter(pk__in={source_id, target_id, *heads})  # by pk, the heads among them
    list(everybody.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    found = {pk: customers.lock_any(actor=actor, customer_id=pk) for pk in (source_id, target_id)}
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


def _complete(actor: User, source: Customer, target: Customer, wanted: Collection[str], at: datetime) -> None:
    target.refresh_from_db()
    target.custom = custom_fields.taken(actor, values.CUSTOMER, source, target, wanted)
    columns = merging.take(source, target, [name for name in wanted if name in queries.CHOICES])
    for name in ("notes", "preferences"):
        setattr(target, name, "\n\n".join(filter(None, [getattr(target, name), getattr(source, name)])))
    customers.set_search(target)
    target.version += 1
    target.updated_at = at
    derived = ("name_key", "search_text", "search_grams", "version", "updated_at")
    written = [*columns, "custom", "notes", "preferences", *derived]
    archive.save_classified(target, written, at, is_changed=bool(set(classes.TEXTS).intersection(columns)))


# --- pairs ------------------------------------------------------------------------------------------


@operation
def search_duplicates(*, actor: User, at: datetime) -> Job:
    """Have the whole archive searched for customers that are alike, by a worker; the job says how far it is and in the
    end how many pairs are to be decided. What was said to be two stays so. Raises NotAllowed."""
    rights.require(actor, queries.MERGE)
    return searching.ask(queries.KIND, actor_id=actor.pk, at=at)


@operation
def decide_pair(*, actor: User, pair_id: int, are_two: bool, at: datetime) -> DuplicatePair:
    """Say that two customers that are alike are not the same, or take that back. Raises NotFound (also where one is
    not the actor's), NotAllowed."""
    pair = pairs.get_pair(queries.KIND, pair_id)
    two = list(policies.visible_to(actor).filter(pk__in=(pair.low, pair.high)).order_by("pk"))
    if len(two) != 2:
        raise errors.NotFound()
    for customer in two:
        policies.require(actor, queries.MERGE, customer)
    pairs.decide(pair, are_two=are_two, actor_id=actor.pk, at=at)
    kind = "customer.not_the_same" if are_two else "customer.perhaps_the_same"
    for customer, other in (two, two[::-1]):
        events.record(kind, customer, at=at, number=customer.code, other=other.pk, other_code=other.code)
    return pair
