"""Reports by mail, for people who run the house: sent again to one recipient (docs/adr/0127)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from common import sends
from common.background import works
from common.background.works import Effect, Kind, Source, Verb, Work
from common.models import Job, OutboxMessage
from reports.deliveries import running
from reports.deliveries.models import ReportDelivery
from reports.deliveries.operations import TOPIC, key_of

KIND, SOURCE = "reports.delivery", "delivery"
State, Sent = ReportDelivery.State, OutboxMessage.State
_STATES = {
    State.QUEUED: Job.State.QUEUED,
    State.SENT: Job.State.DONE,
    State.SKIPPED: Job.State.CANCELLED,
    State.FAILED: Job.State.FAILED,
}


def rows() -> QuerySet[Any]:
    """All deliveries that are still listed."""
    state = Case(
        *[When(state=state, then=Value(str(told))) for state, told in _STATES.items()], output_field=CharField()
    )
    kind = Value(KIND, output_field=CharField())
    return ReportDelivery.objects.select_related("schedule").annotate(
        work_kind=kind, work_state=state, asked_at=F("due_at"), ended_at=F("settled_at")
    )


def read(row: Any) -> Work:
    """A delivery as work."""
    return Work(
        kind=KIND,
        source=SOURCE,
        id=row.pk,
        state=row.work_state,
        actor_id=row.schedule.created_by_id,
        created_at=row.due_at,
        finished_at=row.settled_at,
        error=row.message if row.state == State.FAILED else "",
    )


def _deliveries(found: Sequence[Work]) -> Mapping[int, tuple[str, str]]:
    chosen = ReportDelivery.objects.filter(pk__in=[one.id for one in found])
    told = chosen.values_list("pk", "schedule__report__name", "recipient__name")
    return {pk: (f"{report} → {who}", "") for pk, report, who in told}


def _again(work: Work, at: datetime) -> Effect:
    row = ReportDelivery.objects.select_related("recipient", "schedule").get(pk=work.id)
    message = OutboxMessage.objects.filter(topic=TOPIC, dedupe_key=key_of(row)).first()
    if message is None or message.state in (Sent.PENDING, Sent.SENDING):
        return Effect(obstacle=_("It is on its way already, or not kept any more."))
    if not row.recipient.is_active or not row.recipient.email:
        return Effect(obstacle=_("The recipient does not work here any more, or has no mail address."))
    is_doubtful = message.state == Sent.DOUBTFUL
    return Effect(
        does=[
            _("The report is made anew, with the figures and the rights of %(who)s as they are now, and sent to him.")
            % {"who": row.recipient.name}
        ],
        keeps=[_("Other recipients of the same time get nothing twice.")],
        warning=_("Nobody knows whether the first one arrived: it may arrive twice.") if is_doubtful else "",
    )


def _send_again(work: Work, at: datetime) -> None:
    rows = ReportDelivery.objects.select_for_update(no_key=True, of=("self",))
    row = rows.filter(pk=work.id, state=State.FAILED).first()
    ended = (Sent.DOUBTFUL, Sent.FAILED, Sent.MOOT)
    message = OutboxMessage.objects.select_for_update(no_key=True).filter(
        topic=TOPIC, dedupe_key=key_of(row) if row else "", state__in=ended
    )
    found = message.first()
    if row is None or found is None:
        raise works.too_late()
    sends.again(found, at=at)
    row.state, row.message, row.settled_at = State.QUEUED, "", None
    row.save(update_fields=["state", "message", "settled_at"])


def has_arrived(actor: User, message: OutboxMessage, at: datetime) -> None:
    """A person says so in the console: the delivery is noted as sent."""
    running.settle(actor=actor, delivery_id=message.payload["delivery"], state=State.SENT, at=at)


def register() -> None:
    """Called once from this room's wiring."""
    works.sources.register(SOURCE, Source(rows, read))
    works.kinds.register(
        KIND,
        Kind(
            label=gettext_lazy("Report by mail"),
            about=gettext_lazy("Reports that are sent to people by their schedules"),
            source=SOURCE,
            again=Verb(_again, _send_again),
            told=_deliveries,
        ),
    )
