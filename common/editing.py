"""Edits that carry the version they started from, and the checks of single columns (DESIGN 3).

An operation takes ``changes`` as field → new value; foreign keys as rows or ids, under either name; a ``code``
is folded as it is matched (``common.text.fold_code``).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from django.core.exceptions import FieldError, ValidationError
from django.db.models import BooleanField, CheckConstraint, Model, Q, UniqueConstraint
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from common import errors, text

M = TypeVar("M", bound=Model)
_TAKEN = _("This is taken already.")
_NOT_ALLOWED = _("This is outside what is allowed.")
_FAULTS = {
    "code": text.code_fault,
    "name": text.name_fault,
    "short_name": text.name_fault,
    "english_name": text.name_fault,
}


def as_columns(model: type[Model], changes: Mapping[str, Any], allowed: Collection[str]) -> dict[str, Any]:
    """``changes`` as attribute → value. A field outside ``allowed`` is a bug of the caller: ValueError."""
    columns = {}
    for name, value in changes.items():
        field = model._meta.get_field(name)
        if field.name not in allowed:
            raise ValueError(f"{name} is not changed this way")
        value = text.fold_code(value) if name == "code" and isinstance(value, str) else value
        columns[field.attname] = value.pk if isinstance(value, Model) else value  # type: ignore[union-attr]
    return columns


def require_version(row: Any, version: int, columns: Mapping[str, Any]) -> None:
    """Raise Stale unless ``row`` still has ``version``; it names each field whose stored value differs from
    the one sent: ``fields`` = {field: [stored, sent]}, ``labels`` = {field: its name for people}."""
    if row.version == version:
        return
    fields, labels = {}, {}
    for name, value in columns.items():
        stored = getattr(row, name)
        if stored != value:
            field = row._meta.get_field(name)
            fields[field.name] = [_words(stored), _words(value)]
            labels[field.name] = str(field.verbose_name)
    raise errors.Stale(fields=fields, labels=labels, version=row.version)


def require_seen(row: Any, version: int | None) -> None:
    """The same for a verb, which changes no single field; None: the caller did not say what it saw."""
    if version is not None:
        require_version(row, version, {})


def require_shown(row: Any, columns: Mapping[str, Any], shown: Mapping[str, Any] | None) -> None:
    """The same for a row without a version: ``shown`` = column → what the person saw there when he changed it; None:
    the caller showed nothing. Call it with the row locked, so that nobody comes in between."""
    seen = shown or {}
    fields = {name: row._meta.get_field(name) for name in columns if name in seen}
    require_unchanged(
        {field.name: getattr(row, name) for name, field in fields.items()},
        {field.name: columns[name] for name, field in fields.items()},
        {field.name: seen[name] for name, field in fields.items()},
        labels={field.name: field.verbose_name for field in fields.values()},
        words={field.name: _shown_words(row, field) for field in fields.values()},
    )


def require_unchanged(
    stored: Mapping[str, Any],
    sent: Mapping[str, Any],
    shown: Mapping[str, Any] | None,
    *,
    labels: Mapping[str, Any],
    words: Mapping[str, str] | None = None,
) -> None:
    """Raise Stale where what is ``stored`` under a name is neither what the person was shown nor what he sends.
    ``words`` says in his words what is stored."""
    stale = {
        name: [words[name] if words else _words(value), _words(sent[name])]
        for name, value in stored.items()
        if name in (shown or {}) and not _same(value, (shown or {})[name]) and not _same(value, sent[name])
    }
    if stale:
        raise errors.Stale(fields=stale, labels={name: str(labels[name]) for name in stale})


def assign(row: Any, columns: Mapping[str, Any]) -> list[str]:
    """Set the columns on ``row`` (does not save); returns the field names that really changed."""
    changed = []
    for name, value in columns.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed.append(row._meta.get_field(name).name)
    return changed


def locked_or_new(model: type[M], row_id: Any | None) -> M:
    """The row locked for its change, a new one when no key is given. Raises NotFound."""
    if row_id is None:
        return model()
    row = model._default_manager.select_for_update(no_key=True).filter(pk=row_id).first()
    if row is None:
        raise errors.NotFound()
    return row


def change(row: Any, columns: Mapping[str, Any], version: int | None) -> list[str]:
    """Set the columns of a small master (does not save) and count its version up when it really changes.

    ``version`` is what the caller read; None for callers that read nothing (imports, seeds). Raises Stale.
    """
    if version is not None:
        require_version(row, version, columns)
    changed = assign(row, columns)
    if changed and not row._state.adding:
        row.version += 1
    return changed


def check(row: Model, *, exclude: Iterable[str] = ()) -> None:
    """Raise Invalid, field by field, where a column's own rules are broken (length, choice, digits, unique), or
    a ``code`` or a name cannot be one."""
    skip = set(exclude)
    messages: dict[str, list[Any]] = {}
    for column, fault_of in _FAULTS.items():
        if column not in skip and (fault := fault_of(getattr(row, column, None) or "")):
            messages[column] = [fault]
    for step in (row.clean_fields, row.validate_unique):
        try:
            step(exclude=skip | set(messages))
        except ValidationError as error:
            for name, found in error.error_dict.items():
                words = [text for one in found for text in ([_TAKEN] if "unique" in str(one.code) else one.messages)]
                messages.setdefault("" if name == "__all__" else name, []).extend(words)
    hold = _checks_hold(row, skip | set(messages))
    for constraint in row._meta.constraints:
        if hold and isinstance(constraint, CheckConstraint):
            continue
        try:
            constraint.validate(type(row), row, exclude=skip | set(messages))
        except ValidationError:
            is_unique = isinstance(constraint, UniqueConstraint)
            for name in _named_by(constraint) or [""]:
                messages.setdefault(name, []).append(_TAKEN if is_unique else _NOT_ALLOWED)
    if messages:
        raise errors.Invalid(fields=messages)


def _checks_hold(row: Model, exclude: set[str]) -> bool:
    """Whether all conditions on the row's columns hold, in one statement: almost always they do. False says only that
    each has to be asked by itself, as where a column is left out."""
    conditions = [Q(one.condition) for one in row._meta.constraints if isinstance(one, CheckConstraint)]
    if not conditions:
        return True
    named = {name for one in conditions for name in one.referenced_base_fields}
    values: dict[str, Any] = row._get_field_expression_map(meta=row._meta, exclude=exclude)  # type: ignore[attr-defined]
    together = Q(*(Coalesce(one, True, output_field=BooleanField()) for one in conditions))
    try:
        return together.check({name: value for name, value in values.items() if name in named})
    except FieldError:
        return False


def _named_by(constraint: Any) -> list[str]:
    """The fields that a constraint speaks of, as far as it is a plain condition."""

    def names(condition: Any) -> Iterator[str]:
        for child in getattr(condition, "children", ()):
            if isinstance(child, tuple):
                yield child[0].partition("__")[0]
            else:
                yield from names(child)

    return list(dict.fromkeys(getattr(constraint, "fields", None) or names(getattr(constraint, "condition", None))))


def _same(one: Any, other: Any) -> bool:
    return _one_line_end(one) == _one_line_end(other)


def _one_line_end(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value  # browsers send \r\n


def _shown_words(row: Any, field: Any) -> str:
    display = getattr(row, f"get_{field.name}_display", None)
    return str(display()) if display else _words(getattr(row, field.name))


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)
