"""The table of required fields is the company's (SEMANTICS 6)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.console import operations as console
from accounts.people.models import User
from orders.completeness import rules


def save_table(*, actor: User, steps: Mapping[str, str], at: datetime, shown: Mapping[str, Any] | None = None) -> bool:
    """Demand each field of ``steps`` at its step, or not at all ("", where the system does not demand it itself);
    fields not named stay as they are. Whether anything changed. ``shown``: the company's changes as the page showed
    them. It holds for every order's next step.

    Raises NotAllowed, Stale, Invalid.
    """
    wanted = {**rules.changed_steps(), **{field: step for field, step in steps.items() if not rules.is_fixed(field)}}
    value = {field: step for field, step in wanted.items() if step != rules.shipped_step(field)}
    then = None if shown is None else {rules.REQUIRED_FIELDS: shown}
    return bool(console.change_settings(actor=actor, values={rules.REQUIRED_FIELDS: value}, shown=then, at=at))
