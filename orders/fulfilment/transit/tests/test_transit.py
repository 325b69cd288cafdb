"""Goods on their way: carriers' news, telling the customer, what is to be seen to (R165, R166, R233, R234)."""

import itertools
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.collaboration.models import Attachment, Notification
from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import clock, errors, outbox
from common.models import OutboxMessage
from orders.fulfilment import operations as fulfilment
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.transit import attention, mailing, operations
from orders.fulfilment.transit.models import ArrivalNotice, TrackingEvent
from orders.fulfilment.transit.operations import News
from orders.order.models import OrderLine
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser, statements

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)
ONE = timedelta(days=1)


def shipped(waybill="SF1", arrival_date=TODAY + ONE, **more):
    order = builders.make_effective()
    return flow.make_shipped(order, waybill=waybill, arrival_date=arrival_date, **more)


def say(kind="IN_TRANSIT", *, at=AT, actor=None, **more):
    """One row of news, of the waybill SF1 unless something else is named."""
    named = {} if "outbound" in more or "waybill" in more else {"waybill": "sf1 "}
    row = News(**{"provider": "SF", "external_id": f"e{next(_keys)}", "kind": kind, "happened_at": at, **named, **more})
    (answer,) = operations.record_news(actor=actor or people.system_user(), rows=[row], at=AT)
    return answer


def fresh(document):
    return OutboundDocument.objects.get(pk=document.pk)


def needs(document, today=TODAY):
    return [one.value for one in attention.flags([fresh(document)], today).get(document.pk, [])]


def tell(document, way="PHONE", actor=None, **more):
    who = {} if "contact_id" in more else {"recipient": "王建国 138"}
    return operations.tell_customer(
        actor=actor or people.system_user(), document_id=document.pk, way=way, at=AT, **{**who, **more}
    )


def test_news_are_taken_once_and_another_content_changes_nothing():
    document = shipped()
    row = News("SF", "77", "IN_TRANSIT", AT, waybill="SF1", place="武汉")
    found = [operations.record_news(actor=people.system_user(), rows=[row], at=AT)[0] for _time in range(2)]
    assert [one.is_new for one in found] == [True, False] and found[0].event.pk == found[1].event.pk
    assert found[0].documents == [document.number]
    other = News("SF", "77", "DELIVERED", AT, waybill="SF1")
    (refused,) = operations.record_news(actor=people.system_user(), rows=[other], at=AT)
    assert (refused.result, TrackingEvent.objects.get().kind) == ("conflict", "IN_TRANSIT")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"waybill": ""}, "waybill"),
        ({"outbound": "OB20200101-0001"}, "outbound"),
        ({"happened_at": AT + ONE}, "happened_at"),
        ({"kind": "FLOWN"}, "kind"),
        ({"external_id": " "}, "external_id"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(wrong, field):
    assert say(**wrong).field == field
    assert not TrackingEvent.objects.exists()


def test_the_newest_expected_arrival_counts_and_old_news_come_too_late():
    document = shipped()
    say(arrival_date=TODAY + 4 * ONE, at=AT)
    assert fresh(document).arrival_date == TODAY + 4 * ONE
    say(arrival_date=TODAY + 2 * ONE, at=AT - ONE)
    assert fresh(document).arrival_date == TODAY + 4 * ONE


def test_goods_held_up_are_told_to_the_people_of_the_order():
    order = builders.make_effective()
    document = flow.make_shipped(order, waybill="SF1")
    say("HELD_UP", text="道路封闭")
    message = Notification.objects.get(kind="outbound.trouble", user=order.salesperson)
    assert message.parameters["document"] == document.number and "道路封闭" in message.parameters["words"]


def test_delivered_proposes_a_signing_and_never_signs():
    document = shipped(arrival_date=TODAY)
    say("DELIVERED", person="李雷", at=AT)
    assert (fresh(document).status, needs(document)) == ("AUDITED", ["DELIVERED"])
    form = Browser(make_user("order_desk")).get(f"/outbound/{document.number}/sign/").context["form"]
    assert (form.initial["signer"], form.initial["signed_date"]) == ("李雷", TODAY)


def test_news_of_a_waybill_are_found_by_the_document_that_gets_it_later():
    document = shipped(waybill="")
    say("DELIVERED")
    assert "DELIVERED" not in needs(document)
    fulfilment.update_outbound(
        actor=people.system_user(), document_id=document.pk, version=None, changes={"waybill": "SF1"}, at=AT
    )
    assert "DELIVERED" in needs(document)


def test_a_customer_is_to_be_told_the_day_before_and_again_when_it_moves():
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)  # the next day of work
    assert friday == TODAY
    document = shipped(arrival_date=monday)
    assert needs(document) == ["TELL"]
    tell(document)
    assert needs(document) == []
    say(arrival_date=monday - ONE)
    assert needs(document) == ["TELL"]
    assert needs(shipped(waybill="SF2", arrival_date=monday + ONE)) == []


def test_late_is_what_comes_after_the_promise_or_did_not_come():
    document = shipped(arrival_date=TODAY + 5 * ONE)
    assert needs(document) == []
    OrderLine.objects.filter(outbound_lines__document=document).update(promised_date=TODAY + 2 * ONE)
    assert needs(document) == ["LATE"]
    OrderLine.objects.filter(outbound_lines__document=document).update(promised_date=None)
    assert needs(document, TODAY + 6 * ONE) == ["LATE"]


def test_a_signing_is_to_be_reported_within_days_of_work_after_the_arrival():
    document = shipped(arrival_date=TODAY)
    due = attention.report_due(document)
    assert due == date(2026, 11, 25)  # Friday and three days of work
    assert "UNREPORTED" not in needs(document, due)
    assert "UNREPORTED" in needs(document, due + ONE)
    flow.sign(document)
    assert needs(document, due + ONE) == []


def test_a_letter_goes_out_with_the_delivery_note_and_is_moot_once_signed(mailoutbox):
    document = shipped()
    contact = document.customer.contacts.first()
    type(contact).objects.filter(pk=contact.pk).update(email="wang@example.com")
    notice = tell(document, "MAIL", contact_id=contact.pk, language="en", note="Gate 3")
    assert (notice.recipient, notice.arrival_date) == ("wang@example.com", document.arrival_date)
    message = OutboxMessage.objects.get(topic="orders.arrival")
    mailing.deliver(message)
    (letter,) = mailoutbox
    assert document.number in letter.subject and "Gate 3" in letter.body and "SF1" in letter.body
    assert letter.attachments[0][1][:4] == b"%PDF"
    flow.sign(document)
    with pytest.raises(outbox.Moot):
        mailing.deliver(message)


def test_nobody_is_told_a_day_that_is_not_known_or_at_no_address():
    document = shipped(arrival_date=None)
    with pytest.raises(errors.Invalid) as refusal:
        tell(document, "MAIL", recipient="王")
    assert set(refusal.value.fields) == {"recipient", "arrival_date"}
    with pytest.raises(errors.NotAllowed):
        tell(document, actor=make_user("finance"))
    signed = flow.make_signed(builders.make_effective(), arrival_date=TODAY)
    with pytest.raises(errors.WrongState):
        tell(signed)
    assert not ArrivalNotice.objects.exists()


def test_the_page_tells_writes_news_and_the_list_shows_what_is_to_be_seen_to():
    document = shipped(arrival_date=clock.now().date())
    desk = Browser(make_user("order_desk"))
    assert desk.post(f"/outbound/{document.number}/tell/", way="PHONE", recipient="王", version=3).status_code == 409
    told = desk.post(f"/outbound/{document.number}/tell/", way="PHONE", recipient="王", version=document.version)
    assert told.status_code == 303
    logistics = Browser(make_user("logistics"))
    news = {"kind": "DELIVERED", "day": TODAY.isoformat(), "time": "08:00", "place": "成都"}
    assert logistics.post(f"/outbound/{document.number}/news/", **news).status_code == 303
    page = logistics.get(f"/outbound/{document.number}/")
    assert "成都" in page.text and [one.place for one in page.context["way"].events] == ["成都"]
    assert document.number in logistics.get("/outbound/", attention="DELIVERED").text
    assert document.number not in logistics.get("/outbound/", attention="TELL").text
    assert Browser(make_user("finance")).get(f"/outbound/{document.number}/news/").status_code == 403


def test_the_list_costs_the_same_for_one_document_on_its_way_and_for_five():
    browser = Browser(make_user("logistics")).warm()
    shipped()
    one = statements(lambda: browser.get("/outbound/"))
    for number in range(4):
        shipped(waybill=f"SF{number + 5}")
    assert statements(lambda: browser.get("/outbound/")) == one


def test_the_api_takes_news_once_and_tells_the_journey():
    document = shipped()
    client = APIClient()
    client.force_authenticate(make_user("api_client"))

    def post(path, **body):
        return client.post(f"/api/v1/{path}", body, format="json", headers={"Idempotency-Key": f"k{next(_keys)}"})

    row = {"provider": "SF", "external_id": "1", "kind": "HELD_UP", "happened_at": AT.isoformat(), "waybill": "SF1"}
    assert [post("tracking-events/", **row).status_code for _time in range(2)] == [201, 200]
    assert post("tracking-events/", **{**row, "place": "x"}).status_code == 409
    many = post("tracking-events/bulk/", rows=[row, {**row, "external_id": "2", "outbound": "OB1"}]).json()
    assert many["counts"] == {"known": 1, "unknown": 1}
    told = post(f"outbound-documents/{document.number}/tell/", way="PHONE", recipient="王")
    assert [one["arrival_date"] for one in told.json()["notices"]] == [document.arrival_date.isoformat()]
    way = client.get(f"/api/v1/outbound-documents/{document.number}/journey/").json()
    assert [one["kind"] for one in way["events"]] == ["HELD_UP"]
    assert client.get("/api/v1/tracking-events/?waybill=sf1").json()["count"] == 1
    assert client.get("/api/v1/outbound-documents/?attention=LATE").status_code == 200


def test_the_executor_says_how_and_when_the_goods_were_there_with_a_photo(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = shipped()
    line = document.lines.get()
    picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0" + b"\0" * 40
    form = {
        "signer": "王",
        "signed_date": TODAY.isoformat(),
        "arrived_time": "08:30",
        "condition": "PACKAGING",
        f"signed-{line.pk}": "10",
        "file": SimpleUploadedFile("note.png", picture, "image/png"),
        "version": document.version,
    }
    answer = Browser(make_user("logistics")).client.post(f"/outbound/{document.number}/sign/", form)
    assert answer.status_code == 303, answer.context["form"].errors
    signed = fresh(document)
    assert (signed.condition, signed.arrived_at.hour, len(signed.proof_hash)) == ("PACKAGING", 0, 64)
    assert Attachment.objects.get(subject_id=document.pk).name == "note.png"
    fulfilment.unsign_outbound(actor=people.system_user(), document_id=document.pk, reason="错", at=AT)
    assert (fresh(document).condition, fresh(document).proof_hash) == ("", "")
