"""Mails become intake: each once, whoever is killed when; hostile, large and automatic ones; a real server."""

import os
from datetime import timedelta

import pytest

from accounts.collaboration import queries as collaboration
from common import errors
from common import settings as company
from common.models import Setting
from customers.tests import builders as customers
from orders.intake.mailbox import operations, polling
from orders.intake.mailbox.models import MailboxState
from orders.intake.mailbox.tests import servers
from orders.intake.mailbox.tests.test_parsing import letter
from orders.intake.pool import operations as pool
from orders.intake.pool.models import IntakeItem
from orders.pricing import operations as pricing
from orders.tests import builders
from orders.tests.builders import AT
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
CSV = "物料编码,数量\n{code},20\n"


class Killed(BaseException):
    """The worker is gone at this line."""


@pytest.fixture
def server():
    with servers.double() as found:
        yield found


def items():
    return list(IntakeItem.objects.order_by("pk"))


def files_of(item):
    return sorted(file.name for file in collaboration.attachments_of("orders.intakeitem", item.pk))


def test_a_mail_with_a_table_becomes_intake_with_the_mail_attached_and_then_a_draft(server):
    box, where = server
    cast, product = builders.make_order_cast(), make_product(stock=100)
    buyer = builders.make_buyer(cast.owner)
    customers.make_contact(buyer, email="purchase@works.example")
    csv = CSV.format(code=product.code).encode("gb18030")
    raw = letter("PO: 7781", sender="王建国 <purchase@works.example>", files=[("采购单.csv", csv)], charset="gb18030")
    uid = box.deliver(raw)
    assert polling.poll(AT, where) == 1
    (item,) = items()
    assert (item.channel, item.state, item.customer, item.customer_by) == ("MAIL", "NEW", buyer, "MAIL")
    (row,) = item.rows
    assert (row["product"], row["quantity"], item.header) == (product.code, "20", {"customer_po_number": "7781"})
    assert (files_of(item), uid in box.seen) == (["mail.eml", "采购单.csv"], True)
    assert item.received_at < AT  # when the server got it
    order = pool.enter_item(actor=cast.desk, item_id=item.pk, at=AT)
    assert [line.ordered for line in builders.lines_of(order)] == [20]
    names = {file.name for file in collaboration.attachments_of("orders.order", order.pk)}
    assert names == {"mail.eml", "采购单.csv"}
    assert polling.poll(AT, where) == 0 and len(items()) == 1


def test_a_text_is_an_order_where_a_line_certainly_means_a_product_and_prose_is_none(server):
    box, where = server
    cast, ours, called = builders.make_order_cast(), make_product(), make_product()
    buyer = builders.make_buyer(cast.owner)
    customers.make_contact(buyer, email="purchase@works.example")
    pricing.save_item(actor=cast.desk, customer_id=buyer.pk, product_id=called.pk, code="KH-7", at=AT)
    sender = "w <purchase@works.example>"
    box.deliver(letter(f"您好，请安排：\n{ours.code} 20台\nKH-7 4台\n另要 3 个接线盒\n谢谢", sender=sender))
    box.deliver(letter("Could you send us 20 of the usual until Friday?", sender=sender))
    polling.poll(AT, where)
    order, prose = items()
    told = [(row.get("product"), row["quantity"]) for row in order.rows]
    assert told == [(ours.code, "20"), (called.code, "4"), (None, "3")]
    assert prose.rows == []


@pytest.mark.parametrize("line", ["take_mail", "put_away", "note_marked"])
def test_killed_at_any_line_no_mail_is_lost_and_none_is_doubled(server, monkeypatch, line):
    box, where = server
    uids = [box.deliver(letter(f"mail {number}")) for number in range(3)]
    owner = polling.client.Mailbox if line == "put_away" else operations
    real, calls = getattr(owner, line), []

    def dying(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise Killed
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, line, dying)
    with pytest.raises(Killed):
        polling.poll(AT, where)
    monkeypatch.setattr(owner, line, real)
    polling.poll(AT, where)
    assert [item.text for item in items()] == ["mail 0", "mail 1", "mail 2"]
    assert box.seen == set(uids)


@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "UID SEARCH", "UID FETCH 2", "UID STORE 1"])
def test_a_line_that_goes_dead_is_taken_up_again(server, command):
    box, where = server
    uids = [box.deliver(letter(f"mail {number}")) for number in range(2)]
    box.breaks_at = command
    polling.poll(AT, where)
    assert MailboxState.objects.get().fault
    polling.poll(AT + timedelta(minutes=1), where)
    assert ([item.text for item in items()], box.seen) == (["mail 0", "mail 1"], set(uids))
    state = MailboxState.objects.get()
    assert (state.fault, state.failing_since) == ("", None)


def test_a_wrong_password_is_noted_without_being_told(server):
    box, where = server
    box.password = "another"
    assert polling.poll(AT, where) == 0
    state = MailboxState.objects.get()
    assert state.failing_since == AT and servers.PASSWORD not in state.fault + state.key


def test_new_numbers_for_all_mails_bring_none_twice(server):
    box, where = server
    box.deliver(letter("one"))
    polling.poll(AT, where)
    box.uidvalidity = 8
    box.deliver(letter("two"))
    assert polling.poll(AT, where) == 1
    assert [item.text for item in items()] == ["one", "two"]


def test_a_mail_delivered_twice_is_one_and_one_that_is_gone_is_passed(server):
    box, where = server
    box.deliver(b"Received: a\r\n" + letter("one"))
    box.deliver(b"Received: b\r\n" + letter("one"))
    gone = box.deliver(letter("gone"))
    box.deliver(letter("last"))
    real = box.mails.pop(gone)
    box.mails[gone] = real
    box.mails = {uid: raw for uid, raw in box.mails.items() if uid != gone}
    polling.poll(AT, where)
    assert [item.text for item in items()] == ["one", "last"]


def test_taken_mails_are_moved_where_there_is_an_archive(server):
    box, where = server
    uid = box.deliver(letter("one"))
    polling.poll(AT, servers.place(where.port, archive="已收"))
    assert box.moved == {uid: "&XfJlNg-"}


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (b"Auto-Submitted: auto-replied", "automatic"),
        (b"Return-Path: <>", "mail server"),
        (b"X-Loop: orders@127.0.0.1", "our own"),
    ],
)
def test_what_a_machine_wrote_is_set_aside(server, settings, head, reason):
    settings.DEFAULT_FROM_EMAIL, settings.LANGUAGE_CODE = "orders@127.0.0.1", "en"
    box, where = server
    box.deliver(head + b"\r\n" + letter("out of office"))
    polling.poll(AT, where)
    (item,) = items()
    assert item.state == "SET_ASIDE" and reason in item.reason


def test_too_large_a_mail_is_set_aside_and_hostile_files_are_named(server, settings):
    settings.LANGUAGE_CODE = "en"
    Setting.objects.create(key=polling.LARGEST, value=1)
    company.forget()
    box, where = server
    box.deliver(letter("big", files=[("big.pdf", b"%PDF-" + b"x" * (2 << 20))]))
    files = [("run.exe", b"MZ"), ("order.xlsx", b"no workbook"), ("a.txt", b"fine")]
    box.deliver(letter("bad", subject="two", files=files))
    polling.poll(AT, where)
    big, bad = items()
    assert (big.state, files_of(big)) == ("SET_ASIDE", []) and "1 MB" in big.reason and big.subject == "订单"
    assert [one["name"] for one in bad.refused_files] == ["run.exe", "order.xlsx"]
    assert files_of(bad) == ["a.txt", "mail.eml"]


def test_a_mail_that_breaks_our_reading_does_not_stand_in_the_way(server, settings, monkeypatch):
    settings.LANGUAGE_CODE = "en"
    box, where = server
    for number in range(2):
        box.deliver(letter(f"mail {number}"))
    real = polling.reading.read
    monkeypatch.setattr(
        polling.reading, "read", lambda actor, mail, day: 1 / 0 if mail.text == "mail 0" else real(actor, mail, day)
    )
    polling.poll(AT, where)
    assert [item.state for item in items()] == ["SET_ASIDE", "NEW"]


def test_two_workers_take_each_mail_once(server):
    """The second finds the visit going on, or the mail taken."""
    box, where = server
    uid = box.deliver(letter("one"))
    polling.poll(AT, where)
    mail = polling.parsing.parse(box.mails[uid])
    again = operations.take_mail(
        actor=builders.people_queries.system_user(), key=where.key, uidvalidity=7, uid=uid, mail=mail, at=AT
    )
    assert again is None and len(items()) == 1


@pytest.mark.slow
@pytest.mark.skipif(
    not os.access(servers.DOVECOT, os.X_OK) or os.getuid() != 0,
    reason="needs Dovecot (apt-get install dovecot-imapd) and the right to start it",
)
def test_a_real_server_gives_marks_and_moves_mails():
    with servers.dovecot() as (mail, where):
        for number in range(3):
            text = "数量二十" if number == 1 else f"mail {number}"
            servers.deliver(mail, letter(text, charset="gb18030", files=[("a.csv", b"code,qty\nX-100,2\n")]), number)
        assert polling.poll(AT, where) == 3
        found = items()
        assert sorted(item.text for item in found) == ["mail 0", "mail 2", "数量二十"]
        assert all(item.rows == [{"name": "X-100", "quantity": "2"}] for item in found)
        assert polling.poll(AT, where) == 0
        assert len([path for path in (mail / "cur").iterdir() if "S" in path.name.rpartition(",")[2]]) == 3
        servers.deliver(mail, letter("later"), 9)
        assert polling.poll(AT, servers.place(where.port, archive="Taken")) == 1
        assert polling.poll(AT, servers.place(where.port, archive="Taken")) == 0
        assert len(list((mail / ".Taken" / "cur").iterdir())) == 1
        wrong = polling.client.Place("127.0.0.1", where.port, servers.USER, "wrong", is_implicit_tls=False)
        assert polling.poll(AT, wrong) == 0 and len(items()) == 4
        assert MailboxState.objects.get().fault


def test_a_mail_that_nothing_can_be_made_of_never_stands_in_the_way_of_the_next(server, monkeypatch):
    box, where = server
    head = b"From: w <purchase@works.example>\r\n"
    box.deliver(head + b"Subject: =?utf-8?b?A?= 7781\r\n\r\nbroken word")
    box.deliver(head + b"Subject: half\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n+2AA- of a character")
    box.deliver(head + b"Subject: deep\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 5000)
    box.deliver(letter("refused by our own rules", subject="refused"))
    box.deliver(letter("and one that is in order", subject="sound"))
    receive = pool.receive

    def picky(*, arrival, **options):
        if arrival.text.startswith("refused"):
            raise errors.Invalid(fields={"text": ["whatever"]})
        return receive(arrival=arrival, **options)

    monkeypatch.setattr(pool, "receive", picky)
    assert polling.poll(AT, where) == 5
    *odd, refused, sound = items()
    assert [item.sender_mail for item in odd] == ["purchase@works.example"] * 3
    assert odd[1].text == "of a character"
    assert all(item.state == "SET_ASIDE" and item.reason and files_of(item) for item in (odd[2], refused))
    assert (sound.state, sound.text) == ("NEW", "and one that is in order")
