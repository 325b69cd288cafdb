"""Files on disk beside rows of the database: a file is written before its row, so a transaction that fails leaves
one behind. It is removed at once where the failure is seen, and swept up later where it was not (a killed process).
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db.models import Model
from django.db.models.fields.files import FieldFile

SPARED = timedelta(days=1)  # a file younger than this may belong to a transaction that has not ended yet


@contextmanager
def removed_on_failure() -> Iterator[list[FieldFile]]:
    """Collect the files that a block writes; when it raises, they go. Put it around the transaction."""
    written: list[FieldFile] = []
    try:
        yield written
    except BaseException:
        for file in written:
            if file.name:
                default_storage.delete(file.name)
        raise


def sweep(folder: str, model: type[Model], column: str, *, at: datetime) -> int:
    """Remove the files below ``folder`` of which no row of ``model`` speaks and that are older than a day; returns
    how many."""
    old = [name for name in _files_below(folder) if default_storage.get_modified_time(name) < at - SPARED]
    kept = _known(model, column, old)
    gone = [name for name in old if name not in kept]
    for name in gone:
        default_storage.delete(name)
    return len(gone)


def _known(model: type[Model], column: str, names: Collection[str]) -> set[str]:
    return set(model._default_manager.filter(**{f"{column}__in": names}).values_list(column, flat=True))


def _files_below(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _files_below(f"{folder}/{name}")
