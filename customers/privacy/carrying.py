"""Carrying an anonymisation out: as it is confirmed, once more a day later, and again after a restore."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from accounts.trail import journal
from accounts.trail.models import TrailRow
from common import events, settings
from common.operation import in_operation
from customers.models import Contact, Customer
from customers.operations import contacts
from customers.privacy import ahead, knowing, looking, marks, replacing, traces
from customers.privacy.looking import Place
from customers.privacy.models import AnonymisationRequest, FoundPlace, FoundText, SettledLine
from customers.privacy.replacing import Standing

State, Choice, Fate = AnonymisationRequest.State, FoundText.Choice, FoundPlace.Fate
SECOND_LOOK = "privacy.second_look_hours"
SOURCE = "anonymisation"
_FIRST = "orders_order"  # orders are locked before what hangs on them


def marks_of(request: AnonymisationRequest) -> marks.Marks:
    """What the person is recognised by, as long as it is kept."""
    return marks.kept(request.marks)


def carry_out(
    request: AnonymisationRequest, found: looking.Look, *, actor: User, at: datetime, thoroughly: bool = False
) -> None:
    """Change what was found, as was decided, and take it out of trail and events; count what was done. Inside the
    operation that locked the customer and the contact."""
    standing = Standing(request.contact, request.word, marks_of(request), at, request.replacement)
    chosen = confirmed(request)
    changed: dict[str, dict[str, set[int]]] = {}
    for table in sorted(found.changes, key=lambda name: (name != _FIRST, name)):
        _add(changed, table, replacing.replace_rows(table, found.changes[table], standing))
    wanted = [one for one in found.texts if chosen.get(one) == Choice.REPLACE]
    for table, columns in replacing.replace_texts(wanted, standing, at).items():
        _add(changed, table, columns)
    _retire(request.contact_id, request.customer, at)
    kept = [one for one in found.texts if chosen.get(one) == Choice.KEEP]
    count = traces.clear(request, changed, standing, kept=kept, actor=actor, at=at, thoroughly=thoroughly)
    _count(request, found, changed, wanted, count)
    journal.write_after_commit(SOURCE, str(request.key))


def confirmed(request: AnonymisationRequest) -> dict[Place, str]:
    """What was decided about texts, and confirmed by another person."""
    rows = request.texts.exclude(confirmed_by=None)
    return {Place(one.table, one.row_id, one.column): one.choice for one in rows}


def look_once_more(*, actor: User, at: datetime) -> int:
    """Look a second time for whom was made unknown a day ago: what pages that were open then, and messages that waited,
    brought back is changed too; then nothing is kept that he could be recognised by. Where texts wait for somebody's
    word nothing can end, so nothing is looked through. Returns how many ended. Each is a transaction of its own: killed
    half-way, the rest follows."""
    line = at - timedelta(hours=settings.get(SECOND_LOOK))
    waiting = AnonymisationRequest.objects.filter(state=State.CONFIRMED, decided_at__lte=line).order_by("pk")
    waiting = waiting.exclude(texts__in=FoundText.objects.filter(confirmed_by=None))
    keys = list(waiting.values_list("pk", flat=True))
    return sum(in_operation(actor.pk, partial(_finish, key, actor, at)) for key in keys)


def _finish(request_id: int, actor: User, at: datetime) -> bool:
    rows = AnonymisationRequest.objects.select_related("contact").filter(pk=request_id, state=State.CONFIRMED)
    if (seen := rows.first()) is None or knowing.is_held(seen.customer_id):
        return False
    found_before = ahead.of_request(seen, goes_on=True)
    request = _locked(request_id)
    if request is None or request.state != State.CONFIRMED or knowing.is_held(request.customer_id):
        return False
    found = found_before.still_of(request.contact, marks_of(request), True)
    known = confirmed(request)
    carry_out(request, found, actor=actor, at=at, thoroughly=True)
    if any(not known.get(one) for one in found.texts):
        _ask_again(request, found.texts, at)
        return False
    request.state, request.done_at, request.marks = State.DONE, at, {}
    request.version += 1
    request.save()
    customer = request.customer
    events.record("anonymisation.done", customer, at=at, number=customer.code, anonymisation=request.pk)
    return True


def _ask_again(request: AnonymisationRequest, texts: Collection[Place], at: datetime) -> None:
    """Texts came in meanwhile that somebody has to decide about: who prepared it is told, once."""
    before = request.texts.count()
    keep_texts(request, texts)
    if request.texts.count() > before:
        said = request.texts.exclude(chosen_by=None).values_list("chosen_by", flat=True)
        inbox.notify(
            {request.noted_by_id, *said},
            kind="privacy.more_found",
            message=gettext_noop("More texts name a contact of %(customer)s who was anonymised. Decide about them."),
            parameters={"customer": str(request.customer)},
            subject=request,
            at=at,
        )


def _locked(request_id: int) -> AnonymisationRequest | None:
    seen = AnonymisationRequest.objects.filter(pk=request_id).values_list("customer_id", flat=True).first()
    if seen is None:
        return None
    Customer.objects.select_for_update(no_key=True).get(pk=seen)
    rows = AnonymisationRequest.objects.select_related("contact", "replacement", "customer")
    request = rows.select_for_update(no_key=True, of=("self",)).get(pk=request_id)
    Contact.objects.select_for_update().get(pk=request.contact_id)
    return request


def _retire(contact_id: int, customer: Customer, at: datetime) -> None:
    contact = Contact.objects.get(pk=contact_id)
    if contact.is_active:
        contact.customer = customer
        contacts.retire(contact, at)


def keep_counts(request: AnonymisationRequest, counts: Mapping[tuple[str, str, str], int], *, is_done: bool) -> None:
    """Keep how many rows were found, or changed, in place of what was kept of it before."""
    request.places.filter(is_done=is_done).delete()
    FoundPlace.objects.bulk_create(
        FoundPlace(request=request, table=table, column=column, fate=fate, rows=rows, is_done=is_done)
        for (table, column, fate), rows in sorted(counts.items())
    )


def keep_texts(request: AnonymisationRequest, texts: Iterable[Place]) -> None:
    """Keep where texts name the person; those that do no more are forgotten, what was decided of the others stays."""
    wanted = set(texts)
    there = {Place(one.table, one.row_id, one.column): one.pk for one in request.texts.all()}
    decided = set(request.texts.exclude(choice="").values_list("pk", flat=True)) if request.decided_at else set()
    gone = [pk for place, pk in there.items() if place not in wanted and pk not in decided]
    request.texts.filter(pk__in=gone).delete()
    FoundText.objects.bulk_create(
        FoundText(request=request, table=one.table, column=one.column, row_id=one.row_id)
        for one in sorted(wanted - there.keys())
    )


def _add(changed: dict[str, dict[str, set[int]]], table: str, columns: Mapping[str, set[int]]) -> None:
    mine = changed.setdefault(table, {})
    for column, keys in columns.items():
        mine.setdefault(column, set()).update(keys)


def _count(
    request: AnonymisationRequest,
    found: looking.Look,
    changed: Mapping[str, Mapping[str, set[int]]],
    texts: Collection[Place],
    traced: int,
) -> None:
    """What was done, added to what the first go did."""
    done = {(one.table, one.column, one.fate): one.rows for one in request.places.filter(is_done=True)}
    total: Counter[tuple[str, str, str]] = Counter({key: rows for key, rows in done.items() if key[2] != Fate.KEPT})
    asked: dict[tuple[str, str], set[int]] = defaultdict(set)
    for text in texts:
        asked[text.table, text.column].add(text.row_id)
    for table, columns in changed.items():
        for column, keys in columns.items():
            decided = len(keys & asked[table, column])
            total[table, column, Fate.DECIDED] += decided
            total[table, column, Fate.REPLACED] += len(keys) - decided
    chosen = request.texts.filter(choice=Choice.KEEP)
    for one in chosen:
        total[one.table, one.column, Fate.KEPT] += 1
    for (table, column, fate), rows in found.counts.items():
        if fate == Fate.KEPT:
            total[table, column, fate] += rows
    total["accounts_trailrow", "changes", Fate.TRACES] += traced
    keep_counts(request, +total, is_done=True)


# --- after a restore -------------------------------------------------------------------------------------------------


def line_keys() -> Iterable[str]:
    """What names each anonymisation that was carried out."""
    done = AnonymisationRequest.objects.filter(state__in=(State.CONFIRMED, State.DONE))
    return map(str, done.order_by("pk").values_list("key", flat=True))


def lines(keys: Collection[str] | None = None) -> Iterable[dict[str, Any]]:
    """Each anonymisation that was carried out (of ``keys``), as it is kept beside the backups: keys alone, nobody's
    data. ``also``: he was looked for by more than we can know again."""
    done = AnonymisationRequest.objects.filter(state__in=(State.CONFIRMED, State.DONE)).order_by("pk")
    done = done if keys is None else done.filter(key__in=keys)
    for one in done.prefetch_related("texts"):
        yield {
            "key": str(one.key),
            "at": one.decided_at.isoformat() if one.decided_at else "",
            "contact": one.contact_id,
            "customer": one.customer_id,
            "replacement": one.replacement_id,
            "ground": one.ground,
            "asker": one.asker,
            "asked_on": one.asked_on.isoformat(),
            "noted_by": one.noted_by_id,
            "decided_by": one.decided_by_id,
            "born": _birth_of(one.contact_id),
            "also": bool(one.marks.get("also")),
            "kept": [[t.table, t.row_id, t.column] for t in one.texts.all() if t.choice == Choice.KEEP],
            "replaced": [[t.table, t.row_id, t.column] for t in one.texts.all() if t.choice == Choice.REPLACE],
        }


def is_known(keys: set[str]) -> set[str]:
    """Which of these this database knows as carried out."""
    done = AnonymisationRequest.objects.filter(key__in=keys, state__in=(State.CONFIRMED, State.DONE))
    settled = SettledLine.objects.filter(key__in=keys)
    return {str(key) for rows in (done, settled) for key in rows.values_list("key", flat=True)}


def repeat(*, line: Mapping[str, Any], actor: User, at: datetime) -> str:
    """Make a person unknown again whom a backup brought back, by the line that was kept of him: of texts what two
    people said then is done, about others they are asked. A line whose person is not there is noted as settled, so that
    nobody who gets the number later is taken for him."""
    return in_operation(actor.pk, lambda: _repeat(line, actor, at))


def _repeat(line: Mapping[str, Any], actor: User, at: datetime) -> str:
    contact = Contact.objects.select_related("customer").filter(pk=line["contact"]).first()
    if contact is None or not _is_the_one(contact, line):
        SettledLine.objects.get_or_create(key=line["key"], defaults={"at": at})
        return "the contact is not there" if contact is None else "another contact has this number; left alone"
    Customer.objects.select_for_update(no_key=True).get(pk=contact.customer_id)
    Contact.objects.select_for_update().get(pk=contact.pk)
    request = _as_told(line, contact, at)
    found = looking.look_for(contact, marks_of(request), goes_on=True)
    kept, replaced = ({Place(*one[:3]) for one in line.get(name, ())} for name in ("kept", "replaced"))
    keep_texts(request, (kept | replaced) & {*found.texts})  # the second look asks about all others
    for choice, wanted in ((Choice.KEEP, kept), (Choice.REPLACE, replaced)):
        said = [one.pk for one in request.texts.all() if Place(one.table, one.row_id, one.column) in wanted]
        chosen = {"choice": choice, "chosen_by": request.noted_by_id, "confirmed_by": request.decided_by_id}
        request.texts.filter(pk__in=said).update(**chosen, chosen_at=at)
    carry_out(request, found, actor=actor, at=at)
    events.record(
        "anonymisation.confirmed", contact.customer, at=at, number=contact.customer.code, anonymisation=request.pk
    )
    rest = "; NOT by what was added by hand then: look for that" if line.get("also") else ""
    return f"contact {contact.pk} anonymised again{rest}"


def _is_the_one(contact: Contact, line: Mapping[str, Any]) -> bool:
    """Whether it is the contact whom the line means: made by the same row of the trail, or, where the trail does not
    tell, of the same customer. Numbers are given again after a restore."""
    told, born = line.get("born", ""), _birth_of(contact.pk)
    return told == born if told or born else contact.customer_id == line.get("customer")


def _birth_of(contact_id: int) -> str:
    """What tells a contact from any other with the number: the row of the trail that made it."""
    rows = TrailRow.objects.filter(table_name=Contact._meta.db_table, row_id=str(contact_id), operation="I")
    first = rows.order_by("-pk").values_list("pk", "at", "transaction_id").first()
    return sha256("|".join(map(str, first)).encode()).hexdigest()[:32] if first else ""


def _as_told(line: Mapping[str, Any], contact: Contact, at: datetime) -> AnonymisationRequest:
    """The request as the line tells of it; one that was still open in the backup is this one."""
    AnonymisationRequest.objects.filter(contact=contact, state=State.OPEN).delete()
    went_on = Contact.objects.filter(pk=line["replacement"], customer=contact.customer_id, is_active=True).first()
    return AnonymisationRequest.objects.create(
        key=line["key"],
        customer=contact.customer,
        contact=contact,
        replacement=went_on,
        state=State.CONFIRMED,
        ground=line["ground"],
        asker=line["asker"],
        asked_on=line["asked_on"],
        due_on=line["asked_on"],
        marks=knowing.marks_of(contact).as_kept(),
        word=knowing.word_for(contact),
        noted_by_id=line["noted_by"],
        noted_at=at,
        decided_by_id=line["decided_by"],
        decided_at=at,
        looked_at=at,
    )
