"""Every read of the customer archive that a door or another app makes."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Case, IntegerField, Model, QuerySet, Value, When
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors, keyset, text
from common.mailing import bounces
from common.models import Currency
from customers import policies, similar
from customers.models import Address, Assignment, Carrier, Contact, Customer, PaymentTerm

Row = TypeVar("Row", bound=Model)

SORTS: dict[str, keyset.Sort] = {
    "code": keyset.Sort("code", descending=False),
    "name": keyset.Sort("name_key", descending=False),
    "last_order": keyset.Sort("last_effective_at", nullable=True),
    "created": keyset.Sort("pk"),
}
_SEARCH_COLUMNS = ("search_text", "search_grams")
SUGGESTIONS = 20


def set_search(customer: Customer) -> None:
    """Recompute what the customer is found and sorted by (does not save)."""
    core = similar.core(customer.name)  # so that a name is found without its punctuation
    keys = [customer.code, customer.name, customer.short_name, customer.english_name]
    customer.set_search(*keys, *([] if core in text.fold(customer.name) else [core]))
    customer.name_key = text.pinyin(customer.name)[:200]


def list_customers(actor: User) -> QuerySet[Customer]:
    """The customers the actor may see, merged ones left out, with owner and department."""
    rows = policies.visible_to(actor).filter(merged_into__isnull=True)
    return rows.select_related("owner", "department").defer(*_SEARCH_COLUMNS)


def get_customer(*, actor: User, customer_id: int) -> Customer:
    """A customer the actor may see, with everything the page names. Raises NotFound.

    A merged one is returned as it is: ``merged_into`` says where it went.
    """
    rows = policies.visible_to(actor).select_related(
        "owner", "department", "group", "bill_to", "ship_to", "agent", "payment_term", "currency", "merged_into"
    )
    customer = rows.defer(*_SEARCH_COLUMNS).filter(pk=customer_id).first()
    if customer is None:
        raise errors.NotFound()
    return customer


def get_bare(*, actor: User, customer_id: int) -> Customer:
    """A customer the actor may see, without the rows that its page names: joining those costs more than all
    the rest of an operation. Raises NotFound."""
    rows = policies.visible_to(actor).defer(*_SEARCH_COLUMNS).filter(pk=customer_id)
    customer = next(iter(rows), None)  # first() would sort, which is dear with so many columns
    if customer is None:
        raise errors.NotFound()
    return customer


def get_id(*, actor: User, code: str) -> int:
    """The key of the customer of this code. Raises NotFound, also for one that the actor may not see."""
    found = policies.visible_to(actor).filter(code=text.fold_code(code)).values_list("pk", flat=True).first()
    if found is None:
        raise errors.NotFound()
    return found


def get_customer_by_code(*, actor: User, code: str, field: str = "customer") -> Customer:
    """The customer with this code, as other systems name him; a merged one leads on. Raises Invalid for ``field``,
    also for one that the actor may not see."""
    customer_id = ids_by_code([code]).get(text.fold_code(code))
    try:
        if customer_id is None:
            raise errors.NotFound()
        return get_customer(actor=actor, customer_id=customer_id)
    except errors.NotFound:
        raise no_such_code(code, field) from None


def no_such_code(code: str, field: str = "customer") -> errors.Invalid:
    """What is raised for a code in a field that nobody has whom the actor may see."""
    return errors.Invalid(fields={field: [_("No customer has the code “%(code)s”.") % {"code": code}]})


def lock_customer(*, actor: User, customer_id: int) -> Customer:
    """A customer the actor may see, locked to be written (never blocks those who insert drafts for him).
    Raises NotFound, WrongState for one that was merged into another."""
    customer = lock_any(actor=actor, customer_id=customer_id)
    require_standing(customer)
    return customer


def lock_any(*, actor: User, customer_id: int) -> Customer:
    """The same for one that may have been merged into another. Raises NotFound."""
    rows = policies.visible_to(actor).filter(pk=customer_id)
    customer = rows.select_for_update(no_key=True, of=("self",)).first()
    if customer is None:
        raise errors.NotFound()
    return customer


def require_standing(customer: Customer) -> None:
    """Raise WrongState for a customer that was merged into another one: what is written there reaches nobody."""
    if customer.merged_into is not None:
        words = _("This customer was merged into another one.")
        raise errors.WrongState(words, merged_into=customer.merged_into.code, possible=[])


def all_for_rule() -> QuerySet[Customer]:
    """All customers, for rules; what they reveal of others is masked by the caller."""
    return Customer.objects.all()


def label(*, actor: User, customer_id: int) -> str:
    """Code and name of a customer, "" for one the actor may not see."""
    row = policies.visible_to(actor).filter(pk=customer_id).values_list("code", "name").first()
    return " ".join(row) if row else ""


def find_by_code(actor: User, code: str) -> Customer | None:
    """The customer of this code that the actor may see, for lookups in forms; None where there is none."""
    return list_customers(actor).filter(code=text.fold_code(code)).first()


def suggest(*, actor: User, typed: str, limit: int = SUGGESTIONS) -> list[Customer]:
    """Customers in use that ``typed`` finds by code, name, pinyin or initials; codes and names that begin
    with it come first, then those who ordered last."""
    words = text.fold(typed)
    if not words:
        return []
    rows = list_customers(actor).filter(is_active=True).select_related("owner")
    rank = Case(
        When(code__istartswith=words, then=Value(0)),
        When(name__istartswith=words, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return list(text.search(rows, words).order_by(rank, "-last_effective_at", "name_key")[:limit])


def regions(actor: User) -> list[str]:
    """The regions of the customers the actor may see, sorted by pinyin."""
    found = list_customers(actor).order_by().exclude(region="").values_list("region", flat=True).distinct()
    return sorted(found, key=text.pinyin)


def currencies() -> QuerySet[Currency]:
    """Currencies in use."""
    return Currency.objects.filter(is_active=True).order_by("code")


def payment_terms() -> QuerySet[PaymentTerm]:
    """Payment terms in use, with their rows."""
    return PaymentTerm.objects.filter(is_active=True).prefetch_related("rows").order_by("code")


def all_payment_terms() -> QuerySet[PaymentTerm]:
    """Payment terms, also those out of use."""
    return PaymentTerm.objects.prefetch_related("rows").order_by("-is_active", "code")


def carriers() -> QuerySet[Carrier]:
    """Carriers in use."""
    return Carrier.objects.filter(is_active=True).order_by("code")


def carrier_by_code(code: str) -> Carrier:
    """A carrier in use by code. Raises Invalid."""
    carrier = Carrier.objects.filter(code=code.strip(), is_active=True).first()
    if carrier is None:
        raise errors.Invalid(fields={"carrier": [_("“%(code)s” is unknown or out of use.") % {"code": code}]})
    return carrier


def all_carriers() -> QuerySet[Carrier]:
    """Carriers, also those out of use."""
    return Carrier.objects.order_by("-is_active", "code")


def ids_by_code(codes: Iterable[str]) -> dict[str, int]:
    """{code: id} of the customers with these codes; a merged one gives the id it went to. For imports."""
    rows = Customer.objects.filter(code__in=[text.fold_code(code) for code in codes]).values_list(
        "code", "merged_into_id", "pk"
    )
    return {code: merged or pk for code, merged, pk in rows}


def as_suggestion(customer: Customer) -> dict[str, Any]:
    """A customer as the order form's scripts get it."""
    return {
        "id": customer.pk,
        "code": customer.code,
        "name": customer.name,
        "short_name": customer.short_name,
        "owner": customer.owner.name if customer.owner else "",
        "territory": customer.territory,
        "is_blocked": customer.is_blocked,
        "is_new": customer.is_new,
    }


def in_charge_of(actor: User) -> dict[str, Any]:
    """Who is proposed for a new customer: whoever adds it, and his department."""
    return {"owner": actor.pk, "department": actor.department_id}


def assignments_of(customer: Customer) -> list[Assignment]:
    """Who was, is and will be in charge, newest first."""
    return list(customer.assignments.select_related("owner", "department", "created_by"))


def members_of(actor: User, customer: Customer) -> list[Customer]:
    """The customers of this one's group that the actor may see."""
    return list(list_customers(actor).filter(group_id=customer.pk).order_by("code")[:50])


def get_contact(customer: Customer, contact_id: int) -> Contact:
    """A person at the customer. Raises NotFound."""
    return _one(customer.contacts.filter(is_active=True, pk=contact_id))


def get_address(customer: Customer, address_id: int) -> Address:
    """A place of the customer. Raises NotFound."""
    return _one(customer.addresses.filter(is_active=True, pk=address_id))


def get_carrier(carrier_id: int) -> Carrier:
    """A carrier. Raises NotFound."""
    return _one(Carrier.objects.filter(pk=carrier_id))


def get_payment_term(term_id: int) -> PaymentTerm:
    """A payment term with its rows. Raises NotFound."""
    return _one(PaymentTerm.objects.prefetch_related("rows").filter(pk=term_id))


def _one(rows: QuerySet[Row]) -> Row:
    row = rows.first()
    if row is None:
        raise errors.NotFound()
    return row


def contact_rows(actor: User, customer: Customer) -> list[dict[str, Any]]:
    """The customer's contacts as the actor may see them, masked where his roles say so; ``is_blocked``: mail to one
    came back, none goes there any more."""
    found = list(customer.contacts.filter(is_active=True))
    blocked = bounces.blocked_among([row.email for row in found])
    return [
        {
            "id": row.pk,
            "is_blocked": row.email in blocked,
            "title": row.title,
            "is_default": row.is_default,
            **{name: rights.shown(actor, policies.CONTACT, getattr(row, name)) for name in ("name", "phone", "email")},
        }
        for row in found
    ]


def address_rows(actor: User, customer: Customer) -> list[dict[str, Any]]:
    """The customer's addresses as the actor may see them: place in full, recipient and phone perhaps masked."""
    return [
        {
            "id": row.pk,
            "label": row.label,
            "place": str(row),
            "province": row.province,
            "city": row.city,
            "street": row.street,
            "postcode": row.postcode,
            "is_default": row.is_default,
            **{name: rights.shown(actor, policies.CONTACT, getattr(row, name)) for name in ("recipient", "phone")},
        }
        for row in customer.addresses.filter(is_active=True)
    ]
