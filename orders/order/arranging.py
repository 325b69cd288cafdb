"""The order in which lines are shown: by number, each gift of a promotion directly under the line it follows. Pure."""

from collections.abc import Iterable

from orders.order.models import OrderLine


def arranged(lines: Iterable[OrderLine]) -> list[OrderLine]:
    """The lines of one order as they are shown. A gift's own number may be any: numbers never change."""
    lines = list(lines)
    numbers = source_numbers(lines)

    def place(line: OrderLine) -> tuple[int, bool, int]:
        return numbers.get(line.line_no, line.line_no), line.line_no in numbers, line.line_no

    return sorted(lines, key=place)


def source_numbers(lines: Iterable[OrderLine]) -> dict[int, int]:
    """Number of a gift → number of the line that it follows, for the lines of one order."""
    lines = list(lines)
    by_pk = {line.pk: line.line_no for line in lines if line.pk}
    found: dict[int, int] = {}
    for line in lines:
        if line.gift_of_id in by_pk:
            found[line.line_no] = by_pk[line.gift_of_id]
        elif "gift_of" in line._state.fields_cache and line.gift_of is not None:  # both are new
            found[line.line_no] = line.gift_of.line_no
    return found
