"""The list of intake as a file."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from common import clock, doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from orders.intake.pool import queries, telling
from orders.intake.pool.filters import IntakeFilter, as_shown
from orders.intake.pool.states import State
from orders.order.choices import Channel


def _minutes(row: Any) -> int | None:
    took = row.time_to_entry
    return None if took is None else int(took.total_seconds() // 60)


def _is_late(at: datetime) -> Any:
    return lambda row: _("yes") if row.is_late(at) or row.was_late() else _("no")


def columns(actor: Any, at: datetime) -> dict[str, Plain]:
    """What a file of intake has for its reader, as it stood at a moment."""

    def masked(name: str) -> Any:
        return lambda row: telling.shown(actor, getattr(row, name))

    found = (
        Plain(Column("received_at", _("Came in"), Kind.MOMENT), ("received_at",)),
        Plain(Column("channel", _("Channel"), Kind.CHOICE), (), lambda row: Channel(row.channel).label),
        Plain(Column("sender", _("Sender"), width=24), ("sender",), masked("sender")),
        Plain(Column("sender_mail", _("Sender's mail address"), width=28), ("sender_mail",), masked("sender_mail")),
        Plain(Column("sender_phone", _("Sender's phone"), Kind.CODE), ("sender_phone",), masked("sender_phone")),
        Plain(Column("customer", _("Customer code"), Kind.CODE), ("seen_code",)),
        Plain(Column("customer_name", _("Customer"), width=32), ("seen_name",)),
        Plain(Column("subject", _("Subject"), width=40), ("subject",)),
        Plain(Column("rows", _("Rows"), Kind.NUMBER, width=8), (), lambda row: len(row.rows)),
        Plain(Column("external_id", _("External number"), Kind.CODE), ("external_id",)),
        Plain(Column("state", _("State"), Kind.CHOICE), (), lambda row: State(row.state).label),
        Plain(Column("salesperson", _("Salesperson")), ("salesperson__name",)),
        Plain(Column("dispatch_reason", _("Dispatched because"), width=40), ("dispatch_reason",)),
        Plain(Column("due_at", _("To be entered by"), Kind.MOMENT), ("due_at",)),
        Plain(Column("entered_at", _("Entered"), Kind.MOMENT), ("entered_at",)),
        Plain(Column("minutes_to_entry", _("Minutes to entry"), Kind.NUMBER), (), _minutes),
        Plain(Column("late", _("Late"), Kind.CHOICE, width=8), (), _is_late(at)),
        Plain(Column("order", _("Order"), Kind.CODE, width=20), ("order__number",)),
        Plain(Column("reason", _("Reason"), width=32), ("reason",)),
    )
    return {one.column.key: one for one in found}


def open_intake(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it: without any condition what is to be entered, as on its page."""
    at = clock.now()
    rows = telling.with_seen(actor, queries.list_items(actor))
    found = doors.filter_of(IntakeFilter, as_shown(asked.query), rows, at=at, actor=actor)
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    offered = columns(actor, at)
    labels = {"received_at": _("Came in"), "due_at": _("To be entered by")}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(offered, [*offered] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {}),
        sorted_by=conditions.sorting(sort, queries.SORTS, labels),
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "intake",
        ExportList(_("Intake"), "intake.view", "orders:intake-list", open_intake, IntakeFilter.base_filters),
    )
