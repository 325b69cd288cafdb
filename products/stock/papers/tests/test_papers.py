"""Papers of the warehouse: many lines at once, numbered, undone the other way; counts on a sheet."""

from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import AT, make_user
from common import errors, invariants
from products.stock import shortfall
from products.stock.models import StockMovement
from products.stock.operations import issue, release, reserve
from products.stock.papers import operations
from products.stock.papers.models import StockPaper
from products.stock.papers.operations import Entry
from products.stock.supply import operations as supply
from products.stock.supply.tests.builders import make_planned
from products.tests.builders import make_category, make_product, make_service, make_warehouse, stock_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return make_user("warehouse")


def post(keeper, kind, *entries, **more):
    given = [Entry(product.pk, D(quantity)) for product, quantity in entries]
    return operations.post_paper(actor=keeper, kind=kind, entries=given, at=AT, **more)


def undo(keeper, paper, reason="录错"):
    return operations.undo_paper(actor=keeper, paper_id=paper.pk, reason=reason, at=AT)


def broken():
    checks = {key: one for key, one in invariants.invariants.items() if key in ("stock.moved", "stock.papers")}
    return {key: found for key, one in checks.items() if (found := invariants.offenders(one))}


def held(in_operation, product, quantity):
    in_operation(lambda: reserve(wanted=[(product.pk, D(quantity))]))


@pytest.fixture
def letting_go(monkeypatch):
    """Orders that let go of what they hold."""

    def let_go(*, actor, stock_row_id, excess, at):
        release(rows=[(stock_row_id, excess)])

    monkeypatch.setattr(shortfall.shortfall, "_entries", {"test": let_go})


def test_an_arrival_of_many_products_is_one_numbered_paper(keeper):
    one, other = make_product(), make_product()
    paper = post(keeper, "ARRIVAL", (one, 5), (other, 3), (one, 2), reference="SH-9")
    assert (stock_row(one).on_hand, stock_row(other).on_hand, paper.lines.count()) == (7, 3, 3)
    assert paper.number.startswith("GR2026")
    moves = StockMovement.objects.filter(document_type="products.stockpaper", document_id=paper.pk)
    assert sorted(moves.values_list("quantity", "document_number")) == [(3, "SH-9"), (7, "SH-9")]
    second = post(keeper, "ARRIVAL", (one, 1))
    assert int(second.number[-4:]) == int(paper.number[-4:]) + 1
    assert not broken()


def test_a_paper_is_posted_whole_or_not_at_all(keeper):
    good, service = make_product(), make_service()
    with pytest.raises(errors.Invalid) as refusal:
        post(keeper, "ARRIVAL", (good, 5), (service, 1))
    assert refusal.value.fields.keys() == {"lines.2.product"}
    with pytest.raises(errors.Invalid) as refusal:
        post(keeper, "ARRIVAL", (good, 5), (good, 0))
    assert refusal.value.fields.keys() == {"lines.2.quantity"}
    assert not StockPaper.objects.exists()
    assert not broken()


def test_an_undone_arrival_takes_the_goods_out_again_and_stays_on_paper(keeper):
    product = make_product(stock=2)
    paper = post(keeper, "ARRIVAL", (product, 5))
    undone = undo(keeper, paper)
    assert (undone.state, undone.undo_reason, stock_row(product).on_hand) == ("UNDONE", "录错", 2)
    with pytest.raises(errors.WrongState):
        undo(keeper, paper)
    assert not broken()


def test_goods_that_are_gone_cannot_be_undone(keeper, in_operation):
    product = make_product()
    paper = post(keeper, "ARRIVAL", (product, 5))
    items = [(stock_row(product).pk, D(2), D(0))]
    in_operation(lambda: issue(actor=people.system_user(), items=items, document=None, at=AT))
    with pytest.raises(errors.OutOfStock) as refusal:
        undo(keeper, paper)
    assert refusal.value.details == {"product": product.code, "asked": "5", "available": "3"}
    assert StockPaper.objects.get(pk=paper.pk).state == "POSTED"


def test_undoing_below_what_is_reserved_lets_reservations_go(keeper, in_operation, letting_go):
    product = make_product()
    paper = post(keeper, "ARRIVAL", (product, 5))
    held(in_operation, product, 4)
    undo(keeper, paper)
    assert (stock_row(product).on_hand, stock_row(product).reserved) == (0, 0)


def test_an_undone_transfer_comes_back_as_far_as_it_is_free(keeper, in_operation):
    product, south = make_product(stock=10), make_warehouse()
    home = stock_row(product).warehouse_id
    paper = post(keeper, "TRANSFER", (product, 6), warehouse_id=home, to_warehouse_id=south.pk)
    in_operation(lambda: reserve(wanted=[(product.pk, D(3))], warehouse_id=south.pk))
    with pytest.raises(errors.OutOfStock):
        undo(keeper, paper)
    in_operation(lambda: release(rows=[(stock_row(product, south).pk, D(3))]))
    undo(keeper, paper)
    assert (stock_row(product).on_hand, stock_row(product, south).on_hand) == (10, 0)
    assert not broken()


def test_what_came_of_a_planned_receipt_is_to_come_again_when_its_paper_is_undone(keeper):
    product = make_product()
    receipt = make_planned(product, 10)
    supply.receive_planned(actor=keeper, receipt_id=receipt.pk, quantity=D(10), at=AT)
    paper = StockPaper.objects.get()
    undo(keeper, paper)
    receipt.refresh_from_db()
    assert (receipt.state, receipt.received, receipt.open, stock_row(product).on_hand) == ("OPEN", 0, 10, 0)


def test_a_count_of_many_products_posts_its_differences(keeper):
    one, other = make_product(stock=10), make_product(stock=4)
    paper = post(keeper, "COUNT", (one, 8), (other, 4))
    assert [(line.book, line.counted, line.quantity) for line in paper.lines.all()] == [(10, 8, -2), (4, 4, 0)]
    assert (stock_row(one).on_hand, stock_row(other).on_hand) == (8, 4)
    with pytest.raises(errors.Invalid) as refusal:
        post(keeper, "COUNT", (one, 8), (one, 9))
    assert "lines.2.product" in refusal.value.fields


def test_a_sheet_posts_the_difference_to_its_book_whatever_moved_meanwhile(keeper):
    category = make_category()
    one, other = make_product(stock=10, category=category), make_product(stock=4, category=category)
    make_product(stock=7)  # of another category
    sheet = operations.start_sheet(actor=keeper, at=AT, category_ids=[category.pk])
    assert sheet.number.startswith("SC")
    first, second = sheet.lines.order_by("product__code")
    assert (first.book, second.book) == (10, 4)
    post(keeper, "ARRIVAL", (one, 5))  # while they count
    operations.enter_counts(actor=keeper, paper_id=sheet.pk, counted={first.pk: D(9), second.pk: None}, at=AT)
    assert stock_row(one).on_hand == 15
    posted = operations.post_sheet(actor=keeper, paper_id=sheet.pk, at=AT)
    assert (posted.state, stock_row(one).on_hand, stock_row(other).on_hand) == ("POSTED", 14, 4)
    with pytest.raises(errors.WrongState):
        operations.post_sheet(actor=keeper, paper_id=sheet.pk, at=AT)
    assert not broken()


def test_a_sheet_below_what_is_reserved_lets_reservations_go(keeper, in_operation, letting_go):
    one, other = make_product(stock=10), make_product(stock=10)
    for product in (one, other):
        held(in_operation, product, 8)
    sheet = operations.start_sheet(actor=keeper, at=AT)
    counted = {line.pk: D(5) for line in sheet.lines.all()}
    operations.enter_counts(actor=keeper, paper_id=sheet.pk, counted=counted, at=AT)
    operations.post_sheet(actor=keeper, paper_id=sheet.pk, at=AT)
    assert [(row.on_hand, row.reserved) for row in map(stock_row, (one, other))] == [(5, 5), (5, 5)]


def test_what_lies_there_unknown_to_the_book_is_put_on_the_sheet(keeper):
    make_product(stock=1)
    found = make_product()
    sheet = operations.start_sheet(actor=keeper, at=AT)
    operations.add_to_sheet(actor=keeper, paper_id=sheet.pk, product_id=found.pk, at=AT)
    with pytest.raises(errors.Invalid):
        operations.add_to_sheet(actor=keeper, paper_id=sheet.pk, product_id=found.pk, at=AT)
    line = sheet.lines.get(product=found)
    operations.enter_counts(actor=keeper, paper_id=sheet.pk, counted={line.pk: D(3)}, at=AT)
    operations.post_sheet(actor=keeper, paper_id=sheet.pk, at=AT)
    assert stock_row(found).on_hand == 3


def test_a_dropped_sheet_keeps_its_number_and_moves_nothing(keeper):
    product = make_product(stock=1)
    sheet = operations.start_sheet(actor=keeper, at=AT)
    operations.drop_sheet(actor=keeper, paper_id=sheet.pk, at=AT)
    with pytest.raises(errors.WrongState):
        operations.post_sheet(actor=keeper, paper_id=sheet.pk, at=AT)
    assert stock_row(product).on_hand == 1
    assert not broken()


def test_who_may_not_count_neither_begins_nor_undoes():
    product, sales = make_product(stock=1), make_user("sales")
    with pytest.raises(errors.NotAllowed):
        operations.start_sheet(actor=sales, at=AT)
    with pytest.raises(errors.NotAllowed):
        undo(sales, StockPaper.objects.get(lines__product=product))


def test_a_paper_that_was_taken_comes_back_though_goods_and_warehouse_were_closed_since(keeper):
    product, place = make_product(), make_warehouse()
    sent = {"provider": "WMS", "external_id": "1", "warehouse_id": place.pk}
    paper = post(keeper, "ARRIVAL", (product, 5), **sent)
    type(place).objects.filter(pk=place.pk).update(is_active=False)
    type(product).objects.filter(pk=product.pk).update(merged_into=make_product())
    assert post(keeper, "ARRIVAL", (product, 5), **sent).pk == paper.pk
    with pytest.raises(errors.Invalid):
        post(keeper, "ARRIVAL", (product, 5), **sent | {"external_id": "2"})
