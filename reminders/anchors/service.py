"""Anchors of what we owe customers: planned contacts, words and complaints to be answered, offers that end."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import access
from accounts.people.models import User
from common.templatetags import fmt
from customers import policies as customers
from customers.voice.models import CustomerNote
from orders.exceptions import policies as exceptions
from orders.exceptions.models import ExceptionCase
from orders.exceptions.states import Status as CaseStatus
from orders.order.models import Order
from orders.quotation import policies as quotations
from orders.quotation.models import Quotation
from orders.quotation.states import Status as QuotationStatus
from orders.service.contacts import policies as contacts
from orders.service.contacts.choices import State
from orders.service.contacts.models import FollowUp
from reminders.anchors import facts
from reminders.anchors.choices import Group, Recipient
from reminders.anchors.reading import BY_HOURS, CUSTOMER, DEPARTMENT, ORDER, RowAnchor
from reminders.anchors.source import Facts, Key, Text

_PEOPLE = (Recipient.EXECUTOR, Recipient.OWNER, Recipient.HEAD)
_OF_CUSTOMER = {
    CUSTOMER: "customer_id",
    DEPARTMENT: "customer__department_id",
    Recipient.OWNER: "customer__owner_id",
}
_CUSTOMER_WORDS: dict[str, Text] = {
    "customer": facts.ORDER_WORDS["customer"],
    "order": _("Order number, where it is about an order"),
}
_TEXT = 300  # characters of what somebody wrote


def _page(reader: User | None, name: str, *args: Any) -> str:
    return reverse(name, args=args) if reader is not None else ""


class FollowUpDue(RowAnchor):
    """A contact with a customer that was planned for a day, until it is held or dropped (R185)."""

    code, group = "follow_up", Group.SERVICE
    label = _("Follow-up due")
    about = _("The day for which a contact with a customer was planned, until it is held or dropped")
    subject_type = FollowUp._meta.label_lower
    recipients = _PEOPLE
    words: ClassVar[Mapping[str, Text]] = {
        **_CUSTOMER_WORDS,
        "subject": _("What it is about"),
        "purpose": _("What the contact is for"),
        "plan": _("What is to be said or asked"),
        "contact": _("Who is to be spoken with"),
    }
    ends_with_order = False
    columns: ClassVar[dict[str, str]] = {**_OF_CUSTOMER, ORDER: "order_id", Recipient.EXECUTOR: "owner_id"}

    def rows(self) -> QuerySet[Any]:
        return FollowUp.objects.filter(state=State.PLANNED)

    def describe(self, keys: Collection[Key], reader: User | None) -> Mapping[Key, Facts]:
        """One statement."""
        rows = FollowUp.objects.select_related("customer", "order").in_bulk([pk for pk, _due in keys])
        return {
            (pk, due): Facts(
                f"{one.subject} · {one.customer.name}",
                _page(reader, "orders:follow-up-detail", pk),
                facts.without_empty(
                    {
                        "customer": one.customer.name,
                        "order": str(one.order) if one.order else "",
                        "subject": one.subject,
                        "purpose": one.get_purpose_display(),
                        "plan": one.plan[:_TEXT],
                        "contact": _contact(one.contact_name, reader),
                    }
                ),
            )
            for pk, due in keys
            if (one := rows.get(pk)) is not None
        }

    def visible(self, ids: Collection[int], user: User) -> set[int]:
        """See ``orders.service.contacts.policies``."""
        return set(contacts.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))


def _contact(name: str, reader: User | None) -> str:
    return name if reader is None or customers.sees_contacts(reader) else ""


class NoteDue(RowAnchor):
    """Something that we owe a customer after what he said, until it is done."""

    code, group = "note", Group.SERVICE
    label = _("Word of a customer to be followed up")
    about = _("The day by which somebody has to come back to a customer after what he said")
    subject_type = CustomerNote._meta.label_lower
    recipients = _PEOPLE
    words: ClassVar[Mapping[str, Text]] = {
        **_CUSTOMER_WORDS,
        "kind": _("Feedback, suggestion or satisfaction"),
        "text": _("What the customer said"),
    }
    ends_with_order = False
    columns: ClassVar[dict[str, str]] = {**_OF_CUSTOMER, ORDER: "about", Recipient.EXECUTOR: "responsible_id"}
    to_order = "about"

    def rows(self) -> QuerySet[Any]:
        """They name an order by its number."""
        about = Order.objects.filter(number=OuterRef("order_number")).values("pk")
        rows = CustomerNote.objects.filter(done_at__isnull=True, due_date__isnull=False)
        return rows.annotate(about=Subquery(about[:1]))

    def describe(self, keys: Collection[Key], reader: User | None) -> Mapping[Key, Facts]:
        """One statement."""
        rows = CustomerNote.objects.select_related("customer").in_bulk([pk for pk, _due in keys])
        return {
            (pk, due): Facts(
                f"{one.get_kind_display()} · {one.customer.name}",
                f"{page}?tab=voice" if (page := _page(reader, "customers:customer-detail", one.customer_id)) else "",
                facts.without_empty(
                    {
                        "customer": one.customer.name,
                        "order": one.order_number,
                        "kind": one.get_kind_display(),
                        "text": one.text[:_TEXT],
                    }
                ),
            )
            for pk, due in keys
            if (one := rows.get(pk)) is not None
        }

    def visible(self, ids: Collection[int], user: User) -> set[int]:
        """Those of customers that somebody sees, and his own."""
        mine = Q(responsible__in=access.of(user).own_ids) | Q(customer__in=customers.visible_to(user).values("pk"))
        return set(CustomerNote.objects.filter(mine, pk__in=ids).values_list("pk", flat=True))


class Unanswered(RowAnchor):
    """An exception, a complaint among them, that nobody answered yet."""

    code, group = "complaint", Group.SERVICE
    label = _("Complaint or exception to be answered")
    about = _("The moment by which a complaint or another exception is to be answered, until it is")
    subject_type = ExceptionCase._meta.label_lower
    units = BY_HOURS
    recipients = _PEOPLE
    words: ClassVar[Mapping[str, Text]] = {
        **_CUSTOMER_WORDS,
        "number": _("Exception number"),
        "kind": _("Its kind"),
        "severity": _("Its severity"),
        "text": _("What happened"),
    }
    ends_with_order = False
    columns: ClassVar[dict[str, str]] = {
        **_OF_CUSTOMER,
        ORDER: "order_id",
        Recipient.EXECUTOR: "owner_id",
        "since": "raised_at",
    }
    moment = "answer_due_at"
    by_moment = True

    def rows(self) -> QuerySet[Any]:
        return ExceptionCase.objects.filter(status=CaseStatus.OPEN, answered_at__isnull=True)

    def describe(self, keys: Collection[Key], reader: User | None) -> Mapping[Key, Facts]:
        """One statement."""
        rows = ExceptionCase.objects.select_related("customer", "order").in_bulk([pk for pk, _due in keys])
        return {
            (pk, due): Facts(
                f"{one.number} · {one.customer.name}",
                _page(reader, "orders:exception-detail", one.number),
                facts.without_empty(
                    {
                        "customer": one.customer.name,
                        "order": str(one.order) if one.order else "",
                        "number": one.number,
                        "kind": one.get_kind_display(),
                        "severity": one.get_severity_display(),
                        "text": one.description[:_TEXT],
                    }
                ),
            )
            for pk, due in keys
            if (one := rows.get(pk)) is not None
        }

    def visible(self, ids: Collection[int], user: User) -> set[int]:
        """See ``orders.exceptions.policies``."""
        return set(exceptions.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))


class QuotationEnds(RowAnchor):
    """The last day of a quotation that a customer holds."""

    code, group = "quotation", Group.DECISION
    label = _("Last day of a quotation")
    about = _("Until when a quotation that was sent is valid, while the customer neither took nor refused it")
    subject_type = Quotation._meta.label_lower
    recipients = (Recipient.OWNER, Recipient.EXECUTOR, Recipient.HEAD)
    words: ClassVar[Mapping[str, Text]] = {
        "customer": facts.ORDER_WORDS["customer"],
        "number": _("Quotation number"),
        "subject": _("What it is about"),
        "amount": _("Its total"),
        "salesperson": facts.ORDER_WORDS["salesperson"],
    }
    repeats = False
    to_order = ""
    columns: ClassVar[dict[str, str]] = {
        CUSTOMER: "customer_id",
        DEPARTMENT: "department_id",
        Recipient.OWNER: "salesperson_id",
        Recipient.EXECUTOR: "created_by_id",
    }
    moment = "valid_until"

    def rows(self) -> QuerySet[Any]:
        return Quotation.objects.filter(status=QuotationStatus.SENT)

    def describe(self, keys: Collection[Key], reader: User | None) -> Mapping[Key, Facts]:
        """One statement."""
        rows = Quotation.objects.select_related("customer", "salesperson").in_bulk([pk for pk, _due in keys])
        sees = facts.sees_amounts(reader)
        return {
            (pk, due): Facts(
                f"{one.number} · {one.customer.name}",
                _page(reader, "orders:quotation-detail", one.number),
                facts.without_empty(
                    {
                        "customer": one.customer.name,
                        "number": one.number,
                        "subject": one.title,
                        "amount": fmt.money(one.total_amount, one.currency_id) if sees else "",
                        "salesperson": one.salesperson.name if one.salesperson else "",
                    }
                ),
            )
            for pk, due in keys
            if (one := rows.get(pk)) is not None
        }

    def visible(self, ids: Collection[int], user: User) -> set[int]:
        """See ``orders.quotation.policies``: nobody who may not see prices."""
        return set(quotations.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
