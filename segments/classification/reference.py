"""Reference rows: the company's own method as the first version of the rules, in force."""

from datetime import datetime

from accounts.people import queries as people
from common.classification import defaults
from common.classification.rules import CONFLICT
from common.reference import seeders, ship_names
from segments.classification.models import Rule, RuleVersion, Tag

_LISTS = ("operands", "tags", "when", "unless", "flags", "misfit_flags", "empty_flags")


def seed_rules(at: datetime) -> None:
    """The shipped rules where there are none at all; what a company made of them stays."""
    if RuleVersion.objects.exists():
        return
    machine = people.system_user()
    version = RuleVersion.objects.create(
        number=1, state=RuleVersion.State.ACTIVE, created_by=machine, created_at=at, activated_by=machine,
        activated_at=at,
    )  # fmt: skip
    Rule.objects.bulk_create(
        Rule(
            rules=version,
            key=rule.key,
            subject=rule.subject,
            kind=rule.kind.value,
            group=rule.group,
            sequence=rule.sequence,
            **{name: list(getattr(rule, name)) for name in _LISTS},
        )
        for rule in defaults.RULES
    )
    Tag.objects.bulk_create(shipped_tags(version))


def shipped_tags(version: RuleVersion) -> list[Tag]:
    """The shipped names for a version; each says of which thing it is and of which group."""
    things: dict[str, str] = {CONFLICT: ""}
    groups: dict[str, str] = {}
    for rule in defaults.RULES:
        for code in (rule.group, *rule.tags, *rule.flags, *rule.misfit_flags, *rule.empty_flags):
            things.setdefault(code, rule.thing)
        groups |= dict.fromkeys(rule.tags, rule.group)
    kinds = (
        (Tag.Kind.GROUP, defaults.GROUP_NAMES),
        (Tag.Kind.TAG, defaults.TAG_NAMES),
        (Tag.Kind.FLAG, defaults.FLAG_NAMES),
    )
    return [
        Tag(
            rules=version,
            kind=kind,
            code=code,
            name=name,
            thing=things[code],
            group=groups.get(code, "") if kind == Tag.Kind.TAG else "",
        )
        for kind, names in kinds
        for code, name in names.items()
    ]


def register() -> None:
    """Called once from this room's ``register``."""
    for names in (defaults.GROUP_NAMES, defaults.TAG_NAMES, defaults.FLAG_NAMES):
        ship_names(names.values())
    seeders.register("segments.rules", seed_rules)
