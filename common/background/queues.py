"""Queues that are no list of works: how many wait in each, and since when (registry; docs/adr/0127)."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, transaction
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import outbox
from common.errors import Text
from common.models import Event, OutboxMessage
from common.registry import Registry

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Length:
    """How many wait, and since when the oldest is due; ``count`` None: it cannot be said just now."""

    count: int | None
    oldest: datetime | None = None


@dataclass(frozen=True)
class Queue:
    """A queue: what stands in it, for how long that is in order, the address of its list."""

    label: Text
    ask: Callable[[datetime], Length]
    patience: timedelta = timedelta(minutes=10)
    url: Callable[[], str] | None = None


queues: Registry[Queue] = Registry("common.background.queues")


@dataclass(frozen=True)
class Standing:
    """A queue as it stands."""

    label: Text
    length: Length
    is_late: bool
    url: str


def lengths(*, at: datetime, only: Collection[str] = ()) -> Iterator[Standing]:
    """All queues, or ``only`` these; one that cannot be asked says so."""
    for key, queue in queues.items():
        if only and key not in only:
            continue
        try:
            with transaction.atomic():
                length = queue.ask(at)
        except (DatabaseError, OSError) as error:
            log.warning("queue_unreadable", key=key, error=type(error).__name__)
            length = Length(None)
        late = length.count is None or (length.oldest is not None and at - length.oldest > queue.patience)
        yield Standing(queue.label, length, late, queue.url() if queue.url else "")


def _messages(is_mail: bool) -> Callable[[datetime], Length]:
    def ask(at: datetime) -> Length:
        mail = [topic for topic, server in outbox.routes.items() if server]
        of_mail = Q(topic__in=mail)
        rows = OutboxMessage.objects.filter(of_mail if is_mail else ~of_mail, state__in=("PENDING", "SENDING"))
        return _length(rows.aggregate(count=Count("pk"), oldest=Min("due_at", filter=Q(due_at__lte=at))))

    return ask


def _feed(at: datetime) -> Length:
    return _length(Event.objects.filter(position__isnull=True).aggregate(count=Count("pk"), oldest=Min("at")))


def _length(found: dict) -> Length:
    return Length(found["count"], found["oldest"])


def _list() -> str:
    return f"{reverse('admin:common_outboxmessage_changelist')}?state__exact=PENDING"


def register() -> None:
    """Called once from ``CommonConfig.ready``."""
    for key, queue in (
        ("mail", Queue(_("Mail that waits"), _messages(True), url=_list)),
        ("messages", Queue(_("Other messages that wait"), _messages(False), url=_list)),
        ("feed", Queue(_("Events without a place in the feed"), _feed, timedelta(minutes=1))),
    ):
        queues.register(key, queue)
