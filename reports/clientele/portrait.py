"""One customer analysed (R254, R281): everything that the report and the panel on his page are drawn from."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from customers.models import Customer
from reports.clientele import liking, paying, portrait_reading, scope, thresholds, worth_reading
from reports.clientele.liking import Liked
from reports.clientele.paying import Paying
from reports.clientele.portrait_reading import Bought, Course, Habits, Place
from reports.clientele.rhythm import Rhythm, Signal
from reports.clientele.scope import Days
from reports.clientele.thresholds import Thresholds
from reports.figures import policies, queries
from reports.figures.answers import Answer
from reports.figures.measures import measures
from reports.figures.periods import Period, days_of
from reports.figures.question import Question
from reports.standard.reports import Wanted

TOP = 10
SERVICE = (
    *("on_time", "complaints", "complaint_rate", "returned", "return_rate"),
    *("exceptions", "changes", "satisfaction"),
)


@dataclass(frozen=True)
class Portrait:
    """``worth``: class and scores among all, None where too few ordered; ``service``: this period's figures and those
    of the one before; ``limits``: by what he is judged."""

    customer: Customer
    days: Days
    course: Course
    rhythm: Rhythm
    habits: Habits
    places: tuple[Place, Place]
    products: list[Bought]
    categories: list[Bought]
    paying: Paying
    service: tuple[Answer, Answer] | None
    liked: list[Liked]
    worth: tuple[int, int, int, int] | None
    limits: Thresholds

    @property
    def signal(self) -> Signal:
        """What his orders say."""
        orders, now = self.course.between(self.days.since, self.days.until)
        return self.rhythm.signal(orders, now, self.course.between(self.days.first, self.days.last)[1], self.limits)


def portrait(wanted: Wanted) -> Portrait:
    """All of ``wanted.customer``. Raises NotFound."""
    customer = scope.get_customer(wanted.actor, wanted.customer)
    days = scope.days_of(wanted)
    course = portrait_reading.course(wanted, days)
    everybody, limits = replace(wanted, customer=0), thresholds.current()
    return Portrait(
        customer=customer,
        days=days,
        course=course,
        rhythm=course.rhythm(days.until),
        habits=portrait_reading.habits(wanted, days.since, days.until),
        places=portrait_reading.places(wanted, days),
        products=portrait_reading.bought(wanted, days, "product_id", TOP),
        categories=portrait_reading.bought(wanted, days, "category_id", TOP),
        paying=paying.paying(wanted.actor, customer.pk, days.since, days.until, wanted.today),
        service=_service(wanted, days),
        liked=liking.liked(wanted, days, TOP),
        worth=worth_reading.one(everybody, days, customer.pk, limits),
        limits=limits,
    )


def _service(wanted: Wanted, days: Days) -> tuple[Answer, Answer] | None:
    seen = tuple(code for code in SERVICE if policies.sees(wanted.actor, measures[code]))
    if not seen:
        return None

    def ask(since: date, until: date) -> Answer:
        asked = Question(seen, since, until, filters={"customer": (str(wanted.customer),)})
        return queries.ask(actor=wanted.actor, asked=asked, today=wanted.today)

    return ask(days.since, days.until), ask(days.first, days.last)


# --- the panel on his page --------------------------------------------------------------------


@dataclass(frozen=True)
class Glance:
    """The few figures of the panel: the last twelve months against the twelve before. ``now`` and ``before`` are None
    for who does not see amounts, ``product`` 0 where he bought none."""

    customer: Customer
    days: Days
    rhythm: Rhythm
    orders: int
    orders_before: int
    now: Decimal | None
    before: Decimal | None
    signal: Signal | None
    limits: Thresholds
    product: int


def glance(*, actor: User, customer_id: int, today: date) -> Glance:
    """What the panel shows. Raises NotAllowed, NotFound."""
    policies.require_view(actor)
    customer = scope.get_customer(actor, customer_id)
    wanted = last_year_of(actor, customer.pk, today)
    days = scope.days_of(wanted)
    course = portrait_reading.course(wanted, days)
    found = course.rhythm(days.until)
    (orders, now), (orders_before, before) = (
        course.between(days.since, days.until),
        course.between(days.first, days.last),
    )
    top = portrait_reading.bought(wanted, days, "product_id", 1)
    sees, limits = scope.sees_amounts(actor), thresholds.current()
    return Glance(
        customer=customer,
        days=days,
        rhythm=found,
        orders=orders,
        orders_before=orders_before,
        now=now if sees else None,
        before=before if sees else None,
        signal=found.signal(orders, now, before, limits) if sees and found.days else None,
        limits=limits,
        product=top[0].key if top and top[0].orders else 0,
    )


def last_year_of(actor: User, customer_id: int, today: date, **more: Any) -> Wanted:
    """The analysis of a customer over the last twelve months."""
    since, until = days_of(Period.LAST_12_MONTHS, today)
    period = Period.LAST_12_MONTHS.value
    return Wanted(actor, today, since, until, period=period, customer=customer_id, **more)
