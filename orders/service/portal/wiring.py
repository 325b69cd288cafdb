"""What this room declares: its purpose of signed links, its mail, its settings, merges, words of events."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import settings
from common.errors import Text
from common.links.purposes import Purpose, purposes
from common.mailing import carry
from common.sends import Send, sends
from customers.cleaning.registry import Merger, mergers
from customers.models import Customer
from orders.service.portal import examples, link_page, mailing, queries
from orders.service.portal.models import PageAccess
from orders.service.portal.operations.giving import WITH_PRICES
from orders.service.portal.operations.writing import ANSWER_DAYS

LABELS = {
    "customer.page_given": _("Way to the customer's page given"),
    "customer.page_taken_back": _("Way to the customer's page taken back"),
    "customer.page_question": _("Customer asked on his page"),
    "customer.page_suggestion": _("Customer suggested something on his page"),
    "customer.page_complaint": _("Customer complained on his page"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register()
    purposes.register(queries.KIND.purpose, Purpose(_("Customer's page"), link_page.show))
    carry(queries.KIND.purpose, mailing.deliver)
    sends.register(queries.KIND.purpose, Send(_("Way to the customer's page"), "orders.pageaccess", "confirmation"))
    mergers.register("orders.page_accesses", Merger(_move, _count))
    words = _("So many days of work until a customer's question is to be answered")
    days = settings.Definition(1, words, "orders", bounds=settings.Bounds(0, 30))
    settings.definitions.register(ANSWER_DAYS, days)
    words = _("Pages to which letters lead by themselves show prices")
    settings.definitions.register(WITH_PRICES, settings.Definition(False, words, "orders"))
    for kind, label in LABELS.items():
        event_labels.register(kind, label)


def _count(source: Customer) -> Sequence[tuple[Text, int]]:
    count = PageAccess.objects.filter(customer=source).count()
    return [(gettext("Accesses to the customer's page"), count)] if count else []


def _move(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """Who could open the page of the doubled customer opens that of the one it became; their orders became its."""
    PageAccess.objects.filter(customer=source).update(customer=target)
