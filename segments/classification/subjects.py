"""What rules classify: each upper app registers its things, with the columns that rules read and those they fill."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from accounts.people.models import User
from common.registry import Registry

Text = str | Promise
Facets = Mapping[str, Any]


def _as_read(row: Any, facets: Facets) -> Facets:
    """The facets as rules read them."""
    return facets


@dataclass(frozen=True)
class Subject:
    """A kind of thing that is classified; ``model`` is a ``Classified``, ``periods`` its history.

    ``texts``: field of the rules → column that holds it. ``groups``: group of tags → column for the tag of it.
    ``facets``: facet → column; what is missing is ``empty``. ``complete`` adds what stands where no rule gives a facet;
    ``link`` sets columns that need other rows (for many at once; ``linked`` names them). ``visible`` gives the rows
    that a person may see, ``url`` the page of one, ``verb`` the right behind both. ``facts``: what the list of
    deviations says of one beside its title, with its head; ``related``: what is read with the rows for it; ``hint``:
    what it says of them all.
    """

    label: Text
    model: type[Model]
    periods: type[Model]
    texts: Mapping[str, str]
    visible: Callable[[User], QuerySet]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    verb: str
    groups: Mapping[str, str] = field(default_factory=dict)
    facets: Mapping[str, str] = field(default_factory=dict)
    empty: Mapping[str, Any] = field(default_factory=dict)
    complete: Callable[[Any, Facets], Facets] = _as_read
    linked: tuple[str, ...] = ()
    link: Callable[[Sequence[Any]], None] = lambda rows: None
    facts: Sequence[tuple[Text, Callable[[Any], Any]]] = ()
    related: tuple[str, ...] = ()
    hint: Text = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that classification fills."""
        return ("tags", "flags", "rules_number", *self.groups.values(), *self.facets.values(), *self.linked)


# "customer" | "product", as rules name things -> subject
subjects: Registry[Subject] = Registry("segments.classification.subjects")
