"""What is wrong with rules, in words for the people who edit them. Pure."""

import re
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from common.classification import matching, ordering, patterns
from common.classification.folding import plain
from common.classification.rules import (
    FACETS,
    LONGEST_OPERAND,
    MOST_OPERANDS,
    MOST_RULES,
    SUBJECTS,
    TEXTUAL,
    Faults,
    Kind,
    Rule,
)
from common.conditions.values import code_key

_CODE = re.compile(r"[A-Z][A-Z0-9_]{0,39}")
_LISTS = ("tags", "when", "unless", "flags", "misfit_flags", "empty_flags")


class _Notes(Faults):
    """Faults by field."""

    def add(self, field: str, message: str) -> None:
        if message not in self.setdefault(field, []):
            self[field].append(message)


def is_code(text: str) -> bool:
    """Whether a text can be the code of a tag, group or flag."""
    return bool(_CODE.fullmatch(text))


def code_words() -> str:
    """What a code is made of, for who wrote something else."""
    return _("A code has capital letters, digits and “_”, at most 40, a letter first.")


def check(rule: Rule) -> Faults:
    """What is wrong with one rule, looked at alone: field → messages. Empty when nothing is."""
    notes = _Notes()
    if rule.subject not in SUBJECTS:
        notes.add("subject", _("There is no field “%(field)s”.") % {"field": rule.subject[:60]})
    _check_operands(rule, notes)
    for field in _LISTS:
        if not all(map(is_code, getattr(rule, field))):
            notes.add(field, code_words())
    if rule.group and not is_code(rule.group):
        notes.add("group", code_words())
    _check_gifts(rule, notes)
    return dict(notes)


def _check_operands(rule: Rule, notes: _Notes) -> None:
    if rule.kind not in TEXTUAL:
        if rule.operands:
            notes.add("operands", _("This kind of rule looks at no text."))
        return
    operands = [plain(operand) for operand in rule.operands]
    if not operands or not all(operands):
        notes.add("operands", _("Enter a value."))
    elif len(operands) > MOST_OPERANDS:
        notes.add("operands", _("A rule has at most %(most)s values.") % {"most": MOST_OPERANDS})
    elif max(map(len, (*operands, *rule.operands))) > LONGEST_OPERAND:
        notes.add("operands", _("A value has at most %(most)s letters.") % {"most": LONGEST_OPERAND})
    elif rule.kind in _OPERANDS:
        _OPERANDS[rule.kind](rule, operands, notes)


def _check_range(rule: Rule, bounds: list[str], notes: _Notes) -> None:
    if len(bounds) != 2:
        notes.add("operands", _("Enter two values: from and to."))
    elif matching.shape(bounds[0]) != matching.shape(bounds[1]):
        notes.add("operands", _("Both bounds are written alike, digit for digit, like 11.001 and 56.005."))
    elif code_key(bounds[0]) > code_key(bounds[1]):
        notes.add("operands", _("The first bound is not greater than the second."))


def _check_pattern(rule: Rule, operands: list[str], notes: _Notes) -> None:
    for operand in operands:
        try:
            pattern = patterns.read(operand)
        except ValueError as fault:
            notes.add("operands", str(fault))
            continue
        for code in pattern.facets:
            if FACETS[code].thing != rule.thing:
                asked = {"name": FACETS[code].label, "field": SUBJECTS.get(rule.subject, rule.subject)}
                notes.add("operands", _("“%(name)s” is not a part of “%(field)s”.") % asked)


_OPERANDS: dict[Kind, Callable[[Rule, list[str], _Notes], None]] = {
    Kind.RANGE: _check_range,
    Kind.PATTERN: _check_pattern,
}


def _check_gifts(rule: Rule, notes: _Notes) -> None:
    """What it gives, and when."""
    if rule.kind is not Kind.PATTERN and not (rule.tags or rule.flags):
        notes.add("tags", _("A rule gives a tag or raises a flag."))
    if rule.kind is Kind.OTHERWISE and not rule.group:
        notes.add("group", _("Name the group of which no tag was given."))
    if rule.kind is Kind.CHECK and not (rule.when or rule.unless):
        notes.add("when", _("Name the tags that are looked at."))
    if rule.group and len(rule.tags) > 1:
        notes.add("tags", _("A rule of a group gives one tag: tags of a group exclude each other."))
    if rule.group and not rule.tags and rule.kind is not Kind.OTHERWISE:
        notes.add("tags", _("A rule of a group gives one tag."))
    if rule.kind not in TEXTUAL:
        for field in ("misfit_flags", "empty_flags"):
            if getattr(rule, field):
                notes.add(field, _("This kind of rule looks at no text."))
    if set(rule.when) & set(rule.unless):
        notes.add("unless", _("The same tag cannot be asked for and excluded."))


def check_all(rules: Sequence[Rule]) -> dict[str, Faults]:
    """What is wrong with rules that work together: key of a rule → its faults. Empty when nothing is."""
    notes = {rule.key: _Notes(check(rule)) for rule in rules}
    if len(rules) > MOST_RULES:
        notes[rules[-1].key].add("key", _("There are at most %(most)s rules.") % {"most": MOST_RULES})
        return _filled(notes)
    _check_keys(rules, notes)
    _check_names(rules, notes)
    _check_groups(rules, notes)
    _check_marks(rules, notes)
    try:
        ordering.steps(rules)
    except ordering.Circle as circle:
        for key in circle.keys:
            notes[key].add("when", _("This rule and others wait for the tags of each other."))
    return _filled(notes)


def _filled(notes: dict[str, _Notes]) -> dict[str, Faults]:
    return {key: dict(faults) for key, faults in notes.items() if faults}


def _check_keys(rules: Sequence[Rule], notes: dict[str, _Notes]) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.key in seen:
            notes[rule.key].add("key", _("Two rules have this key."))
        seen.add(rule.key)


def _check_names(rules: Sequence[Rule], notes: dict[str, _Notes]) -> None:
    """Tags that a rule asks for are given by rules of the same object."""
    given = {(rule.thing, name) for rule in rules for name in (*rule.tags, rule.group)}
    for rule in rules:
        for field in ("when", "unless"):
            for name in getattr(rule, field):
                if (rule.thing, name) not in given:
                    notes[rule.key].add(field, _("No rule gives the tag “%(tag)s”.") % {"tag": name})


def _check_groups(rules: Sequence[Rule], notes: dict[str, _Notes]) -> None:
    tags = {tag for rule in rules for tag in rule.tags}
    things: dict[str, str] = {}
    rests: set[str] = set()
    for rule in filter(lambda rule: rule.group, rules):
        if rule.group in tags:
            notes[rule.key].add("group", _("A tag has the same code."))
        if things.setdefault(rule.group, rule.thing) != rule.thing:
            notes[rule.key].add("group", _("A group has rules of customers or of products, not of both."))
        if rule.kind is Kind.OTHERWISE:
            if rule.group in rests:
                notes[rule.key].add("group", _("Another rule stands for the rest of this group."))
            rests.add(rule.group)


def _check_marks(rules: Sequence[Rule], notes: dict[str, _Notes]) -> None:
    seen: dict[tuple[str, str, str], str] = {}
    for rule in rules:
        for mark in {plain(operand) for operand in rule.operands} if rule.kind is Kind.MARK else ():
            if seen.setdefault((rule.subject, rule.group, mark), rule.key) != rule.key:
                notes[rule.key].add("operands", _("The mark “%(mark)s” stands in two rules.") % {"mark": mark})
