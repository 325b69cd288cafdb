"""Lines and sums of a quotation: by the very rules of orders (SEMANTICS 4). There is no second arithmetic: the entry
grid's lines are built for an order that is never saved, and copied."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors
from common.errors import Text
from common.money import ZERO
from common.text import fold_code
from orders.entry import grid
from orders.order import totals
from orders.order.models import Order, OrderLine
from orders.order.states import PriceSource
from orders.quotation.drafts import OfferLineDraft
from orders.quotation.models import QuotationLine, QuotationVersion

COPIED = (
    *("line_no", "product_id", "product_code", "product_name", "specification", "auxiliary_attribute", "unit"),
    *(
        "is_service",
        "is_gift",
        "without_gift",
        "ordered",
        "price",
        "price_source",
        "price_rule",
        "discount",
        "tax_rate",
        "unit_cost",
    ),
    *("requested_date", "logo", "colour", "packaging", "customisation", "special_requirements", "notes"),
)
SUMS = (*("lines_amount", "total_amount", "tax_amount", "net_amount", "cost_amount", "optional_amount", "line_count"),)


def build(
    offer: QuotationVersion,
    customer_id: int,
    actor: User,
    drafts: Sequence[OfferLineDraft],
    existing: Sequence[QuotationLine] = (),
) -> list[QuotationLine]:
    """The lines of a version as the drafts say, by line number, with their amounts; sets the sums of ``offer``. A
    price that is given is the price, None asks the price order. Nothing is saved. Raises Invalid with paths like
    ``lines.3.quantity``."""
    order = _as_order(offer, customer_id)
    given = {line.line_no: line for line in existing if line.price_source == PriceSource.GIFT}
    numbered = _numbered(drafts, existing)
    _require_gifts(numbered, given)
    numbered = [draft for draft in numbered if draft.line_no not in given]  # promotions give anew
    optional = {draft.line_no for draft in numbered if draft.is_optional}
    before = {line.line_no: as_order_line(line, order) for line in existing if line.line_no not in given}
    lines = []
    for built in grid.build(order, actor, numbered, before):
        source = built.gift_of.line_no if built.gift_of else built.line_no
        line = QuotationLine(offer=offer, is_optional=source in optional)
        for name in COPIED:
            setattr(line, name, getattr(built, name))
        line.product = built.product
        lines.append(line)
    sum_up(offer, order, lines)
    return lines


def sum_up(offer: QuotationVersion, order: Order, lines: Sequence[QuotationLine]) -> None:
    """Amounts of the lines and sums of the version; optional lines stand beside. Raises Invalid for amounts beyond all
    measure and for a reduction above what the lines are worth."""
    grid.check_amounts(order, lines)  # type: ignore[arg-type]
    firm = [line for line in lines if not line.is_optional]
    optional = [line for line in lines if line.is_optional]
    try:
        sums = totals.compute_lines(firm, tax_mode=offer.tax_mode, freight=offer.freight, reduction=offer.reduction)
    except ValueError:
        text = _("The reduction is more than the lines are worth.")
        raise errors.Invalid(fields={"reduction": [text]}) from None
    offer.optional_amount = totals.compute_lines(optional, tax_mode=offer.tax_mode).total
    offer.lines_amount, offer.total_amount = sums.lines, sums.total
    offer.tax_amount, offer.net_amount, offer.cost_amount = sums.tax, sums.net, sums.cost
    offer.line_count = len(lines)


def copies(offer: QuotationVersion, lines: Iterable[QuotationLine]) -> list[QuotationLine]:
    """The lines of another version for ``offer``, as they stand: prices and amounts are taken along."""
    found = []
    for line in lines:
        copied = QuotationLine(offer=offer, is_optional=line.is_optional)
        for name in (*COPIED, "amount", "reduction", "tax", "net"):
            setattr(copied, name, getattr(line, name))
        found.append(copied)
    return found


def _as_order(offer: QuotationVersion, customer_id: int) -> Order:
    return Order(
        customer_id=customer_id,
        currency_id=offer.currency_id,
        exchange_rate=offer.exchange_rate,
        tax_mode=offer.tax_mode,
        order_date=offer.quote_date,
        freight=offer.freight or ZERO,
        reduction=offer.reduction or ZERO,
    )


def as_order_line(line: QuotationLine, order: Order | None = None) -> OrderLine:
    """A line of an order that is never saved and says the same: what the entry grid works with. Its product is at hand
    where that of ``line`` is."""
    found = OrderLine(order=order)
    for name in (*COPIED, "amount"):
        setattr(found, name, getattr(line, name))
    if "product" in line._state.fields_cache:
        found.product = line.product
    return found


def _numbered(drafts: Sequence[OfferLineDraft], existing: Sequence[QuotationLine]) -> list[OfferLineDraft]:
    """Every draft with a line number: those without one follow the highest, gifts that no form sends among them."""
    given = (draft.line_no or 0 for draft in drafts)
    last = max([*given, *(line.line_no for line in existing)], default=0)
    found = []
    for draft in drafts:
        if draft.line_no is None:
            last += 1
            draft = replace(draft, line_no=last)
        found.append(draft)
    return found


def _require_gifts(drafts: Sequence[OfferLineDraft], given: Mapping[int, QuotationLine]) -> None:
    """Raise Invalid for another line that was sent under the number of a gift: it is not dropped in silence."""
    faults: dict[str, list[Text]] = {}
    for draft in drafts:
        gift = given.get(draft.line_no or 0)
        if gift is not None and not _is_same(draft, gift):
            words = _("Line %(line)s is a gift of the promotion %(code)s: it follows its line and is not typed in.")
            text = words % {"line": gift.line_no, "code": gift.price_rule}
            faults[f"lines.{gift.line_no}.quantity"] = [text]
    if faults:
        raise errors.Invalid(fields=faults)


def _is_same(draft: OfferLineDraft, gift: QuotationLine) -> bool:
    is_product = (
        draft.product_id == gift.product_id
        if draft.product_id
        else fold_code(draft.product_code) == fold_code(gift.product_code)
    )
    return is_product and not draft.price and draft.quantity == gift.ordered
