"""A bench database: people, masters, N orders, tokens. ``python -m bench.world 100000`` makes one."""

import sys
import time
from dataclasses import dataclass

from bench import generate, masters


@dataclass(frozen=True)
class World:
    """What the workloads need: API tokens of a seller, his head and the order desk, and rows to name."""

    seller_token: str
    head_token: str
    desk_token: str
    seller_id: int
    session: str


def build(count: int) -> World:
    """Fill the (empty, migrated) database and return the keys to it; an already filled one is used again."""
    from accounts.people import queries as people
    from common import clock, operation
    from orders.order.models import Order

    actor = people.system_user()
    if not Order.objects.exists():
        started = time.monotonic()
        operation.in_operation(actor.pk, lambda: _fill(actor, count))
        _settle()
        print(f"{count} orders made in {time.monotonic() - started:.0f} s", flush=True)
    return _keys(clock.now())


def _fill(actor, count: int) -> None:
    from django.db import connection

    from accounts.people import operations as people
    from common import clock, dates
    from customers.models import PaymentTerm
    from orders.order.models import OrderType
    from products.stock.models import Warehouse

    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('orders.bulk', 'bench', true), set_config('statement_timeout', '0', true)")
        cursor.execute(generate.NUMBER_OF)
    department = people.create_department(actor=actor, code="BENCH", name="Bench", kind="SALES", parent_id=None, at=now)
    common = {
        "actor": actor,
        "department_id": department.pk,
        "password": None,
        "must_change_password": False,
        "at": now,
    }
    people.create_user(username="bench-head", name="Head", roles=["sales_manager"], **common)
    people.create_user(username="bench-desk", name="Desk", roles=["order_desk"], **common)
    sellers = [
        people.create_user(username=f"bench-{n}", name=f"Seller {n}", roles=["sales"], **common) for n in range(10)
    ]
    head = people_by_name("bench-head")
    people.update_department(actor=actor, department_id=department.pk, changes={"head_id": head.pk}, at=now)
    ids = [seller.pk for seller in sellers]
    term = PaymentTerm.objects.filter(is_active=True).order_by("id").first()
    masters.make(ids, department.pk, term.pk, now)
    warehouse = Warehouse.objects.filter(is_default=True).first() or Warehouse.objects.create(
        code="BENCH", name="Bench", is_default=True
    )
    generate.stock(warehouse.pk, actor.pk)
    kind = OrderType.objects.get(code="STANDARD")
    generate.orders(count, ids, department.pk, kind.pk, term.pk, dates.business_day(now))


def people_by_name(username: str):
    """A person by sign-in name."""
    from accounts.people.models import User

    return User.objects.get(username=username)


def _settle() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")


def _keys(now) -> World:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from accounts.people import queries as people
    from accounts.tokens import operations as tokens

    actor = people.system_user()
    seller, head, desk = (people_by_name(f"bench-{name}") for name in ("0", "head", "desk"))
    secrets = [
        tokens.issue_token(actor=actor, user_id=user.pk, name="bench", days=1, at=now)[1]
        for user in (seller, head, desk)
    ]
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(head.pk), head.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    return World(*secrets, seller_id=seller.pk, session=session.session_key or "")


if __name__ == "__main__":
    import django

    django.setup()
    print(build(int(sys.argv[1])))
