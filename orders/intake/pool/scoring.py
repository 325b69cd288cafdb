"""How well a salesperson fits a piece of intake (R137): the points, and in words what they are for. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

OWNER = 60  # looks after this customer
CUSTOMER_MOST, PRODUCTS_MOST, CATEGORY_MOST, AREA, DEPARTMENT = 20, 20, 10, 10, 10
LOAD_MOST = 20  # for who has nothing open; one less for each piece of work
Text = str | Promise


@dataclass(frozen=True)
class Facts:
    """What is known of a salesperson as to one piece of intake. Counts of the last year, but for what is open now."""

    person_id: int
    name: str
    open_work: int = 0  # intake, drafts and submitted orders in his hands
    is_owner: bool = False
    sold_to_customer: int = 0  # orders
    sold_products: int = 0  # of the products asked for, how many he sold before
    sold_categories: int = 0  # of their categories
    is_in_area: bool = False  # has customers in the region
    is_in_department: bool = False  # of the customer's department in charge


@dataclass(frozen=True)
class Candidate:
    """A salesperson with points and reasons, the weightiest first."""

    person_id: int
    name: str
    score: int
    open_work: int
    reasons: list[tuple[int, Text]] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The reasons in one line."""
        return " · ".join(str(text) for _points, text in self.reasons)


def rank(people: Iterable[Facts]) -> list[Candidate]:
    """The best first; of equal ones who has less to do, then who is first by name."""
    found = [_weigh(one) for one in people]
    return sorted(sorted(found, key=attrgetter("name")), key=lambda one: (-one.score, one.open_work))


def _weigh(one: Facts) -> Candidate:
    reasons: list[tuple[int, Text]] = []
    if one.is_owner:
        reasons.append((OWNER, _("looks after this customer")))
    if one.sold_to_customer:
        words = ngettext_lazy("%(n)s order of this customer", "%(n)s orders of this customer", "n")
        reasons.append((min(CUSTOMER_MOST, 5 + one.sold_to_customer), words % {"n": one.sold_to_customer}))
    if one.sold_products:
        words = ngettext_lazy("sold %(n)s of these products", "sold %(n)s of these products", "n")
        reasons.append((min(PRODUCTS_MOST, 5 * one.sold_products), words % {"n": one.sold_products}))
    elif one.sold_categories:
        words = ngettext_lazy("sold %(n)s of these categories", "sold %(n)s of these categories", "n")
        reasons.append((min(CATEGORY_MOST, 3 * one.sold_categories), words % {"n": one.sold_categories}))
    if one.is_in_department:
        reasons.append((DEPARTMENT, _("of the customer's department")))
    if one.is_in_area:
        reasons.append((AREA, _("has customers in the region")))
    reasons.sort(key=lambda reason: -reason[0])
    free = max(0, LOAD_MOST - one.open_work)
    words = ngettext_lazy("%(n)s piece of work open", "%(n)s pieces of work open", "n")
    reasons.append((free, words % {"n": one.open_work}))
    return Candidate(one.person_id, one.name, sum(points for points, _text in reasons), one.open_work, reasons)
