"""How much one person brings in files on one business day (RELIABILITY 2.9): a number of files and of bytes, over all
doors together. What is removed again still counts: writing and checking it was the work.

The machine and visitors of links bring what others send; their doors have limits of their own.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from common import dates, errors, settings
from common.models import UploadDay

CODE = "upload_limit"
FILES, MEGABYTES = "uploads.day_files", "uploads.day_mb"
KEPT = timedelta(days=30)
_COUNT = """
    INSERT INTO common_uploadday AS kept (person_id, day, files, bytes) VALUES (%s, %s, %s, %s)
    ON CONFLICT (person_id, day) DO UPDATE SET files = kept.files + excluded.files, bytes = kept.bytes + excluded.bytes
    RETURNING files, bytes
"""


def take(person: Any, sizes: Sequence[int], *, at: datetime, field: str = "file") -> None:
    """Count files that a person brings, within the operation that keeps them: what is refused there is not counted.

    Two at a moment wait for each other. Raises Invalid with what is left of the day, under ``field``.
    """
    if person.is_system:
        return
    size = sum(sizes)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [person.pk, dates.business_day(at), len(sizes), size])
        files, total = cursor.fetchone()
    most, megabytes = int(settings.get(FILES)), int(settings.get(MEGABYTES))
    if files > most:
        words = _("You may bring %(most)s files a day; you brought %(had)s today already.")
        raise _refusal(field, words, {"most": most, "had": files - len(sizes)})
    if total > megabytes << 20:
        left = max((megabytes << 20) - (total - size), 0)
        words = _("You may bring %(most)s MB of files a day; %(left)s MB of today's are left.")
        raise _refusal(field, words, {"most": megabytes, "left": left >> 20})


def of_day(person_id: int, *, at: datetime) -> tuple[int, int]:
    """What a person brought today: files and bytes."""
    found = UploadDay.objects.filter(person_id=person_id, day=dates.business_day(at)).values_list("files", "bytes")
    return found.first() or (0, 0)


def forget_old(*, at: datetime) -> int:
    """Drop the counts of days long over; how many."""
    return UploadDay.objects.filter(day__lt=dates.business_day(at) - KEPT).delete()[0]


def _refusal(field: str, words: Any, named: dict[str, int]) -> errors.Invalid:
    return errors.Invalid(fields={field: [words % named]}, code=CODE)


def register() -> None:
    """Called once from ``CommonConfig.ready``."""
    for key, default, label, most in (
        (FILES, 2_000, _("Files that one person may bring on one day"), 1_000_000),
        (MEGABYTES, 5_000, _("Megabytes of files that one person may bring on one day"), 10_000_000),
    ):
        definition = settings.Definition(default, label, group="security", bounds=settings.Bounds(1, most))
        settings.definitions.register(key, definition)
