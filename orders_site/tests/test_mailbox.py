"""The local mailbox shows what would have been sent, to administrators, and only where nothing is sent."""

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import override_settings

from accounts.tests.builders import make_user
from orders_site import mailbox


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = mailbox.BACKEND
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


def send(subject: str, body: str = "第一行\n第二行") -> None:
    connection = get_connection(mailbox.BACKEND)
    EmailMessage(subject, body, "orders@example.com", ["buyer@example.com"], connection=connection).send()


def test_mail_is_read_as_it_would_have_been_sent(folder):
    send("发货通知 SO20260302-0001")
    mail = mailbox.read(folder)[0]
    assert (mail.to, mail.subject, mail.body.strip()) == (
        "buyer@example.com",
        "发货通知 SO20260302-0001",
        "第一行\n第二行",
    )
    assert mail.at is not None


def test_several_mails_of_one_connection_are_several(folder):
    connection = get_connection(mailbox.BACKEND)
    connection.send_messages([EmailMessage(str(n), "x", "a@example.com", ["b@example.com"]) for n in range(3)])
    assert [mail.subject for mail in mailbox.read(folder)] == ["2", "1", "0"]


def test_an_administrator_sees_the_mails(client, db, folder):
    send("Delivery notice", "<script>alert(1)</script>")
    client.force_login(make_user("administrator"))
    page = client.get("/mailbox/").content.decode()
    assert "Delivery notice" in page
    assert "<script>alert(1)" not in page


def test_nobody_else_sees_them(client, db, folder):
    client.force_login(make_user("sales"))
    assert client.get("/mailbox/").status_code == 403


def test_there_is_no_such_page_where_mail_is_sent(client, db):
    client.force_login(make_user("administrator"))
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend"):
        assert client.get("/mailbox/").status_code == 404
