"""A person's own views of the order list: how he looks at a set of orders (columns, order), and which set: a saved
condition of his own, or the filters of an address. They stand as tabs after the shipped ones.

Each is a preference of its own, so that two windows of one person do not overwrite each other's views.
"""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.people import operations as people
from accounts.people import queries as people_queries
from accounts.people.models import User
from common import errors
from orders.order.filters import OrderFilter

ALL_KEYS = "orders.list."
COLUMNS_KEY = f"{ALL_KEYS}columns"  # of the list itself
MOST, MOST_LETTERS = 12, 40
_PREFIX = f"{ALL_KEYS}view."
_BESIDE = ("view", "sort")


@dataclass(frozen=True)
class OwnView:
    """A view: ``query`` is the query string of its conditions, ``columns`` are keys (none: as in the list)."""

    key: str
    name: str
    query: str
    columns: list[str]

    @property
    def segment(self) -> str:
        """The key of the saved condition that it shows; "" for none."""
        return QueryDict(self.query).get("segment", "")

    @property
    def url(self) -> str:
        """The list as this view shows it."""
        return f"{reverse('orders:order-list')}?{self.query}{'&' if self.query else ''}mine={self.key}"


def of(user: User) -> dict[str, OwnView]:
    """The person's own views by key, oldest first."""
    return read(people_queries.preferences(user, _PREFIX))


def read(remembered: Mapping[str, Any]) -> dict[str, OwnView]:
    """The views among what a person asked to be remembered."""
    found = {name.removeprefix(_PREFIX): value for name, value in remembered.items() if name.startswith(_PREFIX)}
    return {key: OwnView(key=key, **value) for key, value in found.items()}


def columns_of(views: Mapping[str, OwnView], key: str) -> list[str]:
    """The columns of the view with this key; none where it has none of its own, or is not there."""
    return views[key].columns if key in views else []


def conditions(params: QueryDict) -> str:
    """What of a query string a view keeps: conditions that the list knows, the view they narrow, the order."""
    kept = QueryDict(mutable=True)
    for name, values in params.lists():
        if name in OrderFilter.base_filters or name in _BESIDE:
            kept.setlist(name, [value for value in values if value])
    return kept.urlencode()


def save(user: User, *, key: str, name: str, query: str, columns: list[str], at: datetime) -> OwnView:
    """Keep a view; ``key`` is that of the view it replaces, "" for a new one. Raises Invalid (name)."""
    views = of(user)
    others = [view for view in views.values() if view.key != key]
    name = " ".join(name.split())
    if not name or len(name) > MOST_LETTERS:
        raise _wrong(_("Write a name of at most %(most)s letters.") % {"most": MOST_LETTERS})
    if name in {view.name for view in others}:
        raise _wrong(_("You have a view of this name already."))
    if key not in views and len(views) >= MOST:
        raise _wrong(_("You have %(most)s views already. Delete one first.") % {"most": MOST})
    view = OwnView(key if key in views else secrets.token_hex(4), name, query, columns)
    keep(user, view, at)
    return view


def keep(user: User, view: OwnView, at: datetime) -> None:
    """Store a view as it is."""
    value = {name: part for name, part in asdict(view).items() if name != "key"}
    people.remember(actor=user, key=f"{_PREFIX}{view.key}", value=value, at=at)


def delete(user: User, key: str, at: datetime) -> None:
    """Forget a view."""
    people.remember(actor=user, key=f"{_PREFIX}{key}", value=None, at=at)


def _wrong(text: str) -> errors.Invalid:
    return errors.Invalid(fields={"name": [text]})
