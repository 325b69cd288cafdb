"""People who leave or move give their work to another in one go."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts import policies
from accounts.collaboration import inbox
from accounts.handover import duties, queries
from accounts.people import operations as people_operations
from accounts.people import queries as people
from accounts.people.models import User
from common import errors, events
from common.operation import operation


@operation
def hand_over(
    *,
    actor: User,
    from_user_id: int,
    to_user_id: int,
    at: datetime,
    deactivate: bool = False,
    only: Collection[str] | None = None,
    reason: str = "",
) -> dict[str, int]:
    """Give everything one person owns (or the kinds in ``only``) to another; all of it or nothing.

    With ``deactivate`` the giver leaves at once and the taker becomes his substitute. Returns how many
    pieces of each kind moved. Raises NotFound, NotAllowed, Invalid (nobody else who works here; one who may not
    hold what is handed over).
    """
    policies.require(actor, "handover.run")
    people.lock_people([from_user_id, to_user_id])  # neither leaves while the work moves
    giver = queries.get_giver(actor=actor, user_id=from_user_id)
    if to_user_id == giver.pk:
        raise errors.Invalid(fields={"to_user": [_("Choose somebody else.")]})
    taker = people.get_active_person(to_user_id, "to_user")
    unknown = set(only or ()) - set(duties.handover)
    if unknown:
        raise errors.Invalid(fields={"only": [_("There is no work of the kind “%(name)s”.") % {"name": unknown.pop()}]})
    chosen = [(key, duty) for key, duty in duties.in_order() if only is None or key in only]
    _require_fit(giver, taker, chosen)
    moved = {key: duty.move(actor, giver, taker, at) for key, duty in chosen}
    if deactivate:
        people_operations.deactivate_user(actor=actor, user_id=giver.pk, substitute_id=taker.pk, at=at)
    told = {key: count for key, count in moved.items() if count}
    events.record("person.handed_over", giver, at=at, number=giver.username, reason=reason, to=taker.username, **told)
    if told and taker.pk != actor.pk:
        inbox.notify(
            [taker.pk],
            kind="handover",
            message=gettext_noop("%(actor)s handed the work of %(giver)s over to you: %(count)s pieces"),
            parameters={"actor": actor.name, "giver": giver.name, "count": sum(told.values())},
            at=at,
            url="/",
            mail=True,
        )
    return moved


def _require_fit(giver: User, taker: User, chosen: Iterable[tuple[str, duties.Duty]]) -> None:
    unfit = [str(duty.label) for key, duty in chosen if not duties.may_hold(taker, key) and duty.count(giver)]
    if unfit:
        text = _("%(name)s may not hold: %(kinds)s. Choose somebody else, or leave that out and give it to another.")
        raise errors.Invalid(fields={"to_user": [text % {"name": taker.name, "kinds": ", ".join(unfit)}]})
