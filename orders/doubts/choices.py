"""What a doubt can be about: fields of the head and of a line, by the names that forms and gaps know them by."""

from typing import Any

from django.utils.translation import gettext_lazy as _

HEADER: dict[str, Any] = {
    "customer": _("Customer"),
    "contact_name": _("Contact"),
    "customer_po_number": _("Customer's order number"),
    "requested_date": _("Requested date"),
    "ship_address": _("Delivery place"),
    "delivery_method": _("Delivery method"),
    "payment_term": _("Payment terms"),
    "invoice_kind": _("Invoice kind"),
    "contract_terms": _("Contract terms"),
    "special_requirements": _("Special requirements"),
}
LINE: dict[str, Any] = {
    "product": _("Product"),
    "quantity": _("Quantity"),
    "price": _("Price"),
    "discount": _("Discount"),
    "requested_date": _("Requested date"),
    "specification": _("Specification"),
    "customisation": _("Customisation"),
}
FIELDS: dict[str, Any] = HEADER | LINE
