"""What customers of the demo company said of their orders under the link that they got after delivery (R055)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from accounts.people.queries import system_user
from common.links.operations import Visitor
from orders.order.models import Order
from orders.order.states import Fulfilment, Origin
from orders.service import queries as service
from orders.service.satisfaction import operations, queries
from orders_site.demo.agenda import Life, working
from orders_site.demo.company import Company

_PHONE = Visitor("203.0.113.61", "Mozilla/5.0 (Linux; Android 14) WeChat/8.0")
_FIRST, _EVERY = timedelta(days=38), timedelta(days=9)  # when somebody asks, after the beginning, and again
_AT_ONCE = 4  # customers who are asked then
_SCORES, _HOW_MANY = (5, 4, 3, 2), (9, 7, 2, 1)
_WORDS = {
    5: ("", "交期准，包装好。", "标定证书齐全，现场一次装好。"),
    4: ("", "质量满意，发货前最好提前电话。", "交货及时。"),
    3: ("交货比要求晚了两天。", "说明书没有中文接线图。"),
    2: ("到货少一只接线盒，补发等了五天。", "联系售后两次才有人回电。"),
}
_SILENT = 0.25  # of those who are asked


def lives(company: Company) -> Iterator[Life]:
    """One. It takes no chances from the company's: the lives beside it would go otherwise."""
    yield _asking(company, Random(55))


def _asking(company: Company, rng: Random) -> Life:
    """Every week or two some of whom goods were signed for lately are asked; most answer within three days."""
    at, asked = working(company.begins + _FIRST), set[int]()
    while True:
        at = yield at
        for order in _signed(asked)[:_AT_ONCE]:
            asked.add(order.pk)
            contacts = service.contacts_of(order)
            if contacts:
                company.agenda.add(_answer(company, order.pk, contacts[0].email, contacts[0].name, at, rng))
        at = working(at + _EVERY)


def _signed(asked: set[int]) -> list[Order]:
    """The latest whose goods the customer has, and whom nobody asked."""
    found = Order.objects.filter(origin=Origin.NATIVE, signing=Fulfilment.FULL).exclude(pk__in=asked)
    return list(found.select_related("customer", "order_type").order_by("-pk")[:_AT_ONCE])


def _answer(company: Company, order_id: int, email: str, name: str, at: datetime, rng: Random) -> Life:
    at = yield at + timedelta(minutes=rng.randint(5, 90))
    desk = company.staff["lin.xy"]
    found = operations.ask_customer(actor=desk, order_id=order_id, recipient=email, days=30, at=at)
    if rng.random() < _SILENT:
        return
    score = rng.choices(_SCORES, weights=_HOW_MANY)[0]
    at = yield working(at + timedelta(hours=rng.randint(3, 60)))
    link = queries.KIND.link_of(found)
    if link is not None:
        operations.answer(
            actor=system_user(),
            link_id=link.pk,
            request_id=found.pk,
            score=score,
            name=name,
            visitor=_PHONE,
            goods=min(5, score + 1),
            delivery=score,
            service=min(5, score + rng.randint(0, 1)),
            words=rng.choice(_WORDS[score]),
            at=at,
        )
