"""Orders that the company's five questions find (REQUIREMENTS 3.7), each with lines beside them that they leave out."""

from collections.abc import Iterator
from datetime import date, timedelta

from orders.entry.drafts import LineDraft
from orders_site.demo import scenes
from orders_site.demo.agenda import Life, after
from orders_site.demo.baskets import line
from orders_site.demo.company import Company

# the customers' own numbers of these orders
KITS, PROMOTED, EXPORTED, LATE = "ZZ-JBZ-0417", "ZYDB-1126", "TEJO-30T-88", "DGBZ-20931"


def lives(company: Company) -> Iterator[Life]:
    """All of them."""
    yield kits(company)
    yield promoted(company)
    yield exported(company)
    yield late(company)


def _lines(company: Company, *goods: tuple[str, int]) -> list[LineDraft]:
    return [line(company.products[code], count, line_no=place) for place, (code, count) in enumerate(goods, start=1)]


def kits(company: Company) -> Life:
    """Central China orders kits: one as the method wants it, one with an attribute of the old kind; and an instrument
    alone."""
    goods = _lines(company, ("01.2.02.318-101", 2), ("01.2.02.318-090", 1), ("01.2.02.318", 2))
    days = min(6, company.today.timetuple().tm_yday - 1)
    yield from scenes.effective(company, "43.015", days, lines=goods, customer_po_number=KITS)


def promoted(company: Company) -> Life:
    """Instruments under both promotions left last month, with their gifts; one under another, and one under none."""
    goods = _lines(company, ("00.2.15.006", 7), ("00.2.15.003", 2), ("00.2.15.008", 10), ("00.1.05.110", 3))
    left = (company.today - (company.today.replace(day=1) - timedelta(days=12))).days
    wanted = company.today - timedelta(days=left - 3)
    header = {"lines": goods, "customer_po_number": PROMOTED, "requested_date": wanted}
    order = yield from scenes.running(company, "41.013", left + 9, **header)
    if order is not None:
        at = yield company.ago(left)
        document = yield from scenes.shipped(company, order, scenes.whole(order), at)
        yield from scenes.arrived(company, document)


def exported(company: Company) -> Life:
    """Sensors for abroad of this quarter: two of 本原, 30 t; another brand, weight and kind beside them."""
    goods = _lines(
        company, ("02.1.03.003", 8), ("02.1.03.007", 4), ("02.1.04.003", 4), ("02.1.03.002", 6), ("03.1.01.003", 6)
    )
    first = date(company.today.year, (company.today.month - 1) // 3 * 3 + 1, 1)
    days = min(1, (company.today - first).days)
    yield from scenes.effective(company, "02.008", days, lines=goods, customer_po_number=EXPORTED)


def late(company: Company) -> Life:
    """One line leaves days after the day that the customer asked for, the other has a later day of its own."""
    goods = _lines(company, ("00.1.12.077", 6), ("00.1.05.110", 4))
    goods[1].requested_date = company.today
    wanted = company.today - timedelta(days=11)
    header = {"lines": goods, "customer_po_number": LATE, "requested_date": wanted}
    order = yield from scenes.running(company, "44.035", 22, **header)
    if order is not None:
        at = yield after(company.ago(6), company.rng)
        document = yield from scenes.shipped(company, order, scenes.whole(order), at)
        yield from scenes.arrived(company, document)
