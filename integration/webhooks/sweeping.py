"""The log of webhooks is kept for some time, and no longer than so many rows for each."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.people.models import User
from common import settings
from common.operation import operation
from integration.webhooks.models import WebhookAttempt, WebhookEndpoint

SETTING = "integration.keep_webhook_log_days"
MOST = 20_000  # rows of the log of one endpoint
BATCH = 1_000


def sweep(*, actor: User, at: datetime) -> int:
    """Forget what was tried before the days that the company keeps it, and the oldest of what is too many; how many.
    What is still to be sent stays."""
    line = at - timedelta(days=settings.get(SETTING))
    swept = _drop_all(actor, WebhookAttempt.objects.filter(asked_at__lt=line))
    for pk in WebhookEndpoint.objects.values_list("pk", flat=True):
        rows = WebhookAttempt.objects.filter(endpoint=pk)
        last = rows.order_by("-pk").values_list("pk", flat=True)[MOST : MOST + 1]
        for too_old in last:
            swept += _drop_all(actor, rows.filter(pk__lte=too_old))
    return swept


def _drop_all(actor: User, rows: QuerySet[WebhookAttempt]) -> int:
    swept = 0
    while found := _drop(actor=actor, rows=rows):
        swept += found
    return swept


@operation
def _drop(*, actor: User, rows: QuerySet[WebhookAttempt]) -> int:
    old = rows.filter(tried_at__isnull=False).order_by("pk").values_list("pk", flat=True)[:BATCH]
    found = WebhookAttempt.objects.filter(pk__in=list(old)).delete()
    return found[0]
