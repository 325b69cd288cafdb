"""An order is taken apart into proposed tasks, the first time or again after it changed (R130–R132, R147)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from common.rows import insert_rows
from orders.order.models import Order, OrderLine
from orders.order.states import Status
from tasks.decomposing import comparing, dating, proposing
from tasks.decomposing.building import Draft
from tasks.decomposing.choices import ProposalState
from tasks.decomposing.comparing import Difference
from tasks.decomposing.models import Decomposition
from tasks.decomposing.proposing import Taken
from tasks.doing import following
from tasks.task import policies, queries
from tasks.task.choices import Source
from tasks.task.models import Task, TaskLink, TaskSkill
from tasks.task.states import RELEASED, State


@operation
def propose_order(*, actor: User, order_id: int, at: datetime, version: int | None = None) -> Decomposition:
    """Take an order in force apart by the rules: its tasks are proposed with days, hours and departments, nobody's duty
    yet. A proposal that was open is replaced (``version``: the one that was seen). Of an order with tasks, only what
    comes, changes or goes is proposed.

    Raises NotFound, NotAllowed, WrongState (the order is not in force), Stale.
    """
    order, lines = queries.lock_order(order_id)
    if not policies.can_for_order(actor, "order.view", order):
        raise errors.NotFound()
    policies.require_for_order(actor, policies.DECOMPOSE, order)
    require_in_force(order)
    former = open_proposal(order)
    if former is not None:
        editing.require_seen(former, version)
        end(former, ProposalState.DISCARDED, actor=actor, at=at)
    return write(order, lines, actor=actor, at=at)


def write(order: Order, lines: Sequence[OrderLine], *, actor: User, at: datetime) -> Decomposition:
    """The same inside an operation that holds the order, which has no open proposal."""
    taken = proposing.take_apart(order, lines, at=at)
    tasks = queries.lock_tasks_of(order)
    found = comparing.compare(taken.drafts, tasks, said_before(order, last_released(order)), taken.over)
    row = Decomposition(
        order=order,
        revision=order.revision,
        changes={str(pk): columns for pk, columns in found.changed.items()},
        dropped={str(pk): why for pk, why in found.dropped.items()},
        drafts={one.origin: comparing.said(one) for one in taken.drafts},
        notes=[*taken.notes, *found.notes],
        proposed_by=actor,
        proposed_at=at,
        version=_next_version(order),
    )
    row.save(force_insert=True)
    _add(row, taken, found, tasks, actor, at)
    dating.date_proposal(order, lines, row, at=at)
    events.record(
        "tasks.proposed",
        order,
        at=at,
        added=len(found.added),
        changed=len(found.changed),
        dropped=len(found.dropped),
    )
    return row


def _next_version(order: Order) -> int:
    """Versions go on from proposal to proposal: who read one that was replaced meanwhile releases no other."""
    return (Decomposition.objects.filter(order=order).aggregate(newest=Max("version"))["newest"] or 0) + 1


def require_in_force(order: Order) -> None:
    """Raise WrongState unless the order is in force."""
    if order.status != Status.EFFECTIVE:
        raise errors.WrongState(_("Only an order in force has tasks."), status=order.status, possible=[])


def open_proposal(order: Order) -> Decomposition | None:
    """The proposal of a locked order that nobody released or discarded, locked."""
    rows = Decomposition.objects.select_for_update(no_key=True, of=("self",))
    found = rows.filter(order=order, state=ProposalState.PROPOSED).first()
    if found is not None:
        found.order = order
    return found


def last_released(order: Order) -> Decomposition | None:
    """How it was taken apart the last time."""
    return Decomposition.objects.filter(order=order, state=ProposalState.RELEASED).order_by("-pk").first()


def said_before(order: Order, last: Decomposition | None) -> dict[str, comparing.Said]:
    """What the rules said when an order was taken apart the last time, by origin; without what went because the order
    (or a line) did, which no person took out. One statement."""
    if last is None:
        return {}
    gone = Task.objects.filter(order=order, state=State.DROPPED, drop_reason__in=following.BY_ORDER)
    lost = set(gone.values_list("origin", flat=True))
    return {origin: said for origin, said in last.drafts.items() if origin not in lost}


def lock_proposal(*, actor: User, order_id: int, version: int | None) -> tuple[Decomposition, Order, list[OrderLine]]:
    """The open proposal of an order, after the order itself. Raises NotFound (also where there is none), NotAllowed,
    Stale."""
    order, lines = queries.lock_order(order_id)
    if not policies.can_for_order(actor, "order.view", order):
        raise errors.NotFound()
    policies.require_for_order(actor, policies.DECOMPOSE, order)
    found = open_proposal(order)
    if found is None:
        raise errors.NotFound()
    editing.require_seen(found, version)
    return found, order, lines


def end(row: Decomposition, state: ProposalState, *, actor: User, at: datetime) -> None:
    """A proposal ends; its tasks that are only proposed go with it, unless it was released."""
    row.state, row.ended_by, row.ended_at = state, actor, at
    row.version += 1
    row.save(update_fields=["state", "ended_by", "ended_at", "version", "changes", "dropped"])
    if state != ProposalState.RELEASED:
        Task.objects.filter(decomposition=row, state=State.PROPOSED).delete()


@operation
def discard(*, actor: User, order_id: int, at: datetime, version: int | None = None) -> Decomposition:
    """Drop the open proposal of an order. Raises NotFound, NotAllowed, Stale."""
    row, order, _lines = lock_proposal(actor=actor, order_id=order_id, version=version)
    end(row, ProposalState.DISCARDED, actor=actor, at=at)
    events.record("tasks.discarded", order, at=at)
    return row


@operation
def leave_as_is(*, actor: User, order_id: int, task_id: int, at: datetime, version: int | None = None) -> Decomposition:
    """A task that is there stays as it is: what the proposal would change of it, or that it would go, is taken out.
    Raises NotFound, NotAllowed, Stale."""
    row, order, lines = lock_proposal(actor=actor, order_id=order_id, version=version)
    key = str(task_id)
    if key not in row.changes and key not in row.dropped:
        raise errors.NotFound()
    row.changes.pop(key, None)
    row.dropped.pop(key, None)
    touch(row)
    dating.date_proposal(order, lines, row, at=at)
    return row


def touch(row: Decomposition) -> None:
    """Another version of a proposal that was edited; saves it."""
    row.version += 1
    row.save(update_fields=["version", "changes", "dropped"])


# --- rows ----------------------------------------------------------------------------------------


def _add(
    row: Decomposition, taken: Taken, found: Difference, tasks: Collection[Task], actor: User, at: datetime
) -> None:
    new = {one.origin: _task(one, row, actor, at) for one in found.added}
    insert_rows(list(new.values()))
    skills = [
        TaskSkill(task=new[one.origin], skill_id=skill, level=level)
        for one in found.added
        for skill, level in one.skills
    ]
    insert_rows(skills)
    insert_rows(_links(taken.drafts, new, found.matched))


def _task(draft: Draft, row: Decomposition, actor: User, at: datetime) -> Task:
    template = draft.template
    return Task(
        order=row.order,
        line_no=draft.line_no,
        decomposition=row,
        template=template,
        source=Source.RULE,
        origin=draft.origin,
        state=State.PROPOSED,
        title=draft.title,
        goal=draft.goal,
        requirements=draft.text,
        phase=template.phase,
        quantity=draft.quantity,
        department=draft.department,
        planned_hours=draft.hours,
        work_days=draft.days,
        not_before=draft.not_before,
        is_milestone=template.is_milestone,
        is_special=template.is_special,
        created_by=actor,
        created_at=at,
        updated_at=at,
    )


def _links(drafts: Sequence[Draft], new: Mapping[str, Task], there: Mapping[str, Task]) -> list[TaskLink]:
    """What precedes what, of which at least one end is new; what began already waits for nothing new."""
    rows: dict[tuple[int, int], TaskLink] = {}
    both: dict[str, Any] = {**there, **new}
    for draft in drafts:
        successor = both.get(draft.origin)
        if successor is None or successor.started_at is not None or successor.state == State.DONE:
            continue
        for before in draft.before:
            predecessor = both.get(before.origin)
            if predecessor is None or (before.origin not in new and draft.origin not in new):
                continue
            rows[predecessor.pk, successor.pk] = TaskLink(
                predecessor=predecessor, successor=successor, kind=before.kind, lag_days=before.lag
            )
    return list(rows.values())


def released_tasks(order: Order) -> list[Task]:
    """The tasks of an order that are released, done ones among them."""
    return [one for one in queries.tasks_of([order.pk]) if one.state in RELEASED]
