"""A letter in words: one reminder as its rule words it, or a digest with a line for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import company, mailing
from common.mailing import Item, Link
from reminders.reminder.models import Letter
from reminders.rules.choices import Channel, Recipient
from reminders.sending import links
from reminders.sending.wording import Said

LONGEST_SUBJECT = 200
_LINE = 300  # of a reminder's text in a digest


@dataclass(frozen=True)
class Composed:
    """What is handed over."""

    subject: str
    text: str
    html: str
    unsubscribe: str = ""


def compose(letter: Letter, said: Sequence[Said], *, language: str, at: datetime, last_of_day: int = 0) -> Composed:
    """The letter in a language, as it is written now. ``last_of_day``: it is the last single letter of the day, of so
    many at most."""
    with translation.override(language):
        unsubscribe = links.link_of(links.UNSUBSCRIBE, letter, at)
        parts = _single(letter, said[0]) if len(said) == 1 else _digest(letter, said)
        more = [_left_out(letter), _last(last_of_day)]
        written = mailing.letter(
            **parts,
            after=[*more, _way(letter, at)],
            why=_why(letter, said),
            unsubscribe=unsubscribe,
        )
        return Composed(_subject(letter, said)[:LONGEST_SUBJECT], written.text, written.html, unsubscribe)


def _subject(letter: Letter, said: Sequence[Said]) -> str:
    if len(said) == 1:
        text = said[0].subject
    else:
        text = _heading(letter, len(said) + letter.left_out)
    if letter.channel != Channel.MAIL:
        return text
    return _("%(company)s: %(subject)s") % {"company": company.current().name, "subject": text}


def _single(letter: Letter, said: Said) -> dict:
    link = Link(_("Open it"), said.url) if said.url else None
    return {"title": said.subject, "paragraphs": said.text.split("\n\n"), "link": link}


def _digest(letter: Letter, said: Sequence[Said]) -> dict:
    """By rule, in the order in which the first of each is due. What we call our rules is no customer's business."""
    places: dict[int, int] = {}
    for one in said:
        places.setdefault(one.reminder.rule_id, len(places))
    ordered = sorted(said, key=lambda one: places[one.reminder.rule_id])
    items = [
        Item(one.subject, one.url, _short(one), heading="" if letter.customer_id else str(one.reminder.rule))
        for one in ordered
    ]
    return {"title": _heading(letter, len(said)), "items": items}


def _heading(letter: Letter, count: int) -> str:
    if letter.customer_id:
        return _("News of your orders")
    return ngettext("%(count)s reminder", "%(count)s reminders", count) % {"count": count}


def _short(one: Said) -> str:
    first = one.text.split("\n\n")[0].strip()
    return "" if first == one.subject or len(first) > _LINE else first


def _left_out(letter: Letter) -> str:
    if not letter.left_out:
        return ""
    words = ngettext(
        "%(count)s more reminder stands in the app.", "%(count)s more reminders stand in the app.", letter.left_out
    )
    return words % {"count": letter.left_out}


def _last(most: int) -> str:
    if not most:
        return ""
    return _("You get %(most)s single letters a day at most. Whatever else comes up today stands in the app.") % {
        "most": most
    }


def _way(letter: Letter, at: datetime) -> str:
    if letter.customer_id:
        page = links.link_of(links.PAGE, letter, at)
        return _("Your orders: %(address)s") % {"address": page} if page else ""
    answer = links.link_of(links.ANSWER, letter, at)
    if answer:
        return _("You know, want it later, or it is not for you? Answer here: %(address)s") % {"address": answer}
    mine = links.link_of(links.ALL, letter, at)
    return _("All your reminders, and answering them: %(address)s") % {"address": mine} if mine else ""


_WHY: dict[str, str | Promise] = {
    Recipient.OWNER: gettext_lazy("you look after the customer"),
    Recipient.EXECUTOR: gettext_lazy("it is yours to do"),
    Recipient.NEXT: gettext_lazy("you are the next to handle it"),
    Recipient.RESPONSIBLE: gettext_lazy("you answer for this stage"),
    Recipient.HEAD: gettext_lazy("you head the department"),
    Recipient.NAMED: gettext_lazy("you are named in the rule"),
    Recipient.PASSED: gettext_lazy("a colleague passed it on to you"),
}


def _why(letter: Letter, said: Sequence[Said]) -> str:
    if letter.channel != Channel.MAIL:
        return ""
    if letter.customer_id:
        return _("You get this because you have an order with us.")
    first = said[0].reminder
    if first.is_escalation:
        return _("You get this because nobody has answered the reminder so far.")
    reasons = list(dict.fromkeys(str(_WHY[one.reminder.why]) for one in said if one.reminder.why in _WHY))
    return _("You get this because %(why)s.") % {"why": _(", ").join(reasons)} if reasons else ""
