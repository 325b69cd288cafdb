"""Taking in what carriers say of goods on their way: once per external number, a thousand rows at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import policies as rights
from accounts.collaboration import inbox
from accounts.people.models import User
from common import errors, events
from common.operation import operation
from common.rows import update_rows
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.transit.models import TrackingEvent
from orders.order.watchers import watchers

SUBMIT = "tracking.submit"
AHEAD = timedelta(hours=1)  # by which a carrier's clock may be before ours
Status = OutboundDocument.Status
Kind = TrackingEvent.Kind
TROUBLE = (Kind.HELD_UP, Kind.SENT_BACK)
_CONTENT = ("waybill", "kind", "happened_at", "place", "text", "person", "arrival_date")


@dataclass(frozen=True)
class News:
    """One row as it came: what happened to the goods of an outbound document or of a waybill."""

    provider: str
    external_id: str
    kind: str
    happened_at: datetime
    outbound: str = ""
    waybill: str = ""
    place: str = ""
    text: str = ""
    person: str = ""
    arrival_date: date | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Under which it is accepted once."""
        return self.provider, self.external_id


@dataclass
class Answer:
    """What became of a row: ``event`` when it was taken in (now or before); else ``result`` says why not (unknown,
    conflict, refused), with ``field`` and ``message``. ``documents``: the numbers it is about."""

    news: News
    event: TrackingEvent | None = None
    result: str = ""
    field: str = ""
    message: str = ""
    is_new: bool = False
    documents: Sequence[str] = ()


@operation
def record_news(*, actor: User, rows: Sequence[News], at: datetime) -> list[Answer]:
    """Take in what carriers say (R165); an answer a row.

    Accepted once per (provider, external number): the same again answers how it stands, another content is a conflict
    and changes nothing. The newest expected arrival becomes that of documents on their way; who follows the orders
    hears of goods held up or sent back. “Delivered” proposes a signing and never signs. Raises NotAllowed.
    """
    rights.require(actor, SUBMIT)
    asked = [replace(row, outbound=row.outbound.strip().upper(), waybill=row.waybill.strip().upper()) for row in rows]
    documents = _lock(asked)
    known = _known(asked)
    fresh: dict[tuple[str, str], TrackingEvent] = {}
    answers = [_take(row, documents, known, fresh, actor, at) for row in asked]
    TrackingEvent.objects.bulk_create(fresh.values())
    about = _of_documents(fresh.values(), documents.values())
    _follow_arrivals(about, documents, at)
    _tell(about, documents, at)
    return answers


def _lock(asked: Iterable[News]) -> dict[int, OutboundDocument]:
    numbers, waybills = {row.outbound for row in asked} - {""}, {row.waybill for row in asked} - {""}
    rows = OutboundDocument.objects.exclude(status=Status.VOID).filter(Q(number__in=numbers) | Q(waybill__in=waybills))
    return {row.pk: row for row in rows.select_for_update(no_key=True).order_by("pk")}


def _known(asked: Sequence[News]) -> dict[tuple[str, str], TrackingEvent]:
    rows = TrackingEvent.objects.filter(
        provider__in={row.provider for row in asked}, external_id__in={row.external_id for row in asked}
    ).select_related("document")
    return {(row.provider, row.external_id): row for row in rows}


def _take(
    row: News,
    documents: Mapping[int, OutboundDocument],
    known: Mapping[tuple[str, str], TrackingEvent],
    fresh: dict[tuple[str, str], TrackingEvent],
    actor: User,
    at: datetime,
) -> Answer:
    named = next((one for one in documents.values() if one.number == row.outbound), None) if row.outbound else None
    numbers = [one.number for one in documents.values() if _is_about(one, named, row.waybill)]
    before = known.get(row.key) or fresh.get(row.key)
    if before is not None:
        same = all(getattr(before, name) == getattr(row, name) for name in _CONTENT)
        if same and before.document_id == (named.pk if named else None):
            return Answer(row, before, documents=numbers)
        text = _("%(id)s was taken in already, with another content; that one stays.") % {"id": row.external_id}
        return Answer(row, result="conflict", field="external_id", message=text)
    if wrong := _fault(row, named, at):
        return Answer(row, result=wrong[0], field=wrong[1], message=wrong[2])
    content = {name: getattr(row, name) for name in ("provider", "external_id", *_CONTENT)}
    event = fresh[row.key] = TrackingEvent(document=named, received_by=actor, received_at=at, **content)
    return Answer(row, event, is_new=True, documents=numbers)


def _is_about(document: OutboundDocument, named: OutboundDocument | None, waybill: str) -> bool:
    return document is named or bool(waybill and document.waybill == waybill)


def _fault(row: News, named: OutboundDocument | None, at: datetime) -> tuple[str, str, str] | None:
    """(result, field, message) of a row that cannot be taken in."""
    if not row.provider.strip() or not row.external_id.strip():
        field = "external_id" if row.provider.strip() else "provider"
        return "refused", field, _("This cannot be empty.")
    if not row.outbound and not row.waybill:
        return "refused", "waybill", _("Name an outbound document or a waybill.")
    if row.outbound and named is None:
        text = _("No outbound document has the number “%(number)s”.") % {"number": row.outbound}
        return "unknown", "outbound", text
    if row.kind not in Kind.values:
        return "refused", "kind", _("Choose one of the list.")
    if row.happened_at > at + AHEAD:
        return "refused", "happened_at", _("This lies in time to come.")
    return None


About = dict[int, list[TrackingEvent]]


def _of_documents(fresh: Iterable[TrackingEvent], documents: Iterable[OutboundDocument]) -> About:
    """Key of each document on its way → its new events, oldest first."""
    going = [one for one in documents if one.status == Status.AUDITED]
    found: About = {}
    for event in sorted(fresh, key=lambda one: one.happened_at):
        for document in going:
            if event.document_id == document.pk or (event.waybill and event.waybill == document.waybill):
                found.setdefault(document.pk, []).append(event)
    return found


def _follow_arrivals(about: About, documents: Mapping[int, OutboundDocument], at: datetime) -> None:
    """The newest expected arrival that carriers said is the document's; older news that come late change nothing."""
    new = {pk: [one for one in said if one.arrival_date] for pk, said in about.items()}
    moving = [documents[pk] for pk, said in new.items() if said]
    if not moving:
        return
    waybills = {one.waybill for one in moving} - {""}
    rows = TrackingEvent.objects.filter(Q(document__in=moving) | Q(waybill__in=waybills), arrival_date__isnull=False)
    said = list(rows.order_by("happened_at", "pk"))
    moved = []
    for document in moving:
        mine = [one for one in said if one.document_id == document.pk or one.waybill == document.waybill != ""]
        last = mine[-1]
        if last.pk in {one.pk for one in new[document.pk]} and document.arrival_date != last.arrival_date:
            document.arrival_date = last.arrival_date
            document.version += 1
            moved.append(document)
            events.record("outbound.arrival_moved", document, at=at, arrival_date=str(document.arrival_date))
    update_rows(moved, ["arrival_date", "version"])


def _tell(about: About, documents: Mapping[int, OutboundDocument], at: datetime) -> None:
    """A line of the trail a document; goods held up or sent back for the people of their orders."""
    trouble = {pk: next((one for one in reversed(new) if one.kind in TROUBLE), None) for pk, new in about.items()}
    lines = OutboundLine.objects.filter(document__in=[pk for pk, event in trouble.items() if event])
    orders: dict[int, dict[int, OutboundLine]] = {}
    for line in lines.select_related("order__department"):
        orders.setdefault(line.document_id, {})[line.order_id] = line
    for pk, new in about.items():
        events.record("outbound.tracked", documents[pk], at=at, kinds=[one.kind for one in new])
        event = trouble[pk]
        if event is None:
            continue
        people: dict[int, list[str]] = {}
        for line in orders.get(pk, {}).values():
            for person in watchers(line.order, but=event.received_by):
                people.setdefault(person, []).append(line.order.reference)
        for person, references in sorted(people.items()):
            _notify(person, references, documents[pk], event, at)


def _notify(
    person: int, references: Sequence[str], document: OutboundDocument, event: TrackingEvent, at: datetime
) -> None:
    message = gettext_noop("%(orders)s: goods of %(document)s are held up. %(words)s")
    if event.kind == Kind.SENT_BACK:
        message = gettext_noop("%(orders)s: goods of %(document)s are sent back. %(words)s")
    words = {"orders": ", ".join(references), "document": document.number, "words": event.text or event.place}
    inbox.notify([person], kind="outbound.trouble", message=message, parameters=words, at=at, subject=document)


def require_taken(answer: Answer) -> TrackingEvent:
    """The event of a row that was taken in; raises what the row was refused with."""
    if answer.event is not None:
        return answer.event
    if answer.result == "conflict":
        raise errors.Conflict(answer.message, code="tracking_used")
    raise errors.Invalid(fields={answer.field: [answer.message]}, code=f"tracking_{answer.result}")
