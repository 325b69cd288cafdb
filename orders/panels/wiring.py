"""What orders add to the shell: navigation, actions, search, cards of the home page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.home.cards import Card, home
from common import clock, dates
from common.navigation import Action, NavEntry, actions, navigation
from common.search import SearchHit, search
from common.templatetags import fmt
from customers.voice.about import order_finders
from orders.order import policies
from orders.order.risks import Kind
from orders.panels import queries
from orders.promise import queries as promise
from orders.templatetags import order_parts

URGENT = timedelta(hours=2)
SOON = timedelta(hours=6)
Drawn = tuple[str, dict[str, Any]] | None


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    _register_navigation()
    _register_cards()
    search.register("orders", find_orders)
    order_finders.register("orders", queries.is_order_of)


def _register_navigation() -> None:
    navigation.register(
        "orders",
        NavEntry(
            group="orders",
            label=_("Sales orders"),
            short=_("Orders"),
            icon="receipt",
            url_name="orders:order-list",
            verb="order.view",
            count=queries.count_open,
            order=15,
            keys="g o",
            mobile=2,
        ),
    )
    navigation.register(
        "entry",
        NavEntry(
            group="orders",
            label=_("Enter order"),
            short=_("Enter"),
            icon="pencil-square",
            url_name="orders:order-new",
            verb="order.create",
            order=25,
            mobile=3,
        ),
    )
    navigation.register(
        "outbound",
        NavEntry(
            group="shipping",
            label=_("Shipments"),
            icon="truck",
            url_name="orders:outbound-list",
            verb="outbound.view",
            count=queries.count_notices,
            order=50,
            keys="g s",
            mobile=4,
        ),
    )
    navigation.register(
        "receipts",
        NavEntry(
            group="money",
            label=_("Receipts"),
            icon="cash-coin",
            url_name="orders:receipt-list",
            verb="receipt.view",
            count=queries.count_unallocated,
            order=60,
            keys="g r",
            mobile=5,
        ),
    )
    actions.register("order-new", Action(_("New order"), "plus-lg", "orders:order-new", "order.create", keys="n"))
    actions.register("receipt-new", Action(_("Record receipt"), "cash-coin", "orders:receipt-new", "receipt.record"))


def find_orders(user: Any, text: str, limit: int) -> list[SearchHit]:
    """Orders for the palette."""
    if not user.can("order.view"):
        return []
    return [
        SearchHit(
            title=order.display_number,
            subtitle=f"{order.customer.name} · {order_parts.state_of(order)[1]} · {fmt.day(order.order_date)}",
            url=reverse("orders:order-detail", args=[order.reference]),
            icon="receipt",
            group=_("Orders"),
        )
        for order in queries.find_orders(user, text, limit)
    ]


# --- cards ------------------------------------------------------------------------------------


def _register_cards() -> None:
    cards: list[tuple[str, Card]] = [
        ("approvals", Card(_("Awaiting my approval"), order=10, verb="order.approve", render=_approvals)),
        ("sent-back", Card(_("Sent back to me"), order=12, verb="order.edit", render=_orders(queries.sent_back))),
        ("new", Card(_("New for my department"), order=14, verb="order.view", render=_new)),
        ("late", Card(pgettext_lazy("deliveries", "Late deliveries"), order=20, verb="order.view", render=_late)),
        ("today", Card(_("Due today"), order=22, verb="order.view", render=_today)),
        ("notices", Card(_("Delivery notices to audit"), order=24, verb="outbound.audit", render=_notices)),
        ("waiting", Card(_("Goods that wait to be given out"), order=26, verb="order.reserve", render=_waiting)),
        ("overdue", Card(_("Overdue payments"), order=30, verb="order.view", render=_overdue)),
        ("unallocated", Card(_("Unallocated receipts"), order=32, verb="receipt.allocate", render=_unallocated)),
        ("drafts", Card(_("My drafts"), order=40, verb="order.edit", render=_orders(queries.drafts))),
    ]
    for key, card in cards:
        home.register(key, card)


def _orders(rows: Callable[[Any], Any]) -> Callable[[Any], Drawn]:
    def draw(user: Any) -> Drawn:
        found = list(rows(user)[: queries.SHOWN])
        return ("orders/panel/_orders.html", _listed(user, found)) if found else None

    return draw


def _listed(user: Any, found: list[Any], query: str = "") -> dict[str, Any]:
    more = f"{reverse('orders:order-list')}?{query}" if query and len(found) == queries.SHOWN else ""
    return {"orders": found, "with_money": queries.sees_money(user), "more": more}


def _today_of() -> Any:
    return dates.business_day(clock.now())


def _new(user: Any) -> Drawn:
    found = list(queries.new_for_department(user, clock.now())[: queries.SHOWN])
    return ("orders/panel/_orders.html", _listed(user, found)) if found else None


def _late(user: Any) -> Drawn:
    found = list(queries.late(user, _today_of())[: queries.SHOWN])
    return ("orders/panel/_orders.html", _listed(user, found, "view=late")) if found else None


def _today(user: Any) -> Drawn:
    found = list(queries.due_today(user, _today_of())[: queries.SHOWN])
    return ("orders/panel/_orders.html", _listed(user, found, "view=today")) if found else None


def _overdue(user: Any) -> Drawn:
    if not queries.sees_money(user):
        return None
    found = list(queries.overdue(user, _today_of())[: queries.SHOWN])
    return ("orders/panel/_overdue.html", _listed(user, found, "view=unpaid")) if found else None


def _unallocated(user: Any) -> Drawn:
    found = list(queries.unallocated(user)[: queries.SHOWN])
    return ("orders/panel/_receipts.html", {"receipts": found}) if found else None


def _waiting(user: Any) -> Drawn:
    found = list(promise.list_reservable(user)[: queries.SHOWN])
    return ("orders/panel/_waiting.html", {"lines": found}) if found else None


def _notices(user: Any) -> Drawn:
    found = list(queries.notices(user)[: queries.SHOWN])
    return ("orders/panel/_notices.html", {"documents": found}) if found else None


def _approvals(user: Any) -> Drawn:
    now = clock.now()
    rows = []
    for step, order in queries.waiting_approvals(user):
        left, whole = step.due_at - now, step.due_at - step.request.requested_at
        used = min(max(1 - left / whole, 0), 1) if whole else 1
        tone = "bad" if left <= URGENT else "warn" if left <= SOON else ""
        words = sorted({str(Kind(risk.kind).short) for risk in policies.visible_risks(user, order)})
        row = {"order": order, "step": step, "tone": tone, "used": used * 100, "left": _hours(left), "risks": words}
        rows.append(row)
    return "orders/panel/_approvals.html", {"rows": rows, "with_money": queries.sees_money(user)}


def _hours(left: timedelta) -> str:
    """How much of the time for a decision is left, or by how much it is over, in hours and minutes."""
    minutes = int(abs(left).total_seconds()) // 60
    shown = {"time": f"{minutes // 60}:{minutes % 60:02d}"}
    return gettext("%(time)s over") % shown if left < timedelta(0) else gettext("%(time)s left") % shown
