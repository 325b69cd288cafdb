"""The customer's own page: it shows his orders and nothing of others, no prices where none are shown, costs never; what
he writes there reaches who answers it."""

import copy
from datetime import timedelta
from decimal import Decimal
from itertools import cycle

import pytest
from django.test import Client

from accounts.collaboration.models import Notification
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import clock, errors, outbox
from common.links.operations import Visitor
from customers.voice import operations as voice
from customers.voice.models import CustomerNote
from orders.exceptions.models import ExceptionCase
from orders.service import operations as confirmations
from orders.service.portal import operations, queries
from orders.service.portal.models import PageAccess, PageWord
from orders.service.satisfaction.models import SatisfactionRequest
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.tests import builders as products

VISITOR = Visitor("203.0.113.9", "phone")
MAIL = "li@customer.example"
_ADDRESSES = cycle(range(1, 250))


@pytest.fixture(scope="module")
def standing(once_a_file):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: AT + timedelta(hours=1))
        return once_a_file(_make_order)


@pytest.fixture
def begun(db, standing):
    return copy.deepcopy(standing)


@pytest.fixture
def cast(begun):
    return begun[0]


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(hours=1))


@pytest.fixture
def order(begun):
    return begun[1]


def _make_order():
    """Delivered and signed for in part; at 10.00 apiece, which costs 6.25."""
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, name="东海仪表")
    customer.contacts.create(name="李工", email=MAIL, is_default=True)
    product = products.make_product(stock=9)
    made = builders.make_effective(cast.owner, customer=customer, lines=[builders.line(product, 3, "1234.56")])
    document = flow.make_shipped(made, 2, ship_date=TODAY)
    flow.sign(document, signed_date=TODAY)
    made.lines.update(unit_cost=Decimal("777.77"))
    made.refresh_from_db()
    return cast, made


@pytest.fixture
def foreign(cast):
    """Another customer's order."""
    other = builders.make_buyer(cast.owner, name="西山机械")
    made = builders.make_effective(
        cast.owner, customer=other, lines=[builders.line(products.make_product(stock=9), 4, "99")]
    )
    flow.sign(flow.make_shipped(made, 2, ship_date=TODAY), signed_date=TODAY)
    made.refresh_from_db()
    return made


def outside():
    """A browser of somebody else each time: addresses are held to so many requests a minute."""
    return Client(REMOTE_ADDR=f"198.51.100.{next(_ADDRESSES)}")


def give(order, *, whole=True, **more):
    place = {"customer_id": order.customer_id} if whole else {"order_id": order.pk}
    entries = {"actor": order.salesperson, "recipient": MAIL, "at": AT, **place, **more}
    return operations.give_access(**entries)


def path(access):
    return queries.path_of(access, at=AT)


def write(access, act, **more):
    link = queries.KIND.link_of(access)
    entries = {"name": "李工", "visitor": VISITOR, "at": AT, **more}
    return act(actor=system_user(), access_id=access.pk, link_id=link.pk, **entries)


def page(access, query=""):
    found = outside().get(path(access) + query)
    return found.status_code, found.content.decode()


def number_of_note(order):
    return order.lines.first().outbound_lines.first().document.number


def test_the_page_lists_his_orders_the_open_ones_first_and_shows_one_with_its_shipments(order, cast):
    waiting = builders.make_submitted(cast.owner, customer=order.customer)
    draft = builders.make_draft(cast.owner, customer=order.customer)
    access = give(order)
    status, text = page(access)
    assert status == 200
    assert order.number in text and waiting.number in text
    assert draft.display_number not in text
    status, text = page(access, f"?order={order.number}")
    assert status == 200
    assert number_of_note(order) in text
    assert "3,703" in text
    assert "777.77" not in text  # costs never
    access.refresh_from_db()
    assert access.last_opened_at is not None


def test_nothing_of_others_can_be_reached(order, foreign):
    access = give(order)
    assert foreign.number not in page(access)[1]
    for query in (
        f"?order={foreign.number}",
        f"?paper=order-confirmation&number={foreign.number}",
        f"?paper=delivery-note&number={number_of_note(foreign)}",
        "?paper=statement&number=ST2026-0001",
        f"?paper=sales-contract&number={order.number}",  # his, but not offered
        f"?paper=picking-list&number={number_of_note(order)}",
        f"?order={order.pk}",
        "?order=%00",
        f"?order={'9' * 400}",
        "?cursor=broken",
    ):
        assert page(access, query)[0] == 404, query
    for act in (operations.ask_question, operations.complain):
        with pytest.raises(errors.NotFound):
            write(access, act, text="?", order=foreign.number)
    with pytest.raises(errors.NotFound):
        write(access, operations.rate, score=1, order=foreign.number)
    posted = {"act": "ask", "version": access.version, "name": "x", "text": "x", "order": foreign.number}
    assert outside().post(path(access), posted).status_code == 404
    assert not CustomerNote.objects.exists()
    assert not SatisfactionRequest.objects.exists()


def test_an_access_to_one_order_reaches_no_other_of_the_same_customer(order, cast):
    second = builders.make_effective(cast.owner, customer=order.customer)
    access = give(order, whole=False)
    status, text = page(access)
    assert status == 200
    assert order.number in text and second.number not in text
    assert page(access, f"?order={second.number}")[0] == 404
    with pytest.raises(errors.NotFound):
        write(access, operations.complain, text="少了", order=second.number)
    word = write(access, operations.ask_question, text="何时到货？")  # without a number: it is about its order
    assert word.note.order_number == order.number


def test_a_delivery_note_with_goods_of_another_order_is_not_given_out_by_the_page_of_one(order, cast):
    access, whole = give(order, whole=False), give(order)
    second = builders.make_effective(cast.owner, customer=order.customer)
    document = order.lines.first().outbound_lines.first().document
    line = order.lines.first().outbound_lines.first()
    line.pk, line.order_line, line.order = None, second.lines.first(), second
    line.save(force_insert=True)
    query = f"?paper=delivery-note&number={document.number}"
    assert page(access, query)[0] == 404
    assert query.replace("&", "&amp;") not in page(access)[1]
    assert outside().get(path(whole) + query).status_code == 200


def test_papers_are_given_as_files_with_the_right_to_prices(order):
    priced, bare = give(order), give(order, recipient="wh@customer.example", shows_prices=False)
    got = outside().get(path(priced) + f"?paper=order-confirmation&number={order.number}")
    assert got.status_code == 200
    assert got.content.startswith(b"%PDF")
    assert outside().get(path(bare) + f"?paper=order-confirmation&number={order.number}").status_code == 404
    note = outside().get(path(bare) + f"?paper=delivery-note&number={number_of_note(order)}")
    assert note.status_code == 200


def test_without_prices_no_amount_stands_anywhere(order):
    confirmations.ask_customer(actor=order.salesperson, order_id=order.pk, recipient="wh@customer.example", at=AT)
    access = give(order, recipient="wh@customer.example", shows_prices=False)
    text = page(access)[1] + page(access, f"?order={order.number}")[1]
    for amount in ("1,234", "1234.56", "3,703", "3703.68", "777.77", "¥", "CNY"):
        assert amount not in text
    assert 'id="payments"' not in text
    assert 'href="/l/' not in text  # nor a way to a page that shows them


def test_questions_that_wait_lead_on_only_for_whom_they_were_sent_to(order):
    asked = confirmations.ask_customer(actor=order.salesperson, order_id=order.pk, recipient=MAIL, at=AT)
    mine, other = give(order), give(order, recipient="wh@customer.example")
    assert 'id="waiting"' in page(mine)[1] and 'href="/l/' in page(mine)[1]
    assert 'id="waiting"' in page(other)[1] and 'href="/l/' not in page(other)[1]
    confirmations.revoke(actor=order.salesperson, confirmation_id=asked.pk, reason="重复", at=AT)
    assert 'id="waiting"' not in page(mine)[1]


def test_a_question_waits_for_the_salesperson_who_is_told_and_the_answer_stands_on_the_page(order):
    access = give(order)
    sent = {"act": "ask", "version": access.version, "name": "李工", "text": "能提前吗？", "order": order.number}
    client = outside()
    address = path(access) + f"?order={order.number}"
    answer = client.post(address, sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    note = CustomerNote.objects.get()
    assert (note.kind, note.responsible, note.order_number) == ("QUESTION", order.salesperson, order.number)
    assert note.due_date > TODAY
    told = Notification.objects.get(user=order.salesperson, kind="customer.question")
    assert "能提前吗" in str(told.parameters)
    assert client.post(address, sent).status_code == 303  # the button pressed twice: asked once
    assert CustomerNote.objects.count() == 1
    voice.answer_note(actor=order.salesperson, note_id=note.pk, answer="可以，周五到。", at=AT)
    assert "可以，周五到。" in page(access)[1]
    assert "可以，周五到。" not in page(give(order, recipient="wh@customer.example"))[1]


def test_notes_that_our_people_wrote_are_not_on_the_page(order):
    voice.add_note(
        actor=order.salesperson, customer_id=order.customer_id, kind="QUESTION", text="内部：此人很难缠", at=AT
    )
    assert "难缠" not in page(give(order))[1]


def test_a_complaint_is_an_exception_with_an_owner_and_shows_what_the_customer_was_told(order):
    access = give(order)
    word = write(access, operations.complain, text="箱子破了", order=order.number)
    case = ExceptionCase.objects.get()
    assert (case.kind, case.order_id, word.case) == ("COMPLAINT", order.pk, case)
    assert case.answer_due_at > AT
    case.answer, case.answered_at = "仓库小王的错", AT
    case.told_text, case.told_date = "周五补发", TODAY
    case.save()
    text = page(access)[1]
    assert "箱子破了" in text and "周五补发" in text
    assert "小王" not in text  # what was said among us


def test_an_order_signed_for_is_rated_once(order, cast):
    access = give(order)
    sent = {"act": "rate", "version": access.version, "order": order.number, "name": "李工", "score": "4"}
    client = outside()
    assert client.post(path(access), {**sent, "score": ""}).status_code == 422
    assert client.post(path(access), sent).status_code == 303
    found = SatisfactionRequest.objects.get()
    assert (found.state, found.score, found.mails) == ("ANSWERED", 4, 0)
    access.refresh_from_db()
    with pytest.raises(errors.WrongState):
        write(access, operations.rate, score=1, order=order.number)
    unsigned = builders.make_effective(cast.owner, customer=order.customer)
    with pytest.raises(errors.WrongState):
        write(access, operations.rate, score=1, order=unsigned.number)


def test_one_address_writes_only_so_much_a_day_and_texts_have_an_end(order):
    access = give(order)
    with pytest.raises(errors.Invalid):
        write(access, operations.ask_question, text="长" * 1001)
    with pytest.raises(errors.Invalid):
        write(access, operations.complain, text="长" * 2001)
    with pytest.raises(errors.Invalid):
        write(access, operations.ask_question, text="?", name=" ")
    for number in range(10):
        write(access, operations.ask_question, text=f"问题 {number}")
    with pytest.raises(errors.WrongState):
        write(access, operations.ask_question, text="再来")
    assert PageWord.objects.count() == 10
    write(access, operations.ask_question, text="明天", at=AT + timedelta(days=1))


def test_a_link_that_is_over_or_taken_back_opens_nothing_and_says_nothing(order):
    access = give(order, days=5)
    address, link = path(access), queries.KIND.link_of(access)
    operations.revoke(actor=order.salesperson, access_id=access.pk, at=AT)
    closed = outside().get(address)
    assert closed.status_code == 404
    assert order.number not in closed.content.decode() and "东海" not in closed.content.decode()
    with pytest.raises(errors.NotFound):
        operations.ask_question(
            actor=system_user(), access_id=access.pk, link_id=link.pk, name="x", text="x", visitor=VISITOR, at=AT
        )
    fresh = give(order, days=1)
    with pytest.raises(errors.NotFound):
        write(fresh, operations.ask_question, text="x", at=AT + timedelta(days=2))


def test_the_link_of_another_access_writes_nothing_here(order, foreign):
    mine, theirs = give(order), give(foreign)
    link = queries.KIND.link_of(theirs)
    with pytest.raises(errors.NotFound):
        operations.ask_question(
            actor=system_user(), access_id=mine.pk, link_id=link.pk, name="x", text="x", visitor=VISITOR, at=AT
        )


def test_the_mail_carries_the_way_in_the_customers_language(order, mailoutbox):
    access = give(order, language="en", name="Mr Li")
    outbox.relay(now=lambda: AT + timedelta(minutes=1))
    assert mailoutbox[0].to == [MAIL]
    assert path(access) in mailoutbox[0].body
    assert "Mr Li" in mailoutbox[0].body


def test_letters_use_the_access_that_is_there_and_make_none_for_whom_it_was_taken_back_from(order):
    made = operations.path_for(order.customer, MAIL, AT)
    assert made and made == operations.path_for(order.customer, MAIL.upper(), AT)
    access = PageAccess.objects.get()
    assert not access.shows_prices and access.mails == 0
    operations.revoke(actor=order.salesperson, access_id=access.pk, at=AT)
    assert operations.path_for(order.customer, MAIL, AT) == ""
    assert operations.path_for(order.customer, " ", AT) == ""


def test_who_sees_no_amounts_or_has_nothing_to_do_with_the_customer_gives_no_access(order, cast):
    with pytest.raises(errors.NotFound):
        give(order, actor=make_user())
    with pytest.raises(errors.WrongState):
        give(order)
        give(order)
    for wrong in ({"recipient": "nobody"}, {"days": 0}, {"days": 999}, {"name": "x" * 61}, {"language": "fr"}):
        with pytest.raises(errors.Invalid):
            give(order, **{"recipient": "new@customer.example", **wrong})
    draft = builders.make_draft(cast.owner, customer=order.customer)
    with pytest.raises(errors.WrongState):
        give(draft, whole=False)


def test_the_page_costs_the_same_however_many_rows(order, cast, django_assert_max_num_queries):
    access = give(order)
    for _n in range(4):
        builders.make_effective(cast.owner, customer=order.customer)
    client = outside()
    client.get(path(access))
    address = path(access)
    with django_assert_max_num_queries(16):
        client.get(address)
    with django_assert_max_num_queries(25):
        client.get(address + f"?order={order.number}")
