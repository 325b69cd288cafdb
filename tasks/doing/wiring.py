"""What this room declares: words of events, what it does when something happens to an order, what must hold, who takes
the work of who leaves, search, a card of the home page, its places in the shell."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.handover.duties import Duty, handover
from accounts.home.cards import Card, home
from accounts.trail.labels import event_labels
from common import clock, dates
from common.navigation import NavEntry, navigation
from common.search import SearchHit, search
from orders.order.followers import Following, followers
from tasks.doing import examples, exporting, following, invariants, queries
from tasks.doing.operations import handing
from tasks.task import policies

SHOWN = 7
_WORDS = {
    "started": _("Task begun"),
    "progress": _("Progress of a task reported"),
    "hours": _("Hours written down"),
    "finished": _("Task done"),
    "reopened": _("Task taken up again"),
    "blocked": _("Task held up"),
    "resumed": _("Task goes on"),
    "handed_over": _("Task handed over"),
    "dropped": _("Task dropped"),
    "ready": _("Task can begin"),
    "changed": _("Task changed"),
    "relinked": _("What comes before a task changed"),
    "key": _("Key task marked"),
    "not_key": _("Key task no longer marked"),
}


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    for what, label in _WORDS.items():
        event_labels.register(f"task.{what}", label)
    followers.register("tasks.doing", Following(following.follow, following.HEARS))
    invariants.register()
    examples.register()
    exporting.register()
    search.register("tasks", find_tasks)
    handover.register("tasks", Duty(_("Tasks to do"), queries.open_tasks_of, _pass_on, order=60))
    home.register("tasks", Card(_("My tasks"), order=11, verb=policies.VIEW, render=_card, more="tasks:my-tasks"))
    _enter_navigation()


def _enter_navigation() -> None:
    navigation.register(
        "my-tasks",
        NavEntry(
            group="tasks",
            label=_("My tasks"),
            short=pgettext_lazy("tab", "Tasks"),
            icon="check2-square",
            url_name="tasks:my-tasks",
            verb=policies.VIEW,
            count=queries.count_mine,
            order=10,
            keys="g t",
        ),
    )
    navigation.register(
        "tasks",
        NavEntry(
            group="tasks",
            label=_("Tasks"),
            icon="list-check",
            url_name="tasks:task-list",
            verb=policies.VIEW,
            order=20,
            tab=_("List"),
        ),
    )


def find_tasks(user: Any, text: str, limit: int) -> list[SearchHit]:
    """Tasks for the palette, by words of their title."""
    word = " ".join(text.split())
    if not user.can(policies.VIEW) or len(word) < 2:
        return []
    return [
        SearchHit(
            title=one.title,
            subtitle=f"{one.order} · {one.department} · {one.get_state_display()}",
            url=reverse("tasks:task-detail", args=[one.pk]),
            icon="list-check",
            group=_("Tasks"),
        )
        for one in queries.find_tasks(user, word, limit)
    ]


def _pass_on(actor: Any, giver: Any, taker: Any, at: Any) -> int:
    return handing.pass_on(actor=actor, giver=giver, taker=taker, at=at)


def _card(user: Any) -> tuple[str, dict[str, Any]] | None:
    today = dates.business_day(clock.now())
    found = list(queries.waiting_for(user, today=today)[:SHOWN])
    to_give = queries.count_to_give_out(user)
    if not found and not to_give:
        return None
    return "tasks/my/_card.html", {"tasks": found, "to_give": to_give, "today": today}
