"""In which order rules are asked: what needs tags of other rules comes after them, whatever the sequence says. Pure."""

from collections.abc import Iterable, Sequence
from graphlib import CycleError, TopologicalSorter

from common.classification.rules import Kind, Rule

Step = tuple[Rule, ...]  # one rule, or all marks of one subject and group, which are weighed together


class Circle(Exception):
    """Rules that wait for each other. ``keys`` names them."""

    def __init__(self, keys: frozenset[str]):
        super().__init__(", ".join(sorted(keys)))
        self.keys = keys


def group_tags(rules: Iterable[Rule]) -> dict[str, frozenset[str]]:
    """Group → every tag that a rule of it gives."""
    found: dict[str, set[str]] = {}
    for rule in rules:
        if rule.group:
            found.setdefault(rule.group, set()).update(rule.tags)
    return {group: frozenset(tags) for group, tags in found.items()}


def meant(names: Iterable[str], groups: dict[str, frozenset[str]]) -> frozenset[str]:
    """Tags that a list of tags and groups means."""
    return frozenset().union(*(groups.get(name, {name}) for name in names))


def steps(rules: Sequence[Rule]) -> list[Step]:
    """Steps in the order they are taken; free ones by sequence, then key. Raises Circle."""
    found = _families(sorted(rules, key=lambda rule: (rule.sequence, rule.key)))
    groups = group_tags(rules)
    givers: dict[str, set[int]] = {}
    members: dict[str, set[int]] = {}
    for place, step in enumerate(found):
        for rule in step:
            for tag in rule.tags:
                givers.setdefault(f"{rule.thing}.{tag}", set()).add(place)
            if rule.group and rule.kind is not Kind.OTHERWISE:
                members.setdefault(rule.group, set()).add(place)
    sorter: TopologicalSorter[int] = TopologicalSorter()
    for place, step in enumerate(found):
        sorter.add(place)
        for rule in step:
            for tag in meant((*rule.when, *rule.unless), groups):
                sorter.add(place, *givers.get(f"{rule.thing}.{tag}", ()))
            if rule.kind is Kind.OTHERWISE:
                sorter.add(place, *members.get(rule.group, ()))
    return [found[place] for place in _sorted(sorter, found)]


def _families(rules: Sequence[Rule]) -> list[Step]:
    families: dict[tuple[str, ...], list[Rule]] = {}
    for rule in rules:
        kin = ("mark", rule.subject, rule.group) if rule.kind is Kind.MARK else ("rule", rule.key)
        families.setdefault(kin, []).append(rule)
    return [tuple(family) for family in families.values()]


def _sorted(sorter: TopologicalSorter[int], found: Sequence[Step]) -> list[int]:
    try:
        sorter.prepare()
    except CycleError as circle:
        raise Circle(frozenset(rule.key for place in circle.args[1] for rule in found[place])) from None
    order: list[int] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return order
