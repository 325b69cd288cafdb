"""Where the gifts of promotions meet the entered grid: they are made from its lines, never typed (SEMANTICS 4)."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from common import errors
from common.errors import Text
from common.text import fold_code
from orders.entry.drafts import LineDraft
from orders.order import arranging
from orders.order.models import Order, OrderLine
from orders.pricing import gifts

Stored = Mapping[int, OrderLine]


def apart(drafts: Sequence[LineDraft], stored: Stored) -> tuple[list[LineDraft], list[LineDraft]]:
    """(what was typed, gifts of promotions sent back as they were read)."""
    given = {number for number, line in stored.items() if line.gift_of_id}
    back = [draft for draft in drafts if draft.line_no in given]
    return [draft for draft in drafts if draft.line_no not in given] if back else list(drafts), back


def with_gifts(
    order: Order, lines: Sequence[OrderLine], stored: Stored, back: Sequence[LineDraft], taken: Collection[int] = ()
) -> list[OrderLine]:
    """The lines with their gifts, as they are shown. ``back``: gifts that were sent back among the lines; ``taken``:
    numbers of rows that are no lines yet. Raises Invalid for one that was sent with another product, quantity or
    price: a gift follows its line."""
    made = gifts.follow(lines, stored.values(), order.order_date, {*stored, *taken}) if lines else []
    _require_unchanged(back, stored, {gift.line_no: gift for gift in made})
    return arranging.arranged([*lines, *made])


def _require_unchanged(back: Sequence[LineDraft], stored: Stored, made: Stored) -> None:
    faults: dict[str, list[Text]] = {}
    for draft in back:
        number = draft.line_no or 0
        known = [one for one in (stored.get(number), made.get(number)) if one is not None]
        if draft.price or not any(_says(draft, line) for line in known):
            words = _("Line %(line)s is a gift of the promotion %(code)s: it follows its line and is not typed in.")
            text = words % {"line": number, "code": stored[number].price_rule}
            faults[f"lines.{number}.quantity"] = [text]
    if faults:
        raise errors.Invalid(fields=faults)


def _says(draft: LineDraft, line: OrderLine) -> bool:
    is_product = (
        draft.product_id == line.product_id
        if draft.product_id
        else fold_code(draft.product_code) == fold_code(line.product_code)
    )
    return is_product and draft.quantity == line.ordered
