"""Payment terms by grade, as people change them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.console import operations as console
from accounts.people.models import User
from common import errors
from customers.credit.terms import SETTING, fault_of


def save_terms(*, actor: User, table: Mapping[str, Any], at: datetime, shown: Mapping[str, Any] | None = None) -> bool:
    """Let grades allow and propose these terms from now on; whether anything changed. Drafts are judged by it, what
    was submitted is not judged again. Raises NotAllowed, Stale, Invalid."""
    value = dict(table)
    if wrong := fault_of(value):
        raise errors.Invalid(wrong, fields={})
    then = None if shown is None else {SETTING: shown}
    return bool(console.change_settings(actor=actor, values={SETTING: value}, shown=then, at=at))
