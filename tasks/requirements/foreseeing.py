"""What another day of a requirement's goods would do, and what can be done so that they come in time (R156, R157,
R159). Reads only."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.db import models
from django.db.models import Count, Max
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import Department, User
from common.workdays import calendar
from orders.promise import foreseeing as promises
from orders.promise.foreseeing import Consequence, Shift
from orders.work.models import DepartmentLoad
from products.buying import queries as buying
from products.buying.models import PurchasePrice
from products.catalogue.models import Supplier
from products.stock.supply.models import PlannedReceipt
from tasks.requirements import queries
from tasks.requirements.choices import State
from tasks.requirements.models import Requirement, RequirementLine

ZERO = Decimal(0)
TENTH = Decimal("0.1")
MOST_SUPPLIERS = 5
MOST_OVERTIME = Decimal(3)  # hours a day that somebody may work more (劳动法 article 41)


class Kind(models.TextChoices):
    """How goods come in time."""

    OVERTIME = "OVERTIME", gettext_lazy("Overtime")
    SUPPLIER = "SUPPLIER", gettext_lazy("Another supplier")


@dataclass(frozen=True)
class Remedy:
    """A way out: the day it brings, what it takes (``hours`` of so many ``people`` beyond what they have, or a
    supplier), and what says so (``evidence``). ``price``: what the supplier asks for a unit, where that is known, for
    who may know what we pay. ``token``: what is taken is what was shown."""

    kind: str
    key: str
    text: str
    evidence: str
    planned_date: date
    is_in_time: bool
    supplier: Supplier | None = None
    hours: Decimal = ZERO
    people: int = 0
    price: Decimal | None = None
    currency: str = ""

    @property
    def label(self) -> Any:
        """What it is called."""
        return Kind(self.kind).label

    @property
    def token(self) -> str:
        """What was shown, as a short text that tells nobody the price."""
        told = f"{self.key}|{self.planned_date}|{self.hours}|{self.people}|{self.price}|{self.currency}"
        return salted_hmac("tasks.requirements.remedy", told, algorithm="sha256").hexdigest()[:32]


def consequences(actor: User, line: RequirementLine, day: date | None, today: date) -> list[Consequence]:
    """What becomes of promises if what is still to come of a line comes on that day; None: not at all. Of one that
    nobody accepted yet: if it came on that day."""
    before = line.planned_date if line.receipt_id else None
    quantity = queries.left_of(line)
    if quantity <= ZERO or before == day:
        return []
    return promises.foresee(actor, [Shift(line.product_id, quantity, before, day)], today)


def shortage(actor: User, requirement: Requirement, today: date) -> list[Consequence]:
    """What becomes of promises if nothing more of a requirement comes: what hangs on it (R157)."""
    shifts = [
        Shift(one.product_id, queries.left_of(one), one.planned_date, None)
        for one in queries.lines_of(requirement)
        if one.receipt_id and not one.is_ended and one.planned_date
    ]
    return promises.foresee(actor, shifts, today) if shifts else []


def remedies(line: RequirementLine, today: date) -> list[Remedy]:
    """What can be done so that what is still to come of a line comes earlier than is planned, the earliest first."""
    requirement = line.requirement
    if line.is_ended or requirement.state != State.ACCEPTED or line.planned_date is None:
        return []
    found = [*_overtime(requirement, line, today), *_suppliers(requirement, line, today)]
    return sorted(found, key=lambda one: (one.planned_date, one.key))


def remedy(line: RequirementLine, key: str, today: date) -> Remedy | None:
    """The remedy with that key."""
    return next((one for one in remedies(line, today) if one.key == key), None)


def _overtime(requirement: Requirement, line: RequirementLine, today: date) -> list[Remedy]:
    """The hours that are left of the work of a line, done by the people of its department beyond their day: as early as
    that brings the end. Only where the work is a task with hours."""
    task = line.task
    if task is None or not task.is_live or line.planned_date is None or line.planned_date <= line.needed_date:
        return []
    left = max(ZERO, task.planned_hours * (100 - task.progress) / 100)
    people = User.objects.filter(department_id=task.department_id, is_active=True, is_system=False).count()
    if not left or not people:
        return []
    target = max(line.needed_date, calendar().on_or_after(today))
    free = _free_hours(task.department, today, target)
    extra = max(ZERO, left - free).quantize(TENTH, ROUND_CEILING)
    days = max(1, calendar().between(today, target) + int(calendar().is_workday(today)))
    a_day = (extra / people / days).quantize(TENTH, ROUND_CEILING)
    if a_day > MOST_OVERTIME:
        days = int((extra / people / MOST_OVERTIME).to_integral_value(ROUND_CEILING))
        target, a_day = calendar().moved(today, days), MOST_OVERTIME
    if target >= line.planned_date:
        return []
    words = {"hours": f"{extra.normalize():f}", "people": people, "day": f"{a_day.normalize():f}"}
    text = _("%(hours)s hours of overtime: %(day)s a day for each of %(people)s people") % words
    evidence = _("%(left)s hours of work are left, %(free)s hours are free until then") % {
        "left": f"{left.quantize(TENTH).normalize():f}",
        "free": f"{free.quantize(TENTH).normalize():f}",
    }
    is_in_time = target <= line.needed_date
    return [Remedy(Kind.OVERTIME, Kind.OVERTIME, text, evidence, target, is_in_time, hours=extra, people=people)]


def _free_hours(department: Department, first: date, last: date) -> Decimal:
    """Hours that a department has left until a day, by weeks as they were written down; of weeks that are cut the same
    share."""
    monday = first - timedelta(first.weekday())
    free = ZERO
    for one in DepartmentLoad.objects.filter(department=department, week__gte=monday, week__lte=last):
        days = [one.week + timedelta(n) for n in range(7) if calendar().is_workday(one.week + timedelta(n))]
        counted = [day for day in days if first <= day <= last]
        if days:
            free += max(ZERO, one.capacity - one.hours) * len(counted) / len(days)
    return free


def _suppliers(requirement: Requirement, line: RequirementLine, today: date) -> list[Remedy]:
    """Who else delivers the product: those whose price for so many is known, its own supplier, and those it came from
    before, each within the days that he needs for it."""
    product = line.product
    came = (
        PlannedReceipt.objects.filter(product=product, supplier__is_active=True, received__gt=0)
        .exclude(supplier=None)
        .values("supplier")
        .annotate(times=Count("pk"), last=Max("expected_date"))
        .order_by("-last")[: MOST_SUPPLIERS + 1]
    )
    times = {row["supplier"]: row["times"] for row in came}
    asked = buying.offers(product.pk, queries.left_of(line), today)
    ids = {*times, *asked, *([product.supplier_id] if product.supplier_id else [])} - {requirement.supplier_id}
    found = []
    for supplier in Supplier.objects.filter(pk__in=ids, is_active=True).order_by("pk"):
        price = asked.get(supplier.pk)
        days = price.days if price else supplier.lead_time_days
        day = calendar().on_or_after(today + timedelta(days))
        if not days or line.planned_date is None or day >= line.planned_date:
            continue
        found.append(_from(supplier, price, days, day, line, times.get(supplier.pk, 0)))
    return sorted(found, key=lambda one: one.planned_date)[:MOST_SUPPLIERS]


def _from(
    supplier: Supplier, price: PurchasePrice | None, days: int, day: date, line: RequirementLine, times: int
) -> Remedy:
    """What it is to have the goods of a line from somebody else."""
    evidence = _("His price for this product is known") if price else _("Supplier of the product")
    if times:
        evidence = _("Delivered this product %(times)s times before") % {"times": times}
    return Remedy(
        Kind.SUPPLIER,
        f"{Kind.SUPPLIER}:{supplier.code}",
        _("%(supplier)s delivers within %(days)s days") % {"supplier": supplier.name, "days": days},
        evidence,
        day,
        day <= line.needed_date,
        supplier=supplier,
        price=price.price if price else None,
        currency=price.currency_id if price else "",
    )
