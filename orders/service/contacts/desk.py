"""What the pages of contacts put around their rows: tabs, what a new one is about, where one goes on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.people.models import User
from common import errors
from customers import queries as customers
from orders.order import queries as orders
from orders.service.contacts import policies, queries
from orders.service.contacts.choices import Purpose, Way
from orders.service.contacts.filters import LATE, LATER, TODAY, WEEK
from orders.service.contacts.models import FollowUp


@dataclass(frozen=True)
class About:
    """What a new contact is about: a customer, perhaps one of his orders."""

    customer: Any
    order: Any = None

    @property
    def ids(self) -> dict[str, int | None]:
        """As operations take them."""
        return {"customer_id": self.customer.pk, "order_id": self.order.pk if self.order else None}

    @property
    def initial(self) -> dict[str, Any]:
        """What its form begins with."""
        purpose = Purpose.ORDER if self.order else Purpose.CARE
        return {"purpose": purpose, "way": Way.PHONE, "contact": self.order.contact_id if self.order else None}

    @property
    def url(self) -> str:
        """Its record."""
        if self.order:
            return reverse("orders:order-communication", args=[self.order.reference])
        return f"{reverse('customers:customer-detail', args=[self.customer.pk])}?tab=communication"


def about(user: User, request: HttpRequest) -> About:
    """What the address names: ``order`` by its reference, or ``customer`` by its number. Raises NotFound."""
    given = {**request.GET.dict(), **request.POST.dict()}
    if reference := given.get("order", ""):
        order = orders.get_order(actor=user, reference=reference[:40])
        return About(order.customer, order)
    customer_id = given.get("customer", "")
    if not customer_id.isdecimal() or len(customer_id) > 18:
        raise errors.NotFound()
    return About(customers.get_customer(actor=user, customer_id=int(customer_id)))


def rows(user: User, found: Iterable[FollowUp]) -> list[tuple[FollowUp, bool]]:
    """Contacts as the reader may see them, and whether he may hold them. No statement."""
    shown = [(queries.told(user, row), policies.can(user, row)) for row in found]
    return [(row, may and row.state == "PLANNED") for row, may in shown]


def more_acts(user: User, customer: Any) -> list[tuple[str, str]]:
    """What else is done from a customer's record: address and words."""
    if not policies.can_serve(user, customer):
        return []
    return [
        (reverse("orders:progress-letter-new", args=[customer.pk]), _("Draft a progress letter")),
        (reverse("orders:customer-service-policy", args=[customer.pk]), _("Service policy")),
    ]


def tabs(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The views of contacts; the one that is shown is current."""
    base = reverse("orders:follow-up-list")
    mine = {"mine": "true"}
    entries = [
        (pgettext("contacts", "My contacts"), {**mine, "state": "PLANNED"}),
        (pgettext("contact", "Late"), {**mine, "when": LATE}),
        (_("Today"), {**mine, "when": TODAY}),
        (pgettext("contact", "In the next seven days"), {**mine, "when": WEEK}),
        (pgettext("contact", "Later"), {**mine, "when": LATER}),
        (pgettext("contacts", "All planned"), {"state": "PLANNED"}),
        (pgettext("contacts", "Held"), {"state": "DONE", "sort": "-held_at"}),
    ]
    given = {name: value for name, value in asked.items() if value and name != "cursor"}
    return [
        {
            "label": label,
            "url": f"{base}?{'&'.join(f'{name}={value}' for name, value in marks.items())}",
            "current": given == marks,
        }
        for label, marks in entries
    ]


def back(request: HttpRequest, fallback: str) -> str:
    """Where the page that asked for a dialog wants to be again."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    return url if url and url_has_allowed_host_and_scheme(url, {request.get_host()}) else fallback
