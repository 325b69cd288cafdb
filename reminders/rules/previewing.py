"""How words read with something real: in both languages, as who keeps them may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.utils import translation

from accounts import policies as rights
from accounts.people.models import User
from common import company
from reminders.anchors import wording
from reminders.anchors.source import Anchor, Due, Key
from reminders.rules.choices import Unit
from reminders.rules.policies import EDIT

NEAR, LOOKED_AT = (timedelta(days=14), timedelta(days=400)), 50
SUFFIXES = {"zh-hans": "zh", "en": "en"}


@dataclass(frozen=True)
class Preview:
    """One language: subject and text; ``is_real``: with something that is there, else with what the names mean."""

    language: str
    subject: str
    text: str
    is_real: bool


def preview(*, actor: User, anchor: Anchor, texts: Mapping[str, str], at: datetime) -> list[Preview]:
    """The texts (``subject_zh`` …) filled with something that is due and that the actor sees. Raises NotAllowed."""
    rights.require(actor, EDIT)
    due = sample(anchor, actor, at)
    return [_in(language, anchor, due, texts, actor, at) for language, _name in settings.LANGUAGES]


def sample(anchor: Anchor, actor: User, at: datetime) -> Due | None:
    """Something that is due within a year or so; None where there is nothing that he sees."""
    for far in NEAR:
        near = list(islice(anchor.find(first=at - far, last=at + far), LOOKED_AT))
        seen = anchor.visible([one.subject_id for one in near], actor)
        if seen:
            return next(one for one in near if one.subject_id in seen)
    return None


def _in(language: str, anchor: Anchor, due: Due | None, texts: Mapping[str, str], actor: User, at: datetime) -> Preview:
    suffix = SUFFIXES[language]
    subject, text = texts.get(f"subject_{suffix}", ""), texts.get(f"text_{suffix}", "")
    with translation.override(language):
        words = _words(anchor, due.key if due else None, actor, at)
        return Preview(language, wording.fill_line(subject, words), wording.fill(text, words), due is not None)


def _words(anchor: Anchor, key: Key | None, actor: User, at: datetime) -> dict[str, str]:
    """All that the names stand for; without anything real, what they mean."""
    meant = {name: f"〈{label}〉" for name, label in {**wording.COMMON, **anchor.words}.items()}
    facts = anchor.describe([key], actor).get(key) if key is not None else None
    if key is None or facts is None:
        return meant
    told = wording.timing(key[1], at, by_hours=anchor.units[0] == Unit.HOUR)
    ours = {"recipient": actor.name, "company": company.current().name, "link": facts.url, "title": facts.title}
    return {**facts.words, **told, **ours}
