"""An invented document, to show how a form looks."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.printing import profile
from orders.printing.papers import Content, Party, Words

_PRODUCT = Words("柱式称重传感器", "Column load cell")


def content() -> Content:
    """A document with values for every column that papers have; it names no paper in particular."""
    amount, freight = Decimal("36160.00"), Decimal("120.00")
    row = {
        "line_no": 1,
        "code": "03.02.001.0117",
        "name": _PRODUCT,
        "specification": "30 t, IP68",
        "particulars": "LOGO",
        "quantity": Decimal(32),
        "unit": "只",
        "price": Decimal("1130"),
        "discount": Decimal("0.05"),
        "tax_rate": Decimal("0.13"),
        "net": Decimal("32000.00"),
        "tax": Decimal("4160.00"),
        "amount": amount,
        "gift": False,
    }
    gift = {**row, "line_no": 2, "quantity": Decimal(3), "amount": Decimal(0), "price": Decimal(0), "gift": True}
    buyer = Words("杭州样品称重有限公司", "Sample Weighing Ltd., Hangzhou")
    return Content(
        number="SO20260101-0001",
        revision=2,
        currency="CNY",
        parties=[
            Party(_("Buyer"), [(_("Name"), buyer), (_("Contact"), "王建国"), (_("Phone"), "0571-8888 0000")]),
            Party(_("Seller"), profile.current().facts),
        ],
        facts=[(_("Order number"), "SO20260101-0001"), (_("Order date"), "2026-01-01"), (_("Currency"), "CNY")],
        rows=[row, gift],
        sums=[(_("Goods"), amount), (_("Freight"), freight)],
        total=amount + freight,
        of_total=[(_("Tax included"), Decimal("4160.00"))],
        watermark=pgettext_lazy("watermark", "Sample"),
        is_binding=True,
        fields={"number": "SO20260101-0001", "customer": buyer, "date": "2026-01-01", "customer_order": "PO-1"},
    )
