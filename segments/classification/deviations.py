"""The list of deviations: what rules flag on customers and products, and what upper apps find wrong on their rows
(R022, Q03, Q05, Q07, Q09, Q13). Nothing here is refused or corrected; each is shown with its object."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import errors, keyset, planner
from common.conditions.kinds import Kind as Of
from common.registry import Registry
from segments.classification import queries, sheet
from segments.classification.models import Tag
from segments.classification.subjects import Subject, subjects

Text = str | Promise
SORTS: dict[str, keyset.Sort] = {"newest": keyset.Sort("pk")}
COUNT_WITHIN = 500  # milliseconds for the count of one kind
COUNT_ALL_WITHIN = 3_000  # and for all of them, where one of them is slow
_LEAST = 20


@dataclass(frozen=True)
class Shown:
    """One deviation: the object and its page."""

    title: Text
    url: str


@dataclass(frozen=True)
class Fact:
    """A column beside the object: ``value`` is a text, a day, a number, or drawn; of what is drawn ``plain`` is what a
    file says. ``place``: on the phone's card; ``kind``: what a file holds."""

    label: Text
    value: Callable[[Any], Any]
    css: str = "t2"
    place: str = ""
    plain: Callable[[Any], Any] | None = None
    kind: Of = Of.TEXT


@dataclass(frozen=True)
class Kind:
    """One kind: the rows with it that a person may see, and how one is shown.

    ``verb``: the right behind them. ``thing``: what they are, in the plural; kinds of one thing stand together.
    ``search``: columns that a row is found by. ``hint``: what to do about it. ``ready`` reads at once what the facts
    need for a page of rows.
    """

    label: Text
    thing: Text
    verb: str
    rows: Callable[[User], QuerySet]
    show: Callable[[Any], Shown]
    facts: tuple[Fact, ...]
    search: tuple[str, ...]
    hint: Text = ""
    ready: Callable[[Sequence[Any]], None] = lambda rows: None


# beside those of the rules: key -> kind
deviations: Registry[Kind] = Registry("segments.classification.deviations")


def kinds(actor: User) -> dict[str, Kind]:
    """The kinds that a person may look at, by key, in their order: customers, products, then those of upper apps."""
    found: dict[str, Kind] = {}
    flags = list(Tag.objects.filter(rules=queries.active_id(), kind=Tag.Kind.FLAG))
    for key, subject in subjects.items():
        for flag in flags:
            if flag.thing in ("", key):
                found[f"{key}.{flag.code}"] = _of_flag(subject, flag)
    found |= deviations.items()
    return {key: kind for key, kind in found.items() if policies.can(actor, kind.verb)}


@dataclass(frozen=True)
class Counted:
    """A kind with the number of its rows among what a person may see; perhaps an estimate."""

    key: str
    kind: Kind
    count: int
    is_estimate: bool


def count_kinds(actor: User) -> list[Counted]:
    """The kinds that a person may look at: things in their order, of each what has rows before what has none."""
    known = kinds(actor)
    try:
        with planner.patience(COUNT_WITHIN):
            found = [Counted(key, kind, *keyset.count(kind.rows(actor))) for key, kind in known.items()]
    except planner.TimeIsUp:
        found = list(_count_apart(actor, known))
    things = list(dict.fromkeys(one.kind.thing for one in found))
    return sorted(found, key=lambda one: (things.index(one.kind.thing), not one.count))


def _count_apart(actor: User, known: Mapping[str, Kind]) -> Iterator[Counted]:
    """Each with its own time; when all of it is used up, what cannot be told at once is an estimate."""
    until = monotonic() + COUNT_ALL_WITHIN / 1000
    for key, kind in known.items():
        left = int((until - monotonic()) * 1000)
        yield Counted(key, kind, *count(actor, kind, max(_LEAST, min(COUNT_WITHIN, left))))


def choose(counted: list[Counted], key: str) -> Counted:
    """The kind that is asked for; for an empty key the first that has rows. Raises NotFound."""
    if not key and counted:
        return next((one for one in counted if one.count), counted[0])
    for one in counted:
        if one.key == key:
            return one
    raise errors.NotFound()


def find(actor: User, kind: Kind, words: str) -> QuerySet:
    """The rows of a kind that a person may see, those that have ``words`` in a column they are found by."""
    rows, words = kind.rows(actor), words.strip()
    if not words:
        return rows
    wanted = Q()
    for column in kind.search:
        wanted |= Q((f"{column}__icontains", words))
    return rows.filter(wanted)


def _of_flag(subject: Subject, flag: Tag) -> Kind:
    def rows(actor: User) -> QuerySet:
        return subject.visible(actor).filter(flags__contains=[flag.code]).select_related(*subject.related)

    places = iter(("no", "fl"))
    facts = [Fact(label, value, "t2 clip", next(places, "")) for label, value in subject.facts]
    return Kind(
        flag.label,
        subject.label,
        subject.verb,
        rows,
        lambda row: Shown(subject.title(row), subject.url(row)),
        (*facts, Fact(_("Tags"), sheet.tags_of, "nowrap", plain=sheet.tags_in_words)),
        tuple(subject.texts.values()),
        subject.hint or _("Correct what is entered, or let the rules know it."),
        sheet.name_rows,
    )


def count(actor: User, kind: Kind, milliseconds: int = COUNT_WITHIN) -> tuple[int, bool]:
    """How many there are among what the person may see; an estimate where counting takes too long."""
    return keyset.count_within(kind.rows(actor), milliseconds)
