"""Rules tried on texts that somebody pastes: what they give, what they contradict, what nothing explains."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import errors
from common.classification.engine import Classified, RuleSet
from common.classification.rules import CONFLICT, FACETS, SUBJECTS

MOST = 10_000
Text = str | Promise


@dataclass(frozen=True)
class Way:
    """What a pasted line holds, tab by tab, and the tags that are taken for granted."""

    label: Text
    fields: tuple[str, ...]
    assumed: tuple[str, ...] = ()


_SENSORS = ("DIGITAL_SENSOR", "ANALOG_SENSOR")
WAYS: dict[str, Way] = {
    **{name: Way(SUBJECTS[name], (name,)) for name in ("customer.code", "customer.territory", "product.code")},
    "customer": Way(gettext_lazy("Customer code, department in charge"), ("customer.code", "customer.territory")),
    "product.name": Way(SUBJECTS["product.name"], ("product.name",)),
    "kit.name": Way(gettext_lazy("Name of a digital kit"), ("product.name",), ("DIGITAL_KIT",)),
    "product.specification": Way(gettext_lazy("Specification of a sensor"), ("product.specification",), _SENSORS),
    "product.auxiliary_attribute": Way(
        gettext_lazy("Auxiliary attribute of a kit"), ("product.auxiliary_attribute",), ("DIGITAL_KIT",)
    ),
    "product": Way(
        gettext_lazy("Product code, name, specification, auxiliary attribute"),
        ("product.code", "product.name", "product.specification", "product.auxiliary_attribute"),
    ),
}
EVERYTHING, UNEXPLAINED, CONFLICTING = "", "UNEXPLAINED", CONFLICT


@dataclass(frozen=True)
class Tried:
    """One line with what the rules say of it."""

    number: int
    texts: tuple[str, ...]
    found: Classified

    @property
    def is_unexplained(self) -> bool:
        """Whether no rule had a tag or a facet for it."""
        return not (self.found.tags or self.found.facets)

    @property
    def facets(self) -> list[tuple[str, Any]]:
        """Names and values of the facets."""
        return [(str(FACETS[code].label), value) for code, value in self.found.facets.items()]

    def fits(self, wanted: str) -> bool:
        """Whether a filter lets it through: a tag, a flag, UNEXPLAINED, or everything."""
        if wanted == UNEXPLAINED:
            return self.is_unexplained
        return not wanted or wanted in self.found.tags or wanted in self.found.flags


@dataclass(frozen=True)
class Trial:
    """Everything that was tried, with counts by tag and flag."""

    way: Way
    rows: Sequence[Tried]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def unexplained(self) -> int:
        """How many lines nothing explains."""
        return sum(row.is_unexplained for row in self.rows)


def lines_of(text: str) -> list[list[str]]:
    """The pasted lines, each cut at its tabs; empty ones are left out. Raises Invalid beyond MOST."""
    lines = [line.split("\t") for line in text.splitlines() if line.strip()]
    require_few(lines)
    return lines


def require_few(lines: Sequence[Any]) -> None:
    """Raise Invalid for more lines than are tried at once."""
    if len(lines) > MOST:
        raise errors.Invalid(fields={"texts": [_("At most %(most)s lines at once.") % {"most": MOST}]})


def run(rule_set: RuleSet, way: Way, lines: Iterable[Sequence[str]]) -> Trial:
    """What the rules say of each line. A line of fewer fields lacks those behind; lines alike are read once."""
    known: dict[tuple[str, ...], Classified] = {}
    rows = []
    counts: Counter[str] = Counter()
    for number, line in enumerate(lines, start=1):
        texts = tuple(line[: len(way.fields)])
        found = known.get(texts)
        if found is None:
            found = known[texts] = rule_set.classify(dict(zip(way.fields, texts, strict=False)), way.assumed)
        rows.append(Tried(number, texts, found))
        counts.update(found.tags)
        counts.update(found.flags)
    return Trial(way, rows, dict(counts))
