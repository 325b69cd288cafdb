"""Two workers that find a month not yet kept at the same moment."""

import pytest

from accounts.people import queries as people
from common import clock
from orders.tests.builders import AT, make_effective, make_order_cast
from orders.tests.racing import race, refusals
from reports.facts import operations as facts
from reports.outlook import operations
from reports.outlook.models import KeptForecast
from reports.outlook.tests.worlds import repeat, settle, years

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_month_is_kept_once(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    order = make_effective(make_order_cast().owner)
    facts.keep_up(at=AT, patience=0)
    repeat(order, years(1000))
    settle()
    system = people.system_user()
    found = race(*(lambda: operations.keep_monthly(actor=system, at=AT) for _worker in range(2)))
    assert refusals(found) == []
    wholes = KeptForecast.objects.filter(asked={"measures": "amount", "rhythm": "MONTH"})
    assert wholes.count() == 1
    assert sum(found) == KeptForecast.objects.count()
