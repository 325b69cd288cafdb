"""Telling what is due: lines in the app at once, letters through the outbox. Every write of this room."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

import structlog
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people import queries as staff_queries
from accounts.people.models import User
from common import dates, errors, events, locks, outbox, settings
from common.locks import Lock
from common.models import OutboxMessage
from common.operation import operation
from reminders.reminder import selecting
from reminders.reminder.models import Letter, LetterItem, Reminder
from reminders.reminder.states import LetterState, State
from reminders.rules.choices import Channel
from reminders.scanning import waiting
from reminders.scanning.planning import Plan
from reminders.scanning.settings import CATCH_UP_DAYS, LETTERS_A_DAY, LINES_A_LETTER, times
from reminders.sending import following, lines
from reminders.sending.checking import Look, Verdict
from reminders.sending.gathering import Bundle, Envelope, Limits, bundle

TOPIC, CHAT_TOPIC = "reminder", "reminder-chat"
AT_ONCE = 300  # reminders in a transaction, about: so long their orders are held
MOST_OF_ONE = 1000  # of a single recipient
RESEND = "reminder.resend"
WAITS_FOR_A_PERSON = (LetterState.DOUBTFUL, LetterState.FAILED)

log = structlog.get_logger(__name__)


def send_due(*, actor: User | None = None, at: datetime) -> int:
    """Tell what waits and may go now; returns how many reminders were looked at. Two runs at once are one."""
    with locks.held(Lock.SEND_REMINDERS) as is_ours:
        if not is_ours:
            return 0
        system = actor or staff_queries.system_user()
        following.follow(actor=system, at=at)
        wake_put_off(actor=system, at=at)
        release(actor=system, at=at)
        now = times()
        rows = selecting.waiting(at, is_quiet=now.quiet.holds(at), is_workday=now.is_workday(dates.business_day(at)))
        done, last = 0, ""
        while recipients := selecting.next_recipients(rows, last, AT_ONCE):
            done += _gather_or_apart(system, rows, recipients, at)
            last = recipients[-1]
        return done


def _gather_or_apart(system: User, rows: QuerySet[Reminder], recipients: list[str], at: datetime) -> int:
    """What is due for some recipients; where that fails, for each apart, so that one keeps nothing from the others."""
    chosen = rows.filter(recipient__in=recipients).order_by("send_at", "pk").values_list("pk", flat=True)
    try:
        return gather(actor=system, reminder_ids=list(chosen[:MOST_OF_ONE]), at=at)
    except Exception as error:
        if len(recipients) == 1 and isinstance(error, errors.Unavailable):
            return 0  # an order is busy: the next run finds them
        if len(recipients) == 1:
            log.exception("reminders_not_told", recipient=recipients[0])
            return 0
        return sum(_gather_or_apart(system, rows, [one], at) for one in recipients)


@operation
def wake_put_off(*, actor: User, at: datetime) -> int:
    """Queue again what was to be told later."""
    return selecting.wake_put_off(at)


@operation
def release(*, actor: User, at: datetime) -> int:
    """Tell what waited for a contact with the customer that is over, or was put nearer."""
    return selecting.release(at, contacts_count=waiting.is_on())


@operation
def gather(*, actor: User, reminder_ids: Collection[int], at: datetime) -> int:
    """Look at reminders once more under the lock of their orders, then tell them: lines in the app at once, letters by
    way of the outbox. Returns how many were looked at."""
    selecting.lock_orders_of(reminder_ids)
    rows = selecting.lock_waiting(reminder_ids)
    skipped = selecting.skip_overtaken(rows, at) if rows else set()
    too_old = at - timedelta(days=int(settings.get(CATCH_UP_DAYS)))
    old = [one for one in rows if one.pk not in skipped and one.send_at < too_old]
    _become(old, State.SKIPPED)
    rows = [one for one in rows if one.pk not in skipped and one.send_at >= too_old]
    look = Look(at=at)
    verdicts = look.at_all(rows)
    for one in rows:
        if one.pk in verdicts and (day := verdicts[one.pk].waits_until):
            selecting.wait(one, day, look.plan(one).moment_on(day))
    for state in {one.state for one in verdicts.values() if one.state}:
        _become([one for one in rows if one.pk in verdicts and verdicts[one.pk].state == state], state)
    going = [one for one in rows if one.pk in verdicts and not verdicts[one.pk].state]
    _tell(look, bundle(going, verdicts, _limits(going, at)), verdicts, at)
    return len(skipped) + len(old) + len(rows)


def _limits(rows: Iterable[Reminder], at: datetime) -> Limits:
    recipients = {one.recipient for one in rows}
    today = dates.day_start(dates.business_day(at))
    return Limits(
        selecting.last_slots(recipients),
        selecting.single_letters_since(recipients, today),
        int(settings.get(LETTERS_A_DAY)),
        int(settings.get(LINES_A_LETTER)),
    )


def _tell(look: Look, bundle: Bundle, verdicts: dict[int, Verdict], at: datetime) -> None:
    in_app = {one.pk for rows in (bundle.lines, *bundle.digests.values()) for one in rows}
    told = lines.put(look, bundle, at)
    Reminder.objects.filter(pk__in=told).update(state=State.SENT, sent_at=at)
    Reminder.objects.filter(pk__in=in_app - told).update(state=State.MOOT)
    carried = {one.pk for envelope in bundle.letters for one in envelope.rows}
    Reminder.objects.filter(pk__in=carried - told).update(state=State.GATHERED)
    _write_letters(bundle.letters, at)
    for one in bundle.later:
        if one.pk not in told | carried:
            put_back(look.plan(one), one, at)


def _write_letters(envelopes: Iterable[Envelope], at: datetime) -> None:
    envelopes = list(envelopes)
    letters = Letter.objects.bulk_create(_letter(one, at) for one in envelopes)
    items = []
    for letter, envelope in zip(letters, envelopes, strict=True):
        letter.outbox_key = f"reminder-{letter.pk}"
        items += [LetterItem(letter=letter, reminder=one) for one in envelope.rows]
        topic = CHAT_TOPIC if letter.channel == Channel.ROBOT else TOPIC
        outbox.put(topic, letter.outbox_key, {"letter": letter.pk}, at=at)
    Letter.objects.bulk_update(letters, ["outbox_key"])
    LetterItem.objects.bulk_create(items)


def _letter(envelope: Envelope, at: datetime) -> Letter:
    first = envelope.rows[0]
    robot_id = int(envelope.recipient.partition(":")[2]) if envelope.channel == Channel.ROBOT else None
    return Letter(
        recipient=envelope.recipient,
        user_id=first.user_id,
        customer_id=first.customer_id if envelope.recipient.startswith("customer:") else None,
        robot_id=robot_id,
        channel=envelope.channel,
        is_digest=envelope.is_digest,
        slot=envelope.slot,
        left_out=envelope.left_out,
        address=envelope.address,
        created_at=at,
    )


def put_back(plan: Plan, one: Reminder, at: datetime) -> None:
    """Let a reminder wait for the next day of its rule."""
    tomorrow = dates.day_start(dates.business_day(at) + timedelta(days=1))
    send_at = plan.times.from_moment(plan.times.next_time(tomorrow, plan.manner), plan.manner)
    Reminder.objects.filter(pk=one.pk).update(state=State.QUEUED, send_at=send_at)


def _become(rows: Iterable[Reminder], state: str) -> None:
    ids = [one.pk for one in rows]
    if ids:
        Reminder.objects.filter(pk__in=ids).update(state=state)


@operation
def resend_letter(*, actor: User, letter_id: int, version: int | None = None, at: datetime) -> Letter:
    """Send a letter again that may not have arrived, under the same Message-ID; what is not due any more is left out of
    it, as ever. Raises NotAllowed, NotFound, Stale, WrongState."""
    rights.require(actor, RESEND)
    letter, message = _lock_stuck(letter_id, version)
    letter.state, letter.error = LetterState.QUEUED, ""
    letter.resent += 1
    letter.version += 1
    letter.save(update_fields=["state", "error", "resent", "version"])
    message.state, message.due_at, message.attempts = OutboxMessage.State.PENDING, at, 0
    message.save(update_fields=["state", "due_at", "attempts"])
    events.record("reminder.resent", letter, at=at, number=letter.outbox_key, error=message.last_error[:300])
    return letter


@operation
def close_letter(*, actor: User, letter_id: int, has_arrived: bool, version: int | None = None, at: datetime) -> Letter:
    """Say what became of a letter that waits for a person: it arrived, or it is given up. Raises NotAllowed, NotFound,
    Stale, WrongState."""
    rights.require(actor, RESEND)
    letter, message = _lock_stuck(letter_id, version)
    letter.state = LetterState.SENT if has_arrived else LetterState.MOOT
    letter.sent_at = at if has_arrived else None
    letter.version += 1
    letter.save(update_fields=["state", "sent_at", "version"])
    state = State.SENT if has_arrived else State.FAILED
    ids = [one.pk for one in selecting.of_letter(letter_id)]
    rows = Reminder.objects.filter(pk__in=ids, state__in=(State.GATHERED, State.FAILED))
    rows.update(state=state, sent_at=letter.sent_at)
    if has_arrived:  # what waits to be told again, or is over since, was told too
        Reminder.objects.filter(pk__in=ids, sent_at=None).update(sent_at=at)
    message.state = OutboxMessage.State.SENT if has_arrived else OutboxMessage.State.MOOT
    message.save(update_fields=["state"])
    events.record("reminder.closed", letter, at=at, number=letter.outbox_key, arrived=has_arrived)
    return letter


def _lock_stuck(letter_id: int, version: int | None) -> tuple[Letter, OutboxMessage]:
    letter = Letter.objects.select_for_update(no_key=True).filter(pk=letter_id).first()
    if letter is None:
        raise errors.NotFound()
    if version is not None and version != letter.version:
        raise errors.Stale(fields={}, version=letter.version)
    rows = OutboxMessage.objects.select_for_update(no_key=True).filter(dedupe_key=letter.outbox_key)
    message = rows.first()
    if letter.state not in WAITS_FOR_A_PERSON or message is None:
        raise errors.WrongState(_("Only a letter that may not have arrived is sent again."))
    return letter, message
