"""The whole life of an order over REST, as another system would drive it."""

import itertools
import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.people import queries as people_queries
from accounts.tests.builders import make_user
from accounts.tokens import operations as tokens
from common import clock, dates
from orders.checking import queries as checking
from orders.order.models import Order
from orders.order.serializers import OrderRowSerializer, OrderSerializer
from orders.tests import builders
from products.tests import builders as products

pytestmark = pytest.mark.django_db(transaction=True)
_keys = itertools.count(1)


def today():
    """Read where it is asked for: a run may begin before midnight and end after it."""
    return dates.business_day(clock.now())


class Client(APIClient):
    """Another system that speaks for a person by token; every POST gets a fresh key unless one is given."""

    def __init__(self, user, scopes=()):
        super().__init__()
        _token, secret = tokens.issue_token(
            actor=people_queries.system_user(), user_id=user.pk, name="test", days=1, scopes=scopes, at=clock.now()
        )
        self.credentials(HTTP_AUTHORIZATION=f"Token {secret}")

    def send(self, path, body=None, key=None, **headers):
        return self.post(
            f"/api/v1/{path}", body or {}, headers={"Idempotency-Key": key or f"k{next(_keys)}", **headers}
        )

    def read(self, path, **query):
        return self.get(f"/api/v1/{path}", query)


@pytest.fixture
def cast():
    return builders.make_order_cast()


@pytest.fixture
def order_body(cast):
    buyer = builders.make_buyer(cast.owner, code="33.017")
    product = products.make_product(code="01.2.02.318", stock=100, list_price=Decimal("113"))
    assert buyer and product
    return {
        "customer": "33.017",
        "requested_date": (today() + timedelta(days=20)).isoformat(),
        "lines": [{"product": "01.2.02.318", "quantity": "10"}],
        "submit": True,
    }


def _verify(number):
    answers = [{"code": point.code, "is_ok": True} for point in checking.points()]
    verified = Client(make_user("order_desk")).send(f"orders/{number}/verify/", {"answers": answers})
    assert verified.status_code == 200, verified.json()


def _effective(cast, order_body):
    number = Client(cast.owner).send("orders/", order_body).json()["number"]
    _verify(number)
    approved = Client(cast.head).send(f"orders/{number}/approve/")
    assert approved.status_code == 200, approved.json()
    return number


def test_an_order_lives_from_entry_to_archive_over_the_api(cast, order_body):
    created = Client(cast.owner).send("orders/", order_body)
    assert created.status_code == 201, created.json()
    body = created.json()
    number = body["number"]
    assert (body["status"], body["total_amount"], body["tax_amount"]) == ("SUBMITTED", "1130.00", "130.00")
    assert created.headers["Location"] == f"/api/v1/orders/{number}/"

    early = Client(cast.head).send(f"orders/{number}/approve/")
    assert early.status_code == 409 and "verified" in early.json()["detail"]
    _verify(number)
    approved = Client(cast.head).send(f"orders/{number}/approve/").json()
    assert approved["status"] == "EFFECTIVE" and approved["lines"][0]["reserved"] == "10"

    warehouse = Client(make_user("warehouse"))
    notice = warehouse.send("outbound-documents/", {"lines": [{"order": number, "line_no": 1, "quantity": "4"}]})
    assert notice.status_code == 201, notice.json()
    assert warehouse.send(f"outbound-documents/{notice.json()['number']}/audit/").json()["status"] == "AUDITED"
    desk = Client(cast.desk)
    assert desk.read(f"orders/{number}/").json()["fulfilment"] == "PARTIAL"

    rest = warehouse.send("outbound-documents/", {"lines": [{"order": number, "line_no": 1, "quantity": "6"}]}).json()
    warehouse.send(f"outbound-documents/{rest['number']}/audit/")
    closed = desk.read(f"orders/{number}/").json()
    assert (closed["status"], closed["lines"][0]["row_closed"], closed["lines"][0]["closure"]) == (
        "CLOSED",
        "Y",
        "AUTO",
    )

    logistics = Client(make_user("logistics"))
    for document in (notice.json(), rest):
        signed = logistics.send(
            f"outbound-documents/{document['number']}/sign/", {"signer": "王工", "signed_date": today().isoformat()}
        )
        assert signed.status_code == 200, signed.json()

    finance = Client(make_user("finance"))
    plan = finance.read(f"orders/{number}/payment-plan/").json()
    receipt = finance.send(
        "receipts/",
        {
            "customer": "33.017",
            "amount": "1130.00",
            "received_date": today().isoformat(),
            "allocations": [{"order": number, "sequence": plan[0]["sequence"], "amount": "1130.00"}],
        },
    )
    assert receipt.status_code == 201, receipt.json()
    lines = [{"order": number, "line_no": 1, "quantity": "10"}]
    invoice = finance.send("invoices/", {"lines": lines, "issue": True})
    assert invoice.status_code == 201, invoice.json()
    archived = desk.send(f"orders/{number}/archive/")
    assert archived.status_code == 200, archived.json()
    assert (archived.json()["status"], archived.json()["settlement"]) == ("ARCHIVED", "PAID")


def test_the_same_key_makes_one_order(cast, order_body):
    client = Client(cast.owner)
    first = client.send("orders/", order_body, key="once")
    second = client.send("orders/", order_body, key="once")
    assert first.json() == second.json() and second.headers["Idempotency-Replayed"] == "true"
    assert Order.objects.count() == 1


def test_the_same_key_with_another_body_is_422_and_a_missing_one_400(cast, order_body):
    client = Client(cast.owner)
    client.send("orders/", order_body, key="once")
    assert client.send("orders/", {**order_body, "notes": "x"}, key="once").status_code == 422
    missing = client.post("/api/v1/orders/", order_body)
    assert (missing.status_code, missing.headers["Content-Type"]) == (400, "application/problem+json")


def test_a_refused_submission_leaves_no_draft_behind(cast, order_body):
    refused = Client(cast.owner).send("orders/", {**order_body, "lines": []})
    assert refused.status_code == 400 and refused.json()["code"] == "incomplete", refused.json()
    assert not Order.objects.exists()


def test_errors_name_the_field_by_path(cast, order_body):
    order_body["lines"].append({"product": "no.such", "quantity": "many"})
    problem = Client(cast.owner).send("orders/", order_body).json()
    assert "lines.2.quantity" in problem["fields"], problem
    order_body["lines"][1]["quantity"] = "1"
    problem = Client(cast.owner).send("orders/", order_body).json()
    assert list(problem["fields"]) == ["lines.2.product"], problem


def test_a_change_needs_if_match_and_a_stale_one_is_412(cast, order_body):
    client = Client(cast.owner)
    draft = client.send("orders/", {**order_body, "submit": False})
    path = f"/api/v1/orders/{draft.json()['reference']}/"
    etag = draft.headers["ETag"]
    assert client.patch(path, {"customer_po_number": "PO-1"}).status_code == 428
    changed = client.patch(path, {"customer_po_number": "PO-1"}, headers={"If-Match": etag})
    assert changed.status_code == 200 and changed.json()["customer_po_number"] == "PO-1", changed.json()
    assert client.patch(path, {"customer_po_number": "PO-2"}, headers={"If-Match": etag}).status_code == 412
    lines = [{"line_no": 1, "product": "01.2.02.318", "quantity": "3", "price": "100"}]
    again = client.patch(path, {"lines": lines, "freight": "50"}, headers={"If-Match": changed.headers["ETag"]})
    assert again.json()["total_amount"] == "350.00", again.json()


def test_a_verb_with_an_old_etag_is_refused(cast, order_body):
    client = Client(cast.owner)
    draft = client.send("orders/", {**order_body, "submit": False})
    path = f"orders/{draft.json()['reference']}/"
    client.patch(f"/api/v1/{path}", {"notes": "x"}, headers={"If-Match": draft.headers["ETag"]})
    assert client.send(f"{path}submit/", **{"If-Match": draft.headers["ETag"]}).status_code == 412


def test_another_persons_order_is_not_found_and_an_own_one_not_approved_by_oneself(cast, order_body):
    number = Client(cast.owner).send("orders/", order_body).json()["number"]
    assert Client(cast.stranger).read(f"orders/{number}/").status_code == 404
    assert Client(cast.stranger).send(f"orders/{number}/void/", {"reason": "x"}).status_code == 404
    assert Client(cast.owner).send(f"orders/{number}/approve/").status_code == 403


def test_a_wrong_move_is_409_and_names_what_is_possible(cast, order_body):
    number = Client(cast.owner).send("orders/", order_body).json()["number"]
    problem = Client(cast.desk).send(f"orders/{number}/archive/")
    assert problem.status_code == 409 and "withdraw" in problem.json()["possible"], problem.json()


def test_a_token_reaches_no_further_than_its_scopes(cast, order_body):
    reader = Client(cast.owner, scopes=["order.view"])
    assert reader.send("orders/", order_body).status_code == 403
    assert reader.read("orders/").status_code == 200
    assert APIClient().get("/api/v1/orders/").status_code == 401


def test_lists_are_scoped_filtered_and_paged(cast, order_body):
    client = Client(cast.owner)
    numbers = [client.send("orders/", order_body).json()["number"] for _ in range(3)]
    page = client.read("orders/", page_size=2, status="SUBMITTED").json()
    assert (page["count"], page["count_is_estimate"], len(page["results"])) == (3, False, 2)
    following = client.get(page["next"]).json()
    assert [row["number"] for row in page["results"] + following["results"]] == numbers[::-1]
    assert Client(cast.stranger).read("orders/").json()["count"] == 0
    assert client.read("orders/", status="NONSENSE").status_code == 400
    assert client.read("orders/", page_size=1000).status_code == 400


def test_amounts_are_hidden_from_the_warehouse_and_cannot_be_sorted_by(cast, order_body):
    number = _effective(cast, order_body)
    warehouse = Client(make_user("warehouse"))
    seen = warehouse.read(f"orders/{number}/").json()
    assert seen["total_amount"] is None and seen["lines"][0]["price"] is None
    assert warehouse.read("orders/", sort="total_amount").status_code == 400
    assert "1130" not in json.dumps(warehouse.read("orders/").json())


def test_answers_have_the_shape_the_schema_promises(cast, order_body):
    number = _effective(cast, order_body)
    body = Client(cast.desk).read(f"orders/{number}/").json()
    promised = OrderSerializer().fields
    assert set(body) == set(promised)
    for name in ("lines", "steps", "actions"):
        assert set(body[name][0]) == set(promised[name].child.fields), name
    assert_list_and_order_agree(Client(cast.desk), body)
    assert_list_and_order_agree(keeper := Client(make_user("warehouse")), keeper.read(f"orders/{number}/").json())


def assert_list_and_order_agree(client, document):
    """A row of the list is read as values, the document from a model: both say the same."""
    (row,) = client.read("orders/").json()["results"]
    assert row == {name: document[name] for name in OrderRowSerializer().fields}


def test_a_list_takes_five_statements_and_four_where_it_is_one_page(cast, order_body):
    client = Client(cast.owner)
    for _ in range(3):
        client.send("orders/", order_body)
    for page_size, most in ((50, 4), (2, 5)):  # token, rights, rows, who is named; the count of more than a page
        with CaptureQueriesContext(connection) as read:
            assert client.read("orders/", page_size=page_size).json()["count"] == 3
        assert len(read) <= most, "\n".join(row["sql"][:160] for row in read.captured_queries)


@pytest.mark.parametrize("count", [5, 60])
def test_entry_and_approval_stay_within_their_statements_whatever_the_lines(cast, order_body, count):
    seller, head = Client(cast.owner), Client(cast.head)
    seller.send("orders/", order_body)  # from now on the process keeps who answers for orders
    order_body["lines"] = [{"product": "01.2.02.318", "quantity": "1"} for _ in range(count)]
    seller.read("orders/"), head.read("orders/")  # the use of a token is noted every five minutes, not in each call
    with CaptureQueriesContext(connection) as captured:
        number = seller.send("orders/", order_body).json()["number"]
    entry = list(captured.captured_queries)  # the next request forgets them
    _verify(number)
    with CaptureQueriesContext(connection) as captured:
        assert head.send(f"orders/{number}/approve/").status_code == 200
    approval = list(captured.captured_queries)  # one of them: how the lines moved (``orders.deltas``)
    for name, said, most in (("entry", entry, 21), ("approval", approval, 22)):
        statements = [row["sql"] for row in said if row["sql"] not in ("BEGIN", "COMMIT")]
        assert len(statements) <= most, f"{name}: {len(statements)}\n" + "\n".join(sql[:160] for sql in statements)


def test_an_unknown_address_answers_with_a_problem_too(cast):
    answer = Client(cast.owner).read("no-such-thing/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
