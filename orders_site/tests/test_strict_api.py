"""What an API body or a list's address holds beyond what is known is refused, nowhere passed over."""

import uuid

import pytest

from accounts.tests.builders import make_user
from customers.tests.builders import make_customer

pytestmark = pytest.mark.django_db
LISTS = (
    "orders",
    "customers",
    "products",
    "product-categories",
    "warehouses",
    "currencies",
    "stock",
    "stock/movements",
    "outbound-documents",
    "receipts",
    "imports",
)


@pytest.fixture
def desk(client):
    client.force_login(make_user(roles=["order_desk", "sales_manager", "finance"]))
    return client


def send(client, method, address, body, **headers):
    headers = {"Idempotency-Key": uuid.uuid4().hex, **headers}
    call = getattr(client, method)
    return call(f"/api/v1/{address}", body, content_type="application/json", headers=headers)


@pytest.mark.parametrize("name", LISTS)
def test_a_condition_that_a_list_does_not_have_is_refused(desk, name):
    assert desk.get(f"/api/v1/{name}/").status_code == 200
    answer = desk.get(f"/api/v1/{name}/?colour=red&sort=")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["colour"])


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("orders/?is_frozen=x", "is_frozen"),
        ("orders/?is_frozen=1", "is_frozen"),
        ("orders/?row_closed=maybe", "row_closed"),
        ("orders/?customer=1.5", "customer"),
        ("orders/?product=1.9", "product"),
        ("orders/?amount_min=many", "amount_min"),
        ("orders/?order_date_from=soon", "order_date_from"),
        ("orders/?status=ASLEEP", "status"),
        ("orders/?page_size=0", "page_size"),
        ("customers/?is_active=perhaps", "is_active"),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused(desk, query, name):
    answer = desk.get(f"/api/v1/{query}")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [name])


@pytest.mark.parametrize("value", ["true", "false", "True", ""])
def test_a_condition_that_can_be_read_is_taken(desk, value):
    assert desk.get(f"/api/v1/orders/?is_frozen={value}").status_code == 200


def test_a_page_refuses_what_it_cannot_read_too(desk):
    assert desk.get("/orders/?is_frozen=x").status_code in (400, 422)


def test_misspelt_fields_are_named_with_their_row(desk):
    body = {"customer": make_customer().code, "colour": "red", "lines": [{"product": "x"}, {"quantty": "1"}]}
    answer = send(desk, "post", "orders/", body)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["colour", "lines.2.quantty"])


def test_a_change_of_an_unknown_field_is_refused(desk):
    customer = make_customer()
    answer = send(
        desk, "patch", f"customers/{customer.code}/", {"colour": "red"}, **{"If-Match": f'"{customer.version}"'}
    )
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["colour"])


def test_a_verb_without_a_body_takes_no_field(desk):
    customer = make_customer()
    reason = {"reason": "late payer"}
    assert send(desk, "post", f"customers/{customer.code}/block/", reason).status_code == 200
    answer = send(desk, "post", f"customers/{customer.code}/unblock/", {"resaon": "paid"})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["resaon"])
    customer.refresh_from_db()
    assert customer.is_blocked
    assert send(desk, "post", f"customers/{customer.code}/unblock/", {}).status_code == 200


def test_a_bound_is_told_in_the_language_of_who_asks_whoever_asked_before(client):
    told = []
    for language in ("en", "zh-hans", "en"):
        client.force_login(make_user(roles=["order_desk"], language=language))
        answer = send(client, "post", "orders/", {"customer": "9" * 41})
        told += answer.json()["fields"]["customer"]
    assert told[0] == told[2] == "Ensure this field has no more than 40 characters."
    assert told[1] != told[0]
