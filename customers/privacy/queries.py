"""Every read of anonymisations and holds that a door makes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Field, Model, Q, QuerySet
from django.urls import NoReverseMatch

from accounts.collaboration.subjects import subjects
from accounts.people.models import User
from common import errors, keyset
from customers.models import Contact, Customer
from customers.privacy import carrying, knowing, looking, places, policies, replacing
from customers.privacy.marks import Marks
from customers.privacy.models import AnonymisationRequest, DataHold, FoundPlace, FoundText

SORTS: dict[str, keyset.Sort] = {
    "due": keyset.Sort("due_on", descending=False),
    "noted": keyset.Sort("pk"),
}
HOLD_SORTS: dict[str, keyset.Sort] = {"noted": keyset.Sort("pk")}
DEFAULT_SORT = "noted"
TEXTS_SHOWN = 200
NEEDS_SHOWN = 50
AROUND = 60  # letters before and after what was found
State = AnonymisationRequest.State


@dataclass(frozen=True)
class PlaceRow:
    """A place in words: table and column as people call them, how many rows, what is done, and why where it stays."""

    table: str
    column: str
    rows: int
    fate: str
    words: str
    why: str


@dataclass(frozen=True)
class TextRow:
    """A text that names the person: where it stands and what it says now, as far as it is needed to decide; no words
    where the reader may not see what it stands in."""

    found: FoundText
    table: str
    column: str
    label: str
    url: str
    words: str


@dataclass(frozen=True)
class Sheet:
    """A request with all that its page shows. ``needs``: open business as (what, number, address)."""

    request: AnonymisationRequest
    places: list[PlaceRow]
    done: list[PlaceRow]
    texts: list[TextRow]
    text_count: int
    undecided: int
    needs: list[tuple[Any, str, str]]
    is_held: bool
    others: list[Contact]
    marks: Marks
    may_confirm: bool
    is_switched_on: bool


def list_requests(actor: User) -> QuerySet[AnonymisationRequest]:
    """Those that the actor may see, with how many texts wait for a decision."""
    undecided = Count("texts", filter=Q(texts__choice=""))
    rows = policies.visible_to(actor).select_related("customer", "contact", "noted_by", "decided_by")
    return rows.annotate(undecided=undecided)


def get_request(*, actor: User, request_id: int) -> AnonymisationRequest:
    """One of them. Raises NotFound."""
    found = list_requests(actor).select_related("replacement").filter(pk=request_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def sheet(*, actor: User, request_id: int) -> Sheet:
    """A request as its page shows it. Raises NotFound; NotAllowed for who sees contacts masked."""
    request = get_request(actor=actor, request_id=request_id)
    if not policies.policies.sees_contacts(actor):
        raise errors.NotAllowed()
    texts = request.texts.order_by("choice", "table", "column", "row_id")
    is_open = request.state == State.OPEN
    waits = policies.waits(request)
    return Sheet(
        request,
        _places(request.places.filter(is_done=False)) if is_open else [],
        _places(request.places.filter(is_done=True)),
        _texts(actor, request, list(texts[:TEXTS_SHOWN])) if request.marks else [],
        texts.count(),
        texts.filter(choice="").count(),
        _needs(actor, request) if is_open else [],
        knowing.is_held(request.customer_id),
        other_contacts(request.contact),
        carrying.marks_of(request) if waits else Marks(),
        policies.rights.can(actor, policies.CONFIRM) and actor.pk not in policies.prepared_by(request) and waits,
        policies.is_switched_on(),
    )


def texts_of(request: AnonymisationRequest, ticked: Sequence[str]) -> list[int]:
    """Of the texts that were ticked those that are this request's; never all that there are."""
    keys = [int(one) for one in ticked[:TEXTS_SHOWN] if one.isdecimal() and len(one) < 19]
    return list(request.texts.filter(pk__in=keys).values_list("pk", flat=True))


def other_contacts(contact: Contact) -> list[Contact]:
    """The contacts of the same customer that may go on in open business."""
    return list(Contact.objects.filter(customer=contact.customer_id, is_active=True).exclude(pk=contact.pk))


def place_rows(request: AnonymisationRequest, *, is_done: bool) -> list[PlaceRow]:
    """The places of a request in words, as a preview or as the record of what was done."""
    return _places(request.places.filter(is_done=is_done))


def list_holds(actor: User) -> QuerySet[DataHold]:
    """Holds of the customers whom the actor may see."""
    return policies.holds_visible_to(actor).select_related("customer", "set_by", "lifted_by")


def of_customer(actor: User, customer: Customer) -> dict[str, Any]:
    """What a customer's page offers, and whether his data is on hold; nothing for who has no such right."""
    may_hold = policies.rights.can(actor, policies.HOLD)
    return {
        "may_anonymise": policies.rights.can(actor, policies.PREPARE) and policies.policies.sees_contacts(actor),
        "may_hold": may_hold,
        "held": hold_of(customer) if policies.may_see_holds(actor) else None,
    }


def hold_of(customer: Customer) -> DataHold | None:
    """The hold that is in force for a customer."""
    return DataHold.objects.select_related("set_by").filter(customer=customer, lifted_at=None).first()


def called(table: str, column: str = "") -> str:
    """What people call a table, or a column of it."""
    model = replacing.model_of(table)
    return _called_column(model, column) if column else _called(model)


def _places(rows: QuerySet[FoundPlace]) -> list[PlaceRow]:
    found = []
    for one in rows.order_by("fate", "table", "column"):
        model = replacing.model_of(one.table)
        why = places.table_of(model).kept.get(one.column, "") if one.fate == FoundPlace.Fate.KEPT else ""
        found.append(
            PlaceRow(
                _called(model), _called_column(model, one.column), one.rows, one.fate, one.get_fate_display(), str(why)
            )
        )
    return found


def _called(model: type[Model]) -> str:
    return str(model._meta.verbose_name_plural)


def _called_column(model: type[Model], column: str) -> str:
    found: Field = next(one for one in model._meta.concrete_fields if one.column == column)
    return str(found.verbose_name)


def _needs(actor: User, request: AnonymisationRequest) -> list[tuple[Any, str, str]]:
    """Open business that names the person, as it stands now; found anew, for it changes by the hour. Of the first an
    address too."""
    found = looking.look_for_needs(
        request.contact, carrying.marks_of(request), goes_on=request.replacement_id is not None
    )
    return [
        (
            places.tables[table].need,
            reference,
            _url(actor, replacing.model_of(table), key) if place < NEEDS_SHOWN else "",
        )
        for place, (table, key, reference) in enumerate(found)
    ]


def _url(actor: User, model: type[Model], key: int) -> str:
    subject = subjects.get(model._meta.label_lower)
    if subject is None:
        return ""
    try:
        return str(subject.url(subject.get(actor, key)))
    except (errors.DomainError, NoReverseMatch):
        return ""


def _texts(actor: User, request: AnonymisationRequest, rows: Sequence[FoundText]) -> list[TextRow]:
    found, marks = [], carrying.marks_of(request)
    by_table: dict[str, set[int]] = {}
    for one in rows:
        by_table.setdefault(one.table, set()).add(one.row_id)
    held = {table: replacing.model_of(table)._base_manager.in_bulk(keys) for table, keys in by_table.items()}
    for one in rows:
        model, row = replacing.model_of(one.table), held[one.table].get(one.row_id)
        if row is None:
            continue
        value = getattr(row, "name" if one.column == looking.FILE else one.column)
        found.append(
            TextRow(
                one,
                _called(model),
                _called_column(model, one.column),
                str(row.pk) if (is_refused := _is_refused(actor, row)) else str(row),
                "" if is_refused else _url(actor, model, row.pk) or _about(actor, row),
                "" if is_refused else marks.around(looking.as_text(value), AROUND),
            )
        )
    return found


def _is_refused(actor: User, row: Any) -> bool:
    """Whether a row, or what it hangs on, is kept from the reader: he sees that it names the person, not what it
    says."""
    for label, key in ((row._meta.label_lower, row.pk), *_hangs_on(row)):
        subject = subjects.get(label)
        if subject is not None:
            try:
                subject.get(actor, key)
            except errors.DomainError:
                return True
            return False
    return False


def _hangs_on(row: Any) -> Iterator[tuple[str, int]]:
    if hasattr(row, "subject_type"):
        yield row.subject_type, row.subject_id
    for name in ("order", "case", "document", "quotation", "customer"):
        field = next((one for one in row._meta.concrete_fields if one.name == name and one.is_relation), None)
        if field is not None and getattr(row, field.attname):
            yield field.related_model._meta.label_lower, getattr(row, field.attname)


def _about(actor: User, row: Any) -> str:
    """The page of what a row hangs on: its order, its customer."""
    label, key = next((one for one in _hangs_on(row) if one[0] in subjects), ("", 0))
    return _url(actor, apps.get_model(label), key) if label else ""
