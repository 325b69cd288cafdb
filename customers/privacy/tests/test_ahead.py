"""What takes long is done before the customer is locked, and what is asked again on every page is quick."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import clock, errors
from common.models import OutboxMessage
from customers.jobs import SCHEDULE
from customers.models import Address, Contact
from customers.privacy import carrying, looking, operations, queries, replacing, representation
from customers.privacy.models import AnonymisationRequest
from customers.privacy.tests.builders import confirm, note, say, switch
from customers.tests.builders import make_contact, make_customer

pytestmark = pytest.mark.django_db
NAME, PHONE, MAIL = "欧阳测匿", "13777001942", "ouyang@nowhere.example"


@pytest.fixture
def boss():
    switch(True)
    return make_user("administrator")


@pytest.fixture
def second():
    return make_user("executive")


@pytest.fixture
def contact():
    return make_contact(make_customer(), name=NAME, phone=PHONE, email=MAIL)


def locks_before_the_look(work):
    """What was locked when everything had been looked through."""
    with CaptureQueriesContext(connection) as asked:
        work()
    sql = [one["sql"] for one in asked.captured_queries]
    last = max(place for place, one in enumerate(sql) if "CONCAT_WS" in one and "common_mailaddress" in one)
    return [one for one in sql[:last] if "FOR NO KEY UPDATE" in one or one.endswith("FOR UPDATE")]


def test_nothing_is_locked_while_everything_is_looked_through(boss, second, contact):
    noted = []
    assert locks_before_the_look(lambda: noted.append(note(boss, contact))) == []
    [request] = noted
    again = {"actor": boss, "request_id": request.pk, "at": clock.now()}
    assert locks_before_the_look(lambda: operations.look_again(**again)) == []
    assert locks_before_the_look(lambda: confirm(second, request)) == []
    later = clock.now() + timedelta(hours=25)
    assert locks_before_the_look(lambda: carrying.look_once_more(actor=system_user(), at=later)) == []
    request.refresh_from_db()
    assert request.state == "DONE"


def test_a_look_may_take_longer_than_a_page(boss, contact, monkeypatch):
    seen = []

    def limits(customer_id, marks):
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            seen.append(cursor.fetchone()[0])
        return [], 0

    monkeypatch.setattr(looking.files, "look_for", limits)
    note(boss, contact)
    assert seen == ["10min"]


def test_open_business_that_comes_between_look_and_lock_is_seen(boss, second, contact, monkeypatch):
    request, real, now = note(boss, contact), looking.look_for, clock.now()

    def then(*given, **more):
        found = real(*given, **more)
        OutboxMessage.objects.create(
            topic="mail", dedupe_key="w", payload={"to": MAIL}, state="PENDING", due_at=now, created_at=now
        )
        return found

    monkeypatch.setattr("customers.privacy.ahead.look_for", then)
    with pytest.raises(errors.Conflict) as refusal:
        confirm(second, request)
    assert refusal.value.code == "still_needed"


def test_who_was_looked_for_otherwise_is_looked_for_again(boss, second, contact, monkeypatch):
    request, real = note(boss, contact), looking.look_for

    def then(*given, **more):
        found = real(*given, **more)
        if Contact.objects.filter(customer=contact.customer).count() > 1:
            return found
        heir = make_contact(contact.customer, name="李接手", phone="13911112222")
        AnonymisationRequest.objects.filter(pk=request.pk).update(replacement=heir)
        Address.objects.create(customer=contact.customer, street="1", recipient=NAME, phone=PHONE)
        return found

    monkeypatch.setattr("customers.privacy.ahead.look_for", then)
    confirm(second, request)
    assert not Address.objects.filter(recipient=NAME).exists()


def test_the_page_reads_of_messages_only_those_that_wait(boss, contact):
    request = note(boss, contact)
    with CaptureQueriesContext(connection) as asked:
        queries.sheet(actor=boss, request_id=request.pk)
    [one] = [one["sql"] for one in asked.captured_queries if 'FROM "common_outboxmessage"' in one["sql"]]
    where = one.split(" WHERE ")[1]
    assert where.startswith('("common_outboxmessage"."state" IN'), where


def test_the_second_look_is_for_the_night_and_waits_for_who_has_to_decide(boss, second, contact, monkeypatch):
    assert SCHEDULE["look-once-more"]["schedule"].hour == {19}
    request, later = confirm(second, note(boss, contact)), clock.now() + timedelta(hours=25)
    say(contact, f"找{NAME}")
    assert carrying.look_once_more(actor=system_user(), at=later) == 0
    monkeypatch.setattr("customers.privacy.ahead.look_for", lambda *given, **more: 1 / 0)
    assert carrying.look_once_more(actor=system_user(), at=later) == 0, "nothing is read as long as a text waits"
    request.refresh_from_db()
    assert request.state == "CONFIRMED" and Contact.objects.get(pk=contact.pk).name == request.word


def test_a_word_that_has_no_room_is_not_cut_into_another_contacts(boss, second, contact):
    marks = carrying.marks_of(note(boss, contact))
    standing = replacing.Standing(contact, "已匿名联系人 12345", marks, clock.now())
    room = Address._meta.get_field("recipient")
    monster = type(room)(max_length=len(standing.word) - 1)
    assert replacing._fitting(room, standing, str) == standing.word
    assert replacing._fitting(monster, standing, str) == f"#{contact.pk}"
    text = "x" * (monster.max_length - len(NAME)) + NAME
    assert replacing._fitting(monster, standing, lambda word: standing.marks.replaced(text, word)).endswith(
        f"#{contact.pk}"
    )


def test_an_answer_holds_the_texts_that_wait_first_and_never_all(boss, contact, monkeypatch):
    monkeypatch.setattr(representation, "TEXTS_SHOWN", 1)
    say(contact, f"找{NAME}")
    make_contact(contact.customer, name="李梅", phone="13900000001", title=f"接替{NAME}")
    request = note(boss, contact)
    first, other = request.texts.order_by("table", "column")
    row = queries.get_request(actor=boss, request_id=request.pk)
    assert len(representation.request_sheet(row)["texts"]) == 1 and representation.request_sheet(row)["text_count"] == 2
    operations.decide_texts(actor=boss, request_id=request.pk, text_ids=[first.pk], choice="REPLACE", at=clock.now())
    [shown] = representation.request_sheet(row)["texts"]
    assert shown["id"] == other.pk
