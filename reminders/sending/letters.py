"""A letter at the moment it goes: looked at once more under lock, written, committed; then others hand it over."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from accounts.people import queries as people
from accounts.people.models import User
from common import dates, settings
from common.links import tokens
from common.operation import operation
from common.rows import update_rows
from customers.models import Customer
from reminders.anchors import facts
from reminders.channels.models import Robot
from reminders.reminder import selecting
from reminders.reminder.models import Letter, LetterItem, Reminder
from reminders.reminder.states import LetterState, State
from reminders.rules.choices import Channel
from reminders.scanning.settings import LETTERS_A_DAY, times
from reminders.sending import composing, wording
from reminders.sending.checking import Look, Verdict
from reminders.sending.composing import Composed

_OPEN = (LetterState.QUEUED, LetterState.DOUBTFUL, LetterState.FAILED)


@dataclass(frozen=True)
class Ready:
    """A letter that may go: to whom, and what it says."""

    letter: Letter
    to: str
    composed: Composed
    robot: Robot | None = None


class NotNow(Exception):
    """It may go later: it is quiet now or a day off (then at ``until``), or a rule cannot be worked out just now."""

    def __init__(self, said: str, until: datetime | None = None):
        super().__init__(said)
        self.until = until


@operation
def prepare(*, actor: User, letter_id: int, at: datetime) -> Ready | None:
    """Look at what a letter tells of, under the lock of the orders, and write it. None: nothing of it is due any more,
    or it has gone already. Raises NotNow. Nothing is held any more when this returns."""
    ids = [one.pk for one in selecting.of_letter(letter_id)]
    selecting.lock_orders_of(ids)
    letter = Letter.objects.select_for_update(no_key=True, of=("self",)).filter(pk=letter_id).first()
    if letter is None or letter.state not in _OPEN:
        return None
    selecting.leave_to_newer(letter)
    rows = selecting.of_letter(letter_id)
    _require_time(rows, at)
    look = Look(at=at)
    verdicts = look.at_all(rows)
    if rows and not verdicts:
        raise NotNow("no rule of this letter can be worked out just now")
    to = _address(letter, rows, verdicts, look)
    going = [one for one in rows if _still_goes(letter, verdicts.get(one.pk), to)]
    said = _said(look, letter, going, at) if to or letter.robot_id else []
    _leave_out(letter, [one for one in rows if one not in {this.reminder for this in said}], verdicts, to, look)
    if not said:
        letter.state = LetterState.MOOT
        letter.save(update_fields=["state"])
        return None
    letter.address = to
    last = _last_of_day(letter, at)
    composed = composing.compose(letter, said, language=language_of(letter), at=at, last_of_day=last)
    if letter.is_digest and letter.slot and _has_another(letter, to):
        letter.slot = None  # its reader's address changed to one that has the digest of this moment already
    letter.subject, letter.text = composed.subject, tokens.masked(composed.text)
    letter.save(update_fields=["address", "subject", "text", "slot"])
    for one in said:
        one.reminder.facts = {name: tokens.masked(text) for name, text in one.words.items()}
    update_rows([one.reminder for one in said], ["facts"])
    return Ready(letter, to, composed, letter.robot)


def _has_another(letter: Letter, to: str) -> bool:
    same = {"recipient": letter.recipient, "channel": letter.channel, "slot": letter.slot, "address": to}
    return Letter.objects.filter(is_digest=True, **same).exclude(pk=letter.pk).exists()


def _require_time(rows: list[Reminder], at: datetime) -> None:
    """A letter that was held up goes when all that it tells of may go: whatever held it up ended at night, say, or on
    a Saturday. Raises NotNow."""
    allowed, keeps = times().allowed, {(row.rule.workdays_only, row.rule.keeps_quiet_hours) for row in rows}
    until = max((allowed(at, workdays_only=days, keeps_quiet_hours=quiet) for days, quiet in keeps), default=at)
    if until > at:
        raise NotNow("not at this hour, or not on this day", until)


def _address(letter: Letter, rows: list[Reminder], verdicts: dict[int, Verdict], look: Look) -> str:
    """Where it goes now; "" where mail reaches its reader no more."""
    if letter.user_id:
        reader = look.readers.get(letter.user_id)
        return reader.email if reader is not None and reader.is_active and reader.wants_mail else ""
    if letter.customer_id:
        told = (verdicts[one.pk].told for one in rows if one.pk in verdicts)
        return next((one.address for one in told if one is not None and one.address), "")
    return ""


def _still_goes(letter: Letter, verdict: Verdict | None, to: str) -> bool:
    if verdict is None or verdict.state or letter.channel not in verdict.ways:
        return False
    return not letter.customer_id or (verdict.told is not None and verdict.told.address == to)


def _said(look: Look, letter: Letter, rows: list[Reminder], at: datetime) -> list[wording.Said]:
    reader = look.readers.get(letter.user_id) if letter.user_id else None
    name = reader.name if reader else (letter.customer.name if letter.customer else "")
    plans = {one.rule_id: look.plan(one) for one in rows}
    unsaid = facts.NOT_FOR_ALL if letter.robot_id else ()
    given: dict[str, Any] = {"name": name, "language": language_of(letter), "at": at}
    said = wording.say(plans, rows, reader=reader, unsaid=unsaid, by_mail=letter.channel == Channel.MAIL, **given)
    if letter.robot_id is None:
        return said
    # a chat is read by many: it says what anybody may know, and leads to the page, which asks who one is
    machine = wording.say(plans, rows, reader=people.system_user(), **given)
    paths = {one.reminder.pk: one.path for one in machine}
    return [replace(one, path=paths.get(one.reminder.pk, "")) for one in said]


def _leave_out(letter: Letter, gone: list[Reminder], verdicts: dict[int, Verdict], to: str, look: Look) -> None:
    """What does not go in this letter: not due any more, or to be told by another way."""
    LetterItem.objects.filter(letter=letter, reminder__in=gone).update(is_moot=True)
    for one in gone:
        if one.state not in (State.GATHERED, State.FAILED):
            continue  # told in the app already
        verdict = verdicts.get(one.pk)
        if verdict is None:
            state: str = State.QUEUED  # its rule cannot be worked out just now
        elif verdict.waits_until:
            selecting.wait(one, verdict.waits_until, look.plan(one).moment_on(verdict.waits_until))
            continue
        elif verdict.state:
            state = verdict.state
        else:  # still due: by another way, unless nothing can be said of it any more
            state = State.MOOT if _still_goes(letter, verdict, to) and (to or letter.robot_id) else State.QUEUED
        Reminder.objects.filter(pk=one.pk).update(state=state)


def language_of(letter: Letter) -> str:
    """The language of its reader: a robot's, a person's, else that of the customer's papers."""
    if letter.robot is not None:
        return letter.robot.language
    if letter.user is not None:
        return letter.user.language
    is_english = letter.customer is not None and letter.customer.paper_language == Customer.PaperLanguage.ENGLISH
    return "en" if is_english else "zh-hans"


def _last_of_day(letter: Letter, at: datetime) -> int:
    """The most letters of a day where this single letter is the last of them, else 0."""
    if letter.is_digest or letter.user_id is None:
        return 0
    most = int(settings.get(LETTERS_A_DAY))
    today = dates.day_start(dates.business_day(letter.created_at))
    return most if selecting.place_of_day(letter, today) >= most else 0


@operation
def note_sent(*, actor: User, letter_id: int, at: datetime) -> None:
    """Note that a letter was handed over, with what it told of."""
    Letter.objects.filter(pk=letter_id).update(state=LetterState.SENT, sent_at=at, error="")
    rows = Reminder.objects.filter(items__letter=letter_id, items__is_moot=False)
    ids = list(rows.filter(state__in=(State.GATHERED, State.FAILED)).values_list("pk", flat=True))
    Reminder.objects.filter(pk__in=ids).update(state=State.SENT, sent_at=at)
    rows.filter(sent_at=None).update(sent_at=at)  # what waits to be told again, or is over since
