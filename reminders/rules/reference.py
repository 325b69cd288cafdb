"""The shipped rules with their words, added once each; what the company changed or switched off stays as it is."""

from datetime import datetime

from common.reference import seeders, ship_names
from reminders.rules.models import ReminderRule, ReminderTemplate
from reminders.rules.shipped import RULES
from reminders.rules.shipped_words import WORDS

_NAMES = {code: str(columns["name"]) for code, columns in RULES.items()}


def seed(at: datetime) -> None:
    """Add what was never there. A rule is known by its code, a template by its name, which is that of its rule."""
    there = set(ReminderRule.objects.filter(code__in=RULES).values_list("code", flat=True))
    missing = [code for code in RULES if code not in there]
    if not missing:
        return
    names = [_NAMES[code] for code in missing]
    kept = dict(ReminderTemplate.objects.filter(name__in=names).values_list("name", "pk"))
    ReminderTemplate.objects.bulk_create(
        [ReminderTemplate(name=_NAMES[code], **WORDS[code]._asdict()) for code in missing if _NAMES[code] not in kept]
    )
    templates = dict(ReminderTemplate.objects.filter(name__in=names).values_list("name", "pk"))
    ranks = {code: 10 * place for place, code in enumerate(RULES, start=1)}
    ReminderRule.objects.bulk_create(
        [
            ReminderRule(
                code=code, template_id=templates[_NAMES[code]], rank=ranks[code], active_since=at, **RULES[code]
            )
            for code in missing
        ]
    )


def register() -> None:
    """Called once from this room's wiring."""
    seeders.register("reminders.rules", seed)
    ship_names(list(_NAMES.values()))
