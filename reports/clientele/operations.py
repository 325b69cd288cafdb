"""The company says by which figures its customers are judged (R251, R281)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.console import operations as console
from accounts.people.models import User
from common import errors
from reports.clientele import thresholds
from reports.clientele.thresholds import SETTING, Thresholds


def save_thresholds(*, actor: User, wanted: Thresholds, at: datetime, shown: Mapping[str, Any] | None = None) -> bool:
    """Judge customers by ``wanted`` from now on, in every report, also of days that are over. Whether anything changed.
    ``shown``: the setting as the page showed it. Raises NotAllowed, Stale, Invalid by figure."""
    if wrong := thresholds.faults(wanted):
        raise errors.Invalid(fields={name: [text] for name, text in wrong.items()})
    then = None if shown is None else {SETTING: shown}
    values = {SETTING: thresholds.stored(wanted)}
    return bool(console.change_settings(actor=actor, values=values, shown=then, at=at))
