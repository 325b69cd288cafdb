"""Evaluations, rewards and cases as files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from common import doors, keyset
from common.conditions.kinds import Kind as Value
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from tasks.evaluation import cases, policies, queries
from tasks.evaluation.filters import CaseFilter, EvaluationFilter, RewardFilter
from tasks.evaluation.models import CaseStudy, OrderEvaluation, Reward


def _named(*columns: Plain) -> dict[str, Plain]:
    return {one.column.key: one for one in columns}


def _chosen(key: str, label: Any, choices: Any) -> Plain:
    labels = dict(choices.choices)
    return Plain(Column(key, label, Value.CHOICE), (key,), lambda row: str(labels[getattr(row, key)]))


EVALUATIONS = _named(
    Plain(Column("order", _("Order"), Value.CODE, width=20), ("order__number",)),
    Plain(Column("customer", _("Customer"), width=32), ("order__customer__name",)),
    Plain(Column("department", _("Department")), ("order__department__name",)),
    _chosen("state", _("State"), OrderEvaluation.State),
    Plain(Column("opened_at", _("Opened"), Value.MOMENT), ("opened_at",)),
    Plain(Column("due_date", _("Due"), Value.DATE), ("due_date",)),
    Plain(Column("conclusion", _("Conclusion"), width=60), ("conclusion",)),
    Plain(Column("ended_by", _("Ended by")), ("ended_by__name",)),
    Plain(Column("ended_at", _("Ended"), Value.MOMENT), ("ended_at",)),
)
REWARDS = _named(
    Plain(Column("person", _("Person")), ("person__name",)),
    _chosen("kind", _("Kind"), Reward.Kind),
    Plain(Column("order", _("Order"), Value.CODE, width=20), ("order__number",)),
    Plain(Column("month", _("Month"), Value.DATE), ("month",)),
    Plain(Column("amount", _("Amount"), Value.MONEY, is_summed=True), ("amount",), is_in_base=True),
    Plain(Column("reason", _("Reason"), width=48), ("reason",)),
    Plain(Column("by", _("Given by")), ("by__name",)),
    Plain(Column("at", _("When"), Value.MOMENT), ("at",)),
    Plain(Column("undone_reason", _("Taken back because"), width=32), ("undone_reason",)),
)
CASES = _named(
    Plain(Column("title", _("Title"), width=40), ("title",)),
    _chosen("kind", _("Kind"), CaseStudy.Kind),
    Plain(Column("order", _("Order"), Value.CODE, width=20), ("order__number",)),
    Plain(Column("cause", _("Cause"), width=60), ("cause",)),
    Plain(Column("lesson", _("Lesson"), width=60), ("lesson",)),
    Plain(Column("steps", _("Steps"), width=60), ("steps",)),
    Plain(Column("allocation", _("Who did what"), width=40), ("allocation",)),
    Plain(Column("tracking", _("How it was followed"), width=40), ("tracking",)),
    Plain(Column("assessment", _("How it went"), width=40), ("assessment",)),
    Plain(Column("created_by", _("Written by")), ("created_by__name",)),
    Plain(Column("created_at", _("Written"), Value.MOMENT), ("created_at",)),
)


def _sheet(found: Any, columns: dict[str, Plain], asked: Asked, sorts: Any, sort: str, labels: Any) -> Sheet:
    return plain.sheet(
        keyset.ordered(found.qs, sorts=sorts, sort=sort),
        plain.pick(columns, [*columns] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {"person": people.person_name}),
        sorted_by=conditions.sorting(sort, sorts, labels),
    )


def open_evaluations(actor: Any, asked: Asked) -> Sheet:
    """The list of evaluations as asked for."""
    found = doors.filter_of(EvaluationFilter, asked.query, queries.list_evaluations(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    return _sheet(found, EVALUATIONS, asked, queries.SORTS, sort, {"id": _("Opened"), "due_date": _("Due")})


def open_rewards(actor: Any, asked: Asked) -> Sheet:
    """The list of rewards and penalties as asked for."""
    found = doors.filter_of(RewardFilter, asked.query, queries.list_rewards(actor))
    return _sheet(found, REWARDS, asked, queries.REWARD_SORTS, "id", {"id": _("When")})


def open_cases(actor: Any, asked: Asked) -> Sheet:
    """The case library as asked for."""
    found = doors.filter_of(CaseFilter, asked.query, cases.list_cases(actor))
    return _sheet(found, CASES, asked, cases.SORTS, "id", {"id": _("Written")})


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    for key, label, page, opened, chosen in (
        ("evaluations", _("Evaluations"), "tasks:evaluation-list", open_evaluations, EvaluationFilter),
        ("rewards", _("Rewards and penalties"), "tasks:reward-list", open_rewards, RewardFilter),
        ("cases", _("Case library"), "tasks:case-list", open_cases, CaseFilter),
    ):
        lists.register(key, ExportList(label, policies.VIEW, page, opened, chosen.base_filters))
