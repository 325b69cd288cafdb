"""The conditions of a list's filter in words, a line each: what the sheet about a file and the trail say."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from common import errors, keyset
from common.exports.lists import Text

Name = Callable[[Any], str]  # what a number stands for, as far as the person may know


def in_words(filterset: Any, names: Mapping[str, Name] | None = None) -> list[str]:
    """“State: Audited, Signed” for each condition in force of a bound and valid FilterSet; ``names`` say what the
    numbers of rows stand for."""
    return list(_lines(filterset, names or {}))


def line(label: Text, value: Text) -> str:
    """A condition in words as its language writes it: “State: Audited”."""
    return _("%(label)s: %(value)s") % {"label": label, "value": value}


def require_view(query: QueryDict, view: str) -> None:
    """Raise Invalid where another view was asked for than the one that was found."""
    if query.get("view", "") not in ("", view):
        raise errors.Invalid(fields={"query": [_("The list has no view “%(name)s”.") % {"name": query["view"][:60]}]})


def sorting(sort: str, sorts: Mapping[str, keyset.Sort], labels: Mapping[str, Text]) -> str:
    """The order of a list in words, like “Ordered on ↓”; "" for one that no column shows."""
    key = sort.lstrip("+-")
    is_falling = sorts[key].descending if sort[:1] not in "+-" else sort[0] == "-"
    return f"{labels[key]} {'↓' if is_falling else '↑'}" if key in labels else ""


def _lines(filterset: Any, names: Mapping[str, Name]) -> Iterator[str]:
    for name, value in filterset.form.cleaned_data.items():
        is_several = isinstance(value, list | tuple | set | QuerySet)
        if value in (None, "") or (is_several and not value):
            continue
        field = filterset.form.fields[name]
        labels = {str(code): str(label) for code, label in getattr(field, "choices", ())}
        said = [names[name](one) if name in names else _word(one, labels) for one in (value if is_several else [value])]
        yield line(field.label or name, "、".join(said))


def _word(value: Any, labels: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return labels.get(str(value), str(value))
