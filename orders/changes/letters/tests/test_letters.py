"""A change is put before its customer: drafted, sent, answered with proof, and the request follows (R205)."""

import copy
import itertools
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.collaboration.models import Notification
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import clock, errors, outbox
from common.links import queries as links
from common.links.operations import Visitor
from common.models import OutboxMessage
from orders.changes import operations as requests
from orders.changes.choices import LetterState, Side
from orders.changes.impact import encoding
from orders.changes.impact.models import ChangeSignature
from orders.changes.impact.sheet import Alternative, Proposed, Sheet
from orders.changes.letters import drafting, mailing, operations, queries
from orders.changes.letters.drafting import AS_ASKED
from orders.changes.letters.models import ChangeLetter
from orders.changes.letters.operations import answering
from orders.changes.models import ChangeRequest
from orders.changes.states import State
from orders.changes.tests.builders import make_request, make_submitted_request, wrote
from orders.doubts.models import Doubt
from orders.order import queries as orders
from orders.tests.builders import AT, fresh, line, lines_of, make_effective, make_order_cast
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]
_keys = itertools.count(1)
MAIL = "wang@customer.example"
PHONE = Visitor("203.0.113.9", "a telephone")
LATER = {"lines.1.requested_date": "2026-12-20", "lines.1.quantity": 5}


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def cast(mine):
    return mine[0]


@pytest.fixture
def order(mine):
    return mine[1]


def _make_all():
    cast = _make_cast()
    order = _make_order(cast)
    return cast, order


def _make_cast():
    return make_order_cast()


def _make_order(cast):
    product = make_product(name="桥式传感器", list_price=D(10), stock=9)
    return make_effective(cast.owner, lines=[line(product, 2)], customer_po_number="PO-7")


@pytest.fixture
def way(monkeypatch):
    """The sheet knows of another way: three pieces only."""
    other = Alternative(
        kind="PARTLY",
        key="PARTLY",
        arrival=date(2026, 12, 10),
        behind=0,
        share=D(1),
        amount=D(30),
        delta=D(10),
        broken=0,
        items=[Proposed("MODIFY", 1, "quantity", "3", "2")],
    )
    take = replace(other, kind="TAKE", key="TAKE")
    read = encoding.read
    monkeypatch.setattr(encoding, "read", lambda data: replace(read(data), alternatives=[take, other]))


def send(request, actor=None, **more):
    actor = actor or request.created_by
    return operations.send_letter(actor=actor, request_id=request.pk, recipient=MAIL, at=AT, **more)


def answer(letter, chosen=AS_ASKED, **more):
    more.setdefault("at", AT)
    found = queries.KIND.link_of(letter)
    given = {"link_id": found.pk if found else 0, "name": "王工", "visitor": PHONE, **more}
    return operations.answer(actor=system_user(), letter_id=letter.pk, chosen=chosen, **given)


def again(request):
    return ChangeRequest.objects.get(pk=request.pk)


def kinds_of(person):
    return set(Notification.objects.filter(user=person, read_at=None).values_list("kind", flat=True))


def drafted(request, language, **sheet):
    known = {"money": None, "credit": None, "promised": date(2026, 12, 8), "arrival": date(2026, 12, 10), **sheet}
    items = list(request.items.all())
    order = fresh(request.order)
    request.order = order
    return drafting.draft_letter(
        request, Sheet(**known), language, lines=lines_of(order), items=items, actor=request.created_by, at=AT
    )


def test_the_letter_says_why_what_and_when_in_his_language(order):
    request = make_request(order, edits=LATER, source=Side.GOODS, reason_text="supplier is late")
    english, chinese = drafted(request, "en"), drafted(request, "zh-hans")
    assert (english.subject, [one["key"] for one in english.options]) == (
        f"Change of your order {order.number} (PO-7)",
        [AS_ASKED],
    )
    for words in ("supplier is late", "¥20.00", "¥50.00", "2026-12-20", "2026-12-08", "桥式传感器"):
        assert words in english.text, words
        assert words in chinese.text, words
    assert "Dear" in english.text and "Dear" not in chinese.text
    row = english.options[0]["rows"][0]
    assert (row["old"].split(" · ")[:2], row["new"].split(" · ")[:2]) == (["2 台", "20.00"], ["5 台", "50.00"])


def test_it_goes_by_mail_with_a_link_and_is_moot_once_the_request_changed(order, monkeypatch):
    request = make_request(order, edits=LATER)
    letter = send(request, text="我们的信", days=20)
    assert (letter.text, letter.language, letter.content_hash) == ("我们的信", "zh-hans", request.content_hash)
    sent = []
    monkeypatch.setattr("common.mailing.hand_over", lambda _message, **given: sent.append(given))
    monkeypatch.setattr(clock, "now", lambda: AT)
    message = OutboxMessage.objects.get(topic=queries.KIND.purpose)
    mailing.deliver(message)
    assert sent[0]["to"] == MAIL and links.path_of(queries.KIND.link_of(letter)) in sent[0]["body"]
    requests.edit_items(
        actor=request.created_by, request_id=request.pk, edits={"lines.1.quantity": {"value": 6}}, at=AT
    )
    with pytest.raises(outbox.Moot):
        mailing.deliver(message)
    with pytest.raises(errors.WrongState, match="no longer"):
        answer(letter)


def test_who_sees_no_amounts_sends_none(order):
    request = make_request(order, edits=LATER)
    keeper = make_user("warehouse")
    with pytest.raises(errors.NotAllowed):
        send(request, keeper)
    assert queries.standings(keeper, request, at=AT) == []
    with pytest.raises(errors.Invalid) as refused:
        operations.send_letter(actor=request.created_by, request_id=request.pk, recipient="x", days=0, at=AT)
    assert set(refused.value.fields) == {"recipient", "days"}


def test_he_agrees_and_the_approved_change_takes_effect(cast, order):
    request = make_submitted_request(order, needs_customer=True)
    letter = send(request)
    requests.approve_request(actor=cast.head, request_id=request.pk, at=AT)
    assert again(request).state == State.APPROVED
    done = answer(letter)
    assert (done.state, done.chosen, done.answered_by, done.address) == ("ACCEPTED", AS_ASKED, "王工", PHONE.address)
    assert done.proof_hash == answering.proof_of(queries.KIND.model.objects.get(pk=letter.pk))
    signed = ChangeSignature.objects.get(request=request, what="CUSTOMER")
    assert (signed.name, signed.sheet_id, signed.content_hash) == ("王工", letter.sheet_id, letter.content_hash)
    assert (again(request).state, fresh(order).revision) == (State.EFFECTIVE, 2)
    with pytest.raises(errors.DomainError):
        answer(letter)


def test_he_agrees_before_it_is_approved(cast, order):
    request = make_submitted_request(order, needs_customer=True)
    answer(send(request))
    assert again(request).state == State.SUBMITTED
    requests.approve_request(actor=cast.head, request_id=request.pk, at=AT)
    assert again(request).state == State.EFFECTIVE, "nobody asks him again"


def test_his_answer_is_kept_when_it_cannot_take_effect(cast, order):
    request = make_submitted_request(order, needs_customer=True)
    letter = send(request)
    requests.approve_request(actor=cast.head, request_id=request.pk, at=AT)
    type(order).objects.filter(pk=order.pk).update(is_frozen=True, freeze_reason="lawsuit")
    assert answer(letter).state == LetterState.ACCEPTED
    assert again(request).state == State.APPROVED
    told = Notification.objects.filter(user=cast.owner, kind=answering.ANSWERED).latest("pk")
    assert "lawsuit" in told.parameters["reason"]


def test_he_chooses_another_way(cast, order, way):
    request = make_submitted_request(order, needs_customer=True)
    letter = send(request)
    assert [one["key"] for one in letter.options] == [AS_ASKED, "PARTLY"], "nothing is taken from others"
    with pytest.raises(errors.Invalid):
        answer(letter, "TAKE")
    answer(letter, "PARTLY", words="先三只")
    found = again(request)
    assert (found.state, wrote(found)) == (State.DRAFT, {"lines.1.quantity": "3"})
    assert "先三只" in found.return_reason
    assert answering.ANSWERED in kinds_of(cast.owner)
    assert queries.KIND.model.objects.get(pk=letter.pk).agreed_hash == found.content_hash, "he agreed to just that"
    assert not orders.get_order_by_id(actor=cast.owner, order_id=order.pk).is_changing


def test_he_declines_or_asks(cast, order):
    request = make_submitted_request(order)
    letter = send(request)
    given = {"actor": system_user(), "link_id": queries.KIND.link_of(letter).pk, "letter_id": letter.pk}
    operations.ask_back(name="王工", text="能早一点吗?", visitor=PHONE, at=AT, **given)
    assert Doubt.objects.get(order=order).text.endswith("王工: 能早一点吗?")
    with pytest.raises(errors.Invalid):
        answer(letter, "")
    answer(letter, "", words="太贵了")
    found = again(request)
    assert (found.state, found.return_reason) == (State.DRAFT, "太贵了")
    assert answering.ANSWERED in kinds_of(cast.owner)


def test_an_answer_by_phone_is_proved_in_words(cast, order):
    request = make_submitted_request(order, needs_customer=True)
    letter = send(request)

    def record(**more):
        given = {"method": "PHONE", "chosen": AS_ASKED, "name": "王工", **more}
        return operations.record_answer(actor=cast.owner, request_id=request.pk, at=AT, **given)

    with pytest.raises(errors.Invalid) as refused:
        record()
    assert set(refused.value.fields) == {"evidence", "said_at"}
    done = record(evidence="138 0000 0000", said_at=AT - timedelta(hours=1))
    assert (done.state, done.recorded_by, done.text) == ("ACCEPTED", cast.owner, letter.text)
    assert queries.KIND.model.objects.get(pk=letter.pk).state == LetterState.REVOKED
    requests.approve_request(actor=cast.head, request_id=request.pk, at=AT)
    assert again(request).state == State.EFFECTIVE


def test_a_letter_is_sent_again_and_taken_back(order, monkeypatch):
    request = make_request(order, edits=LATER)
    letter = send(request)
    same = operations.resend_letter(actor=request.created_by, letter_id=letter.pk, version=letter.version, at=AT)
    assert same.mails == 2
    with pytest.raises(errors.Stale):
        operations.resend_letter(actor=request.created_by, letter_id=letter.pk, version=letter.version, at=AT)
    second = send(request)
    assert queries.KIND.model.objects.get(pk=letter.pk).state == LetterState.REVOKED
    operations.revoke_letter(actor=request.created_by, letter_id=second.pk, reason="wrong", at=AT)
    with pytest.raises(errors.WrongState):
        answer(second)
    requests.withdraw_request(actor=request.created_by, request_id=request.pk, at=AT)
    with pytest.raises(errors.WrongState):
        send(again(request))


def test_his_page_shows_the_change_and_takes_his_answer(order, way, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    request = make_submitted_request(order)
    letter = send(request, language="en")
    browser, path = Client(), links.path_of(queries.KIND.link_of(letter))
    shown = browser.get(path).content.decode()
    for words in ("PO-7", "5 台", "3 台", "¥50.00", "I agree", "I do not agree"):
        assert words in shown, words
    fields = {"act": "choose", "version": letter.version, "name": "Wang"}
    assert browser.post(path, fields).status_code == 422
    assert browser.post(path, {**fields, "chosen": "PARTLY"}).status_code == 303
    assert "Wang chose" in browser.get(path).content.decode()
    assert again(request).state == State.DRAFT
    late = browser.post(path, {**fields, "chosen": AS_ASKED})
    assert late.status_code in (409, 422)


def test_letters_over_the_api(order):
    request = make_request(order, edits=LATER)
    client, path = APIClient(), f"/api/v1/change-requests/{request.reference}"
    client.force_authenticate(request.created_by)

    def post(verb, data=None):
        key = {"Idempotency-Key": f"{verb}-{next(_keys)}"}
        return client.post(f"{path}/{verb}", data or {}, format="json", headers=key)

    draft = client.get(f"{path}/letter-draft/?language=en")
    assert (draft.status_code, draft.data["options"][0]["key"]) == (200, AS_ASKED)
    assert client.get(f"{path}/letter-draft/?language=fr").status_code == 400
    made = post("letters/", {"recipient": MAIL, "days": 3})
    assert (made.status_code, made.json()[0]["state"], made.json()[0]["is_current"]) == (200, "ASKED", True)
    assert post("letters/resend/").status_code == 200
    given = {"method": "PHONE", "chosen": "", "name": "王工", "words": "太贵"}
    done = post("letters/record/", given)
    assert [one["state"] for one in done.json()] == ["DECLINED", "REVOKED"]
    assert post("letters/revoke/", {"reason": "x"}).status_code == 404
    assert len(client.get(f"{path}/letters/").data) == 2


def test_the_panel_and_its_dialogs(order):
    request = make_request(order, edits=LATER)
    browser = Browser(request.created_by)
    panel = reverse("orders:change-letters", args=[request.reference])
    assert "was not asked about this change" in browser.get(panel).content.decode()
    write = reverse("orders:change-letter", args=[request.reference])
    shown = browser.get(f"{write}?language=en").content.decode()
    assert "Change of your order" in shown and "Dear" in shown
    fields = {
        "recipient": MAIL,
        "language": "en",
        "days": "5",
        "subject": "A change",
        "text": "As we said",
    }
    assert browser.post(write, **{**fields, "recipient": "x", "version": request.version}).status_code == 422
    assert browser.post(write, **{**fields, "version": request.version}).status_code in (200, 302, 303)
    letter = queries.asked(request)
    assert (letter.subject, letter.text, letter.language) == ("A change", "As we said", "en")
    assert MAIL in browser.get(panel).content.decode()
    again = reverse("orders:change-letter-resend", args=[letter.pk])
    assert browser.post(again, version=letter.version).status_code in (200, 302, 303)
    record = reverse("orders:change-letter-record", args=[request.reference])
    assert "He agrees" in browser.get(record).content.decode()
    revoke = reverse("orders:change-letter-revoke", args=[letter.pk])
    assert browser.get(revoke).status_code == 200
    done = {"method": "PHONE", "chosen": "-", "name": "Wang", "words": "no", "version": again_version(request)}
    assert browser.post(record, **done).status_code in (200, 302, 303)
    assert "no" in browser.get(panel).content.decode()
    assert not ChangeLetter.objects.filter(state=LetterState.ASKED).exists()


def again_version(request):
    return ChangeRequest.objects.get(pk=request.pk).version
