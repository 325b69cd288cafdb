"""From reminders that wait to letters and lines in the app: who gets what by which way. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from reminders.reminder.models import Reminder
from reminders.rules.choices import Channel
from reminders.sending.checking import Verdict


@dataclass(frozen=True, slots=True)
class Envelope:
    """A letter to be written: to whom, with which reminders; ``slot`` of a digest."""

    recipient: str
    channel: str
    address: str
    is_digest: bool
    slot: datetime | None
    rows: tuple[Reminder, ...]
    left_out: int = 0


@dataclass
class Bundle:
    """What is done with reminders that are to be told: letters, lines in the app (single ones; of digests one a
    recipient), and what has no app to stay in and waits for the next day."""

    letters: list[Envelope] = field(default_factory=list)
    lines: list[Reminder] = field(default_factory=list)
    digests: dict[int, list[Reminder]] = field(default_factory=dict)
    later: list[Reminder] = field(default_factory=list)


@dataclass(frozen=True)
class Limits:
    """What a recipient got already, and how much he may get."""

    slots: Mapping[tuple[str, str, str], datetime]
    letters_today: Mapping[str, int]
    letters_a_day: int
    lines_a_letter: int


def bundle(rows: Iterable[Reminder], verdicts: Mapping[int, Verdict], limits: Limits) -> Bundle:
    """Put together what is to be told: digests into one letter a recipient and moment, others into one each."""
    found = Bundle()
    in_app: dict[int, Reminder] = {}
    digests: defaultdict[tuple[str, str, str], list[Reminder]] = defaultdict(list)
    singles: defaultdict[tuple[str, str, str], list[Reminder]] = defaultdict(list)
    for one in sorted(rows, key=lambda row: (row.due, row.rule.rank, row.pk)):
        verdict = verdicts[one.pk]
        address = verdict.told.address if verdict.told else ""
        for channel in verdict.ways:
            if channel == Channel.INBOX:
                in_app[one.pk] = one
            else:
                group = digests if one.rule.is_digest else singles
                group[one.recipient, channel, address].append(one)
    for key, mine in digests.items():
        _digest(key, mine, limits, found, in_app)
    for key, mine in singles.items():
        _singles(key, mine, limits, found, in_app)
    for one in in_app.values():
        if one.rule.is_digest:
            found.digests.setdefault(one.user_id or 0, []).append(one)
        else:
            found.lines.append(one)
    return found


def _digest(
    key: tuple[str, str, str], rows: list[Reminder], limits: Limits, found: Bundle, in_app: dict[int, Reminder]
) -> None:
    """One letter; what comes after the letter of its moment is told in the app, or tomorrow."""
    recipient, channel, address = key
    last = limits.slots.get(key)
    timely = [one for one in rows if last is None or one.send_at > last]
    _rest(set(rows) - set(timely), found, in_app)
    if not timely:
        return
    most = limits.lines_a_letter if timely[0].user_id else len(timely)
    shown, rest = timely[:most], timely[most:]
    _rest(rest, found, in_app)
    slot = max(one.send_at for one in timely)
    found.letters.append(Envelope(recipient, channel, address, True, slot, tuple(shown), len(rest)))


def _singles(
    key: tuple[str, str, str], rows: list[Reminder], limits: Limits, found: Bundle, in_app: dict[int, Reminder]
) -> None:
    recipient, channel, address = key
    room = max(0, limits.letters_a_day - limits.letters_today.get(recipient, 0))
    for one in rows[:room]:
        found.letters.append(Envelope(recipient, channel, address, False, None, (one,)))
    _rest(rows[room:], found, in_app)


def _rest(rows: Iterable[Reminder], found: Bundle, in_app: dict[int, Reminder]) -> None:
    for one in rows:
        if one.user_id is None:
            found.later.append(one)
        else:
            in_app[one.pk] = one
