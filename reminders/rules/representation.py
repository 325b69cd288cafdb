"""Between rows of this room and what the API says of them: names in, plain dictionaries out."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.people import queries as staff
from common import errors
from reminders.anchors.source import Anchor
from reminders.channels.models import Robot
from reminders.rules import queries, saying
from reminders.rules.models import ReminderRule, ReminderTemplate
from reminders.rules.previewing import Preview
from reminders.rules.trying import Trial
from segments import queries as segments

_RULE = (
    *("code", "anchor", "unit", "steps", "repeat_every", "repeat_most", "recipients", "channels", "is_digest"),
    *("send_at", "workdays_only", "keeps_quiet_hours", "escalate_after", "escalate_to", "may_opt_out", "rank"),
    *("is_active", "active_since", "version"),
)
_WORDS = ("subject_zh", "subject_en", "text_zh", "text_en", "is_active", "version")


def rule(row: ReminderRule) -> dict[str, Any]:
    """``ReminderRuleSerializer``."""
    return {
        **{name: getattr(row, name) for name in _RULE},
        "id": row.pk,
        "name": str(row),
        "sentence": saying.sentence(row, queries.named_people(row)),
        "condition": row.segment_id,
        "people": [one.username for one in row.people.all()],
        "robot": row.robot.name if row.robot else None,
        "template": row.template_id,
        "escalate_person": row.escalate_person.username if row.escalate_person else None,
    }


def of_rule(data: Mapping[str, Any]) -> tuple[dict[str, Any], list[int] | None]:
    """The columns of a rule and the keys of its named people (None: not sent). Raises Invalid."""
    found = {name: value for name, value in data.items() if name not in ("condition", "people")}
    if "condition" in data:
        found["segment_id"] = _key(segments.company_segments(), "pk", data["condition"], "condition")
    if "robot" in data:
        found["robot_id"] = _key(Robot.objects.all(), "name", data["robot"], "robot")
    if "escalate_person" in data:
        people = staff.staff()
        found["escalate_person_id"] = _key(people, "username", data["escalate_person"], "escalate_person")
        found.pop("escalate_person")
    if "template" in data:
        found["template_id"] = _key(ReminderTemplate.objects.all(), "pk", data["template"], "template")
        found.pop("template")
    found.pop("robot", None)
    return found, _people(data["people"]) if "people" in data else None


def _people(names: list[str]) -> list[int]:
    found = dict(staff.staff().filter(username__in=names).values_list("username", "pk"))
    if unknown := [name for name in names if name not in found]:
        words = _("Nobody who works here is called: %(names)s.") % {"names": ", ".join(unknown)}
        raise errors.Invalid(fields={"people": [words]})
    return list(found.values())


def _key(rows: QuerySet[Any], column: str, value: Any, field: str) -> int | None:
    if value is None:
        return None
    found = rows.filter(**{column: value}).values_list("pk", flat=True).first()
    if found is None:
        raise errors.Invalid(fields={field: [_("Choose one of the list.")]})
    return int(found)


def template(row: ReminderTemplate) -> dict[str, Any]:
    """``ReminderTemplateSerializer``."""
    return {"id": row.pk, "name": str(row), **{name: getattr(row, name) for name in _WORDS}}


def anchor(one: Anchor) -> dict[str, Any]:
    """``ReminderAnchorSerializer``."""
    return {
        "code": one.code,
        "label": str(one.label),
        "about": str(one.about),
        "group": one.group,
        "units": list(one.units),
        "recipients": list(one.recipients),
        "repeats": one.repeats,
        "words": [{"name": name, "meaning": str(meaning)} for name, meaning in one.words.items()],
    }


def trial(found: Trial) -> dict[str, Any]:
    """``ReminderTrialSerializer``."""
    return {
        "count": found.count,
        "is_more": found.is_more,
        "by_step": [{"step": step, "count": count} for step, count in found.by_step],
        "first": [
            {"title": one.facts.title, "url": one.facts.url, "due": one.due, "step": one.step} for one in found.first
        ],
    }


def preview(one: Preview) -> dict[str, Any]:
    """``ReminderPreviewSerializer``."""
    return {"language": one.language, "subject": one.subject, "text": one.text, "is_real": one.is_real}
