"""What customers of the demo company order: lines by the kind of customer, and the header around them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from common import dates
from customers.models import Customer
from orders.entry.drafts import LineDraft, OrderDraft
from orders_site.demo import own_fields
from orders_site.demo.company import Company
from orders_site.demo.shelf import Shelf
from products.catalogue.models import Product

Kind = Customer.Kind
_DISCOUNTS = {Kind.DISTRIBUTOR: (8, 15), Kind.OEM: (5, 12), Kind.END_USER: (0, 4), Kind.OTHER: (0, 2)}
_COLOURS = ("", "", "", "", "RAL 7035 浅灰", "RAL 5012 天蓝", "客户标准黄")
_PACKAGING = ("", "", "", "", "木箱", "纸箱加护角", "出口熏蒸木箱")
_CHANNELS = ("SALESPERSON", "SALESPERSON", "MAIL", "MAIL", "PHONE", "FAX", "VISIT", "WEB")
_WISHES = ("发货前电话通知", "随货附出厂检定证书", "铭牌用客户标识", "分批到货请先发仪表", "周末不收货", "发票随货同行")
_TERMS = "验收标准按 GB/T 7724；质保 18 个月；逾期交货每日按合同额 0.05% 计。"
_MODES, _MODES_ABROAD = ("LAND", "LAND", "LAND", "EXPRESS", "OWN"), ("SEA", "SEA", "AIR")
_METHODS, _METHODS_ABROAD = ("TRANSFER", "TRANSFER", "ACCEPTANCE"), ("TRANSFER", "TRANSFER", "LETTER")
_PORTS = ("FOB Ningbo", "CIF Hamburg", "CFR Santos", "EXW Hangzhou")


def draft_for(company: Company, customer: Customer, at: datetime, **header: Any) -> OrderDraft:
    """An order as this customer would place it at ``at``; ``header`` overrides what chance would choose."""
    rng, day = company.rng, dates.business_day(at)
    is_abroad = customer.currency_id != "CNY"
    lines = header.pop("lines", None) or lines_for(company, customer)
    chosen: dict[str, Any] = {
        "requested_date": _wanted_day(rng, day, is_abroad, bool(header.get("is_urgent"))),
        "transport_mode": rng.choice(_MODES_ABROAD if is_abroad else _MODES),
        "channel": rng.choice(_CHANNELS),
        "payment_method": rng.choice(_METHODS_ABROAD if is_abroad else _METHODS),
        "source_document": rng.choice(("CONTRACT", "ORDER_SHEET", "PURCHASE_ORDER")),
    }
    if rng.random() < 0.05:
        chosen["delivery_method"] = "PICK_UP"
    if is_abroad:
        chosen |= {"invoice_kind": "EXPORT", "special_requirements": rng.choice(_PORTS)}
    elif rng.random() < 0.2:
        chosen["special_requirements"] = rng.choice(_WISHES)
    if rng.random() < 0.6:
        chosen |= {"customer_po_number": f"PO-{day:%y%m}{rng.randint(100, 999)}", "customer_po_date": day}
    if chosen["source_document"] == "CONTRACT":
        chosen |= {"contract_terms": _TERMS, "contract_state": rng.choice(("SIGNED", "SIGNED", "SENT"))}
        if chosen["contract_state"] == "SIGNED":
            chosen["contract_signed_date"] = day
    if rng.random() < 0.1 and not is_abroad:
        chosen["freight"] = Decimal(rng.randint(8, 60) * 10)
    chosen["custom"] = own_fields.of_order(customer, day, lines)
    return OrderDraft(customer_id=customer.pk, lines=lines, **{**chosen, **header})


def _wanted_day(rng: Random, day: date, is_abroad: bool, is_urgent: bool) -> date:
    if is_urgent:
        return day + timedelta(days=rng.randint(4, 8))
    return day + timedelta(days=rng.randint(30, 60) if is_abroad else rng.choice((10, 12, 14, 15, 18, 20, 25, 30)))


def lines_for(company: Company, customer: Customer) -> list[LineDraft]:
    """What a customer of this kind needs: a project, a series, an assortment, or spares."""
    rng, shelf = company.rng, company.shelf
    chance = rng.random()
    if customer.kind == Kind.END_USER:
        lines = _project(rng, shelf) if chance < 0.6 else _spares(rng, shelf)
    elif customer.kind == Kind.OEM:
        lines = _series(rng, shelf) if chance < 0.75 else _spares(rng, shelf)
    elif chance < 0.15:
        lines = _project(rng, shelf)
    else:
        lines = _assortment(rng, shelf)
    low, high = _DISCOUNTS.get(Kind(customer.kind), (0, 5))
    discount = Decimal(rng.randint(low, high)) / 100
    for number, line in enumerate(lines, start=1):
        line.line_no, line.discount = number, discount
    return lines


def line(product: Product, quantity: int, **more: Any) -> LineDraft:
    """A line as entered."""
    return LineDraft(product_id=product.pk, quantity=Decimal(quantity), **more)


def _project(rng: Random, shelf: Shelf) -> list[LineDraft]:
    """A truck scale or a hopper: kits with their boxes, cable, and somebody who puts them up."""
    sets = rng.choice((1, 2, 2, 3, 4, 6, 8))
    look = {"colour": rng.choice(_COLOURS), "packaging": rng.choice(_PACKAGING)}
    lines = [line(rng.choice(shelf.kits), sets, **look)]
    boxes = [one for one in shelf.parts if "接线盒" in one.name]
    lines.append(line(rng.choice(boxes), sets * rng.choice((1, 2))))
    if rng.random() < 0.5:
        lines.append(line(next(one for one in shelf.parts if one.unit == "米"), rng.randint(5, 40) * 10))
    if rng.random() < 0.4:
        lines.append(line(rng.choice([one for one in shelf.parts if one.unit == "套"]), sets * 4))
    if rng.random() < 0.45:
        lines.append(line(rng.choice(shelf.services), 1 if sets < 4 else 2))
    return lines


def _spares(rng: Random, shelf: Shelf) -> list[LineDraft]:
    """Some sensors, perhaps an instrument or a calibration."""
    lines = [line(one, rng.choice((2, 4, 4, 6, 8, 12))) for one in rng.sample(shelf.sensors, rng.choice((1, 1, 2)))]
    if rng.random() < 0.4:
        lines.append(line(rng.choice(shelf.simple), rng.randint(1, 3)))
    if rng.random() < 0.2:
        lines.append(line(rng.choice(shelf.services), 1))
    return lines


def _series(rng: Random, shelf: Shelf) -> list[LineDraft]:
    """An equipment maker's lot: the same sensors and transmitters again and again."""
    lines = [line(rng.choice(shelf.sensors), rng.choice((16, 20, 24, 32, 40, 48, 60)))]
    logo = rng.choice(("", "", "客户标识"))
    lines.append(line(rng.choice(shelf.simple), rng.choice((4, 6, 8, 10, 12, 20)), logo=logo))
    if rng.random() < 0.5:
        lines.append(line(rng.choice(shelf.digital[:6]), rng.choice((2, 4, 6, 8))))
    if rng.random() < 0.4:
        lines += _promoted(rng, shelf)
    return lines


def _assortment(rng: Random, shelf: Shelf) -> list[LineDraft]:
    """A distributor fills his shelves."""
    chosen = rng.sample([*shelf.simple, *shelf.sensors, *shelf.digital[:6], *shelf.parts], rng.randint(2, 7))
    lines = [line(one, rng.randint(5, 20) * 10 if one.unit == "米" else _pieces(rng, one)) for one in chosen]
    if rng.random() < 0.5:
        lines += _promoted(rng, shelf)
    return lines


def _pieces(rng: Random, product: Product) -> int:
    if product.list_price > 4000:
        return rng.choice((1, 1, 2, 3))
    return rng.choice((2, 4, 5, 8, 10, 10, 12, 16, 20, 30) if product.list_price < 1500 else (2, 3, 4, 5, 6, 8))


def _promoted(rng: Random, shelf: Shelf) -> list[LineDraft]:
    """A product under a promotion, enough of it for a gift: ** seven and one, * one and one, # ten and one."""
    product = rng.choice(shelf.marked)
    if product.name.startswith("**"):
        quantity = rng.choice((7, 14, 21))
    elif product.name.startswith("*"):
        quantity = rng.choice((2, 3, 5))
    else:
        quantity = rng.choice((10, 20, 30))
    return [line(product, quantity)]
