"""One line of a draft gets another product; everything else of the draft stays as it was entered."""

from datetime import datetime
from decimal import Decimal

from accounts.people.models import User
from common import errors
from common.operation import operation
from orders.entry import drafting
from orders.entry.drafts import LINE_ENTERED, LineDraft, UnfinishedRow
from orders.order import queries
from orders.order.models import Order, OrderLine
from orders.order.states import AGREED

# what was said of the old goods is not said of the new ones
_OF_PRODUCT = {"product_id", "specification", "auxiliary_attribute", "tax_rate", "supply_mode"}


@operation
def replace_product(
    *, actor: User, order_id: int, line_no: int, product_id: int, quantity: Decimal, at: datetime
) -> Order:
    """Let a line of a draft order another product, at the price that the price order gives for it today.

    Raises NotFound, NotAllowed, WrongState (not a draft), Invalid.
    """
    order = queries.lock_order(actor=actor, order_id=order_id)
    lines = [one for one in queries.lines_of(order) if not one.gift_of_id]
    if all(one.line_no != line_no for one in lines):
        raise errors.NotFound()
    drafts = [_replaced(one, product_id, quantity) if one.line_no == line_no else _same(one) for one in lines]
    return drafting.change_order(
        actor=actor,
        order_id=order.pk,
        version=None,
        changes={},
        lines=drafts,
        unfinished=[UnfinishedRow(**row) for row in order.unfinished],
        at=at,
    )


def _same(line: OrderLine) -> LineDraft:
    return LineDraft(
        quantity=line.ordered,
        price=line.price if line.price_source in AGREED else None,
        price_rule=line.price_rule if line.price_source in AGREED else "",
        requested_date=line.requested_date,
        line_no=line.line_no,
        quotation_line_id=line.quotation_line_id,
        agreement_line_id=line.agreement_line_id,
        **{name: getattr(line, name) for name in LINE_ENTERED},
    )


def _replaced(line: OrderLine, product_id: int, quantity: Decimal) -> LineDraft:
    kept = {name: getattr(line, name) for name in LINE_ENTERED if name not in _OF_PRODUCT}
    return LineDraft(
        product_id=product_id,
        quantity=quantity,
        requested_date=line.requested_date,
        schedule=(),
        line_no=line.line_no,
        **kept,
    )
