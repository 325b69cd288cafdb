"""Two at the same moment: a statement is confirmed once, a correction is carried once, money is paid once."""

import pytest

from common import errors
from orders.settlement import operations as settlement
from orders.settlement.models import Receipt
from orders.tests.builders import AT, make_order_cast
from orders.tests.racing import race, refusals
from reports.commissions import operations, queries, sheets
from reports.commissions.models import CommissionStatement
from reports.commissions.tests import worlds
from reports.commissions.tests.worlds import DECEMBER, LATER, NOVEMBER, THEN

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner():
    worlds.make_rule()
    person = make_order_cast().owner
    worlds.sell_and_get_paid(person, 1000)
    worlds.count()
    return person


def test_of_two_who_confirm_one_is_told_that_it_is_done(owner):
    one, other = worlds.finance(), worlds.finance()
    given = {"person_id": owner.pk, "month": NOVEMBER, "at": THEN}
    found = race(lambda: operations.confirm(actor=one, **given), lambda: operations.confirm(actor=other, **given))
    assert refusals(found) == [errors.WrongState]
    assert CommissionStatement.objects.count() == 1


def test_of_two_statements_only_one_makes_the_same_month_good(owner):
    actor, other = worlds.finance(), worlds.finance()
    operations.confirm(actor=actor, person_id=owner.pk, month=NOVEMBER, at=THEN)
    receipt = Receipt.objects.get()
    settlement.void_receipt(actor=worlds.system_user(), receipt_id=receipt.pk, reason="bounced", at=AT)
    worlds.count(worlds.MUCH_LATER)
    given = {"person_id": owner.pk, "at": worlds.MUCH_LATER}
    race(
        lambda: operations.confirm(actor=actor, month=DECEMBER, **given),
        lambda: operations.confirm(actor=other, month=worlds.JANUARY, **given),
    )
    carried = [one.amount for row in CommissionStatement.objects.all() for one in sheets.corrections_of(row)]
    november = queries.get_sheet(actor=actor, month=NOVEMBER, **given)
    assert sum(carried) + (november.differs.amount if november.differs else 0) == -10


def test_it_is_paid_once_and_not_taken_back_while_it_is_paid(owner):
    actor, other = worlds.finance(), worlds.finance()
    operations.confirm(actor=actor, person_id=owner.pk, month=NOVEMBER, at=THEN)
    given = {"person_id": owner.pk, "month": NOVEMBER, "at": LATER}
    found = race(
        lambda: operations.pay(actor=actor, **given),
        lambda: operations.take_back(actor=other, reason="mistake", **given),
    )
    assert refusals(found) == [errors.WrongState]
    assert CommissionStatement.objects.filter(state="PAID").exists() != isinstance(found[0], errors.DomainError)
