"""Every change of invoices: ``drafting`` what is to be invoiced, ``moving`` issuing and the tax platform,
``reversing`` taking them back."""

from orders.invoicing.operations.bringing import TaxInvoice, Told, bring_invoice
from orders.invoicing.operations.crediting import credit_invoice
from orders.invoicing.operations.drafting import HEADER, draft_invoice, update_invoice
from orders.invoicing.operations.moving import issue_invoice, note_tax_state
from orders.invoicing.operations.reversing import reverse_invoice, void_invoice

__all__ = [
    "HEADER",
    "TaxInvoice",
    "Told",
    "bring_invoice",
    "credit_invoice",
    "draft_invoice",
    "issue_invoice",
    "note_tax_state",
    "reverse_invoice",
    "update_invoice",
    "void_invoice",
]
