"""Kinds of data of this floor and those below that may be forgotten after some time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from axes.models import AccessFailureLog, AccessLog
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.models import Notification
from accounts.people.models import User
from common.links.models import LinkVisit, SignedLink
from common.models import OutboxMessage
from customers.models import Contact, Customer
from customers.privacy import operations as privacy
from customers.privacy import places
from customers.privacy.models import AnonymisationRequest, DataHold
from customers.retention.rules import Kept, Rule, delete_rows, kept, rules

_LAW = _("Records of who signed in are kept for six months at least by the Cybersecurity Law")
_NOT_THEIRS = _("People of this house: holds on customers do not reach it")
_SENT = (OutboxMessage.State.SENT, OutboxMessage.State.MOOT)


def held() -> QuerySet:
    """The keys of the customers whose data must stay, and of those merged with them, either way."""
    holds = DataHold.objects.filter(lifted_at=None)
    return Customer.objects.filter(
        Q(pk__in=holds.values("customer_id"))
        | Q(pk__in=holds.exclude(customer__merged_into=None).values("customer__merged_into"))
        | Q(merged_into__in=holds.values("customer_id"))
    ).values("pk")


def _sent(line: datetime) -> QuerySet:
    """None while any hold is in force: a message does not say whose it is."""
    if DataHold.objects.filter(lifted_at=None).exists():
        return OutboxMessage.objects.none()
    told = ~Q(payload={}) | ~Q(recipient="")
    return OutboxMessage.objects.filter(told, state__in=_SENT, created_at__lt=line)


def _empty(*, rows: Sequence[OutboxMessage], actor: User, at: datetime) -> None:
    """The message stays as a number, so that nothing is sent twice; what it said goes."""
    OutboxMessage.objects.filter(pk__in=[one.pk for one in rows]).update(payload={}, recipient="", last_error="")


def _not_about_held(rows: QuerySet) -> QuerySet:
    """Without those that are about something of a customer whose data must stay."""
    his = list(held().values_list("pk", flat=True))
    return rows.exclude(places.about_his(his)) if his else rows


def _visits(line: datetime) -> QuerySet:
    his = list(held().values_list("pk", flat=True))
    rows = LinkVisit.objects.filter(at__lt=line)
    return rows.exclude(link__in=SignedLink.objects.filter(places.about_his(his))) if his else rows


def _read(line: datetime) -> QuerySet:
    return _not_about_held(Notification.objects.filter(read_at__lt=line))


def _idle_contacts(line: datetime) -> QuerySet:
    """Contacts of customers without an order, and not changed, since then, for whom nothing was asked yet."""
    idle = Customer.objects.filter(
        Q(last_effective_at__lt=line) | Q(last_effective_at=None), created_at__lt=line, updated_at__lt=line
    ).exclude(pk__in=held())
    asked = AnonymisationRequest.objects.filter(contact=OuterRef("pk"))
    return Contact.objects.filter(~Exists(asked), customer__in=idle).annotate(kept_since=_since())


def _since() -> Any:
    return Coalesce(F("customer__last_effective_at"), F("customer__created_at"))


def _ask(*, rows: Sequence[Contact], actor: User, at: datetime) -> None:
    """A request for each, as if somebody had noted it: a person decides the texts and confirms."""
    for one in rows:
        privacy.note_request(
            actor=actor,
            customer_id=one.customer_id,
            contact_id=one.pk,
            ground=AnonymisationRequest.Ground.RETENTION,
            asker=AnonymisationRequest.Asker.HOUSE,
            at=at,
        )


def _signed_in(line: datetime) -> QuerySet:
    return AccessLog.objects.filter(attempt_time__lt=line)


def _failed(line: datetime) -> QuerySet:
    return AccessFailureLog.objects.filter(attempt_time__lt=line)


RULES = (
    (
        "contacts",
        Rule(
            _("Contacts of customers without orders"),
            _("Asks to anonymise them, ten a night; a person decides about texts and confirms"),
            1_825,
            _idle_contacts,
            "kept_since",
            _ask,
            least=365,
            most=10,
            batch=1,
        ),
    ),
    (
        "sign_ins",
        Rule(
            _("Sign-ins"),
            _("Who signed in from where"),
            365,
            _signed_in,
            "attempt_time",
            delete_rows,
            180,
            _LAW,
            on_hold=_NOT_THEIRS,
        ),
    ),
    (
        "failed_sign_ins",
        Rule(
            _("Failed sign-ins"),
            _("Who tried from where"),
            365,
            _failed,
            "attempt_time",
            delete_rows,
            180,
            _LAW,
            on_hold=_NOT_THEIRS,
        ),
    ),
    (
        "link_visits",
        Rule(
            _("Visits of links to customers"),
            _("Network address and browser of who opened a link of a letter"),
            365,
            _visits,
            "at",
            delete_rows,
            30,
        ),
    ),
    (
        "messages",
        Rule(
            _("Words of sent messages"),
            _("What mails said and to whom they went; that they were sent stays"),
            365,
            _sent,
            "created_at",
            _empty,
            30,
            on_hold=_("A message does not say whose it is: all stay while the data of any customer is on hold"),
        ),
    ),
    (
        "notifications",
        Rule(
            _("Read lines of inboxes"),
            _("What people of this house were told in the app, and read"),
            365,
            _read,
            "read_at",
            delete_rows,
            30,
        ),
    ),
)
KEPT = (
    ("exports", Kept(_("Exported files"), _("Files of lists and reports"), "exports.keep_days")),
    ("imports", Kept(_("Imported files"), _("Uploads, and what nobody committed"), "imports.keep_days")),
    ("disclosures", Kept(_("Data taken away"), _("Who took which customers' data"), "disclosures.keep_days")),
    ("calls", Kept(_("Repeated calls"), _("Answers that programs may ask for again"), days=7)),
    (
        "accounting",
        Kept(
            _("Orders, deliveries, invoices, receipts"),
            _("Accounting papers are kept for ten years by law; nothing deletes them"),
        ),
    ),
    ("trail", Kept(_("Audit trail and events"), _("Nothing deletes them; people are taken out by anonymisation"))),
)


def register() -> None:
    """Called once from this room's wiring."""
    for key, rule in RULES:
        rules.register(key, rule)
    for key, one in KEPT:
        kept.register(key, one)
