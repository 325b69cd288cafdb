"""What a merge of two customers would do, and which customers seem to be kept twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import clock, dates
from common.errors import Text
from common.likeness import merging, scoring
from common.likeness.models import DuplicatePair
from customers import policies, similar
from customers import queries as customers
from customers.cleaning import alike
from customers.cleaning.registry import mergers
from customers.models import Customer
from segments import queries as segments
from segments.custom_fields import merging as custom_fields
from segments.custom_fields import values

KIND = Customer._meta.label_lower
_COMPARED = ("code", "name", "short_name", "english_name", "tax_number")
MERGE = "customer.merge"
# what may be taken from the one that goes; limits, block and people in charge stay the other's, notes are kept of both
CHOICES = (
    *("name", "short_name", "english_name", "kind", "industry", "invoice_title", "tax_number", "bank_name"),
    *("bank_account", "invoice_address", "payment_term"),
)
_PARTNERS = ("bill_to", "ship_to", "agent")


def choosable(actor: User) -> list[str]:
    """The fields that can be chosen, custom ones as far as the actor sees them."""
    return [*CHOICES, *custom_fields.names(actor, values.CUSTOMER)]


def preview(actor: User, source: Customer, target: Customer) -> merging.Preview:
    """What merging would do and what stands in the way. For showing; the operation looks again, under lock."""
    moves = [one for merger in mergers.values() for one in merger.counts(source)]
    custom = custom_fields.choices(actor, values.CUSTOMER, source, target)
    return merging.Preview(
        choices=[*merging.choices(source, target, CHOICES), *custom],
        moves=[*moves, *_own_counts(source)],
        notes=_notes(actor, source, target),
        obstacles=obstacles(source, target),
    )


def _own_counts(source: Customer) -> list[tuple[Text, int]]:
    partners = Q(*[(name, source) for name in _PARTNERS], _connector=Q.OR)
    return [
        (_("Contacts"), source.contacts.count()),
        (_("Addresses"), source.addresses.count()),
        (_("Customers that name it as payer, receiver or agent"), Customer.objects.filter(partners).count()),
    ]


def _notes(actor: User, source: Customer, target: Customer) -> list[Text]:
    found: list[Text] = [_("Notes and preferences of both are kept.")]
    if source.owner_id != target.owner_id or source.department_id != target.department_id:
        found.append(_("Other people are in charge of it; those of %(code)s stay.") % {"code": target.code})
    if policies.sees_credit(actor) and source.credit_limit is not None:
        words = {"limit": f"{source.credit_limit:,.2f}", "code": source.code, "other": target.code}
        found.append(_("The credit limit %(limit)s of %(code)s goes; that of %(other)s holds for both.") % words)
    if source.is_blocked and not target.is_blocked:
        found.append(_("%(code)s is blocked; the block does not move.") % {"code": source.code})
    today = dates.business_day(clock.now())
    if named := segments.telling_apart(actor, "customer_code", source.code, target.code, today):
        words = {"count": str(named), "code": source.code, "other": target.code}
        text = _("Your saved conditions that tell %(code)s from %(other)s by code: %(count)s. Change them by hand.")
        found.append(text % words)
    return found


def obstacles(source: Customer, target: Customer) -> list[Text]:
    """Why the two cannot become one, in words."""
    if source.pk == target.pk:
        return [_("Choose two different customers.")]
    found: list[Text] = []
    for one in (source, target):
        if one.merged_into_id:
            found.append(_("%(code)s was merged already.") % {"code": one.code})
    if source.group_id == target.pk or target.group_id == source.pk:
        found.append(_("One belongs to the group of the other; take it out of the group first."))
    elif source.credit_holder_id != source.pk or Customer.objects.filter(group_id=source.pk).exists():
        text = _("%(customer)s is part of a group; take it out of the group first.")
        found.append(text % {"customer": source.name})
    if source.currency_id != target.currency_id:
        found.append(_("The two are kept in different currencies."))
    return found


def get_two(actor: User, source_id: int, target_id: int) -> tuple[Customer, Customer]:
    """The two of a merge, for who may merge both. Raises NotFound, NotAllowed."""
    source = customers.get_customer(actor=actor, customer_id=source_id)
    target = customers.get_customer(actor=actor, customer_id=target_id)
    for one in (source, target):
        policies.require(actor, MERGE, one)
    return source, target


# --- pairs ------------------------------------------------------------------------------------------


def compared() -> QuerySet[Customer]:
    """The customers that still stand, with what a search for doubles reads."""
    return Customer.objects.filter(merged_into=None).only(*_COMPARED)


@dataclass(frozen=True)
class Side:
    """One of a pair; of a customer that the reader may not see only the department in charge shows."""

    customer: Customer | None
    in_charge: str


@dataclass(frozen=True)
class Pair:
    """Two customers that are alike; ``score`` up to 100."""

    id: int
    score: int
    reasons: Sequence[str]
    state: str
    one: Side
    other: Side

    @property
    def is_whole(self) -> bool:
        """Whether the reader sees both."""
        return self.one.customer is not None and self.other.customer is not None


def weighed(found: scoring.Found) -> scoring.Found:
    """Without members of one group, who are known to be several; two tax numbers that differ make a pair less sure.
    One statement."""
    rows = Customer.objects.filter(pk__in={pk for pair in found for pk in pair}).only("group", "tax_number")
    known = {row.pk: (row.credit_holder_id, similar.number(row.tax_number)) for row in rows}
    kept = {}
    for pair, (score, reasons) in found.items():
        holders, numbers = zip(*(known.get(pk, (pk, "")) for pk in pair), strict=True)
        if holders[0] != holders[1]:
            less = alike.OTHER_NUMBER if all(numbers) and numbers[0] != numbers[1] else 0
            kept[pair] = (score - less, reasons)
    return kept


def list_pairs(actor: User) -> QuerySet[DuplicatePair]:
    """Pairs of customers that both still stand, at least one of which the actor may see."""
    rows = DuplicatePair.objects.filter(kind=KIND)
    for side in ("low", "high"):
        rows = rows.filter(Exists(Customer.objects.filter(pk=OuterRef(side), merged_into=None)))
    seen = policies.visible_to(actor).values("pk")
    return rows.filter(Q(low__in=seen) | Q(high__in=seen))


def shown(actor: User, rows: Iterable[DuplicatePair]) -> list[Pair]:
    """A page of pairs with their customers, as far as the actor sees them; two statements."""
    rows = list(rows)
    keys = {pk for row in rows for pk in (row.low, row.high)}
    found = Customer.objects.select_related("department", "owner").defer("search_text", "search_grams").in_bulk(keys)
    seen = set(policies.visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))

    def side(pk: int) -> Side:
        customer = found[pk]
        in_charge = customer.department.name if customer.department else customer.territory
        return Side(customer if pk in seen else None, in_charge)

    return [Pair(row.pk, row.score, row.reasons, row.state, side(row.low), side(row.high)) for row in rows]
