"""What the pages of evaluations put together: tabs, buttons, rows with their addresses."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.people.models import User
from common import errors
from tasks.evaluation import performance, policies, queries
from tasks.evaluation.forms import FIGURE_LABELS
from tasks.evaluation.models import OrderEvaluation, Score
from tasks.evaluation.operations import CLOSED

WAYS = ("person", "department")
_LIST = "tasks:evaluation-list"


def url_of(evaluation: OrderEvaluation, end: str = "detail") -> str:
    """The page of an evaluation, or where something is done to it."""
    return reverse(f"tasks:evaluation-{end}", args=[evaluation.pk])


def tabs(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Open ones, ended ones, all."""
    views = (("OPEN", pgettext("evaluation", "Open")), ("DONE", pgettext("evaluation", "Ended")))
    found = [
        {"label": label, "url": f"{reverse(_LIST)}?state={state}", "current": asked.get("state") == state}
        for state, label in views
    ]
    performance = {"label": _("People and departments"), "url": reverse("tasks:performance"), "current": False}
    return [*found, performance]


def actions(actor: Any, evaluation: OrderEvaluation) -> list[dict[str, Any]]:
    """What this person may do to it now."""
    is_open = evaluation.state == OrderEvaluation.State.OPEN
    ends = policies.can(actor, policies.END, evaluation.order)
    found = []
    if is_open and (ends or queries.had_part(actor, evaluation)):
        found.append({"url": url_of(evaluation, "explain"), "label": _("Give a reason"), "primary": False})
    if is_open and may_score(actor, evaluation):
        found.append({"url": url_of(evaluation, "score"), "label": _("Score"), "primary": True})
    if is_open and ends and evaluation.order.status in CLOSED:
        found.append({"url": url_of(evaluation, "end"), "label": _("End the evaluation"), "primary": False})
    if not is_open and ends:
        found.append({"url": url_of(evaluation, "reopen"), "label": _("Take it up again"), "primary": False})
    return found


def may_score(actor: Any, evaluation: OrderEvaluation) -> bool:
    """Whether somebody may score the order as a whole."""
    try:
        policies.given_as(actor, evaluation, None)
    except errors.NotAllowed:
        return False
    return True


def score_rows(actor: Any, evaluation: OrderEvaluation, scored: Iterable[queries.Scored]) -> list[dict[str, Any]]:
    """Whom, the mean of each aspect, and what was said: by whom for who may know, else as what."""
    names = policies.sees_givers(actor, evaluation.order)
    return [
        {
            "person": one.person,
            "means": [(Score.Aspect(aspect).label, mean) for aspect, mean in one.means.items()],
            "rows": [(row, row.by if names or row.by_id == actor.pk else None) for row in one.rows],
        }
        for one in scored
        if one.rows
    ]


def reasons(evaluation: OrderEvaluation) -> list[dict[str, Any]]:
    """Why figures are not as planned, with who says so."""
    names = dict(User.objects.filter(pk__in={one["by"] for one in evaluation.reasons}).values_list("pk", "name"))
    return [
        {"label": FIGURE_LABELS[one["figure"]], "words": one["words"], "by": names.get(one["by"], "")}
        for one in evaluation.reasons
    ]


def performance_tabs(by: str, asked: QueryDict) -> list[dict[str, Any]]:
    """People, departments."""
    labels = {"person": _("People"), "department": _("Departments")}
    found = []
    for way in WAYS:
        query = asked.copy()
        query["by"] = way
        url = f"{reverse('tasks:performance')}?{query.urlencode()}"
        found.append({"label": labels[way], "url": url, "current": way == by})
    return found


def performance_rows(
    rows: Iterable[performance.Performance], by: str, first: date, last: date
) -> list[tuple[performance.Performance, str]]:
    """Each with the address of the finished tasks that it was counted from."""
    found = []
    for one in rows:
        key = ("owner", one.whose.username) if by == "person" else ("department", one.whose.code)
        query = urlencode([key, ("state", "DONE"), ("done_from", first), ("done_to", last)])
        found.append((one, f"{reverse('tasks:task-list')}?{query}"))
    return found
