"""The rows of a workbook to fill in: whose target each is by code, as the import finds them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.people.models import Department, User
from products.catalogue.models import Product, ProductCategory
from reports.layout.paper import Form
from reports.targets import workbook, writing
from reports.targets.sheets import Line, Sheet
from reports.targets.spreading import MONTHS
from reports.targets.subjects import Kind, Whose

_CODES: dict[Kind, tuple[Any, str]] = {
    Kind.DEPARTMENT: (Department, "code"),
    Kind.PERSON: (User, "username"),
    Kind.PRODUCT: (Product, "code"),
    Kind.CATEGORY: (ProductCategory, "code"),
}
_KINDS = (Kind.DEPARTMENT, Kind.PERSON, Kind.REGION, Kind.PRODUCT, Kind.CATEGORY)


def workbook_of(sheet: Sheet, whole_name: str) -> bytes:
    """The plan with what is set, the rows that its reader may set."""
    heads = [
        _("Year"), pgettext("report", "Measure"), _("Department"), _("Salesperson"), _("Region"), _("Product code"),
        _("Category code"), _("Name"), pgettext("column", "Target"),
        *(_("Month %(number)s") % {"number": month} for month in MONTHS),
    ]  # fmt: skip
    lines = [line for line in sheet.all_lines if line.can_edit]
    codes = _codes([line.member.whose for line in lines])
    rows = [_row(sheet, line, codes, whole_name) for line in lines]
    measure = sheet.plan.measure
    return workbook.written(
        str(measure.label), heads, rows, texts=len(_KINDS) + 3, is_share=measure.form is Form.SHARE
    )  # fmt: skip


def _codes(asked: Sequence[Whose]) -> dict[Whose, str]:
    found = {one: str(one.key) for one in asked if one.kind is Kind.REGION}
    for kind, (model, column) in _CODES.items():
        keys = [one.key for one in asked if one.kind is kind]
        if keys:
            rows = model._default_manager.filter(pk__in=keys).values_list("pk", column)
            found |= {Whose(kind, pk): code for pk, code in rows}
    return found


def _row(sheet: Sheet, line: Line, codes: dict[Whose, str], whole_name: str) -> list[Any]:
    whose, plan = line.member.whose, sheet.plan
    named = [codes.get(whose, "") if whose.kind is kind else "" for kind in _KINDS]
    figures: list[Decimal | None] = [writing.read(box.text, plan.measure.form) for box in line.boxes]
    return [plan.year, str(plan.measure.label), *named, line.member.name or whole_name, *figures]
