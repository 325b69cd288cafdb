"""What a rule has to tell whom, when and why. One function for the scan, for "who gets what tomorrow" and for the
second look before sending, so that the three never differ (SEMANTICS 14)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice

from django.db.models import Q
from django.utils.translation import gettext as _

from common import dates, errors, forgotten, settings, workdays
from reminders.anchors.source import Anchor, Due, anchors
from reminders.reminder.models import Reminder
from reminders.reminder.states import Reaction, State
from reminders.rules import steps
from reminders.rules.choices import Recipient, Unit
from reminders.rules.models import OptOut, ReminderRule
from reminders.rules.steps import Days, Hit, Hours, Window
from reminders.scanning import customers, people, recipients, waiting
from reminders.scanning.moments import Manner, Times
from reminders.scanning.recipients import Audience, Told
from reminders.scanning.settings import CATCH_UP_DAYS, times
from segments import queries as segments
from segments.fields import Level

AT_ONCE = 2000
LOOK_BACK = timedelta(hours=24)  # steps in hours of what came into being after its first step are told once


@dataclass(frozen=True, slots=True)
class Planned:
    """One reminder as it is to be. ``state`` says what becomes of it at once; ``is_known``: it stands in the table.
    ``waits_until``: the day for which it waits; ``own_at``: when it would have gone else."""

    due: Due
    step: int
    told: Told
    state: str
    send_at: datetime
    is_escalation: bool = False
    is_known: bool = False
    waits_until: date | None = None
    own_at: datetime | None = None


class Known:
    """What the table holds already of some subjects of a rule."""

    def __init__(self, rule_id: int, subject_type: str, subject_ids: Iterable[int]):
        rows = Reminder.objects.filter(rule=rule_id, subject_type=subject_type, subject_id__in=subject_ids)
        self.states: dict[tuple[int, datetime, int, str], str] = {}
        self.answered: set[tuple[int, datetime, str]] = set()
        self.put_off: dict[tuple[int, datetime, str], datetime] = {}
        self.not_them: defaultdict[int, set[int]] = defaultdict(set)
        self.passed_to: defaultdict[int, set[int]] = defaultdict(set)
        columns = ("subject_id", "due", "step", "recipient", "state", "reaction", "user_id", "snoozed_until", "why")
        found = rows.order_by("pk").values_list(*columns)
        for subject_id, due, step, recipient, state, reaction, user_id, until, why in found:
            self.states[subject_id, due, step, recipient] = state
            if reaction == Reaction.ACKNOWLEDGED:
                self.answered.add((subject_id, due, recipient))
            elif reaction == Reaction.SNOOZED and until:
                self.put_off[subject_id, due, recipient] = until
            elif reaction == Reaction.NOT_ME and user_id:
                self.not_them[subject_id].add(user_id)
            if why == Recipient.PASSED and user_id:
                self.passed_to[subject_id].add(user_id)


class Plan:
    """A rule with all that it needs to be worked out, read once. ``at``: now."""

    def __init__(self, rule: ReminderRule, *, at: datetime, staff: people.Staff | None = None):
        self.rule, self.at = rule, at
        self.staff = staff or people.read()
        self.times: Times = times()
        self.steps = steps.of_rule(rule)
        self.manner = Manner(rule.send_at, rule.is_digest, rule.workdays_only, rule.keeps_quiet_hours)

    @cached_property
    def anchor(self) -> Anchor:
        """What the rule counts from. Raises WrongState where there is no such thing any more."""
        found = anchors.get(self.rule.anchor)
        if found is None:
            raise errors.WrongState(_("There is nothing called “%(code)s” to count from.") % {"code": self.rule.anchor})
        return found

    @cached_property
    def audience(self) -> Audience:
        """Whom it tells."""
        rule = self.rule
        robot_id = rule.robot_id if rule.robot_id and rule.robot.is_active else None  # type: ignore[union-attr]
        return Audience(
            recipients=tuple(rule.recipients),
            named=tuple(rule.people.order_by("pk").values_list("pk", flat=True)),
            channels=tuple(rule.channels),
            robot_id=robot_id,
            escalate_to=rule.escalate_to,
            escalate_person_id=rule.escalate_person_id,
        )

    @cached_property
    def condition(self) -> Q | None:
        """Of which orders; None: of all. Raises WrongState when its condition is out of use."""
        segment = self.rule.segment
        if segment is None:
            return None
        if not segment.is_active:
            raise errors.WrongState(_("Its condition “%(name)s” is not in use any more.") % {"name": segment})
        return segments.condition_for_rule(segment).narrow(Level.ORDER, dates.business_day(self.at))

    @cached_property
    def unwanted(self) -> tuple[set[int], set[str]]:
        """Who wishes not to hear of it: people, and addresses of customers."""
        if not self.rule.may_opt_out:
            return set(), set()
        rows = OptOut.objects.filter(Q(rule=self.rule) | Q(rule=None)).values_list("user_id", "address")
        found = list(rows)
        return {user_id for user_id, _a in found if user_id}, {address.lower() for _u, address in found if address}

    def is_unwanted(self, told: Told) -> bool:
        """Whether this one wishes not to hear of it."""
        users, addresses = self.unwanted
        ways = (told.address.lower(), forgotten.stand_in(told.address)) if told.address else ()
        return told.user_id in users or not addresses.isdisjoint(ways)

    def planned(self, window: Window) -> Iterator[list[Planned]]:
        """What falls into a window, in pieces, streamed: a few thousand objects are in memory at a time."""
        finder = self._finder(window)
        for chunk in _chunks(self._dues(finder.spans())):
            hit = [(due, hits) for due in chunk if (hits := finder.hits(due.due))]
            if hit:
                yield self._of(hit)

    def again(self, subject_ids: Collection[int], first: datetime, last: datetime) -> dict[tuple[int, datetime], Due]:
        """What is still due of these subjects between two moments: the second look."""
        rows = self.anchor.find(first=first, last=last, orders=self.condition, ids=subject_ids)
        return {due.key: due for due in rows}

    def told_of(self, dues: Collection[Due], known: Known) -> Iterator[tuple[Due, list[Told]]]:
        """Who is to be told of each."""
        written = customers.Customers()
        if self.audience.tells_customers:
            written = customers.told(self.anchor.news, [due.order_id for due in dues])
        for due in dues:
            not_them = known.not_them.get(due.subject_id, ())
            passed_to = known.passed_to.get(due.subject_id, ())
            yield due, recipients.whom(self.audience, due, self.staff, written, not_them, passed_to)

    def known(self, dues: Iterable[Due]) -> Known:
        """What the table says of them."""
        return Known(self.rule.pk, self.anchor.subject_type, {due.subject_id for due in dues})

    def _finder(self, window: Window) -> Days | Hours:
        if self.rule.unit == Unit.HOUR:
            window = replace(window, begin=min(window.begin, window.end - LOOK_BACK))
        return steps.in_window(self.steps, window, workdays.calendar(), workdays_only=self.rule.workdays_only)

    def _dues(self, spans: Iterable[tuple[datetime, datetime]]) -> Iterator[Due]:
        """Between each two moments; the spans do not touch, so nothing comes twice."""
        for first, last in spans:
            yield from self.anchor.find(first=first, last=last, orders=self.condition)

    def _of(self, hit: list[tuple[Due, list[Hit]]]) -> list[Planned]:
        dues = [due for due, _hits in hit]
        known = self.known(dues)
        hits_of = {due.key: hits for due, hits in hit}
        oldest = self.at - timedelta(days=int(settings.get(CATCH_UP_DAYS)))
        found: list[Planned] = []
        for due, told in self.told_of(dues, known):
            moments = [(one, self._goes(one)) for one in sorted(hits_of[due.key], key=lambda one: one.number)]
            counting = [
                (one, send_at)
                for one, send_at in moments
                if self._own_moment(one, send_at) >= self.rule.active_since and not one.is_before(due.since)
            ]
            for one, send_at in counting:
                is_overtaken = one is not counting[-1][0] or self._own_moment(one, send_at) < oldest
                for who in told:
                    found.append(self._planned(due, one.number, who, send_at, is_overtaken, known))
        return waiting.held_back(self, found)

    def moment_on(self, day: date) -> datetime:
        """When the rule tells what waited for a day."""
        return self.times.from_moment(self.times.on_day(day, self.manner), self.manner)

    def _goes(self, hit: Hit) -> datetime:
        if hit.moment is None:
            return self.times.on_day(hit.day, self.manner)
        return self.times.from_moment(hit.moment, self.manner)

    def _own_moment(self, hit: Hit, send_at: datetime) -> datetime:
        return send_at if hit.moment is None else hit.moment

    def _planned(self, due: Due, step: int, told: Told, send_at: datetime, is_overtaken: bool, known: Known) -> Planned:
        standing = known.states.get((due.subject_id, due.due, step, told.recipient))
        if standing is not None:
            return Planned(due, step, told, standing, send_at, is_known=True)
        return Planned(due, step, told, self._state(due, told, is_overtaken, known), send_at)

    def _state(self, due: Due, told: Told, is_overtaken: bool, known: Known) -> str:
        if is_overtaken:
            return State.SKIPPED
        if self.is_unwanted(told):
            return State.UNWANTED
        if (due.subject_id, due.due, told.recipient) in known.answered:
            return State.MOOT
        if told.recipient.startswith("customer:") and not told.address:
            return State.NOWHERE
        return State.QUEUED


def _chunks(dues: Iterator[Due]) -> Iterator[list[Due]]:
    while chunk := list(islice(dues, AT_ONCE)):
        yield chunk
