"""Orders under way are checked by a cadence; what is found leads to actions, what is missed is heard above (R141, R142,
R191, R192)."""

from datetime import date, timedelta

import pytest

from accounts.collaboration.models import Notification
from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders.tests.builders import AT, TODAY, fresh, make_effective, make_order_cast
from tasks.checks import cadence, making, operations
from tasks.checks.asking import ActionDraft
from tasks.checks.models import CheckCadence, ProgressCheck
from tasks.tests.builders import make_shop, make_task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def desk():
    return make_user("order_desk")


@pytest.fixture
def order(cast):
    return make_effective(cast.owner)


def make_urgent(order):
    Order.objects.filter(pk=order.pk).update(is_urgent=True)
    return fresh(order)


def waiting(order):
    return ProgressCheck.objects.get(order=order, state="DUE")


def record(actor, order, at=AT, **given):
    return operations.record_check(actor=actor, order_id=order.pk, at=at, **given)


def action(owner, words="Ask the other supplier", day=TODAY + 2 * DAY):
    return ActionDraft(words, owner.pk, day)


def told(person):
    rows = Notification.objects.filter(user=person, kind__startswith="check.")
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_urgent_orders_are_checked_daily_complex_ones_every_second_day_others_weekly(order):
    shop = make_shop()
    assert cadence.cadence_for(order, TODAY).every_days == 5
    for number in range(12):
        make_task(order, shop=shop, title=f"Task {number}")
    assert cadence.cadence_for(order, TODAY).every_days == 2
    assert cadence.cadence_for(make_urgent(order), TODAY).every_days == 1


def test_a_row_out_of_use_counts_no_more(order):
    CheckCadence.objects.update(is_active=False)
    assert cadence.cadence_for(order, TODAY) is None
    assert making.run(at=AT)["made"] == 0


def test_the_job_makes_the_check_that_an_order_lacks_once(order):
    assert making.run(at=AT)["made"] == 1
    assert making.run(at=AT)["made"] == 0
    check = waiting(order)
    assert (check.due_date, check.owner_id) == (date(2026, 11, 27), order.executing_owner_id or order.salesperson_id)


def test_the_next_check_is_made_by_days_of_work(desk, order):
    friday = AT
    assert friday.date().weekday() == 4
    record(desk, make_urgent(order), words="On the way")
    assert waiting(order).due_date == date(2026, 11, 23)


def test_a_check_that_waits_is_made_and_keeps_how_the_order_stood(desk, order):
    shop = make_shop()
    making.run(at=AT)
    check = waiting(order)
    make_task(order, shop=shop)
    made = record(desk, order, version=check.version)
    assert (made.pk, made.state, made.checked_by, made.progress) == (check.pk, "FINE", desk, 0)
    assert made.facts["tasks"] == 1 and made.facts["planned_end"] == "2026-11-30"
    assert waiting(order).pk != check.pk


def test_a_problem_has_words_and_an_action_with_owner_and_day(desk, order):
    worker = make_user("production")
    for wrong in (
        {"problem": "MATERIAL"},
        {"problem": "MATERIAL", "words": "No sensors"},
        {"problem": "MATERIAL", "words": "No sensors", "actions": [action(worker, day=TODAY - DAY)]},
        {"problem": "MATERIAL", "words": "No sensors", "actions": [action(worker, words=" ")]},
        {"actions": [action(worker)]},
        {"problem": "NONSENSE", "words": "x", "actions": [action(worker)]},
        {"progress": 101},
    ):
        with pytest.raises(errors.Invalid):
            record(desk, order, **wrong)
    made = record(desk, order, problem="MATERIAL", words="No sensors", actions=[action(worker)], progress=40)
    assert (made.state, made.progress, made.actions.get().owner) == ("PROBLEM", 40, worker)
    assert "check.problem" in told(order.salesperson)


def test_who_may_not_check_is_refused_and_a_stranger_finds_nothing(cast, order):
    with pytest.raises(errors.NotFound):
        record(cast.stranger, order)
    with pytest.raises(errors.NotAllowed):
        record(make_user("warehouse"), order)


def test_who_is_named_for_a_check_makes_it_whatever_his_rights(desk, cast, order):
    making.run(at=AT)
    check = waiting(order)
    with pytest.raises(errors.Invalid):
        operations.move_check(
            actor=desk, check_id=check.pk, due_date=TODAY - DAY, owner_id=cast.stranger.pk, reason="x", at=AT
        )
    operations.move_check(
        actor=desk, check_id=check.pk, due_date=TODAY + DAY, owner_id=cast.stranger.pk, reason="He is there", at=AT
    )
    assert told(cast.stranger) == ["check.given"]
    assert record(cast.stranger, order).checked_by == cast.stranger


def test_only_orders_in_force_are_checked(desk, order):
    Order.objects.filter(pk=order.pk).update(status="CLOSED")
    with pytest.raises(errors.WrongState):
        record(desk, order)


def test_a_page_that_is_out_of_date_records_nothing(desk, order):
    making.run(at=AT)
    check = waiting(order)
    record(desk, order, version=check.version)
    with pytest.raises(errors.Stale):
        record(desk, order, version=check.version + 7)


def test_a_missed_check_is_told_to_its_owner_and_his_head_and_the_next_is_made(cast, order):
    making.run(at=AT)
    check = waiting(order)
    later = AT + timedelta(days=10)  # Monday, the check was due on the Friday before
    assert making.run(at=later) == {"missed": 1, "told": 2, "made": 0}
    check.refresh_from_db()
    assert (check.state, check.missed_at) == ("MISSED", later)
    assert waiting(order).due_date == date(2026, 12, 4)
    assert told(check.owner) == ["check.missed"]
    assert told(people.heads_above(check.owner.department_id)[0]) == ["check.escalated"]
    assert making.run(at=later)["missed"] == 0


def test_the_owner_of_many_missed_checks_gets_one_line(cast):
    for _number in range(3):
        make_effective(cast.owner)
    making.run(at=AT)
    assert making.run(at=AT + timedelta(days=10))["missed"] == 3
    assert told(cast.owner).count("check.missed") == 1


def test_no_check_waits_for_an_order_that_is_void(cast, order):
    making.run(at=AT)
    lifecycle.void_order(actor=cast.head, order_id=order.pk, reason="Twice", at=AT)
    assert not ProgressCheck.objects.filter(state="DUE").exists()
    assert making.run(at=AT + timedelta(days=20)) == {"missed": 0, "told": 0, "made": 0}


def test_a_check_of_somebody_who_left_goes_to_his_substitute(cast):
    order = make_effective(cast.owner)
    substitute = make_user("sales")
    type(cast.owner).objects.filter(pk=order.salesperson_id).update(is_active=False, substitute=substitute)
    Order.objects.filter(pk=order.pk).update(executing_owner=None)
    assert making.owner_for(fresh(order)) == substitute


def test_the_cadence_is_kept_by_who_may(desk):
    row = CheckCadence.objects.get(for_urgent=True)
    admin = make_user("decomposition_admin")
    saved = operations.save_cadence(
        actor=admin, cadence_id=row.pk, changes={"every_days": 2}, version=row.version, at=AT
    )
    assert (saved.every_days, saved.version) == (2, row.version + 1)
    with pytest.raises(errors.Invalid):
        operations.save_cadence(actor=admin, cadence_id=row.pk, changes={"every_days": 0}, at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.save_cadence(actor=desk, cadence_id=row.pk, changes={"every_days": 2}, at=AT)


def test_an_order_that_cannot_be_judged_holds_up_no_other(cast, monkeypatch):
    bad, good = make_urgent(make_effective(cast.owner)), make_urgent(make_effective(cast.owner))
    found = cadence.cadence_for

    def fails(order, today):
        if order.pk == bad.pk:
            raise errors.Conflict()
        return found(order, today)

    monkeypatch.setattr(cadence, "cadence_for", fails)
    assert making.run(at=AT)["made"] == 1
    assert waiting(good) and not bad.progress_checks.exists()
