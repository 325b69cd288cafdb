"""What the console changes that belongs to no other room: company settings, messages sent again."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.console import outgoing, working_days
from accounts.people import queries as people
from accounts.people.models import User
from accounts.second_factor import operations as second_factor
from common import company, editing, errors, events, locks, mailing, settings, waking, workdays
from common.mailing import bounces
from common.mailing.models import MailAddress
from common.models import OutboxMessage, Setting
from common.operation import operation

CHECK = "accounts.check_invariants"  # the job
RESENDABLE = (OutboxMessage.State.DOUBTFUL, OutboxMessage.State.FAILED)


@operation
def change_settings(
    *, actor: User, values: Mapping[str, Any], at: datetime, shown: Mapping[str, Any] | None = None
) -> dict[str, list[Any]]:
    """Set company settings; a value equal to the default goes back to following it.

    Returns what changed, key → [old, new]. Raises NotAllowed, Invalid (unknown key, or what its definition
    does not take), Stale where a setting is no longer what ``shown`` says the person saw, Conflict where what
    was done under a value holds it.
    """
    policies.require(actor, "setting.manage")
    locks.wait_for(locks.Lock.SETTINGS)  # a setting that follows its default has no row to lock
    faults = {key: [text] for key, value in values.items() if (text := settings.fault_of(key, value))}
    if faults:
        raise errors.Invalid(fields=faults)
    stored = {row.key: row.value for row in Setting.objects.all()}
    now = {key: stored.get(key, settings.definitions[key].default) for key in values}
    editing.require_unchanged(now, values, shown, labels={key: settings.definitions[key].help for key in values})
    changed: dict[str, list[Any]] = {}
    for key, value in values.items():
        default = settings.definitions[key].default
        if now[key] == value:
            continue
        if why := (fixed := settings.definitions[key].fixed) and fixed():
            raise errors.Conflict(why, code="setting_fixed", setting=key)
        changed[key] = [now[key], value]
        if value == default:
            Setting.objects.filter(key=key).delete()
        else:
            Setting.objects.update_or_create(key=key, defaults={"value": value})
    if changed:
        events.record("setting.changed", None, at=at, changes=changed)
        settings.changed()
    if "mfa_roles" in changed:
        second_factor.ask_for_enrolment(list(people.active_people().values_list("pk", flat=True)), at=at)
    return changed


@operation
def change_calendar(
    *,
    actor: User,
    at: datetime,
    days: Mapping[date, bool] | None = None,
    complete: Collection[int] = (),
    version: int | None = None,
) -> dict[str, list[Any]]:
    """Say of days whether people work on them (SEMANTICS 13), and of years that all their days are entered. What the
    company said of a day is taken back where the state's calendar says the same. ``version``: of the calendar as it
    was shown.

    Returns what changed, setting → [old, new]. Raises NotAllowed, Invalid (a day or year out of reach), Stale.
    """
    policies.require(actor, working_days.RIGHT)
    locks.wait_for(locks.Lock.SETTINGS)
    settings.forget()  # what another process changed a second ago counts
    if version is not None and version != working_days.version():
        raise errors.Stale(fields={}, version=working_days.version())
    for day in days or {}:
        if fault := workdays.day_fault(day):
            raise errors.Invalid(fields={"days": [fault]})
    shown = working_days.read()
    off, made_up = workdays.said(days or {})
    years = sorted({*shown[workdays.YEARS], *map(str, complete)})
    values = {workdays.DAYS_OFF: off, workdays.MAKE_UP_DAYS: made_up, workdays.YEARS: years}
    values = {key: value for key, value in values.items() if value != shown[key]}
    return change_settings(actor=actor, values=values, shown={key: shown[key] for key in values}, at=at)


@operation
def resend_messages(*, actor: User, message_ids: Collection[int], at: datetime) -> int:
    """Send doubtful or failed messages once more, at a person's risk that they arrive twice; how many."""
    policies.require(actor, "outbox.resend")
    messages = OutboxMessage.objects.select_for_update(no_key=True).filter(pk__in=message_ids, state__in=RESENDABLE)
    chosen = list(messages.order_by("pk"))
    for message in chosen:
        message.state, message.due_at, message.attempts = OutboxMessage.State.PENDING, at, 0
        message.save(update_fields=["state", "due_at", "attempts"])
        events.record("outbox.resent", message, at=at, number=message.dedupe_key[:80], error=message.last_error[:300])
    return len(chosen)


@operation
def give_up_messages(*, actor: User, message_ids: Collection[int], at: datetime) -> int:
    """Never send doubtful or failed messages again: a person settled it otherwise, or nobody needs them; how many."""
    policies.require(actor, "outbox.resend")
    messages = OutboxMessage.objects.select_for_update(no_key=True).filter(pk__in=message_ids, state__in=RESENDABLE)
    chosen = list(messages.order_by("pk"))
    for message in chosen:
        message.state = OutboxMessage.State.MOOT
        message.save(update_fields=["state"])
        events.record("outbox.given_up", message, at=at, number=message.dedupe_key[:80], error=message.last_error[:300])
    return len(chosen)


@operation
def release_address(*, actor: User, address_id: int, at: datetime) -> MailAddress:
    """Let mail go to a blocked address again. Raises NotAllowed, NotFound, WrongState."""
    policies.require(actor, "outbox.resend")
    return bounces.release(actor=actor, address_id=address_id, at=at)


@operation
def ask_for_check(*, actor: User, at: datetime) -> None:
    """Have everything that must hold checked by the background work, in the name of ``actor``."""
    policies.require(actor, "admin.console")
    waking.wake(CHECK, actor.pk)


@operation
def send_test_mail(*, actor: User, at: datetime) -> None:
    """Queue a mail to oneself, which shows that mail arrives. Raises NotAllowed, Invalid without an address."""
    policies.require(actor, "outbox.resend")
    if not actor.email:
        raise errors.Invalid(_("There is no e-mail address of yours. Enter it with the people first."))
    subject = gettext("Test mail of %(company)s") % {"company": company.current().name}
    body = gettext("This mail was asked for in the admin console. Mail arrives.")
    mailing.send(
        dedupe_key=f"{outgoing.test_key(actor)}{at.isoformat()}", to=actor.email, subject=subject, body=body, at=at
    )
    events.record("outbox.tested", actor, at=at, number=actor.username)
