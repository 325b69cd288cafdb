"""What no field's rule caught and no column takes is refused in words at every door, never an error of ours."""

from decimal import Decimal

import pytest
from django.test import Client

from accounts.tests.builders import make_user
from common import errors
from common.operation import operation

pytestmark = pytest.mark.django_db


@operation
def write(*, actor, sql, parameters):
    """An operation that stores whatever it is given."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("UPDATE products_stockrow SET on_hand = %s", Decimal(10) ** 30),
        ("SELECT %s::varchar(3)::int", "99999999999"),
        ("SELECT %s", "a\0b"),
    ],
)
def test_an_operation_refuses_what_does_not_fit(django_user_model, sql, value):
    from products.tests.builders import make_product

    make_product(stock=1)
    with pytest.raises(errors.Invalid):
        write(actor=make_user(), sql=sql.replace("varchar(3)", "text"), parameters=[value])


@pytest.mark.parametrize(
    "address",
    ["/search/?q=%00", "/customers/suggest/?q=%00", "/people/lookup/?q=%00", "/outbound/%00/", "/receipts/%00/"],
)
def test_a_nul_in_an_address_is_no_error_of_ours(address):
    client = Client(raise_request_exception=False)
    client.force_login(make_user("order_desk"))
    assert client.get(address).status_code in (200, 400, 404, 422)


def test_a_body_nested_without_end_is_a_bad_request():
    client = Client(raise_request_exception=False)
    client.force_login(make_user("order_desk"))
    body = "[" * 100_000
    answer = client.post("/api/v1/orders/", body, content_type="application/json", headers={"Idempotency-Key": "k1"})
    assert answer.status_code == 400


def test_half_of_a_character_in_a_body_is_a_bad_request():
    client = Client(raise_request_exception=False)
    client.force_login(make_user("order_desk"))
    for body in (r'{"provider": "\ud83d"}', r'{"\uD83D": 1}', r'{"kind": "\uDE00"}'):
        answer = client.post(
            "/api/v1/tracking-events/", body, content_type="application/json", headers={"Idempotency-Key": "k2"}
        )
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), body
    whole = client.post(
        "/api/v1/tracking-events/",
        r'{"provider": "\ud83d\ude00", "happened_at": "0001-01-01"}',
        content_type="application/json",
        headers={"Idempotency-Key": "k2"},
    )
    assert whole.status_code == 400
    assert {"kind", "happened_at"} <= set(whole.json()["fields"]) and "provider" not in whole.json()["fields"]
