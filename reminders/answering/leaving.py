"""Leaving what a letter told of, by its link and without signing in: a mail program takes the address off exactly the
rules of that letter by one POST (RFC 8058); a person ticks which, or takes it off all. What everybody gets stays."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.people.models import User
from common import errors, forgotten
from common.links import operations as links
from common.links.models import SignedLink
from common.links.operations import Visitor
from common.operation import operation
from orders.service.letters.choices import News
from reminders.anchors.source import anchors
from reminders.reminder.models import Letter, LetterItem
from reminders.rules.models import OptOut, ReminderRule
from reminders.rules.operations import opting
from reminders.sending import letters

THESE, ALL, NONE = "these", "all", "none"


@dataclass(frozen=True)
class Kind:
    """What an address gets by itself, in words of the customer: rules that tell the same are one. ``is_here``: the
    letter told of it; else it was left before."""

    key: str
    label: str
    rule_ids: tuple[int, ...]
    is_here: bool
    is_off: bool


@dataclass(frozen=True)
class Standing:
    """What an address has left. ``stays``: of what the letter told, what everybody gets."""

    address: str
    kinds: tuple[Kind, ...]
    stays: tuple[str, ...]
    is_all_off: bool

    @property
    def is_any_off(self) -> bool:
        """Whether anything does not come any more."""
        return self.is_all_off or any(one.is_off for one in self.kinds)

    def is_ticked(self, kind: Kind) -> bool:
        """Whether the page offers to leave it, or shows that it was left: at first all that the letter told of."""
        return kind.is_off if self.is_any_off else kind.is_here


def rules_of(letter: Letter) -> QuerySet[ReminderRule]:
    """The rules by which a letter tells, each once."""
    told = LetterItem.objects.filter(letter=letter, is_moot=False, reminder__rule=OuterRef("pk"))
    return ReminderRule.objects.filter(Exists(told))


def language_of(link: SignedLink) -> str:
    """The language that the letter of a link was written in. Raises NotFound where the letter is gone."""
    return letters.language_of(_letter_of(link))


def _letter_of(link: SignedLink) -> Letter:
    letter = Letter.objects.select_related("customer", "user", "robot").filter(pk=link.subject_id).first()
    if letter is None:
        raise errors.NotFound()
    return letter


def standing_of(link: SignedLink) -> Standing:
    """What the address of a link gets and has left. Raises NotFound where its letter is gone."""
    letter = _letter_of(link)
    address = link.recipient.strip().lower()
    mine = OptOut.objects.filter(user=None, address__in=[address, forgotten.stand_in(address)])
    off = set(mine.values_list("rule_id", flat=True))
    here = set(rules_of(letter).values_list("pk", flat=True))
    rules = ReminderRule.objects.filter(Q(pk__in=here) | Q(pk__in=off - {None}))
    leaving = [one for one in rules if one.may_opt_out]
    stays = dict.fromkeys(_label(one) for one in rules if not one.may_opt_out and one.pk in here)
    return Standing(link.recipient, _kinds(leaving, here, off), tuple(stays), None in off)


def _kinds(rules: Collection[ReminderRule], here: set[int], off: Collection[int | None]) -> tuple[Kind, ...]:
    by_label: dict[str, list[ReminderRule]] = {}
    for one in rules:
        by_label.setdefault(_label(one), []).append(one)
    found = []
    for label, mine in by_label.items():
        told = [one.pk for one in mine if one.pk in here]  # a link reaches no rule besides those of its letter
        keys = told or [one.pk for one in mine]
        is_off = all(key in off for key in keys)
        found.append(Kind(f"{keys[0]}", label, tuple(keys), bool(told), is_off))
    return tuple(found)


def _label(rule: ReminderRule) -> str:
    """What a customer would call it: what we call our rules is no customer's business."""
    anchor = anchors.get(rule.anchor)
    if anchor is None:
        return str(rule)
    return str(News(anchor.news).label) if anchor.news in News.values else str(anchor.label)


@operation
def leave(*, actor: User, link_id: int, visitor: Visitor, at: datetime) -> Standing:
    """Take the address of a link off all that its letter told of, as far as that may be left: the one click of a mail
    program. Who holds the link may: the machine acts for him. Raises NotFound."""
    link = links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)
    here = [one for one in standing_of(link).kinds if one.is_here]
    _set(actor, link, here, is_off=True, at=at)
    return standing_of(link)


@operation
def choose(
    *, actor: User, link_id: int, what: str, keys: Collection[str] = (), visitor: Visitor, at: datetime
) -> Standing:
    """Let the holder of an address say what it gets no more: THESE kinds and no others of those that the page shows,
    ALL that may be left, or NONE of them. Raises NotFound, Invalid for a kind that is not on the page."""
    link = links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)
    kinds = standing_of(link).kinds
    if what not in (THESE, ALL, NONE) or set(keys) - {one.key for one in kinds}:
        raise errors.Invalid(fields={"off": []})
    if what == ALL:
        opting.opt_out(actor=actor, address=link.recipient, at=at)
        return standing_of(link)
    left = [one for one in kinds if what == THESE and one.key in keys]
    opting.opt_in(actor=actor, address=link.recipient, at=at)
    _set(actor, link, left, is_off=True, at=at)
    _set(actor, link, [one for one in kinds if one not in left], is_off=False, at=at)
    return standing_of(link)


def _set(actor: User, link: SignedLink, kinds: Collection[Kind], *, is_off: bool, at: datetime) -> None:
    do = opting.opt_out if is_off else opting.opt_in
    for rule_id in sorted({key for one in kinds for key in one.rule_ids}):
        do(actor=actor, rule_id=rule_id, address=link.recipient, at=at)
