"""Customers confirm, ask and decline, by link and otherwise (R102–R104, R073)."""

import base64
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.collaboration import queries as collaboration
from accounts.collaboration.models import Attachment, Notification
from accounts.console import operations as console
from accounts.people.queries import system_user
from accounts.roles.models import FieldRule, Role
from accounts.tests.builders import make_user
from common import clock, errors, outbox, settings
from common.links import queries as links
from common.links import signatures
from common.links.operations import Visitor
from common.models import OutboxMessage
from customers.cleaning import operations as cleaning
from orders.approval.matrix import operations as matrix
from orders.changes.models import ChangeRequest
from orders.checking.models import OrderError
from orders.doubts.models import Doubt
from orders.lifecycle import operations as lifecycle
from orders.order.models import OrderLine
from orders.order.states import Status
from orders.service import operations, queries
from orders.service.choices import State
from orders.service.models import Confirmation
from orders.tests import builders

AT = builders.AT
SAID = {"said_at": AT - timedelta(hours=1), "evidence": "called from 0755 1234"}
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)
DRAWN = "data:image/png;base64," + base64.b64encode(PNG).decode()


def _asked(order=None, **options):
    order = order or builders.make_submitted()
    owner = builders.person(order.salesperson_id)
    options = {"actor": owner, "recipient": "li@example.com", "at": clock.now(), **options}
    return operations.ask_customer(order_id=order.pk, **options)


def _path(found):
    return links.path_of(queries.KIND.link_of(found))


@pytest.fixture
def found(db):
    return _asked()


def test_the_page_shows_this_order_and_nothing_changes_by_opening_it(found):
    OrderLine.objects.filter(order=found.order).update(notes="inside", unit_cost=3)
    page = Client().get(_path(found)).content.decode()
    line = builders.lines_of(found.order)[0]
    for text in (found.order.number, line.product_name, line.product_code):
        assert text in page
    for text in ("inside", "so-side", reverse("orders:order-list")):
        assert text not in page
    assert builders.fresh(found.order).version == found.order.version
    standing = queries.standings(found.order, at=clock.now())[0]
    assert standing.opened_at and standing.row.state == State.ASKED


def test_he_confirms_with_a_signature_and_the_proof_is_kept(found):
    path = _path(found)
    form = {"act": "confirm", "version": found.version, "name": "李工", "signature": DRAWN}
    assert Client().post(path, {**form, "name": ""}).status_code == 422
    assert Client().post(path, {**form, "signature": "data:image/png;base64,AAAA"}).status_code == 422
    assert Client().post(path, form, headers={"User-Agent": "Phone"}).status_code == 303
    done = Confirmation.objects.get(pk=found.pk)
    assert (done.state, done.answered_by, done.address, done.agent) == ("CONFIRMED", "李工", "127.0.0.1", "Phone")
    text, picture = Attachment.objects.filter(subject_id=found.order_id).order_by("id")
    proof = text.file.read().decode()
    assert done.proof_hash in proof and done.content_hash in proof and "李工" in proof
    assert picture.file.read() == PNG and picture.sha256 in proof
    assert Notification.objects.filter(kind="order.customer_answered").exists()
    assert "谢谢" in Client().get(path).content.decode()  # in his language, whatever his browser speaks
    again = Client().post(path, form)
    assert again.status_code == 409 and Confirmation.objects.get(pk=found.pk).answered_at == done.answered_at


def test_proof_and_names_are_not_for_who_sees_neither_amounts_nor_contacts(found, client):
    form = {"act": "confirm", "version": found.version, "name": "李工程师"}
    assert Client().post(_path(found), form).status_code == 303
    order, owner, keeper = found.order, builders.person(found.order.salesperson_id), make_user("warehouse")
    proof = collaboration.attachments_seen(owner, "orders.order", order.pk).get()
    assert not collaboration.attachments_seen(keeper, "orders.order", order.pk).exists()
    client.force_login(keeper)
    assert client.get(reverse("accounts:attachment", args=[proof.pk])).status_code == 404
    review = client.get(reverse("orders:order-review", args=[order.reference])).content.decode()
    told = client.get(f"/api/v1/customer-confirmations/{found.pk}/").json()
    assert told["state"] == State.CONFIRMED and "*" in told["recipient"] and "*" in told["answered_by"]
    for page in (review, str(told)):
        assert "李工程师" not in page and "li@example.com" not in page


def test_who_sees_no_amounts_has_none_sent(found):
    role = Role.objects.get(code="order_desk")
    FieldRule.objects.update_or_create(role=role, field="order.amount", defaults={"effect": FieldRule.Effect.HIDE})
    with pytest.raises(errors.NotAllowed):
        _asked(found.order, actor=make_user("order_desk"), recipient="me@example.org")


def test_a_confirmation_that_was_declined_since_is_not_carried_over(found):
    owner = builders.person(found.order.salesperson_id)
    said = {"actor": owner, "order_id": found.order_id, "method": "PHONE", "name": "Li", "at": AT, **SAID}
    confirmed = operations.record_answer(is_accepted=True, **said)
    operations.record_answer(is_accepted=False, reason="too dear", **said)
    with pytest.raises(errors.WrongState) as refused:
        operations.carry_over(actor=owner, confirmation_id=confirmed.pk, at=AT)
    assert refused.value.code == "not_confirmed"


def test_nobody_sends_questions_without_end(found):
    asked = {"text": "?", "name": "Li", "at": AT.isoformat()}
    Confirmation.objects.filter(pk=found.pk).update(questions=[asked] * 20)
    form = {"act": "ask", "version": found.version, "name": "Li", "text": "Once more?"}
    assert Client().post(_path(found), form).status_code == 409
    assert not Doubt.objects.exists()


def test_he_declines_with_a_reason_and_what_is_wrong_is_an_error(found):
    path = _path(found)
    form = {"act": "decline", "version": found.version, "name": "Li", "kind": "PRICE", "reason": "dearer than agreed"}
    assert Client().post(path, {**form, "reason": ""}).status_code == 422
    assert Client().post(path, form).status_code == 303
    assert Confirmation.objects.get(pk=found.pk).state == State.DECLINED
    error = OrderError.objects.get(order=found.order)
    assert (error.kind, error.stage, error.description) == ("PRICE", "CONFIRMATION", "dearer than agreed")
    # without a step of the approval that waits for him it is news, no decision
    assert builders.fresh(found.order).status == Status.SUBMITTED


def test_a_question_is_a_doubt_for_the_salesperson_and_he_may_still_confirm(found):
    path = _path(found)
    form = {"act": "ask", "version": found.version, "name": "Li", "text": "Two days earlier?"}
    assert Client().post(path, form).status_code == 303
    doubt = Doubt.objects.get(order=found.order)
    assert doubt.text == "Li: Two days earlier?" and doubt.asked_to_id == found.order.salesperson_id
    assert Client().post(path, form).status_code == 409  # the same form again
    assert Doubt.objects.count() == 1
    found.refresh_from_db()
    assert Client().post(path, {"act": "confirm", "version": found.version, "name": "Li"}).status_code == 303


def test_an_order_that_changed_is_not_confirmed_any_more(found):
    path, order = _path(found), found.order
    owner = builders.person(order.created_by_id)
    lifecycle.withdraw_order(actor=owner, order_id=order.pk, at=AT)
    form = {"act": "confirm", "version": found.version, "name": "Li"}
    assert Client().post(path, form).status_code == 409
    assert "I confirm" not in Client().get(path, headers={"Accept-Language": "en"}).content.decode()
    OrderLine.objects.filter(order=order).update(price=7)
    lifecycle.submit_order(actor=owner, order_id=order.pk, at=AT)
    assert Client().post(path, form).status_code == 409
    assert queries.asked(builders.fresh(order)) is None
    assert queries.standings(builders.fresh(order), at=clock.now())[0].is_moot
    newer = _asked(builders.fresh(order))
    assert Client().get(path).status_code == 404  # replaced: its link is closed
    assert Client().post(_path(newer), {**form, "version": newer.version}).status_code == 303


def test_a_link_that_was_taken_back_or_is_over_opens_nothing(found):
    path, owner = _path(found), builders.person(found.order.salesperson_id)
    with pytest.raises(errors.NotFound):
        operations.revoke(actor=make_user("sales"), confirmation_id=found.pk, reason="x", at=AT)
    with pytest.raises(errors.Invalid):
        operations.revoke(actor=owner, confirmation_id=found.pk, reason=" ", at=AT)
    operations.revoke(actor=owner, confirmation_id=found.pk, reason="wrong address", at=AT)
    assert Client().get(path).status_code == 404
    with pytest.raises(errors.WrongState):
        operations.resend(actor=owner, confirmation_id=found.pk, at=clock.now())
    old = _asked(found.order, at=clock.now() - timedelta(days=30))
    assert Client().get(_path(old)).status_code == 404
    with pytest.raises(errors.WrongState):
        operations.resend(actor=owner, confirmation_id=old.pk, at=clock.now())


def test_an_answer_by_phone_is_recorded_with_a_file_and_answers_the_question(found):
    order, path = found.order, _path(found)
    owner = builders.person(order.salesperson_id)
    options = {"actor": owner, "order_id": order.pk, "is_accepted": True, "name": "Li", "at": AT}
    with pytest.raises(errors.Invalid):
        operations.record_answer(method="LINK", **options)
    file = ContentFile(b"%PDF-1.4 signed", name="signed.pdf")
    done = operations.record_answer(method="PAPER", file=file, **options)
    assert done.recorded_by == owner and done.state == State.CONFIRMED and done.proof_hash
    names = set(Attachment.objects.filter(subject_id=order.pk).values_list("name", flat=True))
    assert "signed.pdf" in names and len(names) == 2
    assert Client().get(path).status_code == 404


def test_an_acceptance_without_proof_passes_nothing(found, client):
    owner = builders.person(found.order.salesperson_id)
    said = {"actor": owner, "order_id": found.order_id, "method": "PHONE", "name": "Li", "at": AT}
    for lacking, fields in (
        ({}, {"evidence", "said_at"}),
        ({"evidence": "he called"}, {"said_at"}),
        ({**SAID, "said_at": AT + timedelta(minutes=1)}, {"said_at"}),
    ):
        with pytest.raises(errors.Invalid) as refused:
            operations.record_answer(is_accepted=True, **said, **lacking)
        assert set(refused.value.fields) == fields
    operations.record_answer(is_accepted=False, reason="too dear", **said)  # a no needs none
    done = operations.record_answer(is_accepted=True, **said, **SAID)
    kept = Attachment.objects.filter(subject_id=found.order_id).order_by("id").last()
    assert SAID["evidence"] in kept.file.read().decode() and done.evidence == SAID["evidence"]
    console.change_settings(actor=system_user(), values={queries.FILE_REQUIRED: True}, at=AT)
    with pytest.raises(errors.Invalid) as refused:
        operations.record_answer(is_accepted=True, **said, **SAID)
    assert set(refused.value.fields) == {"file"}
    client.force_login(owner)
    body = {"order": found.order.number, "method": "PAPER", "is_accepted": "true", "name": "Li"}
    api = "/api/v1/customer-confirmations/record/"
    assert client.post(api, body, headers={"Idempotency-Key": "k-1"}).status_code == 400
    body["file"] = ContentFile(b"%PDF-1.4 signed", name="signed.pdf")
    assert client.post(api, body, headers={"Idempotency-Key": "k-2"}).status_code == 201
    settings.forget()


@pytest.mark.django_db
@pytest.mark.parametrize("is_effective", [False, True])
def test_a_merge_of_customers_or_products_voids_no_confirmation(is_effective):
    order = builders.make_effective() if is_effective else builders.make_submitted()
    owner = builders.person(order.salesperson_id)
    done = operations.record_answer(
        actor=owner, order_id=order.pk, method="PHONE", is_accepted=True, name="Li", at=AT, **SAID
    )
    asked, target = _asked(order), builders.make_buyer(owner)
    for into in (target, builders.make_buyer(owner)):
        source = builders.fresh(order).customer
        cleaning.merge_customers(actor=system_user(), source_id=source.pk, target_id=into.pk, at=AT)
    after = builders.fresh(order)
    assert after.customer == into and queries.asked(after) == asked
    was, now = done.content_hash, Confirmation.objects.get(pk=done.pk)
    assert (now.content_hash, now.proof_hash) == (was, done.proof_hash)  # what is proved stays
    assert queries.still_stands(now, after) and now.bound_hash != was
    form = {"act": "confirm", "version": asked.version, "name": "李工"}
    assert Client().post(_path(asked), form).status_code == 303


@pytest.mark.django_db
def test_only_what_stands_is_confirmed_and_only_by_who_may():
    draft = builders.make_draft()
    with pytest.raises(errors.WrongState):
        _asked(draft)
    order = builders.make_submitted()
    for options, field in (
        ({"recipient": "nobody"}, "recipient"),
        ({"days": 0}, "days"),
        ({"language": "fr"}, "language"),
    ):
        with pytest.raises(errors.Invalid) as refused:
            _asked(order, **options)
        assert field in refused.value.fields
    with pytest.raises(errors.NotAllowed):
        operations.ask_customer(actor=make_user("warehouse"), order_id=order.pk, recipient="a@b.cn", at=AT)


@pytest.mark.django_db(transaction=True)
def test_the_mail_says_where_and_is_not_sent_once_the_order_changed():
    found = _asked(note="Please look at line 1")
    outbox.relay()
    sent = mail.outbox[-1]
    assert sent.to == ["li@example.com"] and _path(found) in sent.body and "Please look at line 1" in sent.body
    assert _path(found) not in str(list(OutboxMessage.objects.values()))
    assert queries.standings(found.order, at=clock.now())[0].sent_at
    count = len(mail.outbox)
    operations.resend(actor=builders.person(found.order.salesperson_id), confirmation_id=found.pk, at=clock.now())
    lifecycle.withdraw_order(actor=builders.person(found.order.created_by_id), order_id=found.order_id, at=AT)
    outbox.relay()
    assert len(mail.outbox) == count
    assert OutboxMessage.objects.filter(topic=queries.KIND.purpose, state="MOOT").count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_confirms_while_the_order_is_withdrawn_meets_it():
    found = _asked()
    order, machine = found.order, system_user()
    owner = builders.person(order.created_by_id)
    link = queries.KIND.link_of(found)
    barrier, ends = threading.Barrier(2), []

    def run(name, call):
        try:
            barrier.wait()
            call()
            ends.append(name)
        except errors.WrongState:
            ends.append(f"{name} refused")
        finally:
            connection.close()

    def confirm():
        operations.answer(
            actor=machine,
            link_id=link.pk,
            confirmation_id=found.pk,
            is_accepted=True,
            name="Li",
            visitor=Visitor(),
            at=clock.now(),
        )

    calls = {"confirm": confirm, "withdraw": lambda: lifecycle.withdraw_order(actor=owner, order_id=order.pk, at=AT)}
    threads = [threading.Thread(target=run, args=item) for item in calls.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.refresh_from_db()
    assert "withdraw" in ends
    assert (found.state == State.CONFIRMED) == ("confirm" in ends)
    assert found.state in (State.CONFIRMED, State.ASKED)


def test_a_picture_that_is_none_is_refused():
    assert signatures.decode("") is None and signatures.decode(DRAWN) == PNG
    for wrong in ("x", "data:image/png;base64,????", "data:image/svg+xml;base64,AAAA", DRAWN[:40]):
        with pytest.raises(ValueError):
            signatures.decode(wrong)


@pytest.fixture
def must_confirm(db):
    """Every order waits for its head, then for its customer."""
    matrix.save_row(
        actor=make_user("administrator"),
        subject_type="orders.order",
        position=1,
        name="Customers confirm",
        steps=[{"kind": "HEAD", "hours": 24}, {"kind": "CUSTOMER", "hours": 48}],
        at=AT,
    )


@pytest.mark.usefixtures("must_confirm")
def test_where_the_matrix_says_so_the_order_waits_for_him_and_takes_effect_with_his_answer():
    order = builders.approve(builders.make_submitted())
    assert order.status == Status.SUBMITTED and operations.waits_for_customer(order)
    found = queries.asked(order)
    assert found.recipient and found.asked_by == system_user() and found.step_id
    form = {"act": "confirm", "version": found.version, "name": "Li"}
    assert Client().post(_path(found), form).status_code == 303
    assert builders.fresh(order).status == Status.EFFECTIVE


@pytest.mark.usefixtures("must_confirm")
def test_where_the_matrix_says_so_his_no_sends_the_order_back():
    order = builders.approve(builders.make_submitted())
    found = queries.asked(order)
    form = {"act": "decline", "version": found.version, "name": "Li", "reason": "two weeks earlier"}
    assert Client().post(_path(found), form).status_code == 303
    order = builders.fresh(order)
    assert (order.status, order.rejection_reason) == (Status.DRAFT, "two weeks earlier")


@pytest.mark.usefixtures("must_confirm")
def test_an_answer_that_came_before_its_turn_is_carried_over_and_one_without_an_address_is_told():
    order = builders.make_submitted()
    owner = builders.person(order.salesperson_id)
    said = {"method": "PHONE", "is_accepted": True, "name": "Li", **SAID}
    done = operations.record_answer(actor=owner, order_id=order.pk, at=AT, **said)
    order.customer.contacts.update(email="")
    builders.approve(order)
    assert Notification.objects.filter(kind="order.customer_unreachable", user=owner).exists()
    with pytest.raises(errors.NotFound):
        operations.carry_over(actor=make_user("sales"), confirmation_id=done.pk, at=AT)
    operations.carry_over(actor=owner, confirmation_id=done.pk, at=AT)
    assert builders.fresh(order).status == Status.EFFECTIVE


def test_he_asks_for_a_change_of_an_effective_order_in_words(db):
    order = builders.make_effective()
    found = _asked(order)
    path = _path(found)
    form = {"act": "change", "version": found.version, "name": "李工", "text": "改为 8 只"}
    assert Client().post(path, {**form, "text": " "}).status_code == 422
    assert Client().post(path, form).status_code == 303
    request = ChangeRequest.objects.get(order=order)
    assert (request.state, request.origin, request.source) == ("DRAFT", "LINK", "CUSTOMER")
    assert (request.customer_words, request.created_by) == ("李工: 改为 8 只", order.salesperson)
    assert Notification.objects.filter(user=order.salesperson, kind="change.wished").count() == 1
    assert "改为 8 只" in Client().get(path).content.decode()
    assert Confirmation.objects.get(pk=found.pk).state == State.ASKED, "he may still confirm what stands"
    assert Client().post(path, form).status_code in (409, 422), "of what he had read"


def test_an_order_that_is_not_effective_is_changed_by_its_draft(found):
    path = _path(found)
    form = {"act": "change", "version": found.version, "name": "李工", "text": "改为 8 只"}
    assert Client().post(path, form).status_code == 409
    assert not ChangeRequest.objects.exists()
