"""What happened to an order, as the timeline draws it: icon, tone, words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from common.templatetags import fmt
from orders.order.queries import TimelineEntry
from segments.custom_fields.definitions import Definition

# first match of the kind's beginning wins: icon, tone
_LOOKS: tuple[tuple[str, str, str], ...] = (
    ("order.submitted", "send", "run"),
    ("order.approved", "check2", "ok"),
    ("order.effective", "check2-all", "ok"),
    ("order.rejected", "reply", "warn"),
    ("order.withdrawn", "arrow-counterclockwise", ""),
    ("order.unapproved", "arrow-90deg-left", "warn"),
    ("order.voided", "x-circle", "warn"),
    ("order.verified", "clipboard-check", "ok"),
    ("order.not_verified", "clipboard-check", "warn"),
    ("order.customer_confirmed", "pen", "ok"),
    ("order.customer_declined", "x-circle", "warn"),
    ("order.customer", "send", "run"),
    ("order.confirmation", "send", "warn"),
    ("order.error_corrected", "check2", "ok"),
    ("order.error", "exclamation-diamond", "warn"),
    ("order.set_aside", "pause-circle", "warn"),
    ("order.pinned", "pin-angle", ""),
    ("order.unpinned", "pin-angle", ""),
    ("order.contract", "file-earmark-text", ""),
    ("doubt", "question-circle", "warn"),
    ("order.frozen", "snow", "warn"),
    ("order.unfrozen", "sun", ""),
    ("order.reserved", "box-seam", ""),
    ("order.released", "box-seam", "warn"),
    ("order.promised", "calendar-event", ""),
    ("order.line_reopened", "unlock", "warn"),
    ("order.line_", "lock", "ok"),
    ("order.lines_completed", "lock", "ok"),
    ("order.lines_opened", "unlock", "warn"),
    ("order.reopened", "unlock", "warn"),
    ("order.closed", "lock", "ok"),
    ("order.archived", "archive", ""),
    ("order.restored", "archive", "warn"),
    ("order.paid", "cash-coin", "ok"),
    ("order.payment", "cash-coin", "warn"),
    ("order.ship", "truck", "run"),
    ("order.unshipped", "truck", "warn"),
    ("order.outbound", "truck", "run"),
    ("outbound", "truck", "run"),
    ("order.signed", "clipboard-check", "ok"),
    ("order.service_revoked", "tools", "warn"),
    ("order.service", "tools", "ok"),
    ("order.reassigned", "person-check", ""),
    ("order.created", "file-earmark-plus", ""),
    ("order.copied", "copy", ""),
    ("order.split", "scissors", ""),
    ("order.merged", "layers", ""),
    ("order.changed", "pencil", ""),
    ("order.noted", "pencil", ""),
    ("order.imported", "box-arrow-in-right", ""),
    ("comment", "chat-left-text", ""),
    ("attachment", "paperclip", ""),
)


def items(entries: Iterable[TimelineEntry], fields: Iterable[Definition] = ()) -> list[dict[str, Any]]:
    """Timeline entries for the ``timeline`` tag; ``fields``: the custom fields that the reader sees."""
    names = {one.name: str(one.label) for one in fields}
    return [
        {
            "who": entry.actor or _("System"),
            "text": _words(entry, names),
            "note": _("Reason: %(reason)s") % {"reason": entry.reason} if entry.reason else "",
            "at": entry.at,
            "icon": icon,
            "tone": tone,
        }
        for entry in entries
        for icon, tone in [_look(entry.kind)]
    ]


def _look(kind: str) -> tuple[str, str]:
    return next(((icon, tone) for start, icon, tone in _LOOKS if kind.startswith(start)), ("dot", ""))


def _words(entry: TimelineEntry, names: Mapping[str, str]) -> str:
    """The label with the figures that the event carries: document, line, amount, day."""
    data = entry.data
    found = [entry.label]
    if data.get("document") or data.get("receipt"):
        found.append(str(data.get("document") or data["receipt"]))
    changed = data.get("fields")
    found += [names[name] for name in changed if name in names] if isinstance(changed, list) else []
    if data.get("line_no"):
        found.append(_("line %(line)s") % {"line": data["line_no"]})
    if data.get("quantity"):
        found.append(fmt.qty(data["quantity"]))
    if data.get("promised_date"):
        found.append(str(data["promised_date"]))
    return " · ".join(found)
