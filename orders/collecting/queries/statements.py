"""Statements that were drawn up, as far as the actor may see them."""

from django.db.models import Q, QuerySet

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from common.keyset import Sort
from customers.models import Customer
from orders.collecting import policies
from orders.collecting.models import Statement

SORTS = {"id": Sort("pk"), "closing": Sort("closing"), "last": Sort("last")}
DEFAULT_SORT = "id"


def list_statements(actor: User) -> QuerySet[Statement]:
    """The statements that ``actor`` may see, with what a list names."""
    return policies.visible_to(actor).select_related("customer", "drawn_by")


def get_statement(actor: User, number: str) -> Statement:
    """One by its number. Raises NotFound, also for "not yours"."""
    return _one(list_statements(actor).filter(number=number.upper()))


def get_statement_by_id(actor: User, statement_id: int) -> Statement:
    """The same by key."""
    return _one(list_statements(actor).filter(pk=statement_id))


def _one(rows: QuerySet[Statement]) -> Statement:
    found = rows.first()
    if found is None:
        raise errors.NotFound()
    return found


def mails_to(actor: User, customer: Customer) -> list[tuple[str, str]]:
    """Mail addresses of a customer's people, the usual one first, as ``actor`` may see them: name, address; none for
    who sees no contacts."""
    if rights.effect(actor, "customer.contact"):
        return []
    rows = customer.contacts.filter(~Q(email=""), is_active=True).order_by("-is_default", "pk")
    return [(f"{one.name} <{one.email}>", one.email) for one in rows]
