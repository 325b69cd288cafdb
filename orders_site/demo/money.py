"""How customers of the demo company pay, and what is done once a month."""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from random import Random

from common import dates
from customers.models import Customer
from orders.lifecycle import operations as lifecycle
from orders.settlement.models import PlanRow
from orders_site.demo import deeds
from orders_site.demo.agenda import Life, after, working
from orders_site.demo.company import Company

ARCHIVE_AFTER_DAYS = 60


class Habit(Enum):
    """How many days after the due date a customer pays; GONE: he stopped paying some months ago."""

    PROMPT = (-3, 2)
    USUAL = (3, 15)
    SLOW = (15, 45)
    GONE = (5, 20)


def habit_of(rng: Random) -> Habit:
    """Most pay within two weeks."""
    return rng.choices(list(Habit), weights=(35, 45, 15, 5))[0]


def payments(company: Company, customer: Customer, habit: Habit) -> Life:
    """Once a month the customer pays what was due by then, as far as his habit goes."""
    rng, day = company.rng, company.rng.randint(5, 26)
    stops = company.now - timedelta(days=rng.randint(90, 150)) if habit is Habit.GONE else company.now
    at = working(company.begins + timedelta(days=day))
    while at <= stops:
        at = yield at
        due_by = dates.business_day(at) - timedelta(days=rng.randint(*habit.value))
        rows = list(
            PlanRow.objects.filter(order__customer=customer, due_date__lte=due_by, is_advance=False)
            .exclude(order__status__in=("DRAFT", "VOID"))
            .select_related("order")
            .order_by("order_id", "sequence")
        )
        rows = [row for row in rows if row.amount > row.received]
        if rows:
            deeds.pay(company, rows, at)
        at = after(at, rng, days=30)


def months(company: Company) -> Life:
    """Early in each month what was closed and paid long enough ago goes into the archive."""
    at = working(company.begins + timedelta(days=70))
    while True:
        at = yield at
        lifecycle.archive_due_orders(actor=company.staff["lin.xy"], at=at)
        at = after(at, company.rng, days=30)


def opening_stock(company: Company) -> list[tuple[int, int | None, Decimal]]:
    """What lay in the warehouses when the time began: little of what is dear, more of what goes every day."""
    rng = company.rng
    main, south = company.warehouses
    rows: list[tuple[int, int | None, Decimal]] = []
    for product in company.products.values():
        if product.is_service or not product.is_active:
            continue
        many = 400 if product.unit == "米" else max(3, min(80, int(60_000 / (product.list_price + 200))))
        rows.append((product.pk, main.pk, Decimal(rng.randint(many // 2, many))))
        if rng.random() < 0.2:
            rows.append((product.pk, south.pk, Decimal(rng.randint(2, max(2, many // 4)))))
    return rows
