"""What arrives, in the shape in which every door hands it over."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

HEADER = (
    *("customer_po_number", "customer_po_date", "requested_date", "contact_name", "contact_phone", "ship_address"),
    *("ship_recipient", "ship_phone", "currency", "special_requirements", "notes"),
)
CELLS = ("product", "name", "quantity", "price", "discount", "requested_date", "specification", "notes")


@dataclass(frozen=True)
class Arrival:
    """One call, letter, mail or message. ``rows``: cells by the names of CELLS, ``header``: by those of HEADER, all as
    texts. ``customer_code`` or ``customer_id`` where it says whose it is; else it is guessed. ``provider`` and
    ``external_id``: taken in once. ``set_aside``: why nobody is to enter it before a person looked at it."""

    channel: str
    received_at: datetime
    sender: str = ""
    sender_mail: str = ""
    sender_phone: str = ""
    subject: str = ""
    text: str = ""
    rows: list[dict[str, str]] = field(default_factory=list)
    header: dict[str, str] = field(default_factory=dict)
    customer_id: int | None = None
    customer_code: str = ""
    customer_name: str = ""
    provider: str = ""
    external_id: str = ""
    refused_files: list[dict[str, str]] = field(default_factory=list)
    set_aside: str = ""

    def content_hash(self) -> str:
        """Tells the same message from another under the same number; when it was received is no part of it."""
        content: dict[str, Any] = {
            name: getattr(self, name)
            for name in (
                *("channel", "sender", "sender_mail", "sender_phone", "subject", "text", "rows", "header"),
                *("customer_code", "customer_name"),
            )
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
