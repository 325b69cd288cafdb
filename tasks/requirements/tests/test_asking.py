"""What has to be made or bought is asked for once, by number (R150–R152, R154)."""

from decimal import Decimal as D

import pytest

from accounts.collaboration.models import Notification
from accounts.tests.builders import make_user
from common import errors
from orders.tests import builders as orders
from orders.tests.builders import AT, TODAY
from products.tests.builders import make_product, make_supplier, receive
from tasks.requirements import needs, operations, queries
from tasks.requirements.choices import Kind, State
from tasks.requirements.tests import builders
from tasks.requirements.tests.builders import draft, in_days, make_asked, order_for, wanted
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def product():
    return make_product(lead_time_days=30)


def told(kind):
    return set(Notification.objects.filter(kind=f"requirement.{kind}").values_list("user_id", flat=True))


def create(shop, *lines, actor=None, **more):
    return operations.create_requirement(actor=actor or shop.planner, draft=draft(shop, *lines, **more), at=AT)


def test_a_requirement_gets_its_number_when_it_is_asked_and_the_head_hears_of_it(shop, product):
    order = order_for(product, 40)
    made = create(shop, wanted(product, 40, order=order))
    assert (made.state, made.number, told("asked")) == (State.DRAFT, None, set())
    asked = operations.ask_requirement(actor=shop.planner, requirement_id=made.pk, version=1, at=AT)
    assert (asked.state, asked.number, asked.owner) == (State.ASKED, f"PR{TODAY:%Y%m%d}-0001", shop.foreman)
    assert told("asked") == {shop.foreman.pk}


def test_a_line_asks_for_no_more_than_it_lacks_whoever_asks(shop, product):
    order = order_for(product, 40)
    make_asked(shop, wanted(product, 25, order=order))
    with pytest.raises(errors.Invalid) as refused:
        create(shop, wanted(product, 16, order=order))
    assert list(refused.value.fields) == ["lines.1.quantity"]
    create(shop, wanted(product, 15, order=order))


def test_material_and_goods_for_stock_have_no_such_limit(shop, product):
    order = order_for(product, 4)
    sheet = make_product()
    made = create(shop, wanted(sheet, 900, order=order), wanted(product, 5000))
    assert [one.line_no for one in builders.lines_of(made)] == [1, None]


def test_a_requirement_says_what_the_customer_asks_for_in_points(shop, product):
    cast = orders.make_order_cast()
    line = orders.line(product, 3, customisation="Engraved HH-2026", colour="RAL 7035")
    order = orders.make_effective(cast.owner, lines=[line])
    (found,) = builders.lines_of(make_asked(shop, wanted(product, 3, order=order)))
    assert found.wording.splitlines() == ["Customisation: Engraved HH-2026", "Colour: RAL 7035"]


def test_what_lines_lack_is_proposed_less_what_is_free_and_was_asked(shop, product):
    bought = make_product(supplier=make_supplier(), lead_time_days=9)
    cast = orders.make_order_cast()
    order = orders.make_effective(cast.owner, lines=[orders.line(product, 40), orders.line(bought, 10)])
    make_asked(shop, wanted(product, 25, order=order))
    receive(bought, 4)
    first, second = needs.of_order(order, orders.lines_of(order), TODAY)
    assert (first.lacks, first.asked, first.proposed, first.kind) == (D(40), D(25), D(15), Kind.MAKE)
    assert (second.lacks, second.free, second.proposed, second.kind) == (D(10), D(4), D(6), Kind.BUY)
    assert first.numbers == (f"PR{TODAY:%Y%m%d}-0001",)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("quantity", {"quantity": 0}),
        ("needed_date", {"days": -1}),
        ("line_no", {"line_no": 9}),
        ("task", {"task_id": 7}),
    ],
)
def test_a_line_that_cannot_be_is_refused_at_its_place(shop, product, field, change):
    order = order_for(product, 5)
    quantity = change.pop("quantity", 2)
    with pytest.raises(errors.Invalid) as refused:
        create(shop, wanted(product, 1, order=order), wanted(product, quantity, order=order, **change))
    assert list(refused.value.fields) == [f"lines.2.{field}"]


def test_only_orders_in_force_are_made_for(shop, product):
    order = orders.make_draft(orders.make_order_cast().owner, lines=[orders.line(product, 3)])
    with pytest.raises(errors.WrongState):
        create(shop, wanted(product, 3, order=order))


def test_who_may_not_ask_does_not(shop, product):
    with pytest.raises(errors.NotAllowed):
        create(shop, wanted(product, 3), actor=make_user("finance"))


def test_an_owner_asks_for_his_own_orders_and_does_not_see_others(shop, product):
    order = order_for(product, 3)
    cast = orders.make_order_cast()
    stranger = make_user("executing_owner")
    with pytest.raises(errors.NotFound):
        create(shop, wanted(product, 3, order=order), actor=stranger)
    owner = orders.person(order.executing_owner_id) if order.executing_owner_id else None
    made = make_asked(shop, wanted(product, 3, order=order))
    with pytest.raises(errors.NotFound):
        queries.get_requirement(stranger, made.number)
    assert queries.get_requirement(cast.owner if owner is None else owner, made.number) == made


def test_a_draft_is_written_anew_on_the_version_that_was_seen(shop, product):
    order = order_for(product, 40)
    made = create(shop, wanted(product, 40, order=order))
    again = draft(shop, wanted(product, 30, order=order), wanted(product, 10, order=order, days=20))
    saved = operations.save_requirement(actor=shop.planner, requirement_id=made.pk, draft=again, version=1, at=AT)
    assert [one.quantity for one in builders.lines_of(saved)] == [D(30), D(10)]
    with pytest.raises(errors.Stale):
        operations.save_requirement(actor=shop.planner, requirement_id=made.pk, draft=again, version=1, at=AT)


def test_what_was_taken_back_is_asked_again_under_its_number(shop, product):
    asked = make_asked(shop, wanted(product, 3))
    back = operations.take_back_requirement(actor=shop.planner, requirement_id=asked.pk, at=AT)
    assert (back.state, back.number) == (State.DRAFT, asked.number)
    assert told("taken_back") == {shop.foreman.pk}
    assert not Notification.objects.filter(kind="requirement.asked", read_at=None).exists()
    again = operations.ask_requirement(actor=shop.planner, requirement_id=asked.pk, at=AT)
    assert again.number == asked.number


def test_nothing_is_no_requirement(shop):
    with pytest.raises(errors.Invalid):
        make_asked(shop)


def test_a_supplier_belongs_to_what_is_bought(shop, product):
    with pytest.raises(errors.Invalid) as refused:
        create(shop, wanted(product, 3), supplier_id=make_supplier().pk)
    assert list(refused.value.fields) == ["supplier"]
    made = create(shop, wanted(product, 3), kind="BUY", supplier_id=make_supplier().pk)
    assert made.department == shop.purchasing
    assert in_days(10) == builders.lines_of(made)[0].needed_date
