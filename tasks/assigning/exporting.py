"""Skills of people as a file: a row for each person and skill, as the import takes it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from common.reference import shown
from tasks.assigning import queries
from tasks.assigning.filters import SkillFilter

COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("person", _("Person"), Kind.CODE), ("user__username",)),
        Plain(Column("name", _("Name")), ("user__name",)),
        Plain(Column("department", _("Department")), ("user__department__name",)),
        Plain(Column("skill", _("Skill"), Kind.CODE), ("skill__code",)),
        Plain(Column("skill_name", _("Name of the skill")), ("skill__name",), lambda row: shown(row.skill__name)),
        Plain(Column("level", _("Level"), Kind.NUMBER), ("level",)),
        Plain(Column("note", _("Note"), width=32), ("note",)),
    )
}
SORTS = {"person": keyset.Sort("user__username", descending=False), "id": keyset.Sort("pk")}


def open_skills(actor: Any, asked: Asked) -> Sheet:
    """The skills of the people whom the page shows."""
    found = doors.filter_of(SkillFilter, asked.query, queries.person_skills(actor))
    return plain.sheet(
        keyset.ordered(found.qs, sorts=SORTS, sort="person"),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {}),
        sorted_by=conditions.sorting("person", SORTS, {"person": _("Person")}),
    )


def register() -> None:
    """Called once from this room's wiring."""
    lists.register(
        "skills",
        ExportList(_("Skills of people"), queries.CAPACITY, "tasks:skills", open_skills, SkillFilter.base_filters),
    )
