"""Examples of the table of required fields in the OpenAPI document."""

from typing import Any

from common.api import examples

EXAMPLES: dict[str, Any] = {
    "RequiredField": {
        "field": "invoice_tax_number",
        "label": "Tax number",
        "step": "invoice",
        "shipped": "invoice",
        "is_fixed": False,
    },
    "RequiredFieldsInputRequest": {"steps": {"customer_po_number": "submit", "contact_name": ""}},
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
