"""Keeping what somebody looks at under a name. One thing, not two: a view of one's own is columns and order over a
set; where the set is a condition, that is a saved condition of his own, the same object wherever sets are meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from common.operation import operation
from orders.listing import own_views, saved_views
from orders.listing.own_views import OwnView
from segments import operations, policies
from segments import queries as segments
from segments.fields import Level
from segments.models import Segment

_NOT_FILTERS = ("view", "sort", "condition", "segment")


@dataclass(frozen=True)
class Wish:
    """What is to be kept: the query string, the columns shown, the view of one's own (``mine``) or the saved condition
    (``changes``) that it came from, where that is the person's to change, on the ``version`` that he saw of it."""

    params: QueryDict
    columns: Sequence[str]
    mine: OwnView | None
    changes: Segment | None
    version: int | None = None

    @classmethod
    def of(cls, user: User, params: QueryDict, columns: Sequence[str]) -> "Wish":
        """As the address of the list says."""
        mine = own_views.of(user).get(params.get("mine", ""))
        reference = params.get("segment") or params.get("base") or (mine.segment if mine else "")
        found = segments.find_segment(user, reference)
        changes = found if found is not None and policies.can_change(user, found) else None
        return cls(params, list(mine.columns if mine else columns), mine, changes)

    @property
    def condition(self) -> str:
        """The condition as text; "" for none."""
        return self.params.get("condition", "")

    @property
    def left_out(self) -> bool:
        """Whether there is more than a condition: a tab, filters. A shared condition holds none of it."""
        kept = QueryDict(own_views.conditions(self.params))
        view = self.params.get("view", saved_views.ALL)
        return view != saved_views.ALL or any(name not in _NOT_FILTERS for name in kept)


@operation
def save_own(*, actor: User, wish: Wish, name: str, is_new: bool, at: datetime) -> OwnView:
    """Keep a view of one's own; its condition becomes, or changes, a saved condition of his. Raises Invalid, Stale."""
    old = None if is_new else wish.mine
    query = QueryDict(own_views.conditions(wish.params), mutable=True)
    own = wish.changes if wish.changes and wish.changes.audience == Segment.Audience.PERSON and not is_new else None
    if wish.condition:
        segment = _written(actor, wish, own, name=name, at=at)
        query.pop("condition")
        query["segment"] = str(segment.pk)
    elif old is not None and own is not None and own.name == old.name and own.name != name:
        operations.change_segment(actor=actor, segment_id=own.pk, changes={"name": name}, version=wish.version, at=at)
    key = old.key if old else ""
    return own_views.save(actor, key=key, name=name, query=query.urlencode(), columns=list(wish.columns), at=at)


def _written(actor: User, wish: Wish, own: Segment | None, *, name: str, at: datetime) -> Segment:
    if own is None:
        return operations.create_segment(actor=actor, name=name, condition=wish.condition, at=at)
    return operations.change_segment(
        actor=actor,
        segment_id=own.pk,
        changes={"name": name},
        condition=wish.condition,
        version=wish.version,
        at=at,
    )


@operation
def share(*, actor: User, wish: Wish, name: str, audience: str, department: str, is_new: bool, at: datetime) -> Segment:
    """Keep the condition for a department or the company, or change the one that it came from. Raises Invalid (also
    without a condition), NotAllowed, Stale."""
    department_id = int(department) if department and audience == Segment.Audience.DEPARTMENT else None
    if wish.changes is not None and not is_new:
        changes = {"name": name, "audience": audience, "department": department_id}
        return operations.change_segment(
            actor=actor,
            segment_id=wish.changes.pk,
            changes=changes,
            condition=wish.condition or None,
            version=wish.version,
            at=at,
        )
    source = segments.find_segment(actor, wish.params.get("segment", ""))
    given = wish.condition or (source.rows if source else "")
    if not given:
        raise errors.Invalid(fields={"audience": [_("Build a condition first: tabs and filters are not shared.")]})
    return operations.create_segment(
        actor=actor,
        name=name,
        condition=given,
        level=Level.ORDER,
        audience=audience,
        department_id=department_id,
        at=at,
    )


@operation
def delete(*, actor: User, view: OwnView, at: datetime) -> None:
    """Forget a view, and the condition of his own that only it shows. Raises Conflict while something stands on it."""
    own_views.delete(actor, view.key, at)
    found = segments.find_segment(actor, view.segment)
    others = [one for one in own_views.of(actor).values() if one.segment == view.segment]
    is_own = found is not None and found.audience == Segment.Audience.PERSON and found.owner_id == actor.pk
    if found is not None and is_own and not others:
        operations.remove_segment(actor=actor, segment_id=found.pk, at=at)
