"""The list of deviations as a file: of the kind that the page shows, the columns that stand there."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from common import errors, keyset
from common.conditions.kinds import Kind as Of
from common.exports import conditions, plain, tallies
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from segments.classification import deviations
from segments.classification.deviations import Fact, Kind

LIST = "deviations"


def open_deviations(actor: User, asked: Asked) -> Sheet:
    """One kind of deviations as ``actor`` asks for it. Raises Invalid for a kind that is none, or not his."""
    kind, words = _kind(actor, asked.query.get("kind", "")), asked.query.get("q", "").strip()
    rows = deviations.find(actor, kind, words).order_by("-pk")
    offered = _columns(kind)
    chosen = plain.pick(offered, list(offered) if asked.columns is None else asked.columns)
    told = [conditions.line(kind.thing, kind.label), *([conditions.line(_("Search"), words)] if words else [])]
    return Sheet(
        columns=[column for column, _value in chosen],
        rows=lambda: _stream(kind, rows, [value for _column, value in chosen]),
        count=lambda exactly: (rows.count(), False) if exactly else keyset.count(rows),
        condition=told,
        whom=lambda: tallies.counted(rows),
    )


def _kind(actor: User, key: str) -> Kind:
    if not key:
        return deviations.choose(deviations.count_kinds(actor), "").kind
    found = deviations.kinds(actor).get(key)
    if found is None:
        words = _("The list has no condition “%(name)s”.") % {"name": f"kind={key[:60]}"}
        raise errors.Invalid(fields={"query": [words]})
    return found


def _columns(kind: Kind) -> dict[str, tuple[Column, Callable[[Any], Any]]]:
    """Key → column and its plain value: the object, and what stands beside it."""
    found: dict[str, tuple[Column, Callable[[Any], Any]]] = {
        "object": (Column("object", kind.thing, width=36), lambda row: str(kind.show(row).title))
    }
    for place, fact in enumerate(kind.facts, start=1):
        found[f"fact_{place}"] = (Column(f"fact_{place}", fact.label, fact.kind), _plain_of(fact))
    return found


def _plain_of(fact: Fact) -> Callable[[Any], Any]:
    if fact.kind is not Of.TEXT:
        return fact.value
    value = fact.plain or fact.value

    def text(row: Any) -> str:
        found = value(row)
        return "" if found is None else str(found)

    return text


def _stream(kind: Kind, rows: QuerySet, values: list[Callable[[Any], Any]]) -> Iterator[tuple[Any, ...]]:
    last: int | None = None
    while chunk := list((rows if last is None else rows.filter(pk__lt=last))[: plain.BATCH]):
        kind.ready(chunk)
        for row in chunk:
            yield tuple(value(row) for value in values)
        last = chunk[-1].pk


def register() -> None:
    """Called once from this room's ``register``."""
    lists.register(
        LIST,
        ExportList(
            gettext_lazy("Deviations"),
            "customer.view",
            "classification:deviation-list",
            open_deviations,
            ("kind", "q"),
        ),
    )
