"""The words of the library for constraints (Pumpkin), the only place that knows it."""

from typing import Any

try:
    from pumpkin_solver import Comparator, Model, Predicate, constraints
    from pumpkin_solver.optimisation import OptimisationResult
except ImportError:  # no build for this machine: the greedy rule stands alone
    Model = None


def available() -> bool:
    """Whether the library is there."""
    return Model is not None


class Language:
    """A model in the making: variables, what holds of them, and the least of one of them. Counts in 32 bits.

    Whoever says something that leaves no solution gets a ValueError from what he says next.
    """

    def __init__(self, seed: int):
        self._model = Model(seed=seed)
        self._bounds: dict[tuple[int, bool, int], Any] = {}

    def integer(self, low: int, high: int) -> Any:
        """A whole number between these, both included."""
        return self._model.new_integer_variable(low, high)

    def boolean(self) -> Any:
        """Something that holds or does not."""
        return self._model.new_boolean_variable()

    def at_most(self, terms: list[Any], limit: int, when: Any = None) -> None:
        """The sum stays at or below the limit (where ``when`` holds)."""
        rule = constraints.LessThanOrEquals(terms, limit, self._model.new_constraint_tag())
        if when is None:
            self._model.add_constraint(rule)
        else:
            self._model.add_implication(rule, when)

    def any_of(self, literals: list[Any]) -> None:
        """One of these holds."""
        self._model.add_constraint(constraints.Clause(literals, self._model.new_constraint_tag()))

    def exactly(self, literals: list[Any], count: int) -> None:
        """So many of these hold."""
        self._equal([one.as_integer() for one in literals], count)

    def one_of(self, literals: list[Any]) -> Any:
        """What holds where one of these holds, and then no other of them does."""
        if len(literals) == 1:
            return literals[0]
        found = self.boolean()
        self._equal([*(one.as_integer() for one in literals), found.as_integer().scaled(-1)], 0)
        return found

    def compare(self, expression: Any, is_most: bool, value: int) -> Any:
        """What holds where the expression is at most, or at least, so much."""
        place = (id(expression), is_most, value)
        if place not in self._bounds:
            comparator = Comparator.LessThanOrEqual if is_most else Comparator.GreaterThanOrEqual
            predicate = Predicate(expression, comparator, value)
            self._bounds[place] = self._model.predicate_as_boolean(predicate, self._model.new_constraint_tag())
        return self._bounds[place]

    def cumulative(self, uses: list[tuple[Any, int, int]], capacity: int) -> None:
        """Never more at once than the capacity: (start, length, size)."""
        uses = [one for one in uses if one[1] and one[2]]
        if uses:
            starts, lengths, sizes = (list(one) for one in zip(*uses, strict=True))
            tag = self._model.new_constraint_tag()
            self._model.add_constraint(constraints.Cumulative(starts, lengths, sizes, capacity, tag))

    def least(self, total: Any, seconds: float, hints: dict[Any, int]) -> tuple[Any, bool]:
        """Look for the least ``total`` for so long, beginning at the hints: the best solution found (none: there was
        none), and whether nothing better exists."""
        result = self._model.optimise(total, timeout=max(0.01, seconds), warm_start=hints)
        if isinstance(result, OptimisationResult.Unsatisfiable):
            return None, True
        if isinstance(result, OptimisationResult.Optimal | OptimisationResult.Satisfiable):
            return result._0, isinstance(result, OptimisationResult.Optimal)
        return None, False

    def _equal(self, terms: list[Any], total: int) -> None:
        self._model.add_constraint(constraints.Equals(terms, total, self._model.new_constraint_tag()))
