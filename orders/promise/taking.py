"""Stock and days for an order that takes effect: reservations and promises written in one statement."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from accounts.people.models import User
from common import prepared
from orders.order.models import Order, OrderLine
from orders.promise import promising, reserving
from orders.promise.chain import Link

_WRITE = f"""
    WITH held AS ({reserving.ADD})
    INSERT INTO orders_promiseentry
        (order_id, line_id, promised_date, ship_date, reason, chain, parts, is_told, actor_id, at)
    SELECT %(order)s, line, day, ship, why, links::jsonb, '[]', false, %(actor)s, %(at)s
    FROM unnest(%(promised)s::bigint[], %(days)s::date[], %(ships)s::date[], %(reasons)s::text[], %(links)s::text[])
        AS v(line, day, ship, why, links)
"""


def reserve_and_promise(
    order: Order, lines: Sequence[OrderLine], *, actor: User, at: datetime, holds: Sequence[Link] = ()
) -> None:
    """Hold what there is for the lines that are supplied from stock, and promise a day for every open line
    (``reserving``, ``promising``). Sets ``reserved`` and ``promising.COLUMNS`` on the lines; the caller saves them."""
    held = reserving.take(order, reserving.by_themselves(lines))
    made = promising.decide(order, lines, at, holds)
    with connection.cursor() as cursor:
        prepared.execute(
            cursor,
            _WRITE,
            {
                **reserving.parameters(held, at),
                "order": order.pk,
                "actor": actor.pk,
                "promised": [one.line.pk for one in made],
                "days": [one.arrival for one in made],
                "ships": [one.ship_date for one in made],
                "reasons": [one.reason for one in made],
                "links": [json.dumps(one.links) for one in made],
            },
        )
