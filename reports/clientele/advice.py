"""What order entry is told about products that go together (R255, docs/adr/0105). Weighing is pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from orders.entry.related import Asked, Others, Own, Related
from reports.clientele import partners_reading as reading
from reports.clientele.pairs_reading import Pair

MOST = 40  # told; entry leaves out some of them
TWICE = 2  # what was ordered once is no habit
DOUBT = 2  # orders that are added to those counted: two of two say less than twenty of twenty
USUAL = 0.5  # what he orders anyway weighs half of what he orders with the products at hand
LEAST = 0.05  # of a weight that is worth a line


@dataclass(frozen=True)
class Habit:
    """A customer's own orders of a product: ``orders`` of all ``whole``, ``together`` of the ``of`` that have one of
    the products at hand."""

    product_id: int
    orders: int
    last: date
    quantity: Decimal
    together: int
    of: int
    whole: int


def advise(asked: Asked) -> list[Related]:
    """What may be missing, best first. Two statements."""
    habits = reading.habits(asked) if asked.customer_id else []
    pairs = reading.partners(asked.product_ids) if asked.product_ids else []
    return weighed([Habit(*row) for row in habits], pairs, asked.product_ids)[:MOST]


def weighed(habits: Iterable[Habit], pairs: Iterable[Pair], at_hand: frozenset[int]) -> list[Related]:
    """The products that any of it speaks for, those first for which most does."""
    own = {one.product_id: one for one in habits if one.product_id not in at_hand}
    others = _best(pair for pair in pairs if pair.second not in at_hand)
    weights = {key: _weight(own.get(key), others.get(key)) for key in {*own, *others}}
    keys = sorted((key for key, weight in weights.items() if weight >= LEAST), key=lambda key: (-weights[key], key))
    return [Related(key, _own(own.get(key)), _others(others.get(key))) for key in keys]


def _best(pairs: Iterable[Pair]) -> Mapping[int, Pair]:
    """Of each product the pair that speaks for it most."""
    found: dict[int, Pair] = {}
    for pair in sorted(pairs, key=lambda pair: (-pair.confidence, pair.first)):
        found.setdefault(pair.second, pair)
    return found


def _weight(habit: Habit | None, pair: Pair | None) -> float:
    """How likely he wants it: each thing that speaks for it takes away from the doubt that the others leave."""
    doubt = 1.0
    if habit is not None and habit.together >= TWICE:
        doubt *= 1 - habit.together / (habit.of + DOUBT)
    if habit is not None and habit.orders >= TWICE:
        doubt *= 1 - USUAL * habit.orders / (habit.whole + DOUBT)
    if pair is not None:
        doubt *= 1 - pair.confidence
    return 1 - doubt


def _own(habit: Habit | None) -> Own | None:
    return Own(habit.orders, habit.last, habit.quantity, habit.together, habit.of) if habit else None


def _others(pair: Pair | None) -> Others | None:
    return Others(pair.first, Decimal(repr(round(pair.confidence, 6)))) if pair else None
