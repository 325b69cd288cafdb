"""What can be approved, and what this room asks of others. It never knows what it approves: the rooms above register
their subjects, what must be true before something is approved, and what asks the customer (docs/adr/0032)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import Model
from django.utils.functional import Promise

from accounts.people.models import User
from common.registry import Registry
from segments.judging import Verdict

Text = str | Promise
Content = Mapping[str, str | None]


class Decided(Protocol):
    """Told when the last step was approved, or one was sent back: carries out the consequence in the same
    transaction. ``case`` is what the caller of ``decide`` handed over, locked."""

    def __call__(self, *, actor: User, case: Any, is_approved: bool, reason: str, at: datetime) -> None: ...


class WentOn(Protocol):
    """Told when a decision was taken and others are still needed."""

    def __call__(self, *, actor: User, case: Any, at: datetime) -> None: ...


@dataclass(frozen=True)
class Held:
    """A subject that is locked: what ``decide`` takes of it, and ``row``, which inbox lines lead to."""

    row: Model
    case: Any
    content: Content
    content_hash: str


@dataclass(frozen=True)
class Subject:
    """A kind of thing that is approved.

    ``verb``: the right it takes to decide. ``titles``: how some are called, by key. ``lock(id)``: the subject under
    lock, as the operations of its room lock it; None when it waits no more. ``row(case)``: the row of a case.
    ``judge(id, segment ids, day)``: whether saved conditions hold for it, as it is stored. ``signs``: the codes and
    words of what a row of the matrix may ask for beside its condition; ``measures``: code, words and unit of figures
    that it may ask for, told to ``ask``; ``hidden_signs``: those of both that are not somebody's to know.
    ``purpose``: of the signed links in mails that lead to the decision; "": there are none. ``asks_customer``: a step
    may be the customer's (somebody registered with ``customer_asked`` asks him).
    """

    label: Text
    verb: str
    decided: Decided
    went_on: WentOn
    titles: Callable[[list[int]], dict[int, str]]
    lock: Callable[[int], Held | None]
    row: Callable[[Any], Model]
    judge: Callable[[int, Sequence[int], date], Mapping[int, Verdict]]
    signs: Callable[[], list[tuple[str, Text]]]
    hidden_signs: Callable[[User], set[str]]
    measures: Callable[[], Sequence[tuple[str, Text, Text]]] = tuple
    purpose: str = ""
    asks_customer: bool = False


# subject type (``orders.order``) -> how it is decided
subjects: Registry[Subject] = Registry("approval.subjects")


@dataclass(frozen=True)
class Gate:
    """Something that must be true before anybody approves: ``refusal(subject id, content hash)`` says what is missing,
    None for nothing. Asked inside the deciding transaction under the subject's lock, and for the buttons."""

    subject_type: str
    refusal: Callable[[int, str], Text | None]


gates: Registry[Gate] = Registry("approval.gates")


def refusal(subject_type: str, subject_id: int, content_hash: str) -> Text | None:
    """What is missing before a subject may be approved; None for nothing."""
    for gate in gates.values():
        if gate.subject_type == subject_type and (text := gate.refusal(subject_id, content_hash)):
            return text
    return None


class CustomerAsked(Protocol):
    """Called in the transaction in which a step that the customer decides becomes the waiting one: asks him.
    ``step_id`` names the question: once for each."""

    def __call__(self, *, subject_type: str, subject_id: int, step_id: int, due_at: datetime, at: datetime) -> None: ...


customer_asked: Registry[CustomerAsked] = Registry("approval.customer_asked")
