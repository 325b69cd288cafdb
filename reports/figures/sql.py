"""A statement in the making. Pure."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Sql:
    """Text with its parameters, in order."""

    text: str = ""
    given: list[Any] = field(default_factory=list)

    def add(self, text: str, *given: Any) -> "Sql":
        self.text += text
        self.given += given
        return self

    def __iadd__(self, other: "Sql") -> "Sql":
        return self.add(other.text, *other.given)
