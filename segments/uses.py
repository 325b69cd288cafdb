"""What stands on a saved condition: each app registers its own use, so that nothing is taken away under it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from common.registry import Registry


@dataclass(frozen=True)
class Use:
    """A use of saved conditions. ``named_by(segment_id)`` gives the names of what stands on one; ``verb`` is the right
    that who changes its rows needs besides ("" = none): they decide what the use does."""

    label: str | Promise
    named_by: Callable[[int], list[str]]
    verb: str = ""


uses: Registry[Use] = Registry("segments.uses")


def standing_on(segment_id: int) -> list[tuple[Use, list[str]]]:
    """The uses that a saved condition has now, with the names of what stands on it."""
    found = [(use, use.named_by(segment_id)) for use in uses.values()]
    return [(use, names) for use, names in found if names]
