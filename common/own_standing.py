"""What the ground floor tells people who run the house: the database, the work in the background, what must hold."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Min, Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import heartbeat, invariants, outbox
from common.background import queues, timetable
from common.models import Job
from common.standing import BAD, GOOD, WARN, Fact, Section, sections

WAITS_LONG = timedelta(minutes=10)
CHECKED_LONG_AGO = timedelta(hours=26)
_DATABASE = """
    SELECT current_setting('server_version'), pg_database_size(current_database()),
        (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
        current_setting('max_connections')::int,
        (SELECT extract(epoch FROM max(now() - xact_start)) FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()),
        (SELECT count(*) FROM pg_stat_replication),
        (SELECT extract(epoch FROM max(replay_lag)) FROM pg_stat_replication)
"""


def _database(at: datetime) -> Sequence[Fact]:
    with connection.cursor() as cursor:
        cursor.execute(_DATABASE)
        version, size, used, most, oldest, replicas, lag = cursor.fetchone()
    oldest = float(oldest or 0)
    told = [
        Fact(_("PostgreSQL"), version),
        Fact(_("Size of the database"), filesizeformat(size)),
        Fact(_("Connections"), f"{used} / {most}", WARN if used > most * 0.8 else "", _("in use / at most")),
        Fact(_("Oldest transaction"), _seconds(oldest), WARN if oldest > 600 else ""),
        Fact(_("Copies that follow it"), replicas),
    ]
    if lag is not None:
        told.append(Fact(_("The slowest copy is behind by"), _seconds(float(lag)), WARN if lag > 60 else GOOD))
    return told


def _seconds(value: float) -> str:
    if value < 120:
        return _("%(n)s s") % {"n": round(value, 1)}
    return ngettext("%(n)s minute", "%(n)s minutes", round(value / 60)) % {"n": round(value / 60)}


def _work(at: datetime) -> Iterator[Fact]:
    last = heartbeat.last()
    silent = heartbeat.silent_since(at=at) is not None
    hint = _("Redis, the worker or the clock stands still: nothing is done in the background.") if silent else ""
    yield Fact(_("Last sign of worker and clock"), last or "–", BAD if silent or last is None else GOOD, hint)
    yield from _jobs(at)
    standing, sends = outbox.standing(at=at), reverse("admin:sends")
    waits = int(standing.oldest.total_seconds())
    yield Fact(_("Oldest message that is due"), _seconds(waits), WARN if standing.is_late else GOOD)
    for label, count, state in (
        (_("Doubtful messages"), standing.doubtful, "doubtful"),
        (_("Failed messages"), standing.failed, "failed"),
    ):
        hint = _("A person decides whether they are sent again.") if count else ""
        yield Fact(label, count, BAD if count else "", hint, f"{sends}?show={state}")
    failing = list(timetable.failing(at=at))
    hint = ", ".join(str(one.entry.title) for one in failing[:3])
    label = _("Jobs of the timetable that failed or do not come")
    yield Fact(label, len(failing), WARN if failing else GOOD, hint, reverse("admin:timetable"))
    for queue in queues.lengths(at=at, only=("mail", "messages")):
        length = queue.length
        value = _("Could not be read") if length.count is None else length.count
        yield Fact(queue.label, value, WARN if queue.is_late else "", url=queue.url)


def _jobs(at: datetime) -> Iterator[Fact]:
    waiting = [Job.State.QUEUED, Job.State.RUNNING]
    recent = Job.objects.filter(created_at__gt=at - timedelta(days=7))
    found = recent.aggregate(
        queued=Count("pk", filter=Q(state=Job.State.QUEUED)),
        running=Count("pk", filter=Q(state=Job.State.RUNNING)),
        failed=Count("pk", filter=Q(state=Job.State.FAILED, finished_at__gt=at - timedelta(days=1))),
        oldest=Min("created_at", filter=Q(state__in=waiting)),
    )
    jobs = reverse("admin:jobs")
    yield Fact(_("Jobs that wait"), found["queued"], url=f"{jobs}?show=waiting")
    yield Fact(_("Jobs under way"), found["running"], url=f"{jobs}?show=running")
    failed = found["failed"]
    yield Fact(_("Jobs that failed within a day"), failed, WARN if failed else "", url=f"{jobs}?show=failed")
    if found["oldest"]:
        late = at - found["oldest"] > WAITS_LONG
        yield Fact(_("Oldest job that is not done, since"), found["oldest"], WARN if late else "")


def _what_must_hold(at: datetime) -> Sequence[Fact]:
    url, job = reverse("admin:invariants"), invariants.last_run()
    if job is None or job.finished_at is None:
        return [Fact(_("Checked last"), "–", WARN, _("Nothing was checked yet. It happens every night."), url)]
    old, broken = at - job.finished_at > CHECKED_LONG_AGO, job.result["broken"]
    return [
        Fact(_("Things that do not hold"), broken, BAD if broken else GOOD, url=url),
        Fact(_("Checked last"), job.finished_at, WARN if old else ""),
    ]


def register() -> None:
    """Called once from ``CommonConfig.ready``."""
    for key, section in (
        ("common.database", Section(gettext_lazy("Database"), 20, _database)),
        ("common.work", Section(gettext_lazy("Work in the background"), 30, lambda at: list(_work(at)))),
        ("common.invariants", Section(gettext_lazy("What must hold"), 40, _what_must_hold)),
    ):
        sections.register(key, section)
