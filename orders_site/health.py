"""Two questions of the machinery: is the process alive, and may it be sent people."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common import clock, outbox

OUTBOX_PATIENCE = 600  # seconds a due message may wait before the outbox is called late
_migrated = False  # once all migrations were seen applied, they stay so for this process


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers. Says which run of which installation it is, and asks nothing else."""
    return JsonResponse({"status": "ok", "instance": settings.INSTANCE})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and every migration is applied, else 503.

    An outbox older than OUTBOX_PATIENCE is told (`"outbox": "late"`) but does not take the site away.
    """
    try:
        migrated = _is_migrated()
        age = int(outbox.oldest_age(at=clock.now()).total_seconds()) if migrated else None
    except (DatabaseError, InterfaceError):
        return JsonResponse({"status": "unavailable", "database": "away"}, status=503)
    if age is None:
        return JsonResponse({"status": "unavailable", "database": "ok", "migrations": "missing"}, status=503)
    late = age > OUTBOX_PATIENCE
    body = {"database": "ok", "migrations": "ok", "outbox": "late" if late else "ok", "outbox_age_seconds": age}
    return JsonResponse({"status": "ok", **body})


def _is_migrated() -> bool:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    else:
        connection.ensure_connection()
    return _migrated
