"""Customers that seem to be the one that is being entered."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.people.models import User
from common import text
from customers import policies, similar
from customers.models import Customer


@dataclass(frozen=True)
class Duplicate:
    """A customer like the one being entered. Of one that the actor may not see only the department shows."""

    customer_id: int | None
    code: str
    name: str
    in_charge: str
    same_tax_number: bool


def find_duplicates(
    *, actor: User, name: str, tax_number: str = "", exclude_id: int | None = None, limit: int = 5
) -> list[Duplicate]:
    """Customers whose name agrees but for width, case and company endings, or whose tax number is the same.

    Looks at all customers, whoever owns them.
    """
    core, number = similar.core(name), similar.number(tax_number)
    condition = Q(tax_number__iexact=number) if number else Q()
    rows = Customer.objects.filter(merged_into__isnull=True)
    if exclude_id is not None:
        rows = rows.exclude(pk=exclude_id)
    if len(core) >= 2:
        condition |= Q(pk__in=text.search(rows, core).values("pk")[:50])
    if not condition:
        return []
    found = rows.filter(condition).select_related("department", "owner").defer("search_text", "search_grams")[:60]
    alike = [row for row in found if _is_alike(row, core, number)][:limit]
    seen = set(policies.visible_to(actor).filter(pk__in=[row.pk for row in alike]).values_list("pk", flat=True))
    return [_as_duplicate(row, row.pk in seen, number) for row in alike]


def _is_alike(row: Customer, core: str, number: str) -> bool:
    names = (row.name, row.short_name, row.english_name)
    same_number = bool(number) and similar.number(row.tax_number) == number
    return same_number or (bool(core) and any(similar.core(name) == core for name in names if name))


def _as_duplicate(row: Customer, is_seen: bool, number: str) -> Duplicate:
    same = bool(number) and similar.number(row.tax_number) == number
    department = row.department.name if row.department else row.territory
    if not is_seen:
        return Duplicate(None, "", "", department, same)
    return Duplicate(row.pk, row.code, row.name, row.owner.name if row.owner else department, same)
