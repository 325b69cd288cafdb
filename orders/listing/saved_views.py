"""The saved views of the order list: named conditions with a count (the tabs above the table)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.approval import queries as approval
from orders.checking import queries as checking
from orders.order import queries
from orders.order.choices import AmountClass
from orders.order.states import Fulfilment, Status

ALL = "all"
UNFINISHED = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE)


@dataclass(frozen=True)
class SavedView:
    """A named condition: ``condition(user, today)`` gives its Q; ``is_hot`` draws its count red; ``asked_only``:
    its orders are those that somebody asks the person about, whether a scope of his reaches them or not."""

    label: str | Promise
    condition: Callable[[Any, date], Q]
    is_hot: bool = False
    is_money: bool = False
    asked_only: bool = False


def _undelivered(**when: Any) -> Q:
    return Q(status=Status.EFFECTIVE, **when) & ~Q(fulfilment=Fulfilment.FULL)


def _mine(user: Any, today: date) -> Q:
    return Q(salesperson=user) | Q(executing_owner=user)


SAVED_VIEWS: dict[str, SavedView] = {
    "open": SavedView(_("All unfinished"), lambda user, today: Q(status__in=UNFINISHED)),
    "approval": SavedView(
        _("Awaiting my approval"),
        lambda user, today: Q(status=Status.SUBMITTED, pk__in=approval.waiting_order_ids(user)),
        is_hot=True,
        asked_only=True,
    ),
    "verify": SavedView(_("To verify"), lambda user, today: checking.unverified()),
    "today": SavedView(_("Due today"), lambda user, today: _undelivered(promised_date=today)),
    "late": SavedView(
        pgettext_lazy("orders", "Late"), lambda user, today: _undelivered(promised_date__lt=today), is_hot=True
    ),
    "unpaid": SavedView(
        _("Awaiting payment"),
        lambda user, today: Q(next_due_date__isnull=False) & ~Q(status=Status.VOID),
        is_money=True,
    ),
    "mine": SavedView(_("My orders"), _mine),
    "large": SavedView(
        _("Large, watched"),
        lambda user, today: Q(status__in=UNFINISHED, amount_class=AmountClass.LARGE),
        is_money=True,
    ),
    "small": SavedView(
        _("Small, in batches"),
        lambda user, today: Q(status__in=(Status.DRAFT, Status.SUBMITTED), amount_class=AmountClass.SMALL),
        is_money=True,
    ),
    "set-aside": SavedView(
        pgettext_lazy("orders", "Set aside"), lambda user, today: Q(status=Status.DRAFT) & ~Q(set_aside_reason="")
    ),
    "exceptions": SavedView(_("With open exceptions"), lambda user, today: Q(open_exceptions__gt=0)),
    "doubts": SavedView(_("With open doubts"), lambda user, today: Q(open_doubts__gt=0, status__in=UNFINISHED)),
    "frozen": SavedView(_("Frozen"), lambda user, today: Q(is_frozen=True, status__in=UNFINISHED)),
    ALL: SavedView(pgettext_lazy("orders", "All"), lambda user, today: Q()),
}
DEFAULT = "open"


def offered(with_money: bool) -> dict[str, SavedView]:
    """The views a person gets."""
    return {key: view for key, view in SAVED_VIEWS.items() if with_money or not view.is_money}


def within(key: str, user: Any) -> QuerySet:
    """The orders that a view looks among. Who is asked to approve sees what he decides (``also_visible``)."""
    view = SAVED_VIEWS.get(key)
    return queries.all_for_rule() if view and view.asked_only else queries.list_orders(user)


def narrow(orders: QuerySet, key: str, user: Any, today: date) -> QuerySet:
    """The orders of a view; an unknown key narrows nothing."""
    view = SAVED_VIEWS.get(key)
    return orders.filter(view.condition(user, today)) if view and key != ALL else orders
