"""Following up what is due."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events
from common.dates import business_day
from common.operation import operation
from orders.order import policies
from orders.settlement.dues import queries
from orders.settlement.dues.models import PaymentFollowUp
from orders.settlement.dues.rights import FOLLOW

LONGEST = 300


@operation
def note_follow_up(
    *, actor: User, order: str, sequence: int, text: str, next_date: date | None, at: datetime
) -> PaymentFollowUp:
    """Write down what a customer said of a part of a plan that he owes, and when to ask again (None: not put off).
    ``order``: its number.

    Raises NotFound (also for a part that is paid), NotAllowed, Invalid.
    """
    row = queries.get_due(actor, order, sequence)
    policies.require(actor, FOLLOW, row.order)
    wrong: dict[str, list[errors.Text]] = {}
    text = " ".join(text.split())
    if not text:
        wrong["text"] = [_("Say what came of it.")]
    elif len(text) > LONGEST:
        wrong["text"] = [_("At most %(n)s characters.") % {"n": LONGEST}]
    if next_date is not None and next_date < business_day(at):
        wrong["next_date"] = [_("This day is past.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    said = PaymentFollowUp.objects.create(
        order=row.order, sequence=sequence, text=text, next_date=next_date, by=actor, at=at
    )
    events.record(
        "order.payment_followed_up",
        row.order,
        at=at,
        sequence=sequence,
        text=text,
        next_date=next_date.isoformat() if next_date else "",
    )
    return said
