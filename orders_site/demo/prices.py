"""Price lists of the demo company, what it agreed with some customers, and how these call our products."""

from datetime import datetime, timedelta
from decimal import Decimal

from common.models import Currency
from orders.pricing import operations as agreed
from orders_site.demo.company import Company
from products.catalogue.models import Product
from products.pricing import operations as lists
from products.pricing.writing import PriceEntry

CENT = Decimal("0.01")
LISTS = (  # code, name, class of customers, currency, share of the list price for one and from ten on
    ("DOM", "内贸经销价目表", "DOMESTIC", "CNY", "0.96", "0.92"),
    ("EXP-USD", "外贸价目表（美元）", "FOREIGN", "USD", "0.15", "0.142"),
)
AGREED = ("33.017", "33.021", "42.008")
OFFER_DAYS = 30


def load(company: Company, at: datetime) -> None:
    """All of them, valid from today on; an offer for some weeks interrupts one of the lists."""
    keeper, today = company.staff["lin.xy"], company.today
    goods = [one for one in company.products.values() if one.is_active and not one.is_service and one.list_price]
    kept = []
    for code, name, customer_class, currency, single, ten in LISTS:
        row = lists.save_list(
            actor=keeper,
            code=code,
            name=name,
            customer_class=customer_class,
            currency=Currency.objects.get(pk=currency),
            at=at,
        )
        entries = [
            PriceEntry(product.pk, _share(product, share), today, None, Decimal(quantity))
            for product in goods[:60]
            for share, quantity in ((single, 0), (ten, 10))
        ]
        lists.set_prices(actor=keeper, list_id=row.pk, entries=entries, at=at)
        kept.append(row)
    offer = today + timedelta(days=7), today + timedelta(days=7 + OFFER_DAYS)
    entries = [PriceEntry(product.pk, _share(product, "0.9"), *offer) for product in goods[:6]]
    lists.set_prices(actor=keeper, list_id=kept[0].pk, entries=entries, at=at)
    _agree(company, goods, at)


def _agree(company: Company, goods: list[Product], at: datetime) -> None:
    for number, code in enumerate(AGREED):
        customer = company.customers[code]
        keeper = company.staff["lin.xy"]
        more = {"currency_id": "CNY", "tax_mode": "INCLUSIVE", "reason": f"{company.today.year} 年度协议"}
        mine = goods[number * 5 : number * 5 + 8]
        entries = [PriceEntry(one.pk, _share(one, "0.9"), company.today, more=more) for one in mine]
        agreed.set_customer_prices(actor=keeper, customer_id=customer.pk, entries=entries, at=at)
        for place, product in enumerate(mine[:4], start=1):
            agreed.save_item(
                actor=keeper,
                customer_id=customer.pk,
                product_id=product.pk,
                code=f"WL-{code[:2]}{place:03d}",
                name=product.name,
                at=at,
            )


def _share(product: Product, share: str) -> Decimal:
    return (product.list_price * Decimal(share)).quantize(CENT)
