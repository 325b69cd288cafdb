"""What chance would not bring, or not on the right day: an order for each thing there is to be seen."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from common import errors
from orders.entry import drafting
from orders_site.demo import deeds, scenes
from orders_site.demo.agenda import Life, after
from orders_site.demo.baskets import draft_for, line
from orders_site.demo.company import Company

DRAFTS = (("33.017", 0), ("31.027", 1), ("44.023", 2), ("02.031", 4), ("37.012", 6), ("51.010", 9))
SENT_BACK = (
    ("35.033", 1, "新客户首单，附营业执照后再提交"),
    ("34.013", 3, "柱式传感器折扣超过权限，写明理由"),
    ("21.005", 6, "客户订单号与合同不一致，核对后重提"),
)
# submitted so many days ago and not decided: from two days on that is too late
WAITING = (
    *(("32.058", 0), ("33.045", 0), ("42.012", 0), ("35.026", 0), ("02.022", 1), ("12.010", 1)),
    *(("34.013", 2), ("36.003", 3), ("14.007", 4), ("50.007", 6)),
)
DUE_TODAY = ("34.006", "33.091", "44.035", "37.012", "53.002")
LATE = (("44.023", 3), ("41.013", 1), ("13.014", 2), ("32.037", 5), ("45.010", 9))
PARTLY_SHIPPED = {"44.023", "41.013"}
URGENT = (("31.036", 1), ("33.079", 2), ("11.008", 3))
FURTHER_ON = (("02.015", 12), ("02.044", 25), ("37.019", 30))


def lives(company: Company) -> Iterator[Life]:
    """All of them."""
    yield from (draft(company, code, days) for code, days in DRAFTS)
    yield empty_draft(company, "35.021", 1)
    yield incomplete_draft(company, "43.011", 3)
    yield long_draft(company, "33.021", 2)
    yield from (sent_back(company, *one) for one in SENT_BACK)
    yield from (waiting(company, code, days) for code, days in WAITING)
    yield from (due(company, code, 0) for code in DUE_TODAY)
    yield from (due(company, code, -days) for code, days in LATE)
    yield from (due(company, code, days, is_urgent=True) for code, days in URGENT)
    yield from (due(company, code, days) for code, days in FURTHER_ON)
    yield from (notice(company, code) for code in ("33.028", "44.029", "22.004"))
    yield short_of_goods(company, "12.016")
    yield service_only(company, "42.019", is_done=True)
    yield service_only(company, "15.003", is_done=False)
    for code, kind in (("33.042", "SAMPLE"), ("51.016", "LOAN"), ("31.031", "PROJECT"), ("33.051", "EXCHANGE")):
        yield of_type(company, code, kind)


def draft(company: Company, code: str, days: int) -> Life:
    """A draft that nobody has submitted yet."""
    customer = company.customers[code]
    at = yield company.ago(days, 15)
    drafting.create_order(actor=company.owner_of(customer), draft=draft_for(company, customer, at), at=at)


def empty_draft(company: Company, code: str, days: int) -> Life:
    """Somebody telephoned, and nothing but the customer was written down."""
    at = yield company.ago(days, 16)
    noted = draft_for(company, company.customers[code], at, notes="客户来电，规格待定，明天回复")
    noted.lines, noted.requested_date = [], None
    drafting.create_order(actor=company.staff["lin.xy"], draft=noted, at=at)


def incomplete_draft(company: Company, code: str, days: int) -> Life:
    """Price and day are still open."""
    customer, products = company.customers[code], company.products
    at = yield company.ago(days, 11)
    lines = [
        line(products["01.2.02.318-101"], 2, line_no=1),
        line(products["02.1.03.002"], 8, line_no=2, price=Decimal(0), notes="价格待客户确认"),
        line(products["05.3.01.004"], 2, line_no=3),
    ]
    noted = draft_for(company, customer, at, lines=lines)
    noted.requested_date = None
    drafting.create_order(actor=company.owner_of(customer), draft=noted, at=at)


def long_draft(company: Company, code: str, days: int) -> Life:
    """The yearly order of a distributor: two hundred lines."""
    customer = company.customers[code]
    at = yield company.ago(days, 10)
    goods = [one for one in company.shelf.everything if not one.is_service and one.unit != "米"]
    lines = [line(goods[number % len(goods)], 1 + number % 4, line_no=number + 1) for number in range(200)]
    noted = draft_for(company, customer, at, lines=lines, notes="年度备货单，逐行核对中")
    drafting.create_order(actor=company.staff["lin.xy"], draft=noted, at=at)


def sent_back(company: Company, code: str, days: int, reason: str) -> Life:
    """Sent back with a reason and not submitted again yet."""
    customer = company.customers[code]
    at = yield company.ago(days, 9.5)
    order = deeds.submitted(company.owner_of(customer), draft_for(company, customer, at), at)
    at = yield at + timedelta(hours=2)
    deeds.send_back(company, order.pk, reason, at)


def waiting(company: Company, code: str, days: int) -> Life:
    """Submitted and not decided yet; what credit does not bear stays a draft."""
    at = yield company.ago(days, 13.5)
    entered = draft_for(company, company.customers[code], at)
    try:
        order = deeds.submitted(company.staff["lin.xy"], entered, at)
    except errors.CreditExceeded:
        drafting.create_order(actor=company.staff["lin.xy"], draft=entered, at=at)
        return
    if days and order.number:  # those of today wait for the order desk
        deeds.verify(company, order.pk, at + timedelta(minutes=40))


def due(company: Company, code: str, in_days: int, *, is_urgent: bool = False) -> Life:
    """Promised for a day near today; of some a part went out already."""
    wanted = company.today + timedelta(days=in_days)
    order = yield from scenes.running(company, code, 26, requested_date=wanted, is_urgent=is_urgent)
    if order is not None and code in PARTLY_SHIPPED:
        at = yield company.ago(12)
        document = yield from scenes.shipped(company, order, scenes.share(order, Decimal("0.5")), at)
        yield from scenes.arrived(company, document)


def notice(company: Company, code: str) -> Life:
    """A delivery notice that the warehouse has not audited yet."""
    order = yield from scenes.running(company, code, 12, requested_date=company.today + timedelta(days=3))
    if order is not None:
        at = yield company.ago(0, 9)
        deeds.draft_delivery(company, order, scenes.whole(order), at)


def short_of_goods(company: Company, code: str) -> Life:
    """More sensors than there are: a shortage that purchasing sees."""
    lines = [
        line(company.products["02.1.03.003"], 260, line_no=1),
        line(company.products["01.2.04.213"], 2, line_no=2),
    ]
    wanted = company.today + timedelta(days=10)
    yield from scenes.effective(company, code, 4, lines=lines, requested_date=wanted)


def service_only(company: Company, code: str, *, is_done: bool) -> Life:
    """Calibration without goods: performed with its report, or half of it still to come."""
    lines = [
        line(company.products["09.1.02.003"], 1, line_no=1),
        line(company.products["09.1.03.004"], 1, line_no=2),
    ]
    order = yield from scenes.running(company, code, 20, order_type_code="SERVICE", lines=lines)
    if order is not None:
        at = yield company.ago(9)
        services = deeds.services_of(order.pk)
        for one in services if is_done else services[:1]:
            deeds.perform(company, order.pk, one, at)


def of_type(company: Company, code: str, kind: str) -> Life:
    """A sample, a loan, a project, and an exchange that has not gone out."""
    order = yield from scenes.running(company, code, 30, order_type_code=kind)
    if order is not None and kind != "EXCHANGE":
        at = yield after(company.ago(21), company.rng)
        document = yield from scenes.shipped(company, order, scenes.whole(order), at)
        yield from scenes.arrived(company, document)
