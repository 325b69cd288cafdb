"""The list of exceptions: what rules flag on customers and products, and what upper apps find wrong on their rows
(R022, Q03, Q05, Q07, Q09, Q13). Nothing here is refused or corrected; each is shown with its object."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from accounts import policies
from accounts.people.models import User
from common import errors, keyset
from common.registry import Registry
from segments.classification import queries
from segments.classification.models import Tag
from segments.classification.subjects import Subject, subjects

Text = str | Promise
SORTS: dict[str, keyset.Sort] = {"newest": keyset.Sort("pk")}
COUNT_WITHIN = 500  # milliseconds for the count of one kind


@dataclass(frozen=True)
class Shown:
    """One exception: the object, its page, what is wrong with it."""

    title: Text
    url: str
    detail: Text


@dataclass(frozen=True)
class Kind:
    """One kind: the rows with it that a person may see, and how one is shown. ``verb``: the right behind them."""

    label: Text
    verb: str
    rows: Callable[[User], QuerySet]
    show: Callable[[Any], Shown]


# beside those of the rules: key -> kind
exceptions: Registry[Kind] = Registry("segments.classification.exceptions")


def kinds(actor: User) -> dict[str, Kind]:
    """The kinds that a person may look at, by key, in their order: customers, products, then those of upper apps."""
    found: dict[str, Kind] = {}
    flags = list(Tag.objects.filter(rules=queries.active_id(), kind=Tag.Kind.FLAG))
    for key, subject in subjects.items():
        for flag in flags:
            if flag.thing in ("", key):
                found[f"{key}.{flag.code}"] = _of_flag(subject, flag)
    found |= exceptions.items()
    return {key: kind for key, kind in found.items() if policies.can(actor, kind.verb)}


def get_kind(actor: User, key: str) -> tuple[str, Kind]:
    """A kind with its key; the first for an empty one. Raises NotFound."""
    known = kinds(actor)
    key = key or next(iter(known), "")
    if key not in known:
        raise errors.NotFound()
    return key, known[key]


def _of_flag(subject: Subject, flag: Tag) -> Kind:
    def show(row: Any) -> Shown:
        texts = [getattr(row, column) for column in subject.texts.values()]
        return Shown(subject.title(row), subject.url(row), " · ".join(filter(None, texts)))

    label = flag.label if flag.thing else f"{subject.label}: {flag.label}"
    return Kind(label, subject.verb, lambda actor: subject.visible(actor).filter(flags__contains=[flag.code]), show)


def count(actor: User, kind: Kind) -> tuple[int, bool]:
    """How many there are among what the person may see; an estimate where counting takes too long."""
    return keyset.count_within(kind.rows(actor), COUNT_WITHIN)
