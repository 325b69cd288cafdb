"""What makes no sense in a rule or in its words, said field by field. Pure but for the rows that it is given."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import Text
from reminders.anchors import wording
from reminders.anchors.source import Anchor, anchors
from reminders.rules.choices import Channel, Escalation, Recipient, Unit
from reminders.rules.models import ReminderRule, ReminderTemplate

FARTHEST, MOST_STEPS = 400, 20  # units before or after; steps of a rule
LONGEST_PAUSE = 400
UNKNOWN_ANCHOR = gettext_lazy("Nothing is counted from this. Choose one of the list.")
TEXTS = ("subject_zh", "subject_en", "text_zh", "text_en")
Faults = Iterator[tuple[str, Text]]


def faults_of_rule(rule: ReminderRule, people: Collection[int]) -> dict[str, list[Text]]:
    """{field: what is wrong with it} of a rule with its template, condition and robot at hand, and the keys of its
    named people."""
    anchor = anchors.get(rule.anchor)
    if anchor is None:
        return {"anchor": [UNKNOWN_ANCHOR]}
    found: dict[str, list[Text]] = {}
    checks: tuple[Callable[[ReminderRule, Anchor, Collection[int]], Faults], ...] = (
        *(_of_steps, _of_repeating, _of_people, _of_channels, _of_customer, _of_condition, _of_time, _of_telling),
        _of_words,
    )
    for check in checks:
        for name, text in check(rule, anchor, people):
            found.setdefault(name, []).append(text)
    return found


def _of_steps(rule: ReminderRule, anchor: Anchor, people: Collection[int]) -> Faults:
    if rule.unit not in anchor.units:
        offered = " / ".join(str(Unit(one).label) for one in anchor.units)
        yield "unit", _("This is counted in: %(units)s.") % {"units": offered}
    steps = rule.steps
    if not isinstance(steps, list) or not all(isinstance(one, int) and not isinstance(one, bool) for one in steps):
        yield "steps", _("Steps are whole numbers: -3 is three before, 0 the day itself, 1 one after.")
    elif not steps:
        yield "steps", _("Say when it reminds: -3 is three before, 0 the day itself, 1 one after.")
    elif len(steps) > MOST_STEPS:
        yield "steps", _("No more than %(count)s steps.") % {"count": MOST_STEPS}
    elif any(abs(one) > FARTHEST for one in steps):
        yield "steps", _("No more than %(count)s before or after.") % {"count": FARTHEST}
    elif len(set(steps)) < len(steps):
        yield "steps", _("Each step once.")


def _of_repeating(rule: ReminderRule, anchor: Anchor, people: Collection[int]) -> Faults:
    if rule.repeat_every is None:
        if rule.repeat_most is not None:
            yield "repeat_most", _("Say first every how many it goes on.")
        return
    if not anchor.repeats:
        yield "repeat_every", _("This happens once or comes again by itself: nothing goes on after it.")
    if not 1 <= rule.repeat_every <= LONGEST_PAUSE:
        yield "repeat_every", _("From 1 to %(count)s.") % {"count": LONGEST_PAUSE}
    if rule.repeat_most is not None and not 1 <= rule.repeat_most <= LONGEST_PAUSE:
        yield "repeat_most", _("From 1 to %(count)s.") % {"count": LONGEST_PAUSE}


def _of_people(rule: ReminderRule, anchor: Anchor, people: Collection[int]) -> Faults:
    known = {*anchor.recipients, Recipient.NAMED}
    unknown = [one for one in rule.recipients if one not in known]
    if unknown:
        offered = ", ".join(str(Recipient(one).label) for one in anchor.recipients)
        yield "recipients", _("Here these can be told: %(people)s, and named people.") % {"people": offered}
    if not rule.recipients and Channel.ROBOT not in rule.channels:
        yield "recipients", _("Say who is told.")
    if not rule.recipients and set(rule.channels) - {Channel.ROBOT}:
        yield "recipients", _("Who is told in the app or by mail?")
    if (Recipient.NAMED in rule.recipients) != bool(people):
        words = _("Name the people.") if not people else _("Choose “Named person” among who is told as well.")
        yield "people", words


def _of_channels(rule: ReminderRule, anchor: Anchor, people: Collection[int]) -> Faults:
    if not rule.channels or any(one not in Channel.values for one in rule.channels):
        yield "channels", _("Choose how it is told.")
    if Channel.ROBOT in rule.channels and (rule.robot is None or not rule.robot.is_active):
        yield "robot", _("Choose the group chat: its robot must be in use.")
    if Channel.ROBOT not in rule.channels and rule.robot is not None:
        yield "channels", _("Choose “Group chat” as well, or no group.")


def _of_customer(rule: ReminderRule, anchor: Anchor, people: Collection[int]) -> Faults:
    if Recipient.CUSTOMER not in rule.recipients:
        return
    if len(rule.recipients) > 1:
        yield "recipients", _("Customers get a rule of their own: its words are not those for colleagues.")
    if rule.channels and list(rule.channels) != [Channel.MAIL]:
        yield "channels", _("Customers are told by mail, and by nothing else.")
    if rule.escalate_to:
        yield "escalate_to", _("A letter to a customer is told to nobody higher up.")


def _of_condition(rule: ReminderRule, anchor: Anchor, people: Collection[int]) -> Faults:
    segment = rule.segment
    if segment is None:
        return
    if segment.audience != segment.Audience.COMPANY or not segment.is_active:
        yield "segment", _("A rule needs a condition of the company that is in use.")
    if not getattr(anchor, "to_order", "order"):
        yield "segment", _("What it counts from has no order that a condition could be asked of.")


def _of_time(rule: ReminderRule, anchor: Anchor, people: Collection[int]) -> Faults:
    if rule.is_digest and rule.send_at is None:
        yield "send_at", _("Say at what time the letter of the day is sent.")
    if rule.is_digest and rule.unit == Unit.HOUR and anchor.units[0] == Unit.HOUR:
        yield "is_digest", _("What counts in hours cannot wait for the letter of a day.")


def _of_telling(rule: ReminderRule, anchor: Anchor, people: Collection[int]) -> Faults:
    if rule.escalate_to and not rule.escalate_after:
        yield "escalate_after", _("Say after how many it is told higher up.")
    if rule.escalate_after and not rule.escalate_to:
        yield "escalate_to", _("Say who is told as well.")
    if rule.escalate_to == Escalation.PERSON and rule.escalate_person_id is None:
        yield "escalate_person", _("Name the person.")


def _of_words(rule: ReminderRule, anchor: Anchor, people: Collection[int]) -> Faults:
    if not rule.template.is_active:
        yield "template", _("These words are out of use.")
    known = {*wording.COMMON, *anchor.words}
    unknown = sorted({name for text in texts_of(rule.template) for name in wording.unknown(text, known)})
    if unknown:
        names = ", ".join(f"{{{name}}}" for name in unknown)
        yield "template", _("What it counts from knows no %(names)s.") % {"names": names}


def texts_of(template: ReminderTemplate) -> list[str]:
    """The four texts of a template."""
    return [getattr(template, name) for name in TEXTS]


def faults_of_words(texts: Mapping[str, Any], rules: Collection[ReminderRule]) -> dict[str, list[Text]]:
    """{field: what is wrong with it} of the texts of a template that these rules use."""
    everything = {*wording.COMMON, *(name for one in anchors.values() for name in one.words)}
    found: dict[str, list[Text]] = {}
    for name in TEXTS:
        text = str(texts.get(name) or "")
        if stray := wording.stray(text):
            found.setdefault(name, []).append(_("A brace stands alone near “%(text)s”.") % {"text": stray})
        if unknown := wording.unknown(text, everything):
            names = ", ".join(f"{{{one}}}" for one in unknown)
            found.setdefault(name, []).append(_("Nobody knows %(names)s.") % {"names": names})
            continue
        for rule in rules:
            anchor = anchors.get(rule.anchor)
            if anchor and (unknown := wording.unknown(text, {*wording.COMMON, *anchor.words})):
                words = _("The rule “%(rule)s” uses these words, and what it counts from knows no %(names)s.")
                names = ", ".join(f"{{{one}}}" for one in unknown)
                found.setdefault(name, []).append(words % {"rule": str(rule), "names": names})
    return found
