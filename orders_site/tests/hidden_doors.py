"""Every sensitive field × every kind of door: how it can be reached there, or why there is no such door.

What stands here is asked twice: who sees the field gets it, so that the question is a real one; who does not gets
nothing. That a door was forgotten shows elsewhere: ``test_hidden_doors`` goes through all doors there are.
"""

from dataclasses import dataclass, field

KINDS = ("read", "write", "filter", "order", "search", "group", "export", "import", "autocomplete", "error", "audit")


@dataclass(frozen=True)
class NoDoor:
    """Nobody reaches the field this way, whatever he sees."""

    why: str


@dataclass(frozen=True)
class Told:
    """An answer that holds the field for who sees it. An address takes {order}, {customer}, {product} and {subject}."""

    address: str
    query: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked(Told):
    """A question about the field that is answered for who sees it and refused, or left out of account, for others:
    they get what they get without it."""


@dataclass(frozen=True)
class Taken:
    """A column of a list that can be taken away."""

    list: str
    column: str


@dataclass(frozen=True)
class Brought:
    """A column of a file that is brought in."""

    entity: str
    column: str


@dataclass(frozen=True)
class Written:
    """A row that who does not see the field must not add, or a change (``changes``) that he must not make."""

    address: str
    body: dict[str, object]
    changes: bool = False


_ORDER, _LINES = "/api/v1/orders/", "/api/v1/order-lines/"
_CUSTOMER, _PRODUCT = "/api/v1/customers/{customer}/", "/api/v1/products/{product}/"
_TRAIL = Told("/audit/{subject}/")
_NO_SORT = NoDoor("no list is sorted by it; a sort that does not stand in a list's table is refused")
_NO_SEARCH = NoDoor("the search text of its row does not hold it")
_NO_HINT = NoDoor("what is offered while somebody types names codes and names of rows alone")
_NO_GROUP = NoDoor("no measure and no axis of the figures is made of it")
_NO_ERROR = NoDoor("no refusal names its value; who does not see it is refused before anything is compared")
_NO_IMPORT = NoDoor("it is computed, so no file brings it in")
_COMPUTED = NoDoor("it is computed; nothing writes it")

DOORS: dict[str, dict[str, object]] = {
    "customer.credit": {
        "read": Told(_CUSTOMER),
        "write": Written("/api/v1/credit-limits/", {"customer": "{customer}", "amount": "5", "reason": "x"}),
        "filter": Asked(_ORDER, {"condition": "credit_limit >= 1"}),
        "order": _NO_SORT,
        "search": _NO_SEARCH,
        "group": _NO_GROUP,
        "export": NoDoor("no list has a column of it; papers of credit are pages of one customer"),
        "import": Brought("customers", "credit_limit"),
        "autocomplete": _NO_HINT,
        "error": NoDoor("what an order lacks of credit is told by Told above, and by refusals to who may grant it"),
        "audit": _TRAIL,
    },
    "customer.contact": {
        "read": Told(_CUSTOMER),
        "write": Written("/api/v1/customers/{customer}/contacts/", {"name": "Somebody Else", "phone": "1"}),
        "filter": Asked(_ORDER, {"condition": "contact_name is not empty"}),
        "order": _NO_SORT,
        "search": _NO_SEARCH,
        "group": _NO_GROUP,
        "export": Taken("quotations", "contact_name"),
        "import": Brought("contacts", "phone"),
        "autocomplete": NoDoor("people of customers are chosen in forms, which offer none to who does not see them"),
        "error": _NO_ERROR,
        "audit": _TRAIL,
    },
    "product.cost": {
        "read": Told(_PRODUCT),
        "write": Written(_PRODUCT, {"unit_cost": "5"}, changes=True),
        "filter": Asked(_LINES, {"condition": "product_cost >= 1"}),
        "order": _NO_SORT,
        "search": _NO_SEARCH,
        "group": NoDoor("the figures count the cost of lines: order.cost"),
        "export": Taken("products", "unit_cost"),
        "import": Brought("products", "unit_cost"),
        "autocomplete": _NO_HINT,
        "error": _NO_ERROR,
        "audit": _TRAIL,
    },
    "product.floor_price": {
        "read": Told(_PRODUCT),
        "write": Written(_PRODUCT, {"floor_price": "5"}, changes=True),
        "filter": Asked(_LINES, {"condition": "floor_price >= 1"}),
        "order": _NO_SORT,
        "search": _NO_SEARCH,
        "group": _NO_GROUP,
        "export": Taken("products", "floor_price"),
        "import": Brought("products", "floor_price"),
        "autocomplete": _NO_HINT,
        "error": _NO_ERROR,
        "audit": _TRAIL,
    },
    "order.amount": {
        "read": Told("/api/v1/orders/{order}/"),
        "write": Written(_PRODUCT, {"list_price": "5"}, changes=True),
        "filter": Asked(_LINES, {"condition": "list_price >= 1"}),
        "order": Asked(_ORDER, {"sort": "-total_amount"}),
        "search": _NO_SEARCH,
        "group": Asked("/api/v1/figures/", {"measures": "amount", "rows": "customer"}),
        "export": Taken("order-lines", "price"),
        "import": Brought("lines", "price"),
        "autocomplete": _NO_HINT,
        "error": _NO_ERROR,
        "audit": _TRAIL,
    },
    "order.cost": {
        "read": Told("/api/v1/orders/{order}/"),
        "write": NoDoor("taken from the product as a line is entered, or brought in by a file"),
        "filter": Asked(_ORDER, {"condition": "cost_amount >= 1"}),
        "order": _NO_SORT,
        "search": _NO_SEARCH,
        "group": Asked("/api/v1/figures/", {"measures": "cost", "rows": "customer"}),
        "export": Taken("order-lines", "unit_cost"),
        "import": Brought("lines", "unit_cost"),
        "autocomplete": _NO_HINT,
        "error": _NO_ERROR,
        "audit": _TRAIL,
    },
    "order.margin": {
        "read": Told("/api/v1/orders/{order}/"),
        "write": _COMPUTED,
        "filter": NoDoor("no condition has it"),
        "order": _NO_SORT,
        "search": _NO_SEARCH,
        "group": Asked("/api/v1/figures/", {"measures": "margin", "rows": "customer"}),
        "export": NoDoor("no list has a column of it; of reports the measure is refused as above"),
        "import": _NO_IMPORT,
        "autocomplete": _NO_HINT,
        "error": _NO_ERROR,
        "audit": NoDoor("it is computed as it is shown, so the trail holds it nowhere"),
    },
    "custom.customer.secret": {
        "read": Told(_CUSTOMER),
        "write": Written(_CUSTOMER, {"custom": {"secret": "x"}}, changes=True),
        "filter": Asked(_ORDER, {"condition": "custom_customer_secret is not empty"}),
        "order": _NO_SORT,
        "search": _NO_SEARCH,
        "group": _NO_GROUP,
        "export": Taken("customers", "custom.secret"),
        "import": Brought("customers", "custom.secret"),
        "autocomplete": _NO_HINT,
        "error": _NO_ERROR,
        "audit": _TRAIL,
    },
}

# what tells a hidden field by a decision of the company: (address name, field) → why
DECIDED: dict[tuple[str, str], str] = {
    (name, "customer.contact"): "who ships must find and call the recipient (orders/fulfilment/policies.py)"
    for name in ("orders:outbound-detail", "orders:outbound-print", "orders:outbound-edit", "api-outbound-detail")
}

# lists whose statements group by whole rows for reasons of their own: path → why
NARROWED: dict[str, str] = {"/api/v1/reservations/": "counts papers of each, which groups by all columns of its row"}

# figures that files bring in: the sensitive field that guards each, or "" for what no role hides
BROUGHT: dict[str, dict[str, str]] = {
    "customers": dict.fromkeys(("credit_limit", "credit_order_cap"), "customer.credit"),
    "products": {
        "unit_cost": "product.cost",
        "floor_price": "product.floor_price",
        "list_price": "order.amount",
        **dict.fromkeys(("pack_multiple", "minimum_quantity", "tax_rate", "warning_level"), ""),
    },
    "substitutes": {"ratio": ""},
    "prices": {"price": "order.amount", "min_quantity": ""},
    "purchase_prices": {"price": "product.cost", "min_quantity": ""},
    "stock": {"quantity": ""},
    "planned": {"quantity": ""},
    "stock_levels": {"minimum": "", "target": "", "lot": ""},
    "customer_prices": {"price": "order.amount", "min_quantity": ""},
    "material_prices": {"price": ""},  # an index of the market
    "bank_lines": {"amount": ""},  # money received is seen by its own right
    "tax_invoices": {"amount": "", "quantity": ""},  # invoices too
    "orders": {
        **dict.fromkeys(("freight", "reduction", "net_amount", "tax_amount", "total_amount"), "order.amount"),
        "exchange_rate": "",
    },
    "lines": {
        **dict.fromkeys(("price", "discount", "amount", "net", "tax"), "order.amount"),
        "unit_cost": "order.cost",
        **dict.fromkeys(("quantity", "tax_rate", "shipped"), ""),
    },
    "shipments": {"quantity": ""},
    "receipts": {"amount": ""},
    "targets": {"value": "", **{f"m{n}": "" for n in range(1, 13)}},  # what is planned is no order's amount
}
