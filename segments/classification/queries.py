"""Which rules are in force, what they say, and how what they give is called."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from common import errors, keyset
from common.classification import rules
from common.classification.engine import RuleSet
from common.classification.wording import Names
from segments.classification.models import Rule, RuleVersion, Tag

SORTS: dict[str, keyset.Sort] = {"number": keyset.Sort("number")}
State, TagKind = RuleVersion.State, Tag.Kind
_LISTS = ("operands", "tags", "when", "unless", "flags", "misfit_flags", "empty_flags")
_TRIES = 5


def versions() -> QuerySet[RuleVersion]:
    """Every version, with who made it and put it in force."""
    return RuleVersion.objects.select_related("created_by", "activated_by", "job")


def get_version(number: int) -> RuleVersion:
    """A version by its number. Raises NotFound."""
    found = versions().filter(number=number).first()
    if found is None:
        raise errors.NotFound()
    return found


def active() -> RuleVersion:
    """The version in force."""
    return versions().get(state=State.ACTIVE)


def draft() -> RuleVersion | None:
    """The version that is being worked on."""
    return versions().filter(state=State.DRAFT).first()


def hold_active() -> RuleVersion:
    """The version in force, which stays so until this transaction ends: for who writes what it says.

    A new version waits for those who hold the old one, so nothing classified by the old one appears after the new one
    began to look through everything.
    """
    for _try in range(_TRIES):  # one that was just replaced falls out of the answer
        found = list(RuleVersion.objects.raw(_HOLD))
        if found:
            return found[0]
    raise errors.Busy()


_HOLD = "SELECT id, number, state, version FROM segments_ruleversion WHERE state = 'ACTIVE' FOR SHARE"


def rule_set(version: RuleVersion) -> RuleSet:
    """The rules of a version made ready. Raises BadRules for a draft that has faults."""
    if version.state == State.DRAFT:
        return RuleSet(rules_of(version))
    return _kept(version.pk)


@lru_cache(maxsize=8)
def _kept(version_id: int) -> RuleSet:
    """What was in force once never changes."""
    return RuleSet(_read(version_id))


def rules_of(version: RuleVersion) -> list[rules.Rule]:
    """The rules of a version in their order."""
    return _read(version.pk)


def _read(version_id: int) -> list[rules.Rule]:
    return [as_rule(row) for row in Rule.objects.filter(rules=version_id)]


def as_rule(row: Rule) -> rules.Rule:
    """A stored rule as the engine knows it."""
    lists: dict[str, Any] = {name: tuple(getattr(row, name)) for name in _LISTS}
    return rules.Rule(
        key=row.key,
        subject=row.subject,
        kind=rules.Kind(row.kind),
        group=row.group,
        sequence=row.sequence,
        **lists,
    )


def rule_rows(version: RuleVersion) -> list[Rule]:
    """The stored rules of a version in their order."""
    return list(version.rules.all())


def get_rule(version: RuleVersion, rule_id: int) -> Rule:
    """One of them. Raises NotFound."""
    found = version.rules.filter(pk=rule_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def tag_rows(version: RuleVersion) -> list[Tag]:
    """The names of a version: tags, groups and flags."""
    return list(version.tags.all())


def get_tag(version: RuleVersion, tag_id: int) -> Tag:
    """One of them. Raises NotFound."""
    found = version.tags.filter(pk=tag_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def names(version: RuleVersion | None = None) -> Names:
    """Code → name, as late as it is read, of all that a version (the one in force) gives."""
    if version is None:
        return _names(active_id())
    return _named(version.pk) if version.state == State.DRAFT else _names(version.pk)


def active_id() -> int:
    """The key of the version in force."""
    return RuleVersion.objects.values_list("pk", flat=True).get(state=State.ACTIVE)


@lru_cache(maxsize=8)
def _names(version_id: int) -> Names:
    return _named(version_id)


def _named(version_id: int) -> Names:
    return {row.code: row.label for row in Tag.objects.filter(rules=version_id)}


def labels(codes: Iterable[str], known: Names) -> list[str]:
    """Names of codes in the reader's language; a code nobody names stays as it is."""
    return [str(known.get(code, code)) for code in codes]


def require_known(thing: str, code: str, kind: str = TagKind.TAG) -> str:
    """A code that a list is narrowed by, in capitals. Raises Invalid for one that the rules in force do not give."""
    found = code.strip().upper()
    if found not in choices(thing, kind=kind):
        raise errors.Invalid(fields={kind.lower(): [_("Nothing is known under “%(text)s”.") % {"text": code[:40]}]})
    return found


def choices(thing: str, *, group: str | None = None, kind: str = TagKind.TAG) -> dict[str, str | Promise]:
    """Code → name of the tags (or flags) of a thing in force; of one ``group`` of tags, "" for those of none."""
    return _choices(active_id(), thing, group, kind)


def values_of(thing: str, *, group: str | None = None, kind: str = TagKind.TAG) -> dict[str, Any]:
    """Options of a field that holds what rules give: ``choices``, and the names that only earlier versions had."""
    return {
        "values": lambda: choices(thing, group=group, kind=kind),
        "former": lambda: _former(active_id(), thing, group, kind),
    }


@lru_cache(maxsize=64)
def _former(version_id: int, thing: str, group: str | None, kind: str) -> dict[str, str | Promise]:
    """What nobody gives any more once this version is in force; the last name that each had."""
    rows = Tag.objects.filter(rules__state=State.RETIRED, thing__in=(thing, ""), kind=kind).order_by("rules__number")
    now = _choices(version_id, thing, group, kind)
    return {row.code: row.label for row in rows if group in (None, row.group) and row.code not in now}


@lru_cache(maxsize=64)
def _choices(version_id: int, thing: str, group: str | None, kind: str) -> dict[str, str | Promise]:
    rows = Tag.objects.filter(rules=version_id, thing__in=(thing, ""), kind=kind)
    return {row.code: row.label for row in rows if group is None or row.group == group}
