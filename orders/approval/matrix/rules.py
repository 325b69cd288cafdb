"""The matrix as every process keeps it: read once for each change of it (``common.stamps``), so that an order costs no
statement more where there is none."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from common import settings, stamps
from orders.approval import measures
from orders.approval.matrix.models import MatrixRow, MatrixStep
from orders.approval.measures import Figures
from orders.approval.models import Escalation

STAMP = "approval_matrix"
SLA_HOURS = "approval.sla_hours"
ESCALATION = "approval.escalation"
Kind = MatrixStep.Kind


@dataclass(frozen=True)
class Step:
    """A step as the matrix says it; ``hours`` None: those of the setting."""

    kind: str
    is_all: bool = False
    role_id: int | None = None
    departments: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    hours: Decimal | None = None
    escalation: str = Escalation.ABOVE
    escalate_to: int | None = None

    @property
    def within(self) -> Decimal:
        """The hours in which it should be decided (R098)."""
        return sla_hours() if self.hours is None else self.hours


@dataclass(frozen=True)
class Row:
    """A row of the matrix in use."""

    pk: int
    subject_type: str
    name: str
    segment_id: int | None
    signs: frozenset[str]
    at_least: tuple[tuple[str, Decimal], ...]
    steps: tuple[Step, ...]

    def has_sign(self, signs: Collection[str]) -> bool:
        """Whether one of the signs that it asks for is there, or it asks for none."""
        return not self.signs or bool(self.signs.intersection(signs))

    def missed(self, figures: Figures) -> list[str]:
        """The measures that it asks for and that are not reached."""
        return measures.missed(self.at_least, figures)


@dataclass(frozen=True)
class _Kept:
    stamp: str | None
    rows: tuple[Row, ...]


_kept = _Kept(None, ())


def of(subject_type: str) -> list[Row]:
    """The rows in use of a subject type, in order."""
    global _kept
    stamp = stamps.latest(STAMP)
    if stamp != _kept.stamp:
        _kept = _Kept(stamp, _read() if stamp else ())
    return [row for row in _kept.rows if row.subject_type == subject_type]


def reads_stored(subject_type: str) -> bool:
    """Whether a row has a condition, which asks for the subject as it is stored."""
    return any(row.segment_id is not None for row in of(subject_type))


def default_step() -> Step:
    """What decides where no row fits: one step, as the settings say (``routing.APPROVER``)."""
    return Step(Kind.HEAD, escalation=str(settings.get(ESCALATION)))


def sla_hours() -> Decimal:
    """The hours in which a step should be decided that says none itself (R098)."""
    return Decimal(str(settings.get(SLA_HOURS)))


def _read() -> tuple[Row, ...]:
    rows = MatrixRow.objects.filter(is_active=True).prefetch_related("steps")
    return tuple(_row(row) for row in rows.order_by("subject_type", "position", "id"))


def _row(row: MatrixRow) -> Row:
    steps = tuple(step_of(one) for one in row.steps.all())
    least = tuple(measures.read(row.at_least).items())
    return Row(row.pk, row.subject_type, row.name, row.segment_id, frozenset(row.signs), least, steps)


def step_of(one: MatrixStep) -> Step:
    """A stored step as it is used."""
    return Step(
        kind=one.kind,
        is_all=one.is_all,
        role_id=one.role_id,
        departments=tuple(one.departments),
        people=tuple(one.people),
        hours=one.hours,
        escalation=one.escalation,
        escalate_to=one.escalate_to_id,
    )
