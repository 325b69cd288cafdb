"""Customers' prices and item codes as targets of imports."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common import currencies
from common.imports import known
from common.imports.batch import Batch
from common.imports.targets import Field, Target, importers
from common.money import TaxMode
from customers import policies as customers
from orders.pricing import operations
from products.imports.prices import ROW, ROW_FIELDS, check_rows, entry
from products.pricing.writing import PriceEntry

_CUSTOMER = Field(
    "customer", _("Customer"), kind="key", required=True, refers_to="customers", hints=("客户代码", "customer_code")
)
PRICE_FIELDS = (
    _CUSTOMER,
    *ROW_FIELDS,
    Field("currency", _("Currency"), max_length=3, hints=("币种", "currency")),
    Field("reason", _("Agreed how"), max_length=120, hints=("约定方式", "依据")),
)
ITEM_FIELDS = (
    _CUSTOMER,
    Field("code", _("Customer's item code"), required=True, max_length=60, hints=("客户料号", "item_code")),
    Field("product", _("Product"), kind="key", required=True, refers_to="products", hints=("产品代码", "product_code")),
    Field("name", _("Customer's item name"), max_length=160, hints=("客户品名", "item_name")),
)


def _check_customers(batch: Batch, entity: str) -> None:
    """Refuse rows of unknown customers and of those the actor does not see."""
    known.refer(batch, entity, "customer")
    known.report_orphans(batch, entity, "customer")
    ids = [row[0] for row in batch.rows(f"SELECT DISTINCT customer_id FROM import_{entity} WHERE customer_id > 0")]
    allowed = list(customers.visible_to(batch.actor).filter(pk__in=ids).values_list("pk", flat=True))
    where = "r.customer_id IS NOT NULL AND r.customer_id <> ALL(%(allowed)s::bigint[])"
    batch.report_where(entity, "not_yours", where, field="customer", allowed=allowed)


def check_prices(batch: Batch) -> None:
    """The customers, the currencies, and what holds for every priced row."""
    _check_customers(batch, "customer_prices")
    where = "r.currency IS NOT NULL AND upper(r.currency) <> ALL(%(codes)s)"
    codes = currencies.active_codes()
    batch.report_where(
        "customer_prices", "unknown_currency", where, field="currency", words="'value', r.currency", codes=codes
    )
    check_rows(batch, "customer_prices", "customer", "currency")


def commit_prices(batch: Batch) -> None:
    """Set the prices, customer by customer; without a currency in the customer's. Raises ChangedSince."""
    for name in ("customer", "product"):
        known.require_resolved(batch, "customer_prices", name)
    rows = batch.rows(
        f"SELECT r.customer_id, coalesce(upper(r.currency), c.currency_id), coalesce(r.reason, ''), {', '.join(ROW)}"
        " FROM import_customer_prices r JOIN customers_customer c ON c.id = r.customer_id"
        " ORDER BY r.customer_id, file, line"
    )
    by_customer: dict[int, list[PriceEntry]] = {}
    for customer_id, currency, reason, *row in rows:
        more: dict[str, Any] = {"currency_id": currency, "tax_mode": TaxMode.INCLUSIVE, "reason": reason}
        by_customer.setdefault(customer_id, []).append(entry(tuple(row), **more))
    for customer_id, entries in by_customer.items():
        operations.set_customer_prices(actor=batch.actor, customer_id=customer_id, entries=entries, at=batch.at)
    batch.notes.setdefault("written", {})["customer_prices"] = len(rows)


def check_items(batch: Batch) -> None:
    """The customers and products."""
    _check_customers(batch, "customer_items")
    known.refer(batch, "customer_items", "product")
    known.report_orphans(batch, "customer_items", "product")


def commit_items(batch: Batch) -> None:
    """Name the codes; the last row of a code counts. Raises ChangedSince."""
    for name in ("customer", "product"):
        known.require_resolved(batch, "customer_items", name)
    rows = batch.rows(
        "SELECT customer_id, product_id, code, coalesce(name, '') FROM import_customer_items"
        " ORDER BY customer_id, file, line"
    )
    for customer_id, product_id, code, name in rows:
        operations.save_item(
            actor=batch.actor, customer_id=customer_id, product_id=product_id, code=code, name=name, at=batch.at
        )
    batch.notes.setdefault("written", {})["customer_items"] = len(rows)


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    importers.register(
        "customer_prices",
        Target(
            label=_("Customers' prices"),
            fields=PRICE_FIELDS,
            order=27,
            verb="price.edit",
            check=check_prices,
            commit=commit_prices,
            needs_words=True,
        ),
    )
    importers.register(
        "customer_items",
        Target(
            label=_("Customers' item codes"),
            fields=ITEM_FIELDS,
            order=28,
            verb="price.edit",
            check=check_items,
            commit=commit_items,
            needs_words=True,
        ),
    )
