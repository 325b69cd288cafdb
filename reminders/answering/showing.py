"""Reminders as their readers see them: in words of today, with what was answered. Constant statements an anchor."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.people.models import User
from reminders.anchors import wording as words
from reminders.anchors.choices import Group, Unit
from reminders.anchors.source import anchors
from reminders.reminder.models import Reminder
from reminders.reminder.states import Reaction
from reminders.rules import saying
from reminders.scanning import people
from reminders.scanning.planning import Plan
from reminders.sending import wording

_OPEN = ("", Reaction.SNOOZED)
_NOBODY = people.Staff({}, {})  # who is told is not asked here


@dataclass(frozen=True)
class Line:
    """One reminder. ``subject``: what it says, "" where its reader may not see that any more; ``path``: of its page."""

    reminder: Reminder
    subject: str
    text: str
    path: str
    due: str
    when: str
    is_late: bool
    group: Group

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.reminder.reaction in _OPEN


def lines(rows: Sequence[Reminder], *, reader: User, at: datetime) -> list[Line]:
    """The reminders in words for ``reader``, in their order; their rules with templates are at hand. What is gone
    meanwhile is told as it was told then."""
    known = [one for one in rows if one.rule.anchor in anchors]
    seen = _seen(known, reader)
    plans = {one.rule_id: Plan(one.rule, at=at, staff=_NOBODY) for one in known}
    shown = [one for one in known if (one.rule.anchor, one.subject_id) in seen]
    language = get_language() or reader.language
    said = wording.say(plans, shown, reader=reader, name=reader.name, language=language, at=at)
    by_key = {one.reminder.pk: one for one in said}
    return [_line(one, by_key.get(one.pk), at) for one in rows]


def _seen(rows: Iterable[Reminder], reader: User) -> set[tuple[str, int]]:
    ids: defaultdict[str, set[int]] = defaultdict(set)
    for one in rows:
        ids[one.rule.anchor].add(one.subject_id)
    return {(code, pk) for code, found in ids.items() for pk in anchors[code].visible(found, reader)}


def _line(one: Reminder, said: wording.Said | None, at: datetime) -> Line:
    told = words.timing(one.due, at, by_hours=one.rule.unit == Unit.HOUR)
    anchor = anchors.get(one.rule.anchor)
    return Line(
        reminder=one,
        subject=said.subject if said else "",
        text=said.text if said else "",
        path=said.path if said else "",
        due=told["due"],
        when=told["when"],
        is_late=one.due < at and told["when"] != _("today"),
        group=Group(anchor.group) if anchor else Group.WORK,
    )


def passed_on(told: Sequence[str]) -> str:
    """What somebody is told who said that a reminder is not for him."""
    if not told:
        return _("Noted. Whoever it is for knows already.")
    return _("Passed on to %(people)s") % {"people": saying.listed(told)}
