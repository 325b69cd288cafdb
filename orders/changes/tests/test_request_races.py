"""Two people at the same moment: one open request an order, one decision, no cell lost (RELIABILITY)."""

from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from common import errors
from orders.changes import operations
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.tests.builders import make_request, make_submitted_request, wrote
from orders.order.models import Order
from orders.tests.builders import AT, line, make_effective, make_order_cast
from orders.tests.racing import race, refusals
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db(transaction=True)


def made():
    cast = make_order_cast()
    lines = [line(make_product(list_price=D(9), stock=99), 2), line(make_product(list_price=D(7), stock=99), 3)]
    return cast, make_effective(cast.owner, lines=lines)


def test_two_begin_a_request_at_once_and_one_of_them_hears_whose_it_is():
    cast, order = made()
    found = race(lambda: make_request(order, cast.owner), lambda: make_request(order, cast.desk))
    assert refusals(found) == [errors.Conflict]
    assert ChangeRequest.objects.count() == 1


def test_two_write_at_once_and_both_cells_are_there():
    cast, order = made()
    request = make_request(order)

    def write(actor, path):
        edits = {path: {"value": 8, "seen": "2" if path == "lines.1.quantity" else "3"}}
        return operations.edit_items(actor=actor, request_id=request.pk, edits=edits, at=AT)

    found = race(lambda: write(cast.owner, "lines.1.quantity"), lambda: write(cast.desk, "lines.2.quantity"))
    assert refusals(found) == []
    assert wrote(request) == {"lines.1.quantity": "8", "lines.2.quantity": "8"}
    found = race(lambda: write(cast.owner, "lines.1.quantity"), lambda: write(cast.desk, "lines.1.quantity"))
    assert refusals(found) == [], "both want what stands there"
    assert ChangeItem.objects.count() == 2


def test_approved_and_withdrawn_at_once_it_is_one_of_both():
    cast, order = made()
    request = make_submitted_request(order)
    what = {"request_id": request.pk, "at": AT}
    found = race(
        lambda: operations.approve_request(actor=cast.head, **what),
        lambda: operations.withdraw_request(actor=cast.owner, **what),
    )
    assert len(refusals(found)) == 1
    request.refresh_from_db()
    assert (request.state, Order.objects.get(pk=order.pk).revision) in (("EFFECTIVE", 2), ("WITHDRAWN", 1))


def test_two_systems_begin_a_request_at_once_over_the_api():
    cast, order = made()
    keys = iter(("a1", "a2"))

    def post():
        client = APIClient()
        client.force_authenticate(cast.desk)
        body = {"order": order.reference, "items": [{"path": "lines.1.quantity", "value": 5}]}
        return client.post("/api/v1/change-requests/", body, format="json", headers={"Idempotency-Key": next(keys)})

    found = race(post, post)
    assert sorted(one.status_code for one in found) == [201, 409]
    assert {one.json()["code"] for one in found if one.status_code == 409} == {"change_open"}
    assert ChangeRequest.objects.count() == 1


def test_two_approve_the_same_step_at_once_over_the_api_and_it_takes_effect_once():
    cast, order = made()
    request = make_submitted_request(order)
    keys = iter(("b1", "b2"))

    def post():
        client = APIClient()
        client.force_authenticate(cast.head)
        url = f"/api/v1/change-requests/{request.number}/approve/"
        return client.post(url, {}, format="json", headers={"Idempotency-Key": next(keys)})

    found = race(post, post)
    assert sorted(one.status_code for one in found) == [200, 409]
    assert Order.objects.get(pk=order.pk).revision == 2
