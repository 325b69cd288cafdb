"""Files on disk beside rows of the database: a file is written before its row, so a transaction that fails leaves
one behind. It is removed at once where the failure is seen, and swept up later where it was not (a killed process).
"""

import math
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from common import errors, settings

SPARED = timedelta(days=1)  # a file younger than this may belong to a transaction that has not ended yet


def require_room(size: int) -> None:
    """Raise Unavailable where a file of ``size`` bytes would leave less free on the disk than the setting says: a disk
    that people have filled stops more than uploads."""
    free, _total = disk()
    if free - size < kept_free():
        raise errors.Unavailable(_("There is no room for more files just now. The administrators see it, too."))


def disk() -> tuple[float, float]:
    """Bytes that are free on the disk of uploaded files, and all it has; without end where they are kept elsewhere."""
    if not isinstance(default_storage, FileSystemStorage):
        return math.inf, math.inf
    place = Path(default_storage.location)
    while not place.exists():
        place = place.parent
    found = shutil.disk_usage(place)
    return found.free, found.total


def kept_free() -> int:
    """Bytes of it that uploads leave free."""
    return int(settings.get("uploads.keep_free_mb")) << 20


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


def register() -> None:
    """Called once from ``CommonConfig.ready``."""
    settings.definitions.register(
        "uploads.keep_free_mb",
        settings.Definition(
            1024,
            _("Megabytes that stay free on the disk of uploaded files; nobody adds files beyond"),
            group="security",
            bounds=settings.Bounds(0, 1_000_000),
        ),
    )
