"""Sending dunning letters, and the levels that they follow (R228)."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import editing, errors, events, outbox
from common.dates import business_day
from common.numbering import Series, draw
from common.operation import operation
from customers import queries as customers
from orders.collecting import operations as collecting
from orders.collecting import policies
from orders.collecting import queries as accounts
from orders.collecting.dunning import mailing, queries
from orders.collecting.dunning.models import Channel, DunningLetter, DunningLevel, DunningRow
from orders.collecting.dunning.queries import Proposal
from orders.collecting.rights import SEND

FIELDS = ("level", "name", "days", "channel", "text_zh", "text_en", "is_active")
EDIT = "setting.manage"
LANGUAGES = ("zh-hans", "en")
LONGEST = 300
MOST_BEFORE = timedelta(days=90)


@operation
def send_letter(
    *,
    actor: User,
    customer_id: int,
    currency: str,
    recipient: str = "",
    language: str = "",
    note: str = "",
    level: int | None = None,
    total: Decimal | None = None,
    at: datetime,
) -> DunningLetter:
    """Ask a customer for what is overdue and not disputed: the letter that is due to him today, with a statement of his
    account drawn up for it; by mail where its level says so, else somebody prints it or calls. No part is ever asked
    for twice at one level. ``level`` and ``total``: what the sender was shown.

    Raises NotFound (also where no letter is due), NotAllowed, Invalid, Conflict (another letter is due by now).
    """
    customer = customers.lock_customer(actor=actor, customer_id=customer_id)
    policies.require(actor, SEND, customer)
    today = business_day(at)
    due = queries.proposal_for(actor, customer_id, currency, today)
    if (level, total) not in ((None, None), (due.level.level, due.total)):
        raise errors.Conflict(
            _("Meanwhile another letter is due: level %(level)s over %(total)s.")
            % {"level": due.level.level, "total": f"{due.total:.2f}"},
            code="dunning_changed",
            level=due.level.level,
            total=f"{due.total:.2f}",
        )
    _check(due, recipient, language, note)
    return _send(actor, due, recipient.strip(), language or mailing.language_of(customer), note.strip(), at)


def _check(due: Proposal, recipient: str, language: str, note: str) -> None:
    wrong: dict[str, list[errors.Text]] = {}
    if due.level.channel == Channel.MAIL:
        try:
            validate_email(recipient.strip())
        except ValidationError:
            wrong["recipient"] = [_("Enter a mail address.")]
    if language and language not in LANGUAGES:
        wrong["language"] = [_("Choose one of the list.")]
    if len(note) > LONGEST:
        wrong["note"] = [_("At most %(n)s characters.") % {"n": LONGEST}]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _send(actor: User, due: Proposal, recipient: str, language: str, note: str, at: datetime) -> DunningLetter:
    today = business_day(at)
    found = accounts.ledger(actor, due.customer.pk, due.currency, _first_day(due, today), today)
    letter = DunningLetter.objects.create(
        customer=due.customer,
        currency_id=due.currency,
        level=due.level.level,
        level_name=due.level.name,
        channel=due.level.channel,
        recipient=recipient[:254],
        language=language,
        text=mailing.text_of(due, language),
        note=note,
        total=due.total,
        statement=collecting.keep(actor, found, at),
        sent_by=actor,
        sent_at=at,
        number=draw(Series.DUNNING, today),
    )
    DunningRow.objects.bulk_create(
        DunningRow(
            letter=letter,
            **{name: getattr(one, name) for name in ("order_id", "sequence", "level", "due_date", "days")},
            open=one.open,
            disputed=one.disputed,
        )
        for one in due.parts
    )
    if due.level.channel == Channel.MAIL:
        outbox.put(mailing.TOPIC, f"dunning-{letter.pk}", {"letter": letter.pk}, at=at)
    told: dict[str, Any] = {"level": letter.level, "total": str(letter.total), "number": letter.number}
    events.record("dunning.sent", letter, at=at, **told)
    events.record("customer.dunned", due.customer, at=at, **told)
    return letter


def _first_day(due: Proposal, today: date) -> date:
    """The statement goes back to the month of the oldest part, some months at most."""
    oldest = min(one.due_date for one in due.parts)
    return max(oldest, today - MOST_BEFORE).replace(day=1)


@operation
def save_level(
    *, actor: User, at: datetime, level_id: int | None = None, version: int | None = None, **changes: Any
) -> DunningLevel:
    """Add a level or change one (read at ``version``). A higher level comes later. Letters that were sent stay as they
    are. Raises NotAllowed, NotFound, Stale, Invalid."""
    rights.require(actor, EDIT)
    row = editing.locked_or_new(DunningLevel, level_id)
    changed = editing.change(row, editing.as_columns(DunningLevel, changes, FIELDS), version)
    editing.check(row)
    others = DunningLevel.objects.filter(is_active=True).exclude(pk=row.pk)
    if row.is_active and (
        others.filter(level__lt=row.level, days__gte=row.days).exists()
        or others.filter(level__gt=row.level, days__lte=row.days).exists()
    ):
        raise errors.Invalid(fields={"days": [_("A higher level comes later than those before it.")]})
    row.save()
    events.record("dunning.level_saved", row, at=at, number=str(row), fields=changed)
    return row
