"""One verb over many orders: each through its own operation, each with its own result.

Every order is a transaction of its own, so that one refusal does not undo the others; nothing here
decides anything.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import errors, typed
from common.citations import Several
from orders.order import queries

MOST = 200


@dataclass(frozen=True)
class Result:
    """What became of one order."""

    label: str
    url: str
    is_done: bool
    text: str
    fault: errors.Invalid | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of all."""

    results: list[Result]

    @property
    def done(self) -> int:
        return sum(result.is_done for result in self.results)

    @property
    def failed(self) -> list[Result]:
        return [result for result in self.results if not result.is_done]

    @property
    def fault(self) -> errors.Invalid | None:
        """What is wrong with the one form that was filled in for all: nothing was done, and each was refused for what
        was entered."""
        faults = [result.fault for result in self.results]
        return faults[0] if faults and all(faults) else None

    def words(self, all_done: Callable[[int], str]) -> str:
        """The toast: what was done, and how many were not."""
        if not self.failed:
            return all_done(self.done)
        text = ngettext("%(count)s order was not changed", "%(count)s orders were not changed", len(self.failed))
        rest = text % {"count": len(self.failed)}
        return f"{all_done(self.done)} · {rest}" if self.done else rest


def keys_of(ids: Iterable[str]) -> list[int]:
    """The keys that the picked rows carry, once each. Raises Invalid for none or too many."""
    keys = list(dict.fromkeys(key for one in ids if (key := typed.read_key(one)) is not None))
    if not keys or len(keys) > MOST:
        text = _("Pick between 1 and %(most)s orders.") % {"most": MOST}
        raise errors.Invalid(fields={"ids": [text]})
    return keys


def each(actor: Any, keys: Iterable[int], call: Callable[[int], Any], done: Callable[[Any], str]) -> Outcome:
    """Run ``call`` for every order; ``done`` says in words what it did."""
    several = Several()
    return Outcome([_one(actor, key, call, done, several) for key in keys])


def _one(actor: Any, key: int, call: Callable[[int], Any], done: Callable[[Any], str], several: Several) -> Result:
    try:
        order = call(key)
    except errors.DomainError as error:
        return _refused(actor, key, error, several)
    return Result(order.display_number, _url(order), True, done(order))


def _refused(actor: Any, key: int, error: errors.DomainError, several: Several) -> Result:
    words, fault = [several.told(error)], error if isinstance(error, errors.Invalid) else None
    if fault is not None:
        words += [str(text) for texts in fault.fields.values() for text in texts]
    try:
        order = queries.get_order_by_id(actor=actor, order_id=key)
    except errors.NotFound:
        return Result(f"#{key}", "", False, str(errors.NotFound.default_message))
    return Result(order.display_number, _url(order), False, " ".join(words), fault)


def _url(order: Any) -> str:
    return reverse("orders:order-detail", args=[order.reference])
