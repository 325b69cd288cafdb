"""What comes back: an address that does not exist is blocked until a person releases it, others are counted."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from common import clock, errors, events, forgotten
from common.mailing.models import MailAddress
from common.models import OutboxMessage
from common.operation import in_operation, operation
from common.registry import Registry

Kind = MailAddress.Kind
# enhanced codes (RFC 3463) that speak of the address itself: no such mailbox or domain, moved, disabled, malformed
_GONE = re.compile(r"5\.(1\.(0|1|2|3|6|10)|2\.1)")
_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_PLAIN_GONE = (550, 551, 553)  # of servers that say no enhanced code


@dataclass(frozen=True)
class News:
    """A mail came back: from which address, and whether that blocked it. ``message`` is what was sent."""

    address: str
    kind: str
    reason: str
    is_new_block: bool
    message: OutboxMessage | None
    at: datetime


# name -> callable(news): tells those whom it concerns, inside the operation that notes it
listeners: Registry[Callable[[News], None]] = Registry("common.mailing.listeners")


def folded(address: str) -> str:
    """An address as it is compared and kept."""
    return address.strip().lower()[:254]


def kind_of(code: int, said: str) -> str:
    """Whether an answer means that the address is none (HARD), or speaks of this mail or moment only (SOFT)."""
    enhanced = _ENHANCED.search(said)
    if enhanced:
        return str(Kind.HARD if _GONE.fullmatch(enhanced[1]) else Kind.SOFT)
    return str(Kind.HARD if code in _PLAIN_GONE else Kind.SOFT)


def why_blocked(address: str) -> str | None:
    """What the server said about a blocked address; None where mail may go."""
    rows = MailAddress.objects.filter(address__in=[folded(address), forgotten.stand_in(address)], is_blocked=True)
    return rows.values_list("reason", flat=True).first()


def blocked_among(addresses: Collection[str]) -> dict[str, MailAddress]:
    """Those of the addresses to which no mail goes, by the address as it was given; one statement."""
    wanted = {way: one for one in addresses if one for way in (folded(one), forgotten.stand_in(one))}
    rows = MailAddress.objects.filter(address__in=wanted, is_blocked=True) if wanted else []
    return {wanted[row.address]: row for row in rows}


def all_addresses() -> QuerySet[MailAddress]:
    """Every address that mail came back from, the blocked ones first."""
    return MailAddress.objects.order_by("-is_blocked", "-last_at", "-pk")


def refused(message: OutboxMessage, *, to: str, code: int, said: str) -> None:
    """Note that the server refused a recipient as the mail was handed over."""
    note(to=to, kind=kind_of(code, said), reason=f"{code} {said}", message=message, at=clock.now())


def note(*, to: str, kind: str, reason: str, message: OutboxMessage | None, at: datetime) -> MailAddress | None:
    """Note that a mail to ``to`` came back. Of one message it is noted once, and once more when it fails for good after
    it was only late; None where it was noted before."""
    return in_operation(None, lambda: _note(folded(to), kind, " ".join(reason.split())[:300], message, at))


def _note(address: str, kind: str, reason: str, message: OutboxMessage | None, at: datetime) -> MailAddress | None:
    if message is not None and message.pk:
        noted = ["", Kind.SOFT] if kind == Kind.HARD else [""]
        if not OutboxMessage.objects.filter(pk=message.pk, bounce__in=noted).update(bounce=kind):
            return None
    start = {"kind": kind, "first_at": at, "last_at": at}
    MailAddress.objects.bulk_create([MailAddress(address=address, **start)], ignore_conflicts=True)
    row = MailAddress.objects.select_for_update(no_key=True).get(address=address)
    is_new_block = kind == Kind.HARD and not row.is_blocked
    if kind == Kind.HARD:
        row.hard, row.is_blocked = row.hard + 1, True
    else:
        row.soft += 1
    if kind == Kind.HARD or not row.is_blocked:  # what blocked it stays to be read
        row.kind, row.reason = kind, reason
    row.last_at, row.message_id = max(row.last_at, at), message.pk if message else None
    row.save()
    events.record("mail.blocked" if is_new_block else "mail.came_back", row, at=at, number=address, said=reason)
    for tell in listeners.values():
        tell(News(address, kind, reason, is_new_block, message, at))
    return row


@operation
def release(*, actor: Any, address_id: int, at: datetime) -> MailAddress:
    """Let mail go to an address again. Who may, the caller has asked. Raises NotFound, WrongState."""
    row = MailAddress.objects.select_for_update(no_key=True).filter(pk=address_id).first()
    if row is None:
        raise errors.NotFound()
    if not row.is_blocked:
        raise errors.WrongState()
    row.is_blocked, row.released_at = False, at
    row.hard = row.soft = 0
    row.save()
    events.record("mail.released", row, at=at, number=row.address)
    return row
