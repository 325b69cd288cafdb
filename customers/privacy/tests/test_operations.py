"""A contact is made unknown: noted by one, confirmed by another, held by a hold, looked through once more (R309)."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from accounts.collaboration import operations as collaboration
from accounts.collaboration.models import Attachment, Comment, Notification
from accounts.people.queries import system_user
from accounts.roles.models import FieldRule, Role
from accounts.tests.builders import make_cast, make_user
from accounts.trail import journal, seals
from accounts.trail.models import TrailRow
from common import clock, errors
from common.models import Event, OutboxMessage
from customers.models import Address, Contact, Customer
from customers.operations import save_contact
from customers.privacy import carrying, holds, knowing, operations, queries
from customers.privacy.models import AnonymisationRequest, FoundPlace
from customers.privacy.tests.builders import confirm, decide, note, say, switch
from customers.tests.builders import make_address, make_contact, make_customer

pytestmark = pytest.mark.django_db
NAME, PHONE, MAIL = "欧阳测匿", "13777001942", "ouyang@nowhere.example"


@pytest.fixture(autouse=True)
def switched_on():
    switch(True)


@pytest.fixture
def boss():
    return make_user("administrator")


@pytest.fixture
def second():
    return make_user("executive")


@pytest.fixture
def contact():
    return make_contact(make_customer(), name=NAME, phone=PHONE, email=MAIL)


def test_the_contact_and_his_address_are_unknown_afterwards(boss, second, contact):
    address = make_address(contact.customer, recipient=NAME, phone=PHONE)
    other = make_address(contact.customer, recipient="李梅", phone="13900000001")
    request = confirm(second, note(boss, contact))
    contact.refresh_from_db()
    assert (contact.name, contact.phone, contact.email, contact.title) == (request.word, "", "", "")
    assert not contact.is_active
    assert not contact.is_default
    address.refresh_from_db()
    assert (address.recipient, address.phone, address.street) == (request.word, "", other.street)
    assert Address.objects.get(pk=other.pk).recipient == "李梅"
    assert request.state == "CONFIRMED"


def test_who_prepared_it_does_not_confirm_it(boss, contact):
    request = note(boss, contact)
    with pytest.raises(errors.NotAllowed) as refusal:
        confirm(boss, request)
    assert refusal.value.code == "own_business"
    contact.refresh_from_db()
    assert contact.name == NAME


def test_it_is_a_right_of_its_own_and_nothing_for_who_sees_contacts_masked(boss, contact):
    cast = make_cast()
    with pytest.raises(errors.NotAllowed):
        note(cast.owner, contact)
    FieldRule.objects.create(role=Role.objects.get(code="administrator"), field="customer.contact", effect="MASK")
    with pytest.raises(errors.NotAllowed):
        note(type(boss).objects.get(pk=boss.pk), contact)


def test_texts_wait_for_a_decision_one_by_one(boss, second, contact):
    say(contact, f"请先找{NAME}，电话 137-7700-1942")
    request = note(boss, contact)
    assert [(one.table, one.column) for one in request.texts.all()] == [("customers_customer", "notes")]
    with pytest.raises(errors.Conflict) as refusal:
        confirm(second, request)
    assert refusal.value.code == "undecided"
    with pytest.raises(errors.Invalid):
        decide(boss, request, "KEEP")
    decide(boss, request)
    request = confirm(second, request)
    assert Customer.objects.get(pk=contact.customer_id).notes == f"请先找{request.word}，电话 {request.word}"


def test_a_text_that_speaks_of_somebody_else_stays_with_its_reason(boss, second, contact):
    say(contact, f"{NAME}是这里的街名")
    request = note(boss, contact)
    decide(boss, request, "KEEP", reason="街名")
    confirm(second, request)
    assert Customer.objects.get(pk=contact.customer_id).notes == f"{NAME}是这里的街名"
    kept = FoundPlace.objects.get(request=request, is_done=True, fate="KEPT")
    assert (kept.table, kept.column, kept.rows) == ("customers_customer", "notes", 1)


def test_a_text_that_came_meanwhile_asks_for_another_look(boss, second, contact):
    request = note(boss, contact)
    say(contact, f"找{NAME}")
    with pytest.raises(errors.Conflict) as refusal:
        confirm(second, request)
    assert refusal.value.code == "look_again"
    operations.look_again(actor=boss, request_id=request.pk, at=clock.now())
    assert request.texts.count() == 1


def test_what_is_confirmed_is_what_was_shown(boss, second, contact):
    request = note(boss, contact)
    operations.look_again(actor=boss, request_id=request.pk, at=clock.now())
    with pytest.raises(errors.Stale):
        confirm(second, request, version=request.version)


def test_a_colleague_with_the_same_landline_keeps_it(boss, second, contact):
    contact.customer.refresh_from_db()
    line = "0571-88001234"
    save_contact(
        actor=system_user(), customer_id=contact.customer_id, contact_id=contact.pk, name=NAME, phone=line,
        email=MAIL, at=clock.now(),
    )  # fmt: skip
    other = make_contact(contact.customer, name="李梅", phone=line, email="li@example.com")
    request = note(boss, contact)
    assert [(one.table, one.column, one.row_id) for one in request.texts.all()] == [
        ("customers_contact", "phone", other.pk)
    ], "a person says whose it is"
    decide(boss, request, "KEEP", reason="总机")
    confirm(second, request)
    other.refresh_from_db()
    assert (other.name, other.phone) == ("李梅", line)


def test_another_customer_with_a_contact_of_the_name_is_left_alone(boss, second, contact):
    namesake = make_contact(make_customer(), name=NAME, phone="13600000009", email="else@example.com")
    say(namesake, f"找{NAME}")
    confirm(second, note(boss, contact))
    namesake.refresh_from_db()
    assert namesake.name == NAME
    assert Customer.objects.get(pk=namesake.customer_id).notes == f"找{NAME}"


def test_a_hold_stops_it_until_it_is_lifted(boss, second, contact):
    request = note(boss, contact)
    holds.hold_data(actor=boss, customer_id=contact.customer_id, reason="诉讼", at=clock.now())
    with pytest.raises(errors.Conflict) as refusal:
        confirm(second, request)
    assert refusal.value.code == "data_held"
    with pytest.raises(errors.Conflict):
        holds.hold_data(actor=boss, customer_id=contact.customer_id, reason="again", at=clock.now())
    holds.release_data(actor=boss, customer_id=contact.customer_id, reason="结案", at=clock.now())
    with pytest.raises(errors.WrongState):
        holds.release_data(actor=boss, customer_id=contact.customer_id, reason="结案", at=clock.now())
    assert confirm(second, request).state == "CONFIRMED"


def test_a_contact_is_asked_about_once_and_never_again(boss, second, contact):
    request = note(boss, contact)
    with pytest.raises(errors.Conflict) as refusal:
        note(boss, contact)
    assert refusal.value.code == "noted_already"
    confirm(second, request)
    with pytest.raises(errors.WrongState):
        note(boss, contact)
    with pytest.raises(errors.WrongState):
        confirm(second, request)


def test_a_refused_request_keeps_nothing_of_the_person_and_can_come_again(boss, second, contact):
    request = note(boss, contact)
    with pytest.raises(errors.Invalid):
        operations.refuse_request(actor=second, request_id=request.pk, reason=" ", at=clock.now())
    done = operations.refuse_request(actor=second, request_id=request.pk, reason="未结货款", at=clock.now())
    assert (done.state, done.marks, done.places.count()) == ("REFUSED", {}, 0)
    assert note(boss, contact).state == "OPEN"


def test_mail_that_waits_goes_first(boss, second, contact):
    now = clock.now()
    waits = OutboxMessage.objects.create(
        topic="mail", dedupe_key="w", payload={"to": MAIL}, state="PENDING", due_at=now, created_at=now, recipient=MAIL
    )
    request = note(boss, contact)
    assert queries.sheet(actor=boss, request_id=request.pk).needs
    with pytest.raises(errors.Conflict) as refusal:
        confirm(second, request)
    assert refusal.value.code == "still_needed"
    OutboxMessage.objects.filter(pk=waits.pk).update(state="SENT")
    confirm(second, request)
    waits.refresh_from_db()
    assert (waits.recipient, waits.payload) == ("", {"to": request.word})


def test_a_file_that_names_the_person_is_removed_when_somebody_says_so(
    boss, second, contact, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    file = ContentFile(f"收件人：{NAME}".encode("gb18030"))
    attached = collaboration.attach(
        actor=boss, subject_type="customers.customer", subject_id=contact.customer_id, file=file, name="a.txt",
        at=clock.now(),
    )  # fmt: skip
    request = note(boss, contact)
    assert [(one.table, one.column) for one in request.texts.all()] == [("accounts_attachment", "file")]
    decide(boss, request)
    with django_capture_on_commit_callbacks(execute=True):
        confirm(second, request)
    attached = Attachment.objects.get(pk=attached.pk)
    assert (attached.file.name, attached.removed_at is None) == ("", False)
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


def test_the_trail_and_the_events_forget_and_the_seals_hold(boss, second, contact):
    collaboration.add_comment(
        actor=boss,
        subject_type="customers.customer",
        subject_id=contact.customer_id,
        text=f"{NAME}来电",
        at=clock.now(),
    )
    request = note(boss, contact)
    decide(boss, request)
    confirm(second, request)
    assert not [one for one in TrailRow.objects.all() if NAME in str(one.changes) or PHONE in str(one.changes)]
    assert not [one for one in Event.objects.all() if NAME in str(one.data) or NAME in one.reason]
    assert Comment.objects.get().text == f"{request.word}来电"
    assert seals.verify().fault is None


def test_a_day_later_what_came_back_goes_too_and_no_mark_is_kept(boss, second, contact):
    request = confirm(second, note(boss, contact))
    assert request.marks["names"] == [NAME]
    Address.objects.create(customer_id=contact.customer_id, street="1", recipient=NAME, phone=PHONE)
    assert carrying.look_once_more(actor=system_user(), at=clock.now()) == 0, "not yet"
    later = clock.now() + timedelta(hours=25)
    assert carrying.look_once_more(actor=system_user(), at=later) == 1
    request.refresh_from_db()
    assert (request.state, request.marks) == ("DONE", {})
    assert Address.objects.get(street="1").recipient == request.word
    assert carrying.look_once_more(actor=system_user(), at=later) == 0


def test_a_text_that_came_back_asks_who_prepared_it(boss, second, contact):
    request = confirm(second, note(boss, contact))
    say(contact, f"找{NAME}")
    later = clock.now() + timedelta(hours=25)
    for _round in range(2):
        assert carrying.look_once_more(actor=system_user(), at=later) == 0
    assert Notification.objects.filter(user=boss, kind="privacy.more_found").count() == 1
    request.refresh_from_db()
    decide(boss, request)
    assert carrying.look_once_more(actor=system_user(), at=later) == 0, "another person confirms it first"
    assert NAME in Customer.objects.get(pk=contact.customer_id).notes
    with pytest.raises(errors.NotAllowed):
        confirm(boss, request)
    confirm(second, request)
    assert carrying.look_once_more(actor=system_user(), at=later) == 1
    assert NAME not in Customer.objects.get(pk=contact.customer_id).notes


def test_a_restored_database_does_it_again(boss, second, contact):
    say(contact, f"{NAME}与街名")
    request = note(boss, contact)
    decide(boss, request, "KEEP", reason="街名")
    confirm(second, request)
    line = next(iter(carrying.lines()))
    assert NAME not in str(line)
    assert carrying.is_known({line["key"]}) == {line["key"]}
    AnonymisationRequest.objects.all().delete()  # the backup is older: it holds the person, and knows of nothing
    Contact.objects.filter(pk=contact.pk).update(name=NAME, phone=PHONE, email=MAIL, is_active=True)
    make_address(contact.customer, recipient=NAME)
    assert carrying.is_known({line["key"]}) == set()
    journal.sources[carrying.SOURCE].repeat(line=line, actor=system_user(), at=clock.now())
    again = AnonymisationRequest.objects.get()
    contact.refresh_from_db()
    assert (str(again.key), again.state, contact.name) == (line["key"], "CONFIRMED", again.word)
    assert not Address.objects.filter(recipient=NAME).exists()
    assert Customer.objects.get(pk=contact.customer_id).notes == f"{NAME}与街名", "what stayed then stays"
    assert "not there" in carrying.repeat(line={**line, "contact": 0}, actor=system_user(), at=clock.now())


def test_former_names_are_known_from_the_trail(contact):
    save_contact(
        actor=system_user(), customer_id=contact.customer_id, contact_id=contact.pk, name="欧阳新", phone="13777009999",
        email="new@nowhere.example", at=clock.now(),
    )  # fmt: skip
    contact.refresh_from_db()
    found = knowing.marks_of(contact, ["oy1982", "0571-88001111", "x@y.example"])
    assert set(found.names) == {NAME, "欧阳新", "oy1982"}
    assert set(found.phones) == {PHONE, "13777009999", "057188001111"}
    assert set(found.mails) == {MAIL, "new@nowhere.example", "x@y.example"}
