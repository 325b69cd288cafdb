"""Somebody answers for an order in every stage, and everybody sees who (R144, R291)."""

import itertools

import pytest
from rest_framework.test import APIClient

from accounts.collaboration.models import Notification
from accounts.handover.duties import handover
from accounts.people import operations as people
from accounts.people.models import Department
from accounts.people.queries import seed_stamp, system_user
from accounts.tests.builders import make_department, make_user
from common import errors, stamps
from common.models import Stamp
from common.operation import in_operation
from orders.order import queries as orders
from orders.tests.builders import make_effective, make_order_cast
from orders.tests.page_builders import Browser, statements
from tasks.duties import answering, operations, queries
from tasks.duties.models import StageDuty
from tasks.task import policies
from tasks.tests.builders import AT, make_shop

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


@pytest.fixture
def keeper():
    return make_user("decomposition_admin")


def save(actor, **given):
    more = {name: given.pop(name) for name in ("duty_id", "version") if name in given}
    return operations.save_duty(actor=actor, changes=given, at=AT, **more)


def shipped(stage):
    return StageDuty.objects.get(stage=stage, area=None)


def answer(order):
    return answering.responsible_for(order, list(order.lines.all()))


def test_every_stage_has_a_duty_from_the_start():
    assert set(StageDuty.objects.values_list("stage", flat=True)) == {
        "PLACING",
        "PREPARING",
        "LOGISTICS",
        "DELIVERY",
        "COMPLETE",
    }


def test_the_head_of_the_department_answers_where_nobody_is_named():
    shop, order = make_shop(), make_effective()
    found = answer(order)
    assert (found.stage, found.department_code, found.username) == (
        "PREPARING",
        shop.production.code,
        shop.foreman.username,
    )
    assert found.duty and found.since is not None


def test_who_is_named_answers_and_hears_of_it(keeper):
    shop, order = make_shop(), make_effective()
    duty = shipped("PREPARING")
    save(keeper, duty_id=duty.pk, version=duty.version, person_id=shop.mate.pk)
    assert answer(order).username == shop.mate.username
    assert Notification.objects.filter(user=shop.mate, kind="duty.named").count() == 1


def test_the_duty_of_the_nearest_area_counts(keeper):
    shop, order = make_shop(), make_effective()
    save(
        keeper,
        stage="PREPARING",
        department_kind="PURCHASING",
        area_id=order.department_id,
        person_id=None,
        duty="",
        is_active=True,
    )
    assert answer(order).department_code == shop.purchasing.code


def test_one_who_left_is_replaced_by_his_substitute(keeper):
    shop, order = make_shop(), make_effective()
    duty = shipped("PREPARING")
    save(keeper, duty_id=duty.pk, version=duty.version, person_id=shop.mate.pk)
    type(shop.mate).objects.filter(pk=shop.mate.pk).update(is_active=False, substitute=shop.worker)
    assert answer(order).username == shop.worker.username


def test_nobody_answers_for_an_order_that_has_ended():
    order = make_effective()
    order.status = "CLOSED"
    assert answer(order) is None


def test_a_stage_has_one_duty_an_area(keeper):
    with pytest.raises(errors.Invalid):
        save(keeper, stage="PLACING", department_kind="FINANCE", duty="", is_active=True)


def test_who_may_not_say_it_says_nothing():
    duty = shipped("PLACING")
    with pytest.raises(errors.NotAllowed):
        save(make_user("sales"), duty_id=duty.pk, version=duty.version, is_active=False)


def test_somebody_who_left_is_not_named(keeper):
    duty, gone = shipped("PLACING"), make_user("sales")
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(errors.Invalid):
        save(keeper, duty_id=duty.pk, version=duty.version, person_id=gone.pk)


def test_the_administrator_of_a_stage_sees_and_takes_apart_orders_in_it_whatever_his_scopes(keeper):
    stranger, order = make_order_cast().stranger, make_effective()
    with pytest.raises(errors.NotFound):
        orders.get_order(actor=stranger, reference=order.number)
    duty = shipped(order.stage)
    save(keeper, duty_id=duty.pk, version=duty.version, person_id=stranger.pk)
    assert orders.get_order(actor=stranger, reference=order.number).pk == order.pk
    assert policies.can_for_order(stranger, policies.DECOMPOSE, order)
    other = shipped("DELIVERY")
    assert queries.holds(stranger, order) and other.person_id is None


def test_the_orders_page_and_the_api_say_who_answers():
    shop, order = make_shop(), make_effective()
    desk = make_user("order_desk")
    page = Browser(desk).get(f"/orders/{order.number}/").text
    assert "Responsible now" in page and shop.foreman.name in page
    api = APIClient()
    api.force_authenticate(desk)
    said = api.get(f"/api/v1/orders/{order.number}/").json()["responsible"]
    assert (said["department"], said["person"]) == (shop.production.code, shop.foreman.username)


def test_to_say_it_takes_no_statement_once_a_process_has_read_who_answers(keeper):
    make_shop()
    order, rep = make_effective(), make_user("sales")
    lines = list(order.lines.all())
    answer(order)
    api = APIClient()
    api.force_authenticate(keeper)
    for person in (keeper, rep):
        assert person.can("order.view") is not None  # each request reads the marks with the rights of who asks
        assert statements(lambda: answering.responsible_for(order, lines)) == 0
    assert not queries.holds(rep, order) and statements(lambda: queries.sees_order(rep, order.pk)) == 0


def changes_of(shop, giver):
    """What may change who answers for an order that is prepared, and who answers then."""
    machine, place = system_user(), shop.production
    taker = make_user("production", department=place)
    return [
        (lambda: people.update_user(actor=machine, user_id=giver.pk, changes={"name": "Somebody Else"}, at=AT), giver),
        (lambda: handover["departments"].move(machine, giver, taker, AT), taker),
        (lambda: people.update_department(actor=machine, department_id=place.pk, changes=_led_by(giver), at=AT), giver),
        (lambda: people.deactivate_user(actor=machine, user_id=giver.pk, substitute_id=taker.pk, at=AT), taker),
        (lambda: handover["substitutions"].move(machine, taker, shop.mate, AT), shop.mate),
        (lambda: people.reactivate_user(actor=machine, user_id=giver.pk, at=AT), giver),
    ]


def _led_by(person):
    return {"head_id": person.pk}


def test_every_change_of_people_is_seen_at_once():
    shop, order = make_shop(), make_effective()
    assert answer(order).username == shop.foreman.username
    for n, (change, expected) in enumerate(changes_of(shop, shop.foreman)):
        in_operation(system_user().pk, change)
        expected.refresh_from_db()
        found = answer(order)
        assert (found.username, found.person) == (expected.username, expected.name), n


def test_a_department_that_is_renamed_moved_or_closed_is_seen_at_once(keeper):
    shop, order = make_shop(), make_effective()
    machine, key = system_user(), shop.production.pk
    people.update_department(actor=machine, department_id=key, changes={"name": "Works", "code": "WORKS"}, at=AT)
    assert (answer(order).department, answer(order).department_code) == ("Works", "WORKS")
    nearer = make_department(kind="PRODUCTION", parent=Department.objects.get(pk=order.department_id))
    assert answer(order).department_code == nearer.code
    people.move_department(actor=machine, department_id=nearer.pk, parent_id=shop.purchasing.pk, at=AT)
    assert answer(order).department_code == "WORKS"
    duty = shipped("PREPARING")
    save(keeper, duty_id=duty.pk, version=duty.version, person_id=shop.mate.pk)
    giver, taker = shop.mate, shop.worker
    handover["stages"].move(machine, giver, taker, AT)
    assert answer(order).username == taker.username


def test_a_database_that_left_no_mark_yet_is_read_each_time():
    make_shop()
    order = make_effective()
    lines = list(order.lines.all())
    Stamp.objects.all().delete()
    stamps.forget()
    assert statements(lambda: answering.responsible_for(order, lines)) == 3  # the marks, duties, departments
    assert statements(lambda: answering.responsible_for(order, lines)) == 2
    seed_stamp(AT)
    answering.responsible_for(order, lines)
    assert statements(lambda: answering.responsible_for(order, lines)) == 0
    mark = stamps.latest("people")
    seed_stamp(AT)
    assert stamps.latest("people") == mark


def test_a_duty_is_added_and_changed_on_its_page(keeper):
    area, browser = make_department(kind="SALES"), Browser(keeper)
    assert "Placing" in browser.get("/tasks/duties/").text
    given = {"stage": "PLACING", "department_kind": "ORDER_DESK", "area": area.pk, "duty": "Help", "is_active": "on"}
    assert browser.get("/tasks/duties/new/").status_code == 200
    assert browser.post("/tasks/duties/new/", **given).status_code == 303
    row = StageDuty.objects.get(area=area)
    url = f"/tasks/duties/{row.pk}/"
    assert "Help" in browser.get(url).text
    assert browser.post(url, version=row.version, **(given | {"department_kind": "SALES"})).status_code == 303
    assert browser.post(url, version=row.version, **(given | {"duty": "Late"})).status_code == 409
    assert Browser(make_user("production")).get(url).status_code == 403


def test_the_words_that_were_shipped_stay_in_every_language(keeper):
    row = shipped("PLACING")
    entries = {"stage": "PLACING", "department_kind": "SALES", "area": "", "person": "", "is_active": "on"}
    Browser(keeper).post(f"/tasks/duties/{row.pk}/", version=row.version, duty=row.words, **entries)
    assert shipped("PLACING").duty == row.duty


def test_the_api_keeps_duties(keeper):
    api = APIClient()
    api.force_authenticate(keeper)
    area, person = make_department(kind="SALES"), make_user("sales")
    body = {"stage": "PLACING", "department_kind": "SALES", "area": area.code, "person": person.username}
    made = api.post("/api/v1/stage-duties/", body, format="json", headers={"Idempotency-Key": f"d{next(_keys)}"})
    assert made.status_code == 201 and made.json()["person"] == person.username, made.json()
    where = f"/api/v1/stage-duties/{made.json()['id']}/"
    changed = api.patch(where, {"person": None}, format="json", headers={"If-Match": '"1"'})
    assert changed.json()["person"] is None and changed.json()["version"] == 2
    assert len(api.get("/api/v1/stage-duties/").json()) == 6
    assert api.patch(where, {"area": "NOPE"}, format="json", headers={"If-Match": '"2"'}).status_code == 400


def test_duties_are_handed_over_with_the_rest(keeper):
    giver, taker = make_user("production"), make_user("production")
    duty = shipped("PREPARING")
    save(keeper, duty_id=duty.pk, version=duty.version, person_id=giver.pk)
    entry = handover["stages"]
    assert entry.count(giver) == 1 and entry.move(keeper, giver, taker, AT) == 1
    assert shipped("PREPARING").person == taker
