"""Where data of people at customers stands in tasks (R309): texts are looked through, the rest is of this house."""

from typing import Any

from customers.privacy.places import exempt
from customers.privacy.replacing import searchable
from tasks.evaluation.cases import TEXTS

_RULES = "how the house works, and its own people; nobody at a customer"
_EXEMPT = (
    *("phase", "skill", "personskill", "checkcadence", "decompositionrule", "tasktemplate", "wording", "stageduty"),
    *("learnedduration", "planrun", "absence"),
)


def _search_case(case: Any) -> None:
    case.set_search(case.title, *case.tags, *(getattr(case, name) for name in TEXTS))


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    searchable.register("tasks_casestudy", _search_case)
    for name in _EXEMPT:
        exempt.register(f"tasks_{name}", _RULES)
