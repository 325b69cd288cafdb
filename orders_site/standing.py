"""What the roof tells people who run the house: its versions, its machine, its copies of the database, its backups."""

import math
import platform
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import django
from django.db import Error, connection, connections
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import uploads
from common.models import Job
from common.standing import BAD, GOOD, WARN, Fact, Section, sections
from orders_site.backup import noting
from orders_site.celery import app

REPLICA = "replica"
WARN_SHARE = 0.1  # of the disk that is free
CLOCKS_DIFFER = timedelta(seconds=2)
BACKUP_OLD, BACKUP_MISSED = timedelta(hours=26), timedelta(days=3)


def _machine(at: datetime) -> Iterator[Fact]:
    yield Fact(_("Software"), f"Django {django.get_version()}, Python {platform.python_version()}")
    free, total = uploads.disk()
    if total < math.inf:
        tone = BAD if free < uploads.kept_free() else WARN if free < total * WARN_SHARE else GOOD
        words = _("%(free)s of %(total)s") % {"free": filesizeformat(free), "total": filesizeformat(total)}
        hint = _("No more files are taken in.") if tone == BAD else ""
        yield Fact(_("Free on the disk of uploaded files"), words, tone, hint)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - datetime.now(tz=at.tzinfo))
    seconds = _("%(n)s s") % {"n": round(apart.total_seconds(), 1)}
    yield Fact(_("Clocks of this machine and the database differ by"), seconds, WARN if apart > CLOCKS_DIFFER else "")
    yield _queue()


def _queue() -> Fact:
    label = _("Messages to workers that wait")
    try:
        with app.connection_for_read(connect_timeout=1) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=1)
            channel: Any = broker.default_channel
            waiting = channel.client.llen(f"jobs:{app.conf.task_default_queue}")
    except Exception as error:
        hint = _("Redis cannot be reached. Ordering goes on; jobs catch up when it is back.")
        return Fact(label, type(error).__name__, BAD, hint)
    return Fact(label, waiting, WARN if waiting > 1_000 else "")


def _copies(at: datetime) -> Sequence[Fact]:
    if REPLICA not in connections.settings:
        return [Fact(_("A copy for reports"), _("none"))]
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute("SELECT pg_last_xact_replay_timestamp()")
            last = cursor.fetchone()[0]
    except Error as error:
        hint = _("Reports read the database of the work meanwhile.")
        return [Fact(_("A copy for reports"), type(error).__name__, BAD, hint)]
    return [Fact(_("A copy for reports holds all until"), last or "–", GOOD if last else WARN)]


def _backups(at: datetime) -> Sequence[Fact]:
    last, good = noting.last(), noting.last_good()
    if last is None:
        return [Fact(_("Last backup"), "–", WARN, _("None was made by this system yet (docs/operations.md, 6)."))]
    told = []
    if last.state == Job.State.FAILED:
        told.append(Fact(_("The last one failed"), last.finished_at, BAD, last.error[:200]))
    if good is None:
        return [*told, Fact(_("Last backup"), "–", BAD)]
    age = at - (good.finished_at or at)
    tone = BAD if age > BACKUP_MISSED else WARN if age > BACKUP_OLD else GOOD
    told.append(Fact(_("Last backup, read again and found whole"), good.finished_at, tone))
    return [
        *told,
        Fact(_("Its size"), filesizeformat(good.result["bytes"])),
        Fact(_("Where"), good.parameters["folder"]),
    ]


def register() -> None:
    """Called once from ``OrdersSiteConfig.ready``."""
    for key, section in (
        ("site.machine", Section(gettext_lazy("This machine"), 10, lambda at: list(_machine(at)))),
        ("site.copies", Section(gettext_lazy("Copies of the database"), 25, _copies)),
        ("site.backups", Section(gettext_lazy("Backups"), 50, _backups)),
    ):
        sections.register(key, section)
