"""Rules applied to the texts of one object: tags, facets, flags, and which rule gave each. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from common.classification import checks, ordering
from common.classification.folding import plain
from common.classification.matching import Found, Matcher, Value, matcher
from common.classification.rules import CONFLICT, TEXTUAL, BadRules, Kind, Rule


class Given(StrEnum):
    """What a rule can give."""

    TAG = "TAG"
    FACET = "FACET"
    FLAG = "FLAG"


class Reason(NamedTuple):
    """Rule ``rule`` gave the tag, facet or flag ``code``; of a facet with its value."""

    rule: str
    given: Given
    code: str
    value: Value = ""


@dataclass(frozen=True, slots=True)
class Classified:
    """What the rules say of one object. Tags and flags are sorted; reasons stand in the order of asking."""

    tags: tuple[str, ...]
    facets: Mapping[str, Value]
    flags: tuple[str, ...]
    reasons: tuple[Reason, ...]


class _Case:
    """What is known of one object so far."""

    __slots__ = ("facets", "flags", "known", "of_group", "reasons", "tags")

    def __init__(self, assumed: Iterable[str]):
        self.tags: set[str] = set()
        self.known: set[str] = set(assumed)
        self.facets: dict[str, Value] = {}
        self.flags: set[str] = set()
        self.of_group: dict[str, str] = {}
        self.reasons: list[Reason] = []

    def give(self, rule: Rule, found: Found) -> None:
        """The rule holds."""
        for tag in rule.tags:
            self.tags.add(tag)
            self.known.add(tag)
            self.reasons.append(Reason(rule.key, Given.TAG, tag))
            if rule.group and self.of_group.setdefault(rule.group, tag) != tag:
                self.flag(rule, (CONFLICT,))
        for name, value in found.items():
            if self.facets.setdefault(name, value) != value:
                self.flag(rule, (CONFLICT,))
            else:
                self.reasons.append(Reason(rule.key, Given.FACET, name, value))
        self.flag(rule, rule.flags)

    def flag(self, rule: Rule, flags: Iterable[str]) -> None:
        for flag in flags:
            self.flags.add(flag)
            self.reasons.append(Reason(rule.key, Given.FLAG, flag))


class _Member:
    """A rule made ready: the tags it waits for and its matcher."""

    __slots__ = ("match", "rule", "unless", "when")

    def __init__(self, rule: Rule, groups: dict[str, frozenset[str]]):
        self.rule = rule
        self.when, self.unless = ordering.meant(rule.when, groups), ordering.meant(rule.unless, groups)
        has_matcher = rule.kind in TEXTUAL and rule.kind is not Kind.MARK
        self.match: Matcher | None = matcher(rule) if has_matcher else None

    def applies(self, case: _Case) -> bool:
        """Whether the tags that are known let the rule be asked."""
        if self.when and self.when.isdisjoint(case.known):
            return False
        return self.unless.isdisjoint(case.known)


class _Single:
    """A step of one rule."""

    def __init__(self, member: _Member):
        self.member, self.subject = member, member.rule.subject

    def take(self, case: _Case, text: str) -> None:
        member, rule = self.member, self.member.rule
        if not member.applies(case):
            return
        if member.match is None:
            if rule.kind is Kind.CHECK or rule.group not in case.of_group:
                case.give(rule, {})
        elif not text:
            case.flag(rule, rule.empty_flags)
        elif (found := member.match(text)) is not None:
            case.give(rule, found)
        else:
            case.flag(rule, rule.misfit_flags)


class _Marks:
    """All marks of one subject and group: the longest wins, more mark letters behind it raise a flag (Q07)."""

    def __init__(self, members: Iterable[_Member]):
        self.members = tuple(members)
        self.subject = self.members[0].rule.subject
        marks = [(plain(mark), member) for member in self.members for mark in member.rule.operands]
        self.marks = sorted(marks, key=lambda pair: -len(pair[0]))
        self.letters = frozenset(letter for mark, _member in marks for letter in mark)

    def take(self, case: _Case, text: str) -> None:
        if text and text[0] not in self.letters:
            return
        asked = [member for member in self.members if member.applies(case)]
        if not text:
            for member in asked:
                case.flag(member.rule, member.rule.empty_flags)
            return
        for mark, member in self.marks:
            if text.startswith(mark) and member in asked:
                case.give(member.rule, {})
                if text[len(mark) :].lstrip()[:1] in self.letters:
                    case.flag(member.rule, member.rule.misfit_flags)
                return
        for member in asked:
            case.flag(member.rule, member.rule.misfit_flags)


class RuleSet:
    """Rules made ready. The same for any order of the rules given. Raises BadRules where ``checks.check_all`` finds
    a fault."""

    def __init__(self, rules: Iterable[Rule]):
        self.rules = tuple(rules)
        faults = checks.check_all(self.rules)
        if faults:
            raise BadRules(faults)
        groups = ordering.group_tags(self.rules)
        self._steps: list[_Single | _Marks] = []
        for step in ordering.steps(self.rules):
            members = [_Member(rule, groups) for rule in step]
            self._steps.append(_Marks(members) if step[0].kind is Kind.MARK else _Single(members[0]))

    def classify(self, texts: Mapping[str, str], assumed: Iterable[str] = ()) -> Classified:
        """What the rules say of the object with these texts, by subject.

        Rules about a subject that is not there at all are not asked; an empty text is there and missing. ``assumed``
        are tags taken for granted, for trying names without their codes; they are not among the tags given.
        """
        folded = {subject: plain(text) for subject, text in texts.items()}
        case = _Case(assumed)
        for step in self._steps:
            text = folded.get(step.subject)
            if text is not None:
                step.take(case, text)
        return Classified(tuple(sorted(case.tags)), case.facets, tuple(sorted(case.flags)), tuple(case.reasons))
