"""Statements being worked out: what rules, figures, targets, rewards and kept statements say, read at once for many
people and months.

Rules compute over all rows: the figures are asked for as the system, whatever the reader sees; who may see whose
statement stands in ``policies``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from accounts.people.models import User
from accounts.people.queries import system_user
from common import dates
from common.money import ZERO
from reports.commissions import choosing, scale, sheets
from reports.commissions.choosing import Held
from reports.commissions.models import CommissionRule, CommissionStatement
from reports.commissions.sheets import Correction, RewardLine, RuleLine, Sheet
from reports.facts.models import FactMark
from reports.figures import queries as figures
from reports.figures.measures import measures
from reports.figures.question import Question
from reports.targets import queries as targets
from reports.targets.models import Target
from tasks.evaluation.models import Reward

MEMORY = 36  # months for which a kept statement is compared with what the figures say now
SALES = "SALES"  # kind of departments whose people have a statement for a reward alone

Key = tuple[int, date]


def held(rule: CommissionRule) -> Held:
    """A rule as it is worked with."""
    path = rule.department.path if rule.department else ""
    steps = scale.read(rule.steps)
    return Held(rule.pk or 0, rule.name, rule.measure, steps, rule.is_whole, path, rule.valid_from, rule.valid_until)


def rules_in_use() -> list[Held]:
    """All rules that are in use and count something that can be counted still."""
    rows = CommissionRule.objects.filter(is_active=True, measure__in=choosing.countable()).select_related("department")
    return [held(one) for one in rows.order_by("name", "id")]


def sheets_of(
    *, people: QuerySet[User], months: Sequence[date], at: datetime, rules: Sequence[Held] | None = None
) -> list[Sheet]:
    """The statements of ``people`` for ``months``, drafts and kept ones, by name and month; those about nothing are
    left out. ``rules``: instead of those in use."""
    return list(Working(people, months, at, rules).sheets())


def sheet_of(*, person: User, month: date, at: datetime) -> Sheet:
    """The statement of one person for a month, also where it says nothing."""
    work = Working(User.objects.filter(pk=person.pk).select_related("department"), [month], at, one=person)
    return work.sheet(person, month)


class Working:
    """What statements of some months are worked out of."""

    def __init__(
        self,
        people: QuerySet[User],
        months: Sequence[date],
        at: datetime,
        rules: Sequence[Held] | None = None,
        one: User | None = None,
    ):
        self.people, self.months, self.at, self.one = people, sorted(months), at, one
        self.today = dates.business_day(at)
        self.rules = rules_in_use() if rules is None else rules
        self.kept = self._kept()
        self.since = min([self.months[0], *(one.month for rows in self.kept.values() for one in rows)])
        self.until = dates.month_end(self.months[-1])
        self.as_of: datetime | None = None
        self.bases = self._bases()
        self.targets = self._targets()
        self.rewards = self._rewards()

    # --- what is read ---------------------------------------------------------------------------

    def _kept(self) -> dict[int, list[CommissionStatement]]:
        """Kept statements by person, the earliest first: of the months, and of those before that may differ now."""
        rows = CommissionStatement.objects.filter(
            person__in=self.people.values("pk"), month__gte=choosing.before(self.months[0], MEMORY)
        ).select_related("person__department", "department", "confirmed_by", "paid_by")
        found: dict[int, list[CommissionStatement]] = {}
        for one in rows.order_by("month", "id"):
            found.setdefault(one.person_id, []).append(one)
        return found

    def _codes(self) -> tuple[str, ...]:
        asked = {one.measure for one in self.rules}
        for rows in self.kept.values():
            asked |= {line["measure"] for row in rows for line in row.lines if "measure" in line}
        return tuple(sorted(code for code in asked if code in measures))

    def _bases(self) -> dict[Key, dict[str, Decimal]]:
        """(person, month) → measure → what it says now."""
        codes = self._codes()
        if not codes:
            self.as_of = FactMark.objects.values_list("caught_up_at", flat=True).first()
            return {}
        filters = {"salesperson": (str(self.one.pk),)} if self.one else {}
        asked = Question(codes, self.since, self.until, rows=("salesperson", "month"), filters=filters)
        answer = figures.ask(actor=system_user(), asked=asked, today=self.today)
        self.as_of = answer.as_of
        return {
            (int(person), month): {code: measures[code].value(group.sums) or ZERO for code in codes}
            for (person, month), group in answer.groups.items()
            if person
        }

    def _targets(self) -> dict[tuple[int, str], Mapping[date, Decimal | None]]:
        """(person, measure) → month → target."""
        years = {month.year for month in self.months}
        rows = Target.objects.filter(
            person__in=self.people.values("pk"), measure__in={one.measure for one in self.rules}, year__in=years
        ).filter(department=None, product=None, category=None, region="")
        set_for: dict[tuple[int, str, int], dict[int, Decimal]] = {}
        for person, code, year, month, value in rows.values_list("person", "measure", "year", "month", "value"):
            set_for.setdefault((person or 0, code, year), {})[month] = value
        found: dict[tuple[int, str], dict[date, Decimal | None]] = {}
        for (person_id, code, year), values in set_for.items():
            plan = targets.plan_of(measures[code], values).months
            by_month = {date(year, number, 1): value for number, value in enumerate(plan, start=1)}
            found.setdefault((person_id, code), {}).update(by_month)
        return dict(found)

    def _rewards(self) -> dict[Key, list[RewardLine]]:
        """(person, month) → rewards and penalties that stand: of their month, for orders of the month they were given
        in."""
        begin, end = dates.day_range(self.since, self.until)
        rows = Reward.objects.filter(person__in=self.people.values("pk"), undone_at=None).filter(
            Q(month__gte=self.since, month__lte=self.until) | Q(month=None, at__gte=begin, at__lt=end)
        )
        found: dict[Key, list[RewardLine]] = {}
        for one in rows.select_related("order").order_by("id"):
            month = (one.month or dates.business_day(one.at)).replace(day=1)
            sign = -1 if one.kind == Reward.Kind.PENALTY else 1
            amount = None if one.amount is None else one.amount * sign
            order = one.order.reference if one.order else ""
            found.setdefault((one.person_id, month), []).append(
                RewardLine(one.pk, str(one.kind), amount, one.reason, order)
            )
        return found

    # --- what comes of it -----------------------------------------------------------------------

    def sheets(self) -> Iterator[Sheet]:
        """All of them that say something."""
        for person in self.people.order_by("name", "id"):
            for month in self.months:
                found = self.sheet(person, month)
                if not found.is_empty and self._belongs(found):
                    yield found

    def _belongs(self, sheet: Sheet) -> bool:
        """People who sell have a statement for a reward alone, others do not."""
        is_about_more = sheet.kept or sheet.corrections or any(one.base or one.target for one in sheet.lines)
        department = sheet.person.department
        return bool(is_about_more or (sheet.lines and department and department.kind == SALES))

    def sheet(self, person: User, month: date) -> Sheet:
        """One of them."""
        for kept in self.kept.get(person.pk, ()):
            if kept.month == month:
                return sheets.read(kept, differs=self._differs(kept))
        return Sheet(
            person=person,
            month=month,
            lines=tuple(self.lines(person, month, self.rules)),
            corrections=tuple(self._corrections(person, month)),
            rewards=tuple(self.rewards.get((person.pk, month), ())),
            as_of=self.as_of,
            is_over=self.is_over(month),
            department=person.department,
        )

    def is_over(self, month: date) -> bool:
        """Whether the month has ended, and all that happened in it is counted."""
        end = dates.day_start(choosing.after(month))
        return self.at >= end and self.as_of is not None and self.as_of >= end

    def lines(self, person: User, month: date, rules: Iterable[Held]) -> Iterator[RuleLine]:
        """What the rules that hold for somebody give him in a month."""
        path = person.department.path if person.department else ""
        bases = self.bases.get((person.pk, month), {})
        for one in choosing.rules_of(rules, path, month):
            yield sheets.line_of(
                rule_id=one.id,
                name=one.name,
                measure=one.measure,
                base=bases.get(one.measure, ZERO),
                target=self.targets.get((person.pk, one.measure), {}).get(month),
                steps=one.steps,
                is_whole=one.is_whole,
            )

    def _corrections(self, person: User, month: date) -> Iterator[Correction]:
        """What changed in kept statements is proposed once: in the month after the last that is kept."""
        rows = self.kept.get(person.pk, [])
        if rows and month == choosing.after(rows[-1].month):
            yield from (found for kept in rows if (found := self._differs(kept)))

    def _differs(self, kept: CommissionStatement) -> Correction | None:
        """What changed since a statement was kept and no later one carries; None where nothing did."""
        key = (kept.person_id, kept.month)
        rewarded = sum((one.amount or ZERO for one in self.rewards.get(key, ())), ZERO)
        carried = sum(
            (
                one.amount
                for later in self.kept[kept.person_id]
                for one in sheets.corrections_of(later)
                if one.month == kept.month
            ),
            ZERO,
        )
        lines = [one for one in sheets.read(kept).lines if one.measure in measures]
        amount, changes = sheets.compared(lines, self.bases.get(key, {}), (kept.rewards, rewarded), carried)
        return Correction(kept.month, amount, changes) if amount else None
