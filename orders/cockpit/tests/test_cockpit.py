"""Orders that cannot go on: found by what the rooms keep, told to who may know, with the way out."""

from datetime import timedelta
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import dates
from common.models import Event
from orders.cockpit import queries, silence
from orders.cockpit.models import Rhythm
from orders.cockpit.obstacles import Kind
from orders.doubts import operations as doubts
from orders.exceptions import operations as exceptions
from orders.lifecycle import operations as lifecycle
from orders.order.models import OrderLine
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from orders.tests.page_builders import Browser, statements

pytestmark = pytest.mark.django_db
TODAY = dates.business_day(AT)


def kinds(reader, order, day=TODAY):
    found = [row for row in queries.rows(reader, queries.standing_still(reader, day), day) if row.order.pk == order.pk]
    return {held.kind for row in found for held in row.held}


def test_an_order_that_can_go_on_is_not_listed():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    assert kinds(cast.desk, order) == set()


def test_each_kind_is_found_by_its_cause():
    cast = builders.make_order_cast()
    incomplete = builders.make_draft(cast.owner, lines=[])
    waiting = builders.make_submitted(cast.owner)
    frozen = builders.make_effective(cast.owner)
    lifecycle.freeze_order(actor=cast.desk, order_id=frozen.pk, reason="recall", at=AT)
    assert Kind.INCOMPLETE in kinds(cast.desk, incomplete)
    assert Kind.UNAPPROVED in kinds(cast.desk, waiting)
    assert Kind.BLOCKED in kinds(cast.desk, frozen)
    lifecycle.unfreeze_order(actor=cast.desk, order_id=frozen.pk, at=AT)
    assert Kind.BLOCKED not in kinds(cast.desk, frozen)


def test_open_pieces_that_nothing_is_held_for_are_a_shortage():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    OrderLine.objects.filter(order=order).update(reserved=0, supply_mode="STOCK")
    assert Kind.SHORTAGE in kinds(cast.desk, order)
    line = builders.lines_of(order)[0]
    OrderLine.objects.filter(pk=line.pk).update(reserved=line.ordered)
    assert Kind.SHORTAGE not in kinds(cast.desk, order)


def test_a_promise_that_is_past_or_later_than_asked_for_is_late_supply():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    lines = OrderLine.objects.filter(order=order)
    lines.update(promised_date=TODAY - timedelta(days=1), requested_date=None)
    assert Kind.LATE in kinds(cast.desk, order)
    lines.update(promised_date=TODAY + timedelta(days=9), requested_date=TODAY + timedelta(days=9))
    assert Kind.LATE not in kinds(cast.desk, order)
    lines.update(requested_date=TODAY + timedelta(days=3))
    assert Kind.LATE in kinds(cast.desk, order)


def test_what_gives_amounts_or_credit_away_is_not_told_to_who_may_not_see_them():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    type(order.customer).objects.filter(pk=order.customer_id).update(is_credit_stopped=True)
    assert Kind.CREDIT in kinds(cast.desk, order)
    warehouse = make_user("warehouse")
    assert Kind.CREDIT not in kinds(warehouse, order)
    assert list(queries.standing_still(warehouse, TODAY, Kind.CREDIT)) == []


def test_goods_that_left_long_ago_are_unsigned_and_not_invoiced():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    flow.make_shipped(order)
    later = TODAY + timedelta(days=30)
    assert {Kind.UNSIGNED, Kind.UNINVOICED} <= kinds(cast.desk, order, later)
    assert not {Kind.UNSIGNED, Kind.UNINVOICED} & kinds(cast.desk, order, TODAY)


@pytest.mark.parametrize(
    ("kind", "amount", "is_disputed"), [("DISPUTE", "0", True), ("QUALITY", "1.50", True), ("QUALITY", "0", False)]
)
def test_a_dispute_or_a_disputed_amount_of_any_exception_stands_in_the_way(kind, amount, is_disputed):
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    exceptions.raise_case(
        actor=people.system_user(),
        kind=kind,
        severity="SERIOUS",
        description="数量不符",
        order_id=order.pk,
        disputed_amount=Decimal(amount),
        at=AT,
    )
    assert (Kind.DISPUTED in kinds(cast.desk, order)) == is_disputed


def test_nobody_learns_of_orders_that_he_does_not_see():
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    assert kinds(cast.stranger, order) == set()
    assert queries.count_kinds(cast.stranger, TODAY)[Kind.UNAPPROVED] == 0
    assert queries.count_kinds(cast.desk, TODAY)[Kind.UNAPPROVED] == 1


def test_the_page_costs_the_same_for_one_order_and_for_many():
    cast = builders.make_order_cast()
    builders.make_submitted(cast.owner)
    browser = Browser(cast.desk).warm()
    one = statements(lambda: browser.get("/cockpit/"))
    for _ in range(4):
        builders.make_submitted(cast.owner)
    browser.get("/cockpit/")  # a process reads anew who leads whom, for people came
    assert statements(lambda: browser.get("/cockpit/")) == one


def test_the_api_lists_them_with_their_obstacles():
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    client = APIClient()
    client.force_authenticate(cast.desk)
    (row,) = client.get("/api/v1/cockpit/", {"kind": "UNAPPROVED"}).json()["results"]
    assert row["reference"] == order.reference
    assert "UNAPPROVED" in [one["kind"] for one in row["obstacles"]]
    counts = {one["kind"]: one["orders"] for one in client.get("/api/v1/cockpit/counts/").json()}
    assert counts["UNAPPROVED"] == 1


# --- silence --------------------------------------------------------------------------------------


def test_an_order_is_silent_after_what_is_usual_and_heard_of_again_with_its_next_event():
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    last = Event.objects.filter(subject_type=silence.SUBJECT, subject_id=order.pk).latest("id")
    Rhythm.objects.create(kind=last.kind, usual_hours=2, patience_hours=48, seen=99, learnt_at=AT)
    assert silence.silent(cast.desk, last.at + timedelta(hours=47)) == []
    found = silence.silent(cast.desk, last.at + timedelta(hours=49))
    assert [one.order.pk for one in found] == [order.pk]
    assert silence.silent(cast.stranger, last.at + timedelta(hours=49)) == []


def test_a_kind_that_was_seen_too_rarely_is_measured_by_the_setting():
    cast = builders.make_order_cast()
    builders.make_submitted(cast.owner)
    assert silence.silent(cast.desk, AT + timedelta(days=13)) == []
    assert len(silence.silent(cast.desk, AT + timedelta(days=16))) == 1


def test_what_is_usual_is_learnt_from_the_year_before():
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    rows = [
        Event(at=AT + timedelta(hours=10 * n), kind="order.noted", subject_type=silence.SUBJECT, subject_id=order.pk)
        for n in range(silence.ENOUGH + 1)
    ]
    Event.objects.bulk_create(rows)
    silence.learn_rhythms(actor=people.system_user(), at=AT + timedelta(days=20))
    rhythm = Rhythm.objects.get(kind="order.noted")
    assert (rhythm.usual_hours, rhythm.patience_hours, rhythm.seen) == (10, 10, silence.ENOUGH)


def way(reader, order, kind, day=TODAY):
    """What the list offers this reader against an obstacle of the order."""
    (row,) = queries.rows(reader, queries.standing_still(reader, day, kind), day)
    assert row.order.pk == order.pk
    return next(held.fix for held in row.held if held.kind == kind)


def test_a_way_out_is_offered_to_who_may_go_it():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    flow.make_shipped(order)
    later = TODAY + timedelta(days=30)
    assert way(make_user("finance"), order, Kind.UNINVOICED, later).url.startswith("/invoices/new/?customer=")
    assert way(cast.owner, order, Kind.UNINVOICED, later).url == f"/orders/{order.number}/"


def test_every_kind_is_put_right_from_the_list():
    cast = builders.make_order_cast()
    aside, waiting = builders.make_draft(cast.owner), builders.make_submitted(cast.owner)
    doubts.set_order_aside(actor=cast.owner, order_id=aside.pk, reason="地址", at=AT)
    late = builders.make_effective(cast.owner)
    OrderLine.objects.filter(order=late).update(promised_date=TODAY - timedelta(days=1))
    frozen = builders.make_effective(cast.owner)
    lifecycle.freeze_order(actor=cast.desk, order_id=frozen.pk, reason="recall", at=AT)
    expected = [
        (cast.owner, aside, Kind.DOUBT, "dialog", f"/orders/{aside.reference}/release/"),
        (cast.head, waiting, Kind.UNAPPROVED, "link", f"/orders/{waiting.reference}/"),
        (cast.owner, waiting, Kind.UNAPPROVED, "link", f"/orders/{waiting.reference}/approval/"),
        (cast.desk, late, Kind.LATE, "dialog", f"/orders/{late.reference}/lines/1/remedies/"),
        (cast.head, frozen, Kind.BLOCKED, "post", f"/orders/{frozen.reference}/unfreeze/"),
    ]
    for reader, order, kind, method, url in expected:
        fix = way(reader, order, kind)
        assert (fix.method, fix.url) == (method, url)
        if method != "post":
            assert Browser(reader).get(url).status_code == 200
    browser = Browser(cast.head)
    assert f'action="/orders/{frozen.reference}/unfreeze/"' in browser.get("/cockpit/?kind=BLOCKED").text
    assert (
        browser.post(f"/orders/{frozen.reference}/unfreeze/", version=builders.fresh(frozen).version).status_code == 303
    )
    assert kinds(cast.head, frozen) == set()
