"""Entering orders: defaults from master data, changes with a version, the grid (R030–R052)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import errors
from customers.cleaning import operations as cleaning
from customers.operations import masters
from customers.tests.builders import payment_term
from orders.entry import drafting, rows
from orders.entry.drafts import LineDraft, OrderDraft
from orders.order import choices, queries
from orders.order.models import OrderLine
from orders.order.states import PriceSource, Status
from orders.tests.builders import (
    AT,
    TODAY,
    fresh,
    line,
    lines_of,
    make_buyer,
    make_draft,
    make_effective,
    make_order_cast,
    make_submitted,
)
from products.catalogue import operations as catalogue
from products.tests.builders import make_product, make_service

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def cast():
    return make_order_cast()


def update(actor, order, version=None, **changes):
    version = version or fresh(order).version
    return drafting.change_order(actor=actor, order_id=order.pk, version=version, changes=changes, at=AT)


def replace(actor, order, lines, version=None):
    version = version or fresh(order).version
    return drafting.change_order(actor=actor, order_id=order.pk, version=version, changes={}, lines=lines, at=AT)


def test_a_draft_takes_everything_from_master_data(cast):
    customer = make_buyer(cast.owner, tax_number="91330100", territory="华东地区-浙江1")
    order = make_draft(cast.owner, customer=customer)
    assert (order.status, order.number, order.order_date) == (Status.DRAFT, None, TODAY)
    assert (order.salesperson, order.executing_owner, order.created_by) == (cast.owner,) * 3
    assert (order.department_id, order.territory) == (cast.department.pk, "华东地区-浙江1")
    assert (order.contact_name, order.contact_phone) == ("王建国", "13812342217")
    assert order.ship_address == "浙江省 杭州市 滨江区江南大道 588 号"
    assert (order.ship_recipient, order.payment_term_id) == ("王建国", customer.payment_term_id)
    assert (order.invoice_title, order.invoice_tax_number) == (customer.name, "91330100")
    assert order.invoice_kind == choices.InvoiceKind.SPECIAL
    assert (order.currency_id, order.exchange_rate) == ("CNY", 1)


def test_a_line_takes_price_tax_and_specification_from_the_product(cast):
    product = make_product(list_price=D("113"), tax_rate=D("0.13"), specification="C3", auxiliary_attribute="4 只")
    (one,) = lines_of(make_draft(cast.owner, lines=[line(product, 3)]))
    assert (one.price, one.price_source, one.tax_rate) == (D(113), PriceSource.LIST, D("0.13"))
    assert (one.specification, one.auxiliary_attribute, one.unit) == ("C3", "4 只", product.unit)
    assert (one.amount, one.tax, one.net) == (D(339), D(39), D(300))


def test_a_draft_may_be_saved_without_lines(cast):
    order = make_draft(cast.owner, lines=[])
    assert (order.line_count, order.total_amount) == (0, 0)


def test_what_is_given_wins_over_the_defaults(cast):
    order = make_draft(cast.owner, contact_name="李", freight=D("25"), tax_mode="EXCLUSIVE", ship_address="自提")
    assert (order.contact_name, order.ship_address, order.freight) == ("李", "自提", D(25))
    assert order.total_amount == lines_of(order)[0].amount + 25


def test_a_rep_enters_orders_for_his_own_customers_only(cast):
    customer = make_buyer(cast.owner)
    with pytest.raises(errors.NotFound):
        drafting.create_order(actor=cast.stranger, draft=OrderDraft(customer_id=customer.pk), at=AT)


@pytest.mark.parametrize("role", ["warehouse", "production", "finance", "executive"])
def test_who_may_not_enter_orders_is_refused(cast, role):
    customer = make_buyer(cast.owner)
    with pytest.raises(errors.NotAllowed):
        drafting.create_order(actor=make_user(role), draft=OrderDraft(customer_id=customer.pk), at=AT)


def test_the_desk_enters_for_the_customers_salesperson_and_executes_itself(cast):
    order = make_draft(cast.owner, actor=cast.desk)
    assert (order.salesperson, order.executing_owner) == (cast.owner, cast.desk)
    assert order.department_id == cast.department.pk


def test_only_who_may_reassign_gives_an_order_to_somebody_else(cast):
    customer = make_buyer(cast.owner)
    draft = OrderDraft(customer_id=customer.pk, salesperson_id=cast.stranger.pk)
    with pytest.raises(errors.NotAllowed):
        drafting.create_order(actor=cast.owner, draft=draft, at=AT)
    order = drafting.create_order(actor=cast.desk, draft=draft, at=AT)
    assert order.department_id == cast.stranger.department_id


def test_the_code_of_a_merged_customer_leads_to_the_other(cast):
    old, new = make_buyer(cast.owner), make_buyer(cast.owner)
    cleaning.merge_customers(actor=system_user(), source_id=old.pk, target_id=new.pk, at=AT)
    order = drafting.create_order(actor=cast.owner, draft=OrderDraft(customer_code=old.code), at=AT)
    assert order.customer_id == new.pk


def test_every_fault_of_the_grid_is_named_by_line_and_field(cast):
    product = make_product()
    lines = [
        line(product, 0),
        LineDraft(product_code="no.such", quantity=D(1)),
        line(product, 1, -1),
        line(product, "1.00001"),
        line(product, 1, discount=D("1.5"), notes="x" * 301),
    ]
    with pytest.raises(errors.Invalid) as refusal:
        make_draft(cast.owner, lines=lines)
    assert set(refusal.value.fields) == {
        *("lines.1.quantity", "lines.2.product", "lines.3.price", "lines.4.quantity"),
        *("lines.5.discount", "lines.5.notes"),
    }


def test_faults_of_the_header_are_named(cast):
    with pytest.raises(errors.Invalid) as refusal:
        make_draft(cast.owner, freight=D(-1), transport_mode="ROCKET", payment_term_id=999_999, contact_name="x" * 61)
    assert set(refusal.value.fields) == {"freight", "transport_mode", "payment_term", "contact_name"}


def test_a_reduction_above_the_worth_of_the_lines_is_refused(cast):
    with pytest.raises(errors.Invalid) as refusal:
        make_draft(cast.owner, reduction=D(1001))
    assert "reduction" in refusal.value.fields


@pytest.mark.parametrize("name", ["freight", "reduction"])
def test_freight_and_reduction_are_paid_in_cents(cast, name):
    order = make_draft(cast.owner)
    for call in (
        lambda: make_draft(cast.owner, **{name: D("0.005")}),
        lambda: update(cast.owner, order, **{name: D("1.005")}),
    ):
        with pytest.raises(errors.Invalid) as refusal:
            call()
        assert set(refusal.value.fields) == {name}


def test_an_order_is_dated_today_or_within_a_year_before(cast):
    assert make_draft(cast.owner, order_date=TODAY - timedelta(days=30)).order_date == date(2026, 10, 21)
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=400)):
        with pytest.raises(errors.Invalid) as refusal:
            make_draft(cast.owner, order_date=day)
        assert set(refusal.value.fields) == {"order_date"}


def test_an_order_has_no_more_lines_than_the_setting_says(cast):
    product = make_product()
    with pytest.raises(errors.Invalid) as refusal:
        make_draft(cast.owner, lines=[line(product)] * 501)
    assert set(refusal.value.fields) == {"lines"}


# --- changing ------------------------------------------------------------------------------------


def test_a_change_counts_the_version_up_and_recomputes(cast):
    order = make_draft(cast.owner)
    changed = update(cast.owner, order, freight=D(50), reduction=D("0.50"), requested_date=date(2026, 12, 24))
    assert changed.version == order.version + 1
    assert fresh(order).total_amount == D("1049.50")
    assert lines_of(order)[0].reduction == D("0.50")


def test_a_change_from_an_old_version_names_fields_and_who(cast):
    order = make_draft(cast.owner)
    update(cast.desk, order, ship_address="杭州", freight=D(10))
    with pytest.raises(errors.Stale) as refusal:
        update(cast.owner, order, version=order.version, ship_address="宁波", notes="")
    assert refusal.value.details["fields"] == {"ship_address": ["杭州", "宁波"]}
    assert refusal.value.details["who"] == cast.desk.name
    assert fresh(order).ship_address == "杭州"


def test_another_customer_brings_his_terms_but_typed_fields_stay(cast):
    other = make_buyer(cast.owner, invoice_title="另一家")
    order = make_draft(cast.owner, ship_to_id=make_buyer(cast.owner).pk)
    changed = update(cast.owner, order, customer=other, contact_name="赵")
    assert changed.ship_to_id is None, "where the other one's goods went"
    assert (changed.customer_id, changed.invoice_title, changed.contact_name) == (other.pk, "另一家", "赵")


def test_another_currency_reprices_list_prices_and_keeps_typed_ones(cast):
    masters.save_rate(actor=system_user(), currency_code="USD", valid_from=date(2026, 1, 1), rate=D("7"), at=AT)
    product = make_product(list_price=D(700))
    order = make_draft(cast.owner, lines=[line(product, 1), line(product, 1, 650)])
    changed = update(cast.owner, order, currency="USD")
    assert changed.exchange_rate == 7
    assert [one.price for one in lines_of(order)] == [D(100), D(650)]


def test_a_currency_without_a_rate_is_refused(cast):
    order = make_draft(cast.owner)
    with pytest.raises(errors.Conflict) as refusal:
        update(cast.owner, order, currency="EUR")
    assert refusal.value.code == "no_rate"


def test_exclusive_prices_come_without_tax(cast):
    product = make_product(list_price=D(113), tax_rate=D("0.13"))
    order = make_draft(cast.owner, tax_mode="EXCLUSIVE", lines=[line(product, 1)])
    (one,) = lines_of(order)
    assert (one.price, one.amount, one.net) == (D(100), D(113), D(100))


@pytest.mark.parametrize("make", [make_submitted, make_effective])
def test_commercial_fields_change_in_a_draft_only(cast, make):
    order = make(cast.owner)
    with pytest.raises(errors.WrongState):
        update(cast.owner, order, freight=D(1))
    with pytest.raises(errors.WrongState):
        replace(cast.owner, order, [])


def test_notes_and_contact_change_on_an_effective_order_people_with_the_right(cast):
    order = make_effective(cast.owner)

    def note(actor, **changes):
        version = fresh(order).version
        return drafting.update_notes(actor=actor, order_id=order.pk, version=version, changes=changes, at=AT)

    note(cast.owner, notes="先电话", contact_name="陈")
    assert fresh(order).notes == "先电话"
    with pytest.raises(errors.NotAllowed):
        note(cast.owner, executing_owner=cast.mate)
    note(cast.head, salesperson=cast.stranger)
    assert fresh(order).department_id == cast.stranger.department_id
    assert fresh(order).content_hash == order.content_hash


def test_a_contract_is_signed_on_an_effective_order_but_what_it_says_was_approved(cast):
    order = make_effective(cast.owner)
    signed = {"contract_state": choices.ContractState.SIGNED, "contract_signed_date": TODAY}
    drafting.change_order(actor=cast.owner, order_id=order.pk, version=order.version, changes=signed, at=AT)
    assert (fresh(order).contract_state, fresh(order).contract_signed_date) == ("SIGNED", TODAY)
    with pytest.raises(errors.WrongState):
        update(cast.owner, order, contract_terms="款到发货")


# --- the grid ------------------------------------------------------------------------------------


def test_the_grid_keeps_rows_by_number_adds_and_deletes(cast):
    a, b, c = (make_product() for _ in range(3))
    order = make_draft(cast.owner, lines=[line(a, 1), line(b, 2)])
    first, second = lines_of(order)
    replace(cast.owner, order, [line(b, 5, line_no=2), line(c, 1)])
    kept, added = lines_of(order)
    assert (kept.pk, kept.line_no, kept.ordered) == (second.pk, 2, 5)
    assert (added.line_no, added.product_id) == (3, c.pk)
    assert first.pk not in {one.pk for one in lines_of(order)}
    assert fresh(order).total_amount == 600


def test_a_typed_price_survives_a_change_of_quantity_and_a_list_price_stays_one(cast):
    a = make_product(list_price=D(100))
    order = make_draft(cast.owner, lines=[line(a, 1, 90), line(a, 1)])
    replace(cast.owner, order, [line(a, 7, 90, line_no=1), line(a, 7, 100, line_no=2)])
    assert [(one.price, one.price_source) for one in lines_of(order)] == [
        (D(90), PriceSource.MANUAL),
        (D(100), PriceSource.LIST),
    ]
    replace(cast.owner, order, [line(a, 7, None, line_no=1)])
    assert lines_of(order)[0].price_source == PriceSource.LIST


def raise_list_price(product, price):
    product.refresh_from_db()
    catalogue.update_product(
        actor=system_user(), product_id=product.pk, version=product.version, changes={"list_price": D(price)}, at=AT
    )


def test_a_price_that_is_sent_is_the_price_that_is_stored(cast):
    """Also when it equals the stored one and the catalogue says another by now."""
    a = make_product(list_price=D(100))
    order = make_draft(cast.owner, lines=[line(a, 1)])
    raise_list_price(a, 120)
    replace(cast.owner, order, [line(a, 6, 100, line_no=1)])
    (one,) = lines_of(order)
    assert (one.price, one.price_source, one.amount) == (D(100), PriceSource.LIST, D(600))
    replace(cast.owner, order, [line(a, 6, line_no=1)])
    assert lines_of(order)[0].price == D(120), "no price asks for today's"


def test_the_agreed_price_of_a_taken_over_line_survives_the_grid(cast):
    a = make_product(list_price=D(100), unit_cost=D(60))
    order = make_draft(cast.owner, lines=[line(a, 2, 90)])
    OrderLine.objects.filter(order=order).update(price_source=PriceSource.IMPORTED, unit_cost=D(55))
    (shown,) = [rows.of_line(one, 0) for one in queries.lines_of(fresh(order), with_products=True)]
    shown.cells["notes"] = "先电话"
    replace(cast.owner, order, rows.to_drafts([shown]))
    (one,) = lines_of(order)
    assert (one.notes, one.price, one.price_source, one.unit_cost) == ("先电话", D(90), PriceSource.IMPORTED, D(55))


def test_a_grid_from_an_old_version_names_what_it_would_change(cast):
    a, b = make_product(), make_product()
    order = make_draft(cast.owner, lines=[line(a, 1), line(b, 1)])
    replace(cast.desk, order, [line(a, 4, line_no=1)])
    with pytest.raises(errors.Stale) as refusal:
        replace(cast.owner, order, [line(a, 2, line_no=1), line(b, 1, line_no=2)], version=order.version)
    assert refusal.value.details["fields"]["lines.1.quantity"] == ["4", "2"]
    assert refusal.value.details["fields"]["lines.2"] == ["", ""]
    assert refusal.value.details["who"] == cast.desk.name


def test_two_lines_with_one_number_are_refused(cast):
    a = make_product()
    with pytest.raises(errors.Invalid):
        make_draft(cast.owner, lines=[line(a, line_no=1), line(a, line_no=1)])


def test_statements_do_not_grow_with_the_grid(cast):
    products = [make_product() for _ in range(60)]
    order = make_draft(cast.owner, lines=[line(product) for product in products])

    def cost(count):
        lines = [line(product, 2 + count, line_no=n) for n, product in enumerate(products[:count], start=1)]
        with CaptureQueriesContext(connection) as sent:
            replace(cast.owner, order, [*lines, *(line(product) for product in products[count:])])
        return len(sent)

    assert cost(2) == cost(50)


def test_a_gift_costs_nothing_and_a_service_is_marked(cast):
    order = make_draft(cast.owner, lines=[line(make_product(), 2, is_gift=True), line(make_service(), 1)])
    gift, service = lines_of(order)
    assert (gift.price, gift.amount) == (0, 0)
    assert service.is_service


# --- copying -------------------------------------------------------------------------------------


def test_a_copy_is_a_new_draft_with_typed_prices_kept_and_others_asked_anew(cast):
    product = make_product(list_price=D(100), stock=50)
    source = make_effective(cast.owner, lines=[line(product, 1), line(product, 1, 80)], customer_po_number="PO-1")
    raise_list_price(product, 120)
    copy = drafting.copy_order(actor=cast.owner, order_id=source.pk, at=AT)
    assert (copy.status, copy.number, copy.customer_po_number) == (Status.DRAFT, None, "")
    assert [one.price for one in lines_of(copy)] == [D(120), D(80)]
    assert [one.price for one in lines_of(source)] == [D(100), D(80)]


def test_a_copy_takes_the_customers_terms_and_currency_for_those_out_of_use(cast):
    customer = make_buyer(cast.owner)
    masters.save_rate(actor=system_user(), currency_code="USD", valid_from=date(2026, 1, 1), rate=D("7"), at=AT)
    terms, payer = payment_term("ADVANCE30"), make_buyer(cast.stranger)
    foreign = {"currency_id": "USD", "payment_term_id": terms.pk, "bill_to_id": payer.pk}
    lines = [line(make_product(list_price=D(71)), 1, 9)]
    source = make_draft(cast.owner, actor=cast.desk, customer=customer, lines=lines, **foreign)
    masters.save_payment_term(actor=system_user(), term_id=terms.pk, is_active=False, at=AT)
    masters.save_currency(actor=system_user(), currency_code="USD", is_active=False, at=AT)
    copy = drafting.copy_order(actor=cast.owner, order_id=source.pk, at=AT)
    assert (copy.currency_id, copy.payment_term_id, copy.bill_to_id) == ("CNY", customer.payment_term_id, None)
    assert lines_of(copy)[0].price == D(71), "a price agreed in dollars is none in yuan"


def test_nobody_copies_what_he_may_not_see(cast):
    with pytest.raises(errors.NotFound):
        drafting.copy_order(actor=cast.stranger, order_id=make_draft(cast.owner).pk, at=AT)


def test_header_and_grid_change_in_one_version(cast):
    product = make_product()
    order = make_draft(cast.owner)
    changed = drafting.change_order(
        actor=cast.owner,
        order_id=order.pk,
        version=order.version,
        changes={"reduction": D(1500)},
        lines=[line(product, 20)],
        at=AT,
    )
    assert (changed.version, changed.total_amount) == (order.version + 1, D(500))
