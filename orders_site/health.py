"""Two questions of the machinery: is the process alive, and may it be sent people."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common import clock, outbox

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

    An outbox with a message that waits for longer than its patience goes ("late"), or that holds messages which wait
    for a person ("doubtful"), is told but does not take the site away.
    """
    try:
        migrated = _is_migrated()
        standing = outbox.standing(at=clock.now()) if migrated else None
    except (DatabaseError, InterfaceError):
        return JsonResponse({"status": "unavailable", "database": "away"}, status=503)
    if standing is None:
        return JsonResponse({"status": "unavailable", "database": "ok", "migrations": "missing"}, status=503)
    age = int(standing.oldest.total_seconds())
    state = "late" if standing.is_late else "doubtful" if standing.needs_a_person else "ok"
    told = {"outbox": state, "outbox_age_seconds": age, "outbox_undelivered": standing.doubtful + standing.failed}
    return JsonResponse({"status": "ok", "database": "ok", "migrations": "ok", **told})


def _is_migrated() -> bool:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    else:
        connection.ensure_connection()
    return _migrated
