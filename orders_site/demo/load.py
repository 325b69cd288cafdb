"""The demo company as a whole, in three steps: masters, the imported past, the life since.

Each step is a transaction of its own (the importer's are its own). A run that was interrupted is recognised
by its events and goes on with the step it did not finish.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import Enum
from random import Random

from django.db import transaction
from django.db.models import F

from accounts.people import queries
from accounts.people.models import User
from common import dates, events, invariants, operation
from common.models import Event, OutboxMessage
from customers.models import Customer
from orders_site.demo import (
    aftercare,
    aims,
    approvals,
    around,
    asked,
    books,
    catalogue,
    changing,
    collecting,
    confirming,
    drafts,
    earnings,
    foresight,
    freight,
    intake,
    lives,
    lookback,
    making,
    money,
    offers,
    opinions,
    own_fields,
    papers,
    partners,
    past,
    people,
    prices,
    repeats,
    ship_dates,
    shipments,
    showcase,
    subscriptions,
    supply,
    tasking,
    trouble,
    trust,
    voice,
)
from orders_site.demo.agenda import Agenda, is_working_day, working
from orders_site.demo.company import Company
from products.stock import operations as stock

SEED = 20_211
MONTHS = 37  # whole months in all: three years beside each other, and forecasts kept along the last of them;
LIVE_DAYS = 150  # of which so many days with this software; what lies before was imported
PAST_ORDERS = 1_340
LIVE_ORDERS = 180  # beside those of the showcase,
SHOWN_DAYS, BESIDE = 25, 0.4  # which brings most of what is new in the last days
# what a month is worth: quiet around New Year's feast, busy before the year ends
SEASON = (0.8, 0.45, 1.15, 1.1, 1.05, 1.0, 0.9, 0.9, 1.1, 0.95, 1.2, 1.25)
GROWTH = 1.15  # from year to year
BEGUN, IMPORTED, FILLED = "demo.begun", "demo.imported", "demo.filled"


class State(Enum):
    """How far the demo company is: not begun, begun or imported (interrupted), there, or another company's."""

    NONE = "none"
    BEGUN = BEGUN
    IMPORTED = IMPORTED
    FILLED = FILLED
    OTHERS = "others"


def state() -> State:
    """How far it is, by the marks that earlier runs left."""
    marks = set(Event.objects.filter(kind__in=(BEGUN, IMPORTED, FILLED)).values_list("kind", flat=True))
    for mark in (State.FILLED, State.IMPORTED, State.BEGUN):
        if mark.value in marks:
            return mark
    return State.OTHERS if Customer.objects.exists() else State.NONE


def load(*, now: datetime, tell: Callable[[str], None] = lambda text: None, scale: float = 1.0) -> None:
    """Make the company up to ``now``, or finish what an interrupted run began. ``scale`` 0.1 makes a tenth of
    the orders. Does nothing where the company is there, or where there are customers of somebody else."""
    operation.set_origin("command", "")
    reached = state()
    if reached in (State.FILLED, State.OTHERS):
        return
    begins = working(dates.day_start(dates.business_day(now) - timedelta(days=LIVE_DAYS)))
    before = working(begins - timedelta(days=4))
    system = queries.system_user()
    if reached is State.NONE:
        with transaction.atomic():
            _enter_masters(before, now)
            _mark(actor=system, kind=BEGUN, at=before)
        tell("people, customers, products and stock are there")
    company = Company(begins=begins, agenda=Agenda(now), rng=Random(SEED))
    company.read()
    if reached in (State.NONE, State.BEGUN):
        first = first_day(dates.business_day(now))
        days = _days(company.rng, first, dates.business_day(before), round(PAST_ORDERS * scale))
        past.bring_in(company, system, days, before)
        _mark(actor=system, kind=IMPORTED, at=before)
        tell(f"{len(days)} orders of the past are imported")
    company.rng.seed(SEED + 1)
    with transaction.atomic():
        tasking.load(company, at=company.begins)
        _live(company, round(LIVE_ORDERS * scale))
        tasking.supply(company, at=now)
        tasking.check(company, at=now)
        tasking.look_back(company, at=now)
        prices.load(company, at=now)
        offers.load(company, at=now)
        approvals.load(company, at=now)
        trust.load(company, at=now)
        collecting.load(company, at=now)
        papers.load(company, at=now)
        repeats.load(company, at=now)
        freight.load(company, at=now)
        books.load(company, at=now)
        _letters_are_gone(now)
        people.want_mail(True, at=now)
        _mark(actor=system, kind=FILLED, at=now)
    papers.place(at=now)
    tell("the orders of the last months were lived through")
    earnings.settle(company, at=now)
    aims.settle(company, at=now)
    foresight.settle(company, at=now)
    subscriptions.settle(company, at=now)
    lookback.settle(company, at=now)
    broken = invariants.run(actor_id=system.pk, at=now).result["broken"]
    tell(f"what must hold was checked: {broken} broken")
    for refusal in company.agenda.refused:
        tell(f"one story ended early: {refusal}")


def first_day(today: date) -> date:
    """Where the books of the past begin: a month that is whole, so that it can be counted with."""
    months = today.year * 12 + today.month - 1 - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def _letters_are_gone(now: datetime) -> None:
    """What the past lived through told the outside world was told then: nobody gets a letter of last week today."""
    past = OutboxMessage.objects.filter(state=OutboxMessage.State.PENDING, created_at__lt=now)
    past.update(state=OutboxMessage.State.SENT, sent_at=F("due_at"))


def _enter_masters(at: datetime, now: datetime) -> None:
    staff, departments = people.load(at)
    own_fields.load(staff["admin"], at)
    catalogue.load(staff, at)
    catalogue.load_warehouses(staff, at)
    supply.load(staff, at)
    first = first_day(dates.business_day(now))
    partners.load(staff, departments, Random(SEED), first, at, now)
    stock.load_opening_stock(actor=staff["admin"], rows=money.opening_stock(), at=at, reason="期初库存")


def _live(company: Company, orders: int) -> None:
    """Put every life onto the agenda, and let time pass."""
    rng, first = company.rng, dates.business_day(company.begins)
    shown = company.today - timedelta(days=SHOWN_DAYS)
    for day in sorted(_days(rng, first, company.today, orders, shown)):
        at = dates.day_start(day) + timedelta(minutes=rng.randint(525, 1030))
        company.agenda.add(lives.ordinary(company, company.any_customer(), at))
    for life in (money.collection(company), money.months(company)):
        company.agenda.add(life)
    for part in (
        showcase,
        making,
        trouble,
        around,
        voice,
        opinions,
        ship_dates,
        shipments,
        confirming,
        intake,
        asked,
        aftercare,
        books,
        drafts,
        changing,
    ):
        for life in part.lives(company):
            company.agenda.add(life)
    company.agenda.run()


def _days(rng: Random, first: date, last: date, count: int, shown: date = date.max) -> list[date]:
    """So many working days by chance, with the seasons and some growth; fewer from the day on that others fill."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    days = [day for day in days if is_working_day(dates.day_start(day))]
    weights = [SEASON[day.month - 1] * GROWTH ** ((day - first).days / 365) for day in days]
    weights = [weight * (BESIDE if day > shown else 1) for day, weight in zip(days, weights, strict=True)]
    return rng.choices(days, weights=weights, k=count)


@operation.operation
def _mark(*, actor: User, kind: str, at: datetime) -> None:
    events.record(kind, at=at)
