"""What the log of webhooks copied of events loses what the events lost (ADR 0121). What was taken is with receivers."""

from collections.abc import Collection

from django.db.models import OuterRef, Subquery

from accounts.trail.redacting import REDACTED
from common.models import Event
from integration.webhooks.models import WebhookAttempt


def follow(event_ids: Collection[int]) -> None:
    """Their numbers are again those of the events; what receivers answered, which may repeat what they were sent, goes.
    Messages themselves are kept nowhere: sent again, they are made of the event as it is then."""
    attempts = WebhookAttempt.objects.filter(event_id__in=event_ids)
    number = Event.objects.filter(pk=OuterRef("event_id")).values("subject_number")
    attempts.update(subject_number=Subquery(number))
    attempts.exclude(answer="").update(answer=REDACTED)
