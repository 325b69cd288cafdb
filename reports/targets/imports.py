"""Targets as a target of imports: a row for each target, or a row with the year and its twelve months, as plans are
written in spreadsheets."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import errors
from common.imports import known
from common.imports.batch import Batch
from common.imports.targets import Field, Target, importers
from reports.figures import policies as figures
from reports.figures.measures import measures
from reports.layout.paper import Form
from reports.targets import operations, policies, queries
from reports.targets.operations import FIRST_YEAR, LARGEST, LARGEST_SHARE, LAST_YEAR, Entry
from reports.targets.spreading import MONTHS
from reports.targets.subjects import PARTS, Kind, Whose

ENTITY = "targets"
_MONTHS = tuple(f"m{month}" for month in MONTHS)
_VALUES = ("value", *_MONTHS)
_WORD = "SELECT word, min(id) FROM ({rows}) u GROUP BY word HAVING count(*) = 1"
_CODED = "SELECT lower(code) AS word, id FROM {table} UNION SELECT lower(name), id FROM {table}"
# a word that fits several rows fits none
LOOKUPS = {
    "department": _WORD.format(rows=_CODED.format(table="accounts_department")),
    "person": _WORD.format(
        rows="SELECT lower(username) AS word, id FROM accounts_user WHERE NOT is_system"
        " UNION SELECT lower(name), id FROM accounts_user WHERE NOT is_system"
    ),
    "product": "SELECT lower(code), id FROM products_product WHERE merged_into_id IS NULL",
    "category": _WORD.format(rows=_CODED.format(table="products_productcategory")),
}


def _fields() -> tuple[Field, ...]:
    words = {code: one.label for code, one in measures.items()}
    return (
        Field(
            "year", _("Year"), kind="integer", required=True, minimum=str(FIRST_YEAR), hints=("年度", "年份", "year"),
        ),
        Field("measure", pgettext_lazy("report", "Measure"), required=True, choices=words, hints=("指标", "measure")),
        Field("department", _("Department"), max_length=80, hints=("部门", "部门编码", "department")),
        Field("person", _("Salesperson"), max_length=120, hints=("业务员", "销售员", "salesperson")),
        Field("region", _("Region"), max_length=80, hints=("大区", "地区", "区域", "region")),
        Field("product", _("Product code"), max_length=60, hints=("产品代码", "产品编码", "product")),
        Field("category", _("Category code"), max_length=80, hints=("产品类别", "类别", "category")),
        Field("month", _("Month"), kind="integer", minimum="0", strict=True, hints=("月", "月份", "month")),
        Field(
            "value", pgettext_lazy("column", "Target"), kind="decimal", decimals=4, positive=True, strict=True,
            hints=("目标", "年度目标", "全年", "target"),
        ),
        *(
            Field(
                name, _("Month %(number)s") % {"number": month}, kind="decimal", decimals=4, positive=True, strict=True,
                hints=(f"{month}月", f"m{month}"),
            )
            for month, name in zip(MONTHS, _MONTHS, strict=True)
        ),
        Field("notes", _("Notes"), max_length=300, hints=("备注", "notes")),
    )  # fmt: skip


def check(batch: Batch) -> None:
    """Refuse rows of whom there is not or whom the actor may not plan, of several at once, without a figure, beyond
    what a target can be."""
    known.find_named(batch, ENTITY, LOOKUPS)
    for name in LOOKUPS:
        code = "unknown_person" if name == "person" else "unknown_subject"
        batch.report_where(ENTITY, code, f'r."{name}" IS NOT NULL AND r."{name}_id" IS NULL', field=name)
    named = "num_nonnulls(nullif(r.region, ''), r.department_id, r.person_id, r.product_id, r.category_id)"
    batch.report_where(ENTITY, "several_subjects", f"{named} > 1", field="region")
    batch.report_where(ENTITY, "missing", f"num_nonnulls({_columns()}) = 0", field="value")
    batch.report_where(ENTITY, "too_large", f"r.year > {LAST_YEAR}", field="year")
    batch.report_where(ENTITY, "too_large", "r.month > 12", field="month")
    shares = [code for code, one in measures.items() if one.form is Form.SHARE]
    most = f"CASE WHEN r.measure = ANY(%(shares)s) THEN {LARGEST_SHARE} ELSE {LARGEST} END"
    batch.report_where(ENTITY, "too_large", f"greatest({_columns()}) > {most}", field="value", shares=shares)
    _check_rights(batch)


def _columns() -> str:
    return ", ".join(f"r.{name}" for name in _VALUES)


def _check_rights(batch: Batch) -> None:
    """Targets of measures, departments and people that are not his to plan."""
    hidden = [code for code, one in measures.items() if not figures.sees(batch.actor, one)]
    batch.report_where(ENTITY, "not_your_plan", "r.measure = ANY(%(hidden)s)", field="measure", hidden=hidden)
    rows = batch.rows(f"SELECT row_id, {_KEYS} FROM import_{ENTITY}")
    asked = {row_id: _whose(keys) for row_id, *keys in rows}
    homes, sight = queries.departments_of(set(asked.values())), policies.sight_of(batch.actor)
    wrong = [
        row_id
        for row_id, whose in asked.items()
        if not sight.sees(whose, homes.get(whose)) or not policies.can_plan(batch.actor, whose, homes.get(whose))
    ]
    batch.report_where(ENTITY, "not_your_plan", "r.row_id = ANY(%(wrong)s::bigint[])", field="year", wrong=wrong)


_KEYS = "department_id, person_id, nullif(region, ''), product_id, category_id"


def _whose(keys: Any) -> Whose:
    found = [(kind, key) for kind, key in zip(PARTS, keys, strict=True) if key]
    return Whose(Kind(found[0][0]), found[0][1]) if found else Whose()


def commit(batch: Batch) -> None:
    """Set the targets, a plan of a measure and year at a time; what the file does not name stays; of two rows for the
    same target the last counts. Raises ChangedSince."""
    known.find_named(batch, ENTITY, LOOKUPS)
    gone = " OR ".join(f'("{name}" IS NOT NULL AND "{name}_id" IS NULL)' for name in LOOKUPS)
    if batch.value(f"SELECT EXISTS (SELECT 1 FROM import_{ENTITY} WHERE {gone})"):
        raise known.ChangedSince()
    names = ", ".join(_VALUES)
    rows = batch.rows(
        f"SELECT year, measure, coalesce(month, 0), coalesce(notes, ''), {_KEYS}, {names} FROM import_{ENTITY}"
        " ORDER BY file, line"
    )
    plans: dict[tuple[int, str], dict[tuple[Whose, int], Entry]] = {}
    for year, measure, month, notes, *rest in rows:
        whose, values = _whose(rest[: len(PARTS)]), rest[len(PARTS) :]
        for at, value in zip((month, *MONTHS), values, strict=True):
            if value is not None:
                plans.setdefault((year, measure), {})[whose, at] = _entry(whose, at, value, notes)
    for (year, measure), entries in sorted(plans.items()):
        _set(batch, year, measure, list(entries.values()), batch.at)
    batch.notes.setdefault("written", {})[ENTITY] = len(rows)


def _entry(whose: Whose, month: int, value: Decimal, notes: str) -> Entry:
    return Entry(whose, month, value, notes or None, where=f"{whose.code}|{month}")


def _set(batch: Batch, year: int, measure: str, entries: list[Entry], at: datetime) -> None:
    try:
        for first in range(0, len(entries), operations.MOST_CELLS):
            part = entries[first : first + operations.MOST_CELLS]
            operations.set_targets(actor=batch.actor, year=year, measure=measure, entries=part, at=at)
    except (errors.NotFound, errors.Invalid) as error:
        raise known.ChangedSince() from error


def register() -> None:
    """Called once from this room's wiring."""
    importers.register(
        ENTITY,
        Target(
            label=_("Targets"),
            fields=_fields(),
            order=95,
            verb=policies.PLAN,
            check=check,
            commit=commit,
            needs_words=True,
        ),
    )
