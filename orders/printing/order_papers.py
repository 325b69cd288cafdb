"""The papers of an order: confirmation, sales contract, pro-forma invoice. Its amounts, its dates, its parties, as the
reader sees them: nothing hidden from him is gathered, cost least of all."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import User
from common import errors, reference
from customers.models import Customer
from orders.order import loading, policies, queries
from orders.order.models import Order, OrderLine
from orders.order.states import Status
from orders.printing import profile
from orders.printing.papers import Column, Content, Fact, Form, Paper, Party, Words, papers
from products.catalogue.models import Product

PRINT = "order.print"
SUBJECT = Order._meta.label_lower
_shown = lazy(reference.shown, str)  # a name that we ship is said in the paper's language
_BINDING = (Status.EFFECTIVE, Status.CLOSED, Status.ARCHIVED)
_WATERMARKS = {
    Status.DRAFT: _("Draft"),
    Status.SUBMITTED: pgettext_lazy("watermark", "For confirmation"),
    Status.VOID: _("Void"),
}

COLUMNS = {
    "line_no": Column(_("#"), "number", "number"),
    "code": Column(_("Product code"), "text", "code"),
    "name": Column(_("Product"), "text", "name"),
    "specification": Column(_("Specification"), "text", "text"),
    "particulars": Column(_("Particulars"), "text", "text"),
    "quantity": Column(_("Quantity"), "quantity", "short"),
    "unit": Column(_("Unit"), "text", "short"),
    "price": Column(_("Price"), "price", "amount"),
    "discount": Column(_("Discount"), "percent", "short"),
    "tax_rate": Column(_("Tax rate"), "percent", "short"),
    "net": Column(_("Net amount"), "money", "amount"),
    "tax": Column(_("Tax"), "money", "amount"),
    "amount": Column(_("Amount"), "money", "amount"),
    "requested_date": Column(_("Requested date"), "day", "short"),
    "promised_date": Column(_("Promised date"), "day", "short"),
}
_USUAL = ("line_no", "code", "name", "specification", "quantity", "unit", "price", "discount", "tax_rate", "amount")
_CONFIRMATION = Form(
    title=Words("销售订单确认书", "ORDER CONFIRMATION"),
    columns=(*_USUAL, "promised_date"),
    intro=Words(
        "感谢贵公司订购，现确认如下内容。如有不符，请于三个工作日内书面通知我方。",
        "Thank you for your order, which we confirm as follows. Please tell us in writing within three working days"
        " if anything is not as agreed.",
    ),
    shows_words=True,
)
_CONTRACT = Form(
    title=Words("产品购销合同", "SALES CONTRACT"),
    columns=_USUAL,
    clauses=Words(
        "一、质量标准：按产品出厂标准执行，质保期自签收之日起十二个月。\n"
        "二、交货：按上表约定的地点和日期交货，运费承担以上表为准。\n"
        "三、付款：按上表约定的付款条件支付；逾期付款的，卖方有权暂停交货。\n"
        "四、违约责任：按《中华人民共和国民法典》有关规定执行。\n"
        "五、争议解决：协商不成的，向卖方所在地人民法院起诉。\n"
        "六、本合同经双方签章后生效，一式两份，双方各执一份。",
        "1. Quality: as the makers' standard; warranty of twelve months from signing for the goods.\n"
        "2. Delivery: to the place and on the dates named above; freight as above.\n"
        "3. Payment: as the terms above. The seller may hold deliveries while payment is late.\n"
        "4. Breach: as the law at the seller's place says.\n"
        "5. Disputes: before the court at the seller's place where no agreement is found.\n"
        "6. This contract takes effect when both parties have signed it; each keeps one copy.",
    ),
    shows_seal=True,
    shows_bank=True,
    shows_words=True,
    shows_signatures=True,
)
_PROFORMA = Form(
    title=Words("形式发票", "PRO-FORMA INVOICE"),
    columns=_USUAL,
    intro=Words("", "This is no tax invoice."),
    shows_bank=True,
    shows_words=True,
)


def register() -> None:
    """Called once from this room's wiring."""
    for kind, label, form in (
        ("order-confirmation", _("Order confirmation"), _CONFIRMATION),
        ("sales-contract", _("Sales contract"), _CONTRACT),
        ("pro-forma", _("Pro-forma invoice"), _PROFORMA),
    ):
        papers.register(kind, Paper(label, SUBJECT, gather, form, COLUMNS))


def gather(actor: User, order_id: int) -> Content:
    """An order's content for its reader. Raises NotFound (also for "not yours") and NotAllowed, also for who may not
    see amounts: there is no contract without."""
    order = queries.get_order_by_id(actor=actor, order_id=order_id)
    policies.require(actor, PRINT, order)
    if "total_amount" in policies.hidden_columns(actor):
        raise errors.NotAllowed(_("You do not see amounts, so there is no such paper for you."))
    lines = policies.redact(actor, loading.lines_of(order))
    english = dict(Product.objects.filter(pk__in={one.product_id for one in lines}).values_list("pk", "english_name"))
    order = policies.redact(actor, [order])[0]
    customer = Customer.objects.only("name", "english_name", "paper_language").get(pk=order.customer_id)
    name = Words(customer.name, customer.english_name)
    return Content(
        number=order.display_number,
        revision=order.revision,
        currency=str(order.currency_id),
        parties=[
            Party(_("Buyer"), [(_("Name"), name), *_buyer(order)]),
            Party(_("Seller"), [*profile.current().facts, (_("Salesperson"), _name_of(order.salesperson))]),
        ],
        facts=_facts(order),
        rows=[_row(line, english.get(line.product_id, "")) for line in lines],
        sums=list(_sums(order)),
        total=order.total_amount,
        of_total=[(_("Tax included"), order.tax_amount)] if order.tax_amount else [],
        own_terms=order.contract_terms,
        watermark=_WATERMARKS.get(Status(order.status), ""),
        is_binding=order.status in _BINDING,
        language=customer.paper_language,
        fields={
            "number": order.display_number,
            "customer": name,
            "date": order.order_date.isoformat(),
            "customer_order": order.customer_po_number,
        },
    )


def _buyer(order: Order) -> Iterator[Fact]:
    yield _("Customer code"), order.customer.code
    yield _("Contact"), order.contact_name
    yield _("Phone"), order.contact_phone
    yield _("Tax number"), order.invoice_tax_number


def _name_of(person: User | None) -> str:
    return person.name if person else ""


def _facts(order: Order) -> list[Fact]:
    term = order.payment_term
    return [
        (_("Order number"), order.display_number),
        (_("Order date"), order.order_date),
        (_("Customer's order number"), order.customer_po_number),
        (_("Customer's order date"), order.customer_po_date),
        (_("Requested date"), order.requested_date),
        (_("Promised date"), order.promised_date),
        (_("Delivery place"), order.ship_address),
        (_("Recipient"), " ".join(filter(None, [order.ship_recipient, order.ship_phone]))),
        (_("Delivery method"), _choice(order, "delivery_method")),
        (_("Transport mode"), _choice(order, "transport_mode")),
        (_("Payment terms"), _shown(term.name) if term else ""),
        (_("Payment method"), _choice(order, "payment_method")),
        (_("Invoice kind"), _choice(order, "invoice_kind")),
        (_("Currency"), str(order.currency_id)),
        (_("Prices"), _choice(order, "tax_mode")),
        (_("Special requirements"), order.special_requirements),
    ]


def _choice(order: Order, name: str) -> Any:
    """A choice's words, said in the paper's language."""
    return dict(order._meta.get_field(name).flatchoices).get(getattr(order, name), "")  # type: ignore[union-attr]


def _row(line: OrderLine, english: str) -> Mapping[str, Any]:
    particulars = [line.auxiliary_attribute, line.logo, line.colour, line.packaging, line.customisation]
    return {
        "line_no": line.line_no,
        "code": line.product_code,
        "name": Words(line.product_name, english),
        "specification": line.specification,
        "particulars": "\n".join(filter(None, particulars)),
        "quantity": line.ordered,
        "unit": line.unit,
        "price": line.price,
        "discount": line.discount or None,
        "tax_rate": line.tax_rate,
        "net": line.net,
        "tax": line.tax,
        "amount": line.amount,
        "requested_date": line.requested_date,
        "promised_date": line.promised_date,
        "gift": line.is_gift,
    }


def _sums(order: Order) -> Iterator[Fact]:
    if not order.freight and not order.reduction:
        return
    yield _("Goods"), order.lines_amount
    if order.freight:
        yield _("Freight"), order.freight
    if order.reduction:
        yield _("Reduction"), -order.reduction
