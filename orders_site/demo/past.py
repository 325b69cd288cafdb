"""What lies before the company began with this software: files of the old system, brought in by the importer."""

import csv
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from accounts.people.models import User
from common.imports.models import ImportRun
from common.models import Currency
from orders.entry.drafts import LineDraft
from orders.intake.imports import operations as imports
from orders.intake.imports import passes
from orders_site.demo import baskets
from orders_site.demo.company import Company
from products.promotions import queries as promotions
from products.promotions.matching import gift_quantity

PROFILE = """
[profile]
name = "hengxin_old"
title = "衡信旧系统的历史订单"
source = "hengxin_old"
orders = "history"

[files]
orders = "旧系统订单.csv"
lines = "旧系统订单明细.csv"
shipments = "旧系统出库.csv"

[orders]
file = "orders"
key = "单号"
[orders.fields]
source_number = "单号"
customer = "客户代码"
order_date = "制单日期"
requested_date = "要货日期"
promised_date = "要货日期"
customer_po_number = "客户订单号"
channel = "渠道"
currency = "币种"
transport_mode = "运输方式"

[lines]
file = "lines"
[lines.fields]
order = "单号"
line_no = "行号"
product = "产品代码"
quantity = "数量"
price = "含税单价"
discount = "折扣"
tax_rate = "税率"
is_gift = "赠品"

[shipments]
file = "shipments"
[shipments.fields]
order = "单号"
number = "出库单号"
ship_date = "发货日期"
signed_date = "签收日期"
"""
_ORDERS = ("单号", "客户代码", "制单日期", "要货日期", "客户订单号", "渠道", "币种", "运输方式")
_LINES = ("单号", "行号", "产品代码", "数量", "含税单价", "折扣", "税率", "赠品")
_SHIPMENTS = ("单号", "出库单号", "发货日期", "签收日期")
_LATE = 0.4  # of the customers were won in the years that the old books tell of
_CHANNELS = ("SALESPERSON", "SALESPERSON", "MAIL", "PHONE", "FAX", "VISIT")

Rows = list[Sequence[Any]]


def bring_in(company: Company, actor: User, days: Iterable[date], at: datetime) -> ImportRun:
    """One historical order a day of ``days`` (a day may come several times), imported at ``at``."""
    orders, lines, shipments = _old_books(company, days, company.day_of(at))
    with tempfile.TemporaryDirectory() as folder:
        paths = [
            _write(Path(folder) / name, header, rows)
            for name, header, rows in (
                ("旧系统订单.csv", _ORDERS, orders),
                ("旧系统订单明细.csv", _LINES, lines),
                ("旧系统出库.csv", _SHIPMENTS, shipments),
            )
        ]
        run = imports.start_local_import(actor=actor, paths=paths, profile_text=PROFILE, at=at)
        run = passes.check_import(actor=actor, run_id=run.pk, at=at)
        return passes.commit_import(actor=actor, run_id=run.pk, at=at)


def _write(path: Path, header: Sequence[str], rows: Rows) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def _old_books(company: Company, days: Iterable[date], until: date) -> tuple[Rows, Rows, Rows]:
    """Orders, lines and shipments as the old system would have written them."""
    rng, days = company.rng, sorted(days)
    orders, lines, shipments = Rows(), Rows(), Rows()
    won = _won(company, days)
    for count, day in enumerate(days, start=1):
        customer = company.any_customer()
        while won.get(customer.pk, day) > day:
            customer = company.any_customer()
        number = f"XS{day:%y%m}{count:04d}"
        wanted = day + timedelta(days=rng.choice((7, 10, 12, 15, 20, 25)))
        po_number = f"PO-{day:%y%m}{rng.randint(100, 999)}" if rng.random() < 0.5 else ""
        mode = "SEA" if customer.currency_id != "CNY" else rng.choice(("LAND", "LAND", "EXPRESS", "OWN"))
        channel = rng.choice(_CHANNELS)
        orders.append((number, customer.code, day, wanted, po_number, channel, customer.currency_id, mode))
        for place, draft in enumerate(_with_gifts(company, baskets.lines_for(company, customer), day), start=1):
            lines.append((number, place, *_old_line(company, draft, customer.currency)))
        left = min(wanted + timedelta(days=rng.choice((-6, -5, -4, -3, -3, -2, 1, 5))), until)
        if rng.random() > 0.03:  # a few were cancelled: nothing proves that they went out
            signed = min(left + timedelta(days=rng.randint(1, 4)), until)
            shipments.append((number, f"CK{left:%y%m}{count:04d}", max(left, day), max(signed, day)))
    return orders, lines, shipments


def _won(company: Company, days: Sequence[date]) -> dict[int, date]:
    """Who became a customer in these years, and when: the others had been one before."""
    rng = company.rng
    late = [one.pk for one in company.customers.values() if rng.random() < _LATE]
    return {pk: rng.choice(days) for pk in late} if days else {}


def _with_gifts(company: Company, bought: Iterable[LineDraft], day: date) -> Iterable[LineDraft]:
    """What was bought, each with the gift that the old system wrote under it."""
    bought = list(bought)
    offers = promotions.offers([company.product_by_id(draft.product_id or 0) for draft in bought], day)
    for draft in bought:
        yield draft
        offer = offers.get(draft.product_id or 0)
        if offer and (quantity := gift_quantity(draft.quantity, offer.buy, offer.give)):
            yield LineDraft(product_id=draft.product_id, quantity=quantity, is_gift=True)


def _old_line(
    company: Company, draft: LineDraft, currency: Currency
) -> tuple[str, Decimal, Decimal, Decimal, Decimal, str]:
    product = company.product_by_id(draft.product_id or 0)
    price = Decimal(0) if draft.is_gift else company.in_currency(product.list_price, currency.code)
    return product.code, draft.quantity, price, draft.discount, product.tax_rate, "是" if draft.is_gift else ""
