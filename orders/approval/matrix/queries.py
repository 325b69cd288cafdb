"""The matrix as people read it: each row in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts import policies
from accounts.people.models import Department, User
from accounts.roles.models import Role
from common import errors
from orders.approval import measures
from orders.approval.matrix import rules
from orders.approval.matrix.models import MatrixRow, MatrixStep
from orders.approval.models import Escalation
from orders.approval.subjects import subjects
from segments.fields import Level, visible_fields

Kind = MatrixStep.Kind


@dataclass(frozen=True)
class StepWords:
    """A step of a row: who decides, how many of them, in which time, who is asked when it is late."""

    kind: str
    who: list[str]
    is_all: bool
    hours: Any
    escalation: str


@dataclass(frozen=True)
class RowWords:
    """A row: when it fits (``condition`` the name of the saved condition, "" always; ``signs``, ``at_least`` in words)
    and its steps. ``pk`` None: what holds where no row fits. ``is_hidden``: it names what the reader may not see."""

    pk: int | None
    name: str
    segment_id: int | None
    condition: str
    signs: list[str]
    steps: list[StepWords]
    is_hidden: bool = False
    at_least: list[str] = field(default_factory=list)


def rows() -> QuerySet[MatrixRow]:
    """Every row, also those out of use, in order."""
    return MatrixRow.objects.select_related("segment").prefetch_related("steps")


def get_row(actor: User, row_id: int) -> MatrixRow:
    """A row, for who keeps the matrix. Raises NotFound, NotAllowed."""
    policies.require(actor, "approval.matrix")
    row = rows().filter(pk=row_id).first()
    if row is None:
        raise errors.NotFound()
    return row


def rows_standing_on(segment_id: int) -> list[str]:
    """The names of the rows in use whose condition this is."""
    return list(MatrixRow.objects.filter(segment=segment_id, is_active=True).values_list("name", flat=True))


def active_rows(subject_type: str) -> list[MatrixRow]:
    """The rows in use of a subject type, in the order in which they are asked."""
    return list(rows().filter(subject_type=subject_type, is_active=True).order_by("position", "id"))


def matrices(actor: User) -> list[tuple[str, Any, list[RowWords]]]:
    """The matrix of every subject type, as ``actor`` may read it: code, words, rows."""
    return [(code, subject.label, in_words(actor, code)) for code, subject in subjects.items()]


def in_words(actor: User, subject_type: str) -> list[RowWords]:
    """The matrix of a subject type: its rows in order, and last what holds where none fits. Of a row that speaks of
    what ``actor`` may not see only who decides."""
    found = active_rows(subject_type)
    names = _Names([step for row in found for step in row.steps.all()])
    seen = set(visible_fields(actor, Level.LINE))
    subject = subjects[subject_type]
    hidden = subject.hidden_signs(actor)
    words = {code: str(text) for code, text in subject.signs()}
    told = []
    for row in found:
        asks_for = {*row.signs, *row.at_least}
        is_his = seen.issuperset(row.segment.fields if row.segment else ()) and not hidden.intersection(asks_for)
        told.append(_row(row, names, words, is_his))
    last = rules.default_step()
    step = StepWords(last.kind, [str(Kind.HEAD.label)], False, last.within, _escalation(last.escalation, ""))
    return [*told, RowWords(None, "", None, "", [], [step])]


def when(row: MatrixRow) -> str:
    """When a row fits, for who keeps the matrix: its condition and the risks that it asks for."""
    words = {code: str(text) for code, text in subjects[row.subject_type].signs()} if row.signs else {}
    risks = pgettext("between items", ", ").join(words.get(code, code) for code in row.signs)
    parts = [str(row.segment)] if row.segment else []
    if risks:
        parts.append(_("one of these risks:") + " " + risks)
    parts += _least(row)
    return " · ".join(parts) or _("always")


def who_decides(rows: Iterable[MatrixRow]) -> dict[int, str]:
    """Row → who decides in each of its steps, for who keeps the matrix."""
    steps = {row.pk: list(row.steps.all()) for row in rows}
    names = _Names([step for some in steps.values() for step in some])
    return {key: " → ".join(" · ".join(names.words(step).who) for step in some) for key, some in steps.items()}


def _row(row: MatrixRow, names: "_Names", signs: Mapping[str, str], is_his: bool) -> RowWords:
    return RowWords(
        pk=row.pk,
        name=row.name if is_his else "",
        segment_id=row.segment_id if is_his else None,
        condition=str(row.segment) if row.segment and is_his else "",
        signs=[signs.get(code, code) for code in row.signs] if is_his else [],
        steps=[names.words(step) for step in row.steps.all()],
        is_hidden=not is_his,
        at_least=_least(row) if is_his else [],
    )


def _least(row: MatrixRow) -> list[str]:
    return measures.in_words(measures.read(row.at_least).items(), subjects[row.subject_type].measures())


class _Names:
    """The names that steps speak of, read once for all of them."""

    def __init__(self, steps: Iterable[MatrixStep]):
        steps = list(steps)
        people = {key for step in steps for key in (*step.people, step.escalate_to_id) if key}
        self.people = dict(User.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
        roles = {step.role_id for step in steps if step.role_id}
        self.roles = {role.pk: str(role) for role in Role.objects.filter(pk__in=roles)} if roles else {}
        departments = {key for step in steps for key in step.departments}
        found = Department.objects.filter(pk__in=departments).values_list("pk", "name")
        self.departments: Mapping[int, str] = dict(found) if departments else {}

    def words(self, step: MatrixStep) -> StepWords:
        """A step in words."""
        hours = rules.step_of(step).within
        escalation = _escalation(step.escalation, self.people.get(step.escalate_to_id or 0, ""))
        return StepWords(step.kind, self._who(step), step.is_all, hours, escalation)

    def _who(self, step: MatrixStep) -> list[str]:
        if step.kind == Kind.ROLE:
            return [_("Role %(name)s") % {"name": self.roles[step.role_id or 0]}]
        if step.kind == Kind.DEPARTMENT:
            words = _("Head of %(department)s")
            return [words % {"department": self.departments[key]} for key in step.departments]
        if step.kind == Kind.PERSON:
            return [self.people[key] for key in step.people]
        return [str(Kind(step.kind).label)]


_WHO_ELSE = {
    Escalation.NOBODY: gettext_lazy("nobody else"),
    Escalation.ABOVE: gettext_lazy("the department head above"),
}


def _escalation(code: str, person: str) -> str:
    return person if code == Escalation.PERSON else str(_WHO_ELSE[Escalation(code)])
