"""Pairs of customers that are alike: searched over the whole archive, and decided by a person."""

from collections.abc import Iterator
from datetime import datetime

from accounts import policies as rights
from accounts.people.models import User
from common import errors, events
from common.likeness import pairs
from common.operation import operation
from customers import policies
from customers.cleaning import alike, queries
from customers.models import Customer


@operation
def search_duplicates(*, actor: User, at: datetime) -> int:
    """Search the whole archive for customers that are alike; returns how many pairs are to be decided. What was said
    to be two stays so. Raises NotAllowed."""
    rights.require(actor, queries.MERGE)
    count = pairs.search_anew(queries.KIND, _keys(), alike.WEIGHTS)
    events.record("customer.duplicates_searched", at=at, rows=count)
    return count


def _keys() -> Iterator[tuple[int, list[tuple[str, str]]]]:
    columns = ("code", "name", "short_name", "english_name", "tax_number")
    for customer in Customer.objects.filter(merged_into=None).only(*columns).iterator(chunk_size=2000):
        yield customer.pk, list(alike.keys_of(customer))


@operation
def decide_pair(*, actor: User, pair_id: int, are_two: bool, at: datetime) -> None:
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
