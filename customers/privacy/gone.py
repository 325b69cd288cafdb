"""Rows that are not there any more and of which the audit trail still tells: whose they were, from what it tells."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, Q, TextField
from django.db.models.functions import Cast

from accounts.collaboration.subjects import subjects
from accounts.trail import install
from accounts.trail.models import TrailRow
from customers.models import Customer
from customers.privacy import places
from customers.privacy.marks import Marks

_FARTHEST = 6  # things from a deleted row to its customer


def deleted_rows(his: Sequence[int], marks: Marks) -> dict[str, set[str]]:
    """Table → keys of deleted rows that named the person when they went: of the customers' things, or of nobody's where
    they hold what he alone is reached by. One statement over all deletions ever; for the night."""
    audited = install.audited_tables()
    models = {one._meta.db_table: one for one in places.models() if one._meta.db_table in audited}
    found: dict[str, set[str]] = {}
    if not marks.anything:
        return found
    rows = TrailRow.objects.filter(operation="D", table_name__in=list(models))
    named = rows.annotate(written=Cast("changes", TextField())).filter(written__iregex=marks.anything)
    for table, row_id, changes in named.values_list("table_name", "row_id", "changes").iterator():
        owner = _is_of(models[table], row_id, changes, his)
        if owner or (owner is None and marks.is_reached(changes)):
            found.setdefault(table, set()).add(row_id)
    return found


def nobodys_rows(marks: Marks) -> Iterator[tuple[str, set[str]]]:
    """The same of tables from which nothing leads to a customer: rows, standing or not, whose trail holds what he alone
    is reached by; table by table, for the night."""
    audited = install.audited_tables()
    for model in places.models() if marks.alone else ():
        table = model._meta.db_table
        if table in audited and not places.paths_of(model) and not places.table_of(model).has_subject:
            rows = TrailRow.objects.filter(table_name=table).exclude(operation="B")
            named = rows.annotate(written=Cast("changes", TextField())).filter(written__iregex=marks.alone)
            yield table, set(named.values_list("row_id", flat=True))


def _is_of(model: type[Model], row_id: str, told: Mapping[str, Any], his: Collection[int], far: int = 0) -> bool | None:
    """Whether a row was about one of these customers, by what the trail tells of it; None where that leads nowhere."""
    if model is Customer:
        return int(row_id) in his
    known = False
    for there, key in _leads(model, told):
        if key is None or far > _FARTHEST:
            continue
        known = True
        if there is Customer:
            if int(key) in his:
                return True
        elif _stands_for(there, key, his) or _went_for(there, key, his, far):
            return True
    return False if known else None


def _leads(model: type[Model], told: Mapping[str, Any]) -> Iterator[tuple[type[Model], Any]]:
    """What a row pointed to on the ways to its customer."""
    for path in places.paths_of(model):
        name = path.split("__")[0]
        for one in model._meta.concrete_fields:
            if isinstance(one, ForeignKey) and name in (one.name, one.attname):
                yield one.related_model, told.get(one.column)
    label = str(told.get("subject_type", ""))
    if label in subjects:
        yield apps.get_model(label), told.get("subject_id")


def _stands_for(model: type[Model], key: Any, his: Collection[int]) -> bool:
    ways = Q(pk__in=[])
    for path in places.paths_of(model):
        ways |= Q(**{f"{path}__in": his})
    return model._base_manager.filter(ways, pk=key).exists()


def _went_for(model: type[Model], key: Any, his: Collection[int], far: int) -> bool:
    rows = TrailRow.objects.filter(table_name=model._meta.db_table, row_id=str(key), operation="D")
    told = rows.order_by("-id").values_list("changes", flat=True).first()
    return told is not None and bool(_is_of(model, str(key), told, his, far + 1))
