"""Reviews of periods: figures as they were, what was said, decisions and what came of them; each for its readers."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from accounts.collaboration.models import Notification
from accounts.people.models import User
from accounts.roles.models import FieldRule, Role
from accounts.tests.builders import make_department, make_user
from common import dates, errors
from orders.tests.builders import AT, line, make_effective, make_order_cast
from products.tests.builders import make_product
from reports.facts import operations as facts
from reports.reviews import figures, operations, policies, queries
from reports.reviews.models import ReviewPoint

pytestmark = pytest.mark.django_db
DAY = dates.business_day(AT)
ONE = timedelta(days=1)
LATER = AT + 3 * ONE
TODAY = dates.business_day(LATER)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def boss():
    return make_user("executive")


@pytest.fixture
def order(cast):
    made = make_effective(cast.owner, lines=[line(make_product(list_price=D(10), stock=9), 6)])
    facts.keep_up(at=AT, patience=0)
    return made


@pytest.fixture
def review(boss):
    return begin(boss)


def begin(actor, **more):
    given = {"title": "November", "since": DAY - 20 * ONE, "until": DAY, "department": None, **more}
    return operations.save_review(actor=actor, at=LATER, **given)


def say(actor, review, kind="WELL", text="Everybody helped.", **more):
    return operations.save_point(actor=actor, review_id=review.pk, kind=kind, text=text, at=LATER, **more)


def decide(actor, review, owner, **more):
    return say(actor, review, "DECISION", "Check weekly.", owner=owner, due_date=TODAY + 7 * ONE, **more)


def end(actor, review):
    version = queries.get_review(actor=actor, review_id=review.pk).version
    return operations.end_review(actor=actor, review_id=review.pk, version=version, at=LATER)


def shown(actor, review, code="quantity"):
    found = {one.code: one for one in figures.of(actor, review, TODAY)}
    return found[code].value if code in found else None


def test_its_figures_are_those_of_now_until_it_ends_and_then_stay(order, boss, review):
    assert shown(boss, review, "orders") == "1"
    ended = end(boss, review)
    make_effective(order.salesperson, lines=[line(make_product(list_price=D(10), stock=9), 1)])
    facts.keep_up(at=LATER, patience=0)
    assert shown(boss, ended, "orders") == "1"
    open_again = operations.reopen_review(actor=boss, review_id=ended.pk, version=ended.version, at=LATER)
    assert shown(boss, open_again, "orders") == "2"


def test_a_departments_review_counts_its_own_orders_and_those_below(order, boss, cast):
    above = begin(boss, department=cast.office.pk)
    beside = begin(boss, department=make_department().pk, title="Others")
    assert (shown(boss, above, "orders"), shown(boss, beside, "orders")) == ("1", "0")


def test_a_kept_figure_of_a_hidden_field_stays_hidden(order, boss, review):
    ended = end(boss, review)
    reader = make_user("order_desk")
    FieldRule.objects.create(role=Role.objects.get(code="order_desk"), field="order.amount", effect="HIDE")
    assert shown(reader, ended, "amount") is None
    assert shown(reader, ended, "orders") == "1"


def test_a_period_that_runs_cannot_be_ended_and_one_to_come_not_begun(boss):
    running = begin(boss, until=TODAY)
    with pytest.raises(errors.WrongState):
        end(boss, running)
    with pytest.raises(errors.Invalid):
        begin(boss, since=TODAY + ONE, until=TODAY + 2 * ONE)
    with pytest.raises(errors.Invalid):
        begin(boss, since=DAY, until=DAY - ONE)


def test_what_was_said_stands_by_kind_and_is_changed_on_its_version(boss, review):
    cause = say(boss, review, "CAUSE", "A machine stood still.", measure="on_time")
    well = say(boss, review)
    assert [one.pk for one in queries.points_of(review)] == [well.pk, cause.pk]
    operations.save_point(actor=boss, point_id=cause.pk, version=1, text="Two machines stood still.", at=LATER)
    with pytest.raises(errors.Stale):
        operations.save_point(actor=boss, point_id=cause.pk, version=1, text="Three.", at=LATER)
    operations.remove_point(actor=boss, point_id=well.pk, version=1, at=LATER)
    assert queries.points_of(review) == [ReviewPoint.objects.get(pk=cause.pk)]


def test_a_decision_has_who_and_by_when_and_he_is_told(boss, review, cast):
    with pytest.raises(errors.Invalid) as refused:
        say(boss, review, "DECISION", "Check weekly.")
    assert set(refused.value.fields) == {"owner", "due_date"}
    decide(boss, review, cast.owner)
    told = Notification.objects.get(user=cast.owner, kind=operations.DECIDED)
    assert told.parameters["text"] == "Check weekly."
    left = make_user("sales")
    User.objects.filter(pk=left.pk).update(is_active=False)
    with pytest.raises(errors.Invalid):
        decide(boss, review, left)


def test_its_owner_says_what_came_of_it_though_he_reads_no_review(boss, review, cast):
    point = decide(boss, review, cast.owner)
    end(boss, review)
    assert list(queries.mine(cast.owner)) == [point]
    with pytest.raises(errors.NotFound):
        queries.get_review(actor=cast.owner, review_id=review.pk)
    with pytest.raises(errors.NotFound):
        operations.settle_decision(actor=cast.stranger, point_id=point.pk, version=1, result="Done", at=LATER)
    with pytest.raises(errors.Invalid):
        operations.settle_decision(actor=cast.owner, point_id=point.pk, version=1, result=" ", at=LATER)
    operations.settle_decision(actor=cast.owner, point_id=point.pk, version=1, result="Done", at=LATER)
    assert not queries.mine(cast.owner)
    with pytest.raises(errors.WrongState):
        operations.settle_decision(actor=cast.owner, point_id=point.pk, version=2, result="Twice", at=LATER)
    operations.unsettle_decision(actor=boss, point_id=point.pk, version=2, at=LATER)
    assert list(queries.mine(cast.owner)) == [point]


def test_what_earlier_reviews_left_open_stands_in_the_next(boss, cast):
    early = begin(boss, title="Early", since=DAY - 60 * ONE, until=DAY - 30 * ONE)
    point, done = decide(boss, early, cast.owner), decide(boss, early, cast.owner)
    operations.settle_decision(actor=cast.owner, point_id=done.pk, version=1, result="Done", at=LATER)
    late = begin(boss)
    other = begin(boss, department=cast.department.pk)
    assert list(queries.open_before(late)) == [point]
    assert not queries.open_before(other)
    assert not queries.open_before(early)


def test_nothing_is_written_into_a_review_that_has_ended(boss, review):
    point = say(boss, review)
    ended = end(boss, review)
    for call in (
        lambda: say(boss, review),
        lambda: operations.save_point(actor=boss, point_id=point.pk, version=1, text="x", at=LATER),
        lambda: operations.remove_point(actor=boss, point_id=point.pk, version=1, at=LATER),
        lambda: operations.save_review(actor=boss, review_id=review.pk, version=ended.version, summary="x", at=LATER),
        lambda: end(boss, review),
    ):
        with pytest.raises(errors.WrongState):
            call()


def test_a_head_reviews_his_department_and_reads_the_companys(boss, review, cast):
    own = begin(cast.head, department=cast.department.pk)
    foreign = begin(boss, department=make_department().pk)
    assert set(policies.visible_to(cast.head)) == {own, review}
    with pytest.raises(errors.NotAllowed):
        begin(cast.head)
    with pytest.raises(errors.NotAllowed):
        say(cast.head, review)
    with pytest.raises(errors.NotFound):
        say(cast.head, foreign)
    with pytest.raises(errors.NotAllowed):
        begin(cast.owner, department=cast.department.pk)
    with pytest.raises(errors.NotAllowed):  # nor may he give his away to the company
        operations.save_review(actor=cast.head, review_id=own.pk, version=1, department=None, at=LATER)
