"""Lines that do not follow the company's method, for the list of exceptions (R024, R028, Q05, Q13)."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from customers.models import Customer
from orders.order import policies
from orders.order.models import OrderLine
from orders.order.states import Status
from products.catalogue.models import ProductText
from segments.classification.exceptions import Kind, Shown, exceptions

FOREIGN, PROMOTION = "FOREIGN", "PROMOTION"
CLOSED_UNDATED = Q(row_closed=True, last_ship_date__isnull=True)
DATED_UNSHIPPED = Q(row_closed=False, shipped=0, last_ship_date__isnull=False)


def _lines(actor: User) -> QuerySet[OrderLine]:
    """Lines of the orders that a person may see."""
    rows = OrderLine.objects.filter(order__in=policies.visible_to(actor).exclude(status=Status.VOID))
    return rows.select_related("order")


def _fitting(condition: Q) -> Callable[[User], QuerySet]:
    return lambda actor: _lines(actor).filter(condition)


def _foreign_promotions(actor: User) -> QuerySet[OrderLine]:
    """Promotion codes are for domestic customers; an order of a foreign one with such a code is taken, and shown."""
    texts = list(ProductText.objects.filter(tags__contains=[PROMOTION]).values_list("pk", flat=True))
    customers = list(Customer.objects.filter(tags__contains=[FOREIGN]).values_list("pk", flat=True))
    return _lines(actor).filter(text__in=texts, order__customer__in=customers)


def _show(line: Any) -> Shown:
    number, line_no = line.order.display_number, line.line_no
    url = reverse("orders:order-detail", args=[line.order.reference])
    return Shown(f"{number} · {line_no}", f"{url}#line-{line_no}", f"{line.product_code} {line.product_name}")


def register() -> None:
    """Called once from this room's ``register``."""
    for key, label, rows, verb in (
        ("closed_undated", _("Row closed without ship date"), _fitting(CLOSED_UNDATED), "order.view"),
        ("dated_unshipped", _("Ship date without shipped goods"), _fitting(DATED_UNSHIPPED), "order.view"),
        ("foreign_promotion", _("Foreign customer with promotion code"), _foreign_promotions, "customer.view"),
    ):
        exceptions.register(f"line.{key}", Kind(label, verb, rows, _show))
