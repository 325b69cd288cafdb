"""What a rule does, in one sentence of the reader's language."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reminders.anchors.source import anchors
from reminders.rules.choices import Channel, Escalation, Recipient, Unit
from reminders.rules.models import ReminderRule


def sentence(rule: ReminderRule, people: Iterable[str] = ()) -> str:
    """“7, 3 and 1 days before the delivery day and on it: …”. ``people``: the names of its named people."""
    anchor = anchors.get(rule.anchor)
    label = str(anchor.label) if anchor else rule.anchor
    parts = [
        _("%(anchor)s: %(steps)s") % {"anchor": label, "steps": _counted(_steps(rule))},
        _("to %(people)s") % {"people": listed(_people(rule, people)) or _("a group chat")},
        listed(_ways(rule)),
        *([rest] if (rest := _manner(rule)) else []),
    ]
    if rule.segment is not None:
        parts.append(_("of orders “%(condition)s”") % {"condition": rule.segment})
    return _("%(sentence)s.") % {"sentence": _("; ").join(parts)}


def listed(words: Sequence[str]) -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return _("%(list)s and %(last)s") % {"list": _(", ").join(words[:-1]), "last": words[-1]}


def _counted(words: Sequence[str]) -> str:
    """The same of numbers and steps, which some languages only set in a row."""
    if len(words) < 2:
        return "".join(words)
    joined = {"list": _(", ").join(words[:-1]), "last": words[-1]}
    return pgettext("numbers", "%(list)s and %(last)s") % joined


def _steps(rule: ReminderRule) -> list[str]:
    before = sorted((-one for one in rule.steps if one < 0), reverse=True)
    after = sorted(one for one in rule.steps if one > 0)
    found = [_before(rule.unit, before)] if before else []
    if 0 in rule.steps:
        found.append(step(rule.unit, 0))
    if after:
        found.append(_after(rule.unit, after))
    if rule.repeat_every:
        found.append(_repeating(rule.unit, rule.repeat_every))
    return found


def step(unit: str, number: int) -> str:
    """One step: “3 days before”, “on the day”, “1 hour after”."""
    if number == 0:
        return _("at that moment") if unit == Unit.HOUR else _("on the day")
    return _before(unit, [-number]) if number < 0 else _after(unit, [number])


def _before(unit: str, counts: Sequence[int]) -> str:
    values = {"count": _counted([str(one) for one in counts])}
    if unit == Unit.HOUR:
        return ngettext("%(count)s hour before", "%(count)s hours before", max(counts)) % values
    if unit == Unit.WORKDAY:
        return ngettext("%(count)s day of work before", "%(count)s days of work before", max(counts)) % values
    return ngettext("%(count)s day before", "%(count)s days before", max(counts)) % values


def _after(unit: str, counts: Sequence[int]) -> str:
    values = {"count": _counted([str(one) for one in counts])}
    if unit == Unit.HOUR:
        return ngettext("%(count)s hour after", "%(count)s hours after", max(counts)) % values
    if unit == Unit.WORKDAY:
        return ngettext("%(count)s day of work after", "%(count)s days of work after", max(counts)) % values
    return ngettext("%(count)s day after", "%(count)s days after", max(counts)) % values


def _repeating(unit: str, every: int) -> str:
    values = {"count": every}
    if unit == Unit.HOUR:
        return ngettext("then every hour", "then every %(count)s hours", every) % values
    if unit == Unit.WORKDAY:
        return ngettext("then every day of work", "then every %(count)s days of work", every) % values
    return ngettext("then every day", "then every %(count)s days", every) % values


def _people(rule: ReminderRule, people: Iterable[str]) -> list[str]:
    known = [str(Recipient(one).label) for one in rule.recipients if one != Recipient.NAMED]
    return known + (list(people) or [str(Recipient.NAMED.label)] if Recipient.NAMED in rule.recipients else [])


def _ways(rule: ReminderRule) -> list[str]:
    words = {
        Channel.INBOX: _("in the app"),
        Channel.MAIL: _("by mail"),
        Channel.ROBOT: _("in the group chat “%(name)s”") % {"name": rule.robot or "–"},
    }
    return [words[Channel(one)] for one in rule.channels]


def _manner(rule: ReminderRule) -> str:
    found = []
    if rule.is_digest and rule.send_at:
        found.append(_("in one letter a day at %(time)s") % {"time": rule.send_at.strftime("%H:%M")})
    elif rule.send_at:
        found.append(_("at %(time)s") % {"time": rule.send_at.strftime("%H:%M")})
    if rule.workdays_only:
        found.append(_("on days of work"))
    if rule.escalate_to and rule.escalate_after:
        who = rule.escalate_person.name if rule.escalate_person else str(Escalation(rule.escalate_to).label)
        words = ngettext(
            "after %(count)s reminder that nobody acknowledged also to %(who)s",
            "after %(count)s reminders that nobody acknowledged also to %(who)s",
            rule.escalate_after,
        )
        found.append(words % {"count": rule.escalate_after, "who": who})
    return pgettext("between clauses", ", ").join(found)
