"""Whose target it is: the company's, or that of one department with all below it, person, region, product or category.
Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.typed import read_key
from reports.figures.dimensions import Text


class Kind(StrEnum):
    """Of what kind whose target is."""

    COMPANY = "company"
    DEPARTMENT = "department"
    PERSON = "person"
    REGION = "region"
    PRODUCT = "product"
    CATEGORY = "category"


LABELS: dict[Kind, Text] = {
    Kind.COMPANY: _("Company"),
    Kind.DEPARTMENT: _("Department"),
    Kind.PERSON: _("Salesperson"),
    Kind.REGION: _("Region"),
    Kind.PRODUCT: _("Product"),
    Kind.CATEGORY: _("Category"),
}
PARTS = tuple(kind for kind in Kind if kind is not Kind.COMPANY)
# by what figures tell them apart
AXIS = {kind: "salesperson" if kind is Kind.PERSON else kind.value for kind in PARTS}


@dataclass(frozen=True)
class Whose:
    """``key``: of the department, person, product or category; the region's name; 0 for the company."""

    kind: Kind = Kind.COMPANY
    key: int | str = 0

    @property
    def columns(self) -> dict[str, Any]:
        """It as columns of ``Target``."""
        found: dict[str, Any] = {f"{kind}_id": None for kind in PARTS if kind is not Kind.REGION} | {"region": ""}
        if self.kind is not Kind.COMPANY:
            found[str(self.kind) if self.kind is Kind.REGION else f"{self.kind}_id"] = self.key
        return found

    @property
    def code(self) -> str:
        """It in one word, as forms carry it."""
        return f"{self.kind}:{self.key}"


def whose_of(row: Any) -> Whose:
    """Whose a ``Target`` is."""
    for kind in PARTS:
        key = row.region if kind is Kind.REGION else getattr(row, f"{kind}_id")
        if key:
            return Whose(kind, key)
    return Whose()


def read(code: str) -> Whose | None:
    """The other way of ``Whose.code``; None for what nobody can be."""
    kind, _sign, key = code.partition(":")
    if kind not in set(Kind):
        return None
    if kind == Kind.COMPANY:
        return Whose()
    if kind == Kind.REGION:
        return Whose(Kind.REGION, key) if key and len(key) <= 80 and "\0" not in key else None
    number = read_key(key)
    return Whose(Kind(kind), number) if number else None


def one_of(*, department: int = 0, person: int = 0, region: str = "", product: int = 0, category: int = 0) -> Whose:
    """Whose is meant by these, of which one is given at most. ValueError for several: a bug of the caller."""
    keys: tuple[int | str, ...] = (department, person, region, product, category)
    given = [(kind, key) for kind, key in zip(PARTS, keys, strict=True) if key]
    if len(given) > 1:
        raise ValueError("a target is that of one department, person, region, product or category")
    return Whose(*given[0]) if given else Whose()
