"""Customers' voice and products' risk are counted anew: at once where something was said or came back, at night where
time ran out for it. Who counts locks the figures first, so that two at once both count."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import structlog
from django.db import DatabaseError

from accounts.people import queries as people
from accounts.people.models import User
from common import errors
from common.operation import operation
from customers.models import Customer
from customers.voice import facts
from customers.voice import operations as voice
from customers.voice.models import CustomerNote, VoiceFacts
from orders.order.models import Order
from orders.voice import counting
from products.catalogue import operations as catalogue
from products.catalogue.models import Product, ProductRisk

log = structlog.get_logger(__name__)
TOGETHER = 200


@operation
def settle_customer(*, actor: User, customer_id: int, at: datetime) -> VoiceFacts:
    """Count a customer's answers, complaints and orders anew. ``actor`` is the machine, or whoever's operation this is
    part of."""
    facts.hold(customer_id, at)
    complaints, orders = counting.of_customer(customer_id, at)
    return voice.load_complaints(actor=actor, customer_id=customer_id, complaints=complaints, orders=orders, at=at)


@operation
def settle_products(*, actor: User, product_ids: Collection[int], at: datetime) -> int:
    """Weigh the troubles of products anew; returns of how many the risk changed."""
    if not product_ids:
        return 0
    since = counting.first_day(at)
    catalogue.hold_risks(product_ids, since, at)
    found = counting.of_products(product_ids, at)
    return catalogue.load_risks(actor=actor, troubles=found, since=since, at=at)


def hear(*, customer_id: int, order_id: int | None, at: datetime) -> None:
    """Something was said or came back (``orders.order.said``): the customer and the products of the order count anew,
    inside the operation that did it."""
    machine = people.system_user()
    settle_customer(actor=machine, customer_id=customer_id, at=at)
    if order_id is not None:
        settle_products(actor=machine, product_ids=counting.products_of(order_id), at=at)


def hear_note(*, note: CustomerNote, at: datetime) -> None:
    """A word of a customer was written down or taken back: the products of its order count anew."""
    if note.kind != CustomerNote.Kind.SATISFACTION or not note.order_number:
        return
    order_id = Order.objects.filter(number=note.order_number).values_list("pk", flat=True).first()
    if order_id is not None:
        settle_products(actor=people.system_user(), product_ids=counting.products_of(order_id), at=at)


def settle_all(*, at: datetime) -> int:
    """What time changed: customers and products whose figures are no longer what the rows say, each customer and each
    few products in a transaction of its own. Returns how many; a second run finds none."""
    machine, done = people.system_user(), 0
    for customer_id in _stale_customers(at):
        done += _try(settle_customer, actor=machine, customer_id=customer_id, at=at)
    stale = _stale_products(at)
    for start in range(0, len(stale), TOGETHER):
        some = stale[start : start + TOGETHER]
        done += len(some) if _try(settle_products, actor=machine, product_ids=some, at=at) else 0
    return done


def _try(call: Any, **what: Any) -> bool:
    try:
        call(**what)
    except (errors.DomainError, DatabaseError) as error:  # busy, merged: the next run finds it
        log.warning("voice_not_settled", error=str(error), **{name: str(one) for name, one in what.items()})
        return False
    return True


def _stale_customers(at: datetime) -> list[int]:
    names = ("answers", "score_sum", "last_answer_at", "complaints", "orders")
    kept = {row[0]: row[1:] for row in VoiceFacts.objects.values_list("customer", *names)}
    answers, others = facts.counted_answers(at), counting.of_customers(at)
    nothing = facts.answers_of({})
    now = {}
    for pk in {*answers, *others, *kept}:
        said = answers.get(pk, nothing)
        now[pk] = (said["answers"], said["score_sum"], said["last_answer_at"], *others.get(pk, (0, 0)))
    stale = [pk for pk, figures in now.items() if kept.get(pk) != figures]
    return sorted(Customer.objects.filter(pk__in=stale, merged_into=None).values_list("pk", flat=True))


def _stale_products(at: datetime) -> list[int]:
    names = ("complaints", "returns", "low_scores", "lines", "points", "rate", "product__risk")
    kept = {row[0]: row[1:] for row in ProductRisk.objects.values_list("product", *names)}
    now = counting.of_products([*kept], at) if kept else {}
    now |= counting.of_products(None, at)
    stale = [
        pk
        for pk, one in now.items()
        if kept.get(pk) != (one.complaints, one.returns, one.low_scores, one.lines, one.points, one.rate, str(one.risk))
    ]
    return sorted(Product.objects.filter(pk__in=stale, merged_into=None).values_list("pk", flat=True))
