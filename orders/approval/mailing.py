"""The mail of a question leads to its decision. The link is made when the mail is written, so that asking costs no
statement more."""

from datetime import datetime
from typing import Any

from accounts.people.models import User
from orders.approval import queries
from orders.approval.operations import linking
from orders.approval.subjects import subjects


def way(reader: User, line: Any, at: datetime) -> str | None:
    """The address in the mail of a question: a link that opens the decision; None where none waits for him, or things
    of this kind are not decided by link."""
    subject = subjects.get(line.subject_type)
    if subject is None or not subject.purpose:
        return None
    waiting = queries.waiting_for(reader)
    step = waiting.filter(request__subject_type=line.subject_type, request__subject_id=line.subject_id).first()
    if step is None:
        return None
    what = {"subject_type": line.subject_type, "subject_id": line.subject_id}
    return linking.issue_link(actor=reader, step=step.sequence, at=at, **what)
