"""What pages and API of deliveries show to whom, from which version they act, and what they can take back."""

import itertools
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from orders.fulfilment.models import OutboundDocument, ServiceRecord
from orders.order.models import Order
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.page_builders import Browser
from products.tests import builders as products

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)
PHONE = "13800001234"


@pytest.fixture
def order():
    order = builders.make_effective()
    Order.objects.filter(pk=order.pk).update(ship_recipient="王建国", ship_phone=PHONE)
    return builders.fresh(order)


@pytest.fixture
def document(order):
    return flow.make_outbound(order)


class Api(APIClient):
    def __init__(self, role):
        super().__init__()
        self.force_authenticate(make_user(role))

    def verb(self, document, verb, version=None, **body):
        headers = {"Idempotency-Key": f"k{next(_keys)}"} | ({"If-Match": f'"{version}"'} if version else {})
        return self.post(f"/api/v1/outbound-documents/{document.number}/{verb}/", body, format="json", headers=headers)


# --- contacts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["production", "purchasing", "decomposition_admin"])
def test_the_api_masks_the_recipient_as_the_page_does(document, role):
    found = Api(role).get(f"/api/v1/outbound-documents/{document.number}/").json()
    assert PHONE not in str(found)
    assert "王建国" not in str(found)
    for ships in ("logistics", "warehouse"):
        assert PHONE in str(Api(ships).get(f"/api/v1/outbound-documents/{document.number}/").json())


def test_who_ships_reads_the_recipient_of_the_shipment_but_not_of_the_order(order, document):
    warehouse = Browser(make_user("warehouse"))
    for page in ("", "print/"):
        assert PHONE in warehouse.get(f"/outbound/{document.number}/{page}").text
    assert PHONE not in warehouse.get(f"/orders/{order.reference}/").text


def test_a_masked_form_shows_no_contact_and_leaves_alone_what_nobody_touched(order):
    warehouse = Browser(make_user("warehouse"))
    form = warehouse.get("/outbound/new/", ids=order.pk)
    assert PHONE not in form.text
    entries = {bound.html_name: bound.value() or "" for bound in form.context["form"]}
    url = warehouse.post(f"/outbound/new/?ids={order.pk}", **entries).headers["Location"]
    written = OutboundDocument.objects.get()
    assert (written.ship_phone, written.ship_recipient) == (PHONE, "王建国")
    form = warehouse.get(f"{url}edit/")
    assert PHONE in form.text, "who ships reads the recipient of the shipment"
    entries = {bound.html_name: bound.value() or "" for bound in form.context["form"]}
    changed = warehouse.post(f"{url}edit/", **{**entries, "waybill": "SF1", "version": written.version})
    assert changed.status_code == 303
    written.refresh_from_db()
    assert (written.ship_phone, written.waybill) == (PHONE, "SF1")


def test_a_stale_form_names_what_somebody_else_wrote(order, document):
    entries = {f"line-{flow.first_line(order).pk}": 10, "ship_phone": "1", "version": 9}
    answer = Browser(make_user("warehouse")).post(f"/outbound/{document.number}/edit/", **entries)
    assert answer.status_code == 409
    assert PHONE in answer.text


@pytest.mark.parametrize("verb", ["edit", "audit", "void"])
def test_no_form_is_drawn_for_who_may_not_send_it(order, document, verb):
    for user in (order.salesperson, make_user("finance")):
        assert Browser(user).get(f"/outbound/{document.number}/{verb}/").status_code == 403


def test_no_form_of_a_service_is_drawn_for_who_may_not_record_it():
    order = builders.make_effective(lines=[builders.line(products.make_service(), 1)])
    assert Browser(make_user("warehouse")).get(f"/orders/{order.reference}/lines/1/perform/").status_code == 403


def test_orders_of_others_that_travel_along_are_not_named_in_the_list():
    cast, product = builders.make_order_cast(), products.make_product(stock=50)
    buyer = builders.make_buyer(cast.owner)
    mine, theirs = (
        builders.make_effective(cast.owner, customer=buyer, lines=[builders.line(product, 1)]) for _ in range(2)
    )
    Order.objects.filter(pk=theirs.pk).update(
        salesperson=cast.stranger, executing_owner=cast.stranger, created_by=cast.desk
    )
    flow.make_outbound(mine, lines=[(flow.first_line(one).pk, D(1)) for one in (mine, theirs)])
    page = Browser(builders.person(cast.owner.pk)).get("/outbound/").text
    assert mine.number in page
    assert theirs.number not in page


# --- versions ------------------------------------------------------------------------------------


def test_an_audit_of_what_was_changed_meanwhile_is_refused(order, document):
    warehouse = Browser(make_user("warehouse"))
    dialog = warehouse.part(f"/outbound/{document.number}/audit/", "dialog").text
    assert f'name="version" value="{document.version}"' in dialog
    desk = Browser(make_user("order_desk"))
    line = flow.first_line(order)
    desk.post(f"/outbound/{document.number}/edit/", **{f"line-{line.pk}": 3, "version": document.version})
    refused = warehouse.post(f"/outbound/{document.number}/audit/", version=document.version)
    assert refused.status_code == 409
    document.refresh_from_db()
    assert document.status == "DRAFT"
    assert warehouse.post(f"/outbound/{document.number}/audit/", version=document.version).status_code == 303


def test_every_verb_of_a_document_honours_if_match(document):
    keeper, carrier = Api("api_client"), Api("logistics")
    stale = document.version + 7
    assert keeper.verb(document, "audit", stale).status_code == 412
    assert keeper.verb(document, "void", stale, reason="x").status_code == 412
    assert keeper.verb(document, "audit", document.version).status_code == 200
    document.refresh_from_db()
    assert Api("warehouse").verb(document, "unaudit", stale, reason="x").status_code == 412
    entries = {"signer": "王", "signed_date": str(document.ship_date)}
    assert carrier.verb(document, "sign", stale, **entries).status_code == 412
    assert carrier.verb(document, "sign", document.version, **entries).status_code == 200


# --- losses that are shipped again -----------------------------------------------------------------


def test_what_was_lost_is_shipped_again_by_a_tick(order):
    document = flow.make_shipped(order)
    mine = document.lines.get().pk
    logistics = Browser(make_user("logistics"))
    assert f'name="reship-{mine}"' in logistics.part(f"/outbound/{document.number}/sign/", "dialog").text
    entries = {"signer": "王", "signed_date": document.ship_date, f"signed-{mine}": 8, f"loss-{mine}": 2}
    entries |= {f"reship-{mine}": "on", "version": document.version}
    assert logistics.post(f"/outbound/{document.number}/sign/", **entries).status_code == 303
    line = flow.first_line(order)
    assert (line.reship, line.open, builders.fresh(order).status) == (D(2), D(2), "EFFECTIVE")


def test_what_was_lost_is_shipped_again_by_the_api(order):
    document = flow.make_shipped(order)
    lines = [{"order": order.number, "line_no": 1, "signed": "8", "loss": "2", "reship": True}]
    signed = Api("logistics").verb(document, "sign", signer="王", signed_date=str(document.ship_date), lines=lines)
    assert signed.status_code == 200, signed.json()
    assert flow.first_line(order).open == D(2)


# --- services taken back ---------------------------------------------------------------------------


@pytest.fixture
def served():
    """An order that closed with a service; recorded wrongly."""
    order = builders.make_effective(lines=[builders.line(products.make_service(), 2)])
    data = {"quantity": 2, "performed_date": builders.TODAY, "proof": "report 7", "version": order.version}
    Browser(make_user("service")).post(f"/orders/{order.reference}/lines/1/perform/", **data)
    return builders.fresh(order)


def test_a_service_is_taken_back_from_the_tab_of_deliveries(served):
    record, service = ServiceRecord.objects.get(), Browser(make_user("service"))
    url = f"/orders/{served.reference}/services/{record.pk}/revoke/"
    assert url in service.get(f"/orders/{served.reference}/shipments/").text
    assert url not in Browser(make_user("warehouse")).get(f"/orders/{served.reference}/shipments/").text
    assert Browser(make_user("warehouse")).get(url).status_code == 403
    assert service.part(url, "dialog").status_code == 200
    assert service.post(url).status_code == 422
    assert service.post(url, reason="other line", version=served.version - 1).status_code == 409
    assert service.post(url, reason="other line", version=served.version).status_code == 303
    assert (builders.fresh(served).status, flow.first_line(served).closure) == ("EFFECTIVE", "OPEN")
    assert "taken back" in service.get(f"/orders/{served.reference}/shipments/").text


def test_a_service_is_taken_back_by_the_api(served):
    service = Api("service")
    (found,) = service.get(f"/api/v1/orders/{served.number}/services/").json()
    assert (found["line_no"], found["quantity"], found["proof"], found["revoked_at"]) == (1, "2", "report 7", None)
    other = builders.make_effective()
    headers = {"Idempotency-Key": "a"}
    wrong = f"/api/v1/orders/{other.number}/services/{found['id']}/revoke/"
    assert service.post(wrong, {"reason": "x"}, format="json", headers=headers).status_code == 404
    url = f"/api/v1/orders/{served.number}/services/{found['id']}/revoke/"
    stale = {"Idempotency-Key": "b", "If-Match": '"99"'}
    assert service.post(url, {"reason": "x"}, format="json", headers=stale).status_code == 412
    done = service.post(url, {"reason": "x"}, format="json", headers={"Idempotency-Key": "c"})
    assert (done.status_code, done.json()["status"]) == (200, "EFFECTIVE")


def test_a_service_on_a_line_closed_by_hand_is_not_taken_back_before_it_is_open():
    order = builders.make_effective(lines=[builders.line(products.make_service(), 5)])
    service, desk = Browser(make_user("service")), Browser(make_user("order_desk"))
    data = {"quantity": 2, "performed_date": builders.TODAY, "proof": "report 7", "version": order.version}
    service.post(f"/orders/{order.reference}/lines/1/perform/", **data)
    closed = desk.post(
        f"/orders/{order.reference}/lines/1/close/", reason_code="CUSTOMER", version=builders.fresh(order).version
    )
    assert closed.status_code == 303
    url = f"/orders/{order.reference}/services/{ServiceRecord.objects.get().pk}/revoke/"
    assert service.post(url, reason="other line", version=builders.fresh(order).version).status_code == 409
    assert flow.broken_invariants() == {}
