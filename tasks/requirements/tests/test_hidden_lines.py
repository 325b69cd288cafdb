"""Who sees a requirement for the sake of one order learns nothing of its other lines, not by a condition either."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from common import doors
from orders.tests import builders as orders
from products.tests.builders import make_product
from tasks.requirements import queries
from tasks.requirements.filters import RequirementFilter
from tasks.requirements.tests.builders import make_asked, order_for, wanted
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


def found(actor, query=""):
    rows = doors.filter_of(RequirementFilter, QueryDict(query), queries.list_requirements(actor), actor=actor)
    return list(rows.qs)


def test_conditions_and_counts_are_about_the_lines_that_one_reads(shop):
    cast = orders.make_order_cast()
    mine, secret = make_product(lead_time_days=60), make_product(lead_time_days=60)
    own = order_for(mine, 4)
    other = orders.make_effective(cast.stranger, lines=[orders.line(secret, 7)])
    asked = make_asked(shop, wanted(mine, 4, order=own, days=9), wanted(secret, 7, order=other, days=3))
    reader = own.salesperson
    (row,) = found(reader)
    assert (row.pk, row.line_count) == (asked.pk, 1)
    assert row.needed_date > asked.lines.get(product=secret).needed_date
    assert found(reader, f"product={mine.code}") and not found(reader, f"product={secret.code}")
    assert found(reader, f"order={own.number}") and not found(reader, f"order={other.number}")
    soon = asked.lines.get(product=secret).needed_date + timedelta(1)
    assert not found(reader, f"needed_to={soon}")
    (whole,) = found(shop.foreman)
    assert whole.line_count == 2 and found(shop.foreman, f"product={secret.code}")
