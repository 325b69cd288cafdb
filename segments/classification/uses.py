"""What names the tags and deviations that rules give: upper rooms say it, so that no rules take one away unseen."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from accounts.people.models import User
from common.registry import Registry
from segments.classification import queries
from segments.classification.models import RuleVersion
from segments.classification.subjects import Subject, subjects

Gone = Mapping[tuple[str, str], frozenset[str]]  # (thing, column that holds them) → codes


@dataclass(frozen=True)
class Use:
    """Something that names codes: ``title`` as the reader may know it, ``url`` of its page ("" where it is not his),
    ``held_by`` the names of what stands on it in turn: while anything does, its codes stay."""

    title: str | Promise
    codes: Collection[str]
    url: str = ""
    held_by: Collection[str] = ()


class Naming(Protocol):
    """What names any of these codes, told to ``actor``."""

    def __call__(self, actor: User, gone: Gone) -> list[Use]: ...


namings: Registry[Naming] = Registry("segments.classification.namings")


def of_gone(actor: User, draft: RuleVersion) -> list[Use]:
    """What names a tag, class or deviation that the rules in force give and a draft gives no more."""
    gone = _gone(queries.active(), draft)
    return [use for naming in namings.values() for use in naming(actor, gone)] if gone else []


def _gone(old: RuleVersion, new: RuleVersion) -> Gone:
    after = dict(_given(new))
    lost = ((place, codes - after[place]) for place, codes in _given(old))
    return {place: codes for place, codes in lost if codes}


def _given(version: RuleVersion) -> Iterator[tuple[tuple[str, str], frozenset[str]]]:
    """The codes that may stand in each column: named, and given by a rule."""
    rules, names = queries.rules_of(version), queries.tag_rows(version)
    for thing, subject in subjects.items():
        mine = [rule for rule in rules if rule.subject in subject.texts]
        tags = {code for rule in mine for code in rule.tags}
        flags = {code for rule in mine for code in (*rule.flags, *rule.misfit_flags, *rule.empty_flags)}
        own = [row for row in names if row.thing in (thing, "")]
        for column, kind, group in _columns(subject):
            named = {row.code for row in own if row.kind == kind and group in (None, row.group)}
            yield (thing, column), frozenset(named & (flags if kind == queries.TagKind.FLAG else tags))


def _columns(subject: Subject) -> Iterator[tuple[str, str, str | None]]:
    """(column, kind of what it holds, its group)"""
    yield "tags", queries.TagKind.TAG, None
    yield "flags", queries.TagKind.FLAG, None
    for group, column in subject.groups.items():
        yield column, queries.TagKind.TAG, group
