"""Which orders a report on customers counts, and over which days. All of it goes by ``OrderMoments``: a row for each
order that counts, on the day on which it took effect, in the company's currency."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from common.dates import month_end
from customers import policies as customers
from customers.models import Customer
from orders.order import policies as orders
from products.catalogue.models import Product
from reports.figures import naming, narrowing, parameters, policies
from reports.figures.dimensions import AXES
from reports.figures.measures import AMOUNT
from reports.figures.papers import ROWS
from reports.figures.periods import to_date
from reports.figures.question import Question
from reports.figures.sql import Sql
from reports.layout.paper import Text
from reports.standard import conditions
from reports.standard import parameters as addresses
from reports.standard.reports import Wanted, standard

ANALYSIS = "customer-analysis"
LAPSED_MONTHS = 12  # who did not order for so long is lost


@dataclass(frozen=True)
class Days:
    """``since`` to ``until``: the period, at most until today; ``first`` to ``last``: as much of the one before."""

    since: date
    until: date
    first: date
    last: date


def days_of(wanted: Wanted) -> Days:
    """The days that a report counts, and those that it compares them with."""
    first, last = to_date(wanted.since, wanted.until, wanted.today)
    return Days(wanted.since, max(wanted.since, min(wanted.until, wanted.today)), first, last)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, the last of a shorter month."""
    first = day.year * 12 + day.month - 1 - months
    month = date(first // 12, first % 12 + 1, 1)
    return month.replace(day=min(day.day, month_end(month).day))


def require(wanted: Wanted, *fields: str) -> None:
    """Raise NotAllowed for who may not see reports or one of these fields: what is made of it would tell it."""
    policies.require_view(wanted.actor)
    for name in fields:
        if rights.effect(wanted.actor, name):
            raise errors.NotAllowed(_("Amounts are not shown to your role."), field=name)


def sees_amounts(actor: User) -> bool:
    """Whether amounts of orders are shown to ``actor``."""
    return not rights.effect(actor, AMOUNT)


def orders_of(wanted: Wanted, alias: str = "m") -> Sql:
    """`` AND …``: the orders that the reader may see and the report asks for, as rows of moments or facts."""
    sql = Sql()
    sql += narrowing.facts_seen(wanted.actor, alias)
    sql += conditions.narrowed(wanted, alias)
    return sql


def without_goods(wanted: Wanted) -> Wanted:
    """The same of all products: an order counts for whatever is in it."""
    return replace(wanted, product=0, category=0)


def categories(wanted: Wanted) -> list[int]:
    """The category picked with all below it; [] where none is."""
    return conditions.category_ids(wanted)


def get_customer(actor: User, customer_id: int) -> Customer:
    """A customer that ``actor`` sees, or whom an order names that he sees. Raises NotFound."""
    found = customers.visible_to(actor).filter(pk=customer_id).first()
    if found is None and orders.visible_to(actor).filter(customer=customer_id).exists():
        found = Customer.objects.filter(pk=customer_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def get_product(actor: User, product_id: int) -> Product:
    """A product, for who sees products. Raises NotFound."""
    found = Product.objects.filter(pk=product_id).first() if rights.can(actor, "product.view") else None
    if found is None:
        raise errors.NotFound()
    return found


def compared(days: Days) -> tuple[Text, Text]:
    """The line under a report's head that names the period before."""
    return _("Compared with"), f"{days.first.isoformat()} – {days.last.isoformat()}"


def names(code: str, keys: Collection[Any]) -> dict[Any, str]:
    """What members of an axis are called; only keys that came out of orders that the reader sees."""
    return naming.names_of(AXES[code], keys)


def here(wanted: Wanted, code: str, **changed: Any) -> str:
    """The address of the same report, set otherwise; "" in files."""
    return addresses.address(wanted.here, standard[code], wanted, **changed) if wanted.here else ""


def analysis(wanted: Wanted, customer_id: int) -> str:
    """The address of the analysis of one customer over the same days, whoever took his orders; "" in files."""
    if not wanted.here:
        return ""
    days = {"period": wanted.period} if wanted.period else {"since": wanted.since, "until": wanted.until}
    return f"{reverse('reports:standard', args=[ANALYSIS])}?{urlencode({**days, 'customer': customer_id})}"


def rows_of(wanted: Wanted, measure: str, since: date, until: date, **more: Any) -> str:
    """The address of the facts that a figure counts; ``more``: axis → key. "" in files."""
    if not wanted.here:
        return ""
    narrow = conditions.filters(wanted) | {code: (str(key),) for code, key in more.items()}
    return parameters.address(ROWS, Question((measure,), since, until, filters=narrow))
