"""The outbox hands a delivery over here: only now the report is made, with the rights and in the language that its
recipient has now (docs/adr/0100)."""

from dataclasses import replace
from datetime import datetime

import structlog
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext_lazy, override

from accounts import policies as rights
from accounts.people import queries as people
from common import clock, dates, errors, mailing, outbox
from common.models import OutboxMessage
from reports.builder.policies import VIEW
from reports.deliveries import contents, letters, linking, running
from reports.deliveries.letters import Written
from reports.deliveries.models import ReportDelivery, ReportSchedule
from reports.deliveries.operations import TOPIC
from reports.figures import queries as figures

State = ReportDelivery.State
XLSX = ReportSchedule.File.XLSX
_TIMED_OUT = "57014"  # the statement's own limit: it would take as long again
log = structlog.get_logger(__name__)


class _Left(Exception):
    """Its recipient gets none; the text says why, lazily."""


def deliver(message: OutboxMessage) -> None:
    """Make a report for its recipient and send it. Moot for who gets none, or where it was settled before; what could
    not be made has failed and is not tried again: its owner is told."""
    row, at = _row(message.payload["delivery"]), clock.now()
    written = _written(row, bool(message.payload.get("is_trial")), at)
    try:
        mailing.hand_over(
            message,
            to=row.recipient.email,
            subject=written.subject,
            body=written.text,
            html=written.html,
            attachments=written.attachments,
            unsubscribe=written.unsubscribe,
        )
    except outbox.Refused as error:
        _settle(row, State.FAILED, error, at)
        raise
    running.settle(
        actor=people.system_user(), delivery_id=row.pk, state=State.SENT, at=clock.now(), customers=written.customers
    )


def _row(delivery_id: int) -> ReportDelivery:
    rows = ReportDelivery.objects.select_related("schedule__report", "schedule__created_by", "recipient")
    row = rows.filter(pk=delivery_id, state__in=running.OPEN).first()
    if row is None:
        raise outbox.Moot()
    return row


def _written(row: ReportDelivery, is_trial: bool, at: datetime) -> Written:
    """The mail. Raises Moot, with the delivery settled, where there is none, Retry while the database is away."""
    try:
        _require_wanted(row, is_trial)
        return _letter(row, at)
    except _Left as error:
        _settle(row, State.SKIPPED, error, at)
    except errors.NotAllowed:
        _settle(row, State.SKIPPED, contents.HIDDEN, at)
    except errors.NotFound:
        is_own = row.recipient_id == row.schedule.created_by_id
        _settle(row, State.FAILED if is_own else State.SKIPPED, contents.GONE, at)
    except (errors.Unavailable, OperationalError, InterfaceError) as error:
        if getattr(error.__cause__, "pgcode", None) != _TIMED_OUT:
            raise outbox.Retry(f"{type(error).__name__}: {error}") from error
        _settle(row, State.FAILED, gettext_lazy("It takes too long to be worked out. Narrow the report."), at)
    except errors.DomainError as error:
        _settle(row, State.FAILED, error, at)
    except Exception as error:
        log.exception("report_delivery_failed", delivery=row.pk)
        words = gettext_lazy("Something went wrong on our side (%(kind)s); the log says more.")
        _settle(row, State.FAILED, words, at, kind=type(error).__name__)
    raise outbox.Moot()


def _letter(row: ReportDelivery, at: datetime) -> Written:
    reader, schedule = row.recipient, row.schedule
    with override(reader.language):
        found = contents.content_of(schedule.report, reader=reader, at=at, with_flat=schedule.file == XLSX)
        leave = linking.unsubscribe_address(schedule, reader, at)
        written = letters.write(schedule, found, reader=reader, unsubscribe=leave, at=at)
    if found.asked is None:  # a standard report adds up
        return written
    whom = figures.customers_of(actor=reader, asked=found.asked, today=dates.business_day(at))
    return replace(written, customers=whom)


def _require_wanted(row: ReportDelivery, is_trial: bool) -> None:
    """Raise _Left where what was true when it was queued is so no more."""
    reader = row.recipient
    if not reader.is_active:
        raise _Left(gettext_lazy("He does not work here any more."))
    if not is_trial and not row.schedule.is_active:
        raise _Left(gettext_lazy("It was paused meanwhile."))
    if not is_trial and not row.schedule.recipients.filter(pk=reader.pk).exists():
        raise _Left(gettext_lazy("He does not get it any more."))
    if not rights.can(reader, VIEW):
        raise _Left(gettext_lazy("He may not see reports any more."))
    if not reader.email:
        raise _Left(gettext_lazy("He has no mail address."))


def _settle(row: ReportDelivery, state: str, said: object, at: datetime, **named: str) -> None:
    """In the language of whose schedule it is: he reads it."""
    with override(row.schedule.created_by.language):
        message = str(said) % named if named else str(said)
    running.settle(actor=people.system_user(), delivery_id=row.pk, state=state, message=message, at=at)


def register() -> None:
    """Called once from this room's wiring."""
    mailing.carry(TOPIC, deliver, outbox.Patience.PATIENT)
