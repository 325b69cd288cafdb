"""The gifts of promotions as the entry grid shows them under their rows while people type (read-only)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.templatetags import fmt, ui
from orders.entry import rows
from orders.order.models import OrderLine
from orders.pricing import gifts

Cells = dict[str, str]


def shown(
    made: Sequence[OrderLine], keys: Mapping[int, str], places: Mapping[str, int], stock: Mapping[int, str]
) -> dict[str, list[Cells]]:
    """Key of a row → its gifts as cells. ``keys``: line number → row key, ``places``: row key → where the row stands,
    from 1; ``stock``: line number of a gift → what is free of it."""
    found: dict[str, list[Cells]] = {}
    for gift in made:
        key = keys[_source(gift).line_no]
        words = _("%(rule)s, follows row %(row)s") % {"rule": gifts.ratio_in_words(gift), "row": places[key]}
        cells = {
            "flag": str(ui.flag(_("Gift"), "ok", "gift")),
            "product": gift.product_code,
            "name": gift.product_name,
            "specification": words,
            "quantity": rows.plain(gift.ordered),
            "unit": gift.unit,
            "price": "0.00",
            "amount": "0.00",
            "requested_date": gift.requested_date.isoformat() if gift.requested_date else "",
            "stock": stock[gift.line_no],
        }
        found.setdefault(key, []).append(cells)
    return found


def _source(gift: OrderLine) -> OrderLine:
    assert gift.gift_of is not None  # gifts of promotions only
    return gift.gift_of


def in_words(made: Sequence[OrderLine], keys: Mapping[int, str]) -> list[tuple[str, Any]]:
    """(row key, what is given for it) for the checks of the order."""
    text = _("%(rule)s: %(quantity)s %(unit)s given for %(bought)s.")
    return [
        (
            keys[_source(gift).line_no],
            text
            % {
                "rule": gifts.ratio_in_words(gift),
                "quantity": fmt.qty(gift.ordered),
                "unit": gift.unit,
                "bought": fmt.qty(_source(gift).ordered),
            },
        )
        for gift in made
    ]
