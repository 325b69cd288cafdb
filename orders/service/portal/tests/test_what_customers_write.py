"""What customers write on their pages: how bad, of what, suggestions; what was typed stays; and what strangers try."""

import copy
from datetime import timedelta
from itertools import cycle

import pytest
from django.test import Client

from accounts.collaboration.models import Notification
from accounts.people.queries import system_user
from common import clock, errors
from common.links.operations import Visitor
from customers.voice.models import CustomerNote
from orders.exceptions.models import ExceptionCase
from orders.service.portal import operations, queries
from orders.service.portal.models import PageWord
from orders.tests import builders
from orders.tests.builders import AT
from products.tests import builders as products

VISITOR = Visitor("203.0.113.9", "phone")
MAIL = "li@customer.example"
_ADDRESSES = cycle(range(1, 250))


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(hours=1))


@pytest.fixture(scope="module")
def standing(once_a_file):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: AT + timedelta(hours=1))
        return once_a_file(_make_order)


@pytest.fixture
def order(db, standing):
    return copy.deepcopy(standing)


def _make_order():
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, name="东海仪表")
    lines = [builders.line(products.make_product(stock=9), n, "10") for n in (2, 3)]
    return builders.make_effective(cast.owner, customer=customer, lines=lines)


@pytest.fixture
def access(order):
    return operations.give_access(actor=order.salesperson, customer_id=order.customer_id, recipient=MAIL, at=AT)


@pytest.fixture
def browser():
    return Client(REMOTE_ADDR=f"198.51.100.{next(_ADDRESSES)}")


def path(access, order=None):
    return queries.path_of(access, at=AT) + (f"?order={order.number}" if order is not None else "")


def form(access, act, **more):
    return {"act": act, "version": access.version, "name": "李工", "text": "箱子破了", **more}


def complain(access, **more):
    link = queries.KIND.link_of(access)
    entries = {"name": "李工", "text": "箱子破了", "visitor": VISITOR, "at": AT, **more}
    return operations.complain(actor=system_user(), access_id=access.pk, link_id=link.pk, **entries)


def test_a_complaint_says_how_bad_it_is_of_which_line_and_piece(order, access, browser):
    page = browser.get(path(access, order)).content.decode()
    assert 'name="severity"' in page and order.lines.first().product_name in page
    sent = form(access, "complain", order=order.number)
    assert browser.post(path(access, order), sent).status_code == 422  # he says how bad
    assert browser.post(path(access, order), {**sent, "severity": "DEADLY"}).status_code == 422
    assert browser.post(path(access, order), {**sent, "severity": "MINOR", "line_no": "99"}).status_code == 422
    line = order.lines.last()
    sent |= {"severity": "URGENT", "line_no": str(line.line_no), "piece": "SN-2207"}
    assert browser.post(path(access, order), sent).status_code == 303
    case = ExceptionCase.objects.get()
    assert (case.severity, case.line_no, case.order) == ("URGENT", line.line_no, order)
    assert case.description.startswith("箱子破了") and "SN-2207" in case.description
    with pytest.raises(errors.Invalid):
        complain(access, severity="DEADLY", text="x")
    with pytest.raises(errors.Invalid):
        complain(access, order=order.number, line_no=99, text="x")
    with pytest.raises(errors.Invalid):
        complain(access, piece="x" * 61, text="x")


def test_worse_is_answered_sooner(access):
    bad, small = complain(access, severity="URGENT", text="一"), complain(access, severity="MINOR", text="二")
    assert bad.case.answer_due_at < small.case.answer_due_at


def test_from_the_list_of_orders_one_is_chosen(order, access, browser):
    page = browser.get(path(access)).content.decode()
    assert f'<option value="{order.number}"' in page
    assert 'name="line_no"' not in page
    sent = form(access, "ask", order=order.number)
    assert browser.post(path(access), sent).status_code == 303
    assert CustomerNote.objects.get().order_number == order.number


def test_a_suggestion_waits_for_the_salesperson_and_stands_on_the_page(order, access, browser):
    sent = form(access, "suggest", text="请附英文说明书")
    assert browser.post(path(access), sent).status_code == 303
    note = CustomerNote.objects.get()
    assert (note.kind, note.responsible) == ("SUGGESTION", order.salesperson)
    assert Notification.objects.filter(user=order.salesperson, kind="customer.follow_up").exists()
    assert "请附英文说明书" in browser.get(path(access)).content.decode()
    link = queries.KIND.link_of(access)
    for n in range(4):
        operations.suggest(
            actor=system_user(), access_id=access.pk, link_id=link.pk, name="x", text=f"{n}", visitor=VISITOR, at=AT
        )
    with pytest.raises(errors.WrongState):
        operations.suggest(
            actor=system_user(), access_id=access.pk, link_id=link.pk, name="x", text="5", visitor=VISITOR, at=AT
        )


def test_what_was_typed_stays_when_something_was_written_meanwhile(order, access, browser):
    complain(access, text="别的")
    words = "这是我写了很久的一段话"
    answer = browser.post(path(access, order), form(access, "ask", text=words, order=order.number))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert words in page
    access.refresh_from_db()
    assert f'name="version" value="{access.version}"' in page  # sent again it is taken
    again = browser.post(path(access, order), form(access, "ask", text=words, order=order.number))
    assert again.status_code == 303
    assert CustomerNote.objects.get().text == words


def test_the_same_words_a_day_later_are_new_words(access):
    first = complain(access)
    assert complain(access) == first
    assert complain(access, at=AT + timedelta(days=1)) != first
    assert complain(access, text="箱子又破了") != first


def test_another_customers_order_in_the_form_is_none(order, access, browser):
    foreign = builders.make_effective(order.salesperson, customer=builders.make_buyer(order.salesperson, name="西山"))
    for act in ("ask", "complain", "suggest", "rate"):
        sent = form(access, act, order=foreign.number, severity="MINOR", score="1")
        assert browser.post(path(access), sent).status_code == 404, act
    assert foreign.number not in browser.get(path(access)).content.decode()
    assert not PageWord.objects.exists()


def test_links_that_are_over_taken_back_or_made_up_open_and_write_nothing(order, access, browser, monkeypatch):
    address = path(access)
    forged = address[:-3] + ("abc" if not address.endswith("abc/") else "xyz") + "/"
    for wrong in (forged, "/l/" + "x" * 40 + "/", "/l/" + "%00" * 5 + "/", address.upper()):
        assert browser.get(wrong).status_code in (400, 404), wrong
        assert browser.post(wrong, form(access, "ask")).status_code in (400, 404), wrong
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=91))
    over = browser.get(address)
    assert over.status_code == 404 and "东海" not in over.content.decode()
    assert browser.post(address, form(access, "complain", severity="MINOR")).status_code == 404
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(hours=1))
    operations.revoke(actor=order.salesperson, access_id=access.pk, at=AT)
    assert browser.post(address, form(access, "ask")).status_code == 404
    assert not PageWord.objects.exists()


def test_texts_without_end_and_damaged_forms_are_refused(access, browser):
    for act in ("ask", "complain", "suggest"):
        sent = form(access, act, text="长" * 100_000, severity="MINOR")
        assert browser.post(path(access), sent).status_code == 422, act
        assert browser.post(path(access), form(access, act, name="n" * 5000, severity="MINOR")).status_code == 422
        assert browser.post(path(access), form(access, act, text="a\0b", severity="MINOR")).status_code == 422
    assert browser.post(path(access), form(access, "delete")).status_code == 400
    assert browser.post(path(access), {**form(access, "ask"), "version": "x"}).status_code == 422
    assert not PageWord.objects.exists()


def test_a_script_in_a_text_is_text_on_both_sides(order, access, browser, client):
    bad = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    assert browser.post(path(access), form(access, "ask", text=bad, name="<b>x</b>")).status_code == 303
    access.refresh_from_db()
    sent = form(access, "complain", text=bad, severity="MINOR", order=order.number, piece="<i>")
    assert browser.post(path(access), sent).status_code == 303
    client.force_login(order.salesperson)
    for page in (browser.get(path(access)), client.get("/customer-questions/?state=open")):
        text = page.content.decode()
        assert "&lt;script&gt;" in text
        assert bad not in text and "<b>x</b>" not in text
