"""What is wrong with a condition, and where."""

from typing import Any

from common import errors


class BadCondition(errors.Invalid):
    """A condition that cannot be read or run. ``details``: ``row`` (place, from 0) of a list of rows, or
    ``position`` and ``length`` (characters, from 0) in a text."""

    code = "bad_condition"

    def __init__(self, message: errors.Text, *, row: int | None = None, position: int | None = None, length: int = 1):
        where: dict[str, Any] = {} if row is None else {"row": row}
        where |= {} if position is None else {"position": position, "length": length}
        super().__init__(message, fields={"condition": [message]}, **where)
        self.row, self.position, self.length = row, position, length
