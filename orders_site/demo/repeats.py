"""Order templates of the demo company: what comes again and again, kept from orders."""

from datetime import datetime

from orders.entry.repeated import operations as templates
from orders.entry.repeated.models import OrderTemplate
from orders.order.models import Order
from orders.order.states import Origin
from orders_site.demo import asked
from orders_site.demo.company import Company

FOR_ALL = (("标准地磅套件", asked.KITS), ("促销仪表组合", asked.PROMOTED))  # name, the customer's number of the order
MOST_LINES = 8


def load(company: Company, at: datetime) -> None:
    """Two for everybody and any customer; one for who ordered last of a salesperson, used once."""
    for name, number in FOR_ALL:
        order = Order.objects.filter(customer_po_number=number).first()
        if order is not None:
            _keep(company, "lin.xy", order, name, at, is_shared=True, for_customer=False)
    owner = company.staff["chen.lx"]
    usual = Order.objects.filter(origin=Origin.NATIVE, customer__owner=owner, line_count__range=(2, MOST_LINES))
    order = usual.order_by("-effective_at", "pk").filter(effective_at__isnull=False).first()
    if order is not None:
        kept = _keep(company, "chen.lx", order, "每月补货", at, is_shared=False, for_customer=True)
        templates.order_from_template(actor=owner, template_id=kept.pk, customer_id=None, at=at)


def _keep(company: Company, login: str, order: Order, name: str, at: datetime, **whose: bool) -> OrderTemplate:
    return templates.save_template(actor=company.staff[login], order_id=order.pk, name=name, at=at, **whose)
