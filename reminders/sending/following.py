"""What the outbox says of letters: those that may have gone out, or were refused, are shown to a person."""

from datetime import datetime

from django.db import connection

from accounts.people.models import User
from common.operation import operation

# what became doubtful or failed, and what somebody sent again or gave up in the console's list of outgoing messages
_FOLLOW = """
UPDATE reminders_letter letter SET error = left(message.last_error, 300), version = letter.version + 1,
    state = CASE WHEN message.state IN ('DOUBTFUL', 'FAILED', 'MOOT') THEN message.state ELSE 'QUEUED' END
FROM common_outboxmessage message WHERE message.dedupe_key = letter.outbox_key AND (
    letter.state = 'QUEUED' AND message.state IN ('DOUBTFUL', 'FAILED', 'MOOT')
    OR letter.state = 'DOUBTFUL' AND message.state IN ('PENDING', 'SENDING', 'FAILED', 'MOOT')
    OR letter.state = 'FAILED' AND message.state IN ('PENDING', 'SENDING', 'DOUBTFUL', 'MOOT')
) RETURNING letter.id, letter.state
"""
# a letter that failed or was given up carried reminders that reached nobody; one that is sent again carries them anew
_CARRIED = """
UPDATE reminders_reminder reminder SET state = %(to)s FROM reminders_letteritem item
WHERE item.reminder_id = reminder.id AND NOT item.is_moot AND reminder.state = %(from)s
    AND item.letter_id = ANY(%(ids)s)
"""


@operation
def follow(*, actor: User, at: datetime) -> int:
    """Take over from the outbox what became of letters; returns how many changed."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW)
        found = cursor.fetchall()
        failed = [key for key, state in found if state in ("FAILED", "MOOT")]
        others = [key for key, state in found if state not in ("FAILED", "MOOT")]
        if failed:
            cursor.execute(_CARRIED, {"from": "GATHERED", "to": "FAILED", "ids": failed})
        if others:
            cursor.execute(_CARRIED, {"from": "FAILED", "to": "GATHERED", "ids": others})
    return len(found)
