"""Codes, numbers and sign-in names, as other systems write them, turned into keys."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.models import User
from common import errors
from tasks.doing import queries
from tasks.task.operations import TaskDraft


def of_task(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    """A new task as the operation takes it. Raises NotFound, Invalid."""
    order = queries.order_named(actor, data.pop("order"))
    phase, department = queries.phase_id(data.pop("phase")), queries.department_id(data.pop("department"))
    if not phase:
        raise errors.Invalid(fields={"phase": [_("There is no such phase.")]})
    if not department:
        raise errors.Invalid(fields={"department": [_("There is no such department.")]})
    asked = data.pop("skills")
    known = queries.skill_ids([one["skill"] for one in asked])
    if unknown := [one["skill"] for one in asked if one["skill"] not in known]:
        raise errors.Invalid(fields={"skills": [_("Nothing is known under “%(text)s”.") % {"text": unknown[0]}]})
    skills = tuple((known[one["skill"]], one["level"]) for one in asked)
    draft = TaskDraft(**data, phase_id=phase, department_id=department, skills=skills)
    return {"order_id": order.pk, "draft": draft}


def with_person(data: dict[str, Any]) -> dict[str, Any]:
    """``user``, a sign-in name, as the key of somebody who works here; without one: nobody is named. Raises
    Invalid."""
    name = data.pop("user", "")
    if not name:
        return data
    found = people.by_usernames([name]).first()
    if found is None:
        raise errors.Invalid(fields={"user": [_("Nobody signs in as “%(name)s”.") % {"name": name[:60]}]})
    return {**data, "user_id": found.pk}
