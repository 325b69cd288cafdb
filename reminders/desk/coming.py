"""Who gets what on a day, and why, for people to read: the engine's own forecast, in words."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import dates, errors
from customers.models import Customer
from reminders.anchors.source import Facts, anchors
from reminders.anchors.wording import timing
from reminders.channels.models import Robot
from reminders.desk import policies
from reminders.reminder.models import Reminder
from reminders.reminder.states import Reaction, State
from reminders.rules.choices import Channel, Recipient, Unit
from reminders.rules.models import ReminderRule
from reminders.scanning import queries as scanning
from reminders.scanning.queries import Forecast

FARTHEST = 14  # days ahead
SHOWN = 300
_GOING = (State.QUEUED, State.GATHERED)
_TOLD = (*_GOING, State.SENT, State.UNWANTED, State.NOWHERE)


@dataclass(frozen=True)
class Row:
    """One reminder of the day. ``title``: of the object, "" where the reader of the page may not see it."""

    rule: ReminderRule
    key: tuple[int, datetime]
    recipient: str
    user_id: int | None
    why: str
    step: int
    send_at: datetime
    state: str
    channels: tuple[str, ...]
    is_digest: bool
    is_escalation: bool = False
    is_back: bool = False  # put off until then
    waits_until: date | None = None  # somebody speaks with the customer about it on that day
    is_waiting: bool = False  # and that is after the day of the page
    name: str = ""
    title: str = ""
    path: str = ""

    @property
    def goes(self) -> bool:
        """Whether it is still to be told that day."""
        return self.state in _GOING and not self.is_waiting

    @property
    def due(self) -> str:
        """The day or moment that it tells of."""
        moment = self.key[1]
        return timing(moment, moment, by_hours=self.rule.unit == Unit.HOUR)["due"]

    @property
    def as_whom(self) -> str:
        """Why this one."""
        return str(Recipient(self.why).label)

    @property
    def ways(self) -> str:
        """By which channels."""
        return _(", ").join(str(Channel(one).label) for one in self.channels)

    @property
    def state_label(self) -> str:
        """What becomes of it."""
        return _("Waits") if self.is_waiting else str(State(self.state).label)


@dataclass
class Day:
    """``count``: what is still to go; ``by_recipient`` the busiest first; ``rows``: the first ``SHOWN``."""

    day: date
    count: int = 0
    found: int = 0
    letters: int = 0
    rows: list[Row] = field(default_factory=list)
    by_recipient: list[tuple[str, str, int]] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)

    @property
    def is_more(self) -> bool:
        """Whether there are more than are shown."""
        return self.found > len(self.rows)


def chosen_day(text: str | None, at: datetime) -> date:
    """The day that is asked for, tomorrow without one. Raises Invalid beyond 14 days from now."""
    today = dates.business_day(at)
    if not text:
        return today + timedelta(days=1)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not today <= day <= today + timedelta(days=FARTHEST):
        words = _("Choose a day from today to %(days)s days ahead.") % {"days": FARTHEST}
        raise errors.Invalid(fields={"day": [words]})
    return day


def on_day(actor: User, day: date, *, at: datetime, recipient: str = "", rule_id: int | None = None) -> Day:
    """Who gets what on a day, as things stand: the actor's own, and those of others by his scope. The statements are
    those of the rules, whatever the number of reminders."""
    rules = [one for one in scanning.active_rules() if rule_id in (None, one.pk)]
    departments = policies.people_of(actor)
    staff = dict(User.objects.filter(is_active=True).values_list("pk", "department_id")) if departments else {}
    found = Day(day)
    counts: Counter[str] = Counter()
    letters: set[tuple] = set()
    kept: list[Row] = []
    for row in _rows(day, rules, at):
        if not _is_seen(row, actor, departments, staff) or row.state not in _TOLD:
            continue
        counts[row.recipient] += 1
        if recipient in ("", row.recipient):
            found.found += 1
            found.count += row.goes
            if row.goes and set(row.channels) - {Channel.INBOX}:
                letters.add(
                    (row.recipient, row.rule.pk if not row.is_digest else 0, None if row.is_digest else row.key)
                )
            kept.append(row)
            if len(kept) > 4 * SHOWN:
                kept = sorted(kept, key=_order)[:SHOWN]
    found.letters = len(letters)
    names = _names(counts)
    found.by_recipient = [(one, names.get(one, one), n) for one, n in counts.most_common(100)]
    found.rows = _in_words(sorted(kept, key=_order)[:SHOWN], names, actor)
    found.faults = scanning.faults(at) if departments is None else {}
    return found


def _order(row: Row) -> tuple:
    return row.recipient, row.send_at, row.rule.rank, row.key, row.step


def _rows(day: date, rules: Collection[ReminderRule], at: datetime) -> Iterable[Row]:
    waited: set[tuple] = set()
    for one in scanning.preview(day, at=at, rules=rules):
        row = _of_forecast(one, day)
        if row.waits_until:
            waited.add(_matter(row))
        yield row
    begin, end = dates.day_range(day, day)
    by_key = {one.pk: one for one in rules}
    here = Reminder.objects.filter(rule__in=by_key)
    back = here.filter(reaction=Reaction.SNOOZED, snoozed_until__gte=max(begin, at), snoozed_until__lt=end)
    for kept in back.order_by("pk"):
        yield _of_kept(kept, by_key[kept.rule_id], send_at=kept.snoozed_until or at, is_back=True)
    # what has been waiting for so long that the forecast does not look at its own day any more
    late = here.filter(state=State.QUEUED, waits_until__isnull=False, send_at__gte=max(begin, at), send_at__lt=end)
    newest = {(kept.rule_id, kept.subject_id, kept.due, kept.recipient): kept for kept in late.order_by("step")}
    for kept in newest.values():
        row = _of_kept(kept, by_key[kept.rule_id], send_at=kept.send_at, waits_until=kept.waits_until)
        if _matter(row) not in waited:
            yield row


def _matter(row: Row) -> tuple:
    return row.rule.pk, row.key, row.recipient


def _of_kept(kept: Reminder, rule: ReminderRule, **more: Any) -> Row:
    is_robot = kept.recipient.startswith("robot:")
    return Row(
        rule=rule,
        key=(kept.subject_id, kept.due),
        recipient=kept.recipient,
        user_id=kept.user_id,
        why=kept.why,
        step=kept.step,
        state=State.QUEUED,
        channels=tuple(one for one in rule.channels if (one == Channel.ROBOT) == is_robot),
        is_digest=rule.is_digest,
        is_escalation=kept.is_escalation,
        **more,
    )


def _of_forecast(one: Forecast, day: date) -> Row:
    planned = one.planned
    return Row(
        rule=one.rule,
        key=planned.due.key,
        recipient=planned.told.recipient,
        user_id=planned.told.user_id,
        why=planned.told.why,
        step=planned.step,
        send_at=planned.send_at,
        state=planned.state,
        channels=one.channels,
        is_digest=one.is_digest,
        is_escalation=planned.is_escalation,
        waits_until=planned.waits_until,
        is_waiting=planned.waits_until is not None and dates.business_day(planned.send_at) != day,
    )


def _is_seen(row: Row, actor: User, departments: frozenset[int] | None, staff: Mapping[int, int | None]) -> bool:
    if departments is None or row.user_id == actor.pk:
        return True
    return row.user_id is not None and staff.get(row.user_id) in departments


def _names(recipients: Iterable[str]) -> dict[str, str]:
    ids: defaultdict[str, set[int]] = defaultdict(set)
    for one in recipients:
        kind, _colon, key = one.partition(":")
        ids[kind].add(int(key))
    found: dict[str, str] = {}
    for kind, model in (("user", User), ("customer", Customer), ("robot", Robot)):
        if ids[kind]:
            rows = model._default_manager.filter(pk__in=ids[kind]).values_list("pk", "name")
            found |= {f"{kind}:{pk}": name for pk, name in rows}
    return found


def _in_words(rows: list[Row], names: dict[str, str], actor: User) -> list[Row]:
    by_anchor: defaultdict[str, set] = defaultdict(set)
    for row in rows:
        by_anchor[row.rule.anchor].add(row.key)
    facts: dict[tuple, Facts] = {}
    for code, keys in by_anchor.items():
        seen = anchors[code].visible({pk for pk, _due in keys}, actor)
        told = anchors[code].describe({key for key in keys if key[0] in seen}, actor)
        facts |= {(code, key): one for key, one in told.items()}
    made = []
    for row in rows:
        one = facts.get((row.rule.anchor, row.key))
        values = {name: getattr(row, name) for name in Row.__dataclass_fields__}
        told_words = {"title": one.title, "path": one.url} if one else {}
        made.append(Row(**values | {"name": names.get(row.recipient, row.recipient)} | told_words))
    return made
