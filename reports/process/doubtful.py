"""Missing and doubtful data of customers, products and open orders (R261, R262): conditions in SQL, counted in one
statement an area. Only rows that the reader may see, only fields that he may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import dates
from customers import policies as customers
from customers.models import Customer
from products.catalogue.models import Product
from reports.facts.reading import fetched
from reports.figures import narrowing
from reports.figures.sql import Sql
from reports.layout.paper import Text
from reports.standard.reports import Wanted

NEW_DAYS, STALE_DAYS = 30, 30


@dataclass(frozen=True)
class Check:
    """Something that is wrong with a row ``r``: SQL. ``of``: SQL of the rows that could have it at all; ``fields``:
    who may not see one of them does not get the check."""

    code: str
    label: Text
    why: Text
    wrong: str
    of: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Area:
    """What is looked at: its table, which rows count, what each is called, and its checks. ``verb``: the right that
    one needs; ``cleaning``: the page on which what is kept twice is put right."""

    code: str
    label: Text
    rows: str
    name: str
    page: str
    checks: tuple[Check, ...]
    cleaning: str = ""
    verb: str = ""


TWIN = "twin"  # the check whose rows have a page of their own
_TWIN = """EXISTS (SELECT 1 FROM common_duplicatepair d WHERE d.kind = '{kind}' AND d.state = 'OPEN'
    AND (d.low = r.id OR d.high = r.id))"""
_CONTACT = "SELECT 1 FROM customers_contact k WHERE k.customer_id = r.id AND k.is_active"
_CUSTOMERS = Area(
    "customers",
    _("Customers"),
    "customers_customer r WHERE r.is_active AND r.merged_into_id IS NULL",
    "r.code || ' ' || r.name",
    "/customers/{}/",
    (
        Check("contact", _("No contact"), _("Nobody can be asked or told."), f"NOT EXISTS ({_CONTACT})"),
        Check("reach", _("No phone and no e-mail"), _("Contacts are named, but cannot be reached."),
              f"NOT EXISTS ({_CONTACT} AND (k.phone <> '' OR k.email <> ''))", f"EXISTS ({_CONTACT})"),
        Check("region", _("No region"), _("Missing in every figure by region."), "r.region = ''"),
        Check("owner", _("No salesperson"), _("Nobody looks after the customer."), "r.owner_id IS NULL"),
        Check("class", _("No customer class"), _("The code fits no rule, so it is in no class."),
              "r.customer_class = ''"),
        Check("flags", _("Code deviates from the rules"), _("The classification found something unusual."),
              "cardinality(r.flags) > 0"),
        Check("tax", _("No tax number"), _("A special invoice cannot be issued."), "r.tax_number = ''"),
        Check("terms", _("No payment terms"), _("Orders have no plan of payments to begin with."),
              "r.payment_term_id IS NULL"),
        Check("limit", _("No credit limit"), _("The company's default holds."),
              "r.credit_limit IS NULL", "r.group_id IS NULL", ("customer.credit",)),
        Check(TWIN, _("Perhaps kept twice"), _("Found alike, and nobody decided yet."),
              _TWIN.format(kind=Customer._meta.label_lower)),
    ),
    cleaning="/customers/duplicates/",
    verb="customer.view",
)  # fmt: skip
_PRODUCTS = Area(
    "products",
    _("Products"),
    "products_product r WHERE r.is_active AND r.merged_into_id IS NULL",
    "r.code || ' ' || r.name",
    "/products/{}/",
    (
        Check("category", _("No category"), _("Missing in every figure by category."), "r.category_id IS NULL"),
        Check("unit", _("No unit"), _("Quantities say nothing."), "btrim(r.unit) = ''"),
        Check("price", _("No list price"), _("Lines begin at zero."), "r.list_price = 0"),
        Check("cost", _("No cost"), _("Profit is counted too high."), "r.unit_cost = 0", "", ("product.cost",)),
        Check("lead", _("No lead time"), _("Promises count as if it were there at once."),
              "r.lead_time_days = 0", "NOT r.is_service"),
        Check("supplier", _("No supplier"), _("Nobody to order it from; missing in figures by supplier."),
              "r.supplier_id IS NULL", "NOT r.is_service"),
        Check(TWIN, _("Perhaps kept twice"), _("Found alike, and nobody decided yet."),
              _TWIN.format(kind=Product._meta.label_lower)),
    ),
    cleaning="/products/duplicates/",
    verb="product.view",
)  # fmt: skip
_LINE = "SELECT 1 FROM orders_orderline l WHERE l.order_id = r.id AND l.closure = 'OPEN'"
_IN_FORCE = "r.status = 'EFFECTIVE'"
_SHIPS = f"{_IN_FORCE} AND EXISTS (SELECT 1 FROM orders_ordertype y WHERE y.id = r.order_type_id AND y.ships)"
_ORDERS = Area(
    "orders",
    _("Open orders"),
    "orders_order r WHERE r.status IN ('DRAFT', 'SUBMITTED', 'EFFECTIVE') AND r.origin <> 'HISTORY'",
    "coalesce(r.number, '#' || r.id)",
    "/orders/{}/",
    (
        Check("promise", _("No promised date"), _("A line in force of which nobody said when it comes."),
              f"EXISTS ({_LINE} AND l.promised_date IS NULL AND NOT l.is_service)", _SHIPS),
        Check("request", _("No requested date"), _("Neither the order nor one of its lines says when it is wanted."),
              f"r.requested_date IS NULL AND EXISTS ({_LINE} AND l.requested_date IS NULL)", _SHIPS),
        Check("person", _("No salesperson"), _("Missing in every figure by salesperson."), "r.salesperson_id IS NULL"),
        Check("department", _("No department"), _("Missing in every figure by department."), "r.department_id IS NULL"),
        Check("contact", _("No contact"), _("Nobody can be asked or told."),
              "r.contact_id IS NULL AND r.contact_name = ''"),
        Check("cost", _("A line without cost"), _("Profit is counted too high."),
              f"EXISTS ({_LINE} AND l.unit_cost = 0)", _IN_FORCE, ("order.cost", "order.margin")),
        Check("number", _("Customer's order number twice"), _("Perhaps the same order entered again."),
              "EXISTS (SELECT 1 FROM orders_order t WHERE t.customer_po_number = r.customer_po_number"
              " AND t.customer_id = r.customer_id AND t.id <> r.id AND t.status <> 'VOID')",
              "r.customer_po_number <> ''"),
        Check("stale", _("Forgotten draft"), _("A draft that nobody touched for 30 days."),
              "r.updated_at < %s", "r.status = 'DRAFT'"),
    ),
    verb="order.view",
)  # fmt: skip
AREAS = {one.code: one for one in (_CUSTOMERS, _PRODUCTS, _ORDERS)}


def areas(actor: User) -> list[Area]:
    """Those that the reader may look at, each with the checks of fields that he may see."""
    seen = []
    for one in AREAS.values():
        if rights.can(actor, one.verb):
            checks = tuple(
                check for check in one.checks if not any(rights.effect(actor, name) for name in check.fields)
            )
            seen.append(Area(one.code, one.label, one.rows, one.name, one.page, checks, one.cleaning, one.verb))
    return seen


@dataclass(frozen=True)
class Found:
    """What a check found: rows looked at and wrong ones; the same of rows entered in the last 30 days."""

    check: Check
    rows: int
    wrong: int
    new_rows: int
    new_wrong: int


def counted(wanted: Wanted, area: Area) -> list[Found]:
    """Every check of an area, in one statement."""
    new = dates.day_start(wanted.today - timedelta(days=NEW_DAYS))
    sql = Sql().add("SELECT ")
    for place, check in enumerate(area.checks):
        sql.add(", " if place else "")
        for number, (condition, given) in enumerate(_conditions(check, wanted)):
            for since in (False, True):
                sql.add(", " if number or since else "")
                sql.add(f"count(*) FILTER (WHERE {condition}", *given)
                sql.add(" AND r.created_at >= %s)" if since else ")", *([new] if since else []))
    sql.add(f" FROM {area.rows}")
    sql += _seen(wanted.actor, area)
    (row,) = fetched(sql.text, sql.given)
    return [
        Found(check, rows, wrong, new_rows, new_wrong)
        for check, (rows, new_rows, wrong, new_wrong) in zip(area.checks, _by_four(row), strict=True)
    ]


def _by_four(row: Sequence[Any]) -> list[Sequence[Any]]:
    return [row[place : place + 4] for place in range(0, len(row), 4)]


def _conditions(check: Check, wanted: Wanted) -> list[tuple[str, list[Any]]]:
    """Of what it looks at, and of what is wrong there."""
    given = [_stale(wanted)] if "%s" in check.wrong else []
    of = f"({check.of or 'TRUE'})"
    return [(of, []), (f"{of} AND ({check.wrong})", given)]


def _stale(wanted: Wanted) -> Any:
    return dates.day_start(wanted.today - timedelta(days=STALE_DAYS))


def _seen(actor: User, area: Area) -> Sql:
    """`` AND …``: rows of the area that the reader may see."""
    if area.code == "customers":
        if rights.reaches_all(actor, area.verb, Customer):
            return Sql()
        text, given = narrowing.as_sql(customers.visible_to(actor).order_by().values("pk"))
        return Sql().add(f" AND r.id IN ({text})", *given)
    return narrowing.orders_seen(actor, "r.id") if area.code == "orders" else Sql()


@dataclass(frozen=True)
class Offender:
    """A row with something wrong: its key and what it is called."""

    key: int
    name: str


def offenders(wanted: Wanted, area: Area, check: Check, count: int) -> list[Offender]:
    """The latest rows that a check found."""
    condition, given = _conditions(check, wanted)[1]
    sql = Sql().add(f"SELECT r.id, {area.name} FROM {area.rows} AND {condition}", *given)
    sql += _seen(wanted.actor, area)
    return [Offender(*row) for row in fetched(sql.add(" ORDER BY r.id DESC LIMIT %s", count).text, sql.given)]


def reference_of(area: Area, one: Offender) -> str:
    """How the address of a row names it."""
    if area.code == "orders":
        return one.name if not one.name.startswith("#") else f"draft-{one.key}"
    return str(one.key)
