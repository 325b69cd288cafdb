"""What of the company's definitions changed last: a stamp for each kind of them, read along with the rights of whoever
asks (``accounts.access``), so that a process may keep what it read and still knows it is out of date on the very next
request, whichever process made the change (ADR 0021)."""

import uuid
from collections.abc import Mapping
from contextvars import ContextVar

from common.models import Stamp

_seen: ContextVar[Mapping[str, str] | None] = ContextVar("stamps", default=None)


def seen(found: Mapping[str, str]) -> None:
    """Remember the stamps that were read with somebody's rights."""
    _seen.set(found)


def forget() -> None:
    """Whoever asks next reads them: nobody's rights were read, or something was changed just now."""
    _seen.set(None)


def latest(kind: str) -> str | None:
    """The stamp of the last change of this kind; None: nothing was ever defined."""
    found = _seen.get()
    if found is None:
        found = dict(Stamp.objects.values_list("kind", "value"))
        _seen.set(found)
    return found.get(kind)


def touch(kind: str) -> None:
    """Mark definitions as changed, inside the transaction that changes them; changes of a kind take turns."""
    row = Stamp(kind=kind, value=uuid.uuid4().hex)
    Stamp.objects.bulk_create([row], update_conflicts=True, unique_fields=["kind"], update_fields=["value"])
    forget()
