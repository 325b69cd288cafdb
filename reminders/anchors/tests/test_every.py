"""What holds for every anchor."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.builders import make_user
from orders.order.models import Order
from reminders.anchors.choices import Recipient
from reminders.anchors.source import anchors
from reminders.anchors.tests.finding import found
from reminders.anchors.tests.scenes import everything
from reminders.anchors.wording import COMMON

pytestmark = pytest.mark.django_db


def test_every_anchor_says_what_it_is():
    for code, one in anchors.items():
        assert one.code == code
        assert str(one.label) and str(one.about) and one.units and one.recipients
        assert not set(one.words) & set(COMMON)
        assert Recipient.NAMED not in one.recipients


def test_an_empty_company_has_nothing_due():
    for code in anchors:
        assert found(code) == []


def test_every_anchor_finds_describes_and_shows_in_the_same_number_of_statements_however_many_there_are():
    """Two of everything cost what one of everything costs."""
    reader = make_user("administrator")

    def costs() -> dict[str, tuple[int, int, int]]:
        for _second in range(2):  # what is read once and kept was read then
            found = {code: _cost(code, reader) for code in anchors}
        return found

    everything()
    once = costs()
    everything()
    assert costs() == once


def _cost(code, reader):
    anchor = anchors[code]
    with CaptureQueriesContext(connection) as finding:
        dues = found(code)
    assert dues, f"{code} finds nothing in the scene"
    assert [one.key for one in dues] == sorted({one.key for one in dues})
    with CaptureQueriesContext(connection) as describing:
        said = anchor.describe([one.key for one in dues], reader)
    assert set(said) == {one.key for one in dues}
    assert all(one.title and one.url.startswith("/") for one in said.values())
    assert all(set(one.words) <= set(anchor.words) for one in said.values())
    with CaptureQueriesContext(connection) as seeing:
        assert anchor.visible([one.subject_id for one in dues], reader) == {one.subject_id for one in dues}
    return len(finding), len(describing), len(seeing)


def test_a_second_look_finds_the_same_again_and_nothing_else():
    everything()
    everything()
    for code in anchors:
        dues = found(code)
        again = list(anchors[code].find(first=dues[0].due, last=dues[0].due, ids=[dues[0].subject_id]))
        assert again == [dues[0]]
        assert found(code, ids=[0]) == []


def test_a_condition_on_orders_narrows_every_anchor():
    from django.db.models import Q

    everything()
    nothing = Q(pk=0)
    for code in anchors:
        assert found(code, orders=nothing) == []
        with_order = {one.order_id for one in found(code)} - {None}
        kept = {one.order_id for one in found(code, orders=Q(pk__in=Order.objects.values("pk")))}
        assert kept == with_order


def test_a_customer_is_never_led_to_our_pages_and_never_hears_who_we_are_told_of_by_name_only():
    everything()
    for code, anchor in anchors.items():
        for one in anchor.describe([due.key for due in found(code)], None).values():
            assert one.url == ""
