"""Custom fields are defined and changed here, in effect on everybody's next request (R310)."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import editing, errors, events, settings, stamps
from common.conditions.terms import in_both
from common.operation import operation
from common.text import fold, name_fault
from segments import fields as registry
from segments.custom_fields import definitions, uses, values
from segments.custom_fields.definitions import Kind, Subject
from segments.custom_fields.models import CustomField

EDIT = "custom_field.edit"
MOST = "segments.custom_fields_max"
FIELDS = (
    *("subject", "key", "label_zh", "label_en", "help_zh", "help_en", "kind", "longest", "decimals", "minimum"),
    *("maximum", "options", "is_required", "is_commercial", "default", "position", "is_active"),
)
FIXED = ("subject", "key", "kind", "is_commercial")  # from the first use on
MOST_OPTIONS, LONGEST_TEXT, MOST_DECIMALS = 200, 2000, 6
_KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")


@operation
def save_field(
    *, actor: User, at: datetime, field_id: int | None = None, version: int | None = None, **fields: Any
) -> CustomField:
    """Define a field, or change the one of ``field_id`` that was read at ``version``: FIELDS. Subject, key, kind and
    whether it is commercial stay from its first use on; a choice that is taken away stays on the rows that have it.

    Raises NotAllowed, NotFound, Stale, Invalid, Conflict (used already, too many fields).
    """
    policies.require(actor, EDIT)
    stamps.touch(definitions.STAMP)  # first of all: changes of definitions take turns
    row = editing.locked_or_new(CustomField, field_id)
    is_new = row._state.adding
    kept = list(row.options)
    before = {name: getattr(row, name) for name in FIXED}
    columns = editing.as_columns(CustomField, _trimmed(fields), FIELDS)
    columns = {name: value for name, value in columns.items() if value is not None or name in _MAY_BE_NOTHING}
    changed = editing.change(row, columns, None if is_new else version)
    if not changed and not is_new:
        return row
    _check(row, changed)
    if is_new:
        _require_room()
        row.created_at = at
    else:
        _require_free(row, before, changed)
    if "options" in changed:
        row.options = _with_gone(row.options, kept)
    _set_default(row)
    editing.check(row)
    row.updated_at = at
    row.save()
    stamps.touch(definitions.STAMP)  # and last: nobody keeps what stood here in between
    kind = "custom_field.defined" if is_new else "custom_field.changed"
    events.record(kind, row, at=at, number=row.key, field_of=row.subject, fields=changed)
    return row


_MAY_BE_NOTHING = ("minimum", "maximum", "default")


def _trimmed(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}


def _require_room() -> None:
    limit = int(settings.get(MOST))
    if CustomField.objects.count() >= limit:
        words = _("There are %(limit)s custom fields already, which is the most.") % {"limit": limit}
        raise errors.Conflict(words, code="too_many_custom_fields", limit=limit)


def _check(row: CustomField, changed: Sequence[str]) -> None:
    faults: dict[str, list[Any]] = {}
    if len(row.key) > 40 or not _KEY.fullmatch(row.key):
        faults["key"] = [_("At most 40 of the letters a-z, digits and single underscores, a letter first.")]
    if row.kind == Kind.TEXT and not 1 <= row.longest <= LONGEST_TEXT:
        faults["longest"] = [_("Enter a number from %(least)s to %(most)s.") % {"least": 1, "most": LONGEST_TEXT}]
    if row.decimals > MOST_DECIMALS:
        faults["decimals"] = [_("Enter a number from %(least)s to %(most)s.") % {"least": 0, "most": MOST_DECIMALS}]
    if row.minimum is not None and row.maximum is not None and row.minimum > row.maximum:
        faults["maximum"] = [_("The largest number is below the smallest.")]
    if row.is_commercial and row.subject not in (Subject.ORDER, Subject.LINE):
        faults["is_commercial"] = [_("Only fields of orders and lines are part of what is approved.")]
    if fault := _fault_of_options(row):
        faults["options"] = [fault]
    for name in {"label_zh", "label_en"}.intersection(changed):
        if fault := _fault_of_label(row, getattr(row, name)):
            faults[name] = [fault]
    if faults:
        raise errors.Invalid(fields=faults)


def _fault_of_label(row: CustomField, label: str) -> Any:
    """A name that another field has would silently mean that one, in conditions, columns and imports."""
    if fault := name_fault(label):
        return fault
    taken = in_both([text for one in registry.fields.values() for text in (one.label, *one.aliases)])
    others = CustomField.objects.filter(subject=row.subject).exclude(pk=row.pk).values_list("label_zh", "label_en")
    taken += [fold(text) for pair in others for text in pair if text]
    return _("Another field has this name.") if label and fold(label) in taken else None


def _fault_of_options(row: CustomField) -> Any:
    if row.kind != Kind.CHOICE:
        return None
    if not isinstance(row.options, list) or not all(_is_option(one) for one in row.options):
        return _("Write each choice as: code, name in Chinese, name in English.")
    codes = [one["code"] for one in row.options]
    if not codes or len(codes) > MOST_OPTIONS:
        return _("Enter at least one choice and at most %(most)s.") % {"most": MOST_OPTIONS}
    return _("Every choice has a code of its own.") if len(set(codes)) < len(codes) else None


def _is_option(one: Any) -> bool:
    if not isinstance(one, dict) or not one.keys() <= {"code", "zh", "en", "offered"}:
        return False
    texts = [one.get("code"), one.get("zh"), one.get("en", "")]
    if not all(isinstance(text, str) and len(text) <= 60 and text.isprintable() for text in texts):
        return False
    return bool(_CODE.fullmatch(one["code"]) and one["zh"].strip()) and isinstance(one.get("offered", True), bool)


def _with_gone(wanted: list[dict[str, Any]], kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is offered now, then what was taken away: rows still hold it."""
    codes = {one["code"] for one in wanted}
    gone = [{**one, "offered": False} for one in kept if one["code"] not in codes]
    plain = [{"code": one["code"], "zh": one["zh"].strip(), "en": one.get("en", "").strip()} for one in wanted]
    return [{**one, "offered": given.get("offered", True)} for one, given in zip(plain, wanted, strict=True)] + gone


def _set_default(row: CustomField) -> None:
    try:
        row.default = values.checked(definitions.of_row(row), row.default)
    except ValueError as fault:
        raise errors.Invalid(fields={"default": [str(fault)]}) from None


def _require_free(row: CustomField, before: Mapping[str, Any], changed: Sequence[str]) -> None:
    """What is fixed from the first use on changes only before it; who goes out of use must not be named by a saved
    condition, which nobody could read then."""
    fixed = [name for name in FIXED if name in changed]
    if fixed:
        held = uses.of(before["subject"], before["key"])
        if held:
            label = CustomField._meta.get_field(fixed[0]).verbose_name  # type: ignore[union-attr]
            told = {"field": label, "uses": ", ".join(held)}
            words = _("“%(field)s” stays as it is: the field is used already (%(uses)s).") % told
            raise errors.Conflict(words, code="custom_field_used")
    if "is_active" in changed and not row.is_active and (named := uses.conditions_naming(row.subject, row.key)):
        words = _("Saved conditions name this field: %(names)s.") % {"names": ", ".join(named)}
        raise errors.Conflict(words, code="custom_field_named")
