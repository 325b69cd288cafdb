"""A line that lacks goods: dated options, what each costs others, one is chosen and done (R119, R120, R159)."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import clock, dates, errors
from orders.promise import queries
from orders.promise.allocation import operations as allocation
from orders.promise.remedies import operations, options
from orders.tests.builders import (
    AT,
    TODAY,
    fresh,
    line,
    lines_of,
    make_draft,
    make_effective,
    make_order_cast,
    make_submitted,
)
from orders.tests.flow_builders import broken_invariants, make_outbound
from orders.tests.page_builders import Browser
from products.catalogue import operations as catalogue
from products.stock.supply import operations as supply
from products.tests.builders import make_product, make_supplier

pytestmark = pytest.mark.django_db
LATER = date(2026, 12, 3)  # three days of work after the receipt


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def product():
    """Four pieces there, twenty on the 30th."""
    found = make_product(stock=4, lead_time_days=60)
    entry = supply.Planned(found.pk, D(20), date(2026, 11, 30))
    supply.plan_receipts(actor=system_user(), entries=[entry], at=AT)
    return found


def situation(cast, order):
    return options.situation(cast.desk, fresh(order), 1, TODAY)


def choose(cast, order, key, token=None, actor=None):
    found = situation(cast, order).option(key)
    return operations.choose(
        actor=actor or cast.desk,
        order_id=order.pk,
        line_no=1,
        option=key,
        token=found.token if token is None else token,
        at=AT,
    )


def draft(cast, product, quantity=10):
    return make_draft(cast.owner, lines=[line(product, quantity)], requested_date=TODAY)


def test_a_draft_is_asked_for_later_or_in_dated_parts(cast, product):
    order = draft(cast, product)
    found = situation(cast, order)
    assert (found.short, [one.kind for one in found.options]) == (10, ["LATER", "SPLIT"])
    assert found.option("SPLIT").parts == [(date(2026, 11, 25), D(4)), (LATER, D(6))]
    assert [one.kind for one in found.options[0].reasons] == ["FREE", "SUPPLY", "TRANSIT", "APPROVAL"]
    choose(cast, order, "SPLIT")
    (one,) = lines_of(order)
    assert one.schedule == [
        {"quantity": "4", "requested_date": "2026-11-25"},
        {"quantity": "6", "requested_date": "2026-12-03"},
    ]
    choose(cast, order, "LATER")
    (one,) = lines_of(order)
    assert (one.schedule, one.requested_date) == ([], LATER)


def test_a_draft_takes_a_substitute_in_its_place_with_its_own_price(cast, product):
    other = make_product(stock=50, list_price=D(70))
    catalogue.save_substitute(actor=system_user(), product_id=product.pk, substitute_id=other.pk, ratio=D(2), at=AT)
    order = make_draft(
        cast.owner, lines=[line(product, 10, notes="Bay 3"), line(make_product(stock=5), 2)], requested_date=TODAY
    )
    key = f"SUBSTITUTE:{other.code}"
    assert situation(cast, order).option(key).arrival == date(2026, 11, 25)
    choose(cast, order, key)
    first, second = lines_of(order)
    assert (first.product_id, first.ordered, first.price, first.notes) == (other.pk, 20, 70, "Bay 3")
    assert second.ordered == 2
    effective = make_effective(cast.owner, lines=[line(product, 10)], requested_date=TODAY)
    assert "change request" in str(situation(cast, effective).option(key).why_not)
    with pytest.raises(errors.Conflict):
        choose(cast, effective, key)


def test_an_effective_line_is_promised_in_parts_and_what_was_approved_stays(cast, product):
    order = make_effective(cast.owner, lines=[line(product, 10)], requested_date=TODAY)
    before = fresh(order)
    choose(cast, order, "SPLIT")
    (one,) = lines_of(order)
    assert (one.schedule, one.promised_date, one.reserved) == ([], LATER, 4)
    entry = queries.promises_of(order.pk)[-1]
    assert entry.parts_by_day == [(date(2026, 11, 25), D(4)), (LATER, D(6))]
    assert fresh(order).content_hash == before.content_hash
    assert fresh(order).version == before.version + 1


def test_goods_of_others_are_shown_with_what_they_cost_and_masked(cast, product):
    patient = make_effective(cast.owner, lines=[line(product, 4)], requested_date=TODAY + timedelta(3))
    allocation.set_rule(actor=cast.desk, order_id=patient.pk, line_no=1, rule="LOSE", at=AT)
    urgent = make_effective(cast.mate, lines=[line(product, 4)], requested_date=TODAY, is_urgent=True)
    found = situation(cast, urgent).option("OTHERS")
    assert (found.arrival, found.costs.broken) == (date(2026, 11, 25), 1)
    seen = options.situation(cast.mate, fresh(urgent), 1, TODAY).option("OTHERS")
    assert {row.change.line.order_id: row.line is None for row in seen.costs.rows} == {
        patient.pk: True,
        urgent.pk: False,
    }
    assert seen.why_not, "a salesperson takes nothing from others"
    choose(cast, urgent, "OTHERS")
    assert [lines_of(order)[0].reserved for order in (patient, urgent)] == [0, 4]
    assert lines_of(patient)[0].promised_date == LATER
    assert broken_invariants() == {}


def test_the_supplier_sends_it_and_what_was_held_goes_back(cast):
    product = make_product(stock=4, supplier=make_supplier(lead_time_days=9))
    order = make_effective(cast.owner, lines=[line(product, 10)], requested_date=TODAY)
    choose(cast, order, "DIRECT")
    (one,) = lines_of(order)
    assert (one.supply_mode, one.reserved) == ("DIRECT", 0)
    operations.set_supply(actor=cast.desk, order_id=order.pk, line_no=1, mode="STOCK", at=AT)
    assert lines_of(order)[0].reserved == 4
    make_outbound(order, 2)
    with pytest.raises(errors.WrongState):
        operations.set_supply(actor=cast.desk, order_id=order.pk, line_no=1, mode="DIRECT", at=AT)


def test_what_is_no_longer_as_it_was_shown_is_not_done(cast, product):
    order = draft(cast, product)
    token = situation(cast, order).option("LATER").token
    make_effective(cast.owner, lines=[line(product, 24)], requested_date=TODAY)
    with pytest.raises(errors.Stale):
        choose(cast, order, "LATER", token)
    with pytest.raises(errors.NotAllowed):
        choose(cast, order, "LATER", actor=make_user("warehouse"))
    waiting = make_submitted(cast.owner, lines=[line(product, 10)])
    assert all(one.why_not for one in situation(cast, waiting).options)


def test_the_dialog_and_the_book_of_promises(cast, product):
    order = make_effective(cast.owner, lines=[line(product, 10)], requested_date=TODAY)
    desk, url = Browser(cast.desk), f"/orders/{order.reference}/lines/1/"
    page = desk.get(f"{url}remedies/").text
    today = dates.business_day(clock.now())
    token = options.situation(cast.desk, fresh(order), 1, today).option("SPLIT").token
    assert token in page
    assert "4 are reserved from stock" in page
    assert desk.post(f"{url}remedies/", version=order.version).status_code == 422
    sent = {"version": fresh(order).version, "option": "SPLIT", "token-SPLIT": token}
    assert desk.post(f"{url}remedies/", **sent).status_code == 303
    assert "6 come with planned receipts until 2026-11-30" in desk.get(url).text
    assert "The customer was told" in desk.get(f"/orders/{order.reference}/").text
    assert desk.post(f"/orders/{order.reference}/told/", version=fresh(order).version).status_code == 303
    assert [entry.is_told for entry in queries.promises_of(order.pk)] == [False, True]
    assert desk.post(f"{url}supply/", version=fresh(order).version, mode="REPLENISH").status_code == 303
    assert lines_of(order)[0].supply_mode == "REPLENISH"


def test_the_api_shows_chooses_and_tells(cast, product):
    order = make_effective(cast.owner, lines=[line(product, 10)], requested_date=TODAY)
    client = APIClient()
    client.force_authenticate(make_user("api_client"))
    url = f"/api/v1/orders/{order.number}/"
    found = client.get(f"{url}lines/1/supply-options/").json()
    split = next(one for one in found["options"] if one["option"] == "SPLIT")
    assert split["parts"][1] == {"date": "2026-12-03", "quantity": "6"}
    sent = {"option": "SPLIT", "token": split["token"]}
    answer = client.post(f"{url}lines/1/choose-supply-option/", sent, "json", headers={"Idempotency-Key": "a"})
    assert answer.json()["lines"][0]["promised_date"] == "2026-12-03"
    unknown = client.post(f"{url}promises-told/", {"lines": [1, 99]}, "json", headers={"Idempotency-Key": "u"})
    assert (unknown.status_code, list(unknown.json()["fields"])) == (400, ["lines"])
    told = client.post(f"{url}promises-told/", {}, "json", headers={"Idempotency-Key": "b"})
    assert told.status_code == 200
    book = client.get(f"{url}promises/").json()
    assert [(one["is_told"], len(one["parts"])) for one in book] == [(False, 0), (True, 2)]
