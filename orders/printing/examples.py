"""Examples of printed papers in the OpenAPI document."""

from typing import Any

from common.api import examples

EXAMPLES: dict[str, Any] = {
    "PaperKind": {"kind": "delivery-note", "label": "Delivery note", "reference": "Number of the outbound document"},
    "KeepPaperRequest": {"language": "both"},
    "PaperPrint": {
        "id": 7,
        "kind": "order-confirmation",
        "revision": 1,
        "form": 2,
        "language": "both",
        "is_binding": True,
        "printed_by": "lin.xy",
        "printed_at": "2026-11-20T02:15:00Z",
        "sha256": "9b1f8a5d0c2e4f6789abcdef0123456789abcdef0123456789abcdef01234567",
        "size": 48213,
        "attachment": 31,
    },
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
