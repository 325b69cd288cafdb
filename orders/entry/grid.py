"""Entered lines become order lines: products found, prices resolved, every fault named by its path.

Set-based: the number of statements does not depend on the number of lines.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors, operation, settings
from common.errors import Text
from common.rows import insert_rows, read_rows, update_rows
from common.text import fold_code
from orders.entry import dated, gifting, sources
from orders.entry.drafts import LONGEST_LINE_NO, LineDraft, UnfinishedRow
from orders.order import arranging
from orders.order.loading import columns
from orders.order.models import Order, OrderLine
from orders.pricing import queries as pricing
from products.catalogue import texts, units
from products.catalogue.models import Product
from segments.custom_fields import values

MAX_LINES = "orders.max_lines"
ZERO, ONE = Decimal(0), Decimal(1)
MOST = Decimal("99999999999.99")  # of an order, in its currency and the company's: sums over orders still fit
Faults = dict[str, list[Text]]

# columns of a line that come straight from the draft
_TYPED = (
    *("discount", "requested_date", "is_gift", "without_gift", "logo", "colour", "packaging", "customisation"),
    *("special_requirements", "notes"),
)
_CHECKED = {"specification", "auxiliary_attribute", "ordered", "price", "tax_rate", "supply_mode", *_TYPED} - {
    "requested_date"
}
_NOT_CHECKED = [field.name for field in OrderLine._meta.concrete_fields if field.name not in _CHECKED]
WRITTEN = (
    *("product", "text", "product_code", "product_name", "specification", "auxiliary_attribute", "unit", "is_service"),
    *("ordered", "price", "price_source", "price_rule", "tax_rate", "amount", "reduction", "tax", "net", "unit_cost"),
    *(
        *_TYPED,
        "supply_mode",
        "schedule",
        "custom",
        "quotation_line",
        "agreement_line",
        "gift_of",
        "gift_buy",
        "gift_give",
    ),
)
_COMPARED = frozenset(WRITTEN) - {"text"}


def build(
    order: Order,
    actor: User,
    drafts: Sequence[LineDraft],
    existing: Mapping[int, OrderLine] | None = None,
    unfinished: Sequence[UnfinishedRow] = (),
) -> list[OrderLine]:
    """Lines of ``order`` as the drafts say, with the gifts of promotions under them; an existing line keeps its row
    (a copy of the object comes back). Gifts take none of the numbers of ``unfinished``. Nothing is saved.

    A price that is given is the price, whatever the price order would say today: one that equals the existing
    line's keeps its source, another one is a typed price. None asks the price order. Raises Invalid with paths
    like ``lines.3.quantity``.
    """
    require_room(drafts)
    existing = existing or {}
    drafts, back = gifting.apart(drafts, existing)
    numbered = _number(drafts, existing)
    ids = {draft.product_id for draft in drafts if draft.product_id}
    products = find_products(order.customer_id, ids, {draft.product_code for draft in drafts if not draft.product_id})
    faults: Faults = {}
    lines, asked = [], []
    for line_no, draft in numbered:
        product = products.get(draft.product_id) or products.get(draft.product_code)
        if product is None:
            faults[f"lines.{line_no}.product"] = [_("There is no such product.")]
            continue
        line = copy(existing[line_no]) if line_no in existing else OrderLine(order=order, line_no=line_no)
        was = (line.product_id, line.ordered)
        _fill(line, draft, product)
        _check(line, f"lines.{line_no}", faults)
        _fill_custom(line, draft, actor, faults)
        if wrong := dated.fill(line, draft):
            faults.setdefault(f"lines.{line_no}.schedule", []).append(wrong)
        if was != (product.pk, line.ordered) and (wrong := units.fault(line.unit, line.ordered)):
            faults.setdefault(f"lines.{line_no}.quantity", []).append(wrong)
        lines.append(line)
        if draft.price is None and not draft.is_gift:
            asked.append(line)
    if faults:
        raise errors.Invalid(fields=faults)
    sources.ask(order, asked)
    if faults := sources.call_off_faults({line.line_no: line for line in lines}, numbered):
        raise errors.Invalid(fields=faults)
    return gifting.with_gifts(order, lines, existing, back, [row.line_no for row in unfinished])


def require_room(drafts: Sequence[LineDraft], unfinished: Sequence[UnfinishedRow] = ()) -> None:
    """Raise Invalid for more rows, lines and those that are to become some, than an order may have."""
    limit = int(settings.get(MAX_LINES))
    if len(drafts) + len(unfinished) > limit:
        raise errors.Invalid(fields={"lines": [_("No more than %(limit)s lines.") % {"limit": limit}]})


def _number(drafts: Sequence[LineDraft], existing: Mapping[int, OrderLine]) -> list[tuple[int, LineDraft]]:
    """Give every draft its line number: those without one follow the highest."""
    given = [draft.line_no for draft in drafts if draft.line_no is not None]
    last = max([*given, *existing], default=0)
    fresh = len(drafts) - len(given)
    if len(given) != len(set(given)) or any(number < 1 for number in given) or last + fresh > LONGEST_LINE_NO:
        text = _("Every line needs a number of its own, from 1 to %(last)s.") % {"last": LONGEST_LINE_NO}
        raise errors.Invalid(fields={"lines": [text]})
    numbered = []
    for draft in drafts:
        if draft.line_no is None:
            last += 1
        numbered.append((last if draft.line_no is None else draft.line_no, draft))
    return numbered


def find_products(customer_id: int, ids: Collection[int], typed: Collection[str]) -> dict[int | str | None, Product]:
    """Products by key and by code as it was typed: ours, else the customer's own. A merged one is the one that
    stands for it."""
    codes = {one: fold_code(one) for one in typed if one}
    if not ids and not codes:
        return {}
    products = _standing(_read(ids, set(codes.values())))
    by_code = {product.code: standing for product, standing in products}
    found: dict[int | str | None, Product] = {product.pk: standing for product, standing in products}
    found |= {one: by_code[code] for one, code in codes.items() if code in by_code}
    if theirs := pricing.products_called(customer_id, [one for one in codes if one not in found]):
        called = {product.pk: standing for product, standing in _standing(_read(set(theirs.values()), ()))}
        found |= {one: called[product_id] for one, product_id in theirs.items()}
    return found


def _standing(products: Sequence[Product]) -> list[tuple[Product, Product]]:
    """Each product with the one that stands for it."""
    heirs = {product.merged_into_id for product in products if product.merged_into_id}
    standing = {product.pk: product for product in _read(heirs, ())} if heirs else {}
    return [(product, standing.get(product.merged_into_id or 0, product)) for product in products]


def _read(ids: Collection[int], codes: Collection[str]) -> list[Product]:
    """Products by key or code; within an operation they are held, so that none is merged before its line is there."""
    held = " FOR KEY SHARE OF p" if operation.is_running() else ""
    return read_rows(Product, _PRODUCTS + held, [list(ids), list(codes)])


_PRODUCTS = (
    f"SELECT {columns(Product, 'p', leave_out=('search_text', 'search_grams', 'notes'))} FROM products_product p"
    " WHERE p.id = ANY(%s) OR p.code = ANY(%s)"
)


def _fill(line: OrderLine, draft: LineDraft, product: Product) -> None:
    sources.take(line, draft, product)
    line.product, line.is_service = product, product.is_service
    line.product_code, line.product_name, line.unit = product.code, product.name, product.unit
    line.ordered = draft.quantity
    line.specification = product.specification if draft.specification is None else draft.specification
    attribute = draft.auxiliary_attribute
    line.auxiliary_attribute = product.auxiliary_attribute if attribute is None else attribute
    line.tax_rate = product.tax_rate if draft.tax_rate is None else draft.tax_rate
    line.supply_mode = draft.supply_mode or product.supply_mode
    for name in _TYPED:
        setattr(line, name, getattr(draft, name))


def _fill_custom(line: OrderLine, draft: LineDraft, actor: User, faults: Faults) -> None:
    path = f"lines.{line.line_no}."
    try:
        if line.pk is None:
            line.custom = values.started(actor, values.LINE, draft.custom, path=path, carried=draft.carried)
        elif draft.custom is not None:
            line.custom = values.merged(actor, values.LINE, line.custom, draft.custom, path=path)
    except errors.Invalid as fault:
        faults.update(fault.fields)


def _check(line: OrderLine, path: str, faults: Faults) -> None:
    """The columns' own rules, with the words of the field; numbers have bounds besides."""
    try:
        line.clean_fields(exclude=_NOT_CHECKED)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            faults[f"{path}.{_outside(name)}"] = list(texts)
    for name, value, fits in (
        ("quantity", line.ordered, line.ordered > 0),
        ("price", line.price, line.price >= 0),
        ("discount", line.discount, ZERO <= line.discount <= ONE),
        ("tax_rate", line.tax_rate, ZERO <= line.tax_rate < ONE),
    ):
        if not fits:
            text = _("Enter more than zero.") if name == "quantity" else _("%(value)s is out of bounds.")
            faults.setdefault(f"{path}.{name}", []).append(text % {"value": value})


def check_amounts(order: Order, lines: Sequence[OrderLine]) -> None:
    """Raise Invalid for amounts that no column takes: a slip of the keyboard, named by its cell."""
    faults: Faults = {}
    for line in lines:
        rate = max(ONE, order.exchange_rate)
        if max(line.ordered * line.price * rate, line.ordered * line.unit_cost) > MOST:
            faults[f"lines.{line.line_no}.quantity"] = [_("The amount of the line is too large.")]
    worth = [(line.ordered * line.price * (ONE + line.tax_rate), line.line_no) for line in lines]
    if not faults and sum((amount for amount, _number in worth), order.freight) > MOST:
        if order.freight > MOST / 2:
            faults["freight"] = [_("The total of the order is too large.")]
        else:
            faults[f"lines.{max(worth)[1]}.quantity"] = [_("The total of the order is too large.")]
    if faults:
        raise errors.Invalid(fields=faults)


def _outside(name: str) -> str:
    return "quantity" if name == "ordered" else name


def copies(existing: Mapping[int, OrderLine]) -> list[OrderLine]:
    """The lines to work on, with those of ``existing`` kept as they were for ``write`` to compare with."""
    return arranging.arranged(copy(line) for line in existing.values())


def write(order: Order, lines: Sequence[OrderLine], existing: Mapping[int, OrderLine]) -> None:
    """Save the grid: new lines are added, changed ones updated, the others of ``existing`` deleted."""
    kept = {line.line_no for line in lines}
    gone = [line.pk for line_no, line in existing.items() if line_no not in kept]
    if gone:
        OrderLine.objects.filter(pk__in=gone).delete()
    _name(lines, existing)
    update_rows([line for line in lines if line.pk and _differs(line, existing[line.line_no])], WRITTEN)
    fresh = [line for line in lines if not line.pk]
    for line in fresh:
        line.order = order  # which got its key after they were built
    insert_rows([line for line in fresh if line.gift_of is None])
    gifts = []
    for line in fresh:
        if line.gift_of is not None:
            line.gift_of_id = line.gift_of.pk  # likewise
            gifts.append(line)
    insert_rows(gifts)


def _name(lines: Iterable[OrderLine], existing: Mapping[int, OrderLine]) -> None:
    """Point lines to the texts they show: mostly their product's own, at hand already."""
    others: list[OrderLine] = []
    for line in lines:
        wording = _wording(line)
        if line.pk and wording == _wording(existing[line.line_no]):
            continue
        if line.product.text_id and wording == texts.wording_of(line.product):
            line.text_id = line.product.text_id
        else:
            others.append(line)
    if others:
        found = texts.ensure_texts({_wording(line) for line in others})
        for line in others:
            line.text_id = found[_wording(line)]


def _wording(line: OrderLine) -> texts.Wording:
    return texts.Wording(
        line.product_id, line.product_code, line.product_name, line.specification, line.auxiliary_attribute
    )


def _differs(line: OrderLine, before: OrderLine) -> bool:
    columns = (field.attname for field in OrderLine._meta.concrete_fields if field.name in _COMPARED)
    return any(getattr(line, name) != getattr(before, name) for name in columns)


def differences(actor: User, lines: Iterable[OrderLine], drafts: Iterable[LineDraft]) -> dict[str, list[Any]]:
    """Path → [present, sent] of what a stale grid would change: for the words of the refusal."""
    there = {line.line_no: line for line in lines if not line.gift_of_id}
    sent = {draft.line_no: draft for draft in drafts if draft.line_no is not None}
    found: dict[str, list[Any]] = {}
    for line_no in sorted(there.keys() | sent.keys()):
        line, draft = there.get(line_no), sent.get(line_no)
        if line is None or draft is None:
            found[f"lines.{line_no}"] = [line.product_code if line else "", draft.product_code if draft else ""]
            continue
        pairs: dict[str, tuple[Any, Any]] = {
            "quantity": (line.ordered, draft.quantity),
            "discount": (line.discount, draft.discount),
        }
        pairs["requested_date"] = (line.requested_date, draft.requested_date)
        if draft.price is not None:
            pairs["price"] = (line.price, draft.price)
        for name, (present, wanted) in pairs.items():
            if present != wanted:
                found[f"lines.{line_no}.{name}"] = [_words(present), _words(wanted)]
        if draft.custom is not None:
            sent_custom = {**line.custom, **{key: value or None for key, value in draft.custom.items()}}
            found |= values.differences(actor, values.LINE, line.custom, sent_custom, f"lines.{line_no}.")[0]
    return found


def _words(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
