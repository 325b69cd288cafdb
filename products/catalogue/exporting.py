"""The list of suppliers as a file."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import keyset, masters
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from products.catalogue import queries


def _state(row: Any) -> str:
    return _("Active") if row.is_active else _("Out of use")


COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("code", gettext_lazy("Code"), Kind.CODE), ("code",)),
        Plain(Column("name", gettext_lazy("Name"), width=32), ("name",)),
        Plain(Column("contact", gettext_lazy("Contact"), width=24), ("contact",)),
        Plain(Column("lead_time", gettext_lazy("Lead time, days"), Kind.NUMBER), ("lead_time_days",)),
        Plain(Column("state", gettext_lazy("State"), Kind.CHOICE), ("is_active",), _state),
    )
}


def open_suppliers(actor: Any, asked: Asked) -> Sheet:
    """The list as its page shows it, by code."""
    typed = asked.query.get("q", "").strip()[:80]
    rows = masters.found(queries.suppliers(), typed)
    return plain.sheet(
        keyset.ordered(rows, sorts=masters.SORTS, sort="code"),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=[conditions.line(_("Search"), typed)] if typed else [],
        sorted_by=conditions.sorting("code", masters.SORTS, {"code": _("Code")}),
    )


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    lists.register(
        "suppliers",
        ExportList(gettext_lazy("Suppliers"), "product.view", "products:supplier-list", open_suppliers, ("q",)),
    )
