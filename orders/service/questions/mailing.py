"""The mail that tells a customer our answer, written at the moment of sending (docs/adr/0026).

Whoever asked on his page wished for the answer by asking, at the address that his page was sent to. A question that our
people wrote down is answered by mail only where the service policy says so, to the contact of the order, else of the
customer; then without the words that stand in our record, which were ours.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from common import clock, company, mailing, outbox
from common.dates import business_day
from common.mailing import Link
from common.models import OutboxMessage
from customers.voice.models import CustomerNote
from orders.answers.asking import language_of
from orders.order.models import Order
from orders.service.letters import queries as policies
from orders.service.letters.choices import News
from orders.service.portal import operations as portal
from orders.service.portal import queries as accesses


@dataclass(frozen=True)
class Reader:
    """Who is told: his address and language, what he asked in his own words, the way to his page."""

    address: str
    language: str
    name: str = ""
    words: str = ""
    path: str = ""


def deliver(message: OutboxMessage) -> None:
    """Send one. Moot where the word was taken back, nobody wants to know, or his page was taken back from him."""
    rows = CustomerNote.objects.select_related("customer", "page_word__access__order", "page_word__order")
    note = rows.filter(pk=message.payload["note"], withdrawn_at=None).exclude(answer="").first()
    reader = _reader(note) if note is not None else None
    if note is None or reader is None:
        raise outbox.Moot()
    with translation.override(reader.language):
        subject, letter = _written(note, reader)
    mailing.hand_over(message, to=reader.address, subject=subject[:200], body=letter.text, html=letter.html)


def _reader(note: CustomerNote) -> Reader | None:
    word = getattr(note, "page_word", None)
    if word is None:
        return _by_policy(note)
    access, customer = word.access, note.customer
    if accesses.was_taken_back(customer, access.recipient):
        return None
    at = clock.now()
    path = accesses.path_of(access, at=at)
    if not path and policies.policy_of(customer.pk).has_page:  # his link is over: another takes its place
        path = portal.path_for(customer, access.recipient, at, access.order)
    if path and word.order is not None:
        path = f"{path}?{urlencode({'order': word.order.number})}"
    return Reader(access.recipient, access.language, word.name, note.text, path)


def _by_policy(note: CustomerNote) -> Reader | None:
    """By the customer's policy, where it tells answers; None where nobody has a mail address."""
    policy = policies.policy_of(note.customer_id)
    if News.ANSWER not in policy.tells:
        return None
    order = Order.objects.filter(customer=note.customer_id, number=note.order_number).first()
    order = order if note.order_number else None
    contact = order.contact if order is not None else None
    addresses = policies.addresses_of(note.customer)
    name, address = addresses[0] if addresses else ("", "")
    if contact is not None and contact.is_active and contact.email:
        name, address = contact.name, contact.email
    if not address:
        return None
    path = portal.path_for(note.customer, address, clock.now(), order) if policy.has_page else ""
    return Reader(address, language_of(note.customer), name, "", path)


def _written(note: CustomerNote, reader: Reader) -> tuple[str, mailing.Letter]:
    own = company.current().name
    words = {"company": own, "number": note.order_number, "day": business_day(note.created_at).isoformat()}
    about = _("%(company)s: our answer about your order %(number)s") if note.order_number else None
    subject = (about or _("%(company)s: our answer to you")) % words
    said = [_("Dear %(name)s,") % {"name": reader.name} if reader.name else _("Dear customer,")]
    if reader.words:
        said += [_("on %(day)s you wrote to us:") % words, f"“{reader.words}”", _("Our answer:")]
    else:
        said.append(_("here is our answer to your question of %(day)s:") % words)
    link = Link(_("See it on your page"), f"{settings.SITE_URL}{reader.path}") if reader.path else None
    return subject, mailing.letter(paragraphs=[*said, note.answer], link=link, after=[own])
