"""What this room declares: evaluations, cases and rewards as subjects, words of events, its setting, navigation."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.subjects import Subject, subjects
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import settings
from common.navigation import NavEntry, navigation
from orders.order import policies as orders
from tasks.evaluation import cases, operations, policies, queries

LABELS = {
    "evaluation.opened": _("Evaluation opened"),
    "evaluation.scored": _("Evaluation scored"),
    "evaluation.explained": _("Deviation explained"),
    "evaluation.ended": _("Evaluation ended"),
    "evaluation.reopened": _("Evaluation taken up again"),
    "reward.given": _("Reward or penalty recorded"),
    "reward.undone": _("Reward or penalty taken back"),
    "case.saved": _("Case written"),
}


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    subjects.register(
        queries.SUBJECT,
        Subject(
            get=queries.get_evaluation,
            url=lambda row: _url("tasks:evaluation-detail", row.pk),
            label=lambda row: str(_("Evaluation of %(order)s") % {"order": row.order}),
            verb=policies.VIEW,
            reach=lambda row: orders.reach(row.order),
            visible=policies.visible_to,
        ),
    )
    subjects.register(
        "tasks.casestudy",
        Subject(
            get=cases.get_case,
            url=lambda row: _url("tasks:case-detail", row.pk),
            verb=policies.VIEW,
        ),
    )
    subjects.register(
        "tasks.reward",
        Subject(get=_reward, url=lambda row: _url("tasks:reward-list"), verb=policies.VIEW),
    )
    settings.definitions.register(
        operations.DAYS,
        settings.Definition(
            5, _("Days of work to evaluate an order after it closed"), "tasks", bounds=settings.Bounds(1, 60)
        ),
    )
    navigation.register(
        "evaluations",
        NavEntry("tasks", _("Evaluations"), "award", "tasks:evaluation-list", policies.VIEW, order=70),
    )
    navigation.register(
        "cases",
        NavEntry(
            group="tasks",
            label=_("Case library"),
            icon="journal-text",
            url_name="tasks:case-list",
            verb=policies.VIEW,
            order=75,
            under=("evaluations",),
        ),
    )


def _reward(actor: User, pk: int) -> Any:
    return queries.get_reward(actor, pk)


def _url(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
