"""An order with everything that its page and its answers name beside it, in one statement.

Written as SQL: to compose these with twelve joins the ORM needs longer than the whole operation behind
them. People, parties, steps and masters ride along as small JSON values; ``prime`` hangs them on the
order where the foreign keys look for them, as rows that know these columns and read the others if asked.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from accounts.people.models import Department, User
from common import prepared
from common.rows import read_rows
from customers.models import Customer, PaymentTerm
from orders.order import arranging
from orders.order.models import Order, OrderLine, OrderStep, OrderType
from products.catalogue.models import Product

Row = TypeVar("Row", bound=Model)

PEOPLE = ("salesperson", "executing_owner", "created_by", "frozen_by")
PARTIES = ("bill_to", "ship_to", "agent")
PERSON = ("id", "name", "username", "is_active", "is_system", "department_id")
PARTY = (
    *("id", "code", "name", "short_name", "group_id", "owner_id", "department_id", "is_active", "is_blocked"),
    *("block_reason", "merged_into_id", "payment_term_id", "currency_id", "region", "province", "territory"),
    *("customer_class", "first_effective_at", "credit_grade"),
)
DEPARTMENT = ("id", "code", "name", "kind", "head_id", "path")
TYPE = ("id", "code", "name", "needs_approval", "ships", "invoices", "counts", "is_active")
TERM = ("id", "code", "name")
STEP = ("id", "move", "from_status", "to_status", "actor_id", "at", "reason")
_SEARCH = ("search_text", "search_grams")


def columns(model: type[Model], alias: str, *, leave_out: Sequence[str] = ()) -> str:
    """The columns of a model for a SELECT; those left out are read when somebody asks."""
    names = [field.column for field in model._meta.concrete_fields if field.attname not in leave_out]
    return ", ".join(f'{alias}."{name}"' for name in names)


def one_row(names: Iterable[str], source: str) -> str:
    """SQL of a row of ``source`` (a table named x and its condition) as JSON, NULL where there is none."""
    pairs = ", ".join(f"'{name}', x.{name}" for name in names)
    return f"(SELECT jsonb_build_object({pairs}) FROM {source})"


def _many_rows(names: Iterable[str], source: str) -> str:
    pairs = ", ".join(f"'{name}', x.{name}" for name in names)
    return f"(SELECT jsonb_agg(jsonb_build_object({pairs})) FROM {source})"


_PARTS = {
    "people_json": _many_rows(
        PERSON,
        "accounts_user x WHERE x.id IN (o.salesperson_id, o.executing_owner_id, o.created_by_id, o.frozen_by_id)"
        " OR x.id IN (SELECT actor_id FROM orders_orderstep WHERE order_id = o.id)"
        " OR x.id IN (SELECT closed_by_id FROM orders_orderline WHERE order_id = o.id)"
        " OR x.id IN (SELECT frozen_by_id FROM orders_orderline WHERE order_id = o.id)",
    ),
    "parties_json": _many_rows(
        PARTY, "customers_customer x WHERE x.id IN (o.customer_id, o.bill_to_id, o.ship_to_id, o.agent_id)"
    ),
    "steps_json": _many_rows(STEP, "(SELECT * FROM orders_orderstep WHERE order_id = o.id ORDER BY id) x"),
    "department_json": one_row(DEPARTMENT, "accounts_department x WHERE x.id = o.department_id"),
    "type_json": one_row(TYPE, "orders_ordertype x WHERE x.id = o.order_type_id"),
    "term_json": one_row(TERM, "customers_paymentterm x WHERE x.id = o.payment_term_id"),
}
_WHOLE = (
    f"SELECT {columns(Order, 'o')}, (SELECT x.version FROM orders_order x WHERE x.id = o.id) AS version_before,"
    f" {', '.join(f'{sql} AS {name}' for name, sql in _PARTS.items())}"
    " FROM orders_order o WHERE "
)
LOCKED = " FOR NO KEY UPDATE OF o"


def find(condition: str, parameters: Sequence[Any], *, lock: bool = False) -> Order | None:
    """The order that ``condition`` (over ``o``) names, with all it names itself; None where there is none."""
    found = read_rows(Order, _WHOLE + condition + (LOCKED if lock else ""), parameters)
    if found and found[0].__dict__.pop("version_before") != found[0].version:
        # somebody changed it while we waited for the lock: what rides along is older than the row itself
        return find("o.id = %s", [found[0].pk])
    return prime(found[0]) if found else None


def prime(order: Order) -> Order:
    """Hang what rode along on the order; its steps as ``loaded_steps``."""
    people = {row["id"]: partial(User, row) for row in take(order, "people_json") or ()}
    parties = {row["id"]: partial(Customer, _party(row)) for row in take(order, "parties_json") or ()}
    hang(order, PEOPLE, people)
    order.loaded_people = people
    hang(order, (*PARTIES, "customer"), parties)
    for name, model in (("department", Department), ("type", OrderType), ("term", PaymentTerm)):
        row = take(order, f"{name}_json")
        field = {"type": "order_type", "term": "payment_term"}.get(name, name)
        hang(order, (field,), {row["id"]: partial(model, row)} if row else {})
    order.loaded_steps = []
    for row in take(order, "steps_json") or ():
        step = partial(OrderStep, {**row, "at": datetime.fromisoformat(row["at"]), "order_id": order.pk})
        hang(step, ("actor",), people)
        order.loaded_steps.append(step)
    return order


def _party(row: Mapping[str, Any]) -> dict[str, Any]:
    first = row["first_effective_at"]
    return {**row, "first_effective_at": datetime.fromisoformat(first) if first else None}


def take(row: Model, name: str) -> Any:
    """What rode along under ``name``, taken off the row; None where it is not there."""
    return _decoded(row.__dict__.pop(name, None))


def _decoded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def hang(row: Any, names: Iterable[str], found: Mapping[Any, Any]) -> None:
    """Give foreign keys their rows where these are at hand; the others are read when somebody asks."""
    for name in names:
        key = getattr(row, f"{name}_id")
        if key is None or key in found:
            setattr(row, name, found.get(key))


def partial(model: type[Row], row: Mapping[str, Any]) -> Row:
    """A row that knows these columns and reads the others when somebody asks."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in row]
    return model.from_db(None, names, [row[name] for name in names])  # it wants them in the model's own order


# --- what a list names --------------------------------------------------------------------------

_AMONG = "WHERE x.id = ANY(%s::bigint[])"
LISTED = ("customer", "order_type", "salesperson", "executing_owner", "department")
_KINDS: dict[str, tuple[type[Model], str]] = {
    "customer": (Customer, _many_rows(("id", "code", "name", "short_name"), f"customers_customer x {_AMONG}")),
    "order_type": (OrderType, _many_rows(TYPE, f"orders_ordertype x {_AMONG}")),
    "department": (Department, _many_rows(DEPARTMENT, f"accounts_department x {_AMONG}")),
    "person": (User, _many_rows(PERSON, f"accounts_user x {_AMONG}")),
}


def name_related(orders: Iterable[Order], names: Sequence[str] = LISTED) -> None:
    """Hang on a page of orders the rows that it names, all kinds in one statement."""
    orders = list(orders)
    kinds = _kinds_of(names)
    found = {
        kind: {key: partial(_KINDS[kind][0], row) for key, row in rows.items()}
        for kind, rows in _read_kinds([vars(order) for order in orders], kinds).items()
    }
    for name, kind in kinds.items():
        for order in orders:
            hang(order, (name,), found[kind])


def named_by(orders: Sequence[Mapping[str, Any]]) -> dict[str, dict[int, dict[str, Any]]]:
    """The same for values of orders, as values: by foreign key, then by key."""
    kinds = _kinds_of(LISTED)
    found = _read_kinds(orders, kinds)
    return {name: found[kind] for name, kind in kinds.items()}


def _kinds_of(names: Iterable[str]) -> dict[str, str]:
    return {name: "person" if name in PEOPLE else name for name in names}


def _read_kinds(orders: Sequence[Mapping[str, Any]], kinds: Mapping[str, str]) -> dict[str, dict[int, dict[str, Any]]]:
    keys: dict[str, set[int]] = {kind: set() for kind in kinds.values()}
    for name, kind in kinds.items():
        keys[kind].update(filter(None, (order[f"{name}_id"] for order in orders)))
    if not any(keys.values()):
        return {kind: {} for kind in keys}
    with connection.cursor() as cursor:
        prepared.execute(cursor, f"SELECT {', '.join(_KINDS[kind][1] for kind in keys)}", [*map(list, keys.values())])
        answers = cursor.fetchone()
    return {
        kind: {row["id"]: row for row in _decoded(answer) or ()} for kind, answer in zip(keys, answers, strict=True)
    }


# --- lines and the credit holder ----------------------------------------------------------------

_OF_PRODUCT = ("is_active", "unit_cost", "floor_price", "pack_multiple", "minimum_quantity", "lead_time_days", "risk")
_LINES = (
    f"SELECT {columns(OrderLine, 'l')}, {', '.join(f'p.{name} AS product_{name}' for name in _OF_PRODUCT)},"
    " k.works_on AS kit_works_on"
    " FROM orders_orderline l JOIN products_product p ON p.id = l.product_id"
    " LEFT JOIN products_kit k ON k.product_id = l.product_id WHERE l.order_id = %s ORDER BY l.line_no"
)


def lines_of(order: Order) -> list[OrderLine]:
    """The lines by number; each knows its order, of its product whether it is sold, what it costs now and what it
    should be sold by and for, and as ``kit_works_on`` what was said of it as a kit, None where nothing was."""
    lines = read_rows(OrderLine, _LINES, [order.pk])
    for line in lines:
        line.order = order
        hang(line, ("closed_by", "frozen_by"), order.__dict__.get("loaded_people", {}))
        known: dict[str, Any] = {"id": line.product_id, "code": line.product_code}
        known |= {name: line.__dict__.pop(f"product_{name}") for name in _OF_PRODUCT}
        line.product = partial(Product, known)
    return arranging.arranged(lines)


_HOLDER = (
    f"SELECT {columns(Customer, 'c', leave_out=(*_SEARCH, 'name_key', 'preferences', 'notes'))}"
    " FROM customers_customer c WHERE c.id = {holder} FOR NO KEY UPDATE OF c"
)
_OF_ORDER = (
    "(SELECT coalesce(b.group_id, b.id) FROM orders_order o JOIN customers_customer b ON b.id = o.customer_id"
    " WHERE o.id = %s)"
)


def lock_holder(customer_id: int) -> Customer | None:
    """Lock a customer as credit holder."""
    return next(iter(read_rows(Customer, _HOLDER.format(holder="%s"), [customer_id])), None)


def lock_holder_of(order_id: int) -> Customer | None:
    """Lock the credit holder of an order's customer."""
    return next(iter(read_rows(Customer, _HOLDER.format(holder=_OF_ORDER), [order_id])), None)
