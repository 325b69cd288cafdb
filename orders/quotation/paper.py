"""The paper of a quotation: one version, in the customer's language (``orders.printing``)."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.collaboration.subjects import Subject, subjects
from accounts.people.models import User
from common import reference
from customers.models import Customer
from orders.printing import profile
from orders.printing.order_papers import COLUMNS as ORDER_COLUMNS
from orders.printing.papers import Column, Content, Fact, Finder, Form, Paper, Party, Words, finders, papers
from orders.quotation import policies, queries
from orders.quotation.models import QuotationLine, QuotationVersion
from products.catalogue.models import Product

KIND = "quotation"
SUBJECT = QuotationVersion._meta.label_lower
_shown = lazy(reference.shown, str)
_ORDERED = ("line_no", "code", "name", "specification", "particulars", "quantity", "unit", "price", "discount")
COLUMNS = {
    **{key: ORDER_COLUMNS[key] for key in (*_ORDERED, "tax_rate", "net", "tax", "amount", "requested_date")},
    "optional": Column(_("Optional"), "text", "short"),
}
_FORM = Form(
    title=Words("报价单", "QUOTATION"),
    columns=("line_no", "code", "name", "specification", "quantity", "unit", "price", "discount", "amount", "optional"),
    intro=Words(
        "感谢贵公司询价，现报价如下，请予审阅。标明可选的项目不计入合计。",
        "Thank you for your inquiry. We are pleased to offer as follows; what is marked optional is not in the total.",
    ),
    shows_words=True,
    shows_seal=True,
)


def register() -> None:
    """Called once from this room's wiring."""
    subjects.register(
        SUBJECT,
        Subject(
            get=queries.get_version_by_id,
            url=lambda row: f"{reverse('orders:quotation-detail', args=[row.quotation.number])}?version={row.code}",
            label=lambda row: f"{row.quotation.number} {row.code}",
            verb=policies.VIEW,
            reach=lambda row: policies.reach(row.quotation),
        ),
    )
    finders.register(SUBJECT, Finder(find, _("Quotation number and version: QT20261120-0001-A1")))
    papers.register(KIND, Paper(_("Quotation"), SUBJECT, gather, _FORM, COLUMNS))


def find(actor: User, reference: str) -> int:
    """The version that a reference like ``QT20261120-0001-A1`` names. Raises NotFound."""
    number, _dash, code = reference.rpartition("-")
    return queries.version_named(queries.get_quotation(actor=actor, number=number), code).pk


def gather(actor: User, version_id: int) -> Content:
    """A version's content for its reader. Raises NotFound, also for "not yours" and for who may not see prices."""
    offer = queries.get_version_by_id(actor, version_id)
    quotation = offer.quotation
    lines = queries.lines_of(offer)
    english = dict(Product.objects.filter(pk__in={one.product_id for one in lines}).values_list("pk", "english_name"))
    customer = Customer.objects.only("code", "name", "english_name", "paper_language").get(pk=quotation.customer_id)
    name = Words(customer.name, customer.english_name)
    number = f"{quotation.number} {offer.code}"
    person = quotation.salesperson
    return Content(
        number=number,
        revision=1,
        currency=str(offer.currency_id),
        parties=[
            Party(
                _("Customer"),
                [
                    (_("Name"), name),
                    (_("Customer code"), customer.code),
                    (_("Contact"), policies.shown(actor, quotation, "contact_name")),
                    (_("Phone"), policies.shown(actor, quotation, "contact_phone")),
                ],
            ),
            Party(_("Seller"), [*profile.current().facts, (_("Salesperson"), person.name if person else "")]),
        ],
        facts=_facts(offer),
        rows=[_row(line, english.get(line.product_id, "")) for line in lines],
        sums=list(_sums(offer)),
        total=offer.total_amount,
        of_total=[(_("Tax included"), offer.tax_amount)] if offer.tax_amount else [],
        own_terms=offer.notes,
        watermark="" if offer.is_frozen else _("Draft"),
        is_binding=offer.is_frozen and not offer.is_dropped,
        language=customer.paper_language,
        fields={"number": number, "customer": name, "date": offer.quote_date.isoformat()},
    )


def _facts(offer: QuotationVersion) -> list[Fact]:
    quotation, term = offer.quotation, offer.payment_term
    return [
        (_("Quotation number"), f"{quotation.number} {offer.code}"),
        (pgettext_lazy("quotation", "Subject"), quotation.title),
        (_("Alternative"), offer.label),
        (_("Quotation date"), offer.quote_date),
        (_("Valid until"), offer.valid_until),
        (_("Customer's reference"), quotation.customer_reference),
        (_("Payment terms"), _shown(term.name) if term else ""),
        (_("Delivery"), offer.delivery_terms),
        (_("Currency"), str(offer.currency_id)),
        (_("Prices"), dict(offer._meta.get_field("tax_mode").flatchoices).get(offer.tax_mode, "")),
    ]


def _row(line: QuotationLine, english: str) -> Mapping[str, Any]:
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
        "optional": _("optional") if line.is_optional else "",
        "gift": line.is_gift,
    }


def _sums(offer: QuotationVersion) -> Iterator[Fact]:
    if offer.freight or offer.reduction:
        yield _("Goods"), offer.lines_amount
        if offer.freight:
            yield _("Freight"), offer.freight
        if offer.reduction:
            yield _("Reduction"), -offer.reduction
