"""Statements: worked out of figures, targets and rules; kept when confirmed; made good when what they count changes."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from accounts.people.queries import system_user
from accounts.tests.builders import make_department, make_user
from common import errors
from orders.returns import operations as returning
from orders.returns.rules import Inspected
from orders.returns.tests import builders as returns
from orders.settlement import operations as settlement
from orders.settlement.models import Receipt
from orders.tests import builders
from orders.tests.builders import AT, make_order_cast
from reports.commissions import operations, queries
from reports.commissions.models import CommissionStatement
from reports.commissions.sheets import State
from reports.commissions.tests import worlds
from reports.commissions.tests.worlds import DECEMBER, LATER, NOVEMBER, THEN
from tasks.evaluation import operations as evaluation

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def owner(cast):
    return cast.owner


def sheet(person, month=NOVEMBER, at=THEN):
    return queries.get_sheet(actor=system_user(), person_id=person.pk, month=month, at=at)


def confirm(person, month=NOVEMBER, at=THEN, actor=None, **more):
    return operations.confirm(actor=actor or worlds.finance(), person_id=person.pk, month=month, at=at, **more)


def void(order):
    receipt = Receipt.objects.get(allocations__plan_row__order=order)
    settlement.void_receipt(actor=system_user(), receipt_id=receipt.pk, reason="bounced", at=AT)


def test_what_came_in_earns_by_the_target(owner):
    worlds.make_rule()
    worlds.set_target(owner, 800)
    worlds.sell_and_get_paid(owner, 1000)
    worlds.count()
    found = sheet(owner)
    (line,) = found.lines
    assert (line.base, line.target, line.amount) == (D(1000), D(800), D("12.00"))  # 1 % of 800, 2 % of 200
    assert (found.state, found.total, found.is_over) == (State.DRAFT, D("12.00"), True)
    assert found.attainment == D("1.25")


def test_a_year_s_target_counts_by_the_month(owner):
    worlds.make_rule()
    worlds.set_target(owner, 12000, month=0)
    worlds.count()
    assert sheet(owner).lines[0].target == D(1000)


def test_the_rule_of_the_nearest_department_holds_and_other_figures_add_up(cast, owner):
    office = cast.office
    worlds.make_rule(name="all", steps=[["0", "0.10"]])
    worlds.make_rule(name="office", steps=[["0", "0.05"]], department=office)
    worlds.make_rule(name="own", steps=[["0", "0.02"]], department=owner.department)
    worlds.make_rule(name="elsewhere", steps=[["0", "0.5"]], department=make_department())
    worlds.make_rule(name="orders", measure="amount", steps=[["0", "0.01"]])
    worlds.sell_and_get_paid(owner, 1000)
    worlds.count()
    assert [(one.name, one.amount) for one in sheet(owner).lines] == [("orders", D("10.00")), ("own", D("20.00"))]


def test_rules_hold_in_their_months_and_while_they_are_in_use(owner):
    worlds.make_rule(name="past", valid_until=date(2026, 10, 31))
    worlds.make_rule(name="to come", valid_from=DECEMBER)
    worlds.make_rule(name="off", is_active=False)
    assert sheet(owner).lines == ()
    assert [one.name for one in sheet(owner, DECEMBER, LATER).lines] == ["to come"]


def test_a_confirmed_statement_stays_as_it_was(owner):
    rule = worlds.make_rule()
    order = worlds.sell_and_get_paid(owner, 1000)
    worlds.count()
    kept = confirm(owner, adjustment=D("-1.50"), reason="advance in cash")
    assert (kept.amount, kept.adjustment, kept.as_of) == (D("10.00"), D("-1.50"), THEN)
    operations.save_rule(
        actor=system_user(), rule_id=rule.pk, changes={"steps": [["0", "0.5"]]}, version=rule.version, at=THEN
    )
    void(order)
    worlds.count(THEN)
    found = sheet(owner)
    assert (found.state, found.total, found.lines[0].base) == (State.CONFIRMED, D("8.50"), D(1000))


def test_money_that_went_back_is_made_good_in_the_next_statement(owner):
    worlds.make_rule()
    worlds.set_target(owner, 800)
    order = worlds.sell_and_get_paid(owner, 1000)
    worlds.count()
    confirm(owner)
    assert sheet(owner).differs is None
    void(order)
    worlds.count(LATER)
    found = sheet(owner, at=LATER)
    assert (found.total, found.differs.amount) == (D("12.00"), D("-12.00"))
    (change,) = found.differs.changes
    assert (change.measure, change.was, change.now) == ("received", D(1000), D(0))
    draft = sheet(owner, DECEMBER, LATER)
    assert (draft.total, draft.corrections[0].month) == (D("-12.00"), NOVEMBER)
    assert sheet(owner, date(2027, 1, 1), LATER).corrections == ()  # it is proposed once
    confirm(owner, DECEMBER, LATER)
    assert sheet(owner, at=LATER).differs is None  # it is carried
    assert sheet(owner, DECEMBER, LATER).total == D("-12.00")


def test_a_correction_that_is_left_out_is_proposed_again(owner):
    worlds.make_rule()
    order = worlds.sell_and_get_paid(owner, 1000)
    worlds.count()
    confirm(owner)
    void(order)
    worlds.sell(owner)
    worlds.count(LATER)
    worlds.set_target(owner, 500, month=12)
    confirm(owner, DECEMBER, LATER, without=[NOVEMBER])
    assert sheet(owner, DECEMBER, LATER).total == 0
    january = sheet(owner, date(2027, 1, 1), LATER)
    assert [one.amount for one in january.corrections] == [D("-10.00")]


def worth(order):
    return sum((one.amount for one in builders.lines_of(order)), D(0))


def test_money_paid_back_for_returned_goods_is_made_good():
    worlds.make_rule()
    order = returns.make_sent()
    person = builders.person(order.salesperson_id)
    document = returns.make_paid_back(order, 2)
    worlds.count()
    confirm(person)
    returning.settle_refund(actor=worlds.finance(), return_id=document.pk, at=THEN)
    worlds.count(LATER)
    (made_good,) = sheet(person, DECEMBER, LATER).corrections
    assert (made_good.month, made_good.amount) == (NOVEMBER, D("-2.00"))
    assert made_good.changes[0].now == worth(order) * D("0.8")


def test_goods_that_come_back_later_count_below_zero_on_their_day():
    worlds.make_rule(measure="signed_kept", steps=[["0", "0.01"], ["1", "0.05"]])
    order = returns.make_sent()
    person = builders.person(order.salesperson_id)
    worlds.set_target(person, 5000, month=12, measure="signed_kept")
    worlds.count()
    kept = confirm(person)
    document = returns.approve(returns.announce(order, 2))
    found = {1: Inspected(D(2), D(0))}
    returning.receive_return(actor=system_user(), return_id=document.pk, lines=found, at=THEN, findings="ok")
    worlds.count(LATER)
    assert kept.amount == D("10.00")
    assert sheet(person, at=LATER).differs is None
    december = sheet(person, DECEMBER, LATER)
    assert (december.lines[0].base, december.total) == (worth(order) * D("-0.2"), D("-2.00"))


def test_rewards_and_penalties_stand_beside(cast, owner):
    worlds.make_rule()
    worlds.sell_and_get_paid(owner, 1000)
    worlds.count()
    boss = cast.head
    give = {"actor": boss, "person_id": owner.pk, "at": AT, "month": NOVEMBER}
    evaluation.give_reward(**give, kind="REWARD", reason="two new customers", amount=D(300))
    lost = evaluation.give_reward(**give, kind="PENALTY", reason="late reports", amount=D(50))
    evaluation.give_reward(**give, kind="REWARD", reason="named in the meeting")
    found = sheet(owner)
    assert (found.rewarded, found.total, len(found.rewards)) == (D(250), D(260), 3)
    kept = confirm(owner)
    assert (kept.amount, kept.rewards) == (D("10.00"), D(250))
    evaluation.undo_reward(actor=boss, reward_id=lost.pk, reason="they came", at=THEN)
    assert sheet(owner).rewarded == D(250)
    assert sheet(owner, at=LATER).differs.amount == D(50)


def test_a_month_that_has_not_ended_or_is_not_counted_is_not_confirmed(owner):
    worlds.make_rule()
    worlds.sell_and_get_paid(owner)
    worlds.count(AT)
    with pytest.raises(errors.WrongState) as found:
        confirm(owner, at=AT)
    assert found.value.code == "month_not_over"
    with pytest.raises(errors.WrongState):  # over, but the figures stand at the 20th
        confirm(owner, at=THEN)
    worlds.count(THEN)
    confirm(owner, at=THEN)


def test_nobody_confirms_or_pays_his_own(cast, owner):
    worlds.make_rule(measure="amount")
    boss = cast.head
    worlds.sell(boss)
    worlds.count()
    with pytest.raises(errors.NotAllowed) as found:
        confirm(boss, actor=boss)
    assert found.value.code == "self"
    confirm(boss)
    money = make_user("finance", department=boss.department)
    with pytest.raises(errors.NotAllowed):
        operations.pay(actor=boss, person_id=boss.pk, month=NOVEMBER, at=THEN)
    operations.pay(actor=money, person_id=boss.pk, month=NOVEMBER, at=THEN)


def test_heads_see_and_confirm_their_people_others_are_not_there(cast, owner):
    worlds.make_rule(measure="amount")
    worlds.sell(owner)
    worlds.sell(cast.stranger)
    worlds.count()

    def seen(actor):
        rows = queries.month_sheets(actor=actor, month=NOVEMBER, at=THEN)
        return {one.person for one in rows}

    assert seen(cast.head) == {owner}
    assert seen(owner) == {owner}
    assert seen(cast.mate) == set()
    assert seen(worlds.finance()) == {owner, cast.stranger}
    with pytest.raises(errors.NotFound):
        confirm(cast.stranger, actor=cast.head)
    with pytest.raises(errors.NotFound):
        queries.get_sheet(actor=cast.mate, person_id=owner.pk, month=NOVEMBER, at=THEN)
    with pytest.raises(errors.NotAllowed):
        confirm(owner, actor=make_user("department_head", department=owner.department))
    confirm(owner, actor=cast.head)


def test_what_moved_while_it_was_looked_at_is_not_confirmed(owner):
    worlds.make_rule()
    worlds.sell_and_get_paid(owner, 1000)
    worlds.count()
    shown = sheet(owner).total
    worlds.sell_and_get_paid(owner, 500)
    worlds.count()
    with pytest.raises(errors.Conflict) as found:
        confirm(owner, shown=shown)
    assert (found.value.code, found.value.details) == ("figures_moved", {"now": "15.00", "shown": "10.00"})


def test_an_adjustment_needs_a_reason_and_is_in_cents(owner):
    worlds.make_rule()
    worlds.sell_and_get_paid(owner)
    worlds.count()
    for given in ({"adjustment": D(5)}, {"adjustment": D("0.001"), "reason": "x"}, {"reason": "x" * 301}):
        with pytest.raises(errors.Invalid):
            confirm(owner, **given)


def test_nothing_is_not_confirmed_and_nothing_twice(owner):
    with pytest.raises(errors.WrongState):
        worlds.count()
        confirm(owner)
    worlds.make_rule()
    worlds.sell_and_get_paid(owner)
    worlds.count()
    confirm(owner)
    with pytest.raises(errors.WrongState) as found:
        confirm(owner)
    assert found.value.details["status"] == "CONFIRMED"


def test_a_confirmation_is_taken_back_with_a_reason_before_it_is_paid(owner):
    worlds.make_rule()
    worlds.sell_and_get_paid(owner)
    worlds.count()
    actor = worlds.finance()
    row = confirm(owner, actor=actor)
    given = {"actor": actor, "person_id": owner.pk, "month": NOVEMBER, "at": THEN}
    with pytest.raises(errors.Invalid):
        operations.take_back(**given, reason=" ")
    with pytest.raises(errors.Stale):
        operations.take_back(**given, reason="wrong target", version=row.version + 1)
    operations.take_back(**given, reason="wrong target", version=row.version)
    assert sheet(owner).state == State.DRAFT
    confirm(owner, actor=actor)
    operations.pay(**given)
    with pytest.raises(errors.WrongState):
        operations.take_back(**given, reason="too late")
    with pytest.raises(errors.WrongState):
        operations.pay(**given)
    told = [(one.kind, one.reason) for one in queries.history_of(owner.pk, NOVEMBER)]
    assert told == [
        ("commission.paid", ""),
        ("commission.confirmed", ""),
        ("commission.taken_back", "wrong target"),
        ("commission.confirmed", ""),
    ]


def test_what_a_later_statement_makes_good_is_not_taken_back_from_under_it(owner):
    worlds.make_rule()
    order = worlds.sell_and_get_paid(owner)
    worlds.count()
    confirm(owner)
    void(order)
    worlds.count(LATER)
    confirm(owner, DECEMBER, LATER)
    actor = worlds.finance()
    given = {"actor": actor, "person_id": owner.pk, "at": LATER, "reason": "mistake"}
    with pytest.raises(errors.WrongState):
        operations.take_back(**given, month=NOVEMBER)
    operations.take_back(**given, month=DECEMBER)
    assert sheet(owner, at=LATER).differs.amount == D("-10.00")
    operations.take_back(**given, month=NOVEMBER)


def test_of_several_each_is_confirmed_for_itself(cast, owner):
    worlds.make_rule(measure="amount")
    worlds.sell(owner)
    worlds.sell(cast.mate)
    worlds.sell(cast.head)
    worlds.count()
    wanted = [(owner.pk, D("10.00")), (cast.mate.pk, D("9.99")), (cast.head.pk, None)]
    found = operations.confirm_several(actor=cast.head, month=NOVEMBER, wanted=wanted, at=THEN)
    refusals = {one.person_id: one.refusal for one in found}
    assert refusals[owner.pk] == ""
    assert "10.00" in refusals[cast.mate.pk]
    assert refusals[cast.head.pk]
    assert CommissionStatement.objects.count() == 1
    money = worlds.finance()
    paid = operations.pay_several(actor=money, month=NOVEMBER, people=[owner.pk, cast.mate.pk], at=THEN)
    assert [one.refusal == "" for one in sorted(paid, key=lambda one: one.person_id)] == [True, False]


def test_the_list_of_a_month_asks_the_same_whoever_many_there_are(owner, django_assert_max_num_queries):
    worlds.make_rule(measure="amount")
    money = worlds.finance()
    for place in range(6):
        worlds.sell(owner if place == 0 else make_user("sales", department=owner.department))
    worlds.count()
    with django_assert_max_num_queries(16):
        rows = queries.month_sheets(actor=money, month=NOVEMBER, at=THEN)
    assert len(rows) == 6


def test_months_to_come_and_damaged_ones_are_not_there(owner):
    for month in (date(2027, 2, 1), date(1980, 1, 1)):
        with pytest.raises(errors.NotFound):
            sheet(owner, month, THEN + timedelta(days=1))
