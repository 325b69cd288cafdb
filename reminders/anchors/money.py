"""The anchor of money: parts of payment plans that are not paid."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common.templatetags import fmt
from orders.order.states import Origin
from orders.service.contacts import queries as contacts
from orders.service.letters.choices import News
from orders.settlement import allotting
from orders.settlement.models import PlanRow
from reminders.anchors import facts
from reminders.anchors.choices import Group, Recipient
from reminders.anchors.reading import RowAnchor, of_order, seen_orders
from reminders.anchors.source import Facts, Key, Text


class Payment(RowAnchor):
    """A part of a payment plan that is not paid in full. Closing is about goods only: it is due for orders closed and
    archived too (SEMANTICS 14)."""

    code, group = "payment", Group.MONEY
    label = _("Payment day")
    about = _("The day on which a part of the payment plan is due, until it is paid in full; also of closed orders")
    subject_type = PlanRow._meta.label_lower
    recipients = (Recipient.OWNER, Recipient.EXECUTOR, Recipient.HEAD, Recipient.CUSTOMER)
    words: ClassVar[Mapping[str, Text]] = {
        **facts.ORDER_WORDS,
        "part": _("Which part of the plan it is"),
        "open": _("What is still to be paid of it"),
    }
    ends_with_order = False
    news = News.PAYMENT
    may_wait = True
    columns: ClassVar[dict[str, str]] = of_order("order")

    def rows(self) -> QuerySet[Any]:
        """What is owed."""
        bound = PlanRow.objects.filter(received__lt=F("amount"), order__status__in=allotting.BINDING)
        return bound.exclude(order__origin=Origin.HISTORY)

    def describe(self, keys: Collection[Key], reader: User | None) -> Mapping[Key, Facts]:
        """Two statements."""
        rows = PlanRow.objects.in_bulk([pk for pk, _due in keys])
        orders = facts.Orders((one.order_id for one in rows.values()), reader)
        sees, found = facts.sees_amounts(reader), {}
        for pk, due in keys:
            row = rows.get(pk)
            order = orders.get(row.order_id) if row else None
            if row is None or order is None:
                continue
            words = {**orders.words(order.pk), "part": str(row.sequence)}
            if sees:
                words["open"] = fmt.money(row.amount - row.received, order.currency_id)
            found[pk, due] = Facts(orders.title(order.pk), orders.url(order.pk), words)
        return found

    def waits(self, order_ids: Collection[int], today: date) -> Mapping[int, date]:
        """Those about whose payment a contact with the customer is planned: until the day of the next one (R185)."""
        return contacts.payment_days(order_ids, after=today)

    def visible(self, ids: Collection[int], user: User) -> set[int]:
        """Whose orders somebody sees."""
        of = dict(PlanRow.objects.filter(pk__in=ids).values_list("pk", "order_id"))
        seen = seen_orders(set(of.values()), user)
        return {pk for pk, order_id in of.items() if order_id in seen}
