"""Lines that do not follow the company's method, for the list of deviations (R024, R028, Q05, Q13)."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common.conditions.kinds import Kind as Of
from customers.models import Customer
from orders.order import policies
from orders.order.models import OrderLine
from orders.order.states import Closure, Status
from orders.templatetags import order_parts
from products.catalogue.models import ProductText
from segments.classification import sheet
from segments.classification.deviations import Fact, Kind, Shown, deviations

FOREIGN, PROMOTION = "FOREIGN", "PROMOTION"
_IN_WORK = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE)
CLOSED_UNDATED = Q(row_closed=True, last_ship_date__isnull=True)
DATED_UNSHIPPED = Q(row_closed=False, shipped=0, last_ship_date__isnull=False)


def _lines(actor: User) -> QuerySet[OrderLine]:
    """Lines of the orders that a person may see."""
    rows = OrderLine.objects.filter(order__in=policies.visible_to(actor).exclude(status=Status.VOID))
    return rows.select_related("order__customer", "order__salesperson")


def _fitting(condition: Q) -> Callable[[User], QuerySet]:
    return lambda actor: _lines(actor).filter(condition)


def _foreign_promotions(actor: User) -> QuerySet[OrderLine]:
    """Promotion codes are for domestic customers; an order of a foreign one with such a code is taken, and shown.
    What a promotion gives for the line is not shown beside it."""
    texts = list(ProductText.objects.filter(tags__contains=[PROMOTION]).values_list("pk", flat=True))
    customers = list(Customer.objects.filter(tags__contains=[FOREIGN]).values_list("pk", flat=True))
    return _lines(actor).filter(text__in=texts, order__customer__in=customers, gift_of=None)


def _worded_otherwise(actor: User) -> QuerySet[OrderLine]:
    """Open lines that say of their product what deviates, though the product reads otherwise at present."""
    texts = ProductText.objects.filter(current_of__isnull=True).exclude(flags=[])
    open_lines = _lines(actor).filter(closure=Closure.OPEN, order__status__in=_IN_WORK, text__in=texts.values("pk"))
    return open_lines.select_related("text")


def _name_texts(lines: Sequence[OrderLine]) -> None:
    sheet.name_rows(line.text for line in lines)


def _show(line: Any) -> Shown:
    number, line_no = line.order.display_number, line.line_no
    named = gettext("line %(number)s") % {"number": line_no}
    url = reverse("orders:order-detail", args=[line.order.reference])
    return Shown(f"{number} · {named}", f"{url}#line-{line_no}")


_FACTS = (
    Fact(_("Customer"), lambda line: f"{line.order.customer.code} {line.order.customer}", "clip", "no"),
    Fact(_("Product"), lambda line: f"{line.product_code} {line.product_name}", "clip", "fl"),
    Fact(_("Ordered on"), lambda line: line.order.order_date, kind=Of.DATE),
    Fact(_("Ordered"), lambda line: line.ordered, "n", "am", kind=Of.NUMBER),
    Fact(_("Shipped"), lambda line: line.shipped, "n", kind=Of.NUMBER),
    Fact(_("Shipped on"), lambda line: line.last_ship_date, kind=Of.DATE),
    Fact(_("Salesperson"), lambda line: line.order.salesperson),
    Fact(
        *(_("State"), lambda line: order_parts.order_status(line.order), "", "st"),
        plain=lambda line: Status(line.order.status).label,
    ),
)
_SEARCH = ("order__number", "order__customer__name", "order__customer__code", "product_code", "product_name")
_OF_TEXT = (
    Fact(_("Specification"), lambda line: line.specification, "clip"),
    Fact(_("Auxiliary attribute"), lambda line: line.auxiliary_attribute, "clip"),
    Fact(
        *(_("What deviates"), lambda line: sheet.deviations_of(line.text), "nowrap"),
        plain=lambda line: sheet.deviations_in_words(line.text),
    ),
)
_KINDS = (
    (
        "closed_undated",
        _("Row closed without ship date"),
        "order.view",
        _fitting(CLOSED_UNDATED),
        _("Enter the ship date at the outbound document, or settle the received one."),
    ),
    (
        "dated_unshipped",
        _("Ship date without shipped goods"),
        "order.view",
        _fitting(DATED_UNSHIPPED),
        _("Audit the outbound document again, or dismiss the received ship date."),
    ),
    (
        "foreign_promotion",
        _("Foreign customer with promotion code"),
        "customer.view",
        _foreign_promotions,
        _("Change the line to the code without promotion, if the promotion is not meant."),
    ),
)


def register() -> None:
    """Called once from this room's ``register``."""
    thing = _("Order lines")
    for key, label, verb, rows, hint in _KINDS:
        deviations.register(f"line.{key}", Kind(label, thing, verb, rows, _show, _FACTS, _SEARCH, hint))
    label, facts = _("Open line with a former text that deviates"), (*_FACTS[:2], *_OF_TEXT, *_FACTS[2:])
    hint = _("The product reads otherwise by now; the line keeps what it was ordered by.")
    rows, ready = _worded_otherwise, _name_texts
    kind = Kind(label, thing, "product.view", rows, _show, facts, _SEARCH, hint, ready)  # type: ignore[arg-type]
    deviations.register("line.former_text", kind)
