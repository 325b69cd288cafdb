"""The promotions as a file, named as the import reads them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import keyset, masters, reference
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from products.promotions import queries
from products.promotions.models import Scope

COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("code", gettext_lazy("Code"), Kind.CODE), ("code",)),
        Plain(Column("name", gettext_lazy("Name"), width=32), ("name",), lambda row: reference.shown(row.name)),
        Plain(
            Column("scope", gettext_lazy("Which products"), Kind.CHOICE),
            ("scope",),
            lambda row: str(Scope(row.scope).label),
        ),
        Plain(Column("mark", gettext_lazy("Mark"), Kind.CODE, width=8), ("mark",)),
        Plain(Column("tag", gettext_lazy("Tag"), Kind.CODE), ("tag",)),
        Plain(Column("buy", gettext_lazy("For every"), Kind.NUMBER), ("buy",)),
        Plain(Column("give", gettext_lazy("Gifts"), Kind.NUMBER), ("give",)),
        Plain(Column("gift_product", gettext_lazy("Gift"), Kind.CODE), ("gift_product__code",)),
        Plain(Column("valid_from", gettext_lazy("Valid from"), Kind.DATE), ("valid_from",)),
        Plain(Column("valid_until", gettext_lazy("Valid until"), Kind.DATE), ("valid_until",)),
        Plain(
            Column("state", gettext_lazy("State"), Kind.CHOICE),
            ("is_active",),
            lambda row: _("Active") if row.is_active else _("Out of use"),
        ),
    )
}


def open_promotions(actor: Any, asked: Asked) -> Sheet:
    """The list as its page shows it, by code."""
    typed = asked.query.get("q", "").strip()[:80]
    rows = masters.found(queries.all_of(actor), typed)
    return plain.sheet(
        keyset.ordered(rows, sorts=masters.SORTS, sort="code"),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=[conditions.line(_("Search"), typed)] if typed else [],
        sorted_by=conditions.sorting("code", masters.SORTS, {"code": _("Code")}),
    )


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    lists.register(
        "promotions",
        ExportList(gettext_lazy("Promotions"), "promotion.view", "products:promotion-list", open_promotions, ("q",)),
    )
