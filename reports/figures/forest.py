"""The categories that a question shows or picks."""

from products.catalogue.models import ProductCategory
from reports.figures.dimensions import AXES, Source
from reports.figures.question import Question
from reports.figures.statements import Tree


class Forest:
    """The tree of categories, read once for all statements of a question."""

    def __init__(self) -> None:
        self._children: dict[int | None, list[int]] | None = None

    def tree(self, asked: Question) -> Tree:
        """The categories that it shows or picks: one level below the one picked, or the topmost; only picked: these."""
        shown = any(one.source is Source.TREE for one in asked.axes)
        picked = _picked(asked)
        if not shown and not picked:
            return Tree()
        if not picked:
            return Tree({0: (0,), **{node: self._below(node) for node in self._of(None)}})
        if not shown:
            inner = {one for node in picked for one in self._below(node)[1:]}
            return Tree({node: self._below(node) for node in picked if node not in inner})
        if len(picked) > 1:
            return Tree({node: self._below(node) for node in picked})
        node = picked[0]
        direct = node if ProductCategory.objects.filter(pk=node, products__isnull=False).exists() else 0
        own = {node: (node,)} if direct else {}
        return Tree({**{one: self._below(one) for one in self._of(node)}, **own}, direct)

    def overlaps(self, asked: Question) -> bool:
        """Whether a category shown lies in another that is shown: two are picked, one below the other."""
        if all(one.source is not Source.TREE for one in asked.axes):
            return False
        picked = _picked(asked)
        return len(picked) > 1 and any(one in self._below(node)[1:] for node in picked for one in picked)

    def _of(self, node: int | None) -> list[int]:
        if self._children is None:
            self._children = {}
            for pk, parent in ProductCategory.objects.values_list("pk", "parent_id"):
                self._children.setdefault(parent, []).append(pk)
        return self._children.get(node, [])

    def _below(self, node: int) -> tuple[int, ...]:
        return (node, *(one for child in self._of(node) for one in self._below(child)))


def _picked(asked: Question) -> list[int]:
    return [int(key) for code, keys in asked.filters.items() if AXES[code].source is Source.TREE for key in keys]
