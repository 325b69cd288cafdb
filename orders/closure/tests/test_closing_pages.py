"""Closing and reopening as pages: the preview first, then the reason."""

import copy

import pytest

from orders.tests import builders
from orders.tests.page_builders import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_begin)


@pytest.fixture
def begun(standing):
    return copy.deepcopy(standing)


@pytest.fixture
def cast(begun):
    return begun[0]


@pytest.fixture
def order(begun):
    return begun[1]


def _begin():
    cast = builders.make_order_cast()
    return cast, _make_order(cast)


def _make_order(cast):
    return builders.make_effective(cast.owner)


def seen(order):
    """What a page that was opened just now sends along."""
    return {"version": builders.fresh(order).version}


def test_the_dialog_says_what_closing_does_before_it_is_done(cast, order):
    page = Browser(cast.desk).get(f"/orders/{order.reference}/lines/1/close/").content.decode()
    assert "the remaining 10" in page
    assert "1,000" in page
    assert builders.lines_of(order)[0].closure == "OPEN"


def test_closing_a_line_takes_a_reason(cast, order):
    browser, url = Browser(cast.desk), f"/orders/{order.reference}/lines/1/close/"
    assert browser.post(url, **seen(order), reason_code="OTHER").status_code == 422, "another reason needs words"
    assert browser.post(url, **seen(order), reason_code="CUSTOMER").status_code == 303
    assert builders.lines_of(order)[0].closure == "SHORT"


def test_closing_and_reopening_the_whole_order(cast, order):
    browser = Browser(cast.desk)
    assert (
        browser.post(f"/orders/{order.reference}/close/", **seen(order), reason_code="SUPPLY", reason="").status_code
        == 303
    )
    assert builders.fresh(order).status == "CLOSED"
    assert browser.post(f"/orders/{order.reference}/reopen/", **seen(order)).status_code == 422
    assert (
        browser.post(f"/orders/{order.reference}/reopen/", **seen(order), reason="customer came back").status_code
        == 303
    )
    assert builders.fresh(order).status == "EFFECTIVE"


def test_reopening_one_line(cast, order):
    browser = Browser(cast.desk)
    browser.post(f"/orders/{order.reference}/lines/1/close/", **seen(order), reason_code="CUSTOMER")
    assert (
        browser.post(f"/orders/{order.reference}/lines/1/reopen/", **seen(order), reason="wanted after all").status_code
        == 303
    )
    assert builders.lines_of(order)[0].closure == "OPEN"


def test_who_may_not_close_gets_403_and_who_does_not_see_it_404(cast, order):
    url = f"/orders/{order.reference}/close/"
    assert Browser(cast.owner).post(url, **seen(order), reason_code="CUSTOMER").status_code == 403
    assert Browser(cast.stranger).post(url, **seen(order), reason_code="CUSTOMER").status_code == 404
    assert builders.fresh(order).status == "EFFECTIVE"


def test_a_line_that_is_not_there_is_not_found(cast, order):
    assert Browser(cast.desk).get(f"/orders/{order.reference}/lines/9/close/").status_code == 404
    assert Browser(cast.desk).get(f"/orders/{order.reference}/lines/9/").status_code == 404
