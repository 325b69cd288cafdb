"""Between rows of this room and what the API says of them: names in, plain dictionaries out."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.models import User
from common import errors
from tasks.assigning import candidates, queries
from tasks.assigning.candidates import Candidate
from tasks.assigning.models import Assignment
from tasks.assigning.queries import Weighing
from tasks.task.models import Skill, Task

DEFAULT = "DEFAULT"  # in place of a department's code


def person_id(username: str, field: str) -> int:
    """The key of somebody who works here. Raises Invalid."""
    found = people.by_usernames([username]).first()
    if found is None:
        raise errors.Invalid(fields={field: [_("Choose somebody who works here.")]})
    return found.pk


def person_for(actor: User, username: str) -> User:
    """Somebody whose skills the actor keeps. Raises NotFound."""
    found = queries.people_for(actor).filter(username=username.lower()).first()
    if found is None:
        raise errors.NotFound()
    return found


def candidate(one: Candidate) -> dict[str, Any]:
    """``TaskCandidateSerializer``."""
    parts = [{"name": part.name, "points": str(part.points), "weight": part.weight} for part in one.score.parts]
    return {
        "person": one.person.username,
        "name": one.person.name,
        "rank": one.rank,
        "total": one.score.total,
        "parts": parts,
        "evidence": one.score.evidence,
        "why_not": one.score.why_not,
        "is_owner": one.is_owner,
    }


def ownership(task: Task) -> dict[str, Any]:
    """``TaskOwnershipSerializer``."""
    return {
        "task": task.pk,
        "department": task.department.code,
        "department_due_date": task.department_due_date,
        "owner": task.owner.username if task.owner else None,
        "is_picked": task.is_picked,
        "version": task.version,
    }


def assignment(row: Assignment) -> dict[str, Any]:
    """``AssignmentStepSerializer``."""
    return {
        "how": row.how,
        "department": row.department.code,
        "person": row.user.username if row.user else None,
        "former": row.former.username if row.former else None,
        "rank": row.rank,
        "reason": row.reason,
        "by": row.actor.username,
        "at": row.at,
    }


def code_of(one: Weighing) -> str:
    """The department's code, ``DEFAULT`` for the company's weights."""
    return one.department.code if one.department else DEFAULT


def weighing(one: Weighing) -> dict[str, Any]:
    """``AssignmentWeightsSerializer``; those that are not its own are at version 0."""
    version = one.weights.version if one.is_own and one.weights.pk else 0
    own = {"department": code_of(one), "is_own": one.is_own, "version": version}
    return own | candidates.as_parts(one.weights)


def levels(rows: Iterable[dict[str, Any]]) -> dict[int, int | None]:
    """Skill → level, out of skill codes. Raises Invalid."""
    given = {row["skill"].upper(): row["level"] for row in rows}
    known = dict(Skill.objects.filter(code__in=given, is_active=True).values_list("code", "pk"))
    if unknown := sorted(set(given) - set(known)):
        raise errors.Invalid(fields={"skills": [_("There is no skill %(code)s.") % {"code": unknown[0]}]})
    return {known[code]: level for code, level in given.items()}


def skills_of(persons: Sequence[User]) -> list[dict[str, Any]]:
    """``PersonSkillsSerializer`` of each. Two statements."""
    codes = {one.pk: one.code for one in queries.skills()}
    found = queries.levels_of([one.pk for one in persons])
    return [
        {
            "person": one.username,
            "name": one.name,
            "department": one.department.code if one.department else None,
            "skills": [
                {"skill": codes[pk], "level": level}
                for pk, level in sorted(found[one.pk].items(), key=lambda row: codes.get(row[0], ""))
                if pk in codes
            ],
        }
        for one in persons
    ]
