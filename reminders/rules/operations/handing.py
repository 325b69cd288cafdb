"""Who is named in rules, when he leaves: another takes his place in them (R183)."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from accounts.people.models import User
from reminders.rules.models import ReminderRule


def _naming(user: User) -> QuerySet[ReminderRule]:
    named = ReminderRule.people.through.objects.filter(user=user)  # type: ignore[attr-defined]
    return ReminderRule.objects.filter(Q(escalate_person=user) | Q(pk__in=named.values("reminderrule")))


def count_named(user: User) -> int:
    """In how many rules somebody is named, in use or not: as who is told, or as who is told higher up."""
    return _naming(user).count()


def hand_over(actor: User, giver: User, taker: User, at: datetime) -> int:
    """Name the taker in place of the giver; of what is due the taker is told from now on, nothing is told anew. Inside
    the operation of handing over (``accounts.handover``), which asked for the right. Returns how many rules changed."""
    ids = list(_naming(giver).order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    rows = ReminderRule.objects.filter(pk__in=ids)
    for row in rows.filter(people=giver):
        row.people.remove(giver)
        row.people.add(taker)
    rows.filter(escalate_person=giver).update(escalate_person=taker)
    return rows.update(version=F("version") + 1)
