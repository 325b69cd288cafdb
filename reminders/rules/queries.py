"""Every read of reminder rules and their words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Prefetch, QuerySet

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from reminders.anchors.choices import Group
from reminders.anchors.source import Anchor, anchors
from reminders.rules import saying
from reminders.rules.models import ReminderRule, ReminderTemplate
from reminders.rules.policies import EDIT

RECENT = timedelta(days=7)
_NAMED = ("template", "segment", "robot", "escalate_person")


@dataclass(frozen=True)
class Listed:
    """A rule in the list: what it does in a sentence, how many reminders it sent lately."""

    rule: ReminderRule
    sentence: str
    sent: int


def _rules() -> QuerySet[ReminderRule]:
    people = Prefetch("people", User.objects.only("name", "username").order_by("name", "pk"))
    return ReminderRule.objects.select_related(*_NAMED).prefetch_related(people)


def list_rules(actor: User) -> list[ReminderRule]:
    """All rules in their order, for who keeps them. Raises NotAllowed."""
    rights.require(actor, EDIT)
    return list(_rules())


def get_rule(actor: User, rule_id: int) -> ReminderRule:
    """One of them. Raises NotFound, NotAllowed."""
    rights.require(actor, EDIT)
    found = _rules().filter(pk=rule_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def named_people(rule: ReminderRule) -> list[str]:
    """The names of its named people."""
    return [one.name for one in rule.people.all()]


def sent_since(moment: datetime) -> dict[int, int]:
    """How many reminders each rule sent since a moment."""
    rows = ReminderRule.objects.filter(reminders__state="SENT", reminders__sent_at__gte=moment).order_by()
    return dict(rows.values_list("pk").annotate(count=Count("reminders")))


def by_group(actor: User, at: datetime) -> list[tuple[Group, list[Listed]]]:
    """The rules under what they count from. Three statements."""
    rules, sent = list_rules(actor), sent_since(at - RECENT)
    found: dict[Group, list[Listed]] = {group: [] for group in Group}
    for rule in rules:
        anchor = anchors.get(rule.anchor)
        group = anchor.group if anchor else Group.WORK
        found[group].append(Listed(rule, saying.sentence(rule, named_people(rule)), sent.get(rule.pk, 0)))
    return [(group, rows) for group, rows in found.items() if rows]


def rules_on(segment_id: int) -> list[str]:
    """The names of the rules in use that go by a saved condition."""
    return [str(one) for one in ReminderRule.objects.filter(segment=segment_id, is_active=True)]


def list_templates(actor: User) -> list[ReminderTemplate]:
    """The words, those in use first, with the rules that send them (``used``). Raises NotAllowed."""
    rights.require(actor, EDIT)
    rules = Prefetch("rules", ReminderRule.objects.only("name", "anchor", "template", "is_active"), to_attr="used")
    return list(ReminderTemplate.objects.prefetch_related(rules).order_by("-is_active", "pk"))


def get_template(actor: User, template_id: int) -> ReminderTemplate:
    """One of them. Raises NotFound, NotAllowed."""
    rights.require(actor, EDIT)
    found = ReminderTemplate.objects.filter(pk=template_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def anchor_of(template: ReminderTemplate | None) -> Anchor:
    """What the first rule with these words counts from; without one, delivery."""
    first = template.rules.order_by("-is_active", "rank", "pk").first() if template is not None else None
    return anchors.get(first.anchor if first else "") or anchors["delivery"]


def anchors_by_group() -> list[tuple[str, list[Anchor]]]:
    """What can be counted from, under its headings."""
    return [(str(group.label), [one for one in anchors.values() if one.group == group]) for group in Group]
