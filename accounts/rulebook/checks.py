"""The checks of the software that a clause can be bound to (registry ``accounts.rulebook.checks``): a room registers
the codes of its refusals, and its warnings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from common.errors import Text
from common.registry import Registry


@dataclass(frozen=True)
class Check:
    """What a check asks for, and in which part of the work it stands. ``code``: that of the refusals it makes, "" for
    a warning, which forbids nothing; ``kept`` counts from the room's own records how often it warned in these days,
    where it keeps any."""

    label: Text
    part: Text
    code: str = ""
    kept: Callable[[date, date], int] | None = None

    @property
    def is_warning(self) -> bool:
        return not self.code


checks: Registry[Check] = Registry("accounts.rulebook.checks")


def refusing(code: str) -> list[str]:
    """The keys of the checks that refuse with a code."""
    return [key for key, check in checks.items() if check.code == code]
