"""Customers over REST."""

import itertools
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.people.models import User
from accounts.roles.models import RoleGrant
from accounts.tests.builders import AT, make_cast, make_user
from accounts.tokens import operations as tokens
from common import clock
from customers import operations
from customers.models import Customer
from customers.serializers import CustomerDocumentSerializer, CustomerSerializer
from customers.tests.builders import make_address, make_contact, make_customer
from customers.voice.serializers import CustomerNoteSerializer

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


class Client(APIClient):
    """A person who calls; every POST gets a fresh key unless one is given."""

    def __init__(self, user):
        super().__init__()
        self.force_authenticate(user)

    def send(self, path, body=None, key=None):
        return self.post(f"/api/v1/customers/{path}", body or {}, headers={"Idempotency-Key": key or f"c{next(_keys)}"})

    def read(self, path="", **query):
        return self.get(f"/api/v1/customers/{path}", query)

    def change(self, path, body, version):
        return self.patch(f"/api/v1/customers/{path}", body, headers={"If-Match": f'"{version}"'})


@pytest.fixture
def desk():
    return Client(make_user("order_desk"))


def test_a_list_has_the_rows_a_person_sees_in_the_shape_of_the_schema():
    cast = make_cast()
    mine = make_customer(owner=cast.owner)
    make_customer(owner=cast.stranger)
    answer = Client(cast.owner).read().json()
    assert (answer["count"], answer["count_is_estimate"]) == (1, False)
    (row,) = answer["results"]
    assert row["code"] == mine.code
    assert set(row) == set(CustomerSerializer().fields)


def test_a_customer_is_read_by_code_in_the_shape_of_the_schema(desk):
    customer = make_customer(code="11.042")
    make_contact(customer)
    make_address(customer)
    answer = desk.read("11.042/")
    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"3"'  # a contact and an address count
    assert set(answer.json()) == set(CustomerDocumentSerializer().fields)
    assert answer.json()["contacts"][0]["phone"] == "13812342217"


def test_anothers_customer_is_not_found():
    cast = make_cast()
    customer = make_customer(owner=cast.owner)
    stranger = Client(cast.stranger)
    assert stranger.read(f"{customer.code}/").status_code == 404
    assert stranger.change(f"{customer.code}/", {"name": "x"}, 1).status_code == 404
    assert stranger.send(f"{customer.code}/block/", {"reason": "x"}).status_code == 404


def test_credit_is_null_for_who_may_not_see_it():
    customer = make_customer()
    operations.set_credit(
        actor=people.system_user(), customer_id=customer.pk, version=1, changes={"credit_limit": Decimal(5)}, at=AT
    )
    assert Client(make_user("finance")).read(f"{customer.code}/").json()["credit_limit"] == "5.00"
    assert Client(make_user("logistics")).read(f"{customer.code}/").json()["credit_limit"] is None


def test_a_customer_is_added_once_per_key(desk):
    owner = make_user("sales")
    body = {
        "code": "33.017",
        "name": "杭州华衡",
        "territory": "华中地区-浙江1",
        "owner": owner.username,
        "payment_term": "PREPAID",
        "currency": "CNY",
    }
    first, second = (desk.send("", body, key="same") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.headers["Location"] == "/api/v1/customers/33.017/"
    assert first.json() == second.json()
    customer = Customer.objects.get()
    assert (customer.owner, customer.department, customer.region) == (owner, owner.department, "华中地区")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"code": "1"}, "name"),
        ({"code": "1", "name": "甲", "payment_term": "NOPE"}, "payment_term"),
        ({"code": "1", "name": "甲", "owner": "nobody"}, "owner"),
        ({"code": "1", "name": "甲", "kind": "KING"}, "kind"),
        ({"code": "taken", "name": "甲"}, "code"),
    ],
)
def test_what_is_wrong_is_named_by_field(desk, body, field):
    make_customer(code="taken")
    answer = desk.send("", body)
    assert answer.status_code == 400
    assert field in answer.json()["fields"]


def test_a_change_needs_the_version_it_started_from(desk):
    customer = make_customer(code="11.042", name="旧")
    assert desk.patch("/api/v1/customers/11.042/", {"name": "新"}).status_code == 428
    assert desk.change("11.042/", {"name": "新"}, 1).headers["ETag"] == '"2"'
    stale = desk.change("11.042/", {"name": "别的"}, 1)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    customer.refresh_from_db()
    assert customer.name == "新"


def test_a_reference_is_emptied_with_null(desk):
    payer = make_customer()
    make_customer(code="11.042", bill_to=payer)
    assert desk.change("11.042/", {"bill_to": None}, 1).json()["bill_to"] is None


def test_block_assign_and_merge_are_verbs():
    make_customer(code="11.1")
    make_customer(code="11.2")
    admin, owner = Client(make_user("administrator")), make_user("sales")
    assert admin.send("11.1/block/", {"reason": "拖欠"}).json()["is_blocked"] is True
    assert admin.send("11.1/block/", {"reason": "拖欠"}).status_code == 409
    assert admin.send("11.1/unblock/").json()["is_blocked"] is False
    finance = Client(make_user("finance"))
    assert finance.send("11.1/stop-credit/", {"reason": "涉诉"}).json()["is_credit_stopped"] is True
    assert Client(make_user("order_desk")).send("11.1/resume-credit/").status_code == 403
    assert finance.send("11.1/resume-credit/").json()["is_credit_stopped"] is False
    body = {"territory": "华东地区-上海", "department": owner.department.code, "owner": owner.username}
    assert admin.send("11.1/assign/", body).json()["owner"] == owner.username
    assert admin.send("11.1/merge/", {"into": "11.2"}).json()["code"] == "11.2"
    assert admin.read("11.1/").json()["merged_into"] == "11.2"


def test_a_merge_into_nobody_names_its_own_field():
    make_customer(code="11.1")
    refused = Client(make_user("administrator")).send("11.1/merge/", {"into": "nope"})
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["into"])


def test_a_customer_that_was_merged_away_is_not_written_any_more():
    make_customer(code="11.1")
    make_customer(code="11.2")
    admin = Client(make_user("administrator"))
    contacts = admin.send("11.1/contacts/", {"name": "李工"}).json()["contacts"]
    admin.send("11.1/merge/", {"into": "11.2"})
    before = admin.read("11.1/").json()
    refusals = [
        admin.change("11.1/", {"is_active": True}, before["version"]),
        admin.send("11.1/block/", {"reason": "拖欠"}),
        admin.send("11.1/unblock/"),
        admin.send("11.1/assign/", {"territory": "华东地区-上海", "department": None, "owner": None}),
        admin.send("11.1/contacts/", {"name": "李工"}),
        admin.send("11.1/addresses/", {"province": "浙江省", "city": "杭州市", "street": "江南大道 588 号"}),
        admin.send("11.1/notes/", {"kind": "FEEDBACK", "text": "慢"}),
    ]
    assert [(one.status_code, one.json()["code"]) for one in refusals] == [(409, "wrong_state")] * len(refusals)
    assert refusals[0].json()["merged_into"] == "11.2"
    assert admin.read("11.1/").json() == before
    assert admin.read("11.2/").json()["contacts"] == contacts


def test_a_post_without_a_key_is_refused(desk):
    assert desk.post("/api/v1/customers/", {}).status_code == 400


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_takes_a_constant_number_of_statements(desk, count, django_assert_max_num_queries):
    for _ in range(count):
        make_customer()
    with django_assert_max_num_queries(4):
        assert len(desk.read().json()["results"]) == count


def test_filters_are_those_of_the_page(desk):
    make_customer(code="33.017", name="杭州华衡", territory="华中地区-浙江1")
    make_customer(code="44.001", name="上海天平")
    for query in ({"q": "hzhh"}, {"code": "33."}, {"region": "华中地区"}):
        assert [row["code"] for row in desk.read(**query).json()["results"]] == ["33.017"]
    assert desk.read(is_new="perhaps").status_code in (200, 400)
    assert desk.read(kind="KING").status_code == 400


def test_contacts_and_addresses_are_kept_over_the_api(desk):
    make_customer(code="11.7")
    made = desk.send("11.7/contacts/", {"name": "李工", "phone": "13900001111"})
    assert (made.status_code, made.headers["ETag"]) == (201, '"2"')
    (contact,) = made.json()["contacts"]
    assert (contact["name"], contact["is_default"]) == ("李工", True)
    path = f"11.7/contacts/{contact['id']}/"
    assert desk.change(path, {"title": "采购"}, 1).status_code == 412
    assert desk.change(path, {"title": "采购"}, 2).json()["contacts"][0]["title"] == "采购"
    place = desk.send("11.7/addresses/", {"street": "江南大道 588 号", "city": "杭州市"}).json()["addresses"][0]
    assert (place["street"], place["place"]) == ("江南大道 588 号", "杭州市 江南大道 588 号")
    path = f"/api/v1/customers/11.7/addresses/{place['id']}/"
    assert desk.delete(path).status_code == 428
    assert desk.delete(path, headers={"If-Match": '"4"'}).json()["addresses"] == []
    assert desk.delete(path, headers={"If-Match": '"5"'}).status_code == 404


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("block", {"reason": "拖欠"}),
        ("assign", {"territory": "华东", "department": None, "owner": None}),
        ("merge", {"into": "90.1"}),
        ("contacts", {"name": "李工"}),
        ("addresses", {"street": "1 号"}),
    ],
)
def test_a_verb_on_what_somebody_changed_meanwhile_is_refused(verb, body):
    client = Client(make_user(roles=["administrator", "finance"]))
    make_customer(code="11.9")
    make_customer(code="90.1")
    client.change("11.9/", {"notes": "新"}, 1)
    sent = {"Idempotency-Key": f"v{verb}", "If-Match": '"1"'}
    assert client.post(f"/api/v1/customers/11.9/{verb}/", body, headers=sent).status_code == 412


def test_a_person_and_a_department_are_named_by_code_or_number(desk):
    cast = make_cast()
    mine = make_customer(owner=cast.owner)
    make_customer(owner=cast.stranger)
    for query in (
        {"owner": cast.owner.username},
        {"owner": cast.owner.pk},
        {"department": cast.department.code},
        {"department": cast.department.pk},
    ):
        assert [row["code"] for row in desk.read(**query).json()["results"]] == [mine.code], query
    refused = desk.read(owner="nobody.here")
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["owner"])


def test_what_customers_say_is_kept_over_the_api(desk):
    customer = make_customer(code="11.10")
    body = {"kind": "FEEDBACK", "text": "想要校准报告", "due_date": "2099-01-05"}
    made = desk.send("11.10/notes/", body)
    assert made.status_code == 201
    assert set(made.json()) == set(CustomerNoteSerializer().fields)
    assert made.json()["responsible"] == made.json()["created_by"]
    note = made.json()["id"]
    assert desk.send(f"11.10/notes/{note}/answer/", {"answer": "已答"}).json()["answer"] == "已答"
    assert desk.send(f"11.10/notes/{note}/done/").json()["done_at"]
    assert desk.send(f"11.10/notes/{note}/done/").status_code == 409
    assert desk.read("11.10/notes/").json()["count"] == 1
    make_customer(code="11.11")
    assert desk.send(f"11.11/notes/{note}/done/").status_code == 404
    assert customer.voice.count() == 1


def test_what_a_crm_sends_again_is_written_down_once(desk):
    make_customer(code="11.12")
    body = {"kind": "SATISFACTION", "score": 4, "provider": "CRM", "external_id": "R-1"}
    first, again = desk.send("11.12/notes/", body), desk.send("11.12/notes/", body)
    assert (first.status_code, first.json()["id"]) == (201, again.json()["id"])
    assert desk.read("11.12/voice/").json()["answers"] == 1
    other = desk.send("11.12/notes/", body | {"score": 5})
    assert (other.status_code, other.json()["code"]) == (409, "external_id_used")
    nobody = desk.send("11.12/notes/", body | {"provider": ""})
    assert (nobody.status_code, list(nobody.json()["fields"])) == (400, ["provider"])


def test_currencies_and_rates_are_kept_by_finance():
    finance, rep = Client(make_user("finance")), Client(make_user("sales"))
    base = "/api/v1/currencies/"
    body = {"code": "THB", "name": "泰铢", "symbol": "฿"}
    assert rep.post(base, body, headers={"Idempotency-Key": "k1"}).status_code == 403
    made = finance.post(base, body, headers={"Idempotency-Key": "k2"})
    assert (made.status_code, made.headers["Location"]) == (201, "/api/v1/currencies/THB/")
    changed = finance.patch(f"{base}THB/", {"name": "泰国铢"}, headers={"If-Match": made.headers["ETag"]})
    assert changed.json()["name"] == "泰国铢"
    assert finance.patch(f"{base}THB/", {"name": "x"}, headers={"If-Match": made.headers["ETag"]}).status_code == 412
    rate = {"valid_from": "2026-01-05", "rate": "0.2031"}
    assert finance.post(f"{base}THB/rates/", rate, headers={"Idempotency-Key": "k3"}).json() == rate
    assert rep.get(f"{base}THB/rates/").json()["results"] == [rate]
    assert rep.get(base).json()["count"] == 7


def _as_system(user, name):
    _token, secret = tokens.issue_token(actor=user, name=name, at=clock.now())
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {secret}")
    return client


def test_two_systems_of_one_person_know_nothing_of_each_others_keys():
    user = make_user(roles=["order_desk", "api_client"])
    erp, shop = _as_system(user, "ERP"), _as_system(user, "shop")
    sent = {"Idempotency-Key": "1"}
    first = erp.post("/api/v1/customers/", {"code": "11.101", "name": "甲"}, headers=sent)
    second = shop.post("/api/v1/customers/", {"code": "11.102", "name": "乙"}, headers=sent)
    assert (first.status_code, second.status_code) == (201, 201)
    again = erp.post("/api/v1/customers/", {"code": "11.101", "name": "甲"}, headers=sent)
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")


def test_a_stored_answer_goes_only_to_who_might_still_call():
    user = make_user("order_desk")
    client = Client(user)
    body = {"code": "11.101", "name": "甲"}
    assert client.send("", body, key="k").status_code == 201
    RoleGrant.objects.filter(verb="customer.create").delete()
    client = Client(User.objects.get(pk=user.pk))
    assert client.send("", body, key="k").status_code == 403
