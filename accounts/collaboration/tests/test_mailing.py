"""Lines of the inbox by mail, to those who want it (R071)."""

import pytest
from django.core import mail as django_mail

from accounts.collaboration import inbox, operations
from accounts.collaboration.models import Notification
from accounts.people import operations as people
from accounts.tests.builders import AT, make_department, make_user
from common import outbox
from common.models import OutboxMessage
from common.operation import operation

pytestmark = pytest.mark.django_db(transaction=True)


@operation
def tell(*, actor, people, mail=True):
    inbox.notify(people, kind="test", message="%(n)s pieces", parameters={"n": 3}, at=AT, url="/", mail=mail)


@operation
def tell_heads(*, actor, also):
    inbox.notify_heads(
        ["WAREHOUSE"], also=also, kind="test", message="%(n)s pieces", parameters={"n": 3}, at=AT, url="/"
    )


@pytest.fixture
def reader():
    return make_user(email="reader@example.com", language="en")


def states():
    return list(OutboxMessage.objects.order_by("id").values_list("state", flat=True))


def test_a_line_goes_out_in_the_readers_language_with_the_way_there(reader, settings):
    settings.SITE_URL = "https://orders.example.com"
    tell(actor=make_user(), people=[reader.pk])
    outbox.relay()
    sent = django_mail.outbox[-1]
    line = Notification.objects.get()
    assert sent.to == ["reader@example.com"] and "3 pieces" in sent.subject
    assert f"https://orders.example.com/inbox/{line.pk}/" in sent.body
    assert states() == ["SENT"]


def test_only_who_wants_mail_and_has_an_address_is_written_to(reader):
    silent = make_user(email="silent@example.com")
    people.update_preferences(actor=silent, changes={"wants_mail": False}, at=AT)
    tell(actor=make_user(), people=[reader.pk, silent.pk, make_user().pk])
    assert [row.payload for row in OutboxMessage.objects.all()] == [
        {"message": Notification.objects.get(user=reader).pk}
    ]


def test_most_lines_are_for_the_inbox_only(reader):
    tell(actor=make_user(), people=[reader.pk], mail=False)
    assert states() == []


def test_what_was_read_meanwhile_is_not_sent(reader):
    tell(actor=make_user(), people=[reader.pk])
    operations.mark_read(actor=reader, at=AT)
    outbox.relay()
    assert states() == ["MOOT"] and not django_mail.outbox


def test_heads_read_it_in_the_app_and_the_people_concerned_get_mail(reader):
    head = make_user(email="head@example.com")
    make_department(kind="WAREHOUSE", head=head)
    tell_heads(actor=make_user(), also=[reader.pk])
    assert set(Notification.objects.values_list("user_id", flat=True)) == {head.pk, reader.pk}
    assert [row.payload["message"] for row in OutboxMessage.objects.all()] == [Notification.objects.get(user=reader).pk]


def test_the_choice_stands_on_ones_own_page(client, reader):
    client.force_login(reader)
    assert 'name="wants_mail"' in client.get("/me/").content.decode()
    assert client.post("/me/", {"wants_mail": "off"}).status_code == 303
    reader.refresh_from_db()
    assert not reader.wants_mail
