"""What happens in a company around its orders: stock, masters, papers, messages: part of the showcase."""

from collections.abc import Iterator
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db.models import F

from accounts.collaboration import operations as collaboration
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders.order.states import Fulfilment, Origin, Settlement, Status
from orders_site.demo import deeds, partners, restock
from orders_site.demo.agenda import Life
from orders_site.demo.company import Company
from products.stock import operations as stock
from products.stock.models import StockRow, Warehouse

_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 1191 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def lives(company: Company) -> Iterator[Life]:
    """All of them."""
    yield stock_moves(company)
    yield restock.planning(company)
    yield restock.counting(company)
    yield restock.packing(company)
    yield masters_move(company)
    yield archive(company)
    yield papers(company)
    yield reading(company)


def stock_moves(company: Company) -> Life:
    """A transfer to the south, a count with a difference, a broken piece."""
    main, south = company.warehouses
    keeper = company.staff["luo.qiang"]
    at = yield company.ago(23)
    for row in _plenty(main, 4):
        stock.transfer_stock(
            actor=keeper,
            product_id=row.product_id,
            from_warehouse_id=main.pk,
            to_warehouse_id=south.pk,
            quantity=Decimal(6),
            reason="华南备货",
            at=at,
        )
    at = yield company.ago(8)
    for row in _plenty(main, 6)[2:]:
        counted = row.on_hand - 1
        stock.count_stock(actor=keeper, product_id=row.product_id, counted=counted, reason="月度盘点", at=at)
    at = yield company.ago(2)
    broken = _plenty(main, 7)[-1]
    stock.adjust_stock(
        actor=keeper, product_id=broken.product_id, difference=Decimal(-1), reason="搬运损坏，报废", at=at
    )


def _plenty(warehouse: Warehouse, count: int) -> list[StockRow]:
    """Goods of which much is there and free."""
    return list(StockRow.objects.filter(warehouse=warehouse, on_hand__gte=F("reserved") + 12).order_by("id")[:count])


def masters_move(company: Company) -> Life:
    """Two customers got another salesperson, one is blocked, the credit of one is stopped."""
    at = yield company.ago(60)
    partners.hand_over(company.customers, company.staff, company.departments, at)
    at = yield company.ago(33)
    partners.block(company.customers, company.staff, at)


def archive(company: Company) -> Life:
    """Some paid orders of this year are put away by hand; one comes back for a moment."""
    at = yield company.ago(6, 16)
    done = Order.objects.filter(origin=Origin.NATIVE, status=Status.CLOSED, settlement=Settlement.PAID)
    done = done.filter(signing=Fulfilment.FULL, invoicing=Fulfilment.FULL, open_exceptions=0, returns=None)
    orders = list(done.order_by("closed_at", "id")[:14])
    for order in orders:
        lifecycle.archive_order(actor=company.staff["lin.xy"], order_id=order.pk, at=at)
    at = yield company.ago(5, 10)
    if orders:
        reason = "客户要求补发检定证书，附件补全后再归档"
        lifecycle.restore_order(actor=company.staff["admin"], order_id=orders[0].pk, reason=reason, at=at)


def papers(company: Company) -> Life:
    """Files come with some of the latest orders: the customer's order sheet, a drawing."""
    at = yield company.ago(1, 17)
    latest = Order.objects.filter(origin=Origin.NATIVE, status__in=(Status.SUBMITTED, Status.EFFECTIVE)).order_by(
        "-id"
    )[:6]
    for number, order in enumerate(latest):
        words = f"{order.customer.name}\n订单 {order.number}\n按双方合同执行，技术要求见附图。\n"
        name, content = ("台面图 A3.pdf", _PDF) if number % 2 else (f"采购订单 {order.number}.txt", words.encode())
        collaboration.attach(
            actor=company.staff["lin.xy"],
            subject_type=deeds.SUBJECT,
            subject_id=order.pk,
            file=ContentFile(content),
            name=name,
            at=at,
        )


def reading(company: Company) -> Life:
    """Everybody has read his messages up to two days ago."""
    at = yield company.ago(2, 17.3)
    for person in company.staff.values():
        collaboration.mark_read(actor=person, at=at)
