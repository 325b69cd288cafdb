"""Who sees which reminders: everybody his own, others by the scope of ``reminder.view``."""

from django.db.models import Q, QuerySet

from accounts import access
from accounts import policies as rights
from accounts.people.models import User
from accounts.roles.models import Scope
from reminders.reminder.models import Reminder

VIEW, RESEND = "reminder.view", "reminder.resend"


def visible_to(actor: User) -> QuerySet[Reminder]:
    """The actor's own; by his scope those of others, and those that went to customers and chats of orders in it."""
    rows = Reminder.objects.all()
    if access.of(actor).scope(VIEW) == Scope.ALL:
        return rows
    of_people = rights.visible(rows, actor, VIEW, owners=("user",), department="user__department")
    of_others = rights.visible(
        rows.filter(user=None), actor, VIEW, owners=("order__salesperson",), department="order__department"
    )
    return rows.filter(Q(user=actor) | Q(pk__in=of_people.values("pk")) | Q(pk__in=of_others.values("pk")))


def people_of(actor: User) -> frozenset[int] | None:
    """The departments whose people's reminders to come the actor sees; None: everybody's; none: his own only."""
    held = access.of(actor)
    scope = held.scope(VIEW)
    if scope == Scope.ALL:
        return None
    if scope is None or scope == Scope.OWN:
        return frozenset()
    return frozenset(held.departments(scope))
