"""What the audit trail promises (RELIABILITY 3: 19 and 20)."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.trail import install, seals
from common import prepared
from common.invariants import Invariant, invariants

NEWEST = 500  # rows of each table that are looked for in the trail
TOGETHER = 40  # tables in one statement: there are two hundred, and planning a statement takes longer than running it
# a bulk load leaves one row for all that it inserts: so many of a table's rows may have none of their own
_UNTOLD = """
(SELECT '{table}' AS name, row.id
FROM (SELECT "{key}"::text AS id FROM "{table}" ORDER BY "{key}" DESC LIMIT {newest}) row
WHERE NOT EXISTS (SELECT FROM accounts_trailrow WHERE table_name = '{table}' AND row_id = row.id)
  AND NOT EXISTS (SELECT FROM accounts_trailrow WHERE table_name = '{table}' AND row_id = '' AND operation = 'B')
LIMIT {limit})
"""


def untold(limit: int) -> list[dict[str, Any]]:
    """Tables without their triggers, and among each table's newest rows those that the trail knows nothing of."""
    return list(islice(_untold(limit), limit))


def _untold(limit: int) -> Iterator[dict[str, Any]]:
    for table, trigger in install.missing(connection):
        yield {"table": table, "row": "", "missing": trigger}
    tables = [(table, key) for table, (key, _hidden) in install.audited_tables().items()]
    for start in range(0, len(tables), TOGETHER):
        some = tables[start : start + TOGETHER]
        parts = (_UNTOLD.format(key=key, table=table, newest=NEWEST, limit=int(limit)) for table, key in some)
        with connection.cursor() as cursor:
            prepared.execute(cursor, " UNION ALL ".join(parts), [])
            for table, row in cursor.fetchall():
                yield {"table": table, "row": row, "missing": "trail row"}


def broken(limit: int) -> list[dict[str, Any]]:
    """The first place where the trail is not what was sealed."""
    fault = seals.verify().fault
    return [{"row": fault.row_id, "fault": fault.what}] if fault else []


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    invariants.register("trail.complete", Invariant(19, _("Every change has a row in the audit trail"), find=untold))
    invariants.register("trail.whole", Invariant(20, _("The audit trail is what was sealed"), find=broken))
