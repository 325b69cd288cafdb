"""Making one person unknown harms nobody else and nothing that others rest on (R309; docs/adr/0126)."""

from datetime import timedelta

import pytest

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import clock, errors, forgotten
from common.mailing import bounces
from common.models import MailAddress, OutboxMessage, SignedLink
from common.operation import in_operation
from customers.cleaning import operations as cleaning
from customers.models import Address, Contact, Customer
from customers.privacy import carrying, holds, knowing, looking, operations, queries, replacing, representation
from customers.privacy.models import AnonymisationRequest
from customers.privacy.tests.builders import confirm, decide, note, say, switch
from customers.tests.builders import make_address, make_contact, make_customer

pytestmark = pytest.mark.django_db
NAME, PHONE, MAIL = "欧阳测匿", "13777001942", "ouyang@nowhere.example"
LATER = timedelta(hours=25)


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


def send(state="SENT", recipient="w@else.example", **payload):
    now = clock.now()
    return OutboxMessage.objects.create(
        topic="mail", dedupe_key=f"m{OutboxMessage.objects.count()}", payload=payload, state=state, due_at=now,
        created_at=now, recipient=recipient,
    )  # fmt: skip


def places(request):
    return [(one.table, one.column) for one in request.texts.all()]


def test_nothing_is_confirmed_as_long_as_the_company_has_not_switched_it_on(boss, second, contact):
    switch(False)
    request = note(boss, contact)
    assert not queries.sheet(actor=boss, request_id=request.pk).is_switched_on
    with pytest.raises(errors.WrongState) as refusal:
        confirm(second, request)
    assert "privacy.anonymising" in str(refusal.value)
    switch(True)
    confirm(second, request)
    line = next(iter(carrying.lines()))
    switch(False)
    AnonymisationRequest.objects.all().delete()
    Contact.objects.filter(pk=contact.pk).update(name=NAME, phone=PHONE)
    carrying.repeat(line=line, actor=system_user(), at=clock.now())
    contact.refresh_from_db()
    assert contact.phone == "", "a restore does again what was confirmed"


def test_a_contact_called_like_his_company_leaves_the_company_its_name(boss, second):
    customer = make_customer()
    Customer.objects.filter(pk=customer.pk).update(invoice_title=customer.name)
    contact = make_contact(customer, name=customer.name, phone=PHONE)
    mail = send(text=f"{customer.name} 的对账单")
    request = note(boss, contact)
    assert request.marks["left_out"] == [customer.name]
    assert request.marks["names"] == []
    confirm(second, request)
    contact.refresh_from_db()
    mail.refresh_from_db()
    assert (contact.name, contact.phone) == (request.word, "")
    assert mail.payload["text"] == f"{customer.name} 的对账单"
    assert Customer.objects.get(pk=customer.pk).invoice_title == customer.name


def test_accounting_words_of_a_customer_are_decided_and_not_replaced_unasked(boss, contact):
    Customer.objects.filter(pk=contact.customer_id).update(bank_account=PHONE, invoice_address=PHONE)
    assert set(places(note(boss, contact))) == {
        ("customers_customer", "bank_account"),
        ("customers_customer", "invoice_address"),
    }


@pytest.mark.parametrize("name", ["王伟", "Will"])
def test_a_name_alone_reaches_no_row_that_leads_to_nobody(boss, second, name):
    contact = make_contact(make_customer(), name=name, phone=PHONE)
    sent, waits = send(will=1, text="王伟东您好 we will deliver"), send("PENDING", text="王伟东您好 we will deliver")
    confirm(second, note(boss, contact))
    for one in (sent, waits):
        before = one.payload
        one.refresh_from_db()
        assert one.payload == before


def test_a_short_name_in_a_text_is_decided_though_the_cell_holds_nothing_else(boss):
    contact = make_contact(make_customer(), name="王伟", phone=PHONE)
    say(contact, "王伟")
    sent = send(to=PHONE, text="王伟东您好")
    request = note(boss, contact)
    assert set(places(request)) == {("customers_customer", "notes"), ("common_outboxmessage", "payload")}
    decide(boss, request)
    confirm(make_user("executive"), request)
    sent.refresh_from_db()
    assert sent.payload["to"] == request.word


def test_what_programs_read_in_a_copy_stays():
    found = knowing.marks.of(["Will Smith"])
    assert found.replaced({"will smith": "Will Smith"}, "x") == {"will smith": "x"}


def test_what_another_person_has_too_reaches_nothing_by_itself(boss, second):
    contact = make_contact(make_customer(), name="甲乙丙", phone="0571-88001234", email="info@firm.example")
    make_contact(make_customer(), name="丁戊己", phone="0571 88001234", email="info@firm.example")
    now = clock.now()
    blocked = MailAddress.objects.create(address="info@firm.example", kind="HARD", first_at=now, last_at=now)
    mail = send(to="info@firm.example", recipient="info@firm.example", text="电话 0571-88001234")
    request = note(boss, contact)
    assert set(request.marks["others"]) == {"057188001234", "info@firm.example"}
    confirm(second, request)
    blocked.refresh_from_db()
    mail.refresh_from_db()
    assert (blocked.address, mail.recipient) == ("info@firm.example", "info@firm.example")


def test_an_address_of_his_own_stays_blocked_without_being_readable(boss, second, contact):
    now = clock.now()
    blocked = MailAddress.objects.create(address=MAIL, kind="HARD", first_at=now, last_at=now, is_blocked=True)
    confirm(second, note(boss, contact))
    blocked.refresh_from_db()
    assert blocked.address == forgotten.stand_in(MAIL)
    assert bounces.why_blocked(MAIL) is not None
    assert [*bounces.blocked_among([MAIL, "b@x.example"])] == [MAIL]


def test_a_number_given_again_after_a_restore_is_another_person(boss, second, contact):
    confirm(second, note(boss, contact))
    line = next(iter(carrying.lines()))
    AnonymisationRequest.objects.all().delete()
    Contact.objects.filter(pk=contact.pk).delete()
    assert "not there" in carrying.repeat(line=line, actor=system_user(), at=clock.now())
    assert carrying.is_known({line["key"]}) == {line["key"]}, "settled: it is not tried again"
    stranger = Contact.objects.create(pk=contact.pk, customer=make_customer(), name="无关的人", phone="13900008888")
    carrying.repeat(line=line, actor=system_user(), at=clock.now())
    stranger.refresh_from_db()
    assert (stranger.name, stranger.phone) == ("无关的人", "13900008888")
    assert not AnonymisationRequest.objects.exists()


def test_a_restore_asks_about_texts_that_nobody_decided_about(boss, second, contact):
    confirm(second, note(boss, contact))
    line = next(iter(carrying.lines()))
    AnonymisationRequest.objects.all().delete()
    Contact.objects.filter(pk=contact.pk).update(name=NAME, phone=PHONE)
    say(contact, f"找{NAME}")
    carrying.repeat(line=line, actor=system_user(), at=clock.now())
    assert Customer.objects.get(pk=contact.customer_id).notes == f"找{NAME}"
    assert carrying.look_once_more(actor=system_user(), at=clock.now() + LATER) == 0
    assert AnonymisationRequest.objects.get().texts.filter(choice="").count() == 1


def test_what_two_people_confirmed_nobody_decides_anew(boss, second, contact):
    say(contact, f"{NAME}街名")
    request = note(boss, contact)
    decide(boss, request, "KEEP", reason="law")
    confirm(second, request)
    with pytest.raises(errors.WrongState):
        decide(boss, request, "REPLACE")
    carrying.look_once_more(actor=system_user(), at=clock.now() + LATER)
    assert Customer.objects.get(pk=contact.customer_id).notes == f"{NAME}街名"


def test_who_decided_a_text_or_who_goes_on_does_not_confirm(boss, second, contact):
    say(contact, f"找{NAME}")
    heir = make_contact(contact.customer, name="李接手", phone="13911112222")
    request = note(boss, contact)
    decide(second, request)
    with pytest.raises(errors.NotAllowed):
        confirm(second, request)
    third = make_user("administrator", username="third")
    operations.look_again(actor=third, request_id=request.pk, replacement_id=heir.pk, at=clock.now())
    with pytest.raises(errors.NotAllowed):
        confirm(third, request)
    confirm(make_user("executive", username="fourth"), request)


def test_what_a_job_noted_needs_two_people_too(boss, second, contact):
    request = note(system_user(), contact, ground="RETENTION", asker="HOUSE")
    with pytest.raises(errors.Conflict) as refusal:
        confirm(second, request)
    assert refusal.value.code == "not_prepared"
    operations.look_again(actor=boss, request_id=request.pk, at=clock.now())
    with pytest.raises(errors.NotAllowed):
        confirm(boss, request)
    confirm(second, request)


def test_nobody_else_is_made_unknown_by_what_is_added_by_hand(boss, contact):
    make_contact(contact.customer, name="李受害", phone="13912345678", email="li@x.example")
    for also in ("李受害", "139 1234 5678", "LI@x.example", boss.name, contact.customer.name):
        with pytest.raises(errors.Invalid) as refusal:
            note(boss, contact, also=[also])
        assert "also" in refusal.value.fields


def test_what_is_looked_for_is_shown_to_who_confirms(boss, second, contact):
    request = note(boss, contact, also=["oy1982"])
    sheet = queries.sheet(actor=second, request_id=request.pk)
    assert ({*sheet.marks.names}, sheet.marks.also) == ({NAME, "oy1982"}, ("oy1982",))
    row = queries.get_request(actor=second, request_id=request.pk)
    assert representation.request_sheet(row, with_marks=True)["marks"]["also"] == ["oy1982"]
    assert representation.request_sheet(row)["marks"] is None, "an answer that is kept names nobody"


def test_customers_who_became_one_are_looked_through_as_one(boss, second, contact):
    target, source = make_customer(), contact.customer_id
    say(contact, f"{NAME} 的旧客户")
    request = note(boss, contact)
    decide(boss, request)
    cleaning.merge_customers(actor=boss, source_id=source, target_id=target.pk, take=[], at=clock.now())
    with pytest.raises(errors.Conflict) as refusal:
        confirm(second, request)
    assert refusal.value.code == "look_again", "the notes went to the target as well"
    operations.look_again(actor=boss, request_id=request.pk, at=clock.now())
    decide(boss, request)
    confirm(second, request)
    contact.refresh_from_db()
    assert (contact.name, contact.phone) == (request.word, "")
    for customer in (source, target.pk):
        assert NAME not in Customer.objects.get(pk=customer).notes


def test_a_hold_goes_along_with_a_customer_who_is_merged(boss, second, contact):
    target = make_customer()
    holds.hold_data(actor=boss, customer_id=contact.customer_id, reason="诉讼", at=clock.now())
    request = note(boss, contact)
    cleaning.merge_customers(actor=boss, source_id=contact.customer_id, target_id=target.pk, take=[], at=clock.now())
    with pytest.raises(errors.Conflict) as refusal:
        confirm(second, request)
    assert refusal.value.code == "data_held"
    assert knowing.is_held(target.pk)


def test_what_was_given_to_another_person_meanwhile_is_his(boss, contact):
    address = make_address(contact.customer, recipient=NAME, phone=PHONE)
    found = knowing.marks_of(contact)
    seen = looking.look_for(contact, found).changes["customers_address"]
    Address.objects.filter(pk=address.pk).update(recipient="李接手", phone="13911112222")
    standing = replacing.Standing(contact, "word", found, clock.now())
    done = in_operation(boss.pk, lambda: replacing.replace_rows("customers_address", seen, standing))
    assert done == {}
    address.refresh_from_db()
    assert (address.recipient, address.phone) == ("李接手", "13911112222")


def test_a_namesake_at_the_customer_keeps_what_is_his(boss, second, contact):
    make_contact(contact.customer, name=NAME, phone="13900000001", email="twin@x.example")
    his = make_address(contact.customer, recipient=NAME, phone="13900000001")
    somebodys = make_address(contact.customer, recipient=NAME, phone="")
    mine = make_address(contact.customer, recipient=NAME, phone=PHONE)
    request = note(boss, contact)
    asked = set(request.texts.filter(table="customers_address").values_list("row_id", flat=True))
    assert asked == {his.pk, somebodys.pk}
    decide(boss, request, "KEEP", reason="同名")
    confirm(second, request)
    found = dict(Address.objects.values_list("pk", "recipient"))
    assert (found[his.pk], found[somebodys.pk], found[mine.pk]) == (NAME, NAME, request.word)


def test_a_mail_that_waits_is_not_sent_to_who_goes_on(boss, second, contact):
    heir = make_contact(contact.customer, name="李接手", phone="13911112222", email="heir@x.example")
    mail = send("PENDING", recipient=MAIL, subject="对账单")
    request = note(boss, contact, replacement_id=heir.pk)
    with pytest.raises(errors.Conflict) as refusal:
        confirm(second, request)
    assert refusal.value.code == "still_needed"
    mail.refresh_from_db()
    assert mail.recipient == MAIL


def test_a_link_that_only_he_holds_opens_nothing_any_more(boss, second, contact):
    now = clock.now()
    link = SignedLink.objects.create(
        purpose="page", salt="s", digest="d", subject_type="customers.customer", subject_id=contact.customer_id,
        recipient=MAIL, is_single_use=False, valid_until=now + timedelta(days=9), issued_at=now, issued_by_id=boss.pk,
    )  # fmt: skip
    confirm(second, note(boss, contact))
    link.refresh_from_db()
    assert link.recipient == ""
    assert link.revoked_at is not None


def test_reasons_that_stay_for_ever_do_not_name_the_person(boss, second, contact):
    say(contact, f"{NAME}街名")
    with pytest.raises(errors.Invalid):
        note(boss, contact, reference=f"{NAME}的信")
    request = note(boss, contact)
    with pytest.raises(errors.Invalid):
        decide(boss, request, "KEEP", reason=f"另一个{NAME}")
    with pytest.raises(errors.Invalid):
        operations.refuse_request(actor=second, request_id=request.pk, reason=f"{NAME}不要", at=clock.now())
    decide(boss, request, "KEEP", reason="街名")
    confirm(second, request)
    assert "街名" not in str(next(iter(carrying.lines())))


def test_who_came_back_with_data_can_be_made_unknown_again(boss, second, contact):
    request = confirm(second, note(boss, contact))
    carrying.look_once_more(actor=system_user(), at=clock.now() + LATER)
    with pytest.raises(errors.WrongState):
        note(boss, contact)
    Contact.objects.filter(pk=contact.pk).update(name=NAME, phone=PHONE)
    again = note(boss, contact)
    assert (again.state, again.pk == request.pk) == ("OPEN", False)
