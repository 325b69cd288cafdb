"""A plan being drawn: what is stored or typed, what the year leaves for its months, last year beside, sums of parts."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from accounts.people.models import User
from reports.layout.paper import Form
from reports.targets import policies, queries, reached, writing
from reports.targets.members import Member, Plan
from reports.targets.models import Target
from reports.targets.operations import Seen
from reports.targets.sheets import COLUMNS, YEAR, Box, Cell, Draft, Foot, Line, Sheet, Shown, pack
from reports.targets.spreading import MONTHS
from reports.targets.subjects import Whose, whose_of

_NOTHING = Decimal(0)


def last_year(actor: User, plan: Plan, rows: Sequence[Member], today: date) -> dict[Whose, list[Decimal | None]]:
    """Whose → the twelve months of last year."""
    since, until = plan.days_before
    found: dict[Whose, list[Decimal | None]] = {}
    for kind in {one.whose.kind for one in rows}:
        keys = [one.whose.key for one in rows if one.whose.kind is kind]
        figures = reached.figures_of(
            actor=actor, measure=plan.measure, kind=kind, keys=keys, since=since, until=until, today=today,
            by_month=True,
        )  # fmt: skip
        for key, months in figures.items():
            found[Whose(kind, key)] = [months.get(date(plan.year - 1, month, 1)) for month in MONTHS]
    return found


class Drawing:
    """A sheet being made."""

    def __init__(self, actor: User, plan: Plan, rows: list[Member], today: date, draft: Draft):
        self.actor, self.plan, self.rows, self.today, self.draft = actor, plan, rows, today, draft
        self.form = plan.measure.form
        self.adds = not plan.measure.is_share
        self.stored = self._stored()
        self.last = last_year(actor, plan, rows, today)
        self.last_whole = self._last_whole()
        self.values = {(one.whose, month): self._value(one.whose, month) for one in rows for month in COLUMNS}

    def _stored(self) -> dict[Cell, Target]:
        kept = Target.objects.filter(year=self.plan.year, measure=self.plan.measure.code).order_by()
        asked = {one.whose for one in self.rows}
        return {(whose, row.month): row for row in kept if (whose := whose_of(row)) in asked}

    def _last_whole(self) -> dict[Whose, Decimal | None]:
        """Last year as a whole: the sum of its months; a share is asked for."""
        if self.adds:
            return {
                whose: sum((one for one in months if one is not None), _NOTHING) for whose, months in self.last.items()
            }
        since, until = self.plan.days_before
        found: dict[Whose, Decimal | None] = {}
        for kind in {one.whose.kind for one in self.rows}:
            keys = [one.whose.key for one in self.rows if one.whose.kind is kind]
            figures = reached.figures_of(
                actor=self.actor, measure=self.plan.measure, kind=kind, keys=keys, since=since, until=until,
                today=self.today,
            )  # fmt: skip
            found |= {Whose(kind, key): one.get(None) for key, one in figures.items()}
        return found

    def _text(self, whose: Whose, month: int) -> str:
        cell = (whose, month)
        if cell in self.draft.typed:
            return self.draft.typed[cell]
        return self._shown(cell).text

    def _shown(self, cell: Cell) -> Shown:
        """What the page shows as stored: still what somebody saw, unless he was told of another figure."""
        if cell in self.draft.shown and cell not in self.draft.told:
            return self.draft.shown[cell]
        row = self.stored.get(cell)
        return Shown(Seen(row.pk, row.version), writing.typed(row.value, self.form)) if row else Shown()

    def _value(self, whose: Whose, month: int) -> Decimal | None:
        try:
            return writing.read(self._text(whose, month), self.form)
        except ValueError:
            return None

    def sheet(self) -> Sheet:
        cells = [(one.whose, month) for one in self.rows for month in COLUMNS]
        shown = {cell: self._shown(cell) for cell in cells}
        lines = [self._line(number, one, shown) for number, one in enumerate(self.rows)]
        return Sheet(
            plan=self.plan,
            whole=lines[0],
            lines=tuple(lines[1:]),
            foot=self._foot() if self.adds and len(lines) > 1 else None,
            seen=pack(shown),
            can_save=any(line.can_edit for line in lines),
            changes=sum(box.is_new for line in lines for box in line.boxes),
        )

    def _line(self, number: int, member: Member, shown: Mapping[Cell, Shown]) -> Line:
        whose = member.whose
        own = {month: value for month in MONTHS if (value := self.values[whose, month]) is not None}
        plan = queries.plan_of(self.plan.measure, {**own, **self._year(whose)})
        spread = (None, *plan.months)
        last = (self.last_whole.get(whose), *self.last.get(whose, [None] * 12))
        boxes = [
            Box(
                name=f"plan-{number}-m{month}",
                month=month,
                text=self._text(whose, month),
                spread=writing.beside(spread[month], self.form) if month not in own else "",
                last=writing.beside(last[month], self.form),
                fault=self.draft.faults.get((whose, month), ""),
                told=self.draft.told.get((whose, month), ""),
                is_new=self._text(whose, month) != shown[whose, month].text,
            )
            for month in COLUMNS
        ]
        months, gap = self._months(whose, own)
        parts, parts_gap = self._parts(whose) if self.adds else ("", "")
        can_edit = policies.can_plan(self.actor, whose, member.department_id)
        return Line(member, tuple(boxes), can_edit, months, gap, parts, parts_gap)

    def _year(self, whose: Whose) -> dict[int, Decimal]:
        value = self.values[whose, YEAR]
        return {} if value is None else {YEAR: value}

    def _months(self, whose: Whose, own: Mapping[int, Decimal]) -> tuple[str, str]:
        """What the months that have their own add up to, and what is wrong beside the year: too much, or all months
        set and still too little."""
        if not own or not self.adds:
            return "", ""
        total, year = sum(own.values(), _NOTHING), self.values[whose, YEAR]
        is_off = year is not None and (total > year or (len(own) == 12 and total != year))
        return self._beside(total), self._difference(total - year) if is_off and year is not None else ""

    def _parts(self, whose: Whose) -> tuple[str, str]:
        """What those next below it with a target add up to, and the difference to its own."""
        found = self._below(whose, YEAR)
        own = self._target(whose, YEAR)
        if whose == self.rows[0].whose or found is None:
            return "", ""
        return self._beside(found), "" if own is None else self._difference(found - own)

    def _target(self, whose: Whose, month: int) -> Decimal | None:
        """The target of the year (its months' sum where nothing is set for it), or of a month."""
        own = {one: value for one in MONTHS if (value := self.values[whose, one]) is not None}
        year = self.values[whose, YEAR]
        if month == YEAR:
            return year if year is not None else (sum(own.values(), _NOTHING) if own else None)
        return queries.plan_of(self.plan.measure, {**own, **self._year(whose)}).months[month - 1]

    def _below(self, whose: Whose | None, month: int) -> Decimal | None:
        """The sum of the targets next below: of a row without one those below it stand for it."""
        found: list[Decimal] = []
        for one in self.rows[1:]:
            if one.parent == whose:
                value = self._target(one.whose, month)
                value = self._below(one.whose, month) if value is None else value
                found += [] if value is None else [value]
        return sum(found, _NOTHING) if found else None

    def _foot(self) -> Foot:
        sums = [self._below(None, month) for month in COLUMNS]
        wholes = [self._target(self.rows[0].whose, month) for month in COLUMNS]
        gaps = [
            self._difference(one - whole) if one is not None and whole is not None else ""
            for one, whole in zip(sums, wholes, strict=True)
        ]
        return Foot(tuple(self._beside(one) for one in sums), tuple(gaps))

    def _beside(self, value: Decimal | None) -> str:
        return writing.beside(value, self.form)

    def _difference(self, value: Decimal) -> str:
        text = writing.beside(value, Form.COUNT)
        return f"+{text}" if value > 0 else text
