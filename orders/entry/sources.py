"""Where the price of an entered line comes from, and which quotation or frame agreement it orders from."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from common.errors import Text
from orders.entry.drafts import LineDraft
from orders.order.models import Order, OrderLine
from orders.order.states import PriceSource
from orders.pricing import prices
from products.catalogue.models import Product

ZERO = Decimal(0)


def take(line: OrderLine, draft: LineDraft, product: Product) -> None:
    """Set cost, price and links of a line as the draft says, before it gets its product. A price that equals the
    line's keeps its source; another one is typed, or that of the quotation the draft names; a line whose price is
    typed is no call-off. None leaves the price to ``ask``."""
    is_same = line.product_id == product.pk
    keeps_price = is_same and draft.price == line.price
    if not (keeps_price and line.price_source == PriceSource.IMPORTED):  # which came with its own cost
        line.unit_cost = product.unit_cost
    line.quotation_line_id = draft.quotation_line_id or (line.quotation_line_id if is_same else None)
    line.agreement_line_id = draft.agreement_line_id or (line.agreement_line_id if is_same else None)
    if draft.is_gift:
        _set(line, ZERO, PriceSource.MANUAL)
    elif draft.price is not None and not keeps_price:
        is_quoted = draft.quotation_line_id and draft.price_rule  # a price typed over a quoted one has no rule
        source = PriceSource.QUOTED if is_quoted else PriceSource.MANUAL
        _set(line, draft.price, source, draft.price_rule)


def _set(line: OrderLine, price: Decimal, source: PriceSource, rule: str = "") -> None:
    line.price, line.price_source, line.price_rule = price, source, rule
    line.agreement_line_id = None


def ask(order: Order, lines: Sequence[OrderLine]) -> None:
    """Let the price order set the prices of these lines; each line's ``product`` must be at hand. A line that names an
    agreement gets its price while it holds, any other the newest that the customer has for the product."""
    basis = prices.Basis(order.customer_id, order.tax_mode, order.currency_id, order.exchange_rate, order.order_date)
    wishes = [prices.Wish(line.product, line.ordered, line.agreement_line_id) for line in lines]
    for line, price in zip(lines, prices.resolve(wishes, basis), strict=True):
        line.price, line.price_source, line.price_rule = price.value, price.source, price.rule
        line.agreement_line_id = price.agreement_line_id


def call_off_faults(lines: Mapping[int, OrderLine], drafts: Sequence[tuple[int, LineDraft]]) -> dict[str, list[Text]]:
    """The lines that name an agreement which is not theirs, or does not hold on the day of the order."""
    words = _("This agreement does not hold for the customer, the product and the day.")
    return {
        f"lines.{line_no}.agreement": [words]
        for line_no, draft in drafts
        if draft.agreement_line_id and lines[line_no].agreement_line_id != draft.agreement_line_id
    }
