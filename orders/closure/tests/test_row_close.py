"""The company's row-close flag and ship dates as REQUIREMENTS 3.5 has them, case by case (R024, R028)."""

from datetime import timedelta

import pytest

from accounts.console import operations as console
from accounts.people import queries as people
from common import settings
from orders.closure import operations as closure
from orders.closure import row_flag
from orders.fulfilment import operations as fulfilment
from orders.fulfilment.ship_dates.tests.builders import kept, said, send
from orders.order import deviations
from orders.order.models import OrderLine
from orders.returns.tests import builders as returns
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
EARLIER = TODAY - timedelta(days=2)


def make_order():
    return builders.make_effective(lines=[builders.line(make_product(stock=200), 100)])


def flag_of(order):
    line = flow.first_line(order)
    return ("Y" if line.row_closed else "N", line.first_ship_date, line.last_ship_date)


def audit(document, **more):
    return fulfilment.audit_outbound(actor=people.system_user(), document_id=document.pk, at=AT, **more)


def unaudit(document):
    return fulfilment.unaudit_outbound(actor=people.system_user(), document_id=document.pk, reason="错", at=AT)


def test_a_hundred_saved_only_audited_and_taken_back():
    order = make_order()
    document = flow.make_outbound(order, 100)
    assert flag_of(order) == ("N", None, None), "saved only"
    audit(document)
    assert flag_of(order) == ("Y", TODAY, TODAY)
    send(said(TODAY, outbound=document.number))
    unaudit(document)
    assert flag_of(order) == ("N", None, None)
    (one,) = kept()
    assert (one.state, one.why, one.ship_date) == ("PENDING", "NOT_AUDITED", TODAY), "the date is kept, but flagged"
    assert flow.broken_invariants() == {}


def test_sixty_and_forty_on_two_documents_keep_two_dates_and_a_rest_let_go_leaves_n():
    order = make_order()
    flow.make_shipped(order, 60, ship_date=EARLIER)
    assert flag_of(order) == ("N", EARLIER, EARLIER), "present for the sixty"
    second = flow.make_shipped(order, 40)
    assert flag_of(order) == ("Y", EARLIER, TODAY)
    unaudit(second)
    assert flag_of(order) == ("N", EARLIER, EARLIER)
    fulfilment.void_outbound(actor=people.system_user(), document_id=second.pk, at=AT)
    closure.close_line(
        actor=people.system_user(), order_id=order.pk, line_no=1, reason_code="CUSTOMER", reason="取消", at=AT
    )
    assert flag_of(order) == ("N", EARLIER, EARLIER), "the company's flag knows of no cancelling (Q10)"
    assert flow.broken_invariants() == {}


def test_nothing_shipped_is_n_without_a_date_and_what_disagrees_is_an_error_of_the_data():
    order = make_order()
    assert flag_of(order) == ("N", None, None)
    lines = OrderLine.objects.filter(order=order)
    for wrong, found in (
        ({"row_closed": True}, deviations.CLOSED_UNDATED),
        ({"row_closed": False, "last_ship_date": TODAY}, deviations.DATED_UNSHIPPED),
    ):
        lines.update(**wrong)
        assert lines.filter(found).exists()


@pytest.mark.parametrize(("setting", "flag"), [(row_flag.KEEP, "Y"), (row_flag.CLEAR, "N")])
def test_a_later_return_leaves_it_y_unless_the_company_says_otherwise(setting, flag):
    console.change_settings(actor=people.system_user(), values={row_flag.SETTING: setting}, at=AT)
    order = make_order()
    flow.make_signed(order, 100)
    returns.make_received(order)
    line, after = flow.first_line(order), builders.fresh(order)
    assert (flag_of(order)[0], line.closure, after.status) == (flag, "AUTO", "CLOSED")
    assert flow.broken_invariants() == {}
    settings.forget()
