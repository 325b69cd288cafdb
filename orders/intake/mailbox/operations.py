"""Taking mails in: each once, whoever is killed when (RELIABILITY 2.7, 2.8)."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from accounts.collaboration import filetypes
from accounts.people.models import User
from common.mailing import bounces
from common.mailing.reports import Report
from common.models import OutboxMessage
from common.operation import operation
from orders.intake.mailbox.client import Fetched
from orders.intake.mailbox.models import MailboxState
from orders.intake.mailbox.parsing import Mail
from orders.intake.mailbox.reading import Order
from orders.intake.pool import guessing, operations, queries
from orders.intake.pool.arrivals import Arrival
from orders.intake.pool.models import IntakeItem
from orders.order.choices import Channel

PROVIDER = "mail"


@operation
def begin(*, actor: User, key: str, uidvalidity: int, at: datetime) -> MailboxState:
    """How far a mailbox was read. When its server gave all mails new numbers, it is read again from the first: what
    was taken in before is known by its content."""
    state, _is_new = MailboxState.objects.select_for_update(no_key=True).get_or_create(key=key[:200])
    if state.uidvalidity != uidvalidity:
        state.uidvalidity, state.last_uid, state.marked_uid = uidvalidity, 0, 0
    state.polled_at, state.fault, state.failing_since = at, "", None
    state.save()
    return state


@operation
def take_mail(
    *,
    actor: User,
    key: str,
    uidvalidity: int,
    uid: int,
    at: datetime,
    mail: Mail | None = None,
    fetched: Fetched | None = None,
    read: Order | None = None,
    fault: str = "",
) -> IntakeItem | None:
    """Make a mail a piece of intake and note that it was taken, in one transaction: killed before, it is taken next
    time; killed after, it is not taken again. ``mail`` None: it was gone. ``fault``: why it could not be read whole,
    in words; then, and when a machine wrote it, it is set aside. None for one that was taken before."""
    state = MailboxState.objects.select_for_update(no_key=True).get(key=key[:200])
    if state.uidvalidity != uidvalidity or uid <= state.last_uid:
        return None
    state.last_uid = uid
    state.save(update_fields=["last_uid"])
    if mail is None or queries.taken_before(PROVIDER, mail.fingerprint) is not None:
        return None
    arrived = fetched.arrived_at if fetched else None
    arrival = _arrival(mail, read or Order(), min(arrived or at, at), fault)
    files = [*_letter(fetched.raw if fetched and fetched.is_whole else b""), *_files(mail)]
    return operations.receive(actor=actor, arrival=arrival, files=files, is_lenient=True, at=at).item


def returned(found: Sequence[Report]) -> list[tuple[Report, OutboxMessage]]:
    """Those of the reports that are about mails which really went out, with them."""
    rows = OutboxMessage.objects.exclude(recipient="").in_bulk([one.outbox_id for one in found]) if found else {}
    return [(one, rows[one.outbox_id]) for one in found if one.outbox_id in rows]


@operation
def take_report(
    *,
    actor: User,
    key: str,
    uidvalidity: int,
    uid: int,
    reported: Sequence[tuple[Report, OutboxMessage]],
    at: datetime,
) -> None:
    """Note that mails of ours came back, and that the notification was taken, in one transaction."""
    state = MailboxState.objects.select_for_update(no_key=True).get(key=key[:200])
    if state.uidvalidity != uidvalidity or uid <= state.last_uid:
        return
    state.last_uid = uid
    state.save(update_fields=["last_uid"])
    for one, message in reported:
        # it was sent on to another address, which is the one that does not take it: ours is as good as before
        is_whom_we_wrote_to = one.recipient in ("", message.recipient)
        kind = one.kind if is_whom_we_wrote_to else str(bounces.Kind.SOFT)
        bounces.note(to=message.recipient, kind=kind, reason=one.reason, message=message, at=at)


@operation
def note_marked(*, actor: User, key: str, uidvalidity: int, uid: int) -> None:
    """Note up to which mail the mailbox itself knows that they were taken."""
    rows = MailboxState.objects.filter(key=key[:200], uidvalidity=uidvalidity, marked_uid__lt=uid)
    rows.update(marked_uid=uid)


@operation
def note_fault(*, actor: User, key: str, fault: str, at: datetime) -> None:
    """Note why the mailbox cannot be read; since when stays what it was."""
    state, _is_new = MailboxState.objects.select_for_update(no_key=True).get_or_create(key=key[:200])
    state.fault, state.failing_since = fault[:300], state.failing_since or at
    state.save(update_fields=["fault", "failing_since"])


def _arrival(mail: Mail, read: Order, received_at: datetime, fault: str) -> Arrival:
    whose = mail.original if mail.original and guessing.guess(mail=mail.original) else mail.sender_mail
    return Arrival(
        channel=str(Channel.MAIL),
        received_at=received_at,
        sender=mail.sender or mail.sender_mail,
        sender_mail=whose,
        subject=mail.subject,
        text=mail.text,
        rows=read.rows,
        header=read.header,
        provider=PROVIDER,
        external_id=mail.fingerprint,
        set_aside=fault or _why_nobody_wrote(mail),
    )


def _why_nobody_wrote(mail: Mail) -> str:
    return {
        "bounce": _("A mail server wrote it: something could not be delivered"),
        "loop": _("It comes from an address of our own"),
        "reply": _("An automatic reply"),
        "bulk": _("A mail to many"),
    }.get(mail.automatic, "")


def _letter(raw: bytes) -> list[tuple[str, File]]:
    """The mail as it came; one that is no plain text by our rules of files is wrapped."""
    if not raw:
        return []
    file = ContentFile(raw)
    try:
        filetypes.content_type("mail.eml", file)
    except filetypes.Refused:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mail.eml", raw)
        return [("mail.zip", ContentFile(packed.getvalue()))]
    return [("mail.eml", file)]


def _files(mail: Mail) -> list[tuple[str, File]]:
    return [(name, ContentFile(data)) for name, data in mail.files]
