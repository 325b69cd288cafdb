"""Many orders written by hand into one workbook (R063): the sheet to fill in, and the profile that reads it back.

Rows with the same mark and customer are one order; each is entered as a draft by the import engine, dry run first.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.imports import toml

PROFILE = "batch_entry"
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True)
class Column:
    """A column of the sheet. ``target``: the field of order or line it fills; ``of_line``: of the line."""

    target: str
    head: str | Promise
    help: str | Promise
    example: tuple[object, ...]
    of_line: bool = True
    is_needed: bool = False
    width: int = 14


MARK, CUSTOMER = "mark", "customer"
_DAY = date(2026, 12, 8)
COLUMNS = (
    Column(
        MARK, pgettext_lazy("batch entry", "Order"), _("Any mark; rows with the same mark and customer are one order."),
        ("1", "1", "2"), of_line=False, is_needed=True, width=10,
    ),
    Column(
        CUSTOMER, _("Customer code"), _("As in the customer archive, in every row."),
        ("33.017", "33.017", "11.002"), of_line=False, is_needed=True,
    ),
    Column(
        "customer_po_number", _("Customer's order number"), _("May be empty."),
        ("PO-7781", "PO-7781", ""), of_line=False, width=20,
    ),
    Column(
        "product", _("Product code"), _("Our code, as in the product archive."),
        ("02.1.03.022", "01.2.02.318", "02.1.03.022"), is_needed=True, width=18,
    ),
    Column("quantity", _("Quantity"), _("More than zero."), (40, 2, 12), is_needed=True, width=10),
    Column("price", _("Price"), _("Empty: the price that the customer gets anyway."), ("", 5200, ""), width=12),
    Column("discount", _("Discount %"), _("5 means five percent."), ("", "", 5), width=12),
    Column("requested_date", _("Requested date"), _("Of the line."), (_DAY, _DAY, _DAY), width=14),
    Column("notes", _("Notes"), _("Of the line."), ("", "", ""), width=30),
)  # fmt: skip


def heads(language: str) -> dict[str, str]:
    """Target → head of its column in a language."""
    with translation.override(language):
        return {column.target: str(column.head) for column in COLUMNS}


def language_of(columns: Collection[str]) -> str | None:
    """In which language the sheet with these columns was made; None: it is not such a sheet."""
    needed = [column.target for column in COLUMNS if column.is_needed]
    for language in LANGUAGES:
        named = heads(language)
        if all(named[target] in columns for target in needed):
            return language
    return None


def missing(columns: Collection[str], language: str) -> list[str]:
    """The heads of the columns that a sheet must have and lacks."""
    named = heads(language)
    return [named[column.target] for column in COLUMNS if column.is_needed and named[column.target] not in columns]


def profile_of(columns: Collection[str], language: str, *, source: str, day: date) -> str:
    """The profile that reads such a sheet: TOML. ``source`` keeps one file's marks apart from another's, so that the
    same file enters its orders once; ``day`` is the orders' date."""
    named = heads(language)
    there = [column for column in COLUMNS if named[column.target] in columns]
    key = [named[MARK], named[CUSTOMER]]
    header: dict[str, object] = {"order_date": {"constant": day.isoformat()}}
    line: dict[str, object] = {"order": key}
    for column in there:
        head = named[column.target]
        mapping: object = {"column": head, "scale": "0.01"} if column.target == "discount" else head
        if column.of_line:
            line[column.target] = mapping
        elif column.target != MARK:
            header[column.target] = mapping
    return toml.dumps(
        {
            "profile": {"name": PROFILE, "source": source, "orders": "drafts"},
            "files": {"rows": "*"},
            "orders": {"file": "rows", "key": key, "fields": header},
            "lines": {"file": "rows", "fields": line},
        }
    )
