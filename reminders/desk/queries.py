"""Every read of the pages of reminders: one's own, those of an order, a person or a customer, letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet

from accounts import policies as rights
from accounts.people.models import User
from common import clock, errors
from common.keyset import Sort
from orders.order.models import Order
from reminders.anchors.source import anchors
from reminders.answering import showing
from reminders.answering.settling import KEPT_OPEN
from reminders.desk import policies
from reminders.reminder.models import Letter, LetterItem, Reminder
from reminders.reminder.states import LetterState, Reaction, State
from reminders.rules.models import OptOut, ReminderRule
from reminders.rules.policies import EDIT

OPEN, LATER, ANSWERED, ALL = "open", "later", "answered", "all"
SORTS: Mapping[str, Sort] = {"due": Sort("due", descending=False), "sent_at": Sort("sent_at", nullable=True)}
DEFAULT_SORT = "due"
HISTORY_SORTS: Mapping[str, Sort] = {"id": Sort("pk")}
LETTER_SORTS: Mapping[str, Sort] = {"id": Sort("pk")}
STUCK = (LetterState.DOUBTFUL, LetterState.FAILED)
PERIOD = timedelta(days=30)
_NAMED = ("rule__template", "order", "customer")


def mine(user: User) -> QuerySet[Reminder]:
    """What somebody was told of, of each matter the newest."""
    same = {name: OuterRef(name) for name in ("rule", "subject_type", "subject_id", "due", "user")}
    newer = Reminder.objects.filter(**same, sent_at__isnull=False, step__gt=OuterRef("step"))
    rows = Reminder.objects.filter(~Exists(newer), user=user, sent_at__isnull=False)
    return rows.select_related(*_NAMED)


def shown(rows: QuerySet[Reminder], which: str, at: datetime) -> QuerySet[Reminder]:
    """Those of ``mine`` that wait for an answer, were put off, or were answered."""
    if which == OPEN:
        return rows.filter(reaction="", sent_at__gte=at - KEPT_OPEN)
    if which == LATER:
        return rows.filter(reaction=Reaction.SNOOZED)
    if which == ANSWERED:
        return rows.filter(reaction__in=(Reaction.ACKNOWLEDGED, Reaction.NOT_ME, Reaction.OVER))
    return rows


def unanswered(user: User, at: datetime) -> QuerySet[Reminder]:
    """Those that wait for somebody's answer, or that he put off."""
    return mine(user).filter(Q(reaction="", sent_at__gte=at - KEPT_OPEN) | Q(reaction=Reaction.SNOOZED))


def count_open(user: User) -> int:
    """How many matters wait for somebody's answer."""
    return shown(mine(user), OPEN, clock.now()).count()


def get_mine(user: User, reminder_id: int) -> Reminder:
    """One of somebody's own. Raises NotFound."""
    found = Reminder.objects.filter(user=user, pk=reminder_id).select_related(*_NAMED).first()
    if found is None:
        raise errors.NotFound()
    return found


def rules_of_group(group: str) -> list[int]:
    """The rules that count from what is listed under a heading."""
    codes = [one.code for one in anchors.values() if one.group == group]
    return list(ReminderRule.objects.filter(anchor__in=codes).values_list("pk", flat=True))


def rules_met(user: User) -> list[ReminderRule]:
    """The rules that ever reminded somebody, and those that he unsubscribed from: with ``is_off``."""
    met = Reminder.objects.filter(user=user, rule=OuterRef("pk"))
    off = OptOut.objects.filter(user=user).filter(Q(rule=OuterRef("pk")) | Q(rule=None))
    rows = ReminderRule.objects.annotate(is_off=Exists(off)).filter(Q(Exists(met)) | Q(is_off=True))
    return list(rows.filter(Q(is_active=True) | Q(is_off=True)))


def wants_none(user: User) -> bool:
    """Whether somebody unsubscribed from everything that allows it."""
    return OptOut.objects.filter(user=user, rule=None).exists()


def opt_outs(user: User) -> list[OptOut]:
    """What somebody unsubscribed from."""
    return list(OptOut.objects.filter(user=user).select_related("rule").order_by("pk"))


def history(actor: User) -> QuerySet[Reminder]:
    """The reminders that the actor sees, of any state."""
    return _with_letters(policies.visible_to(actor))


def of_order(order: Order) -> QuerySet[Reminder]:
    """All reminders about an order. The caller sees the order."""
    return _with_letters(Reminder.objects.filter(order=order))


def _with_letters(rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
    items = LetterItem.objects.filter(is_moot=False).select_related("letter").order_by("pk")
    return rows.select_related(*_NAMED, "user").prefetch_related(Prefetch("items", items, to_attr="carried"))


def count_of_order(order: Order) -> int | None:
    """How many were sent about an order; None: none."""
    return Reminder.objects.filter(order=order, sent_at__isnull=False).count() or None


def letters(actor: User) -> QuerySet[Letter]:
    """All letters, for who sends doubtful ones again. Raises NotAllowed."""
    rights.require(actor, policies.RESEND)
    rows = Letter.objects.select_related("user", "customer", "robot")
    return rows.annotate(told=Count("items", filter=Q(items__is_moot=False)))


def get_letter(actor: User, letter_id: int) -> Letter:
    """One of them, with what it tells of (``carried``). Raises NotAllowed, NotFound."""
    items = LetterItem.objects.select_related("reminder__rule__template", "reminder__order").order_by("pk")
    found = letters(actor).prefetch_related(Prefetch("items", items, to_attr="carried")).filter(pk=letter_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def figures(at: datetime) -> dict[int, dict]:
    """{rule: sent, acknowledged, put off, passed on, hours until the answer on average} of the last 30 days."""
    rows = Reminder.objects.filter(state=State.SENT, sent_at__gte=at - PERIOD).order_by().values("rule")
    took = F("reacted_at") - F("sent_at")
    answered = Q(reaction__in=(Reaction.ACKNOWLEDGED, Reaction.NOT_ME), reacted_at__isnull=False)
    found = rows.annotate(
        sent=Count("pk"),
        people=Count("pk", filter=Q(user__isnull=False)),
        acknowledged=Count("pk", filter=Q(reaction=Reaction.ACKNOWLEDGED)),
        passed_on=Count("pk", filter=Q(reaction=Reaction.NOT_ME)),
        took=Avg(took, filter=answered),
    )
    return {one["rule"]: dict(one) for one in found}


@dataclass(frozen=True)
class Results:
    """What came of each rule's reminders; the objects about which most were sent, with their titles."""

    rules: list[dict]
    objects: list[dict]


def results(actor: User, at: datetime) -> Results:
    """Of the last 30 days, for who keeps the rules. Raises NotAllowed."""
    rights.require(actor, EDIT)
    by_rule = figures(at)
    names = ReminderRule.objects.in_bulk(by_rule)
    rows = [one | {"rule": names[pk], "hours": _hours(one["took"])} for pk, one in by_rule.items()]
    found = most_reminded(at)
    newest = Reminder.objects.select_related(*_NAMED).in_bulk([one["newest"] for one in found])
    lines = showing.lines([newest[one["newest"]] for one in found], reader=actor, at=at)
    objects = [one | {"line": line} for one, line in zip(found, lines, strict=True)]
    return Results(sorted(rows, key=lambda one: -one["sent"]), objects)


def _hours(took: timedelta | None) -> float | None:
    return None if took is None else round(took.total_seconds() / 3600, 1)


def most_reminded(at: datetime, limit: int = 10) -> list[dict]:
    """The objects about which most was sent in the last 30 days, each by one rule: how often, to how many."""
    rows = Reminder.objects.filter(state=State.SENT, sent_at__gte=at - PERIOD)
    found = rows.order_by().values("rule", "subject_type", "subject_id")
    counted = found.annotate(sent=Count("pk"), readers=Count("recipient", distinct=True), newest=Max("pk"))
    return [dict(one) for one in counted.order_by("-sent", "rule", "subject_id")[:limit]]
