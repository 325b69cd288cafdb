"""Values of custom fields: from what was typed or sent to what is kept. The one place that decides what fits (R310).

Kept are texts, plain numbers as text, ISO days, codes of choices, true and false; a field without a value has no key.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from accounts import policies
from accounts.people.models import User
from common import editing, errors, typed
from common.conditions import kinds
from segments.custom_fields import definitions
from segments.custom_fields.definitions import Definition, Kind, Subject

CUSTOMER, PRODUCT, ORDER, LINE = Subject.CUSTOMER, Subject.PRODUCT, Subject.ORDER, Subject.LINE
MOST_FAULTS = 20
_SEEN_CONTROLS = "\n\t"
_FLAGS = {"true": True, "y": True, "yes": True, "是": True, "1": True} | {
    "false": False,
    "n": False,
    "no": False,
    "否": False,
    "0": False,
}


class Misfit(ValueError):
    """A value that does not fit its field, in words for people."""


def started(
    actor: User, subject: str, given: Any, *, path: str = "", carried: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """The values of a new row: what was given, else what is ``carried`` over from another, else the defaults.
    ``path`` leads the names of the faults.

    Raises Invalid, field by field (``custom.<key>``), also for a field that the actor does not see.
    """
    fields = definitions.of(subject)
    if not fields and given is None:
        return {}
    kept = {one.key: one.default for one in fields if one.default is not None} | dict(carried)
    return merged(actor, subject, kept, {} if given is None else given, path=path)


def merged(actor: User, subject: str, kept: Mapping[str, Any], given: Any, *, path: str = "") -> dict[str, Any]:
    """``kept`` with what was given: an empty value takes one away, what is not named stays, whether the actor sees it
    or not. What comes back masked as it was shown stays too. Raises Invalid as ``started``."""
    if not isinstance(given, Mapping):
        raise errors.Invalid(fields={f"{path}{definitions.PREFIX}": [_("Send an object of fields and their values.")]})
    if not given:
        return dict(kept)
    known = definitions.by_key(definitions.visible(actor, subject))
    found = dict(kept)
    faults: dict[str, list[errors.Text]] = {}
    for key, value in given.items():
        name = f"{path}{definitions.PREFIX}.{str(key)[:60]}"
        try:
            _put(actor, known.get(key) if isinstance(key, str) else None, found, key, value)
        except ValueError as fault:
            faults[name] = [str(fault)]
            if len(faults) == MOST_FAULTS:
                break
    if faults:
        raise errors.Invalid(fields=faults)
    return found


def require_filled(actor: User, subject: str, found: Mapping[str, Any]) -> None:
    """Raise Invalid where a required field that the actor sees has no value: of masters, which nobody submits."""
    missing = [one for one in definitions.visible(actor, subject) if one.is_required and one.key not in found]
    if missing:
        raise errors.Invalid(fields={one.name: [_("This field is required.")] for one in missing})


def apart(fields: Mapping[str, Any]) -> tuple[dict[str, Any], Any]:
    """The columns that were given, and what was given of custom fields; None for nothing."""
    own = dict(fields)
    given = own.pop(definitions.PREFIX, None)
    return own, given


def change(actor: User, subject: str, row: Any, version: int, columns: dict[str, Any], given: Any) -> list[str]:
    """Put into ``columns`` of a master that is to change what was given of its custom fields; returns their keys. A
    required one cannot be emptied. Raises Invalid, and Stale unless ``row`` still has ``version``, naming each field
    that differs."""
    after = row.custom
    if given is not None:
        after = columns[definitions.PREFIX] = merged(actor, subject, row.custom, given)
        _require_kept(actor, subject, row.custom, after)
    require_version(actor, subject, row, version, columns)
    return changed(row.custom, after)


def _require_kept(actor: User, subject: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    emptied = [one for one in definitions.visible(actor, subject) if one.is_required and one.key in before]
    missing = [one for one in emptied if one.key not in after]
    if missing:
        raise errors.Invalid(fields={one.name: [_("This field is required.")] for one in missing})


def require_version(actor: User, subject: str, row: Any, version: int, columns: Mapping[str, Any]) -> None:
    """``editing.require_version`` for a row with custom fields: the refusal names each of them that differs."""
    own, after = apart(columns)
    try:
        editing.require_version(row, version, own)
    except errors.Stale as error:
        if after is not None:
            told, labels = differences(actor, subject, row.custom, after)
            error.details["fields"] |= told
            error.details["labels"] |= labels
        raise


def differences(
    actor: User, subject: str, stored: Mapping[str, Any], sent: Mapping[str, Any], path: str = ""
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Name → [stored, sent] in words, and name → label, of the fields that differ and that the actor sees."""
    known = [one for one in definitions.visible(actor, subject) if stored.get(one.key) != sent.get(one.key)]
    before, after = shown(actor, subject, stored), shown(actor, subject, sent)
    told = {f"{path}{one.name}": [words(one, before[one.key]), words(one, after[one.key])] for one in known}
    return told, {f"{path}{one.name}": str(one.label) for one in known}


def named(columns: Iterable[str], keys: Iterable[str]) -> list[str]:
    """Changed columns for the history, each custom field of its own."""
    own = [f"{definitions.PREFIX}.{key}" for key in keys]
    return [name for column in columns for name in (own if column == definitions.PREFIX else [column])]


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The keys whose values differ."""
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


def _put(actor: User, field: Definition | None, found: dict[str, Any], key: Any, value: Any) -> None:
    if field is None:
        raise Misfit(_("There is no such field."))
    present = found.get(key)
    if present is not None and definitions.is_masked(actor, field) and value == policies.mask(str(present)):
        return
    read = checked(field, value, present)
    if read is None:
        found.pop(key, None)
    else:
        found[key] = read


def checked(field: Definition, value: Any, present: Any = None) -> Any:
    """A typed or sent value as it is kept; None for an empty one. ``present`` may stay though it is not offered any
    more. Raises Misfit."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return _READERS[Kind(field.kind)](field, value, present)


def _text(field: Definition, value: Any, present: Any) -> str:
    if not isinstance(value, str):
        raise Misfit(_("Enter a text."))
    text = value.replace("\r\n", "\n").strip()
    if len(text) > field.longest:
        raise Misfit(_("No more than %(most)s letters.") % {"most": field.longest})
    if any(unicodedata.category(one) in ("Cc", "Cs") and one not in _SEEN_CONTROLS for one in text):
        raise Misfit(_("A value has no characters that cannot be seen."))
    return text


def _number(field: Definition, value: Any, present: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise Misfit(str(typed.NOT_A_NUMBER))
    try:
        number = typed.read_number(str(value))
    except ValueError:
        raise Misfit(str(typed.NOT_A_NUMBER)) from None
    assert number is not None  # an empty one was told apart
    if number != round(number, field.decimals):
        raise Misfit(_("Enter a number with at most %(n)s decimals.") % {"n": field.decimals})
    least = -_LARGEST if field.minimum is None else field.minimum
    most = _LARGEST if field.maximum is None else field.maximum
    if number < least:
        raise Misfit(_("Enter %(least)s or more.") % {"least": plain(least)})
    if number > most:
        raise Misfit(_("Enter %(most)s or less.") % {"most": plain(most)})
    return plain(number)


_LARGEST = Decimal("999999999999999")


def plain(number: Decimal) -> str:
    """A number without trailing zeros, exponent or the sign of a zero."""
    return f"{number.normalize():f}" if number else "0"


def _day(field: Definition, value: Any, present: Any) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        if not isinstance(value, str):
            raise Misfit(value)
        year, month, day = value.strip().replace("/", "-").replace(".", "-").split("-")
        if not (value.isascii() and len(year) == 4):
            raise Misfit(value)
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise Misfit(_("Write the day as YYYY-MM-DD")) from None


def _choice(field: Definition, value: Any, present: Any) -> str:
    option = field.option(value) if isinstance(value, str) else None
    if option is None or not (option.is_offered or value == present):
        raise Misfit(_("“%(value)s” cannot be chosen here.") % {"value": str(value)[:80]})
    return option.code


def _flag(field: Definition, value: Any, present: Any) -> bool:
    found = value if isinstance(value, bool) else _FLAGS.get(value.strip().lower()) if isinstance(value, str) else None
    if found is None:
        raise Misfit(_("Choose yes or no."))
    return found


_READERS = {Kind.TEXT: _text, Kind.NUMBER: _number, Kind.DATE: _day, Kind.CHOICE: _choice, Kind.FLAG: _flag}


# --- as they are shown ------------------------------------------------------------------------------


def shown(actor: User, subject: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Every field of the subject that the actor sees with its value, None where there is none: for answers."""
    return {one.key: shown_value(actor, one, kept.get(one.key)) for one in definitions.visible(actor, subject)}


def shown_value(actor: User, field: Definition, value: Any) -> Any:
    """A kept value of a field that the actor sees, masked where his roles say so."""
    return policies.mask(value) if isinstance(value, str) and definitions.is_masked(actor, field) else value


def words(field: Definition, value: Any) -> str:
    """A kept value in the reader's language, "" for none. A choice that is not offered any more says so."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(kinds.FLAG_WORDS[kinds.TRUE if value else kinds.FALSE])
    if field.kind == Kind.CHOICE and (option := field.option(value)):
        return (
            str(option.label)
            if option.is_offered
            else _("%(choice)s (not offered any more)") % {"choice": option.label}
        )
    return str(value)


def told(actor: User, subject: str, kept: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """(name, value in words) of every field of the subject that the actor sees: for pages."""
    return spoken(subject, shown(actor, subject, kept))


def spoken(subject: str, seen: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """The same for what ``shown`` gave."""
    return [(one.label, words(one, seen[one.key])) for one in definitions.of(subject) if one.key in seen]


def carried(subject: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What of a row's values a copy of it begins with, whoever may see them: fields in use, choices still offered."""
    return {one.key: kept[one.key] for one in definitions.of(subject) if one.key in kept and _fits(one, kept[one.key])}


def of_cells(subject: str, cells: Mapping[str, str]) -> dict[str, Any]:
    """Values from what was typed into cells named like fields (``custom.<key>``), also of fields out of use; what
    does not fit its field is left out."""
    known = {one.name: one for one in definitions.every() if one.subject == subject}
    found = {}
    for name, text in cells.items():
        with suppress(ValueError):
            if name in known and (value := checked(known[name], text, text)) is not None:
                found[known[name].key] = value
    return found


def _fits(field: Definition, value: Any) -> bool:
    try:
        return checked(field, value) is not None
    except ValueError:
        return False
