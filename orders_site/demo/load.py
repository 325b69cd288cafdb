"""The demo company as a whole: loaded once, in one transaction."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from common import dates, operation
from customers.models import Customer
from orders_site.demo import catalogue, lives, money, partners, people
from orders_site.demo.agenda import Agenda, is_working_day, working
from orders_site.demo.company import Company
from products.stock import operations as stock

SEED = 20_211
ORDERS = 180
DAYS = 160
# what a month is worth: quiet around New Year's feast, busy before the year ends
SEASON = (0.8, 0.45, 1.15, 1.1, 1.05, 1.0, 0.9, 0.9, 1.1, 0.95, 1.2, 1.25)


def exists() -> bool:
    """Whether there are customers already, these or others."""
    return Customer.objects.exists()


def load(*, now: datetime, tell: Callable[[str], None] = lambda text: None, orders: int = ORDERS) -> Company:
    """Make the whole company up to ``now``. All or nothing: an interrupted run leaves nothing behind."""
    operation.set_origin("command", "")
    with transaction.atomic():
        company = found(now)
        tell("people, customers and products are there")
        begin(company, orders)
        company.agenda.run()
    return company


def found(now: datetime) -> Company:
    """The company before its first order."""
    rng = Random(SEED)  # noqa: S311 - chance, not secrecy
    begins = working(now - timedelta(days=DAYS))
    before = begins - timedelta(days=3)
    staff, departments = people.load(before)
    company = Company(
        staff=staff,
        departments=departments,
        products=catalogue.load(staff, before),
        partners=partners.load(staff, departments, rng, before, now),
        warehouses=catalogue.load_warehouses(staff, before),
        rng=rng,
        begins=begins,
        agenda=Agenda(now),
    )
    stock.load_opening_stock(
        actor=staff["admin"], rows=money.opening_stock(company), reason="期初库存", at=before
    )
    return company


def begin(company: Company, orders: int) -> None:
    """Put every life onto the agenda."""
    customers = company.partners.active()
    weights = [company.rng.paretovariate(1.3) for _customer in customers]
    for at in moments(company, orders):
        customer = company.rng.choices(customers, weights=weights)[0]
        company.agenda.add(lives.ordinary(company, customer, at))
    company.agenda.add(money.collection(company))
    company.agenda.add(money.months(company))


def moments(company: Company, count: int) -> list[datetime]:
    """So many moments of entry over the whole time, in office hours, with the seasons and some growth."""
    first, days, weights = dates.business_day(company.begins), list[date](), list[float]()
    for number in range((company.today - first).days + 1):
        day = first + timedelta(days=number)
        if is_working_day(dates.day_start(day)):
            days.append(day)
            weights.append(SEASON[day.month - 1] * (1 + 0.3 * number / DAYS))
    chosen = company.rng.choices(days, weights=weights, k=count)
    found = [dates.day_start(day) + timedelta(minutes=company.rng.randint(525, 1030)) for day in chosen]
    return sorted(at for at in found if at <= company.now)
