"""What a standard report is narrowed to, as the figures and one's own SQL take it, and as people read it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import Department, User
from common import errors
from customers import queries as customers
from products.catalogue import queries as products
from reports.figures import naming
from reports.figures.dimensions import AXES
from reports.figures.question import MOST_KEYS
from reports.figures.sql import Sql
from reports.layout.paper import Text
from reports.standard.reports import Wanted

_KEYED = ("department", "salesperson", "customer", "product", "category")


def require_known(wanted: Wanted) -> dict[str, str]:
    """The names of what was picked. Raises NotFound for what is not there or not the reader's: customers whom he does
    not see and who are in no order of his, products that he may not see."""
    found = {}
    for code in _KEYED:
        key = getattr(wanted, code)
        if not key:
            continue
        if code == "department" and not Department.objects.filter(pk=key).exists():
            raise errors.NotFound()
        _axis, name = next(naming.picked(wanted.actor, {code: (str(key),)}))
        if name in (f"#{key}", naming.nothing()):
            raise errors.NotFound()
        found[code] = name
    if wanted.region:
        found["region"] = wanted.region
    return found


def filters(wanted: Wanted) -> dict[str, tuple[str, ...]]:
    """The ``filters`` of a question: departments with all below them; a category is picked with all below it."""
    found: dict[str, tuple[str, ...]] = {}
    if wanted.department:
        found["department"] = tuple(str(pk) for pk in department_ids(wanted)[:MOST_KEYS])
    for code in ("salesperson", "customer", "product", "category"):
        if getattr(wanted, code):
            found[code] = (str(getattr(wanted, code)),)
    if wanted.region:
        found["region"] = (wanted.region,)
    if wanted.customer_class:
        found["class"] = (wanted.customer_class,)
    return found


def department_ids(wanted: Wanted) -> list[int]:
    """The department picked and all below it; [] where none is."""
    if not wanted.department:
        return []
    path = Department.objects.filter(pk=wanted.department).values_list("path", flat=True).first()
    if path is None:
        return [wanted.department]
    return list(Department.objects.filter(path__startswith=path).order_by("path").values_list("pk", flat=True))


def category_ids(wanted: Wanted) -> list[int]:
    """The category picked and all below it; [] where none is."""
    return products.category_ids_below(wanted.category) if wanted.category else []


def narrowed(wanted: Wanted, alias: str) -> Sql:
    """`` AND …`` on rows with the columns of facts or moments, for all that was picked. ``alias`` names the table; the
    product columns are asked for only where a product or a category is picked."""
    sql = Sql()
    if wanted.department:
        sql.add(f" AND {alias}.department_id = ANY(%s)", department_ids(wanted))
    for code in ("salesperson", "customer", "product"):
        if getattr(wanted, code):
            sql.add(f" AND {alias}.{code}_id = %s", getattr(wanted, code))
    if wanted.category:
        sql.add(f" AND {alias}.category_id = ANY(%s)", category_ids(wanted))
    if wanted.region:
        sql.add(f" AND {alias}.customer_id IN (SELECT id FROM customers_customer WHERE region = %s)", wanted.region)
    if wanted.customer_class:
        of_class = "SELECT id FROM customers_customer WHERE customer_class = %s"
        sql.add(f" AND {alias}.customer_id IN ({of_class})", wanted.customer_class)
    return sql


def words(wanted: Wanted) -> Iterator[tuple[Text, Text]]:
    """What was picked, for the head of a report."""
    for code, name in require_known(wanted).items():
        label = _("Department with those below it") if code == "department" else AXES[code].label
        yield label, name


def named(actor: User, code: str, typed: str) -> Any:
    """The customer or product that somebody named by its code, alone or before its name; None where there is none."""
    find = customers.find_by_code if code == "customer" else products.find_by_code
    text = " ".join(typed.split())
    return find(actor, text) or find(actor, text.split(" ")[0]) if text else None
