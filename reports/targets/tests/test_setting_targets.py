"""Targets: who sets whose, what cannot be one, two who set the same, and what others are told of them."""

from datetime import date
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_department, make_user
from common import errors
from common.models import Event
from orders.tests.builders import AT, make_order_cast
from orders.tests.racing import race, refusals
from products.tests.builders import make_product
from reports.targets import operations, queries
from reports.targets.models import Target
from reports.targets.operations import Entry, Seen
from reports.targets.subjects import Kind, Whose

pytestmark = pytest.mark.django_db
YEAR = 2026
MONTHS = [date(YEAR, month, 1) for month in range(1, 13)]


def put(actor=None, value=1200, whose=None, month=0, measure="amount", **more):
    entry = Entry(whose or Whose(), month, None if value is None else D(value), where="rows.0", **more)
    return operations.set_targets(
        actor=actor or people.system_user(), year=YEAR, measure=measure, entries=[entry], at=AT
    )


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def head(cast):
    """The head of the owner's department, who plans for it and those below."""
    return make_user("department_head", department=cast.owner.department)


def test_a_target_is_set_changed_taken_away_and_told(cast):
    boss = make_user("sales_manager")
    assert put(boss).added == 1
    assert queries.course(boss, "amount", MONTHS) == [D(100)] * 12
    assert put(boss, 1200).all == 0  # as it was
    assert put(boss, 2400, seen=Seen(Target.objects.get().pk, 1)).changed == 1
    row = Target.objects.get()
    assert (row.version, row.value, row.set_by) == (2, 2400, boss)
    assert queries.reached_by(boss, "amount", date(YEAR, 1, 1), date(YEAR, 1, 31)) == 200
    assert put(boss, None).removed == 1
    assert queries.course(boss, "amount", MONTHS) == [None] * 12
    told = Event.objects.filter(kind="target.set").order_by("pk").last()
    assert told.data["changes"] == [{"whose": "company:0", "month": 0, "from": "2400.0000", "to": None}]


def test_targets_of_each_kind_stand_beside_each_other(cast):
    whose = {
        "department": cast.owner.department_id,
        "person": cast.owner.pk,
        "region": "华东",
        "product": make_product().pk,
    }
    for n, (kind, key) in enumerate(whose.items(), start=1):
        put(value=1200 * n, whose=Whose(Kind(kind), key))
    for n, (kind, key) in enumerate(whose.items(), start=1):
        assert queries.course(people.system_user(), "amount", MONTHS[:1], **{kind: key}) == [D(100 * n)]
    assert queries.course(people.system_user(), "amount", MONTHS[:1]) == [None]
    with pytest.raises(ValueError, match="one department"):
        queries.course(people.system_user(), "amount", MONTHS, person=1, product=2)


@pytest.mark.parametrize("value", ["0", "-5", "NaN", "Infinity", "1e15", "1.00001"])
def test_what_is_no_target_is_refused_at_its_place(value):
    with pytest.raises(errors.Invalid) as refused:
        put(value=value)
    assert list(refused.value.fields) == ["rows.0.value"]


def test_a_share_is_no_count():
    with pytest.raises(errors.Invalid):
        put(value=95, measure="on_time")
    assert put(value="0.95", measure="on_time").added == 1


def test_wrong_months_measures_and_doubles_are_refused():
    with pytest.raises(errors.Invalid):
        put(month=13)
    with pytest.raises(errors.Invalid):
        put(measure="nonsense")
    twice = [Entry(Whose(), 1, D(1), where="a"), Entry(Whose(), 1, D(2), where="b")]
    with pytest.raises(errors.Invalid):
        operations.set_targets(actor=people.system_user(), year=YEAR, measure="amount", entries=twice, at=AT)
    with pytest.raises(errors.Invalid):
        operations.set_targets(actor=people.system_user(), year=1, measure="amount", entries=[], at=AT)


def test_a_head_plans_for_his_own_departments_and_people_only(cast, head):
    below = make_department(parent=head.department)
    other = make_department()
    stranger = make_user("sales", department=other)
    assert put(head, whose=Whose(Kind.DEPARTMENT, head.department_id)).added == 1
    assert put(head, whose=Whose(Kind.DEPARTMENT, below.pk)).added == 1
    assert put(head, whose=Whose(Kind.PERSON, cast.owner.pk)).added == 1
    for whose in (Whose(), Whose(Kind.REGION, "North"), Whose(Kind.PRODUCT, make_product().pk)):
        with pytest.raises(errors.NotAllowed):
            put(head, whose=whose)
    for whose in (
        Whose(Kind.DEPARTMENT, other.pk),
        Whose(Kind.PERSON, stranger.pk),
        Whose(Kind.PERSON, people.system_user().pk),
        Whose(Kind.CATEGORY, 10**9),
    ):
        with pytest.raises(errors.NotFound):
            put(head, whose=whose)
    with pytest.raises(errors.NotAllowed):
        put(cast.owner, whose=Whose(Kind.PERSON, cast.owner.pk))


def test_all_or_none(cast, head):
    entries = [Entry(Whose(Kind.PERSON, cast.owner.pk), 0, D(1)), Entry(Whose(), 0, D(1))]
    with pytest.raises(errors.NotAllowed):
        operations.set_targets(actor=head, year=YEAR, measure="amount", entries=entries, at=AT)
    assert not Target.objects.exists()


def test_a_measure_that_is_hidden_is_neither_planned_nor_told(head):
    put(measure="profit")
    with pytest.raises(errors.NotAllowed):
        put(head, measure="profit", whose=Whose(Kind.DEPARTMENT, head.department_id))
    with pytest.raises(errors.NotAllowed):
        queries.course(head, "profit", MONTHS)
    assert not queries.list_targets(head).exists()


def test_targets_of_others_departments_and_people_are_not_seen(cast, head):
    other = make_department()
    stranger = make_user("sales", department=other)
    put()
    for whose in (Whose(Kind.DEPARTMENT, other.pk), Whose(Kind.PERSON, stranger.pk)):
        put(whose=whose)
    put(whose=Whose(Kind.PERSON, cast.owner.pk))
    put(whose=Whose(Kind.DEPARTMENT, cast.owner.department_id))

    def seen(actor):
        return {(row.department_id, row.person_id) for row in queries.list_targets(actor)}

    company, his = (None, None), (None, cast.owner.pk)
    department = (cast.owner.department_id, None)
    assert seen(cast.owner) == {company, department, his}
    assert seen(head) == {company, department, his}
    assert len(seen(make_user("sales_manager"))) == 5
    foreign = queries.list_targets(people.system_user()).get(person=stranger)
    with pytest.raises(errors.NotFound):
        operations.change_target(actor=head, target_id=foreign.pk, version=1, value=D(1), at=AT)


def test_what_somebody_else_changed_meanwhile_is_said_with_who_it_was(cast):
    one, two = make_user("sales_manager", name="Li Na"), make_user("sales_manager")
    put(one, 100)
    row = Target.objects.get()
    put(one, 200, seen=Seen(row.pk, 1))
    with pytest.raises(errors.Stale) as refused:
        put(two, 300, seen=Seen(row.pk, 1))
    assert "Li Na" in str(refused.value)
    cell = refused.value.details["cells"][0]
    assert (cell["stored"], cell["sent"], cell["by"], cell["id"], cell["version"]) == (
        "200.0000", "300", "Li Na", row.pk, 2,
    )  # fmt: skip
    assert put(two, 200, seen=Seen(row.pk, 1)).all == 0  # both mean the same
    put(one, None)
    put(one, 500)  # gone and set anew: not the one that was seen
    with pytest.raises(errors.Stale):
        put(two, 600, seen=Seen(row.pk, 2))
    with pytest.raises(errors.Stale):
        put(two, 600, seen=Seen())
    assert Target.objects.get().value == 500


@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_the_same_empty_cell_at_once_one_is_refused():
    bosses = [make_user("sales_manager"), make_user("sales_manager")]
    results = race(*[lambda boss=boss, n=n: put(boss, 100 + n, seen=Seen()) for n, boss in enumerate(bosses)])
    assert refusals(results) == [errors.Stale]
    assert Target.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_same_cell_at_once_one_is_refused():
    bosses = [make_user("sales_manager"), make_user("sales_manager")]
    put(bosses[0], 100)
    seen = Seen(Target.objects.get().pk, 1)
    results = race(*[lambda boss=boss, n=n: put(boss, 200 + n, seen=seen) for n, boss in enumerate(bosses)])
    assert refusals(results) == [errors.Stale]
    assert Target.objects.get().version == 2
