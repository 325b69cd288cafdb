"""Two products become one: what moves, what stays as lines showed it, what stands in the way (R262)."""

from decimal import Decimal as D

import pytest

from accounts.collaboration import operations as collaboration
from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from orders.deltas.models import LineDelta
from orders.entry import drafting
from orders.entry.drafts import OrderDraft
from orders.fulfilment import operations as fulfilment
from orders.order.models import Order, OrderLine
from orders.promise.models import Reservation
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from orders.tests.racing import behind
from products.catalogue import operations as catalogue
from products.catalogue import queries
from products.catalogue.classes import relink_bases
from products.catalogue.models import Product, ProductText, Substitute
from products.cleaning import operations
from products.cleaning import queries as cleaning
from products.stock import operations as stock
from products.stock.models import StockMovement
from products.tests.builders import make_product, make_warehouse, receive, stock_row
from segments.classification import recomputing
from segments.classification.tests.builders import administrator, put_in_force
from segments.custom_fields.tests.builders import make_field

pytestmark = pytest.mark.django_db


def merge(source, target, actor=None, **options):
    actor = actor or people.system_user()
    return operations.merge_products(actor=actor, source_id=source.pk, target_id=target.pk, at=AT, **options)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_lines_stock_and_reservations_become_the_others_and_lines_keep_what_they_show():
    source, target = make_product(stock=20, name="旧名 *"), make_product(stock=5)
    elsewhere = make_warehouse()
    receive(source, 3, warehouse=elsewhere)
    order = builders.make_effective(lines=[builders.line(source, 10)])
    was = builders.lines_of(order)[0]
    assert was.reserved == 10
    merge(source, target)
    line, row = builders.lines_of(order)[0], stock_row(target)
    assert (line.product_id, line.product_code, line.product_name, line.text_id, line.price) == (
        target.pk,
        source.code,
        "旧名 *",
        was.text_id,
        was.price,
    )
    assert (row.on_hand, row.reserved) == (25, 10)
    assert stock_row(target, elsewhere).on_hand == 3
    assert (stock_row(source).on_hand, stock_row(source).reserved) == (0, 0)
    assert Reservation.objects.get(line=line).stock_row_id == row.pk
    assert LineDelta.objects.get(order=order).product_id == target.pk
    moved = StockMovement.objects.filter(kind="TRANSFER", stock_row=row)
    assert [(one.quantity, source.code in one.reason or target.code in one.reason) for one in moved] == [(20, True)]
    assert flow.broken_invariants() == {}
    shipped = flow.make_shipped(order)
    assert (stock_row(target).on_hand, builders.fresh(order).status) == (15, "CLOSED")
    fulfilment.unaudit_outbound(actor=people.system_user(), document_id=shipped.pk, reason="错", at=AT)
    assert stock_row(target).on_hand == 25
    assert flow.broken_invariants() == {}


def test_the_merged_one_is_read_only_and_leads_to_the_other():
    source, target, third = make_product(), make_product(), make_product()
    old = make_product(successor=source)
    merge(source, target)
    merge(target, third)
    one = fresh(source)
    assert (one.merged_into, one.successor, one.is_active) == (third, third, False)
    assert fresh(old).successor_id == third.pk
    assert queries.ids_by_code([source.code]) == {source.code: third.pk}
    with pytest.raises(errors.WrongState):
        catalogue.update_product(
            actor=people.system_user(), product_id=source.pk, version=one.version, changes={"name": "新"}, at=AT
        )
    with pytest.raises(errors.WrongState):
        catalogue.save_substitute(actor=people.system_user(), product_id=source.pk, substitute_id=old.pk, at=AT)
    with pytest.raises(errors.Invalid):
        catalogue.save_substitute(actor=people.system_user(), product_id=old.pk, substitute_id=source.pk, at=AT)
    with pytest.raises(errors.Invalid):
        receive(source, 1)


def test_substitutes_and_comments_move_and_none_stands_for_itself():
    source, target, other = make_product(), make_product(), make_product()
    for product, substitute in ((source, other), (source, target), (other, source), (target, other)):
        catalogue.save_substitute(actor=people.system_user(), product_id=product.pk, substitute_id=substitute.pk, at=AT)
    collaboration.add_comment(
        actor=people.system_user(), subject_type="products.product", subject_id=source.pk, text="同一台", at=AT
    )
    merge(source, target)
    pairs = set(Substitute.objects.values_list("product_id", "substitute_id"))
    assert pairs == {(target.pk, other.pk), (other.pk, target.pk)}
    assert cleaning.preview(people.system_user(), fresh(source), target).obstacles


def test_fields_are_taken_as_chosen_or_where_the_other_has_none():
    source = make_product(english_name="Indicator", list_price=D(120), specification="本原-30T-桥式")
    target = make_product(list_price=D(100))
    merge(source, target)
    assert (fresh(target).english_name, fresh(target).list_price, fresh(target).specification) == ("Indicator", 100, "")
    again = make_product(list_price=D(130), specification="本原-30T-柱式")
    merge(again, target, take=["list_price", "specification"])
    found = fresh(target)
    assert (found.list_price, found.specification) == (130, "本原-30T-柱式")
    assert found.text.specification == "本原-30T-柱式"
    with pytest.raises(errors.Invalid):
        merge(make_product(), target, take=["code"])
    assert flow.broken_invariants() == {}


def test_who_does_not_see_costs_cannot_take_them():
    source, target = make_product(unit_cost=D(70)), make_product()
    desk = make_user("order_desk")
    assert "unit_cost" not in [one.name for one in cleaning.preview(desk, source, target).choices]
    with pytest.raises(errors.Invalid):
        merge(source, target, actor=desk, take=["unit_cost"])
    with pytest.raises(errors.NotAllowed):
        merge(source, target, actor=make_user("sales"))


def test_custom_values_are_chosen_like_columns():
    make_field("PRODUCT", "colour", label_en="Colour of the case")
    make_field("PRODUCT", "shape")
    source = make_product(custom={"colour": "red", "shape": "round"})
    target, other = make_product(custom={"colour": "blue"}), make_product(custom={"colour": "blue"})
    choices = cleaning.preview(people.system_user(), source, target).choices
    assert [one.name for one in choices] == ["name", "custom.colour", "custom.shape"]
    merge(source, target, take=["custom.colour"])
    assert fresh(target).custom == {"colour": "red"}
    merge(target, other)
    assert fresh(other).custom == {"colour": "blue"}


def test_kits_of_a_merged_instrument_stand_on_the_one_that_stays():
    source, target = make_product(code="01.2.15.020"), make_product(code="01.2.15.021")
    kit = make_product(code="01.2.15.020-4", name="DS1-4", auxiliary_attribute="本原-30T-桥式")
    assert ProductText.objects.get(pk=kit.text_id).base_id == source.pk
    merge(source, target)
    assert flow.broken_invariants() == {}
    put_in_force(administrator(), ("domestic", {"operands": ["11.001", "60.000"]}))
    recomputing.scan(at=AT)
    later = make_product(code="01.2.15.020-6", name="DS1-6", auxiliary_attribute="本原-30T-桥式")
    kits = ProductText.objects.filter(pk__in=[kit.text_id, later.text_id])
    assert set(kits.values_list("base_id", flat=True)) == {target.pk}
    relink_bases(["01.2.15.020"])
    assert set(kits.values_list("base_id", flat=True)) == {target.pk}
    assert flow.broken_invariants() == {}


@pytest.mark.parametrize("what", ["unit", "service", "merged", "same", "out of use"])
def test_what_stands_in_the_way_is_said_all_at_once(what):
    source, target = make_product(stock=1), make_product()
    if what == "unit":
        target = make_product(unit="只")
    if what == "service":
        target = make_product(is_service=True)
    if what == "merged":
        merge(make_product(), target)
        source = Product.objects.get(merged_into=target)
    if what == "same":
        target = source
    if what == "out of use":
        target = make_product(is_active=False)
    assert cleaning.preview(people.system_user(), source, target).obstacles
    with pytest.raises(errors.Conflict) as refused:
        merge(source, target)
    assert refused.value.code == "not_mergeable"
    assert refused.value.details["obstacles"]
    assert flow.broken_invariants() == {}


def test_the_preview_counts_what_would_move():
    source, target = make_product(stock=20), make_product()
    builders.make_effective(lines=[builders.line(source, 4)])
    moves = {str(label): count for label, count in cleaning.preview(people.system_user(), source, target).moves}
    said = ("Open order lines", "All order lines", "Reservations", "Warehouses with stock")
    assert [moves[label] for label in said] == [1, 1, 1, 1]


def test_what_waits_for_approval_is_approved_as_it_stands():
    source, target = make_product(stock=20), make_product()
    order = builders.make_submitted(lines=[builders.line(source, 4)])
    merge(source, target)
    assert builders.approve(builders.fresh(order)).status == "EFFECTIVE"
    assert Reservation.objects.get(line__order=order).stock_row.product_id == target.pk
    assert flow.broken_invariants() == {}


def test_a_draft_that_names_the_merged_one_gets_the_other():
    source, target = make_product(stock=20), make_product()
    merge(source, target)
    owner = builders.make_order_cast().owner
    order = builders.make_draft(owner, lines=[builders.line(source, 4)])
    line = builders.lines_of(order)[0]
    assert (line.product_id, line.product_code) == (target.pk, target.code)


def test_every_column_that_points_to_a_product_is_known_to_the_merge():
    """A new foreign key asks whoever adds it: does it move?"""
    known = {
        *("orders.OrderLine.product", "products.Substitute.product", "products.Substitute.substitute"),
        *("products.ProductText.product", "products.ProductText.base", "products.StockRow.product"),
        *("products.Product.successor", "products.Product.merged_into"),
        *("products.ListPrice.product", "orders.CustomerPrice.product", "orders.CustomerItem.product"),
        *("orders.QuotationLine.product", "orders.AgreementLine.product", "orders.GoodsNumber.product"),
        *("products.Promotion.gift_product", "products.PromotionProduct.product", "products.PlannedReceipt.product"),
        *("products.Kit.product", "products.KitComponent.product", "products.StockLevel.product"),
        *("orders.LineComponent.product", "orders.LineDelta.product", "tasks.RequirementLine.product"),
        "products.ProductRisk.product",  # counted anew: orders.voice
        "products.PurchasePrice.product",  # moves: products.buying
        "reports.Target.product",  # moves: reports.targets
        "products.StockPaperLine.product",  # a paper says what it said
    }
    found = {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in Product._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
    }
    assert found == known


@pytest.mark.django_db(transaction=True)
def test_an_order_entered_during_the_merge_gets_the_other():
    source, target = make_product(stock=20), make_product()
    owner = builders.make_order_cast().owner
    buyer = builders.make_buyer(owner)

    def enter():
        draft = OrderDraft(customer_id=buyer.pk, lines=[builders.line(source, 4)])
        return drafting.create_order(actor=builders.person(owner.pk), draft=draft, at=AT)

    order = behind(lambda: merge(source, target), enter)
    assert isinstance(order, Order)
    assert not OrderLine.objects.filter(product=source).exists()
    assert flow.broken_invariants() == {}


@pytest.mark.django_db(transaction=True)
def test_an_order_entered_before_is_seen_and_the_merge_is_tried_again():
    source, target = make_product(stock=20), make_product()
    owner = builders.make_order_cast().owner
    buyer = builders.make_buyer(owner)
    draft = OrderDraft(customer_id=buyer.pk, lines=[builders.line(source, 4)])
    refused = behind(lambda: drafting.create_order(actor=owner, draft=draft, at=AT), lambda: merge(source, target))
    assert isinstance(refused, errors.Stale)
    merge(source, target)
    assert not OrderLine.objects.filter(product=source).exists()


@pytest.mark.django_db(transaction=True)
def test_goods_that_leave_during_the_merge_leave_from_one_of_them():
    source, target = make_product(stock=20), make_product(stock=5)
    order = builders.make_effective(lines=[builders.line(source, 10)])
    document = flow.make_outbound(order)
    system = people.system_user()
    done = behind(
        lambda: merge(source, target),
        lambda: fulfilment.audit_outbound(actor=system, document_id=document.pk, at=AT),
    )
    assert done.status == "AUDITED"
    assert (stock_row(source).on_hand, stock_row(target).on_hand) == (0, 15)
    assert flow.broken_invariants() == {}


@pytest.mark.django_db(transaction=True)
def test_goods_that_arrive_during_the_merge_are_sent_to_the_other():
    source, target = make_product(stock=1), make_product()
    system = people.system_user()
    arrive = lambda: stock.receive_goods(actor=system, product_id=source.pk, quantity=D(4), at=AT)  # noqa: E731
    assert isinstance(behind(lambda: merge(source, target), arrive), errors.Invalid)
    assert flow.broken_invariants() == {}
