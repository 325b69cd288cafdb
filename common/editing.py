"""Edits that carry the version they started from, and the checks of single columns (DESIGN 3).

An operation takes ``changes`` as field → new value; foreign keys as rows or ids, under either name; a ``code``
is folded as it is matched (``common.text.fold_code``).
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model

from common import errors, text

M = TypeVar("M", bound=Model)


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
    a ``code`` cannot be one."""
    skip = set(exclude)
    messages: dict[str, list[Any]] = {}
    if "code" not in skip and (fault := text.code_fault(getattr(row, "code", None) or "")):
        messages["code"] = [fault]
    for step in (row.clean_fields, row.validate_unique, row.validate_constraints):
        try:
            step(exclude=skip | set(messages))
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                messages.setdefault("" if name == "__all__" else name, []).extend(texts)
    if messages:
        raise errors.Invalid(fields=messages)


def _words(value: Any) -> str:
    return "" if value is None else str(value)
