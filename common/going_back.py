"""After the database went back to a backup: what happened since is gone here, and known to those who were told.

Their receivers take each number of a message once, and their readers go on after the last place that they know. A
number or a place given a second time would be taken for the first: what happens from now on would be dropped, or
skipped, in silence. So both go on far beyond whatever was given meanwhile, and an event says so (docs/integration).
"""

from datetime import datetime
from typing import Any

from django.db import connection

from common import events
from common.operation import operation

STEP = 10_000_000  # more events than a house makes between its last backup and an accident
KIND = "system.restored"


def go_on(*, actor: Any, at: datetime) -> None:
    """Let the numbers and places of events go on beyond those of the time that is lost. For the database's owner, while
    nothing else works on it; done twice it does no harm."""
    _tell(actor=actor, at=at)
    events.place_events(step=STEP)


@operation
def _tell(*, actor: Any, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence('common_event', 'id')")
        [name] = cursor.fetchone()
        cursor.execute("SELECT setval(%s, nextval(%s) + %s)", [name, name, STEP])
    events.record(KIND, at=at, step=STEP)
