"""The departments that are asked about changes, as the software ships them. Administrators change what they are asked
about and how long they have, in the console."""

from datetime import datetime

from accounts.people.models import Department
from common.reference import seeders
from orders.changes.assessing.models import ChangeDepartment
from orders.changes.choices import Aspect

_KIND, _A = Department.Kind, Aspect
_GOODS = (_A.QUANTITY, _A.DATE, _A.PRODUCT, _A.SPECIFICATION)
DEPARTMENTS = {
    _KIND.PRODUCTION: _GOODS,
    _KIND.PURCHASING: _GOODS,
    _KIND.WAREHOUSE: (_A.QUANTITY, _A.PRODUCT, _A.ADDRESS, _A.SPECIFICATION),
    _KIND.LOGISTICS: (_A.ADDRESS, _A.DATE, _A.QUANTITY, _A.FREIGHT),
    _KIND.FINANCE: (_A.PRICE, _A.TERMS, _A.INVOICE, _A.FREIGHT, _A.QUANTITY, _A.PRODUCT),
    _KIND.SERVICE: _GOODS,
}


def seed_departments(at: datetime) -> None:
    """Add those that are missing; what an administrator changed stays."""
    ChangeDepartment.objects.bulk_create(
        [ChangeDepartment(kind=kind, aspects=[str(one) for one in asked]) for kind, asked in DEPARTMENTS.items()],
        ignore_conflicts=True,
    )


def register() -> None:
    """Called once from this room's wiring."""
    seeders.register("orders.change_departments", seed_departments)
