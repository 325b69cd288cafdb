"""How an order under way stands, for who checks it and kept with what he found."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from orders.order.models import Order
from tasks.task import queries as tasks
from tasks.task.models import Task
from tasks.task.progress import share_done
from tasks.task.states import State


@dataclass(frozen=True)
class Facts:
    """Tasks of an order: all, done, late, blocked; the share done, by planned hours (None: there are none); the day
    promised, and the last planned end."""

    tasks: int = 0
    done: int = 0
    late: int = 0
    blocked: int = 0
    progress: int | None = None
    promised: date | None = None
    planned_end: date | None = None

    @property
    def is_behind(self) -> bool:
        """Whether the work ends after what was promised."""
        return bool(self.promised and self.planned_end and self.planned_end > self.promised)

    def as_json(self) -> dict[str, Any]:
        """Plain values, as a check keeps them."""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}


def facts_of(order: Order, today: date) -> Facts:
    """How it stands today. One statement."""
    rows = tasks.tasks_of([order.pk])
    return Facts(
        tasks=len(rows),
        done=sum(one.state == State.DONE for one in rows),
        late=sum(is_late(one, today) for one in rows),
        blocked=sum(one.state == State.BLOCKED for one in rows),
        progress=share_done(rows),
        promised=order.promised_date,
        planned_end=max((one.planned_end for one in rows if one.planned_end), default=None),
    )


def is_late(task: Task, today: date) -> bool:
    """Whether it should have ended."""
    return task.is_live and task.due_date is not None and task.due_date < today
