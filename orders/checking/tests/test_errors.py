"""Order errors: recorded at every stage, corrected, dismissed; the order accuracy is made of them."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.tests.builders import make_user
from common import errors
from orders.checking import operations, queries
from orders.order import policies
from orders.order.filters import OrderFilter
from orders.order.models import Order
from orders.tests import builders

AT, TODAY = builders.AT, builders.TODAY


def _record(order, actor=None, **options):
    options = {"kind": "QUANTITY", "stage": "CUSTOMER", "description": "two too many", **options}
    return operations.record_error(actor=actor or make_user("order_desk"), order_id=order.pk, at=AT, **options)


@pytest.mark.django_db
def test_an_error_is_corrected_once_or_dismissed():
    order = builders.make_effective()
    desk = make_user("order_desk")
    error = _record(order, desk, line_no=1, cost=Decimal("12.5"))
    assert error.made_by_id == order.created_by_id
    operations.correct_error(actor=desk, error_id=error.pk, correction="sent back", version=1, at=AT)
    with pytest.raises(errors.WrongState):
        operations.dismiss_error(actor=desk, error_id=error.pk, reason="none", at=AT)
    with pytest.raises(errors.Stale):
        operations.correct_error(actor=desk, error_id=_record(order, desk).pk, correction="x", version=7, at=AT)
    for wrong, field in (({"description": " "}, "description"), ({"line_no": 9}, "line_no"), ({"kind": "X"}, "kind")):
        with pytest.raises(errors.Invalid) as refused:
            _record(order, desk, **wrong)
        assert field in refused.value.fields


@pytest.mark.django_db
def test_who_does_not_see_the_order_knows_nothing_of_its_errors():
    order = builders.make_effective()
    error = _record(order)
    stranger = make_user("sales")
    assert not queries.list_errors(stranger).exists()
    for call in (
        lambda: _record(order, stranger),
        lambda: operations.correct_error(actor=stranger, error_id=error.pk, correction="x", at=AT),
    ):
        with pytest.raises(errors.NotFound):
            call()
    owner = builders.person(order.salesperson_id)
    with pytest.raises(errors.NotAllowed):  # he sees it, but does not say that it was none
        operations.dismiss_error(actor=owner, error_id=error.pk, reason="none", at=AT)


@pytest.mark.django_db
def test_accuracy_leaves_out_entry_and_what_was_dismissed():
    right, wrong, at_entry, dismissed = (builders.make_effective() for _ in range(4))
    _record(wrong)
    _record(wrong, kind="PRICE")
    _record(at_entry, stage="ENTRY")
    desk = make_user("order_desk")
    none = _record(dismissed, desk)
    operations.dismiss_error(actor=desk, error_id=none.pk, reason="as ordered", at=AT)
    rows = Order.objects.filter(pk__in=[one.pk for one in (right, wrong, at_entry, dismissed)])
    found = queries.accuracy(rows, since=TODAY, until=TODAY)
    assert (found.effective, found.with_error, found.share) == (4, 1, Decimal("0.75"))
    nothing = queries.accuracy(rows, since=TODAY + timedelta(days=1), until=TODAY + timedelta(days=2))
    assert nothing.share is None
    assert set(queries.orders_with_errors().values_list("key", flat=True)) == {wrong.pk, at_entry.pk}


@pytest.mark.django_db
def test_orders_with_errors_are_a_condition():
    order, other = builders.make_effective(), builders.make_effective()
    _record(order)
    desk = make_user("order_desk")

    def found(condition):
        chosen = OrderFilter({"condition": condition}, policies.visible_to(desk), actor=desk, today=TODAY)
        assert chosen.is_valid(), chosen.errors
        return {one.pk for one in chosen.qs} & {order.pk, other.pk}

    assert found("error_kind is not empty") == {order.pk}
    assert found("error_stage = CUSTOMER") == {order.pk}
