"""The customer is told before goods arrive (R166): by mail through the outbox, or in another way, written down."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events, outbox
from common.errors import Text
from common.operation import operation
from customers import queries as customers
from customers.models import Contact, Customer
from orders.fulfilment import locking, policies
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.transit import queries
from orders.fulfilment.transit.models import ArrivalNotice
from orders.order.models import Order

TELL = "outbound.tell"
Status = OutboundDocument.Status
Way = ArrivalNotice.Way
LONGEST = 500
LANGUAGES = ("zh-hans", "en")


@operation
def tell_customer(
    *,
    actor: User,
    document_id: int,
    way: str,
    at: datetime,
    contact_id: int | None = None,
    recipient: str = "",
    language: str = "",
    note: str = "",
    version: int | None = None,
) -> ArrivalNotice:
    """Record that the customer was told which day the goods of a document arrive; for ``MAIL`` the letter goes out
    with it, in ``language`` (zh-hans, en; "" as his papers are). Whom: a contact of the customer, or ``recipient``.

    Raises NotFound, NotAllowed, Stale, WrongState (neither notice nor on its way), Invalid: nobody named, no mail
    address, no expected arrival.
    """
    if not policies.visible_to(actor).filter(pk=document_id).exists():
        raise errors.NotFound()
    document = OutboundDocument.objects.select_for_update(no_key=True).get(pk=document_id)
    orders = list(Order.objects.filter(pk__in=document.lines.values("order_id")).order_by("pk"))
    policies.require(actor, TELL, orders)
    locking.require_version(document, version)
    locking.require_status(document, Status.DRAFT, Status.AUDITED)
    contact = customers.get_contact(document.customer, contact_id) if contact_id else None
    who = _who(way, contact, recipient.strip())
    _check(document, way, who, language, note)
    assert document.arrival_date is not None  # checked
    notice = ArrivalNotice.objects.create(
        document=document,
        way=way,
        recipient=who,
        arrival_date=document.arrival_date,
        language=language or _language(document.customer),
        note=note.strip(),
        told_by=actor,
        told_at=at,
    )
    if way == Way.MAIL:
        outbox.put(queries.TOPIC, f"arrival-{notice.pk}", {"notice": notice.pk}, at=at)
    day = document.arrival_date.isoformat()
    events.record("outbound.told", document, at=at, way=way, arrival_date=day)
    for order in orders:
        events.record("order.arrival_told", order, at=at, document=document.number, arrival_date=day)
    return notice


def _who(way: str, contact: Contact | None, recipient: str) -> str:
    if contact is None:
        return recipient
    return contact.email if way == Way.MAIL else " ".join(filter(None, [contact.name, contact.phone]))


def _check(document: OutboundDocument, way: str, who: str, language: str, note: str) -> None:
    """Raise Invalid, field by field."""
    wrong: dict[str, list[Text]] = {}
    longest = ArrivalNotice._meta.get_field("recipient").max_length or 0
    if way not in Way.values:
        wrong["way"] = [_("Choose one of the list.")]
    if not who:
        words = _("This contact has no mail address.") if way == Way.MAIL else _("Say who was told.")
        wrong["recipient"] = [words]
    elif len(who) > longest:
        wrong["recipient"] = [_("At most %(count)s characters.") % {"count": longest}]
    elif way == Way.MAIL:
        try:
            validate_email(who)
        except ValidationError:
            wrong["recipient"] = [_("Enter a mail address.")]
    if language and language not in LANGUAGES:
        wrong["language"] = [_("Choose one of the list.")]
    if len(note.strip()) > LONGEST:
        wrong["note"] = [_("At most %(count)s characters.") % {"count": LONGEST}]
    if document.arrival_date is None:
        wrong["arrival_date"] = [_("Enter the expected arrival on the document first.")]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _language(customer: Customer) -> str:
    return "en" if customer.paper_language == Customer.PaperLanguage.ENGLISH else "zh-hans"
