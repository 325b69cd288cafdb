"""Where the files of exports lie: below the media folder, under names nobody chose, fetched by their makers only."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

FOLDER = "exports"  # below MEDIA_ROOT


@contextmanager
def new_file(form: str, at: datetime) -> Iterator[tuple[str, Path]]:
    """Name and path of a file to write; when the block raises, the file goes."""
    name = f"{FOLDER}/{at:%Y/%m}/{uuid.uuid4().hex}.{form}"
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield name, path
        path.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    except BaseException:
        remove(name)
        raise


def remove(name: str) -> None:
    """Remove a file; one that is not there does no harm."""
    if name:
        default_storage.delete(name)
