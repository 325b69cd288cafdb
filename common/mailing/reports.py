"""Delivery status notifications (RFC 3464): which mail of ours did not arrive, at whom, and why. Pure.

They come from servers of all kinds, and from anybody who writes one: it counts only when it names a Message-ID that
nobody but us can write. Nothing in one may raise.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parseaddr

from common.mailing import bounces, handing

_OURS = re.compile(r"<outbox-(\d{1,18})\.([0-9a-f]{16})@")
_MOST = 200  # parts that are looked at
_CODE = re.compile(r"\b([245]\d\d)\b")


@dataclass(frozen=True)
class Report:
    """A mail came back, or is late: of which message of the outbox, to whom, HARD or SOFT, in the server's words."""

    outbox_id: int
    recipient: str
    kind: str
    reason: str


def read(raw: bytes) -> list[Report]:
    """What a notification says of mails of ours; nothing for a mail that is none, that speaks of mails of others, or
    that tells that one arrived."""
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        if message.get_content_type() != "multipart/report":
            return []
        parts = [part for _number, part in zip(range(_MOST), message.walk(), strict=False)]
        outbox_id = _which(parts)
        return _about(parts, outbox_id) if outbox_id else []
    except Exception:  # hostile or broken: not one of ours
        return []


def _which(parts: list[Message]) -> int:
    """The message of the outbox whose mail is returned, whole or its head; 0 where that is none of ours."""
    for part in parts:
        if part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            found = _ours(message_from_bytes(payload if isinstance(payload, bytes) else b"", policy=policy.compat32))
        else:
            found = _ours(part)
        if found:
            return found
    return 0


def _ours(part: Message) -> int:
    """By the Message-ID of a part that is a mail itself (the notification has one of its server)."""
    match = _OURS.search("".join(str(part.get("Message-ID") or "").split()))
    return int(match[1]) if match and handing.mark_of(int(match[1])) == match[2] else 0


def _about(parts: list[Message], outbox_id: int) -> list[Report]:
    found = []
    for part in parts:
        action = _field(part, "Action").lower()
        if action not in ("failed", "delayed"):
            continue
        recipient = _address(_field(part, "Final-Recipient")) or _address(_field(part, "Original-Recipient"))
        status, said = _field(part, "Status"), _field(part, "Diagnostic-Code")
        code = _CODE.search(said)
        failed = action == "failed" and not status.startswith("4.")
        # the status of the notification counts before what the distant server is quoted with
        kind = bounces.kind_of(int(code[1]) if code else 0, status or said) if failed else str(bounces.Kind.SOFT)
        if failed and status in ("5.0.0", "5.5.0") and said:  # it says nothing: what is quoted may
            kind = bounces.kind_of(int(code[1]) if code else 0, said.replace(status, ""))
        found.append(Report(outbox_id, recipient, kind, " ".join(f"{status} {said}".split())[:300]))
    return found


def _field(part: Message, name: str) -> str:
    return " ".join(str(part.get(name) or "").split())


def _address(field: str) -> str:
    """The address of ``rfc822; somebody@example.com``."""
    return bounces.folded(parseaddr(field.rpartition(";")[2].strip())[1])
