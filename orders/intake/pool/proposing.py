"""Who should enter a piece of intake: salespeople ranked by workload, ability and region (R137), all pieces of a page
in a handful of statements. Rules compute over all rows; what a proposal tells of them is a number."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Count

from accounts.people import queries as people
from accounts.people.models import Department, User
from common import dates
from common.text import fold_code
from customers import policies as customers
from customers.models import Customer
from orders.intake.pool import policies, scoring
from orders.intake.pool.models import IntakeItem
from orders.intake.pool.scoring import Candidate, Facts
from orders.intake.pool.states import State
from orders.order.models import Order
from orders.order.states import Status
from orders.pricing import queries as pricing
from products.catalogue.models import Product

LOOK_BACK = timedelta(days=365)
NEWEST = 400  # of a customer's orders, and lines of a product, that are looked through
SHOWN = 5


def candidates() -> list[User]:
    """Who enters intake: people of sales departments who may, and works here now."""
    return list(people.holders(policies.ENTER).filter(department__kind=Department.Kind.SALES))


def propose(items: Sequence[IntakeItem], at: datetime, *, most: int = SHOWN) -> dict[int, list[Candidate]]:
    """For each piece the salespeople who may see its customer, the best first, ``most`` of them. Each piece's
    ``customer`` must be at hand."""
    staff = candidates()
    if not items or not staff:
        return {item.pk: [] for item in items}
    ranked, known = _rank(items, staff, at), {person.pk: person for person in staff}
    return {
        item.pk: list(islice((one for one in ranked[item.pk] if may_take(known[one.person_id], item.customer)), most))
        for item in items
    }


def _rank(items: Sequence[IntakeItem], staff: Sequence[User], at: datetime) -> dict[int, list[Candidate]]:
    ids = [person.pk for person in staff]
    since = dates.business_day(at) - LOOK_BACK
    work = open_work(ids)
    wanted = _products_of(items)
    sold_to = _sold_to({item.customer_id for item in items if item.customer_id}, since)
    sold = _sold({pk for products in wanted.values() for pk in products}, since)
    areas = _areas(ids)
    categories = _categories({c for products in wanted.values() for c in products.values() if c}, since)

    def facts(item: IntakeItem, person: User) -> Facts:
        customer = item.customer
        mine = sold.get(person.pk, set())
        products = wanted[item.pk]
        return Facts(
            person_id=person.pk,
            name=person.name,
            open_work=work[person.pk],
            is_owner=customer is not None and customer.owner_id == person.pk,
            sold_to_customer=sold_to.get((item.customer_id or 0, person.pk), 0),
            sold_products=len(mine & products.keys()),
            sold_categories=len(categories.get(person.pk, set()) & set(products.values())),
            is_in_area=customer is not None and bool(customer.region) and customer.region in areas[person.pk],
            is_in_department=customer is not None
            and customer.department_id is not None
            and customer.department_id == person.department_id,
        )

    return {item.pk: scoring.rank(facts(item, person) for person in staff) for item in items}


def best(item: IntakeItem, at: datetime) -> Candidate | None:
    """The salesperson who is proposed for a piece; None where nobody enters intake, or sees its customer."""
    return next(iter(propose([item], at, most=1)[item.pk]), None)


def may_take(person: User, customer: Customer | None) -> bool:
    """Whether a salesperson could enter an order of this customer; of one that is not known yet anybody could."""
    return customer is None or customers.can(person, "customer.view", customer)


def open_work(ids: Collection[int]) -> Counter[int]:
    """Person → pieces of intake, drafts and submitted orders in his hands now. Two statements."""
    waiting = IntakeItem.objects.filter(salesperson__in=ids, state=State.DISPATCHED)
    orders = Order.objects.filter(salesperson__in=ids, status__in=(Status.DRAFT, Status.SUBMITTED))
    counted: Counter[int] = Counter()
    for rows in (waiting, orders):
        for person_id, count in rows.order_by().values_list("salesperson").annotate(n=Count("pk")):
            counted[person_id] += count
    return counted


def _products_of(items: Sequence[IntakeItem]) -> dict[int, dict[int, int | None]]:
    """Piece → product → category, of the codes in its rows: ours, or the customer's own."""
    typed = {item.pk: [str(row.get("product", "")) for row in item.typed_rows if row.get("product")] for item in items}
    ours = {fold_code(code) for codes in typed.values() for code in codes}
    rows = Product.objects.filter(code__in=ours).values_list("code", "pk", "category_id") if ours else ()
    known = {code: (pk, category) for code, pk, category in rows}
    theirs = {
        item.pk: pricing.products_called(item.customer_id, [c for c in typed[item.pk] if fold_code(c) not in known])
        for item in items
        if item.customer_id and typed[item.pk]
    }
    called = {pk for found in theirs.values() for pk in found.values()}
    category_of: dict[int, int | None] = {}
    if called:
        category_of.update(Product.objects.filter(pk__in=called).values_list("pk", "category_id"))
    found: dict[int, dict[int, int | None]] = {}
    for item in items:
        found[item.pk] = dict(known[fold_code(code)] for code in typed[item.pk] if fold_code(code) in known)
        found[item.pk].update((pk, category_of.get(pk)) for pk in theirs.get(item.pk, {}).values())
    return found


def _sold_to(customer_ids: Collection[int], since: Any) -> dict[tuple[int, int], int]:
    """(customer, salesperson) → orders that took effect since, among his newest."""
    if not customer_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SOLD_TO, [list(customer_ids), since, NEWEST])
        return {(customer, person): count for customer, person, count in cursor.fetchall()}


def _sold(product_ids: Collection[int], since: Any) -> dict[int, set[int]]:
    """Salesperson → which of the products he sold since, among the newest lines of each."""
    found: dict[int, set[int]] = defaultdict(set)
    if product_ids:
        with connection.cursor() as cursor:
            cursor.execute(_SOLD, [list(product_ids), NEWEST, since])
            for person, product in cursor.fetchall():
                found[person].add(product)
    return found


def _categories(category_ids: Collection[int], since: Any) -> dict[int, set[int | None]]:
    """Salesperson → in which of the categories he sold since, among the newest lines of some of their products."""
    found: dict[int, set[int | None]] = defaultdict(set)
    if category_ids:
        with connection.cursor() as cursor:
            cursor.execute(_SOLD_IN, [list(category_ids), since])
            for person, category in cursor.fetchall():
                found[person].add(category)
    return found


def _areas(ids: Collection[int]) -> dict[int, set[str]]:
    """Salesperson → regions of the customers whom he looks after."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Customer.objects.filter(owner__in=ids, is_active=True).exclude(region="").order_by()
    for person, region in rows.values_list("owner_id", "region").distinct():
        found[person].add(region)
    return found


_SOLD_TO = """
SELECT c.id, o.salesperson_id, count(*) FROM unnest(%s::bigint[]) AS c(id)
CROSS JOIN LATERAL (
    SELECT salesperson_id, status FROM orders_order WHERE customer_id = c.id AND order_date >= %s
    ORDER BY order_date DESC, id DESC LIMIT %s
) o
WHERE o.salesperson_id IS NOT NULL AND o.status NOT IN ('DRAFT', 'VOID') GROUP BY 1, 2
"""
_SOLD = """
SELECT DISTINCT o.salesperson_id, l.product_id FROM unnest(%s::bigint[]) AS p(id)
CROSS JOIN LATERAL (
    SELECT product_id, order_id FROM orders_orderline WHERE product_id = p.id ORDER BY order_id DESC LIMIT %s
) l
JOIN orders_order o ON o.id = l.order_id
WHERE o.salesperson_id IS NOT NULL AND o.status NOT IN ('DRAFT', 'VOID') AND o.order_date >= %s
"""
_SOLD_IN = """
SELECT DISTINCT o.salesperson_id, p.category_id
FROM (SELECT id, category_id FROM products_product WHERE category_id = ANY(%s) ORDER BY id LIMIT 200) p
CROSS JOIN LATERAL (
    SELECT order_id FROM orders_orderline WHERE product_id = p.id ORDER BY order_id DESC LIMIT 20
) l
JOIN orders_order o ON o.id = l.order_id
WHERE o.salesperson_id IS NOT NULL AND o.status NOT IN ('DRAFT', 'VOID') AND o.order_date >= %s
"""
