"""Who answers for an order now: apps above orders know it, the order's page and the API say it (docs/adr/0072)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.registry import Registry
from orders.order.models import Order, OrderLine


@dataclass(frozen=True)
class Responsible:
    """Who answers for an order in the stage that it is in, ``since`` when (None: not known): a department, and within
    it somebody ("" where nobody leads it). ``duty``: what he has to do, in words."""

    stage: str
    department_code: str
    department: str
    username: str
    person: str
    duty: str
    since: date | None

    def as_json(self) -> dict[str, Any]:
        """``ResponsibleSerializer``."""
        return {
            "stage": self.stage,
            "department": self.department_code or None,
            "person": self.username or None,
            "duty": self.duty,
            "since": self.since.isoformat() if self.since else None,
        }


# key → (order, lines): who answers for it; None: nobody, or not this entry's to say. The first that says something
answers: Registry[Callable[[Order, Sequence[OrderLine]], Responsible | None]] = Registry("orders.people")


def responsible_for(order: Order, lines: Sequence[OrderLine]) -> Responsible | None:
    """Who answers for the order now. Some few statements."""
    for answer in answers.values():
        found = answer(order, lines)
        if found is not None:
            return found
    return None
