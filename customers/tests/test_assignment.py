"""Who is in charge of a customer, from which day on."""

from datetime import timedelta

import pytest

from accounts.people import queries as people
from accounts.tests.builders import AT, make_cast, make_user
from common import dates, errors
from customers import operations, territory
from customers.tests.builders import make_customer

pytestmark = pytest.mark.django_db

TODAY = dates.business_day(AT)


def assign(actor, customer, owner, *, day=None, text="华中地区-浙江1", at=AT):
    return operations.assign_customer(
        actor=actor,
        customer_id=customer.pk,
        territory=text,
        department_id=owner.department_id,
        owner_id=owner.pk,
        valid_from=day,
        at=at,
    )


def test_an_assignment_for_today_takes_effect_at_once():
    cast = make_cast()
    customer = make_customer(owner=cast.owner)
    manager = make_user("sales_manager", department=cast.department)
    assign(manager, customer, cast.mate)
    customer.refresh_from_db()
    assert (customer.owner, customer.region, customer.province) == (cast.mate, "华中地区", "浙江1")


def test_an_assignment_for_a_day_to_come_takes_effect_by_itself():
    cast, system = make_cast(), people.system_user()
    customer = make_customer(owner=cast.owner)
    assign(system, customer, cast.stranger, day=TODAY + timedelta(days=3))
    customer.refresh_from_db()
    assert customer.owner == cast.owner
    assert operations.apply_due_assignments(actor=system, at=AT + timedelta(days=2)) == 0
    assert operations.apply_due_assignments(actor=system, at=AT + timedelta(days=5)) == 1
    customer.refresh_from_db()
    assert (customer.owner, customer.department) == (cast.stranger, cast.stranger.department)
    assert operations.apply_due_assignments(actor=system, at=AT + timedelta(days=6)) == 0


def test_a_second_assignment_of_the_same_day_replaces_the_first():
    cast, system = make_cast(), people.system_user()
    customer = make_customer(owner=cast.owner)
    day = TODAY + timedelta(days=3)
    assign(system, customer, cast.mate, day=day)
    assign(system, customer, cast.stranger, day=day)
    assert [row.owner for row in customer.assignments.filter(valid_from=day)] == [cast.stranger]


def test_days_before_today_are_history():
    cast = make_cast()
    customer = make_customer(owner=cast.owner)
    with pytest.raises(errors.Invalid) as refusal:
        assign(people.system_user(), customer, cast.mate, day=TODAY - timedelta(days=400))
    assert "valid_from" in refusal.value.fields


def test_a_rep_cannot_give_his_customer_away():
    cast = make_cast()
    customer = make_customer(owner=cast.owner)
    with pytest.raises(errors.NotAllowed):
        assign(cast.owner, customer, cast.mate)


@pytest.mark.parametrize(
    ("written", "region", "province"),
    [
        ("华中地区-浙江1", "华中地区", "浙江1"),
        ("华中地区－浙江1", "华中地区", "浙江1"),
        ("华中地区—浙江-2", "华中地区", "浙江-2"),
        (" 国际部 ", "国际部", ""),
        ("", "", ""),
    ],
)
def test_the_territory_is_split_at_the_first_hyphen_of_any_width(written, region, province):
    assert territory.split(written) == (region, province)


def test_handing_over_moves_customers_and_assignments_to_come():
    from accounts.handover import operations as handover

    cast = make_cast()
    customer, other = make_customer(owner=cast.owner), make_customer(owner=cast.stranger)
    later = TODAY + timedelta(days=9)
    assign(people.system_user(), other, cast.owner, day=later)
    at = AT + timedelta(days=1)
    moved = handover.hand_over(
        actor=people.system_user(), from_user_id=cast.owner.pk, to_user_id=cast.mate.pk, only=["customers"], at=at
    )
    assert moved == {"customers": 1}
    customer.refresh_from_db()
    assert (customer.owner, customer.version) == (cast.mate, 2)
    assert customer.assignments.first().owner == cast.mate
    assert other.assignments.get(valid_from=later).owner == cast.mate
    operations.apply_due_assignments(actor=people.system_user(), at=at)
    customer.refresh_from_db()
    assert customer.owner == cast.mate
