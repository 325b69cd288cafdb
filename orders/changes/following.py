"""Gifts of lines that a change touches: they stay what was agreed, and what of them went out stays (SEMANTICS 4, 8).
Pure."""

from collections.abc import Mapping, Sequence
from copy import copy

from orders.changes import guarding
from orders.order import arranging
from orders.order.models import OrderLine
from orders.order.states import Closure
from orders.pricing import gifts

_LET_GO = (Closure.SHORT, Closure.CANCELLED)


def with_agreed_gifts(made: Sequence[OrderLine], own: Mapping[int, OrderLine]) -> list[OrderLine]:
    """Gifts that were agreed follow their lines by their own ratio, whatever became of the promotion; those closed by
    hand stay as they are. A line of which neither goods nor quantity change gets no gift that was not agreed."""
    agreed = {line.gift_of_id: line for line in own.values() if line.gift_of_id}
    decided: set[int | None] = set()
    kept = []
    for line in made:
        was = own.get(line.line_no)
        if was is None or was.gift_of_id or was.product_id != line.product_id:
            continue
        gift = agreed.get(line.pk)
        if gift is not None or line.ordered == was.ordered:
            decided.add(line.pk)
        if gift is not None:
            kept.append(copy(gift) if gift.closure in _LET_GO else gifts.agreed(gift, line))
    others = [line for line in made if line.gift_of_id is None or line.gift_of_id not in decided]
    return [*others, *(gift for gift in kept if gift.ordered)]


def keep_what_went_out(
    lines: list[OrderLine], gone: list[OrderLine], existing: Mapping[int, OrderLine]
) -> tuple[list[OrderLine], list[OrderLine]]:
    """A gift of which pieces went out stays as long as they are out: its line may shrink, not below them. Where that
    line is of other goods by now, it follows it no more."""
    sources = {line.pk: line for line in lines if line.pk}
    back = []
    for gift in [line for line in gone if line.gift_of_id and guarding.carried_out(line)]:
        kept = copy(gift)
        kept.ordered = guarding.carried_out(gift) + gift.short_closed
        source = sources.get(gift.gift_of_id or 0)
        if source is not None and source.product_id != existing[source.line_no].product_id:
            kept.gift_of = kept.gift_buy = kept.gift_give = None
        back.append(kept)
    for line in lines:
        if line.gift_of_id and line.ordered < (least := guarding.carried_out(line)):
            line.ordered = least
    stay = {line.line_no for line in back}
    return arranging.arranged([*lines, *back]), [line for line in gone if line.line_no not in stay]
