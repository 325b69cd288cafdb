"""The list of intake as a file."""

from collections.abc import Callable, Sequence
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


def _minutes(row: Any) -> int | None:
    took = row.time_to_entry
    return None if took is None else int(took.total_seconds() // 60)


def _is_late(at: datetime) -> Any:
    return lambda row: _("yes") if row.is_late(at) or row.was_late() else _("no")


def columns(at: datetime) -> dict[str, Plain]:
    """What a file of intake has, as it stood at a moment; each column is made of a piece as its reader may see it."""

    def plain_of(column: Column, make: Callable[[Any], Any]) -> Plain:
        return Plain(column, ("pk",), make)

    def own(name: str) -> Callable[[Any], Any]:
        return lambda item: getattr(item, name)

    def of(relation: str, name: str) -> Callable[[Any], Any]:
        return lambda item: getattr(getattr(item, relation), name, None)

    found = (
        plain_of(Column("received_at", _("Came in"), Kind.MOMENT), own("received_at")),
        plain_of(Column("channel", _("Channel"), Kind.CHOICE), lambda item: item.get_channel_display()),
        plain_of(Column("sender", _("Sender"), width=24), own("sender")),
        plain_of(Column("sender_mail", _("Sender's mail address"), width=28), own("sender_mail")),
        plain_of(Column("sender_phone", _("Sender's phone"), Kind.CODE), own("sender_phone")),
        plain_of(Column("customer", _("Customer code"), Kind.CODE), of("customer", "code")),
        plain_of(Column("customer_name", _("Customer"), width=32), of("customer", "name")),
        plain_of(Column("subject", _("Subject"), width=40), own("subject")),
        plain_of(Column("rows", _("Rows"), Kind.NUMBER, width=8), lambda item: len(item.rows)),
        plain_of(Column("external_id", _("External number"), Kind.CODE), own("external_id")),
        plain_of(Column("state", _("State"), Kind.CHOICE), lambda item: item.get_state_display()),
        plain_of(Column("salesperson", _("Salesperson")), of("salesperson", "name")),
        plain_of(Column("dispatch_reason", _("Dispatched because"), width=40), own("dispatch_reason")),
        plain_of(Column("due_at", _("To be entered by"), Kind.MOMENT), own("due_at")),
        plain_of(Column("entered_at", _("Entered"), Kind.MOMENT), own("entered_at")),
        plain_of(Column("minutes_to_entry", _("Minutes to entry"), Kind.NUMBER), _minutes),
        plain_of(Column("late", _("Late"), Kind.CHOICE, width=8), _is_late(at)),
        plain_of(Column("order", _("Order"), Kind.CODE, width=20), of("order", "number")),
        plain_of(Column("reason", _("Reason"), width=32), own("reason")),
    )
    return {one.column.key: one for one in found}


def open_intake(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it: without any condition what is to be entered, as on its page."""
    at = clock.now()
    rows = queries.list_items(actor)
    found = doors.filter_of(IntakeFilter, as_shown(asked.query), rows, at=at, actor=actor)

    def told(batch: Sequence[Any]) -> list[Any]:
        items = rows.in_bulk([row.pk for row in batch])
        return telling.told(actor, [items[row.pk] for row in batch])

    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    offered = columns(at)
    labels = {"received_at": _("Came in"), "due_at": _("To be entered by")}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(offered, [*offered] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {}),
        sorted_by=conditions.sorting(sort, queries.SORTS, labels),
        prepare=told,
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "intake",
        ExportList(_("Intake"), "intake.view", "orders:intake-list", open_intake, IntakeFilter.base_filters),
    )
