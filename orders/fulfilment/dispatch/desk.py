"""What the board's page puts together: one change over the notices picked, with a result for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import errors, typed
from orders.fulfilment import operations as fulfilment
from orders.fulfilment import queries as documents
from orders.fulfilment.dispatch.operations import MOST


@dataclass(frozen=True)
class Outcome:
    """How many notices were changed, and why the others were not (number, words)."""

    done: int
    refused: Sequence[tuple[str, str]]

    @property
    def words(self) -> str:
        """For a toast: what was done, and the first reasons why not."""
        done = ngettext("%(n)s notice changed", "%(n)s notices changed", self.done) % {"n": self.done}
        return " · ".join([done, *(f"{number}: {why}" for number, why in self.refused[:3])])


def keys_of(ids: Iterable[str]) -> list[int]:
    """The keys of the notices picked, once each. Raises Invalid for none or too many."""
    keys = list(dict.fromkeys(key for one in ids if (key := typed.read_key(one)) is not None))
    if not 1 <= len(keys) <= MOST:
        raise errors.Invalid(fields={"ids": [_("Pick 1 to %(n)s delivery notices.") % {"n": MOST}]})
    return keys


def arrange(actor: Any, keys: Sequence[int], changes: Mapping[str, Any], at: datetime) -> Outcome:
    """Change the notices picked, each in an operation of its own: one refusal does not undo the others."""
    done, refused = 0, []
    for key in keys:
        try:
            fulfilment.update_outbound(actor=actor, document_id=key, version=None, changes=changes, at=at)
        except errors.DomainError as error:
            refused.append((_number(actor, key), error.brief() if isinstance(error, errors.Invalid) else str(error)))
        else:
            done += 1
    return Outcome(done, refused)


def _number(actor: Any, key: int) -> str:
    try:
        return documents.get_document_by_id(actor, key).number
    except errors.NotFound:
        return f"#{key}"
