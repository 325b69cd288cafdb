"""What customers say, and what we owe them (R055)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.collaboration.models import Notification
from accounts.handover import operations as handover
from accounts.people import queries as people
from accounts.tests.builders import AT, make_cast, make_user
from common import dates, errors
from common.models import Event
from customers import operations as customers
from customers.cleaning import operations as cleaning
from customers.tests.builders import make_customer
from customers.voice import operations, queries
from customers.voice.models import CustomerNote

pytestmark = pytest.mark.django_db
TODAY = dates.business_day(AT)
TOMORROW = TODAY + timedelta(days=1)


def add(actor, customer, **fields):
    values = {"kind": "FEEDBACK", "text": "到货晚了两天", **fields}
    return operations.add_note(actor=actor, customer_id=customer.pk, at=AT, **values)


def test_a_word_is_written_down_answered_and_done():
    cast = make_cast()
    customer = make_customer(owner=cast.owner)
    note = add(cast.owner, customer, due_date=TOMORROW)
    assert (note.responsible, note.is_open) == (cast.owner, True)
    note = operations.answer_note(actor=cast.owner, note_id=note.pk, answer="已补发", version=1, at=AT)
    note = operations.finish_note(actor=cast.owner, note_id=note.pk, version=2, at=AT)
    assert (note.answer, note.answered_by, note.done_by, note.is_open) == ("已补发", cast.owner, cast.owner, False)
    kinds = Event.objects.filter(subject_id=customer.pk, kind__startswith="customer.note").values_list(
        "kind", flat=True
    )
    assert set(kinds) == {"customer.note_added", "customer.note_answered", "customer.note_done"}
    with pytest.raises(errors.WrongState):
        operations.finish_note(actor=cast.owner, note_id=note.pk, at=AT)
    with pytest.raises(errors.Stale):
        operations.answer_note(actor=cast.owner, note_id=note.pk, answer="x", version=1, at=AT)


def test_of_anothers_customer_nothing_is_written_or_read():
    cast = make_cast()
    customer = make_customer(owner=cast.owner)
    note = add(cast.owner, customer)
    with pytest.raises(errors.NotFound):
        add(cast.stranger, customer)
    with pytest.raises(errors.NotFound):
        operations.answer_note(actor=cast.stranger, note_id=note.pk, answer="x", at=AT)
    assert not queries.list_notes(cast.stranger).exists()
    with pytest.raises(errors.NotAllowed):
        add(make_user("warehouse"), customer)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "SATISFACTION"}, "score"),
        ({"kind": "SATISFACTION", "score": 6}, "score"),
        ({"kind": "FEEDBACK", "score": 3}, "score"),
        ({"text": " "}, "text"),
        ({"due_date": TODAY - timedelta(days=1)}, "due_date"),
        ({"order_number": "SO20200101-0001"}, "order_number"),
        ({"kind": "RUMOUR"}, "kind"),
    ],
)
def test_what_makes_no_sense_is_named_by_field(fields, field):
    with pytest.raises(errors.Invalid) as refused:
        add(people.system_user(), make_customer(), **fields)
    assert field in refused.value.fields


def test_who_owes_a_follow_up_is_told_and_finds_it_at_home(client):
    cast = make_cast()
    customer = make_customer(owner=cast.owner, name="杭州华衡科技")
    note = add(people.system_user(), customer, due_date=TODAY, responsible_id=cast.owner.pk)
    client.force_login(cast.owner)
    assert "杭州华衡科技" in client.get(reverse("accounts:home")).content.decode()
    assert Notification.objects.filter(user=cast.owner, kind="customer.follow_up").exists()
    operations.finish_note(actor=cast.owner, note_id=note.pk, at=AT)
    assert list(queries.follow_ups_due(cast.owner, TODAY)) == []


def test_notes_follow_a_merge_and_a_hand_over():
    cast = make_cast()
    source, target = make_customer(owner=cast.owner), make_customer(owner=cast.owner)
    note = add(cast.owner, source, due_date=TOMORROW)
    cleaning.merge_customers(actor=people.system_user(), source_id=source.pk, target_id=target.pk, at=AT)
    note.refresh_from_db()
    assert note.customer == target
    handover.hand_over(actor=make_user("administrator"), from_user_id=cast.owner.pk, to_user_id=cast.mate.pk, at=AT)
    note.refresh_from_db()
    assert note.responsible == cast.mate


def test_the_tab_writes_answers_and_finishes(client):
    cast = make_cast()
    customer = make_customer(owner=cast.owner)
    client.force_login(cast.owner)
    page = f"{reverse('customers:customer-detail', args=[customer.pk])}?tab=voice"
    new = reverse("customers:note-new", args=[customer.pk])
    assert new in client.get(page).content.decode()
    assert client.get(new).status_code == 200
    sent = {"kind": "SATISFACTION", "score": "4", "text": "", "nonce": "n1"}
    for _ in range(2):  # the same form twice writes once
        assert client.post(new, sent).status_code == 303
    note = CustomerNote.objects.get()
    assert (note.score, note.created_by) == (4, cast.owner)
    answer = reverse("customers:note-answer", args=[customer.pk, note.pk])
    assert client.post(answer, {"answer": "谢谢", "version": "1"}).status_code == 303
    assert client.post(answer, {"answer": "又谢", "version": "1"}).status_code == 409
    done = reverse("customers:note-done", args=[customer.pk, note.pk])
    assert client.get(done).status_code == 200
    assert client.post(done, {"version": "2"}).status_code == 303
    assert "4 / 5" in client.get(page).content.decode()
    client.force_login(cast.stranger)
    assert client.get(answer).status_code == 404


def test_a_follow_up_goes_to_who_sees_the_customer_and_follows_a_new_owner():
    cast = make_cast()
    customer = make_customer(owner=cast.owner)
    with pytest.raises(errors.Invalid) as refused:
        add(people.system_user(), customer, due_date=TOMORROW, responsible_id=cast.stranger.pk)
    assert "responsible" in refused.value.fields
    note = add(cast.owner, customer, due_date=TOMORROW)
    customers.assign_customer(
        actor=people.system_user(),
        customer_id=customer.pk,
        territory="",
        department_id=cast.department.pk,
        owner_id=cast.mate.pk,
        at=AT,
    )
    note.refresh_from_db()
    assert note.responsible == cast.mate
