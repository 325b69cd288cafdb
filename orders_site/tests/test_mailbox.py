"""The local mailbox shows what would have been sent, to administrators, and only where nothing is sent."""

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
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


def test_its_hour_is_that_of_the_companys_clock(client, db, folder):
    message = EmailMessage("An hour", "x", "orders@example.com", ["b@example.com"])
    message.extra_headers["Date"] = "Mon, 02 Mar 2026 02:56:00 -0000"
    get_connection(mailbox.BACKEND).send_messages([message])
    assert mailbox.read(folder)[0].at.isoformat() == "2026-03-02T02:56:00+00:00"
    client.force_login(make_user("administrator"))
    assert "10:56" in client.get("/mailbox/").content.decode()


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


HTML = '<p style="color:red">Goods arrive</p><script>alert(1)</script><img src="https://elsewhere.example/x.png">'


def send_both() -> None:
    mail = EmailMultiAlternatives("S", "Goods arrive", "orders@example.com", ["buyer@example.com"])
    mail.connection = get_connection(mailbox.BACKEND)
    mail.attach_alternative(HTML, "text/html")
    mail.attach("note.pdf", b"%PDF", "application/pdf")
    mail.send()


def test_the_html_of_a_mail_is_shown_in_a_frame_where_nothing_runs_and_nothing_is_fetched(client, db, folder):
    send_both()
    client.force_login(make_user("administrator"))
    key = mailbox.read(folder)[0].key
    page = client.get("/mailbox/").content.decode()
    assert f'src="/mailbox/{key}/" sandbox=""' in page and "note.pdf" in page and "alert(1)" not in page
    answer = client.get(f"/mailbox/{key}/")
    assert answer.content.decode().strip() == HTML
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "frame-ancestors 'self'" in policy
    assert "script" not in policy and answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_mail_that_is_not_kept_or_somebody_elses_eyes_get_nothing(client, db, folder):
    send("Plain")
    send_both()
    newest, plain = mailbox.read(folder)
    client.force_login(make_user("administrator"))
    assert client.get(f"/mailbox/{plain.key}/").status_code == 404
    assert client.get("/mailbox/0123456789abcdef/").status_code == 404
    client.force_login(make_user("sales"))
    assert client.get(f"/mailbox/{newest.key}/").status_code == 403
