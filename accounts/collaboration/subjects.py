"""What can be commented on, attached to and notified about: each app registers its subjects."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts import policies
from accounts.people.models import User
from common import errors
from common.registry import Registry


def _anything_goes(row: Any) -> None:
    """No objection."""


@dataclass(frozen=True)
class Subject:
    """How comments, attachments and the audit page reach a kind of row.

    ``get`` returns the row if the actor may see it and raises NotFound otherwise; ``url`` is its page;
    ``require_open`` raises when it takes no more; ``label`` names it in a message; ``verb`` is the right
    that writing to it needs ("" = whoever sees it); ``kinds`` are what its files mostly are, offered while
    typing; ``reach`` gives its owners and departments as ``accounts.policies`` asks for them (None: it is
    nobody's, only rights over everything reach it); ``visible`` gives the rows that a person's scopes reach, so that
    many are asked for at once (None: each by ``get``, which also finds what a person sees for another reason).
    """

    get: Callable[[User, int], Any]
    url: Callable[[Any], str]
    require_open: Callable[[Any], None] = _anything_goes
    label: Callable[[Any], str] = str
    verb: str = ""
    kinds: tuple[Any, ...] = ()
    reach: Callable[[Any], Mapping[str, Any]] | None = None
    visible: Callable[[User], QuerySet] | None = None

    def allows(self, actor: User, verb: str, row: Any) -> bool:
        """Whether ``actor`` holds ``verb`` on this row."""
        return policies.can(actor, verb, **(self.reach(row) if self.reach else {"owners": ()}))


# "app_label.model" (lower case) -> subject
subjects: Registry[Subject] = Registry("accounts.subjects")


def get_subject(actor: User, subject_type: str, subject_id: int) -> Any:
    """The row behind (type, id) if ``actor`` may see it. Raises NotFound."""
    subject = subjects.get(subject_type)
    if subject is None:
        raise errors.NotFound()
    return subject.get(actor, subject_id)


def can_see(user: User, subject_type: str, subject_id: int) -> bool:
    """Whether ``user`` may see the row behind (type, id)."""
    try:
        get_subject(user, subject_type, subject_id)
    except (errors.NotFound, errors.NotAllowed):
        return False
    return True


def seen_of(user: User, keys: Collection[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those of the (type, id) that ``user`` may see, in one statement for each type and one more for each row that
    his scopes do not reach."""
    seen: set[tuple[str, int]] = set()
    for subject_type in {subject_type for subject_type, _id in keys}:
        subject = subjects.get(subject_type)
        if subject is not None and subject.visible is not None:
            ids = [row_id for one, row_id in keys if one == subject_type]
            rows = subject.visible(user).filter(pk__in=ids).values_list("pk", flat=True)
            seen |= {(subject_type, row_id) for row_id in rows}
    return seen | {key for key in set(keys) - seen if can_see(user, *key)}


def may_write(actor: User, subject_type: str, row: Any) -> bool:
    """Whether ``actor``, who sees the row, may comment on it and bring files to it (its state is another matter)."""
    verb = subjects[subject_type].verb
    return not verb or policies.can(actor, verb)


def number_of(row: Any) -> str:
    """What a row is called in the event log: its number or code, never its name."""
    return str(getattr(row, "number", "") or getattr(row, "code", "") or "")
