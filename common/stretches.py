"""Writing that goes on by itself (a draft that saves itself) is one stretch to its readers: what one person wrote in
one thing without a long pause and with nothing else between. Facts and events stand as they were written (RELIABILITY
2.12); only what is shown of them is drawn together. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

PAUSE = timedelta(minutes=30)
BY_ITSELF = "by_itself"  # marks the data of such an event


def is_by_itself(data: Mapping[str, Any]) -> bool:
    """Whether an event is of a thing that saved itself."""
    return data.get(BY_ITSELF) is True


def goes_on(newer: datetime, older: datetime) -> bool:
    """Whether what came later belongs to the same stretch."""
    return newer - older <= PAUSE


def united(newer: Mapping[str, Any], older: Mapping[str, Any]) -> dict[str, Any]:
    """The data of both: all the fields that were changed, the earlier first; the rest is that of the later."""
    fields = [*older.get("fields", ()), *newer.get("fields", ())]
    return {**older, **newer, "fields": list(dict.fromkeys(fields))}
