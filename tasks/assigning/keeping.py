"""How departments weigh candidates, and what people can do: kept by whoever leads them (R135)."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people import queries as people
from accounts.people.models import Department, User
from common import editing, errors, events
from common.operation import operation
from tasks.assigning import queries
from tasks.assigning.models import AssignmentWeights
from tasks.assigning.scoring import HIGHEST, PARTS
from tasks.task import policies
from tasks.task.models import PersonSkill, Skill

WHOLE = 100
RULES = "task.rules"


@operation
def save_weights(
    *, actor: User, department_id: int | None, weights: Mapping[str, int], at: datetime, version: int | None = None
) -> AssignmentWeights:
    """Set how a department weighs its candidates (None: everybody who has no own weights): four parts of 100.

    Raises NotFound, NotAllowed, Stale, Invalid.
    """
    department = _department_for(actor, department_id)
    row = AssignmentWeights.objects.select_for_update(no_key=True).filter(department=department).first()
    row = row or AssignmentWeights(department=department)
    columns = {name: weights[name] for name in PARTS}
    if any(not 0 <= one <= WHOLE for one in columns.values()) or sum(columns.values()) != WHOLE:
        words = _("The four weights make %(sum)s together; they have to make 100.")
        raise errors.Invalid(words % {"sum": sum(columns.values())}, fields={})
    is_new = row.pk is None
    if is_new and version:
        raise errors.Stale(fields={}, version=0)
    changed = editing.change(row, columns, None if is_new else version)
    row.save()
    if changed or is_new:
        events.record(
            "task.weights_saved", row, at=at, department=department.code if department else "", weights=columns
        )
    return row


@operation
def drop_weights(*, actor: User, department_id: int, version: int, at: datetime) -> None:
    """Let a department weigh as the one above it does.

    Raises NotFound, NotAllowed, Stale.
    """
    department = _department_for(actor, department_id)
    row = AssignmentWeights.objects.select_for_update(no_key=True).filter(department=department).first()
    if row is None:
        raise errors.NotFound()
    editing.require_seen(row, version)
    events.record("task.weights_dropped", row, at=at, department=department.code if department else "")
    row.delete()


def _department_for(actor: User, department_id: int | None) -> Department | None:
    """The department locked, so that two never make its first row at once."""
    if department_id is None:
        rights.require(actor, RULES)
        return None
    rows = policies.departments_for(actor, policies.ASSIGN).select_for_update(no_key=True)
    found = rows.filter(pk=department_id).first()
    if found is None:
        raise errors.NotFound()
    return found


@operation
def set_skills(
    *,
    actor: User,
    user_id: int,
    levels: Mapping[int, int | None],
    at: datetime,
    shown: Mapping[int, int | None] | None = None,
    seen: int | None = None,
) -> dict[int, int]:
    """Say how well somebody can do things: skill → level 1 to 5, None: not at all; skills not named stay. ``shown``:
    the levels that the page showed, or ``seen``: the version of all of them. Gives all levels as they stand now.

    Raises NotFound, NotAllowed, Stale, Invalid.
    """
    queries.get_person_for(actor, user_id)
    person = people.lock_any_person(user_id=user_id)
    known = {one.pk: one for one in Skill.objects.filter(pk__in=levels, is_active=True)}
    if unknown := set(levels) - set(known):
        raise errors.Invalid(fields={f"skill.{pk}": [_("Choose one of the list.")] for pk in unknown})
    wrong = [pk for pk, level in levels.items() if level is not None and not 1 <= level <= HIGHEST]
    if wrong:
        raise errors.Invalid(fields={f"skill.{pk}": [_("From 1 to 5.")] for pk in wrong})
    rows = {one.skill_id: one for one in PersonSkill.objects.filter(user=person)}
    standing = {one.skill_id: one.level for one in rows.values()}
    if seen is not None and seen != queries.skills_version(standing):
        raise errors.Stale(fields={}, version=queries.skills_version(standing))
    stored = {pk: standing.get(pk) for pk in levels}
    _require_as_shown(stored, levels, shown, known)
    told = {}
    for pk, level in levels.items():
        if stored[pk] != level:
            _set(person, rows.get(pk), pk, level)
            told[known[pk].code] = level
    if told:
        events.record("person.skills_set", person, at=at, number=person.username, levels=told)
    return queries.levels_of([user_id])[user_id]


def _require_as_shown(
    stored: Mapping[int, int | None],
    sent: Mapping[int, int | None],
    shown: Mapping[int, int | None] | None,
    known: Mapping[int, Skill],
) -> None:
    def named(values: Mapping[int, int | None]) -> dict[str, int | None]:
        return {f"skill.{pk}": value for pk, value in values.items()}

    labels = {f"skill.{pk}": one for pk, one in known.items()}
    editing.require_unchanged(named(stored), named(sent), named(shown) if shown is not None else None, labels=labels)


def _set(person: User, row: PersonSkill | None, skill_id: int, level: int | None) -> None:
    if level is None:
        if row is not None:
            row.delete()
    elif row is None:
        PersonSkill.objects.create(user=person, skill_id=skill_id, level=level)
    else:
        row.level, row.version = level, row.version + 1
        row.save(update_fields=["level", "version"])
