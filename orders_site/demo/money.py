"""How customers of the demo company pay, and what is done once a month."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from random import Random

from django.db.models import F

from common import dates
from orders.lifecycle import operations as lifecycle
from orders.settlement.models import PlanRow
from orders_site.demo import deeds
from orders_site.demo.agenda import Life, after, working
from orders_site.demo.company import Company
from products.catalogue.models import Product
from products.stock.models import Warehouse

ARCHIVED_A_MONTH = 60  # the nightly job takes the rest


class Habit(Enum):
    """How many days after the due date a customer pays; GONE: he stopped paying some months ago."""

    PROMPT = (-3, 2)
    USUAL = (3, 15)
    SLOW = (15, 45)
    GONE = (5, 21)


def habit_of(rng: Random) -> Habit:
    """Most pay within two weeks."""
    return rng.choices(list(Habit), weights=(35, 45, 15, 5))[0]


def collection(company: Company) -> Life:
    """Twice a week the money comes in that customers had ready: all that one payer owes by then in one receipt."""
    habits = {one.pk: habit_of(company.rng) for one in company.customers.values()}
    gone_since = dates.business_day(company.now - timedelta(days=120))
    at = working(company.begins + timedelta(days=20))
    while True:
        at = yield at
        today = dates.business_day(at)
        ready: dict[tuple[int, str], list[PlanRow]] = {}
        for row in _due(today + timedelta(days=3)):
            habit = habits[row.order.customer_id]
            if habit is Habit.GONE and today > gone_since:
                continue
            if row.due_date and row.due_date + timedelta(days=_delay(habit, row)) <= today:
                payer_id = row.order.bill_to_id or row.order.customer_id
                ready.setdefault((payer_id, row.order.currency_id), []).append(row)
        for rows in ready.values():
            deeds.pay(company, rows, at)
        at = after(at, company.rng, days=3.5)


def _due(day: date) -> Iterator[PlanRow]:
    rows = PlanRow.objects.filter(due_date__lte=day, is_advance=False, amount__gt=F("received"))
    yield from rows.select_related("order").order_by("order_id", "sequence").iterator()


def _delay(habit: Habit, row: PlanRow) -> int:
    """Days after the due date, the same each time one asks."""
    first, last = habit.value
    return first + row.order_id * 7919 % (last - first + 1)


def months(company: Company) -> Life:
    """Early in each month what was closed and paid long enough ago goes into the archive."""
    at = working(company.begins + timedelta(days=70))
    while True:
        at = yield at
        lifecycle.archive_due_orders(actor=company.staff["lin.xy"], at=at, limit=ARCHIVED_A_MONTH)
        at = after(at, company.rng, days=30)


def opening_stock() -> list[tuple[int, int | None, Decimal]]:
    """What lay in the warehouses when the time began: little of what is dear, more of what goes every day."""
    rng = Random(7)
    main, south = Warehouse.objects.order_by("id")
    rows: list[tuple[int, int | None, Decimal]] = []
    for product in Product.objects.filter(is_service=False, is_active=True).order_by("id"):
        many = 400 if product.unit == "米" else max(3, min(80, int(60_000 / (product.list_price + 200))))
        rows.append((product.pk, main.pk, Decimal(rng.randint(many // 2, many))))
        if rng.random() < 0.2:
            rows.append((product.pk, south.pk, Decimal(rng.randint(2, max(2, many // 4)))))
    return rows
