"""Reminders and letters as the engine finds them: in sets, for rules, never to show."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from common import dates
from orders.order.models import Order
from orders.service.contacts.choices import Purpose
from orders.service.contacts.choices import State as Contact
from orders.service.contacts.models import FollowUp
from reminders.reminder.models import Letter, LetterItem, Reminder
from reminders.reminder.states import Reaction, State
from reminders.rules.choices import Channel

PATIENCE = "1s"
_NEEDS = ("rule__template", "rule__segment", "rule__robot")
# a step that was overtaken by a later one of the same matter before it went out; what its reader put off comes anyway
_OVERTAKEN = """
UPDATE reminders_reminder old SET state = 'SKIPPED'
WHERE old.id = ANY(%(ids)s) AND NOT old.is_escalation AND old.again = 0 AND EXISTS (
    SELECT FROM reminders_reminder new WHERE new.rule_id = old.rule_id AND new.subject_type = old.subject_type
        AND new.subject_id = old.subject_id AND new.due = old.due AND new.recipient = old.recipient
        AND new.step > old.step AND new.send_at <= %(at)s AND NOT new.is_escalation
        AND new.state IN ('QUEUED', 'GATHERED', 'SENT')
) RETURNING old.id
"""


def waiting(at: datetime, *, is_quiet: bool, is_workday: bool) -> QuerySet[Reminder]:
    """What may go now."""
    rows = Reminder.objects.filter(state=State.QUEUED, send_at__lte=at)
    if is_quiet:
        rows = rows.exclude(rule__keeps_quiet_hours=True)
    return rows if is_workday else rows.exclude(rule__workdays_only=True)


def next_recipients(rows: QuerySet[Reminder], after: str, most: int) -> list[str]:
    """Recipients of what waits, from ``after`` on, as many as have about ``most`` reminders together; one at least."""
    found: list[str] = []
    total = 0
    counts = rows.filter(recipient__gt=after).values("recipient").annotate(n=Count("pk")).order_by("recipient")
    for recipient, n in counts.values_list("recipient", "n")[:most]:
        if found and total + n > most:
            break
        found.append(recipient)
        total += n
    return found


def lock_orders_of(ids: Iterable[int]) -> None:
    """Hold the orders of these reminders, in the order of their keys (DESIGN 3). We wait shortly for one that somebody
    has: who wants another of ours waits for us meanwhile, and he has little time (RELIABILITY 2.2)."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
    orders = Reminder.objects.filter(pk__in=ids, order__isnull=False).values("order_id")
    list(Order.objects.filter(pk__in=orders).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def lock_waiting(ids: Collection[int]) -> list[Reminder]:
    """Those of them that still wait and that nobody else holds, locked, with their rules."""
    rows = Reminder.objects.filter(pk__in=ids, state=State.QUEUED).select_related(*_NEEDS)
    return list(rows.order_by("pk").select_for_update(no_key=True, skip_locked=True, of=("self",)))


def of_letter(letter_id: int) -> list[Reminder]:
    """What a letter carries, as far as it was not left out, with the rules."""
    rows = Reminder.objects.filter(items__letter=letter_id, items__is_moot=False).select_related(*_NEEDS)
    return list(rows.order_by("due", "rule__rank", "pk"))


def leave_to_newer(letter: Letter) -> None:
    """Leave out of a letter that was held up what is told anew: its reader wanted it later, and that came before the
    letter went."""
    newer = LetterItem.objects.filter(
        reminder=OuterRef("reminder"), is_moot=False, letter__channel=letter.channel, letter__gt=letter.pk
    )
    items = LetterItem.objects.filter(letter=letter, is_moot=False)
    items.filter(Q(reminder__state=State.QUEUED) | Exists(newer)).update(is_moot=True)


def skip_overtaken(rows: Collection[Reminder], at: datetime) -> set[int]:
    """Mark those of which a later step is due already; returns their keys."""
    with connection.cursor() as cursor:
        cursor.execute(_OVERTAKEN, {"ids": [one.pk for one in rows], "at": at})
        return {key for (key,) in cursor.fetchall()}


def wake_put_off(at: datetime) -> int:
    """Queue again what its recipient wanted to be told later, and that time has come."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE reminders_reminder SET state = %s, send_at = snoozed_until, reaction = %s, again = again + 1"
            " WHERE reaction = %s AND snoozed_until <= %s AND state IN ('SENT', 'GATHERED', 'QUEUED', 'SKIPPED')",
            [State.QUEUED, Reaction.NONE, Reaction.SNOOZED, at],
        )
        return cursor.rowcount


def wait(one: Reminder, day: date, send_at: datetime) -> None:
    """Let a reminder wait for a day."""
    Reminder.objects.filter(pk=one.pk).update(state=State.QUEUED, send_at=send_at, waits_until=day)


def release(at: datetime, *, contacts_count: bool) -> int:
    """Let go what waited for a contact about its payment that was held, dropped or moved nearer since, or that does not
    count any more; the second look says whether another one is to be waited for."""
    rows = Reminder.objects.filter(state=State.QUEUED, waits_until__isnull=False, send_at__gt=at)
    if contacts_count:
        planned = FollowUp.objects.filter(order=OuterRef("order"), purpose=Purpose.PAYMENT, state=Contact.PLANNED)
        nearest = Subquery(planned.order_by("due_date").values("due_date")[:1])
        rows = rows.annotate(nearest=nearest).filter(Q(nearest=None) | Q(nearest__lte=dates.business_day(at)))
    return rows.update(send_at=at, waits_until=None)


def last_slots(recipients: Collection[str]) -> dict[tuple[str, str, str], datetime]:
    """(recipient, channel, address) → the moment for which its last digest was gathered. The address counts for
    customers alone: that of others is written down when the letter goes, and they have one."""
    rows = Letter.objects.filter(recipient__in=recipients, is_digest=True, slot__isnull=False)
    found: dict[tuple[str, str, str], datetime] = {}
    counted = rows.values("recipient", "channel", "address").annotate(last=Max("slot")).order_by()
    for recipient, channel, address, last in counted.values_list("recipient", "channel", "address", "last"):
        key = (recipient, channel, address if recipient.startswith("customer:") else "")
        found[key] = max(last, found.get(key, last))
    return found


def single_letters_since(recipients: Collection[str], since: datetime) -> dict[str, int]:
    """How many single letters each got by mail since then."""
    rows = Letter.objects.filter(recipient__in=recipients, is_digest=False, created_at__gte=since)
    counts = rows.exclude(channel=Channel.INBOX).values("recipient").annotate(n=Count("pk")).order_by()
    return {one["recipient"]: one["n"] for one in counts}


def place_of_day(letter: Letter, since: datetime) -> int:
    """Which single letter of the day it is for its reader, counted from 1."""
    before = Q(recipient=letter.recipient, is_digest=False, created_at__gte=since, pk__lte=letter.pk)
    return Letter.objects.filter(before).count()
