"""The list of received ship dates as a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from orders.fulfilment.ship_dates import queries
from orders.fulfilment.ship_dates.filters import ShipDateFilter, as_shown
from orders.fulfilment.ship_dates.models import ReceivedShipDate


def _state(row: Any) -> str:
    words = [ReceivedShipDate.State(row.state).label]
    if row.why:
        words.append(ReceivedShipDate.Why(row.why).label)
    return " · ".join(map(str, words))


def _entered(row: Any) -> Any:
    return row.document.entered_ship_date if row.document and row.state == ReceivedShipDate.State.APPLIED else None


COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("received_at", _("Came in"), Kind.MOMENT), ("received_at",)),
        Plain(Column("provider", _("System")), ("provider",)),
        Plain(Column("external_id", _("External number"), Kind.CODE), ("external_id",)),
        Plain(Column("outbound_number", _("Outbound number"), Kind.CODE, width=20), ("outbound_number",)),
        Plain(Column("order", _("Order"), Kind.CODE, width=20), ("order__number",)),
        Plain(Column("line_no", _("Line"), Kind.NUMBER, width=8), ("line_no",)),
        Plain(Column("quantity", _("Quantity"), Kind.NUMBER), ("quantity",)),
        Plain(Column("carrier", _("Carrier")), ("carrier",)),
        Plain(Column("waybill", _("Waybill number"), Kind.CODE), ("waybill",)),
        Plain(Column("ship_date", _("Actual ship date"), Kind.DATE), ("ship_date",)),
        Plain(Column("state", _("State"), Kind.CHOICE, width=32), (), _state),
        Plain(Column("document", _("Outbound document"), Kind.CODE, width=20), ("document__number",)),
        Plain(Column("candidates", _("Documents it could mean"), Kind.TAGS), (), lambda row: row.candidates),
        Plain(Column("entered", _("Entered at the audit"), Kind.DATE), (), _entered),
        Plain(Column("note", _("Reason"), width=32), ("note",)),
        Plain(Column("received_by", _("Handed over by")), ("received_by__name",)),
    )
}


def open_ship_dates(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it: without any condition what is to settle, as on its page."""
    found = doors.filter_of(ShipDateFilter, as_shown(asked.query), queries.list_received(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT

    def described(rows: list[Any]) -> list[ReceivedShipDate]:
        # read by key alone: what became another's since the file began is in it as it began
        known = ReceivedShipDate.objects.select_related("document").in_bulk([row.pk for row in rows])
        queries.describe(actor, known.values())
        return [known[row.pk] for row in rows]

    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found),
        sorted_by=conditions.sorting(sort, queries.SORTS, {"received_at": _("Came in")}),
        prepare=described,
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "ship-dates",
        ExportList(
            _("Received ship dates"),
            "outbound.view",
            "orders:ship-date-list",
            open_ship_dates,
            ShipDateFilter.base_filters,
        ),
    )
