"""An order with everything that its page and its answers name beside it, in one statement.

Joining twelve related rows costs more to plan than to run; so people, parties and steps ride along as
small JSON values, and ``prime`` hangs them on the order where the foreign keys look for them.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import JSONField, Model, QuerySet
from django.db.models.expressions import RawSQL

from accounts.people.models import User
from customers.models import Customer
from orders.order.models import Order, OrderStep

JOINED = ("customer", "order_type", "department", "payment_term")
PEOPLE = ("salesperson", "executing_owner", "created_by", "frozen_by")
PARTIES = ("bill_to", "ship_to", "agent")
_UNREAD = ("customer__search_text", "customer__search_grams")


def _rows(columns: Iterable[str], source: str) -> RawSQL:
    """The rows of ``source`` as one JSON array. Written as SQL: the ORM needs longer to compose these than
    the database to run them."""
    pairs = ", ".join(f"'{name}', x.{name}" for name in columns)
    return RawSQL(f"(SELECT jsonb_agg(jsonb_build_object({pairs})) FROM {source})", [], output_field=JSONField())  # noqa: S611


_PEOPLE_JSON = _rows(
    ("id", "name", "username", "is_active", "department_id"),
    "accounts_user x WHERE x.id IN (orders_order.salesperson_id, orders_order.executing_owner_id,"
    " orders_order.created_by_id, orders_order.frozen_by_id)"
    " OR x.id IN (SELECT actor_id FROM orders_orderstep WHERE order_id = orders_order.id)",
)
_PARTIES_JSON = _rows(
    ("id", "code", "name", "short_name", "group_id"),
    "customers_customer x WHERE x.id IN (orders_order.bill_to_id, orders_order.ship_to_id, orders_order.agent_id)",
)
_STEPS_JSON = _rows(
    ("id", "move", "from_status", "to_status", "actor_id", "at", "reason"),
    "(SELECT * FROM orders_orderstep WHERE order_id = orders_order.id ORDER BY id) x",
)


def whole_orders() -> QuerySet[Order]:
    """Orders with all they name; call ``prime`` on what comes out. May be locked with ``of=("self",)``."""
    return (
        Order.objects.select_related(*JOINED)
        .defer(*_UNREAD)
        .annotate(people_json=_PEOPLE_JSON, parties_json=_PARTIES_JSON, steps_json=_STEPS_JSON)
    )


def prime(order: Order) -> Order:
    """Hang people, parties and steps on an order from ``whole_orders``; the steps as ``loaded_steps``."""
    people = {row["id"]: _partial(User, row) for row in _rows_of(order, "people_json")}
    parties = {row["id"]: _partial(Customer, row) for row in _rows_of(order, "parties_json")}
    parties[order.customer_id] = order.customer
    hang(order, PEOPLE, people)
    hang(order, PARTIES, parties)
    order.loaded_steps = []
    for row in _rows_of(order, "steps_json"):
        step = OrderStep(**{**row, "at": datetime.fromisoformat(row["at"]), "order_id": order.pk})
        step._state.adding = False
        hang(step, ("actor",), people)
        order.loaded_steps.append(step)
    return order


def _rows_of(order: Order, name: str) -> list[dict[str, Any]]:
    return order.__dict__.pop(name) or []


def hang(row: Any, names: Iterable[str], found: dict[Any, Any]) -> None:
    """Give foreign keys their rows where these are at hand; the others are read when somebody asks."""
    for name in names:
        key = getattr(row, f"{name}_id")
        if key is None or key in found:
            setattr(row, name, found.get(key))


def _partial(model: type[Model], row: dict[str, Any]) -> Any:
    """A row that knows these columns and reads the others when somebody asks."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in row]  # jsonb sorts keys its way
    return model.from_db(None, names, [row[name] for name in names])
