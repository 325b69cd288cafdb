"""Promises ask how busy departments are: a release says it at once (R159)."""

import pytest

from orders.tests import builders as orders
from orders.work.models import DepartmentLoad
from tasks.decomposing.tests.builders import made_to_order, propose, release
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db


def test_a_release_writes_down_how_busy_its_departments_are():
    shop = make_shop()
    order = orders.make_effective(lines=[made_to_order(quantity=40)])
    propose(order, shop)
    assert not DepartmentLoad.objects.exists()
    release(order, shop)
    rows = DepartmentLoad.objects.filter(department=shop.production, hours__gt=0)
    assert rows.exists() and all(one.capacity >= 0 for one in rows)
