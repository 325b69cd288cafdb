"""How rows of any model lead to the customer they are about: by its nearest foreign keys. Pure: reads models only."""

from collections import deque
from functools import cache

from django.db.models import ForeignKey, Model

from customers.models import Customer

FARTHEST = 4  # foreign keys from a row to its customer
_NOT_HIS = ("accounts", "common", "segments", "products")  # what these hold is about no customer


@cache
def path_to(model: type[Model]) -> str:
    """The lookup from rows of ``model`` to their customer's key, "" where none leads there. The nearest counts, and of
    those as near the one called ``customer``: an order is about who buys, not about who receives or pays."""
    if issubclass(model, Customer):
        return "pk"
    seen, waiting = {model}, deque([(model, "")])
    while waiting:
        here, path = waiting.popleft()
        if path.count("__") >= FARTHEST:
            continue
        keys = [one for one in here._meta.concrete_fields if isinstance(one, ForeignKey)]
        for key in sorted(keys, key=lambda one: one.name != "customer"):
            there = key.related_model
            if issubclass(there, Customer):
                return f"{path}{key.name}_id"
            if there in seen or there._meta.app_label in _NOT_HIS:
                continue
            seen.add(there)
            waiting.append((there, f"{path}{key.name}__"))
    return ""
