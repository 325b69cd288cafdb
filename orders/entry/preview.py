"""What the entry grid shows while people type: names, prices, amounts, stock, warnings, sums. Nothing is saved
and nothing refused here; the operations do that."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import currencies, dates, errors, typed
from common.money import TaxMode
from common.templatetags import fmt
from customers.models import Customer
from orders.entry import defaults, gift_rows, grid, queries, rows, stock_cells
from orders.entry.drafts import LineDraft
from orders.order import policies, totals
from orders.order.models import Order, OrderLine
from orders.order.states import PriceSource
from orders.pricing import gifts, prices
from orders.pricing import queries as pricing
from products.kits import queries as kits

ZERO = Decimal(0)
MOST = Decimal(10) ** 11  # beyond it figures are no figures; saving says so
Cells = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Head:
    """What of the header decides prices and sums."""

    customer_id: int | None
    tax_mode: str
    currency: str
    rate: Decimal
    freight: Decimal
    reduction: Decimal
    on: date
    customer: Customer | None = None
    requested_date: date | None = None
    po_number: str = ""
    order_id: int | None = None
    transport_mode: str = ""
    delivery_method: str = ""
    ship_to_id: int | None = None


@dataclass(frozen=True)
class Marked:
    """Something to look at: in a cell of the row ``key`` ("": in a field of the head), and whether it will refuse
    submission."""

    key: str
    column: str
    text: str
    is_error: bool


@dataclass(frozen=True)
class Preview:
    """Cells to fill per row, sums of the whole order in words, what to look at; ``worth`` is its total in
    the company's currency. ``gifts``: row key → the rows that promotions add under it, and ``given`` what they give,
    in words."""

    rows: dict[str, Cells]
    totals: dict[str, str]
    warnings: list[Marked]
    worth: Decimal
    gifts: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    given: list[tuple[str, str]] = field(default_factory=list)


def head_of(actor: User, data: Mapping[str, Any], at: datetime) -> Head:
    """The header as typed, as far as it can be read. Raises NotFound for a customer of others, whose prices would be
    told."""
    day = dates.business_day(at)
    customer_id = typed.read_key(data.get("customer"))
    customer = defaults.find_customer(actor, customer_id=customer_id, code="") if customer_id else None
    theirs = customer.currency_id if customer else ""
    currency = str(data.get("currency") or theirs or currencies.base())
    try:
        rate = currencies.rate_on(currency, day)
    except errors.Conflict:
        rate = Decimal(1)
    mode = TaxMode.EXCLUSIVE if data.get("tax_mode") == TaxMode.EXCLUSIVE else TaxMode.INCLUSIVE
    return Head(
        customer_id,
        mode,
        currency,
        rate,
        _amount(data, "freight"),
        _amount(data, "reduction"),
        day,
        customer,
        _day(data),
        str(data.get("customer_po_number") or "").strip()[:80],
        typed.read_key(data.get("order_id")),
        str(data.get("transport_mode") or "")[:20],
        str(data.get("delivery_method") or "")[:20],
        typed.read_key(data.get("ship_to")),
    )


def _amount(data: Mapping[str, Any], name: str) -> Decimal:
    try:
        number = typed.read_number(str(data.get(name) or ""))
    except ValueError:
        return ZERO
    return min(max(ZERO, number or ZERO), MOST)


def _day(data: Mapping[str, Any]) -> date | None:
    try:
        return rows.read_day(str(data.get("requested_date") or "").strip())
    except ValueError:
        return None


def preview(actor: User, head: Head, shown: Sequence[rows.Row], changed: Collection[str]) -> Preview:
    """Figures for the rows whose keys are in ``changed``, and sums over all. Few statements, whatever the number
    of rows."""
    drafts = rows.to_drafts(shown)
    products = grid.find_products(head.customer_id or 0, (), {draft.product_code for draft in drafts})
    lines: dict[str, OrderLine] = {}
    order = _order(head)
    for row, draft in zip(shown, drafts, strict=True):
        product = products.get(draft.product_code)
        if product is not None:
            lines[row.key] = _line(order, draft, product)
    _price(head, lines, {row.key: draft for row, draft in zip(shown, drafts, strict=True)})
    made = gifts.follow(list(lines.values()), (), head.on)
    sums = _sums(head, [*lines.values(), *made])
    wanted = [row for row in shown if row.key in changed]
    free = kits.available({*(lines[row.key].product_id for row in wanted if row.key in lines), *_products(made)})
    warnings = _warnings(actor, order, lines, head.on)
    cells = {row.key: _cells(row, lines.get(row.key), free, warnings) for row in wanted}
    stock_cells.tell_days(order, {row.key for row in wanted}, lines, head.on, cells)
    _tell_prices(actor, head, {row.key: lines[row.key] for row in wanted if row.key in lines}, cells)
    spoken = [*_unfinished(shown, lines), *(one for found in warnings.values() for one in found)]
    keys = {line.line_no: key for key, line in lines.items()}
    places = {row.key: place for place, row in enumerate(shown, start=1)}
    below = gift_rows.shown(made, keys, places, {gift.line_no: stock_cells.cell(gift, free)["text"] for gift in made})
    words = _words(head, sums, lines, made)
    return Preview(cells, words, spoken, sums.total * head.rate, below, gift_rows.in_words(made, keys))


def _order(head: Head) -> Order:
    """The head as far as prices and checks go by it."""
    return Order(
        pk=head.order_id,
        customer=head.customer,
        customer_po_number=head.po_number,
        requested_date=head.requested_date,
        tax_mode=head.tax_mode,
        exchange_rate=head.rate,
        currency_id=head.currency,
        order_date=head.on,
        transport_mode=head.transport_mode,
        delivery_method=head.delivery_method,
        ship_to_id=head.ship_to_id,
    )


def _products(lines: Iterable[OrderLine]) -> set[int]:
    return {line.product_id for line in lines}


def _unfinished(shown: Sequence[rows.Row], lines: Mapping[str, OrderLine]) -> list[Marked]:
    """What keeps rows from being lines."""
    rows.mark_unknown(shown, {row.text("product") for row in shown if row.key in lines})
    return [Marked(row.key, name, words, True) for row in shown for name, words in list(row.faults.items())[:1]]


def _line(order: Order, draft: LineDraft, product: Any) -> OrderLine:
    rate = product.tax_rate if draft.tax_rate is None else draft.tax_rate
    line = OrderLine(
        order=order,
        line_no=draft.line_no or 0,
        product=product,
        product_code=product.code,
        product_name=product.name,
        unit=product.unit,
        is_service=product.is_service,
        is_gift=draft.is_gift,
        without_gift=draft.without_gift,
        supply_mode=draft.supply_mode or product.supply_mode,
        unit_cost=product.unit_cost,
        ordered=min(max(ZERO, draft.quantity), MOST),
        discount=min(max(ZERO, draft.discount), Decimal(1)),
        tax_rate=min(max(ZERO, rate), Decimal(1)),
    )
    line.specification = draft.specification or product.specification
    line.requested_date = draft.requested_date
    return line


def _price(head: Head, lines: Mapping[str, OrderLine], drafts: Mapping[str, LineDraft]) -> None:
    asked = [line for key, line in lines.items() if drafts[key].price is None and not line.is_gift]
    basis = prices.Basis(head.customer_id or 0, head.tax_mode, head.currency, head.rate, head.on)
    wishes = [prices.Wish(line.product, line.ordered) for line in asked]
    for line, price in zip(asked, prices.resolve(wishes, basis), strict=True):
        line.price, line.price_source, line.price_rule = price.value, price.source, price.rule
        line.agreement_line_id = price.agreement_line_id
    for key, line in lines.items():
        asked_for = drafts[key].price
        if asked_for is not None and not line.is_gift:
            line.price, line.price_source = min(max(ZERO, asked_for), MOST), PriceSource.MANUAL


def _sums(head: Head, lines: list[OrderLine]) -> totals.OrderTotals:
    try:
        return totals.compute_lines(lines, tax_mode=head.tax_mode, freight=head.freight, reduction=head.reduction)
    except ValueError:  # the reduction is more than the lines are worth: saving says so
        return totals.compute_lines(lines, tax_mode=head.tax_mode, freight=head.freight)


def _warnings(actor: User, order: Order, lines: Mapping[str, OrderLine], on: date) -> dict[str, list[Marked]]:
    """Row key ("" for the head) → what the checks find there."""
    by_line = {line.line_no: key for key, line in lines.items()}
    found: dict[str, list[Marked]] = {}
    for one in queries.warnings(actor, order, list(lines.values()), on):
        number, column = one.field.split(".")[1:] if one.field.startswith("lines.") else ("", one.field)
        key = by_line[int(number)] if number else ""
        found.setdefault(key, []).append(Marked(key, column, str(one.text), one.is_error))
    return found


def _cells(
    row: rows.Row, line: OrderLine | None, free: Mapping[int, Any], warnings: Mapping[str, list[Marked]]
) -> Cells:
    if line is None:
        words = _("There is no such product.") if row.text("product") else ""
        return {
            "product": {"error": words},
            "name": {"text": ""},
            "unit": {"text": ""},
            "amount": {"text": ""},
            "stock": {"text": ""},
        }
    price = rows.plain(line.price)
    cells: Cells = {
        "product": {} if row.text("product") == line.product_code else {"value": line.product_code},
        "name": {"text": line.product_name, "title": line.product_name},
        "unit": {"text": line.unit},
        "specification": {} if row.text("specification") else {"value": line.specification},
        "amount": {"text": f"{line.amount:,.2f}"},
        "stock": stock_cells.cell(line, free),
        "price": {},
    }
    if line.price_source != "MANUAL" and row.text("price") in ("", row.text("priced")):
        cells["price"], cells["priced"] = {"value": price}, {"value": price}
    for one in sorted(warnings.get(row.key, ()), key=lambda one: one.is_error):
        cells.setdefault(one.column, {}).update(tone="err" if one.is_error else "miss", title=one.text)
    cells |= {name: {"error": words} for name, words in row.faults.items() if row.text(name)}
    return cells


def _tell_prices(actor: User, head: Head, lines: Mapping[str, OrderLine], cells: dict[str, Cells]) -> None:
    """Which price applies, and what the customer paid last, as the title of each price cell; the order is named to
    who may see it."""
    last = pricing.last_prices(head.customer_id, {one.product_id for one in lines.values()}) if head.customer_id else {}
    numbers = [paid.order_number for paid in last.values()]
    seen = set(policies.visible_to(actor).filter(number__in=numbers).values_list("number", flat=True)) if last else ()
    for key, line in lines.items():
        words = [" ".join(filter(None, [str(PriceSource(line.price_source).label), line.price_rule]))]
        if line.product_id in last:
            paid = last[line.product_id]
            words.append(_last(paid, paid.order_number in seen))
        cell = cells[key].setdefault("price", {})
        cell["title"] = " · ".join([*([cell["title"]] if cell.get("title") else []), *words])


def _last(paid: pricing.LastPrice, is_named: bool) -> str:
    """What was paid last, in words."""
    price = fmt.price(paid.price, paid.currency)
    less = f" −{fmt.percent(paid.discount, 1)}" if paid.discount else ""
    told = _("last time %(price)s, %(day)s") % {"price": f"{price}{less}", "day": fmt.day(paid.order_date)}
    return f"{told} {paid.order_number}" if is_named else told


def _words(
    head: Head, sums: totals.OrderTotals, lines: Mapping[str, OrderLine], made: Sequence[OrderLine]
) -> dict[str, str]:
    count = fmt.qty(len(lines) + len(made))
    return {
        "lines": _("%(count)s, gifts %(gifts)s") % {"count": count, "gifts": len(made)} if made else count,
        "quantity": fmt.qty(sum((line.ordered for line in (*lines.values(), *made)), ZERO)),
        "net": fmt.money(sums.net, head.currency),
        "tax": fmt.money(sums.tax, head.currency),
        "total": fmt.money(sums.total, head.currency),
    }
