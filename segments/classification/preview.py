"""What a version of the rules would change: against another version, and on everything that is classified."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from common.classification import rules, wording
from common.classification.engine import RuleSet
from segments.classification import computing, queries
from segments.classification.models import RuleVersion
from segments.classification.subjects import Subject, subjects

CHUNK, EXAMPLES = 1_000, 8
Tell = Callable[[str, int], None]  # kind of thing, how many were looked at in all


@dataclass(frozen=True)
class Difference:
    """A rule that a version adds, drops or changes, said in words (empty where there is none)."""

    key: str
    before: str
    after: str


@dataclass
class Counted:
    """How many have a tag or flag, before and after, and how many lose and get it."""

    before: int = 0
    after: int = 0
    lost: int = 0
    got: int = 0


@dataclass(frozen=True)
class Example:
    """One row that changes."""

    title: str
    url: str
    lost: list[str]
    got: list[str]
    facets: list[tuple[str, Any, Any]]


@dataclass
class Effect:
    """What rules would change of one subject (``thing``: its key): of all its rows."""

    thing: str
    looked_at: int = 0
    changed: int = 0
    counts: dict[str, Counted] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)

    def moving(self, names: wording.Names) -> list[tuple[str, Counted]]:
        """Names and counts of what comes or goes."""
        return [(str(names.get(code, code)), one) for code, one in sorted(self.counts.items()) if one.lost or one.got]


def said(rule: rules.Rule, names: wording.Names) -> str:
    """A whole rule as a sentence."""
    return f"{wording.condition(rule, names)} → {wording.result(rule, names)}"


def differences(old: RuleVersion, new: RuleVersion) -> list[Difference]:
    """Rules that differ between two versions, in the order of the newer one; a change of place alone is none."""
    before = {rule.key: rule for rule in queries.rules_of(old)}
    after = {rule.key: rule for rule in queries.rules_of(new)}
    words = {**queries.names(old), **queries.names(new)}
    keys = [*after, *(key for key in before if key not in after)]
    return [
        Difference(key, _told(before.get(key), words), _told(after.get(key), words))
        for key in keys
        if _bare(before.get(key)) != _bare(after.get(key))
    ]


def _bare(rule: rules.Rule | None) -> rules.Rule | None:
    return replace(rule, sequence=0) if rule else None


def _told(rule: rules.Rule | None, names: wording.Names) -> str:
    if rule is None:
        return ""
    more = [labels(codes, names) for codes in (rule.misfit_flags, rule.empty_flags) if codes]
    return " · ".join([said(rule, names), *more])


def labels(codes: Iterable[str], names: wording.Names) -> str:
    """Names of codes, with commas."""
    return ", ".join(queries.labels(codes, names))


def total() -> int:
    """How many rows there are to look at, of all kinds."""
    return sum(subject.model._default_manager.count() for subject in subjects.values())


def effects(rule_set: RuleSet, number: int, tell: Tell = lambda stage, done: None) -> list[Effect]:
    """What these rules would change of everything that is stored, in batches; nothing is written. What ``tell`` raises
    ends it."""
    found: list[Effect] = []
    for thing, subject in subjects.items():
        done = sum(one.looked_at for one in found)
        found.append(_effect(thing, rule_set, number, lambda seen: tell(str(subject.label), done + seen)))  # noqa: B023
    return found


def _effect(thing: str, rule_set: RuleSet, number: int, tell: Callable[[int], None]) -> Effect:
    effect, subject = Effect(thing), subjects[thing]
    for chunk in computing.in_chunks(computing.only_texts(subject), CHUNK):
        before = [(row.tags, row.flags, _facets(subject, row)) for row in chunk]
        computing.put(subject, chunk, number, rule_set)
        effect.looked_at += len(chunk)
        for row, (tags, flags, facets) in zip(chunk, before, strict=True):
            _count(effect, {*tags, *flags}, {*row.tags, *row.flags})
            now = _facets(subject, row)
            if (tags, flags, facets) != (row.tags, row.flags, now):
                effect.changed += 1
                if len(effect.examples) < EXAMPLES:
                    effect.examples.append(_example(subject, row, (tags, flags, facets), now))
        tell(effect.looked_at)
    return effect


def as_json(found: Iterable[Effect]) -> list[dict[str, Any]]:
    """Effects as a job keeps them."""
    return [asdict(effect) for effect in found]


def from_json(kept: Iterable[Mapping[str, Any]]) -> list[Effect]:
    """Effects as a job kept them; those of things that are classified no more are left out."""
    return [
        Effect(
            **{name: one[name] for name in ("thing", "looked_at", "changed")},
            counts={code: Counted(**counted) for code, counted in one["counts"].items()},
            examples=[Example(**example) for example in one["examples"]],
        )
        for one in kept
        if one["thing"] in subjects
    ]


def _facets(subject: Subject, row: Any) -> dict[str, Any]:
    return {facet: getattr(row, column) for facet, column in subject.facets.items()}


def _count(effect: Effect, before: set[str], after: set[str]) -> None:
    for code in before | after:
        one = effect.counts.setdefault(code, Counted())
        one.before += code in before
        one.after += code in after
        one.lost += code in before and code not in after
        one.got += code in after and code not in before


def _example(subject: Subject, row: Any, before: tuple[Any, ...], now: Mapping[str, Any]) -> Example:
    had, has = {*before[0], *before[1]}, {*row.tags, *row.flags}
    changed = [
        (str(rules.FACETS[code].label), before[2][code], now[code]) for code in now if before[2][code] != now[code]
    ]
    return Example(subject.title(row), subject.url(row), sorted(had - has), sorted(has - had), changed)
