"""What people ask to be sent beside the order of things: a test, or an event once more."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events
from common.operation import operation
from integration.webhooks import payload, policies, queries
from integration.webhooks.models import WebhookAttempt, WebhookEndpoint
from integration.webhooks.states import Trigger

MOST_WAITING = 50


@operation
def send_test(*, actor: User, endpoint_id: int, at: datetime) -> WebhookAttempt:
    """Have a test message sent, in whatever state the webhook is. Raises NotAllowed, NotFound, Conflict (too many
    wait)."""
    endpoint = _with_room(actor, endpoint_id)
    row = WebhookAttempt(trigger=Trigger.TEST, kind=payload.TEST_KIND)
    return _ask(endpoint, row, "webhook.tested", actor, at)


@operation
def resend(*, actor: User, endpoint_id: int, attempt_id: int, at: datetime) -> WebhookAttempt:
    """Have an event of the log sent once more, by itself: the same message under the same number. Raises NotAllowed,
    NotFound, WrongState (it was about no event), Conflict."""
    endpoint = _with_room(actor, endpoint_id)
    policies.require_sending(actor, endpoint.reader_id)
    sent = queries.get_attempt(endpoint, attempt_id)
    if sent.position is None:
        raise errors.WrongState(_("A test is not sent again: send another."))
    row = WebhookAttempt(
        trigger=Trigger.RESEND,
        kind=sent.kind,
        position=sent.position,
        event_id=sent.event_id,
        subject_number=sent.subject_number,
    )
    return _ask(endpoint, row, "webhook.resent", actor, at)


def _with_room(actor: User, endpoint_id: int) -> WebhookEndpoint:
    endpoint = queries.lock_endpoint(actor=actor, endpoint_id=endpoint_id)
    if WebhookAttempt.objects.filter(endpoint=endpoint, tried_at__isnull=True).count() >= MOST_WAITING:
        raise errors.Conflict(_("Too many messages wait to be sent already. Wait until they are."))
    return endpoint


def _ask(endpoint: WebhookEndpoint, row: WebhookAttempt, word: str, actor: User, at: datetime) -> WebhookAttempt:
    row.endpoint, row.asked_at, row.asked_by = endpoint, at, actor
    row.save()
    events.record(word, endpoint, at=at, number=endpoint.name)
    return row
