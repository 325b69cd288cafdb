"""What the figures of a report mean, each term once. Pure."""

from collections.abc import Sequence

from reports.layout import wording
from reports.layout.paper import Definition, Paper


def defined(papers: Sequence[Paper]) -> list[Definition]:
    """The definitions of a report and its parts; heads with a meaning of their own are terms too."""
    found: dict[str, Definition] = {}
    for paper in papers:
        for one in paper.definitions:
            found.setdefault(str(one.term), one)
        for place in paper.shown:
            column = paper.columns[place]
            if str(column.definition):
                name = wording.whole(column)
                found.setdefault(name, Definition(name, column.definition))
    return list(found.values())


def formula(one: Definition) -> str:
    """Numerator ÷ denominator, as far as they are given."""
    return " ÷ ".join(filter(None, [str(one.numerator), str(one.denominator)]))
