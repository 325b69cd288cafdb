"""Mails of a question, and of a reminder of it, lead to its decision. The link is made when the mail is written, so
that asking costs no statement more."""

from datetime import datetime, timedelta
from typing import Any

from accounts.people.models import User
from common import errors
from common.links import queries as links
from orders.approval import queries
from orders.approval.models import ApprovalStep
from orders.approval.operations import linking
from orders.approval.subjects import subjects

_STANDS = timedelta(days=1)  # a link that opens for less than that is not sent again


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
    return _issue(reader, step, at)


def reminded_way(reader: User, step: ApprovalStep, at: datetime) -> str:
    """The address in a mail that reminds ``reader`` of a step that waits for him: the link that he has, as long as it
    opens, else another; "" where things of this kind are not decided by link."""
    request = step.request
    subject = subjects.get(request.subject_type)
    if subject is None or not subject.purpose:
        return ""
    for link in links.links_of(request.subject_type, request.subject_id, subject.purpose).filter(person_id=reader.pk):
        if link.parameters.get("step") == step.sequence and links.is_live(link, at=at + _STANDS):
            try:
                return links.path_of(link)
            except errors.WrongState:  # the site's key changed
                break
    return _issue(reader, step, at)


def _issue(reader: User, step: ApprovalStep, at: datetime) -> str:
    subject_type, subject_id = step.request.subject_type, step.request.subject_id
    return linking.issue_link(actor=reader, subject_type=subject_type, subject_id=subject_id, step=step.sequence, at=at)
