"""A person at a customer who was made unknown stands nowhere any more: every text of every table and every file is
looked through, and what stays is what was declared to stay (R309)."""

import json
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import CharField, EmailField, JSONField, TextField

from accounts.collaboration import operations as collaboration
from accounts.collaboration.models import Notification
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from accounts.trail import seals
from accounts.trail.models import TrailRow
from common import clock
from common.models import IdempotencyRecord, Job, MailAddress, OutboxMessage, SignedLink
from customers.models import Contact, Customer
from customers.operations import save_contact
from customers.privacy import carrying, looking, operations, places
from customers.privacy.models import AnonymisationRequest, FoundText
from customers.privacy.tests.builders import switch
from customers.tests.builders import make_contact
from orders.intake.pool.models import IntakeItem
from orders_site.tests import hidden_world
from reminders.rules.models import OptOut

pytestmark = pytest.mark.django_db(transaction=True)
NAME, PHONE, MAIL = "欧阳测匿", "13777001942", "ouyang.ceni@nowhere.example"
SPOKEN = "137-7700 1942"
FORMER = ("欧阳旧名", "13777001900", "old.ceni@nowhere.example")
MARKS = (NAME, PHONE, SPOKEN, MAIL, *FORMER)
_TEXTS = """
SELECT c.table_name, c.column_name FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
AND (c.data_type IN ('text', 'character varying', 'jsonb', 'json', 'character') OR c.data_type = 'ARRAY')
ORDER BY 1, 2
"""


def everywhere(*words):
    """Table and column → how many rows hold one of the words, over the whole database."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS)
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE ANY(%s)', [[f"%{w}%" for w in words]]
            )
            if rows := cursor.fetchone()[0]:
                found[f"{table}.{column}"] = rows
    return found


def in_the_trail(*words):
    """The columns of which the trail still says one of the words."""
    found = set()
    for table, changes in TrailRow.objects.values_list("table_name", "changes"):
        found |= {
            f"{table}.{name}" for name, value in changes.items()
            if any(word in json.dumps(value, ensure_ascii=False) for word in words)
        }  # fmt: skip
    return found


def in_the_media(folder):
    """The files in which one of the words stands, in either way of writing Chinese."""
    marks = [word.encode(how) for word in MARKS for how in ("utf-8", "gb18030")]
    return [one for one in Path(folder).rglob("*") if one.is_file() and any(m in one.read_bytes() for m in marks)]


def fill(customer, contact):
    """Write the person into every column that may hold him, of every row about the customer; how many columns."""
    numbers, filled = count(), 0
    for model in places.models():
        rows = looking.rows_about(model, customer.pk)
        if rows is None or model in (Contact, Customer, AnonymisationRequest, FoundText):
            continue
        people = {name for one in places.table_of(model).people for name in one.columns}
        for column in places.searched(model):
            if column.column in people or not isinstance(column, CharField | TextField | JSONField):
                continue
            filled += write(rows, column, next(numbers))
        for one in places.table_of(model).people:
            keys = {one.contact.removesuffix("_id"): contact.pk} if one.contact and one.contact != "id" else {}
            values = {one.name: NAME, one.phone: PHONE, one.mail: MAIL}
            rows.update(**keys, **{name: value for name, value in values.items() if name})
    return filled


def write(rows, column, number):
    words = f"{number} 找{NAME}，{SPOKEN}"
    if isinstance(column, EmailField):
        words = MAIL
    if isinstance(column, JSONField):
        kept = rows.first()
        value = getattr(kept, column.attname) if kept else None
        if not isinstance(value, dict):
            return 0
        rows.update(**{column.attname: {**value, "noted": f"{words} {MAIL}"}})
        return 1
    short = column.max_length and column.max_length < len(words)
    rows.update(**{column.attname: NAME[: column.max_length] if short else words})
    return int(rows.exists())


def beside(customer, contact, boss):
    """Copies and files that hang on no customer by a key."""
    now = clock.now()
    OutboxMessage.objects.create(
        topic="mail", dedupe_key="x", payload={"to": MAIL, "text": f"{NAME}您好"}, state="SENT", due_at=now,
        created_at=now, recipient=MAIL,
    )  # fmt: skip
    MailAddress.objects.create(address=MAIL, kind="HARD", reason=f"550 {MAIL} unknown", first_at=now, last_at=now)
    SignedLink.objects.create(
        purpose="page", salt="s", digest="d", subject_type="customers.customer", subject_id=customer.pk, recipient=MAIL,
        is_single_use=False, valid_until=now + timedelta(days=9), issued_at=now, issued_by_id=boss.pk,
    )  # fmt: skip
    Job.objects.create(kind="x", parameters={"q": SPOKEN}, actor_id=boss.pk, state="DONE", created_at=now)
    IdempotencyRecord.objects.create(
        client="a", key="k", body_hash="h", status=200, answer={"phone": PHONE}, created_at=now
    )
    OptOut.objects.create(address=MAIL, at=now)
    Notification.objects.create(
        user=boss, kind="x", message="%(who)s", parameters={"who": f"{NAME} {PHONE}"}, created_at=now
    )
    IntakeItem.objects.create(
        channel="EMAIL", received_at=now, due_at=now, sender=NAME, sender_mail=MAIL, text=f"致 {NAME} {MAIL}",
        registered_by=boss, registered_at=now, state="DISCARDED",
    )  # fmt: skip
    collaboration.add_comment(
        actor=boss, subject_type="customers.customer", subject_id=customer.pk, text=f"{NAME}来电", at=now
    )
    file = ContentFile(f"收件人 {NAME} {PHONE}".encode("gb18030"))
    return collaboration.attach(
        actor=boss, subject_type="customers.customer", subject_id=customer.pk, file=file, name="a.txt", at=now
    )


def decide_all(request, person):
    texts = list(request.texts.values_list("pk", flat=True))
    if texts:
        operations.decide_texts(actor=person, request_id=request.pk, text_ids=texts, choice="REPLACE", at=clock.now())


def test_nothing_is_left_of_a_person_but_what_is_declared_to_stay(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    switch(True)
    hidden = hidden_world.make_hidden()
    customer, boss, second = hidden.customer, make_user("administrator"), make_user("executive")
    contact = make_contact(customer, **dict(zip(("name", "phone", "email"), FORMER, strict=True)))
    other = make_contact(customer, name="李接替", phone="13900000001", email="li@example.com")
    make_again(contact)
    beside(customer, contact, boss)
    assert fill(customer, contact) > 60
    seals.seal(at=clock.now())
    request = operations.note_request(
        actor=boss, customer_id=customer.pk, contact_id=contact.pk, ground="CONSENT", asker="PERSON",
        replacement_id=other.pk, at=clock.now(),
    )  # fmt: skip
    assert in_the_media(settings.MEDIA_ROOT), "the file that was brought"
    decide_all(request, boss)
    operations.confirm_request(actor=second, request_id=request.pk, at=clock.now())
    carrying.look_once_more(actor=system_user(), at=clock.now() + timedelta(days=2))
    request.refresh_from_db()
    assert (request.state, request.marks) == ("DONE", {})
    kept = {f"{table}.{column}" for table, one in places.tables.items() for column in one.kept}
    left = everywhere(*MARKS)
    assert set(left) - kept == {"accounts_trailrow.changes"}
    assert in_the_trail(*MARKS) <= kept, "the trail tells of kept columns what they say, and no more"
    assert in_the_media(settings.MEDIA_ROOT) == []
    seals.seal(at=clock.now())
    assert seals.verify().fault is None


def make_again(contact):
    save_contact(
        actor=system_user(), customer_id=contact.customer_id, contact_id=contact.pk, name=NAME, phone=PHONE,
        email=MAIL, at=clock.now(),
    )  # fmt: skip
