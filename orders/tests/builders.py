"""Orders for tests, made by the real operations: no test starts in an impossible world.

``make_draft`` / ``make_submitted`` / ``make_effective`` make what is not given: a cast, a customer with
contact, address and payment terms, a product with stock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from accounts.people import operations as people
from accounts.people import queries as people_queries
from accounts.people.models import Department, User
from accounts.tests.builders import make_department, make_user
from accounts.tests.remembered import remembered
from customers.models import Customer
from customers.tests import builders as customers
from orders.approval import queries as approval
from orders.checking import queries as checking
from orders.checking.models import Verification
from orders.checking.operations import Answer
from orders.entry import drafting
from orders.entry.drafts import LineDraft, OrderDraft
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order, OrderLine
from orders.order.states import Status
from products.catalogue.models import Product
from products.tests import builders as products

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # a Friday, ten o'clock in Shanghai
TODAY = date(2026, 11, 20)
REQUESTED = date(2026, 12, 10)


@dataclass(frozen=True)
class Cast:
    """A sales department below a head office. ``mate`` works beside ``owner``, ``stranger`` elsewhere, ``head``
    leads the department, ``director`` the head office above it, ``desk`` enters orders for everybody."""

    office: Department
    department: Department
    owner: User
    mate: User
    stranger: User
    head: User
    director: User
    desk: User


@dataclass(frozen=True)
class Verifier:
    """Somebody of the order desk whom no cast needs."""

    person: User


def make_order_cast() -> Cast:
    """The people around an order."""
    return remembered("cast of an order", _make_order_cast)


def _make_order_cast() -> Cast:
    office = make_department(kind="MANAGEMENT")
    department = make_department(parent=office)
    head = make_user("sales_manager", department=department)
    director = make_user("executive", department=office)
    _lead(office, director)
    _lead(department, head)
    return Cast(
        office=office,
        department=department,
        owner=make_user("sales", department=department),
        mate=make_user("sales", department=department),
        stranger=make_user("sales"),
        head=head,
        director=director,
        desk=make_user("order_desk", department=make_department(kind="ORDER_DESK", parent=office)),
    )


def _lead(department: Department, head: User) -> None:
    people.update_department(
        actor=people_queries.system_user(), department_id=department.pk, changes={"head_id": head.pk}, at=AT
    )
    department.refresh_from_db()


def make_buyer(owner: User, **fields: Any) -> Customer:
    """A customer from whom an order is complete: contact, address, payment terms."""
    terms = fields.pop("payment_term", None) or customers.payment_term("MONTHLY30")
    customer = customers.make_customer(owner=owner, payment_term=terms, **fields)
    customers.make_contact(customer)
    customers.make_address(customer)
    return customer


def line(product: Product, quantity: int | str = 1, price: int | str | None = None, **fields: Any) -> LineDraft:
    """A line as entered."""
    typed = None if price is None else Decimal(price)
    return LineDraft(product_id=product.pk, quantity=Decimal(quantity), price=typed, **fields)


def make_draft(
    owner: User | None = None,
    *,
    customer: Customer | None = None,
    lines: Sequence[LineDraft] | None = None,
    actor: User | None = None,
    at: datetime = AT,
    **header: Any,
) -> Order:
    """A complete draft of ``owner``; ten pieces of a product with a hundred on stock unless told otherwise."""
    owner = owner or (customer.owner if customer and customer.owner else make_order_cast().owner)
    customer = customer or make_buyer(owner)
    lines = [line(products.make_product(stock=100), 10)] if lines is None else lines
    header.setdefault("requested_date", REQUESTED)
    draft = OrderDraft(customer_id=customer.pk, lines=list(lines), **header)
    return drafting.create_order(actor=actor or owner, draft=draft, at=at)


def make_submitted(owner: User | None = None, *, at: datetime = AT, **options: Any) -> Order:
    """A submitted order that the order desk verified: it waits for the head of its department."""
    order = make_draft(owner, at=at, **options)
    order = lifecycle.submit_order(actor=person(order.created_by_id), order_id=order.pk, at=at)
    if order.status == Status.SUBMITTED:
        verify(order, at=at)
    return order


def verify(order: Order, *, at: datetime = AT, wrong: str = "", **options: Any) -> Verification:
    """Verify a submitted order as a person of the order desk; the point ``wrong`` is not right."""
    verifier = remembered("who verifies", lambda: Verifier(make_user("order_desk")), once=True)
    actor = person(verifier.person.pk)
    answers = [
        Answer(point.code, point.code != wrong, "not as agreed" if point.code == wrong else "")
        for point in checking.points()
    ]
    return lifecycle.verify_order(actor=actor, order_id=order.pk, answers=answers, at=at, **options)


def make_effective(owner: User | None = None, *, at: datetime = AT, **options: Any) -> Order:
    """An order that the head of its department approved."""
    return approve(make_submitted(owner, at=at, **options), at=at)


def approve(order: Order, *, at: datetime = AT) -> Order:
    """Approve a submitted order as the person who is asked; the order desk verified it, here at the latest."""
    if checking.refusal(order.pk, order.content_hash):
        verify(order, at=at)
    return lifecycle.approve_order(actor=approver_of(order), order_id=order.pk, at=at)


def approver_of(order: Order) -> User:
    """Who is asked to decide a submitted order, read anew."""
    found = approval.open_request("orders.order", order.pk)
    assert found is not None, "nothing waits for a decision"
    step = approval.current_step(found[1])
    assert step is not None
    return person(step.approver_id)


def person(user_id: int) -> User:
    """A person read anew, with the rights of this moment."""
    return User.objects.get(pk=user_id)


def lines_of(order: Order) -> list[OrderLine]:
    """The order's lines as they stand now."""
    return list(OrderLine.objects.filter(order_id=order.pk).order_by("line_no"))


def fresh(order: Order) -> Order:
    """The order as it stands now."""
    return Order.objects.get(pk=order.pk)
