"""A person decides about messages of which nobody knows whether they arrived, or that were refused (docs/adr/0127)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.background import policies
from accounts.background.sends import MOST, Decision
from accounts.console import operations as console
from accounts.people.models import User
from common import errors, events, sends
from common.models import OutboxMessage
from common.operation import attempt, operation

State = OutboxMessage.State


@dataclass
class Decided:
    """What became of each: done, or why not."""

    done: list[int] = field(default_factory=list)
    refused: list[tuple[int, errors.DomainError]] = field(default_factory=list)


@operation
def decide(*, actor: User, decision: str, message_ids: Sequence[int], at: datetime) -> Decided:
    """Decide about messages, one that is refused keeps nothing from the others. Raises NotAllowed, Invalid (no such
    decision, none or too many)."""
    rights.require(actor, policies.RESEND)
    if decision not in list(Decision):
        raise errors.Invalid(fields={"decision": [_("Choose one of the list.")]})
    if not message_ids or len(message_ids) > MOST:
        raise errors.Invalid(fields={"ids": [_("Choose between 1 and %(most)s.") % {"most": MOST}]})
    found = Decided()
    for pk in dict.fromkeys(message_ids):
        try:
            chosen = Decision(decision)
            attempt(lambda: decide_one(actor=actor, decision=chosen, message_id=pk, at=at))  # noqa: B023
            found.done.append(pk)
        except errors.DomainError as error:
            found.refused.append((pk, error))
    return found


@operation
def decide_one(*, actor: User, decision: Decision, message_id: int, at: datetime) -> None:
    """Decide about one. Raises NotAllowed, NotFound, WrongState where somebody decided meanwhile."""
    rights.require(actor, policies.RESEND)
    if not OutboxMessage.objects.filter(pk=message_id).exists():
        raise errors.NotFound()
    if decision == Decision.ARRIVED:
        confirm_message(actor=actor, message_id=message_id, at=at)
        return
    verb = console.resend_messages if decision == Decision.AGAIN else console.give_up_messages
    if not verb(actor=actor, message_ids=[message_id], at=at):
        raise _decided()


@operation
def confirm_message(*, actor: User, message_id: int, at: datetime) -> None:
    """Note that a message arrived, as a person says; its room notes it as well. Raises NotAllowed, WrongState."""
    rights.require(actor, policies.RESEND)
    rows = OutboxMessage.objects.select_for_update(no_key=True).filter(pk=message_id, state__in=console.RESENDABLE)
    message = rows.first()
    if message is None:
        raise _decided()
    known = sends.sends.get(message.topic)
    if known is not None and known.arrived is not None:
        known.arrived(actor, message, at)
    message.state, message.sent_at = State.SENT, message.claimed_at or at
    message.save(update_fields=["state", "sent_at"])
    events.record("outbox.confirmed", message, at=at, number=message.dedupe_key[:80], error=message.last_error[:300])


def _decided() -> errors.WrongState:
    return errors.WrongState(_("Somebody decided about it meanwhile."), possible=[])
