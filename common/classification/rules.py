"""What a rule is made of. A rule is data: an administrator edits it, a version of the rules keeps it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common import errors

MOST_RULES, MOST_OPERANDS, LONGEST_OPERAND = 500, 200, 120
CONFLICT = "CONFLICT"  # the flag of two tags of one group, or two values of one facet


class Kind(StrEnum):
    """How a rule looks at its text."""

    PREFIX = "PREFIX"  # starts with one of the operands: 左包含
    RANGE = "RANGE"  # from the first to the second operand, both included, written like them
    CONTAINS = "CONTAINS"  # contains one of the operands
    MARK = "MARK"  # starts with a mark; of all marks of its group the longest
    PATTERN = "PATTERN"  # made like one of the operands, whose parts become facets
    OTHERWISE = "OTHERWISE"  # no other rule of its group gave a tag
    CHECK = "CHECK"  # looks at the tags that other rules gave, at no text


TEXTUAL = frozenset({Kind.PREFIX, Kind.RANGE, Kind.CONTAINS, Kind.MARK, Kind.PATTERN})

# texts that rules look at; what stands before the dot is the object that is classified
SUBJECTS: dict[str, str | Promise] = {
    "customer.code": _("Customer code"),
    "customer.name": _("Customer name"),
    "customer.territory": _("Department in charge"),
    "product.code": _("Product code"),
    "product.name": _("Product name"),
    "product.specification": _("Specification"),
    "product.auxiliary_attribute": _("Auxiliary attribute"),
}


@dataclass(frozen=True)
class Facet:
    """A value that a pattern reads out of a text: a text as the company writes it, or a whole number."""

    code: str
    label: str | Promise
    thing: str  # customer or product
    is_number: bool = False
    least: int = 1
    most: int = 999


FACETS: dict[str, Facet] = {
    facet.code: facet
    for facet in (
        Facet("region", _("Region"), "customer"),
        Facet("province", _("Province"), "customer"),
        Facet("province_group", _("Province group"), "customer"),
        Facet("base_code", _("Base instrument code"), "product"),
        Facet("sensor_count", _("Sensor count"), "product", is_number=True),
        Facet("brand", _("Brand"), "product"),
        Facet("tonnage", _("Tonnage"), "product"),
        Facet("structure", _("Structure"), "product"),
        Facet("sensor_brand", _("Sensor brand"), "product"),
        Facet("sensor_tonnage", _("Sensor tonnage"), "product"),
        Facet("sensor_structure", _("Sensor structure"), "product"),
    )
}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule. ``key`` names it in reasons. It applies to objects that have any tag of ``when`` (if there are some)
    and none of ``unless``; both name tags, or groups for any of their tags.

    The tags of rules of one ``group`` exclude each other: two of them raise ``CONFLICT``. ``flags`` are raised when
    the rule holds, ``misfit_flags`` when there is a text that does not fit (of a mark: when more mark letters follow
    it), ``empty_flags`` when there is no text. ``sequence`` decides which of two values of a facet stays, and the
    order of reasons; what depends on tags of other rules is always asked after them.
    """

    key: str
    subject: str
    kind: Kind
    operands: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    group: str = ""
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    misfit_flags: tuple[str, ...] = ()
    empty_flags: tuple[str, ...] = ()
    sequence: int = 0

    @property
    def thing(self) -> str:
        """The object it classifies: customer or product."""
        return self.subject.partition(".")[0]


Faults = dict[str, list[str]]  # field of a rule → what is wrong with it, in words for people


class BadRules(errors.Invalid):
    """Rules that do not fit together. ``details.rules``: key of a rule → its faults."""

    code = "bad_rules"

    def __init__(self, faults: Mapping[str, Faults]):
        super().__init__(_("These rules have faults."), rules=dict(faults))
        self.faults = faults
