"""What the ground floor promises of its own tables (RELIABILITY 3: 18 and 21), and of all of them (24)."""

from django.utils.translation import gettext_lazy as _

from common import orphans
from common.invariants import Invariant, invariants

# a first try is due at once; what was refused for now may wait an hour between two tries
UNDELIVERED = """
SELECT id, topic, dedupe_key, state, attempts, due_at, left(last_error, 200) AS last_error
FROM common_outboxmessage
WHERE state IN ('DOUBTFUL', 'FAILED')
   OR state = 'SENDING' AND claimed_at < now() - interval '10 minutes'
   OR state = 'PENDING' AND due_at < now() - interval '10 minutes'
   OR state = 'PENDING' AND attempts > 0 AND created_at < now() - interval '1 hour'
ORDER BY id
"""

TWICE = """
SELECT client, key, count(*) AS answers FROM common_idempotencyrecord GROUP BY client, key HAVING count(*) > 1
UNION ALL
SELECT '', 'the unique constraint is missing', 0 WHERE NOT EXISTS (
    SELECT FROM pg_constraint WHERE conname = 'idempotency_client_key' AND contype = 'u' AND convalidated)
"""


def register() -> None:
    """Called once from ``CommonConfig.ready``."""
    invariants.register("outbox.delivered", Invariant(18, _("The outbox is empty or young"), UNDELIVERED))
    invariants.register("orphans", Invariant(24, _("Every row leads to what it names"), find=orphans.find))
    invariants.register("idempotency.once", Invariant(21, _("One effect an idempotency key"), TWICE))
