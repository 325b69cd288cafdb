"""What this app declares to lower floors: navigation, search, subject of comments and files."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.collaboration.subjects import Subject, subjects
from accounts.people.models import User
from accounts.trail.exempt import exempt_tables
from accounts.trail.labels import event_labels
from common import settings
from common.likeness.searching import Archive, archives
from common.navigation import Action, NavEntry, actions, navigation
from common.search import SearchHit, search
from products import fields
from products.catalogue import queries, units
from products.catalogue.models import Product
from products.cleaning import alike
from products.cleaning import queries as cleaning
from products.kits import queries as kits
from products.pricing import queries as pricing
from products.promotions import queries as promotions
from products.stock import queries as stock
from products.stock.levels import queries as levels
from products.stock.papers import queries as papers
from products.stock.supply import queries as supply
from segments.custom_fields import uses as custom_fields

SUBJECT = Product._meta.label_lower  # "products.product"


LABELS = {
    "product.created": _("Product added"),
    "product.loaded": _("Products imported"),
    "product.changed": _("Product changed"),
    "product.merged": _("Merged into another product"),
    "product.merged_from": _("Another product merged into this one"),
    "product.duplicates_searched": _("Duplicates searched"),
    "product.not_the_same": _("Said not to be the same as another"),
    "product.perhaps_the_same": _("May be the same as another again"),
    "product.substitute_saved": _("Substitute saved"),
    "product.substitute_removed": _("Substitute removed"),
    "category.saved": _("Category saved"),
    "supplier.saved": _("Supplier saved"),
    "warehouse.saved": _("Warehouse saved"),
    "price_list.saved": _("Price list saved"),
    "price_list.priced": _("Prices of the list set"),
    "price_list.price_ended": _("Price of the list ended"),
    "purchase_price.saved": _("Purchase price saved"),
    "purchase_price.removed": _("Purchase price removed"),
    "purchase_price.loaded": _("Purchase prices imported"),
    "promotion.saved": _("Promotion saved"),
    "stock.received": _("Goods arrived"),
    "stock.transferred": _("Stock transferred"),
    "stock.counted": _("Stock counted"),
    "stock.adjusted": _("Stock adjusted"),
    "product.risk_changed": _("Product risk changed"),
    "stock.opened": _("Opening stock loaded"),
    "stock.undone": _("Paper of the warehouse undone"),
    "stock_paper.undone": _("Paper of the warehouse undone"),
    "stock_paper.sheet_begun": _("Count begun"),
    "stock_paper.dropped": _("Count dropped"),
    "supply.received_undone": _("Arrival of planned goods undone"),
    "stock_level.saved": _("Stock level saved"),
    "stock_level.loaded": _("Stock levels imported"),
    "kit.saved": _("Components of the kit saved"),
    "supply.planned": _("Receipt planned"),
    "supply.changed": _("Planned receipt changed"),
    "supply.received": _("Planned goods came"),
    "supply.cancelled": _("Planned receipt cancelled"),
}


# what administrators look for in the console too, and what is said of it there
IN_CONSOLE = {
    "prices": _("What customers pay, by list, quantity and day"),
    "promotions": _("What is given on top: buy so many, get so many, and how long"),
    "purchase-prices": _("What suppliers ask"),
}


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    searched = Archive(
        _("Products"), cleaning.compared, alike.keys_of, alike.WEIGHTS, event="product.duplicates_searched"
    )
    archives.register(SUBJECT, searched)
    custom_fields.subjects.register("PRODUCT", Product)
    units.register()
    settings.definitions.register(
        levels.SLOW_DAYS,
        settings.Definition(
            90,
            _("Goods are slow movers when none was issued for so many days"),
            "orders",
            bounds=settings.Bounds(1, 3650),
        ),
    )
    settings.definitions.register(
        kits.WORKS_ON,
        settings.Definition(
            "KIT",
            _("What stock, reservations and promises of kits count: the kits themselves, or their components"),
            "orders",
            choices=lambda: [("KIT", _("The kit itself")), ("COMPONENTS", _("Its components"))],
        ),
    )
    fields.register_fields()
    exempt_tables.register("products_productrisk", "derived: what complaints and returns make of products")
    exempt_tables.register("products_producttext", "what products and lines showed; written once, tags are derived")
    exempt_tables.register("products_producttextperiod", "derived by the rules: what texts were classified as")
    subjects.register(SUBJECT, Subject(get=_get, url=url_of, verb="product.view"))
    for subject, find, back, verb in (
        ("products.supplier", queries.get_supplier, "products:supplier-list", "product.view"),
        ("products.productcategory", queries.get_category, "products:category-list", "product.view"),
        ("products.pricelist", pricing.find_list, "products:price-list-list", "price.view"),
        ("products.promotion", promotions.find_promotion, "products:promotion-list", "promotion.view"),
        ("products.stockpaper", papers.find_paper, "products:paper-list", "stock.view"),
        ("products.plannedreceipt", supply.find_receipt, "products:planned-list", "stock.view"),
        ("products.warehouse", stock.get_warehouse, "products:warehouse-list", "stock.view"),
    ):
        subjects.register(subject, _master_subject(find, back, verb))
    search.register("products", find_products)
    _offer()


def _offer() -> None:
    """Where the navigation and the palette lead to."""
    entries = (
        ("products", _("Products"), "boxes", "products:product-list", "product.view", 20, "g p"),
        ("prices", _("Price lists"), "tags", "products:price-list-list", "price.view", 24, ""),
        ("promotions", _("Promotions"), "gift", "products:promotion-list", "promotion.view", 26, ""),
        ("suppliers", _("Suppliers"), "shop", "products:supplier-list", "product.view", 40, ""),
        ("purchase-prices", _("Purchase prices"), "tags", "products:purchase-price-list", "product.view", 41, ""),
        ("categories", _("Product categories"), "diagram-3", "products:category-list", "product.edit", 42, ""),
        ("warehouses", _("Warehouses"), "house", "products:warehouse-list", "warehouse.edit", 44, ""),
    )
    of_stock = (
        ("on-hand", _("Stock"), "box-seam", "products:stock-list", "stock.view", 10, "g k"),
        ("planned", _("Planned receipts"), "calendar2-check", "products:planned-list", "stock.view", 14, ""),
        ("replenish", _("Replenishment"), "arrow-repeat", "products:replenishment-list", "stock.view", 16, ""),
        ("slow-movers", _("Slow movers"), "hourglass-split", "products:slow-mover-list", "stock.view", 26, ""),
        ("papers", _("Papers of the warehouse"), "clipboard-check", "products:paper-list", "stock.view", 18, ""),
        ("stock", _("Stock movements"), "arrow-left-right", "products:movement-list", "stock.view", 20, "g w"),
    )
    for group, rows in (("master", entries), ("stock", of_stock)):
        for key, label, icon, url_name, verb, order, keys in rows:
            entry = NavEntry(group, label=label, icon=icon, url_name=url_name, verb=verb, order=order, keys=keys)
            if key in IN_CONSOLE:
                entry = replace(entry, shelf="goods", about=IN_CONSOLE[key])
            navigation.register(key, entry)
    offered = (
        ("product-new", _("New product"), "plus-square", "products:product-new", "product.edit"),
        ("arrival-new", _("Goods arrival"), "box-seam", "products:arrival-new", "stock.receive"),
        ("count-new", _("Stock count"), "clipboard-check", "products:count-new", "stock.count"),
    )
    for key, label, icon, url_name, verb in offered:
        actions.register(key, Action(label, icon, url_name, verb))


def url_of(product: Product) -> str:
    """The product's page."""
    return reverse("products:product-detail", args=[product.pk])


def find_products(user: Any, text: str, limit: int) -> list[SearchHit]:
    """Products for the palette."""
    return [
        SearchHit(
            title=product.name,
            subtitle=f"{product.code} · {product.specification or product.unit}",
            url=url_of(product),
            icon="boxes",
            group=_("Products"),
        )
        for product in queries.suggest(actor=user, typed=text, limit=limit)
    ]


def _master_subject(find: Callable[[int], Any], url_name: str, verb: str) -> Subject:
    """A small master as the audit page reaches it; its page is its list."""

    def get(actor: User, row_id: int) -> Any:
        rights.require(actor, verb)
        return find(row_id)

    return Subject(get=get, url=lambda row: reverse(url_name), label=_master_label)


def _master_label(row: Any) -> str:
    return f"{row.code} {row}" if hasattr(row, "code") else str(row)


def _get(actor: User, product_id: int) -> Product:
    return queries.get_product(actor=actor, product_id=product_id)
