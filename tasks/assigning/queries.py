"""Reads of who was given which task, of weights and of people's skills."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.models import Department, User
from common import errors, text
from tasks.assigning import candidates
from tasks.assigning.candidates import Candidate
from tasks.assigning.models import Assignment, AssignmentWeights
from tasks.task import policies
from tasks.task import queries as tasks
from tasks.task.models import PersonSkill, Skill, Task

CAPACITY = "task.capacity"
MOST_AT_ONCE = 50  # tasks given out together
MOST = 500  # people on a page


def open_department(department_id: int) -> tuple[Department, User]:
    """A department that takes tasks and who answers for it. Raises Invalid."""
    department = Department.objects.select_related("head").filter(pk=department_id, is_active=True).first()
    if department is None:
        raise errors.Invalid(fields={"department": [_("Choose a department of the list.")]})
    head = tasks.accountable(department)
    if head is None:
        raise errors.Invalid(fields={"department": [_("Nobody leads this department.")]})
    return department, head


def department_by_code(code: str) -> Department:
    """A department in use by its code. Raises Invalid."""
    found = Department.objects.filter(code=code.upper(), is_active=True).first()
    if found is None:
        raise errors.Invalid(fields={"department": [_("Choose a department of the list.")]})
    return found


def departments() -> list[Department]:
    """The departments that a task can be given to: the whole tree, those in use."""
    return [one for one in people.list_departments() if one.is_active]


def assignments_of(task: Task) -> list[Assignment]:
    """Who got it, the latest first."""
    rows = task.assignments.select_related("department", "user", "former", "actor")
    return list(rows.order_by("-pk"))


def get_tasks(actor: User, task_ids: Collection[int]) -> list[Task]:
    """Live tasks that nobody is picked for yet and that the actor may give out, of those asked for, by due day."""
    rows = tasks.list_tasks(actor).filter(pk__in=task_ids)
    open_ones = [one for one in rows if one.is_live and not one.is_picked and policies.can(actor, policies.ASSIGN, one)]
    return sorted(open_ones, key=lambda one: (one.due_date is None, one.due_date, one.pk))


def proposals(actor: User, task_ids: Collection[int], at: datetime) -> list[tuple[Task, list[Candidate]]]:
    """Those tasks (``get_tasks``) with their candidates, as if nothing but what is there were given out."""
    rows = get_tasks(actor, list(task_ids)[:MOST_AT_ONCE])
    found = candidates.for_tasks(rows, at=at) if rows else {}
    return [(one, found[one.pk]) for one in rows]


# --- weights ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Weighing:
    """The weights of a department (None: the company's), and whether they are its own."""

    department: Department | None
    weights: AssignmentWeights
    is_own: bool


def weights_of(department: Department) -> AssignmentWeights:
    """The weights in force for a department."""
    return candidates.weights_for(department, {one.department_id: one for one in AssignmentWeights.objects.all()})


def weighings(actor: User) -> list[Weighing]:
    """The company's weights and those of the departments that the actor gives tasks in."""
    rows = {one.department_id: one for one in AssignmentWeights.objects.all()}
    mine = policies.departments_for(actor, policies.ASSIGN).order_by("path")
    found = [Weighing(None, rows.get(None, candidates.DEFAULT), True)]
    return found + [Weighing(one, candidates.weights_for(one, rows), one.pk in rows) for one in mine]


def get_weighing(actor: User, department_id: int) -> Weighing:
    """One of them; 0: the company's. Raises NotFound."""
    for one in weighings(actor):
        if (one.department.pk if one.department else 0) == department_id:
            return one
    raise errors.NotFound()


# --- skills ----------------------------------------------------------------------------------------


def skills() -> list[Skill]:
    """The skills in use."""
    return list(Skill.objects.filter(is_active=True))


def people_for(actor: User) -> QuerySet[User]:
    """The people whose skills the actor keeps: those of the departments that he leads or his scope reaches."""
    reached = policies.departments_for(actor, CAPACITY)
    return people.staff().filter(department__in=reached).order_by("department__path", "name", "pk")


def get_person_for(actor: User, person_id: int) -> User:
    """One of them. Raises NotFound."""
    found = people_for(actor).filter(pk=person_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def levels_of(user_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """Person → skill → level."""
    found: dict[int, dict[int, int]] = {pk: {} for pk in user_ids}
    rows = PersonSkill.objects.filter(user_id__in=user_ids).values_list("user_id", "skill_id", "level")
    for user, skill, level in rows:
        found[user][skill] = level
    return found


def skills_version(levels: Mapping[int, int]) -> int:
    """A number that tells one set of skills from another, of at most nine digits: what an edit started from."""
    return crc32(repr(sorted(levels.items())).encode()) % 1_000_000_000


@dataclass(frozen=True)
class PersonRow:
    """Somebody with (skill, his level) in the order of the columns."""

    person: User
    cells: list[tuple[Skill, int | None]]


def person_skills(actor: User) -> QuerySet[PersonSkill]:
    """What the people can do whose skills the actor keeps; skills out of use left out."""
    people_ids = people_for(actor).order_by().values("pk")
    return PersonSkill.objects.filter(user__in=people_ids, skill__is_active=True)


def matrix(actor: User, query: str) -> dict[str, Any]:
    """The people whose skills the actor keeps against all skills; ``query``: words of names. Three statements."""
    columns = skills()
    found = text.search(people_for(actor), query) if query.strip() else people_for(actor)
    persons = list(found[:MOST])
    levels = levels_of([one.pk for one in persons])
    rows = [PersonRow(one, [(skill, levels[one.pk].get(skill.pk)) for skill in columns]) for one in persons]
    known = {skill.pk for row in rows for skill, level in row.cells if level}
    missing = [] if query.strip() else [skill for skill in columns if skill.pk not in known]
    return {"skills": columns, "rows": rows, "q": query, "missing": missing}
