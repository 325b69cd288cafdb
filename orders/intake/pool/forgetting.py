"""Forgetting what mails and chats said that became an order, or none, long ago (R309): who sent it, words and files."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.models import Attachment
from accounts.people.models import User
from accounts.trail import redacting
from customers.retention.own_rules import held
from customers.retention.rules import Rule, rules
from orders.intake.pool.models import IntakeItem
from orders.intake.pool.states import State

COLUMNS = ("sender", "sender_mail", "sender_phone", "subject", "text", "header", "rows", "refused_files")
_TEXTS = COLUMNS[:5]
_ENDED = (State.DRAFTED, State.DISCARDED)


def older(line: datetime) -> QuerySet[IntakeItem]:
    """Pieces that ended before and still say something."""
    tells = ~Q(**dict.fromkeys(_TEXTS, "")) | ~Q(header={}) | ~Q(rows=[])
    ended = IntakeItem.objects.filter(tells, state__in=_ENDED, received_at__lt=line)
    return ended.exclude(customer__in=held())


def forget(*, rows: Sequence[IntakeItem], actor: User, at: datetime) -> None:
    """That it came in, when, and which order it became stays; the rest goes, out of the trail too, and its files are
    taken off the disk by the job that removes files nothing speaks of."""
    keys = [one.pk for one in rows]
    IntakeItem.objects.filter(pk__in=keys).update(**dict.fromkeys(_TEXTS, ""), header={}, rows=[], refused_files=[])
    redacting.redact(
        table=IntakeItem._meta.db_table, row_ids=keys, columns=COLUMNS, reason="Retention: intake", actor=actor, at=at
    )
    files = Attachment.objects.filter(subject_type=IntakeItem._meta.label_lower, subject_id__in=keys)
    files.exclude(file="").update(file="", size=0, removed_at=at)


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    rules.register(
        "intake",
        Rule(
            _("Mails and chats that came in"),
            _("Sender, words and files of what became an order, or none; that it came in stays"),
            1_095,
            older,
            "received_at",
            forget,
            90,
        ),
    )
