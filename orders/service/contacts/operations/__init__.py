"""Writing down contacts with customers: plan, hold, change, move, drop."""

from orders.service.contacts.operations.guides import save_guide
from orders.service.contacts.operations.holding import Next, hold_contact, write_down_contact
from orders.service.contacts.operations.planning import change_contact, drop_contact, move_contact, plan_contact
from orders.service.contacts.operations.visits import plan_due_visits, plan_visit

__all__ = [
    "Next",
    "change_contact",
    "drop_contact",
    "hold_contact",
    "move_contact",
    "plan_contact",
    "plan_due_visits",
    "plan_visit",
    "save_guide",
    "write_down_contact",
]
