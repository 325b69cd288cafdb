"""What reminders say: the words of their rule with the facts of the moment, in the language of who reads them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils import translation

from accounts.people.models import User
from common import company
from reminders.anchors import wording
from reminders.anchors.source import Anchor, Facts, Key
from reminders.reminder.models import Reminder
from reminders.rules.choices import Unit
from reminders.rules.models import ReminderRule
from reminders.scanning.planning import Plan


@dataclass(frozen=True, slots=True)
class Said:
    """One reminder in words. ``path``: of its page, "" where its reader has none; ``url``: the whole address."""

    reminder: Reminder
    subject: str
    text: str
    path: str
    words: dict[str, str]

    @property
    def url(self) -> str:
        """The whole address of its page."""
        return f"{settings.SITE_URL}{self.path}" if self.path else ""


def say(
    plans: dict[int, Plan],
    reminders: Iterable[Reminder],
    *,
    reader: User | None,
    name: str,
    language: str,
    at: datetime,
    unsaid: Collection[str] = (),
    by_mail: bool = False,
) -> list[Said]:
    """The reminders in words, in their order; what is gone meanwhile is left out, and so is what ``unsaid`` names. A
    constant number of statements for each anchor. ``by_mail``: a decision is reached by a link of the reader's own."""
    rows = list(reminders)
    with translation.override(language):
        facts = _facts(plans, rows, reader, at if by_mail else None)
        said = []
        for one in rows:
            found = facts.get((one.rule_id, one.subject_id, one.due))
            if found is not None:
                told = {word: text for word, text in found.words.items() if word not in unsaid}
                said.append(_one(plans[one.rule_id].rule, one, replace(found, words=told), name, at))
        return said


def _facts(
    plans: dict[int, Plan], rows: list[Reminder], reader: User | None, mailed_at: datetime | None
) -> dict[tuple, Facts]:
    by_anchor: defaultdict[str, set] = defaultdict(set)
    for one in rows:
        by_anchor[plans[one.rule_id].rule.anchor].add((one.subject_id, one.due))
    anchor_of = {plan.rule.anchor: plan.anchor for plan in plans.values() if plan.rule.anchor in by_anchor}
    told = {code: _told(anchor_of[code], keys, reader, mailed_at) for code, keys in by_anchor.items()}
    return {
        (one.rule_id, one.subject_id, one.due): found
        for one in rows
        if (found := told[plans[one.rule_id].rule.anchor].get((one.subject_id, one.due))) is not None
    }


def _told(anchor: Anchor, keys: set[Key], reader: User | None, mailed_at: datetime | None) -> Mapping[Key, Facts]:
    found = anchor.describe(keys, reader)
    if reader is None or mailed_at is None:
        return found
    ways = anchor.ways(keys, reader, mailed_at)
    return {key: replace(one, url=ways.get(key, one.url)) for key, one in found.items()}


def _one(rule: ReminderRule, one: Reminder, facts: Facts, name: str, at: datetime) -> Said:
    words = {
        **facts.words,
        **wording.timing(one.due, at, by_hours=rule.unit == Unit.HOUR),
        "title": facts.title,
        "recipient": name,
        "company": company.current().name,
        "link": f"{settings.SITE_URL}{facts.url}" if facts.url else "",
    }
    is_english = (translation.get_language() or "").startswith("en")
    template = rule.template
    language = "en" if is_english else "zh"
    subject, text = getattr(template, f"subject_{language}"), getattr(template, f"text_{language}")
    told = {name: str(value) for name, value in words.items()}
    return Said(one, wording.fill_line(subject, told), wording.fill(text, told), facts.url, told)
