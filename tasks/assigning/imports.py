"""Skills of people as a target of imports: who can do what, and how well (R135)."""

from django.utils.translation import gettext_lazy as _

from common import errors
from common.imports import known
from common.imports.batch import SKIPPED, Batch
from common.imports.targets import Field, Target, importers
from tasks.assigning import keeping, queries

ENTITY = "skills"
FIELDS = (
    Field("person", _("Person"), required=True, max_length=120, hints=("姓名", "人员", "工号", "person")),
    Field("skill", _("Skill"), required=True, max_length=80, hints=("技能", "skill")),
    Field("level", _("Level"), kind="integer", required=True, minimum="0", hints=("等级", "级别", "level")),
)
# a name that two people have stands for nobody; sign-in names are each one's own
_LOOKUPS = {
    "person": "SELECT lower(username), id FROM accounts_user WHERE is_active AND NOT is_system"
    " UNION SELECT lower(name), min(id) FROM accounts_user u WHERE is_active AND NOT is_system AND NOT EXISTS"
    " (SELECT 1 FROM accounts_user o WHERE lower(o.username) = lower(u.name)) GROUP BY 1 HAVING count(*) = 1",
    "skill": "SELECT lower(code), id FROM tasks_skill WHERE is_active"
    " UNION SELECT lower(name), min(id) FROM tasks_skill s WHERE is_active AND NOT EXISTS"
    " (SELECT 1 FROM tasks_skill o WHERE lower(o.code) = lower(s.name)) GROUP BY 1 HAVING count(*) = 1",
}


def check(batch: Batch) -> None:
    """Refuse people and skills that there are not, people of others' departments, levels that there are not; a person
    and skill that comes twice is taken once."""
    _find(batch)
    batch.report_where(ENTITY, "unknown_person", "r.person_id IS NULL", field="person")
    batch.report_where(ENTITY, "unknown_skill", "r.skill_id IS NULL", field="skill")
    reached = list(queries.people_for(batch.actor).order_by().values_list("pk", flat=True))
    beyond = "r.person_id IS NOT NULL AND r.person_id <> ALL(%(reached)s::bigint[])"
    batch.report_where(ENTITY, "not_your_people", beyond, field="person", reached=reached)
    high = f"r.level > {keeping.HIGHEST}"
    batch.report_where(ENTITY, "too_large", high, field="level", value="r.level::text")
    twice = (
        f"SELECT row_id, row_number() OVER w AS place, first_value(line) OVER w AS first FROM import_{ENTITY}"
        " WHERE person_id IS NOT NULL WINDOW w AS (PARTITION BY person_id, skill_id ORDER BY file, line)"
    )
    batch.report_where(
        ENTITY,
        "repeated",
        "t.place > 1",
        field="skill",
        joins=f"JOIN ({twice}) t ON t.row_id = r.row_id",
        words="'line', t.first",
        drop=SKIPPED,
    )


def commit(batch: Batch) -> None:
    """Set the levels person by person; 0 takes a skill away, skills that the file does not name stay. Raises
    ChangedSince."""
    _find(batch)
    rows = batch.rows(f"SELECT person_id, skill_id, level FROM import_{ENTITY} ORDER BY person_id, file, line")
    levels: dict[int, dict[int, int | None]] = {}
    for person_id, skill_id, level in rows:
        if person_id is None or skill_id is None:
            raise known.ChangedSince()
        levels.setdefault(person_id, {})[skill_id] = level or None
    for person_id, given in levels.items():
        try:
            keeping.set_skills(actor=batch.actor, user_id=person_id, levels=given, at=batch.at)
        except (errors.NotFound, errors.Invalid) as error:
            raise known.ChangedSince() from error
    batch.notes.setdefault("written", {})[ENTITY] = len(rows)


def _find(batch: Batch) -> None:
    known.find_named(batch, ENTITY, _LOOKUPS)


def register() -> None:
    """Called once from this room's wiring."""
    importers.register(
        ENTITY,
        Target(
            label=_("Skills of people"),
            fields=FIELDS,
            order=90,
            verb=queries.CAPACITY,
            check=check,
            commit=commit,
            needs_words=True,
        ),
    )
