"""One visit to the mailbox: what is new becomes intake, mail by mail, then it is marked there."""

from datetime import datetime
from functools import partial

import structlog
from django.conf import settings as django_settings
from django.db import OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.people import queries as people
from common import dates, errors, locks, settings
from common.locks import Lock
from common.mailing import reports
from orders.intake.mailbox import client, operations, parsing, reading
from orders.intake.mailbox.client import Away, Fetched, Mailbox, Place
from orders.intake.mailbox.parsing import Mail
from orders.intake.mailbox.reading import Order
from orders.intake.pool.models import IntakeItem

LARGEST = "intake.mail_max_mb"
MOST = 100  # mails of one visit; the next one goes on
log = structlog.get_logger(__name__)


def place() -> Place | None:
    """The mailbox of this installation; None where there is none."""
    given = getattr(django_settings, "INTAKE_MAILBOX", None)
    return Place(**given) if given else None


def poll(at: datetime, where: Place | None = None) -> int:
    """Take in what is new; returns how many mails became intake. One worker at a time; a server that is away is asked
    again by the next visit."""
    where = where or place()
    if where is None:
        return 0
    with locks.held(Lock.POLL_MAILBOX) as is_ours:
        if not is_ours:
            return 0
        actor = people.system_user()
        try:
            with client.opened(where) as box, override(django_settings.LANGUAGE_CODE):
                return _visit(box, where, at)
        except Away as fault:
            log.warning("intake.mailbox_away", mailbox=where.key, fault=str(fault))
            operations.note_fault(actor=actor, key=where.key, fault=str(fault), at=at)
            return 0
        except Exception as fault:  # ours: the console tells of it too, not only the log
            operations.note_fault(actor=actor, key=where.key, fault=f"{type(fault).__name__}: {fault}", at=at)
            raise


def _visit(box: Mailbox, where: Place, at: datetime) -> int:
    state = operations.begin(actor=people.system_user(), key=where.key, uidvalidity=box.uidvalidity, at=at)
    _mark(box, where, [uid for uid in box.uids_after(state.marked_uid) if uid <= state.last_uid])
    new = box.uids_after(state.last_uid)[:MOST]
    largest = int(settings.get(LARGEST)) << 20
    taken = 0
    for uid in new:
        fetched = box.fetch(uid, largest)
        taken += _take(box, where, uid, fetched, largest, at) is not None
        _mark(box, where, [uid])
    return taken


def _take(
    box: Mailbox, where: Place, uid: int, fetched: Fetched | None, largest: int, at: datetime
) -> IntakeItem | None:
    """Make it intake; one that says that a mail of ours did not arrive is none, and noted as that. What cannot be kept
    as it was understood is kept as the letter alone, set aside: one mail never stands in the way of those behind it."""
    reported = operations.returned(reports.read(fetched.raw)) if fetched else []
    if reported:
        operations.take_report(
            actor=people.system_user(),
            key=where.key,
            uidvalidity=box.uidvalidity,
            uid=uid,
            reported=reported,
            at=at,
        )
        return None
    mail, read, fault = _understand(fetched, largest, at)
    take = partial(
        operations.take_mail,
        actor=people.system_user(),
        key=where.key,
        uidvalidity=box.uidvalidity,
        uid=uid,
        fetched=fetched,
        at=at,
    )
    try:
        return take(mail=mail, read=read, fault=fault)
    except (errors.Unavailable, errors.Busy, OperationalError):  # the house, not the mail
        raise
    except Exception as error:
        if fetched is None:
            raise
        log.exception("intake.mail_untaken", uid=uid, fault=repr(error)[:300])
        return take(mail=parsing.bare(fetched.raw), fault=_unread())


def _mark(box: Mailbox, where: Place, uids: list[int]) -> None:
    """Mark them there. What was not marked because we were killed is marked by the next visit."""
    if uids:
        box.put_away(uids)
        operations.note_marked(actor=people.system_user(), key=where.key, uidvalidity=box.uidvalidity, uid=max(uids))


def _understand(fetched: Fetched | None, largest: int, at: datetime) -> tuple[Mail | None, Order, str]:
    """A mail taken apart and read, and why it could not be in whole. One that breaks our reading is kept as it came:
    it must not stand in the way of those behind it."""
    if fetched is None:
        return None, Order(), ""
    own = frozenset({str(django_settings.DEFAULT_FROM_EMAIL).lower()})
    try:
        mail = parsing.parse(fetched.raw, own)
    except Exception as error:
        log.warning("intake.mail_unread", uid=fetched.uid, fault=repr(error)[:300])
        return parsing.bare(fetched.raw), Order(), _unread()
    if not fetched.is_whole:
        words = _("The mail has %(size)s MB, more than the %(most)s MB that are taken in; it lies in the mailbox.")
        return mail, Order(), words % {"size": fetched.size >> 20, "most": largest >> 20}
    try:
        read = reading.read(people.system_user(), mail, dates.business_day(at))
    except Exception as error:  # whatever a stranger's file does to us
        log.warning("intake.mail_unread", uid=fetched.uid, fault=repr(error)[:300])
        return mail, Order(), _unread()
    return mail, read, ""


def _unread() -> str:
    return _("Its files could not be read.")
