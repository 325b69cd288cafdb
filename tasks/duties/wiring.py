"""What this room declares: who answers for an order, shipped duties, who sees an order because he answers for it, what
is handed over when somebody leaves."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.handover.duties import Duty, handover
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import stamps
from common.navigation import NavEntry, navigation
from orders.order import people
from orders.order.policies import also_visible
from tasks.duties import answering, examples, queries, reference, standing
from tasks.duties.models import StageDuty


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    people.answers.register("tasks.duties", answering.responsible_for)
    also_visible.register("tasks.duties", queries.sees_order)
    reference.register()
    examples.register()
    event_labels.register("duty.saved", _("Duty of a stage saved"))
    handover.register("stages", Duty(_("Stages of orders to answer for"), _count, _move, order=60))
    navigation.register(
        "duties",
        NavEntry(
            group="tasks",
            label=_("Who answers for which stage"),
            tab=pgettext_lazy("stages", "Who answers"),
            icon="person-badge",
            url_name="tasks:duties",
            verb="task.view",
            order=87,
            under=("task-rules", "tasks"),
        ),
    )


def _count(user: User) -> int:
    return StageDuty.objects.filter(person=user, is_active=True).count()


def _move(actor: User, giver: User, taker: User, at: datetime) -> int:
    moved = StageDuty.objects.filter(person=giver, is_active=True).update(person=taker)
    if moved:
        stamps.touch(standing.STAMP)
    return moved
