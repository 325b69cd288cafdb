"""Who follows an order: its salesperson and its executing owner; a large one the head of its department too (R075)."""

from accounts.people.models import User
from orders.order.choices import AmountClass
from orders.order.models import Order


def watchers(order: Order, *, but: User) -> list[int]:
    """The people to be told of what happens to the order, by key; not the one who does it."""
    people = {order.salesperson_id, order.executing_owner_id}
    if order.amount_class == AmountClass.LARGE and order.department:
        people.add(order.department.head_id)
    return sorted(person for person in people if person is not None and person != but.pk)
