"""What the pages of intake show: rows of the list, one piece with what may be done, the tabs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import settings
from common.templatetags import fmt
from orders.intake.pool import operations, policies, proposing, queries, states, telling
from orders.intake.pool.arrivals import CELLS
from orders.intake.pool.models import IntakeItem
from orders.intake.pool.states import Move
from orders.order.models import Order, OrderLine
from orders.order.states import Status

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_VERBS = {
    Move.DISPATCH: policies.DISPATCH,
    Move.ENTER: policies.ENTER,
    Move.LINK: policies.ENTER,
    Move.SET_ASIDE: policies.SETTLE,
    Move.DISCARD: policies.SETTLE,
    Move.RELEASE: policies.SETTLE,
}


@dataclass(frozen=True)
class Row:
    """A piece as the list shows it: how long it waits or took, how it stands to its time, who is proposed."""

    item: Any
    age: str
    tone: str
    due: str
    proposal: Any = None


@dataclass(frozen=True)
class Sheet:
    """One piece for one person."""

    row: Row
    may: set[str]
    cells: list[str]
    labels: list[str]
    header: list[tuple[str, str]]
    proposed: list[Any]
    rows: list[list[str]]


def rows(user: Any, items: Sequence[Any], at: datetime, *, with_proposals: bool) -> list[Row]:
    """The rows of a page; the proposals of all new pieces in a handful of statements."""
    proposed = queries.propose_for(items, at) if with_proposals else {}
    return [row(item, at, proposed.get(item.pk)) for item in telling.told(user, items)]


def row(item: Any, at: datetime, proposal: Any = None) -> Row:
    """One of them."""
    if item.time_to_entry is not None:
        tone = "bad" if item.was_late() else ""
        return Row(item, span(item.time_to_entry), tone, _("late") if item.was_late() else _("in time"), proposal)
    if not item.is_open:
        return Row(item, span(at - item.received_at), "", "", proposal)
    left = item.due_at - at
    if left < timedelta(0):
        return Row(item, span(at - item.received_at), "bad", _("%(span)s late") % {"span": span(-left)}, proposal)
    tone = "warn" if left <= _HOUR else ""
    return Row(item, span(at - item.received_at), tone, _("%(span)s left") % {"span": span(left)}, proposal)


def span(length: timedelta) -> str:
    """A length of time in the two units that matter: "3 h 20 min"."""
    minutes = max(0, int(length.total_seconds() // 60))
    if length >= 2 * _DAY:
        return _("%(days)s d %(hours)s h") % {"days": minutes // 1440, "hours": minutes % 1440 // 60}
    if length >= _HOUR:
        return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%(minutes)s min") % {"minutes": minutes}


def open_sheet(user: Any, item: IntakeItem, at: datetime) -> Sheet:
    """A piece with what its reader may do with it now."""
    possible = states.possible_moves(item.state)
    may = {str(move) for move in possible if policies.can(user, _VERBS[move], item)}
    if item.order is not None and item.order.status != Status.VOID:
        may.discard(str(Move.RELEASE))  # its order stands
    if item.order_id is None and item.state != states.State.DISCARDED and policies.can(user, policies.ENTER, item):
        may.add("customer")
    is_agreed = item.order is not None and item.order.status == Status.EFFECTIVE
    if str(Move.LINK) in may or (is_agreed and policies.can(user, policies.ENTER, item)):
        may.add("change")
    shown = [cell for cell in CELLS if any(one.get(cell) for one in item.typed_rows)]
    (told,) = telling.told(user, [item])
    return Sheet(
        row=row(told, at),
        may=may,
        cells=shown,
        labels=[_label(cell) for cell in shown],
        header=[(_label_of_order(name), text) for name, text in told.header.items() if text],
        proposed=proposing.propose([item], at)[item.pk] if Move.DISPATCH in may and item.is_open else [],
        rows=[[str(one.get(cell, "")) for cell in shown] for one in item.typed_rows],
    )


def choose_from(item: IntakeItem, at: datetime) -> tuple[list[Any], list[Any]]:
    """Who is proposed for a piece, and everybody who enters intake."""
    return proposing.propose([item], at)[item.pk], proposing.candidates()


def sla_hours() -> int:
    """Within how many hours intake is to be entered."""
    return int(settings.get(operations.SLA_HOURS))


def _label(cell: str) -> str:
    own = {"product": _("Product"), "name": _("Name"), "quantity": _("Qty"), "price": _("Price")}
    return own.get(cell) or str(OrderLine._meta.get_field(cell).verbose_name)  # type: ignore[union-attr]


def _label_of_order(name: str) -> str:
    return str(Order._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def tabs(user: Any, asked: QueryDict) -> list[dict[str, Any]]:
    """The views of the list."""
    base = reverse("orders:intake-list")
    mine = user.get_username()
    found = [
        (pgettext("intake", "To be entered"), "open=true"),
        (pgettext("intake", "Late"), "late=true"),
        (pgettext("intake", "New"), "state=NEW"),
        (pgettext("intake", "Given to me"), f"open=true&salesperson={mine}"),
        (pgettext("intake", "Set aside"), "state=SET_ASIDE"),
        (pgettext("intake", "Entered"), "state=DRAFTED"),
        (pgettext("intake", "Discarded"), "state=DISCARDED"),
        (pgettext("intake", "All"), "open="),
    ]
    shown = "&".join(
        f"{name}={value}" for name in ("open", "late", "state", "salesperson") for value in asked.getlist(name)
    )
    return [
        {"label": label, "url": f"{base}?{query}", "current": shown == query, "key": str(place)}
        for place, (label, query) in enumerate(found, start=1)
    ]


def arrival_words(item: Any) -> str:
    """How and when it came, in one line, for an order's page."""
    words = _("%(channel)s, received %(when)s") % {
        "channel": item.get_channel_display(),
        "when": fmt.moment(item.received_at),
    }
    if item.time_to_entry is not None:
        words += " · " + _("entered after %(span)s") % {"span": span(item.time_to_entry)}
    return words
