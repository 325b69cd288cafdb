"""What nobody need answer any more: paid, delivered, moved or given to somebody else since it was told."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from accounts.people import queries as staff_queries
from accounts.people.models import User
from common import errors
from common.operation import operation
from reminders.anchors.choices import Group
from reminders.reminder.models import Reminder
from reminders.reminder.states import Reaction, State
from reminders.rules.models import ReminderRule
from reminders.scanning import people
from reminders.scanning.planning import Plan

KEPT_OPEN = timedelta(days=60)  # what was told longer ago is not asked about any more
NEWS_STAYS = timedelta(days=3)  # nothing has to be done about news
_AT_ONCE = 1000


def settle(*, actor: User | None = None, at: datetime) -> int:
    """Mark the open reminders of which nothing is due any more; returns how many. A rule that cannot be worked out
    just now keeps its own."""
    system = actor or staff_queries.system_user()
    staff = people.read()
    found = 0
    waiting = Reminder.objects.filter(state=State.SENT, reaction="", sent_at__gte=at - KEPT_OPEN, user__isnull=False)
    rule_ids = list(waiting.order_by().values_list("rule_id", flat=True).distinct())
    for rule in ReminderRule.objects.filter(pk__in=rule_ids).select_related("segment", "robot").order_by("pk"):
        plan = Plan(rule, at=at, staff=staff)
        rows = (
            waiting.filter(rule=rule)
            .order_by("pk")
            .values_list("pk", "subject_id", "due", "recipient", "subject_type", "sent_at")
        )
        for chunk in _chunks(rows.iterator(chunk_size=_AT_ONCE)):
            try:
                over = _over(plan, chunk)
            except errors.DomainError:
                break
            if over:
                found += _close(actor=system, reminder_ids=over, at=at)
    return found


def _over(plan: Plan, rows: list[tuple]) -> list[int]:
    """Of these the ones that are not due any more, or not to be told to this one any more."""
    if not plan.rule.is_active:
        return [pk for pk, *_rest in rows]
    moments = [due for _pk, _subject, due, *_rest in rows]
    still = plan.again({subject for _pk, subject, *_rest in rows}, min(moments), max(moments))
    whom: defaultdict[tuple, set[str]] = defaultdict(set)
    for due, told in plan.told_of(list(still.values()), plan.known(still.values())):
        whom[due.key] |= {one.recipient for one in told}
    higher = set(
        Reminder.objects.filter(pk__in=[row[0] for row in rows], is_escalation=True).values_list("pk", flat=True)
    )
    over = []
    oldest = plan.at - NEWS_STAYS if plan.anchor.group == Group.NEWS else plan.at - KEPT_OPEN
    for pk, subject_id, due, recipient, subject_type, sent_at in rows:
        key = (subject_id, due)
        is_due = key in still and subject_type == plan.anchor.subject_type and sent_at >= oldest
        if not is_due or (pk not in higher and recipient not in whom[key]):
            over.append(pk)
    return over


@operation
def _close(*, actor: User, reminder_ids: list[int], at: datetime) -> int:
    rows = Reminder.objects.filter(pk__in=reminder_ids, state=State.SENT, reaction="")
    ids = list(rows.order_by("pk").select_for_update(no_key=True, skip_locked=True).values_list("pk", flat=True))
    return Reminder.objects.filter(pk__in=ids).update(reaction=Reaction.OVER, reacted_at=at)


def _chunks(rows: Iterator[tuple]) -> Iterator[list[tuple]]:
    while chunk := list(islice(rows, _AT_ONCE)):
        yield chunk
