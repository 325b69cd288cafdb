"""Rules: who keeps them, what cannot be one, what one would have done before it is saved."""

from datetime import date
from decimal import Decimal as D

import pytest

from accounts.tests.builders import make_department, make_user
from common import errors
from orders.tests.builders import AT, make_order_cast
from orders.tests.racing import race
from reports.commissions import operations, queries
from reports.commissions.models import CommissionRule
from reports.commissions.operations import keeping
from reports.commissions.tests import worlds
from reports.commissions.tests.worlds import STEPS, THEN

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Money", "measure": "received", "steps": STEPS, "valid_from": date(2026, 1, 1)}


def save(actor=None, **changes):
    actor = actor or make_user("executive")
    return operations.save_rule(actor=actor, changes={**GIVEN, **changes}, at=AT)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"measure": "orders"}, "measure"),
        ({"measure": "margin"}, "measure"),
        ({"measure": "cost"}, "measure"),
        ({"measure": "nothing"}, "measure"),
        ({"steps": [["0.5", "0.01"]]}, "steps"),
        ({"steps": [["a", "b"]]}, "steps"),
        ({"steps": ["x"]}, "steps"),
        ({"valid_from": date(2026, 1, 2)}, "valid_from"),
        ({"valid_until": date(2026, 3, 30)}, "valid_until"),
        ({"valid_until": date(2025, 12, 31)}, "valid_until"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_a_rule_is_said_field_by_field(changes, field):
    with pytest.raises(errors.Invalid) as found:
        save(**changes)
    assert list(found.value.fields) == [field]


def test_two_rules_never_count_the_same_for_the_same_people_in_the_same_month():
    first = save(valid_until=date(2026, 6, 30))
    save(name="other figure", measure="amount")
    save(name="other department", department=make_department())
    save(name="later", valid_from=date(2026, 7, 1))
    save(name="off", is_active=False)
    with pytest.raises(errors.Invalid) as found:
        save(name="too early", valid_from=date(2026, 6, 1), valid_until=date(2026, 6, 30))
    assert "Money" in str(found.value.fields["measure"][0])
    operations.save_rule(actor=make_user("finance"), rule_id=first.pk, changes={"name": "2026"}, version=1, at=AT)


def test_rules_are_kept_by_who_may_and_on_the_version_he_read():
    rule = save()
    for role in ("sales", "sales_manager", "department_head"):
        with pytest.raises(errors.NotAllowed):
            save(make_user(role), name="mine")
    boss = make_user("administrator")
    with pytest.raises(errors.Stale):
        operations.save_rule(actor=boss, rule_id=rule.pk, changes={"name": "x"}, version=7, at=AT)
    operations.save_rule(actor=boss, rule_id=rule.pk, changes={"name": "x"}, version=1, at=AT)
    rule.refresh_from_db()
    assert (rule.name, rule.version) == ("x", 2)


def test_a_preview_says_who_would_have_got_what():
    cast = make_order_cast()
    rule = worlds.make_rule(steps=[["0", "0.01"]])
    worlds.set_target(cast.owner, 500)
    worlds.sell_and_get_paid(cast.owner, 1000)
    worlds.sell_and_get_paid(cast.mate, 200)
    worlds.count()

    def tried(actor, **changes):
        given = {"rule_id": rule.pk, "version": rule.version, "is_trial": True}
        row = keeping.written(actor=actor, changes=changes, **given)
        return queries.preview_rule(actor=actor, rule=row, at=THEN)

    boss = make_user("executive")
    found = tried(boss, steps=[["0", "0.01"], ["1", "0.05"]], valid_from=date(2027, 1, 1))
    assert [(one.person, one.before, one.after, one.change) for one in found.rows] == [
        (cast.owner, D("10.00"), D("30.00"), D("20.00")),
        (cast.mate, D("2.00"), D("2.00"), D("0.00")),
    ]
    assert (found.before, found.after, found.month) == (D("12.00"), D("32.00"), date(2026, 11, 1))
    assert found.rows[0].attainment == D(2)
    assert CommissionRule.objects.get().steps == [["0", "0.01"]]
    assert tried(boss, is_active=False).after == 0
    assert tried(make_user("administrator"), is_active=False).rows == []  # keeps rules, reads nobody's pay


def test_a_new_rule_takes_the_place_of_the_one_it_follows_in_the_preview():
    cast = make_order_cast()
    worlds.make_rule(steps=[["0", "0.01"]])
    worlds.make_rule(name="orders", measure="amount", steps=[["0", "0.001"]])
    worlds.sell_and_get_paid(cast.owner, 1000)
    worlds.count()
    boss = make_user("executive")
    row = keeping.written(
        actor=boss, changes={**GIVEN, "steps": [["0", "0.03"]]}, rule_id=None, version=None, is_trial=True
    )
    (one,) = queries.preview_rule(actor=boss, rule=row, at=THEN).rows
    assert (one.before, one.after, one.base) == (D("11.00"), D("31.00"), D(1000))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_the_same_rule_one_is_told():
    boss, other = make_user("executive"), make_user("finance")
    found = race(lambda: save(boss, name="one"), lambda: save(other, name="two"))
    assert sum(isinstance(one, errors.Invalid) for one in found) == 1
    assert CommissionRule.objects.count() == 1
