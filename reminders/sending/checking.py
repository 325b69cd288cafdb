"""The second look at reminders, at the moment of telling: what was paid, moved, closed, answered or given to somebody
else meanwhile is not told (SEMANTICS 14). The caller holds the orders."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import structlog
from django.db import transaction

from accounts.people.models import User
from reminders.anchors.source import Due
from reminders.reminder.models import Reminder
from reminders.reminder.states import State
from reminders.scanning import escalating, people, recipients, waiting
from reminders.scanning.planning import Plan
from reminders.scanning.recipients import Told

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the second look says: ``state`` is "" where it is still to be told, else what becomes of it; QUEUED with
    ``waits_until``: it waits for that day."""

    state: str
    due: Due | None = None
    told: Told | None = None
    ways: tuple[str, ...] = ()
    waits_until: date | None = None


class Look:
    """A look at many reminders; rules, people and rights are read once for all."""

    def __init__(self, *, at: datetime):
        self.at, self.staff = at, people.read()
        self.readers: dict[int, User] = {}
        self._plans: dict[int, Plan] = {}
        self._seen: dict[tuple[str, int], set[int]] = {}

    def plan(self, reminder: Reminder) -> Plan:
        """The rule of a reminder, worked out."""
        found = self._plans.get(reminder.rule_id)
        if found is None:
            found = self._plans[reminder.rule_id] = Plan(reminder.rule, at=self.at, staff=self.staff)
        return found

    def at_all(self, reminders: Iterable[Reminder]) -> dict[int, Verdict]:
        """The verdict on each, by key. Those of a rule that cannot be worked out just now are left out; the scan tells
        the administrators of such a rule."""
        by_rule: defaultdict[int, list[Reminder]] = defaultdict(list)
        for one in reminders:
            by_rule[one.rule_id].append(one)
        self._read_people({one.user_id for rows in by_rule.values() for one in rows if one.user_id})
        found: dict[int, Verdict] = {}
        for rule_id, rows in sorted(by_rule.items()):
            try:
                with transaction.atomic():
                    found |= self._of_rule(rows)
            except Exception:
                log.exception("reminder_not_looked_at", rule_id=rule_id)
        return found

    def _read_people(self, ids: Collection[int]) -> None:
        missing = set(ids) - set(self.readers)
        if missing:
            self.readers |= {one.pk: one for one in User.objects.filter(pk__in=missing)}

    def _of_rule(self, rows: list[Reminder]) -> dict[int, Verdict]:
        plan = self.plan(rows[0])
        if not plan.rule.is_active or plan.anchor.subject_type != rows[0].subject_type:
            return {one.pk: Verdict(State.MOOT) for one in rows}
        moments = [one.due for one in rows]
        subject_ids = {one.subject_id for one in rows}
        still = plan.again(subject_ids, min(moments), max(moments))
        known = plan.known(still.values())
        told = {
            due.key: {who.recipient: who for who in whom} for due, whom in plan.told_of(list(still.values()), known)
        }
        until = waiting.days(plan.anchor, {due.order_id for due in still.values()}, self.at)
        before = escalating.told_before(plan, subject_ids) if any(one.is_escalation for one in rows) else {}
        found = {}
        for one in rows:
            key = (one.subject_id, one.due)
            due = still.get(key) if _is_meant(plan, one) else None
            if due is not None and one.is_escalation:
                whom = recipients.higher_up(plan.audience, due, plan.staff, before.get(key, set()))
                who = next((this for this in whom if this.recipient == one.recipient), None)
            else:
                who = told.get(key, {}).get(one.recipient)
            verdict = self._verdict(plan, one, due, who, known)
            found[one.pk] = _or_waits(verdict, until) if one.again == 0 else verdict  # who put it off wants it then
        return found

    def _verdict(self, plan: Plan, one: Reminder, due: Due | None, who: Told | None, known) -> Verdict:
        key = (one.subject_id, one.due, one.recipient)
        if due is None or who is None or key in known.answered:
            return Verdict(State.MOOT)
        if plan.is_unwanted(who):
            return Verdict(State.UNWANTED)
        until = known.put_off.get(key)
        if until is not None and until > self.at:
            return Verdict(State.SKIPPED)  # it comes again by itself then
        if who.user_id is not None and not self._sees(plan, one.subject_id, who.user_id, known):
            return Verdict(State.MOOT)
        if who.recipient.startswith("customer:") and not who.address:
            return Verdict(State.NOWHERE)
        return Verdict("", due, who, recipients.ways(plan.audience, who, self.staff))

    def _sees(self, plan: Plan, subject_id: int, user_id: int, known) -> bool:
        reader = self.readers.get(user_id)
        if reader is None:
            return False
        key = (plan.rule.anchor, user_id)
        if subject_id not in self._seen.get(key, set()):
            wanted = {one for one, _due, _step, recipient in known.states if recipient == f"user:{user_id}"}
            self._seen[key] = self._seen.get(key, set()) | plan.anchor.visible(wanted | {subject_id}, reader)
        return subject_id in self._seen[key]


def _or_waits(verdict: Verdict, until: Mapping[int, date]) -> Verdict:
    """What would be told waits where somebody speaks with the customer first."""
    if verdict.state or verdict.due is None or verdict.told is None or not waiting.may_wait(verdict.told):
        return verdict
    day = until.get(verdict.due.order_id or 0)
    return verdict if day is None else Verdict(State.QUEUED, waits_until=day)


def _is_meant(plan: Plan, one: Reminder) -> bool:
    """Whether the rule as it stands now still tells at this step, or higher up; what somebody put off comes anyway."""
    if one.is_escalation:
        return bool(plan.rule.escalate_after and plan.rule.escalate_to)
    return one.again > 0 or plan.steps.has(one.step)
