"""How goods of the demo company reach their customers, and how its services are performed."""

from datetime import datetime, timedelta
from decimal import Decimal

from common import dates, errors
from orders.fulfilment.models import OutboundDocument
from orders.order.models import Order, OrderLine
from orders_site.demo import deeds
from orders_site.demo.agenda import Life, Step, after
from orders_site.demo.company import Company

Wanted = list[tuple[OrderLine, Decimal]]


def deliver(company: Company, order: Order, at: datetime) -> Step[datetime]:
    """For the requested day, one in five in two goes, one in eight late; gives the moment of the last audit."""
    rng = company.rng
    lines = deeds.goods_of(order.pk)
    ready = _ship_moment(company, order, at)
    for number, part in enumerate(_parts(company, lines) if lines else []):
        start = max(ready, at + timedelta(hours=2)) if number == 0 else at + timedelta(days=rng.randint(2, 6))
        at = yield after(start, rng)
        document = deeds.draft_delivery(company, order, part, at)
        at = yield after(at, rng, hours=rng.uniform(0.5, 7))
        left = yield from _audited(company, document, part, at)
        if left is None:
            return at
        at = left
        company.agenda.add(_signed(company, document, at))
    return at


def serve(company: Company, order: Order, at: datetime) -> Step[None]:
    """Each service of the order some days after the goods left."""
    for line in deeds.services_of(order.pk):
        at = yield after(at, company.rng, days=company.rng.randint(4, 14))
        try:
            deeds.perform(company, order.pk, line, at)
        except errors.CreditExceeded:
            return


def _ship_moment(company: Company, order: Order, at: datetime) -> datetime:
    """When the goods must leave to be there on the promised day; one in eight misses it by days."""
    rng = company.rng
    wanted = order.promised_date or order.requested_date
    if wanted is None:
        return at + timedelta(days=7)
    travel = 4 if order.currency_id == "CNY" else 30
    slack = rng.choice((0, 0, 1, 1, 2, 3)) if rng.random() > 0.12 else -rng.randint(2, 9)
    return at + timedelta(days=max(0, (wanted - dates.business_day(at)).days - travel - slack))


def _parts(company: Company, lines: list[OrderLine]) -> list[Wanted]:
    """What goes out when: mostly all at once, now and then in two goes."""
    if company.rng.random() > 0.2:
        return [[(line, line.open) for line in lines]]
    first: Wanted = []
    rest: Wanted = []
    for line in lines:
        share = line.open if company.rng.random() < 0.3 else (line.open / 2).to_integral_value()
        if share:
            first.append((line, share))
        if share < line.open:
            rest.append((line, line.open - share))
    return [part for part in (first, rest) if part]


def _audited(company: Company, document: OutboundDocument, part: Wanted, at: datetime) -> Step[datetime | None]:
    """The goods leave; while credit does not bear it they wait. None when they never left."""
    for _attempt in range(5):
        try:
            deeds.audit(company, document, part, at)
        except errors.CreditExceeded:
            at = yield after(at, company.rng, days=4)
        else:
            return at
    return None


def _signed(company: Company, document: OutboundDocument, at: datetime) -> Life:
    """Signed for some days later; abroad it takes a ship's time."""
    is_abroad = document.customer.currency_id != "CNY"
    at = yield after(at, company.rng, days=company.rng.randint(25, 40) if is_abroad else company.rng.randint(1, 4))
    deeds.sign(company, document, at)
