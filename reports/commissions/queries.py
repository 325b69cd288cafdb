"""Statements and rules as their readers find them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accounts.people.models import Department, User
from common import dates, errors
from common.models import Event
from common.money import ZERO
from reports.commissions import choosing, policies, working
from reports.commissions.choosing import Held
from reports.commissions.models import CommissionRule, CommissionStatement
from reports.commissions.sheets import Sheet, State

SUBJECT = "reports.commissionstatement"
EARLIEST = date(1990, 1, 1)
MOST_MONTHS = 36


# --- statements --------------------------------------------------------------------------------


def month_sheets(
    *, actor: User, month: date, at: datetime, department: int = 0, person: int = 0, state: str = ""
) -> list[Sheet]:
    """The statements of a month that ``actor`` may see: drafts as the figures say now, kept ones as they were.
    Raises NotFound for a month that nothing can be said of."""
    require_month(month, at)
    return period_sheets(actor=actor, months=[month], at=at, department=department, person=person, state=state)


def period_sheets(
    *, actor: User, months: Sequence[date], at: datetime, department: int = 0, person: int = 0, state: str = ""
) -> list[Sheet]:
    """The same of several months; ``department`` with all below it. Raises NotFound for no such department."""
    people = policies.people_seen(actor)
    if department:
        found = Department.objects.filter(pk=department).first()
        if found is None:
            raise errors.NotFound()
        people = people.filter(department__path__startswith=found.path)
    if person:
        people = people.filter(pk=person)
    rows = working.sheets_of(people=people, months=months, at=at) if months else []
    return [one for one in rows if not state or one.state == state]


def require_month(month: date, at: datetime) -> None:
    """Raise NotFound unless something can be said of the month: it has begun."""
    if not EARLIEST <= month <= dates.business_day(at):
        raise errors.NotFound()


def get_person(actor: User, person_id: int) -> User:
    """Somebody whose statements ``actor`` may see. Raises NotFound."""
    found = policies.people_seen(actor).filter(pk=person_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def get_sheet(*, actor: User, person_id: int, month: date, at: datetime) -> Sheet:
    """The statement of somebody for a month. Raises NotFound."""
    require_month(month, at)
    return working.sheet_of(person=get_person(actor, person_id), month=month, at=at)


def person_sheets(*, actor: User, person_id: int, at: datetime, count: int = 12) -> list[Sheet]:
    """The statements of somebody for the last ``count`` months with the one that runs, the newest first. Raises
    NotFound."""
    person = get_person(actor, person_id)
    today = dates.business_day(at)
    months = choosing.months_between(choosing.before(today.replace(day=1), count - 1), today)
    people = User.objects.filter(pk=person.pk).select_related("department")
    return working.sheets_of(people=people, months=months, at=at)[::-1]


def get_statement(actor: User, statement_id: int) -> CommissionStatement:
    """A kept statement. Raises NotFound."""
    rows = CommissionStatement.objects.filter(person__in=policies.people_seen(actor).values("pk"))
    found = rows.select_related("person__department", "department").filter(pk=statement_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def kept_of(person_id: int, month: date) -> CommissionStatement | None:
    """The kept statement of somebody for a month."""
    rows = CommissionStatement.objects.select_related("person__department", "confirmed_by")
    return rows.filter(person=person_id, month=month).first()


def lock_statement(*, person_id: int, month: date) -> CommissionStatement | None:
    """The same, locked for its change; the caller holds the key of the person."""
    rows = CommissionStatement.objects.select_for_update(no_key=True, of=("self",)).select_related("person__department")
    return rows.filter(person=person_id, month=month).first()


def correcting(statement: CommissionStatement) -> list[date]:
    """The later months whose kept statements carry a correction of this one."""
    rows = CommissionStatement.objects.filter(
        person=statement.person_id,
        month__gt=statement.month,
        lines__contains=[{"kind": "CORRECTION", "month": statement.month.isoformat()}],
    )
    return list(rows.order_by("month").values_list("month", flat=True))


@dataclass(frozen=True)
class Told:
    """Something that was done to a statement."""

    kind: str
    at: datetime
    by: str
    reason: str
    amount: str


def history_of(person_id: int, month: date) -> list[Told]:
    """What was done to the statements of somebody for a month, also to those that were taken back, the latest
    first."""
    rows = Event.objects.filter(subject_type=SUBJECT, data__person=person_id, data__month=f"{month:%Y-%m}").order_by(
        "-id"
    )[:50]
    found = list(rows)
    names = dict(User.objects.filter(pk__in={one.actor_id for one in found}).values_list("pk", "name"))
    return [
        Told(one.kind, one.at, names.get(one.actor_id or 0, ""), one.reason, one.data.get("amount", ""))
        for one in found
    ]


@dataclass(frozen=True)
class Totals:
    """Statements added up."""

    count: int
    commission: Decimal
    corrected: Decimal
    adjustment: Decimal
    rewarded: Decimal
    total: Decimal
    open: int  # drafts that wait
    paid: Decimal


def totals_of(rows: Sequence[Sheet]) -> Totals:
    """What they come to together."""
    return Totals(
        count=len(rows),
        commission=sum((one.commission for one in rows), ZERO),
        corrected=sum((one.corrected for one in rows), ZERO),
        adjustment=sum((one.adjustment for one in rows), ZERO),
        rewarded=sum((one.rewarded for one in rows), ZERO),
        total=sum((one.total for one in rows), ZERO),
        open=sum(one.state == State.DRAFT for one in rows),
        paid=sum((one.total for one in rows if one.state == State.PAID), ZERO),
    )


# --- rules -------------------------------------------------------------------------------------


def list_rules(actor: User) -> QuerySet[CommissionRule]:
    """All rules by name, those in use first. Raises NotAllowed."""
    policies.require_rules(actor)
    return CommissionRule.objects.select_related("department").order_by("-is_active", "name", "id")


def get_rule(actor: User, rule_id: int) -> CommissionRule:
    """One of them. Raises NotAllowed, NotFound."""
    found = list_rules(actor).filter(pk=rule_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def rule_to_edit(actor: User, rule_id: int) -> CommissionRule | None:
    """The same; None for a new one (0). Raises NotAllowed, NotFound."""
    if rule_id:
        return get_rule(actor, rule_id)
    policies.require_rules(actor)
    return None


def departments() -> QuerySet[Department]:
    """The departments for which rules may hold, by name."""
    return Department.objects.filter(is_active=True).order_by("name", "id")


def overlapping(rule: CommissionRule) -> CommissionRule | None:
    """Another rule in use on the same measure for the very same department whose months meet with this one's."""
    rows = CommissionRule.objects.filter(is_active=True, measure=rule.measure, department=rule.department_id)
    rows = rows.exclude(pk=rule.pk) if rule.pk else rows
    if rule.valid_until is not None:
        rows = rows.filter(valid_from__lte=rule.valid_until)
    for one in rows.order_by("name", "id"):
        if one.valid_until is None or one.valid_until >= rule.valid_from:
            return one
    return None


@dataclass(frozen=True)
class Effect:
    """What somebody would get in a month under the rules as they are and as they would be; ``base`` and
    ``attainment``: of the rule that is tried, None where it does not hold for him."""

    person: Any
    before: Decimal
    after: Decimal
    base: Decimal | None
    attainment: Decimal | None

    @property
    def change(self) -> Decimal:
        """By how much it differs."""
        return self.after - self.before


@dataclass(frozen=True)
class Preview:
    """What a rule would have done in a month, the largest changes first."""

    month: date
    rows: list[Effect]
    as_of: datetime | None
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """By how much all differ together."""
        return self.after - self.before


def preview_rule(*, actor: User, rule: CommissionRule, at: datetime) -> Preview:
    """What a rule, as it is being written, would have done on the figures of the last month that ended, had it held
    then; it takes the place of what it was, and of the rule on the same measure for the same department. Only people
    whose statements ``actor`` may see. Raises NotAllowed."""
    policies.require_rules(actor)
    month = choosing.before(dates.business_day(at).replace(day=1))
    now = [one for one in working.rules_in_use() if one.holds_in(month)]
    tried = replace(working.held(rule), since=month, until=None)
    rest = [one for one in now if one.id != tried.id and not _takes_place_of(tried, one)]
    then = [*rest, tried] if rule.is_active else rest
    work = working.Working(policies.people_seen(actor), [month], at, rules=[*now, tried])
    rows = [one for person in work.people.order_by("name", "id") if (one := _effect(work, person, now, then, tried))]
    return Preview(
        month=month,
        rows=sorted(rows, key=lambda one: (-abs(one.change), one.person.name)),
        as_of=work.as_of,
        before=sum((one.before for one in rows), ZERO),
        after=sum((one.after for one in rows), ZERO),
    )


def _takes_place_of(tried: Held, other: Held) -> bool:
    return (tried.measure, tried.path) == (other.measure, other.path)


def _effect(
    work: working.Working, person: User, now: Sequence[Held], then: Sequence[Held], tried: Held
) -> Effect | None:
    month = work.months[0]
    was = list(work.lines(person, month, now))
    new = list(work.lines(person, month, then))
    if not any(one.base or one.target for one in (*was, *new)):
        return None
    line = next((one for one in new if one.rule_id == tried.id), None)
    return Effect(
        person=person,
        before=sum((one.amount for one in was), ZERO),
        after=sum((one.amount for one in new), ZERO),
        base=line.base if line else None,
        attainment=line.earned.attainment if line else None,
    )
