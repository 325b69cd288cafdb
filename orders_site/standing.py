"""What the roof tells people who run the house: its versions, its machine, its copies of the database, its backups."""

import math
import platform
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import Error, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import uploads
from common.background import queues
from common.models import Event, Job
from common.standing import BAD, GOOD, WARN, Fact, Section, sections
from orders_site import certificate
from orders_site.backup import noting
from orders_site.celery import app

REPLICA = "replica"
WARN_SHARE, BAD_SHARE = 0.1, 0.03  # of the disk that is free
CERTIFICATE_WARN, CERTIFICATE_BAD = 21, 7  # days
LAG_WARN = 60  # seconds
DRILL_OLD = timedelta(days=92)
_BEHIND = """
    SELECT pg_last_xact_replay_timestamp(), CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
        ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END
"""  # it is not behind where it replayed all it got, however long ago somebody wrote
CLOCKS_DIFFER = timedelta(seconds=2)
BACKUP_OLD, BACKUP_MISSED = timedelta(hours=26), timedelta(days=3)


def _machine(at: datetime) -> Iterator[Fact]:
    free, total = uploads.disk()
    if total < math.inf:
        tone = BAD if free < uploads.kept_free() else WARN if free < total * WARN_SHARE else GOOD
        words = _("%(free)s of %(total)s") % {"free": filesizeformat(free), "total": filesizeformat(total)}
        hint = _("No more files are taken in.") if tone == BAD else ""
        yield Fact(_("Free on the disk of uploaded files"), words, tone, hint)
    yield from _other_disk()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - datetime.now(tz=at.tzinfo))
    seconds = _("%(n)s s") % {"n": round(apart.total_seconds(), 1)}
    yield Fact(_("Clocks of this machine and the database differ by"), seconds, WARN if apart > CLOCKS_DIFFER else "")
    yield _queue()


def _other_disk() -> Iterator[Fact]:
    """The disk of this installation's data (logs, backups, embedded servers), where it is another one."""
    place = Path(settings.DATA_DIR)
    media = Path(settings.MEDIA_ROOT)
    if not place.exists() or (media.exists() and place.stat().st_dev == media.stat().st_dev):
        return
    found = shutil.disk_usage(place)
    words = _("%(free)s of %(total)s") % {"free": filesizeformat(found.free), "total": filesizeformat(found.total)}
    tone = BAD if found.free < found.total * BAD_SHARE else WARN if found.free < found.total * WARN_SHARE else GOOD
    yield Fact(_("Free on the disk of data, logs and backups"), words, tone)


def _versions(at: datetime) -> Iterator[Fact]:
    """What runs here, and whether the database is of the same version."""
    yield Fact(_("Software"), f"Django {django.get_version()}, Python {platform.python_version()}")
    if not MigrationRecorder(connection).has_table():  # a database that was made without them
        return
    newest = MigrationRecorder.Migration.objects.order_by("-applied").values_list("applied", flat=True).first()
    yield Fact(_("The database was changed last by an update"), newest or "–")
    loader = MigrationLoader(connection)
    there, known = set(loader.applied_migrations), set(loader.disk_migrations)
    replaced = {one for found in loader.disk_migrations.values() for one in found.replaces}
    missing = sorted(f"{app}.{name}" for app, name in set(loader.graph.nodes) - there)
    hint = _("Run manage.py prepare: %(names)s") % {"names": ", ".join(missing[:5])} if missing else ""
    yield Fact(_("Migrations that wait"), len(missing), BAD if missing else GOOD, hint)
    ahead = sorted(f"{app}.{name}" for app, name in there - known - replaced if app in loader.migrated_apps)
    if ahead:
        hint = _("Newer software ran on this database as well: %(names)s") % {"names": ", ".join(ahead[:5])}
        yield Fact(_("Migrations that this software does not know"), len(ahead), WARN, hint)


def _certificate(at: datetime) -> Iterator[Fact]:
    label, found = _("Certificate of %(address)s"), certificate.of(settings.SITE_URL)
    label = label % {"address": settings.SITE_URL}
    if found is None:
        hint = _("People reach this site without TLS.") if settings.ENVIRONMENT == "production" else ""
        yield Fact(label, _("none"), WARN if hint else "", hint)
    elif found.until is None:
        yield Fact(label, _("could not be checked"), WARN, found.fault)
    else:
        days = (found.until - at).days
        words = ngettext("valid for %(n)s more day", "valid for %(n)s more days", days) % {"n": days}
        tone = BAD if days < CERTIFICATE_BAD else WARN if days < CERTIFICATE_WARN else GOOD
        hint = _("Renew it before browsers refuse the site.") if tone != GOOD else ""
        yield Fact(label, words, tone, hint)


def _waiting(at: datetime) -> queues.Length:
    """Messages that no worker took yet."""
    try:
        return queues.Length(_in_redis())
    except Exception as error:
        raise OSError(type(error).__name__) from error


def _in_redis() -> int:
    with app.connection_for_read(connect_timeout=1) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=1)
        channel: Any = broker.default_channel
        return int(channel.client.llen(f"jobs:{app.conf.task_default_queue}"))


def _queue() -> Fact:
    label = _("Messages to workers that wait")
    try:
        waiting = _in_redis()
    except Exception as error:
        hint = _("Redis cannot be reached. Ordering goes on; jobs catch up when it is back.")
        return Fact(label, type(error).__name__, BAD, hint)
    return Fact(label, waiting, WARN if waiting > 1_000 else "")


def _copies(at: datetime) -> Sequence[Fact]:
    if REPLICA not in connections.settings:
        return [Fact(_("A copy for reports"), _("none"))]
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(_BEHIND)
            last, lag = cursor.fetchone()
    except Error as error:
        hint = _("Reports read the database of the work meanwhile.")
        return [Fact(_("A copy for reports"), type(error).__name__, BAD, hint)]
    told = [Fact(_("A copy for reports holds all until"), last or "–", GOOD if last else WARN)]
    if lag is not None:
        behind = _("%(n)s s") % {"n": round(float(lag), 1)}
        hint = _("Reports read the database of the work while it is far behind.") if lag > LAG_WARN else ""
        told.append(Fact(_("It is behind by"), behind, WARN if lag > LAG_WARN else GOOD, hint))
    return told


def _backups(at: datetime) -> Iterator[Fact]:
    last, good = noting.last(), noting.last_good()
    if last is None:
        yield Fact(_("Last backup"), "–", WARN, _("None was made by this system yet (docs/operations.md, 6)."))
    elif last.state == Job.State.FAILED:
        yield Fact(_("The last one failed"), last.finished_at, BAD, last.error[:200])
    if good is not None:
        age = at - (good.finished_at or at)
        tone = BAD if age > BACKUP_MISSED else WARN if age > BACKUP_OLD else GOOD
        yield Fact(_("Last backup, read again and found whole"), good.finished_at, tone)
        yield Fact(_("Its size"), filesizeformat(good.result["bytes"]))
        yield Fact(_("Where"), good.parameters["folder"])
    elif last is not None:
        yield Fact(_("Last backup"), "–", BAD)
    yield from _restores(at)


def _restores(at: datetime) -> Iterator[Fact]:
    drill = noting.last_drill()
    if drill is None:
        hint = _("A backup that nobody restored is a hope: manage.py restore_drill (docs/operations.md, 6).")
        yield Fact(_("Last drill of a restore"), "–", WARN, hint)
    elif drill.state == Job.State.FAILED:
        yield Fact(_("The last drill of a restore failed"), drill.finished_at, BAD, drill.error[:200])
    else:
        is_old = at - (drill.finished_at or at) > DRILL_OLD
        seconds = ((drill.finished_at or at) - drill.created_at).total_seconds()
        hint = _("%(n)s tables in %(s)s s") % {"n": drill.result["tables"], "s": round(seconds)}
        yield Fact(_("Last drill of a restore"), drill.finished_at, WARN if is_old else GOOD, hint)
    restored = Event.objects.filter(kind="system.restored").order_by("-id").values_list("at", flat=True).first()
    if restored is not None:
        yield Fact(_("This database was put back from a backup"), restored)


def register() -> None:
    """Called once from ``OrdersSiteConfig.ready``."""
    for key, section in (
        ("site.versions", Section(gettext_lazy("Version"), 5, lambda at: [*_versions(at), *_certificate(at)])),
        ("site.machine", Section(gettext_lazy("This machine"), 10, lambda at: list(_machine(at)))),
        ("site.copies", Section(gettext_lazy("Copies of the database"), 25, _copies)),
        ("site.backups", Section(gettext_lazy("Backups"), 50, lambda at: list(_backups(at)))),
    ):
        sections.register(key, section)
    queues.queues.register("workers", queues.Queue(gettext_lazy("Messages to workers that wait"), _waiting))
