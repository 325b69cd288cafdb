"""An order taken apart again, beside the tasks that are there: what comes, changes, goes. What is done stays, and what
people did to tasks stays where the rules say the same as before. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from tasks.decomposing.building import Draft, Note
from tasks.task.models import Task
from tasks.task.states import ENDED, State

Said = dict[str, Any]  # what the rules said of a task: column → value as JSON keeps it
NOT_NEEDED = gettext_noop("The order no longer asks for it")
STILL_RUNS = "still_runs"
_FIRST = "#1"  # of several dated parts; while there is one its origin has no number


@dataclass
class Difference:
    """``changed``: by the key of a task column → [is, is to be]; ``dropped``: key → why; ``matched``: origin → task."""

    added: list[Draft] = field(default_factory=list)
    changed: dict[int, dict[str, list[Any]]] = field(default_factory=dict)
    dropped: dict[int, str] = field(default_factory=dict)
    matched: dict[str, Task] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def said(draft: Draft) -> Said:
    """What the rules say of a task."""
    return {
        "title": draft.title,
        "goal": draft.goal,
        "requirements": draft.text,
        "quantity": None if draft.quantity is None else f"{draft.quantity.normalize():f}",
        "planned_hours": str(draft.hours),
        "work_days": draft.days,
    }


def compare(
    drafts: Sequence[Draft], tasks: Iterable[Task], former: Mapping[str, Said], over: frozenset[int] = frozenset()
) -> Difference:
    """``tasks`` are those of the order that are released, done ones among them; ``former`` what the rules said when it
    was taken apart the last time; ``over`` lines of which nothing is left to do: their tasks stay."""
    found = Difference()
    by_origin = {one.origin: one for one in tasks if one.origin}
    for draft in drafts:
        task = by_origin.get(draft.origin) or by_origin.get(_other(draft.origin))
        before = former.get(draft.origin)
        if task is not None:
            found.matched[draft.origin] = task
            if task.state != State.DONE and (changes := _changes(task, said(draft), before)):
                found.changed[task.pk] = changes
        elif before is None or before != said(draft):  # else somebody took it out
            found.added.append(draft)
    kept = {one.pk for one in found.matched.values()}
    for task in by_origin.values():
        if task.pk in kept or task.state in ENDED or task.line_no in over or not task.template_id:
            continue
        if task.started_at is None:
            found.dropped[task.pk] = NOT_NEEDED
        else:
            found.notes.append([STILL_RUNS, {"task": task.title}])
    return found


def _other(origin: str) -> str:
    return origin.removesuffix(_FIRST) if origin.endswith(_FIRST) else f"{origin}{_FIRST}"


def _changes(task: Task, now: Said, before: Said | None) -> dict[str, list[Any]]:
    """What the rules say otherwise than before; without a before, what follows from another quantity."""
    is_other = stored(task)["quantity"] != now["quantity"]
    changes = {}
    for column, value in now.items():
        was = stored(task)[column]
        is_new = before.get(column) != value if before is not None else is_other
        if is_new and was != value:
            changes[column] = [was, value]
    return changes


def stored(task: Task) -> Said:
    """What a task says itself."""
    return {
        "title": task.title,
        "goal": task.goal,
        "requirements": task.requirements,
        "quantity": None if task.quantity is None else f"{Decimal(task.quantity).normalize():f}",
        "planned_hours": str(Decimal(task.planned_hours).quantize(Decimal("0.01"))),
        "work_days": task.work_days,
    }


def read(column: str, value: Any) -> Any:
    """A value of ``said`` as the column takes it."""
    if column in ("quantity", "planned_hours"):
        return None if value is None else Decimal(value)
    return value
