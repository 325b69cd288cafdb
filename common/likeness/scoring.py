"""How alike rows are, by the keys that they share. Pure.

A key is what is left of a name, a number or a code once everything is folded away that people write differently; rows
that share one are a pair. Each kind of key weighs something; more than one in common makes a pair surer.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations

Keys = Iterable[tuple[str, str]]  # kind of key, key
Pair = tuple[int, int]  # lower row key, higher row key
Found = dict[Pair, tuple[int, list[str]]]  # score up to 100, kinds of what the two share, the weightiest first
CROWD = 12  # a key that more rows share (tax number 0, name 测试) tells little: each is paired with the first only
FURTHER = 5  # what each further key in common adds
SUREST = 100
# who has the same name sounds the same: that says nothing more
IMPLIED = {"PINYIN": {"NAME", "NAME_CORE", "NAME_SPECIFICATION"}}


def pairs(rows: Iterable[tuple[int, Keys]], weights: Mapping[str, int]) -> Found:
    """Pairs of rows that share a key."""
    sharing: dict[tuple[str, str], list[int]] = {}
    for pk, keys in rows:
        for kind, key in set(keys):
            if key:
                sharing.setdefault((kind, key), []).append(pk)
    found: dict[Pair, set[str]] = {}
    for (kind, _key), several in sharing.items():
        for pair in _pairs_of(sorted(several)):
            found.setdefault(pair, set()).add(kind)
    return {pair: _score(kinds, weights) for pair, kinds in found.items()}


def _pairs_of(rows: list[int]) -> Iterable[Pair]:
    if len(rows) <= CROWD:
        return combinations(rows, 2)
    return ((rows[0], other) for other in rows[1:])


def _score(kinds: Iterable[str], weights: Mapping[str, int]) -> tuple[int, list[str]]:
    kinds = set(kinds)
    kinds -= {kind for kind in kinds if IMPLIED.get(kind, set()) & kinds}
    ordered = sorted(kinds, key=lambda kind: (-weights[kind], kind))
    return min(SUREST, weights[ordered[0]] + FURTHER * (len(ordered) - 1)), ordered
