"""Stock and days for an order that takes effect: reservations and promises written in one statement."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from accounts.people.models import User
from common import prepared
from orders.order.models import Order, OrderLine
from orders.promise import promising, reserving

_WRITE = f"""
    WITH held AS ({reserving.ADD})
    INSERT INTO orders_promiseentry (order_id, line_id, promised_date, reason, is_told, actor_id, at)
    SELECT %(order)s, line, day, why, false, %(actor)s, %(at)s
    FROM unnest(%(promised)s::bigint[], %(days)s::date[], %(reasons)s::text[]) AS v(line, day, why)
"""


def reserve_and_promise(order: Order, lines: Sequence[OrderLine], *, actor: User, at: datetime) -> None:
    """Hold what there is and promise a day for every open line (``reserving``, ``promising``). Sets
    ``reserved``, ``promised_date`` and ``first_promised_date`` on the lines; the caller saves them."""
    held = reserving.take(order, lines)
    made = promising.decide(order, lines, at)
    with connection.cursor() as cursor:
        prepared.execute(
            cursor,
            _WRITE,
            {
                **reserving.parameters(held, at),
                "order": order.pk,
                "actor": actor.pk,
                "promised": [line.pk for line, _day, _why in made],
                "days": [day for _line, day, _why in made],
                "reasons": [why for _line, _day, why in made],
            },
        )
