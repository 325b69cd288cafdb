"""An order that arrives whole is entered and submitted, or not there at all."""

import pytest

from accounts.tests.builders import make_user
from common import errors
from common.models import Event
from orders.entry.drafts import OrderDraft
from orders.intake import operations as intake
from orders.order.models import Order
from orders.order.states import Status
from orders.tests.builders import (
    AT,
    REQUESTED,
    approve,
    approver_of,
    fresh,
    line,
    lines_of,
    make_buyer,
    make_order_cast,
    make_submitted,
)
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def enter(actor, customer, *lines, **header):
    header.setdefault("requested_date", REQUESTED)
    draft = OrderDraft(customer_id=customer.pk, lines=list(lines), **header)
    return intake.create_and_submit(actor=actor, draft=draft, at=AT)


def test_it_is_what_entering_and_then_submitting_would_have_made(cast):
    customer, product = make_buyer(cast.owner), make_product(stock=50)
    at_once = enter(cast.owner, customer, line(product, 5))
    in_two = make_submitted(cast.owner, customer=customer, lines=[line(product, 5)])
    own = {"id", "number", "version", "content_hash"}
    for field in Order._meta.concrete_fields:
        if field.attname not in own:
            assert getattr(fresh(at_once), field.attname) == getattr(fresh(in_two), field.attname), field.attname
    assert fresh(at_once).content_hash == fresh(in_two).content_hash
    assert approver_of(at_once) == cast.head
    kinds = list(Event.objects.filter(subject_id=at_once.pk).order_by("id").values_list("kind", flat=True))
    assert kinds == ["order.created", "order.submitted"]


def test_what_it_returns_is_what_is_stored(cast):
    order = enter(cast.owner, make_buyer(cast.owner), line(make_product(stock=5), 5))
    stored = fresh(order)
    for field in Order._meta.concrete_fields:
        assert getattr(order, field.attname) == getattr(stored, field.attname), field.attname
    assert [step.move for step in order.loaded_steps] == ["submit"]


def test_what_is_refused_leaves_nothing_behind(cast):
    customer, product = make_buyer(cast.owner), make_product(stock=5)
    with pytest.raises(errors.Incomplete):
        enter(cast.owner, customer)
    with pytest.raises(errors.Invalid):
        enter(cast.owner, customer, line(product, 0))
    assert not Order.objects.exists()
    assert not Event.objects.filter(kind__startswith="order.").exists()
    assert enter(cast.owner, customer, line(product, 1)).number == "SO20261120-0001"


def test_who_may_enter_but_not_submit_is_refused(cast):
    from accounts.roles.models import RoleGrant

    RoleGrant.objects.filter(verb="order.submit").delete()
    with pytest.raises(errors.NotAllowed):
        enter(make_user("order_desk"), make_buyer(cast.owner), line(make_product(stock=5), 1))
    assert not Order.objects.exists()


def test_an_approved_order_entered_at_once_goes_its_way(cast):
    order = approve(enter(cast.owner, make_buyer(cast.owner), line(make_product(stock=5), 5)))
    assert (order.status, lines_of(order)[0].reserved) == (Status.EFFECTIVE, 5)
