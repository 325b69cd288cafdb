"""A draft that saves itself: the script's own answer, a lost answer, somebody else's version."""

import pytest

from accounts.tests.builders import make_user
from accounts.trail import queries as trail
from common.models import Event
from orders.order import queries as orders
from orders.order.models import Order
from orders.tests import builders
from orders.tests.page_builders import Browser
from products.tests import builders as products

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return builders.make_order_cast()


@pytest.fixture
def customer(cast):
    return builders.make_buyer(cast.owner)


def entries(customer, *lines, **head):
    data = {"customer": customer.pk, "then": "auto", **head}
    for key, cells in enumerate(lines):
        data |= {f"lines-{key}-{name}": value for name, value in cells.items()}
    return data


def test_a_new_order_becomes_a_draft_and_goes_on_as_one(cast, customer):
    browser, row = Browser(cast.owner), {"product": products.make_product().code, "quantity": "3"}
    answer = browser.send("/orders/new/", **entries(customer, row, {"product": "no-such"})).json()
    order = Order.objects.get()
    assert answer["url"] == f"/orders/draft-{order.pk}/edit/"
    assert (answer["version"], answer["lines"]) == (order.version, {"0": 1, "1": 2})
    assert (order.line_count, len(order.unfinished)) == (1, 1), "what is no line yet is kept too"
    rest = entries(customer, {**row, "line_no": "1", "quantity": "4"}, version=answer["version"])
    assert browser.send(answer["url"], **rest).json()["version"] == answer["version"] + 1
    assert [line.ordered for line in builders.lines_of(order)] == [4]


def test_a_lost_answer_makes_no_second_draft(cast, customer):
    browser = Browser(cast.owner)
    data = entries(customer, {"product": products.make_product().code, "quantity": "3"}, nonce="once")
    first, second = (browser.send("/orders/new/", **data).json() for _again in range(2))
    assert (second["url"], second["version"]) == (first["url"], first["version"])
    assert Order.objects.count() == 1


def test_somebody_elses_version_is_told_and_not_written_over(cast, customer):
    order = builders.make_draft(cast.owner, customer=customer)
    response = Browser(cast.owner).send(
        f"/orders/draft-{order.pk}/edit/", **entries(customer, version=order.version + 1, notes="mine")
    )
    assert response.status_code == 409
    assert b"mine" in response.content
    assert builders.fresh(order).notes == ""


def test_what_cannot_be_saved_is_refused_quietly(cast, customer):
    data = entries(customer, requested_date="some day")
    assert Browser(cast.owner).send("/orders/new/", **data).status_code == 422
    assert not Order.objects.exists()


def test_a_customer_brings_what_his_last_order_had_and_no_master_data_say(cast, customer):
    browser = Browser(cast.owner)
    url = f"/orders/entry/customer/?customer={customer.pk}"
    assert browser.get(url).json()["values"]["transport_mode"] == ""
    builders.make_effective(cast.owner, customer=customer, transport_mode="AIR", payment_method="CHEQUE")
    builders.make_draft(cast.owner, customer=customer, transport_mode="SEA")
    values = browser.get(url).json()["values"]
    assert (values["transport_mode"], values["payment_method"]) == ("AIR", "CHEQUE"), "of what took effect"
    assert builders.make_draft(cast.owner, customer=customer).transport_mode == "AIR"


@pytest.mark.django_db(transaction=True)
def test_what_saved_itself_is_one_entry_of_the_history_with_before_and_after(cast, customer):
    browser, product = Browser(cast.owner), products.make_product()
    row = {"product": product.code, "quantity": "3"}
    answer = browser.send("/orders/new/", **entries(customer, row)).json()
    order = Order.objects.get()
    for quantity, more in (("4", {}), ("5", {"notes": "by rail"}), ("6", {"notes": "by road"})):
        cells = {**row, "line_no": "1", "quantity": quantity}
        rest = entries(customer, cells, version=answer["version"], **more)
        answer = browser.send(answer["url"], **rest).json()
    kinds = [(entry.kind, entry.data.get("fields")) for entry in orders.timeline(order)]
    assert kinds == [("order.changed", ["lines", "notes"]), ("order.created", None)]
    assert Event.objects.filter(kind="order.changed").count() == 3  # the log itself keeps each
    boss = make_user(roles=["administrator", "executive"])
    newest = trail.history(actor=boss, subject_type="orders.order", subject_id=order.pk)[1].transactions[0]
    assert newest.count == 3
    columns = {str(one.name): (one.old, one.new) for change in newest.changes for one in change.columns}
    assert [float(value) for value in columns["Ordered"]] == [3, 6] and columns["Notes"] == ("", "by road")
    rest = entries(customer, {**row, "line_no": "1", "quantity": "7"}, version=answer["version"], notes="by road")
    browser.send(answer["url"], **{**rest, "then": ""})
    assert len(orders.timeline(order)) == 3  # what a person saves stands for itself
