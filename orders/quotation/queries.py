"""Every read of inquiries and quotations that a door, a rule or another room makes."""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import policies as rights
from accounts.people.models import User
from accounts.roles.verbs import verbs
from common import errors, operation, text
from common.keyset import Sort
from common.numbering import Series
from customers.models import Customer
from orders.order import policies as order_policies
from orders.order.models import Order, OrderLine
from orders.order.policies import Action
from orders.quotation import policies, states
from orders.quotation.models import Inquiry, Quotation, QuotationLine, QuotationVersion
from orders.quotation.states import Move, Status

SORTS: dict[str, Sort] = {
    "quote_date": Sort("quote_date"),
    "valid_until": Sort("valid_until", descending=False),
    "total_amount": Sort("total_amount"),
    "id": Sort("pk"),
}
DEFAULT_SORT = "quote_date"
INQUIRY_SORTS: dict[str, Sort] = {"received_at": Sort("received_at"), "id": Sort("pk")}
ZERO = Decimal(0)


def list_quotations(actor: User) -> QuerySet[Quotation]:
    """The quotations that ``actor`` may see, with what a list shows of them."""
    return policies.visible_to(actor).select_related("customer", "salesperson", "accepted", "department", "created_by")


def get_quotation(*, actor: User, number: str) -> Quotation:
    """The quotation with this number. Raises NotFound, also for "not yours"."""
    return _one(list_quotations(actor).select_related("inquiry").filter(number=number.upper()))


def get_quotation_by_id(actor: User, quotation_id: int) -> Quotation:
    """Like ``get_quotation``, by key."""
    return _one(list_quotations(actor).filter(pk=quotation_id))


def lock_quotation(*, actor: User, quotation_id: int, version: int | None = None) -> Quotation:
    """The quotation, locked, with its customer. Raises NotFound, and Stale when it is no longer at ``version``."""
    operation.current()
    rows = policies.visible_to(actor).select_for_update(no_key=True, of=("self",)).select_related("customer")
    found = _one(rows.filter(pk=quotation_id))
    if version is not None and found.version != version:
        raise errors.Stale(fields={}, version=found.version, status=str(found.status))
    return found


def _one(rows: QuerySet[Quotation]) -> Quotation:
    found = rows.first()
    if found is None:
        raise errors.NotFound()
    return found


def versions_of(quotation: Quotation) -> list[QuotationVersion]:
    """All versions, by alternative and number."""
    rows = QuotationVersion.objects.filter(quotation=quotation).select_related("payment_term", "sent_by", "created_by")
    return list(rows.order_by("alternative", "no"))


def lines_of(offer: QuotationVersion) -> list[QuotationLine]:
    """The lines of a version with their products, by number."""
    return list(QuotationLine.objects.filter(offer=offer).select_related("product").order_by("line_no"))


def version_named(quotation: Quotation, code: str) -> QuotationVersion:
    """The version ``A1`` of a quotation. Raises NotFound."""
    found = next((one for one in versions_of(quotation) if one.code == code.upper()), None)
    if found is None:
        raise errors.NotFound()
    return found


def get_version_by_id(actor: User, version_id: int) -> QuotationVersion:
    """A version of a quotation that ``actor`` may see, with the quotation. Raises NotFound."""
    rows = QuotationVersion.objects.filter(quotation__in=policies.visible_to(actor))
    found = rows.select_related("quotation__customer", "quotation__salesperson", "payment_term").filter(pk=version_id)
    offer = found.first()
    if offer is None:
        raise errors.NotFound()
    return offer


def standing(versions: Collection[QuotationVersion]) -> list[QuotationVersion]:
    """What the customer holds: the newest sent version of every alternative that was not given up."""
    newest = {one.alternative: one for one in versions if one.is_frozen}
    dropped = {one.alternative for one in versions if one.is_dropped}
    return [one for letter, one in newest.items() if letter not in dropped]


def unsent(versions: Collection[QuotationVersion]) -> list[QuotationVersion]:
    """The versions that are still worked on."""
    return [one for one in versions if not one.is_frozen]


def sendable(versions: Collection[QuotationVersion]) -> list[QuotationVersion]:
    """What may go to the customer: the versions that are worked on, and those that he holds."""
    held = standing(versions)
    return [one for one in versions if one in held or not one.is_frozen]


def contacts_of(actor: User, quotation: Quotation) -> list[tuple[str, str, str]]:
    """The contacts of the customer with a mail address: key, words for the reader, address; the quotation's own
    first."""
    rows = quotation.customer.contacts.exclude(email="").filter(is_active=True)
    found = sorted(rows, key=lambda one: (one.name != quotation.contact_name, not one.is_default, one.pk))

    def seen(text: str) -> str:
        return str(rights.shown(actor, "customer.contact", text) or "")

    return [(str(one.pk), f"{seen(one.name)} · {seen(one.email)}", one.email) for one in found]


def ordered_of(line_ids: Collection[int]) -> dict[int, Decimal]:
    """Line of a quotation → how much of it stands on orders that are not void, whoever's they are: for rules."""
    rows = OrderLine.objects.filter(quotation_line_id__in=line_ids).exclude(order__status="VOID")
    found = rows.values_list("quotation_line_id").annotate(total=Sum("ordered")).order_by()
    return {line_id: total for line_id, total in found if line_id is not None}


def orders_of(actor: User, quotation: Quotation) -> list[Order]:
    """The orders made of a quotation, as far as ``actor`` may see them, newest first."""
    keys = OrderLine.objects.filter(quotation_line__offer__quotation=quotation).values("order_id")
    return list(order_policies.visible_to(actor).filter(pk__in=keys).order_by("-pk"))


def of_order(actor: User, order: Order) -> list[Quotation]:
    """The quotations that an order's lines were made of, as far as ``actor`` may see them."""
    lines = OrderLine.objects.filter(order=order, quotation_line__isnull=False)
    return list(policies.visible_to(actor).filter(versions__lines__order_lines__in=lines).distinct().order_by("pk"))


@dataclass(frozen=True)
class Offer:
    """A version with its lines, for showing; ``ordered``: line → what of it became orders. ``is_standing``: the
    customer holds it."""

    version: QuotationVersion
    lines: list[QuotationLine]
    ordered: dict[int, Decimal] = field(default_factory=dict)
    is_standing: bool = False

    def left(self, line: QuotationLine) -> Decimal:
        """How much of a line may still be ordered."""
        return max(ZERO, line.ordered - self.ordered.get(line.pk, ZERO))


def offers_of(quotation: Quotation) -> list[Offer]:
    """Every version with its lines and what was ordered of them. Three statements."""
    versions = versions_of(quotation)
    lines: dict[int, list[QuotationLine]] = {}
    rows = QuotationLine.objects.filter(offer__in=versions).select_related("product")
    for line in rows.order_by("offer_id", "line_no"):
        lines.setdefault(line.offer_id, []).append(line)
    ordered = ordered_of([line.pk for found in lines.values() for line in found])
    held = {one.pk for one in standing(versions)}
    return [Offer(one, lines.get(one.pk, []), ordered, one.pk in held) for one in versions]


# --- inquiries ---------------------------------------------------------------------------------


def list_inquiries(actor: User) -> QuerySet[Inquiry]:
    """The inquiries that ``actor`` may see, with what a list shows of them."""
    rows = policies.inquiries_visible_to(actor).select_related("customer", "received_by", "salesperson")
    return rows.annotate(quotation_count=Count("quotations"))


def get_inquiry(*, actor: User, number: str) -> Inquiry:
    """The inquiry with this number. Raises NotFound, also for "not yours"."""
    found = list_inquiries(actor).filter(number=number.upper()).first()
    if found is None:
        raise errors.NotFound()
    return found


def get_inquiry_by_id(actor: User, inquiry_id: int) -> Inquiry:
    """Like ``get_inquiry``, by key."""
    found = list_inquiries(actor).filter(pk=inquiry_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def find_quotations(actor: User, typed: str) -> QuerySet[Quotation]:
    """Quotations by number or the beginning of it, the customer's reference, or their customer; newest first."""
    return search_rows(list_quotations(actor), typed, Series.QUOTATION).order_by("-pk")


def find_inquiries(actor: User, typed: str) -> QuerySet[Inquiry]:
    """Inquiries by number or its beginning, or by their customer; newest first."""
    return search_rows(list_inquiries(actor), typed, Series.INQUIRY).order_by("-pk")


def search_rows(rows: QuerySet, typed: str, series: str) -> QuerySet:
    """Rows with a number of ``series`` that begins as typed, or whose customer is found by it."""
    word = text.fold_code(typed)
    if not word:
        return rows
    number = word.upper()
    if number.startswith(series) and number[2:3].isdigit():
        return rows.filter(number__startswith=number)
    known: set[int] = set()
    if series == Series.QUOTATION:
        known = set(Quotation.objects.filter(customer_reference__iexact=word).values_list("pk", flat=True)[:50])
    return rows.filter(text.condition(known, customer_id=text.find_ids(Customer, word)))


def lock_inquiry(*, actor: User, inquiry_id: int, version: int | None = None) -> Inquiry:
    """The inquiry, locked. Raises NotFound, Stale."""
    operation.current()
    rows = policies.inquiries_visible_to(actor).select_for_update(no_key=True, of=("self",))
    found = rows.select_related("customer").filter(pk=inquiry_id).first()
    if found is None:
        raise errors.NotFound()
    if version is not None and found.version != version:
        raise errors.Stale(fields={}, version=found.version)
    return found


def quotations_of(actor: User, inquiry: Inquiry) -> list[Quotation]:
    """What was quoted on an inquiry, as far as ``actor`` may see it."""
    return list(list_quotations(actor).filter(inquiry=inquiry).order_by("-pk"))


# --- what is possible now ----------------------------------------------------------------------

# verb of the doors -> the right it needs and the moves of which one must be possible
_DOORS: dict[str, tuple[str, tuple[Move, ...]]] = {
    "edit": ("quotation.edit", ()),
    "mail": ("quotation.send", ()),
    "send": ("quotation.send", (Move.SEND,)),
    "convert": ("quotation.convert", (Move.CONVERT,)),
    "win": ("quotation.decide", (Move.WIN,)),
    "lose": ("quotation.decide", (Move.LOSE,)),
    "withdraw": ("quotation.decide", (Move.WITHDRAW,)),
    "revise": ("quotation.edit", (Move.REVISE,)),
}


_LABELS = {"mail": gettext_lazy("Send by mail"), "send": gettext_lazy("Note as sent")}


def possible_verbs(actor: User, quotation: Quotation, versions: Collection[QuotationVersion]) -> list[Action]:
    """Every verb on this quotation, with the reason where it is not allowed now. For showing: the operation behind
    the button checks again, under lock."""
    return [_action(actor, verb, quotation, versions) for verb in _DOORS]


def _action(actor: User, verb: str, quotation: Quotation, versions: Collection[QuotationVersion]) -> Action:
    right, moves = _DOORS[verb]
    label = _LABELS.get(verb) or (moves[0].label if moves else verbs[right].label)
    possible = states.possible_moves(quotation.status)
    is_in_state = all(move in possible for move in moves)
    if verb in ("edit", "send"):
        is_in_state = quotation.status in (Status.DRAFT, Status.SENT) and bool(unsent(versions))
    if verb == "mail":
        is_in_state = quotation.status in (*states.LIVE, Status.WON) and bool(sendable(versions))
    if not is_in_state:
        why = _("The quotation is %(status)s.") % {"status": Status(quotation.status).label}
        return Action(verb, label, False, False, why)
    if not policies.can(actor, right, quotation):
        words = _("Your role does not include “%(verb)s”.") % {"verb": verbs[right].label}
        return Action(verb, label, True, False, words)
    return Action(verb, label, True, True)
