"""What a merge of two customers would do, and which customers seem to be kept twice."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from common.errors import Text
from common.likeness import merging
from common.likeness.models import DuplicatePair
from customers import policies
from customers import queries as customers
from customers.cleaning.registry import movers
from customers.models import Customer
from segments.models import Segment

KIND = Customer._meta.label_lower
MERGE = "customer.merge"
# what may be taken from the one that goes; limits, block and people in charge stay the other's, notes are kept of both
CHOICES = (
    *("name", "short_name", "english_name", "kind", "industry", "invoice_title", "tax_number", "bank_name"),
    *("bank_account", "invoice_address", "payment_term"),
)
_PARTNERS = ("bill_to", "ship_to", "agent")


def preview(actor: User, source: Customer, target: Customer) -> merging.Preview:
    """What merging would do and what stands in the way. For showing; the operation looks again, under lock."""
    moves = [one for mover in movers.values() for one in mover.counts(source)]
    return merging.Preview(
        choices=merging.choices(source, target, CHOICES),
        moves=[*moves, *_own_counts(source)],
        notes=_notes(actor, source, target),
        obstacles=[fault.message for fault in faults(source, target)],
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
    if named := _conditions_naming(source):
        words = {"count": str(named), "code": source.code}
        found.append(_("Saved conditions that name the code %(code)s: %(count)s. Change them by hand.") % words)
    return found


def _conditions_naming(source: Customer) -> int:
    rows = Segment.objects.filter(is_active=True).annotate(written=Cast("rows", TextField()))
    return rows.filter(written__contains=json.dumps(source.code, ensure_ascii=False)).count()


def faults(source: Customer, target: Customer) -> list[errors.Conflict]:
    """Why the two cannot become one: what a merge would be refused with."""
    if source.pk == target.pk:
        return [errors.Conflict(_("Choose two different customers."), code="same_customer")]
    found: list[errors.Conflict] = []
    if source.merged_into_id or target.merged_into_id:
        found.append(errors.WrongState(_("One of the two was merged already.")))
    if source.group_id == target.pk or target.group_id == source.pk:
        found.append(errors.Conflict(_("One belongs to the group of the other; take it out of the group first.")))
    elif source.credit_holder_id != source.pk or Customer.objects.filter(group_id=source.pk).exists():
        text = _("%(customer)s is part of a group; take it out of the group first.")
        found.append(errors.Conflict(text % {"customer": source.name}))
    if source.currency_id != target.currency_id:
        found.append(errors.Conflict(_("The two are kept in different currencies."), code="currency"))
    return found


def get_two(actor: User, source_id: int, target_id: int) -> tuple[Customer, Customer]:
    """The two of a merge, for who may merge both. Raises NotFound, NotAllowed."""
    source = customers.get_customer(actor=actor, customer_id=source_id)
    target = customers.get_customer(actor=actor, customer_id=target_id)
    for one in (source, target):
        policies.require(actor, MERGE, one)
    return source, target


# --- pairs ------------------------------------------------------------------------------------------


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
