"""A company in which every sensitive field holds a value that can be told from everything else, and two people who may
do everything: the one sees all fields, from the other one all are hidden."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.collaboration import operations as collaboration
from accounts.people.models import User
from accounts.people.queries import system_user
from accounts.roles import operations as roles
from accounts.roles.verbs import every_sensitive_field, verbs
from accounts.tests.builders import make_department, make_user
from common import clock, dates
from common.models import Setting
from customers.models import Customer
from customers.tests.builders import make_address, make_contact, make_customer, payment_term
from orders.changes import operations as changes
from orders.changes import queries as reasons
from orders.fulfilment import operations as fulfilment
from orders.order import policies
from orders.order.models import Order
from orders.quotation.tests import builders as quotations
from orders.settlement import operations as settlement
from orders.tests import builders
from products.catalogue.models import Product
from products.tests.builders import make_product
from segments.custom_fields.tests.builders import make_field

# of each sensitive field: the columns of the database that hold it, or give it away where something is sorted by them
COLUMNS: dict[str, tuple[str, ...]] = {
    "customer.credit": tuple(
        f"customers_customer.{name}"
        for name in ("credit_limit", "credit_order_cap", "credit_days_overdue", "credit_valid_until")
    ),
    "customer.contact": (
        *(f"customers_contact.{name}" for name in ("name", "phone", "email")),
        *(f"customers_address.{name}" for name in ("recipient", "phone")),
        *(f"orders_order.{name}" for name in policies.FIELDS["customer.contact"]),
    ),
    "product.cost": ("products_product.unit_cost",),
    "product.floor_price": ("products_product.floor_price",),
    "order.amount": (
        *(
            f"{table}.{name}"
            for name in policies.FIELDS["order.amount"]
            for table in ("orders_order", "orders_orderline")
        ),
        "products_product.list_price",
    ),
    "order.cost": ("orders_order.cost_amount", "orders_orderline.unit_cost"),
    "order.margin": ("orders_order.cost_amount",),  # computed of it
    "custom.customer.secret": (),  # a key of a column of many; conditions ask for it by name
}
CREDIT, LIST, PRICE, COST, FLOOR = map(Decimal, ("48213577.31", "7613.17", "7712.34", "6632.19", "6519.37"))
CONTACT = ("Zhang Qimiao", "13999914118", "zhang.qimiao@example.com", "Li Mozhi", "13777761665")
SECRET = "Wolkenkuckucksheim"


@dataclass(frozen=True)
class Hidden:
    """``blind`` and ``sighted`` hold every right in full; ``words`` are what only ``sighted`` may read, by field."""

    blind: User
    sighted: User
    order: Order
    customer: Customer
    product: Product
    words: dict[str, tuple[str, ...]]


def make_hidden() -> Hidden:
    """An order that was entered, approved, changed, shipped in part and paid in part, with what goes before and
    beside it."""
    Setting.objects.update_or_create(key="mfa_roles", defaults={"value": []})
    make_field("CUSTOMER", "secret", "TEXT")
    cast, now = builders.make_order_cast(), clock.now()
    blind, sighted = _reader("blind", cast.office, hides=True), _reader("sighted", cast.office, hides=False)
    customer = _customer(cast.owner)
    product = make_product(stock=900, list_price=LIST, unit_cost=COST, floor_price=FLOOR, name="Q-Sensor")
    lines = [builders.line(product, 10, PRICE)]
    builders.make_draft(cast.owner, customer=customer, lines=lines)
    builders.make_submitted(cast.owner, customer=customer, lines=lines)
    quotations.make_sent(cast.owner, customer=customer, lines=[quotations.line(product, 10, PRICE)])
    order = builders.make_effective(cast.owner, customer=customer, lines=lines)
    _ship(cast, order)
    _change(cast, order)
    today = dates.business_day(now)
    settlement.record_receipt(
        actor=system_user(), customer_id=customer.pk, amount=Decimal(5000), received_date=today, method="TRANSFER",
        payer=customer.name, at=now,
    )  # fmt: skip
    collaboration.add_comment(
        actor=cast.desk, subject_type="orders.order", subject_id=order.pk, text=f"@{blind.username} !", at=now
    )
    return Hidden(blind, sighted, builders.fresh(order), customer, product, _words(builders.fresh(order)))


def _reader(code: str, office, *, hides: bool) -> User:
    """Somebody with every right but the trail, which tells everything to who may read it (docs/permissions.md)."""
    boss = make_user("administrator")
    role = roles.create_role(actor=boss, code=code, name=code, at=clock.now())
    grants = {verb: "ALL" for verb, one in verbs.items() if "ALL" in one.offered and verb != "audit.view"}
    roles.set_grants(actor=boss, role_id=role.pk, grants=grants, at=clock.now())
    rules = dict.fromkeys(every_sensitive_field(), "HIDE" if hides else "")  # a new role begins masked
    roles.set_field_rules(actor=boss, role_id=role.pk, rules=rules, at=clock.now())
    return make_user(code, department=make_department(kind="WAREHOUSE", parent=office))


def _customer(owner: User) -> Customer:
    name, phone, email, recipient, ship_phone = CONTACT
    customer = make_customer(owner=owner, payment_term=payment_term("ADVANCE30"))
    Customer.objects.filter(pk=customer.pk).update(credit_limit=CREDIT, custom={"secret": SECRET})
    customer.refresh_from_db()
    make_contact(customer, name=name, phone=phone, email=email)
    make_address(customer, recipient=recipient, phone=ship_phone)
    return customer


def _ship(cast, order: Order) -> None:
    now = clock.now()
    goods = [(one.pk, Decimal(4)) for one in builders.lines_of(order)]
    document = fulfilment.draft_outbound(actor=cast.desk, lines=goods, at=now)
    fulfilment.audit_outbound(actor=system_user(), document_id=document.pk, ship_date=dates.business_day(now), at=now)
    fulfilment.draft_outbound(actor=cast.desk, lines=[(pk, Decimal(2)) for pk, _quantity in goods], at=now)


def _change(cast, order: Order) -> None:
    why = {"reason_id": reasons.reasons()[0].pk, "reason_text": "more", "is_urgent": True}
    edits = {"lines.1.quantity": {"value": "12"}}
    request = changes.create_request(actor=cast.owner, order_id=order.pk, edits=edits, at=clock.now(), **why)
    changes.submit_request(actor=cast.owner, request_id=request.pk, at=clock.now())


def _words(order: Order) -> dict[str, tuple[str, ...]]:
    amounts = {LIST, PRICE, order.total_amount, order.net_amount, order.tax_amount, order.shipped_amount}
    amounts |= {PRICE * 12, PRICE * 4, order.total_amount * Decimal("0.3"), order.total_amount * Decimal("0.7")}
    net = order.net_amount - order.cost_amount
    return {
        "customer.credit": _written(CREDIT),
        "customer.contact": CONTACT,
        "product.cost": _written(COST),
        "product.floor_price": _written(FLOOR),
        "order.amount": tuple(word for one in amounts for word in _written(one)),
        "order.cost": _written(COST, order.cost_amount),
        "order.margin": _written(net),
        "custom.customer.secret": (SECRET,),
    }


def _written(*amounts: Decimal) -> tuple[str, ...]:
    """How a figure may stand in a page, a file or an answer."""
    found = set()
    for one in amounts:
        if abs(one) > 1000:
            found |= {f"{one:.2f}", f"{one:,.2f}", f"{one:,.0f}" if one > 9999 else f"{one:,.2f}"}
    return tuple(sorted(found))
