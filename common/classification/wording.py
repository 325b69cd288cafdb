"""Rules said in words: for the list of rules, the page to try them and the answer why something has a tag. Pure."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from common.classification import patterns
from common.classification.rules import SUBJECTS, Kind, Rule

Names = Mapping[str, str | Promise]  # code of a tag, group or flag → its name

KIND_LABELS: dict[Kind, str | Promise] = {
    Kind.PREFIX: pgettext_lazy("operator", "starts with"),
    Kind.RANGE: gettext_lazy("from – to"),
    Kind.CONTAINS: pgettext_lazy("operator", "contains"),
    Kind.MARK: gettext_lazy("has the mark"),
    Kind.PATTERN: gettext_lazy("is made like"),
    Kind.OTHERWISE: gettext_lazy("nothing else of the group"),
    Kind.CHECK: gettext_lazy("tags of other rules"),
}


def condition(rule: Rule, names: Names) -> str:
    """When the rule holds: “if Digital kit: Product name is made like {*}-{Sensor count}”."""
    asked = [text for text in (_needed(rule, names), _text(rule, names)) if text]
    return pgettext("between field and error", ": ").join(asked)


def result(rule: Rule, names: Names) -> str:
    """What it gives where it holds: names of tags, facets and flags."""
    given: list[str] = [_name(code, names) for code in (*rule.tags, *rule.flags)]
    if rule.kind is Kind.PATTERN:
        given[len(rule.tags) : len(rule.tags)] = _facets(rule)
    return ", ".join(given)


def operand(kind: Kind, text: str) -> str:
    """A stored operand as the reader's language says it; a pattern that cannot be read stays as it is."""
    if kind is not Kind.PATTERN:
        return text
    try:
        return patterns.read(text).shown()
    except ValueError:
        return text


def _needed(rule: Rule, names: Names) -> str:
    parts = []
    if rule.when:
        parts.append(_("if %(tags)s") % {"tags": _either(rule.when, names)})
    if rule.unless:
        parts.append(_("unless %(tags)s") % {"tags": _either(rule.unless, names)})
    return ", ".join(parts)


def _text(rule: Rule, names: Names) -> str:
    if rule.kind is Kind.CHECK:
        return ""
    if rule.kind is Kind.OTHERWISE:
        return _("no other tag of “%(group)s”") % {"group": _name(rule.group, names)}
    shown = [operand(rule.kind, text) for text in rule.operands]
    asked = {"field": SUBJECTS.get(rule.subject, rule.subject), "kind": KIND_LABELS[rule.kind]}
    if rule.kind is Kind.RANGE:
        return _("%(field)s from %(first)s to %(last)s") % {**asked, "first": shown[0], "last": shown[-1]}
    return f"{asked['field']} {asked['kind']} {_or(shown)}"


def _facets(rule: Rule) -> list[str]:
    found: dict[str, None] = {}
    for text in rule.operands:
        try:
            found.update(dict.fromkeys(patterns.read(text).facets))
        except ValueError:
            continue
    return [str(patterns.FACETS[code].label) for code in found]


def _name(code: str, names: Names) -> str:
    return str(names.get(code, code))


def _either(codes: Iterable[str], names: Names) -> str:
    return _or([_name(code, names) for code in codes])


def _or(texts: list[str]) -> str:
    return _(" or ").join(texts)
