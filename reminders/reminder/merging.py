"""What was told to a customer, and is going to be, when he becomes another: nobody is told a second time."""

from datetime import datetime

from django.db import connection

from accounts.people.models import User
from customers.models import Customer

_ROWS = ("reminders_reminder", "reminders_letter")
# what both were told alike stays as it is: its key exists already
_REMINDERS = """
UPDATE reminders_reminder told SET recipient = %(target)s WHERE told.recipient = %(source)s AND NOT EXISTS (
    SELECT FROM reminders_reminder other WHERE other.rule_id = told.rule_id
        AND other.subject_type = told.subject_type AND other.subject_id = told.subject_id
        AND other.step = told.step AND other.due = told.due AND other.recipient = %(target)s)
"""
_LETTERS = """
UPDATE reminders_letter sent SET recipient = %(target)s WHERE sent.recipient = %(source)s AND NOT (
    sent.is_digest AND EXISTS (
        SELECT FROM reminders_letter other WHERE other.is_digest AND other.recipient = %(target)s
            AND other.channel = sent.channel AND other.address = sent.address AND other.slot = sent.slot))
"""


def move(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """Point the reminders and letters of ``source`` to ``target``; four statements."""
    names = {"source": f"customer:{source.pk}", "target": f"customer:{target.pk}"}
    with connection.cursor() as cursor:
        for statement in (_REMINDERS, _LETTERS):
            cursor.execute(statement, names)
        for table in _ROWS:
            cursor.execute(
                f"UPDATE {table} SET customer_id = %s WHERE customer_id = %s",
                [target.pk, source.pk],
            )
