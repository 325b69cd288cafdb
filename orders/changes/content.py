"""What signatures on a change request bind to: its items and what they stand on (SEMANTICS 7, 8). Pure."""

import json
from collections.abc import Iterable

from orders.changes.models import ChangeItem, ChangeRequest
from orders.order import content as order_content
from orders.order.content import Content


def content_of(request: ChangeRequest, items: Iterable[ChangeItem], base_hash: str) -> Content:
    """The items by path as plain text, the base they were written for (``base_hash``: the order's content) and whether
    the customer has to agree."""
    found: Content = {
        "base": f"{request.base_revision} {base_hash}",
        "needs_customer": "1" if request.needs_customer else "",
    }
    for item in sorted(items, key=lambda one: (one.line_no or 0, one.field)):
        found[item.path] = f"{item.action} {json.dumps(item.new, ensure_ascii=False, sort_keys=True)}"
    return found


def content_hash(request: ChangeRequest, items: Iterable[ChangeItem], base_hash: str) -> str:
    """The fingerprint of a request."""
    return order_content.hash_of(content_of(request, items, base_hash))
