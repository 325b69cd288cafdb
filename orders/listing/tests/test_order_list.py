"""The order list through the whole stack: what it shows, to whom, and what it costs."""

import pytest

from accounts.tests.builders import make_user
from orders.approval.models import ApprovalStep
from orders.order.models import Order
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.page_builders import Browser, statements

pytestmark = pytest.mark.django_db
LIST = "/orders/"


def test_the_list_opens_as_a_page_and_as_a_part():
    order = builders.make_submitted()
    browser = Browser(order.salesperson)
    assert order.number in browser.get(LIST).content.decode()
    part = browser.part(LIST, "list").content.decode()
    assert order.number in part
    assert "<html" not in part
    assert 'id="chips"' in part, "the chips follow the filter out of band"


def test_orders_of_others_are_not_listed_counted_or_summed():
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    browser = Browser(cast.stranger)
    assert order.number not in browser.get(LIST, view="all").content.decode()
    assert "<b>0</b>" in browser.get("/orders/totals/", view="all").content.decode()


def test_a_view_narrows_and_counts():
    cast = builders.make_order_cast()
    draft = builders.make_draft(cast.owner)
    waiting = builders.make_submitted(cast.owner)
    page = Browser(cast.head).get(LIST, view="approval").content.decode()
    assert waiting.number in page
    assert draft.display_number not in page
    tabs = Browser(cast.head).get("/orders/views/").content.decode()
    assert 'class="c hot">1</span>' in tabs


def test_a_search_looks_in_all_orders_unless_a_view_is_chosen():
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    Browser(cast.owner).post(f"/orders/{order.reference}/void/", reason="typed twice", version=order.version)
    browser = Browser(cast.owner)
    assert order.number in browser.get(LIST, q=order.number).content.decode()
    assert "No orders fit" in browser.get(LIST, q=order.number, view="open").content.decode()


def test_conditions_become_chips_that_can_be_taken_away():
    cast = builders.make_order_cast()
    builders.make_draft(cast.owner)
    page = Browser(cast.owner).get(LIST, status="DRAFT", order_date_from="2026-11-01", amount_min="5").content.decode()
    assert page.count('class="so-chip on"') == 3
    assert "Remove State" in page


def test_amounts_are_neither_shown_nor_sortable_nor_filtered_for_the_warehouse():
    order = builders.make_effective()
    browser = Browser(make_user("warehouse"))
    page = browser.get(LIST, view="all").content.decode()
    assert order.number in page
    assert "1,000" not in page
    assert "data-amount" not in page
    assert browser.get(LIST, view="all", sort="total_amount").status_code == 422
    page = browser.get(LIST, view="all", amount_min="999999").content.decode()
    assert order.number in page, "the filter is not there"
    assert "¥" not in browser.get("/orders/totals/", view="all").content.decode()


def test_the_foot_sums_the_whole_result():
    order = builders.make_effective()
    foot = Browser(order.salesperson).get("/orders/totals/", view="all").content.decode()
    assert "<b>1</b>" in foot
    assert foot.count("1,000") == 3, "total, not shipped, not received"


def test_the_foot_never_adds_up_different_currencies():
    cast = builders.make_order_cast()
    builders.make_effective(cast.owner)
    foreign = builders.make_effective(cast.owner)
    Order.objects.filter(pk=foreign.pk).update(currency_id="USD", exchange_rate=7)
    foot = Browser(cast.owner).get("/orders/totals/", view="all").content.decode()
    assert foot.count("¥1,000") == foot.count("$1,000") == 3
    assert foot.index("¥1,000") < foot.index("$1,000"), "the company's own first"
    assert "8,000" not in foot


def test_who_is_asked_finds_the_order_in_his_tab_though_no_scope_reaches_it():
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    asked = make_user("sales_manager")
    ApprovalStep.objects.filter(request__subject_id=order.pk).update(approver=asked)
    browser = Browser(asked)
    assert order.number not in browser.get(LIST, view="all").content.decode()
    assert order.number in browser.get(LIST, view="approval").content.decode()
    assert 'class="c hot">1</span>' in browser.get("/orders/views/").content.decode()
    assert "<b>1</b>" in browser.get("/orders/totals/", view="approval").content.decode()


def test_freezing_is_offered_only_where_it_works():
    cast = builders.make_order_cast()
    builders.make_submitted(cast.owner)
    page = Browser(cast.owner).get(LIST).content.decode()
    assert 'data-can="approve reject reassign"' in page


@pytest.mark.parametrize(
    ("name", "fits", "misses"),
    [
        ("customer_po_number", "PO-1", "PO-2"),
        ("source_number", "S-1", "S-2"),
        ("requested_to", "2026-12-31", "2026-12-01"),
        ("territory", "华中", "华东"),
        ("signing", "NONE", "FULL"),
        ("invoicing", "NONE", "FULL"),
    ],
)
def test_filters_of_an_address_narrow_the_list_and_stand_as_chips(name, fits, misses):
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner, customer_po_number="PO-1", source_number="S-1")
    Order.objects.filter(pk=order.pk).update(territory="华中地区-浙江")
    browser = Browser(cast.owner)
    assert order.number in browser.get(LIST, **{name: fits}).content.decode()
    page = browser.get(LIST, **{name: misses}).content.decode()
    assert order.number not in page
    assert page.count('class="so-chip on"') == 1


def test_what_an_address_names_by_code_is_shown_in_words():
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    asked = {"customer": order.customer.code, "salesperson": cast.owner.username, "department": cast.department.code}
    page = Browser(cast.owner).get(LIST, **asked).content.decode()
    assert order.number in page
    chips = page.split('id="chips"')[1].split("</form>")[0]
    for words in (order.customer.name, cast.owner.name, cast.department.name):
        assert words in chips


def test_a_broken_filter_is_refused_in_words():
    assert Browser(make_user("order_desk")).get(LIST, order_date_from="someday").status_code == 422


def test_chosen_columns_are_remembered_for_the_person():
    user = make_user("order_desk")
    builders.make_draft()
    browser = Browser(user)
    browser.post("/orders/columns/", columns=["number", "customer", "channel"], next="/orders/?view=all")
    page = browser.get(LIST).content.decode()
    assert "Channel" in page
    assert "Fulfilment</" not in page.split("<thead>")[1].split("</thead>")[0]
    browser.post("/orders/columns/", reset="1")
    assert "Fulfilment" in browser.get(LIST).content.decode().split("<thead>")[1].split("</thead>")[0]


def test_the_list_costs_the_same_for_one_order_and_thirty():
    cast = builders.make_order_cast()
    product = builders.products.make_product(stock=1000)
    counted = []
    for many in (1, 29):
        for _ in range(many):
            buyer = builders.make_buyer(cast.owner)
            draft = builders.make_draft(cast.owner, lines=[builders.line(product, 1)], customer=buyer)
        Order.objects.filter(pk=draft.pk).update(salesperson=cast.stranger)
        browser = Browser(cast.owner).warm()
        counted.append(statements(lambda: browser.get(LIST)))  # noqa: B023
    assert counted[0] == counted[1] <= 16


# --- many orders at once ------------------------------------------------------------------------


def test_submitting_many_tells_the_result_of_each():
    cast = builders.make_order_cast()
    good, bad = builders.make_draft(cast.owner), builders.make_draft(cast.owner, lines=[])
    page = Browser(cast.owner).send("/orders/bulk/submit/", ids=[good.pk, bad.pk]).content.decode()
    assert builders.fresh(good).status == "SUBMITTED"
    assert builders.fresh(bad).status == "DRAFT"
    assert "1 order submitted" in page
    assert "At least one line" in page


def test_submitting_many_goes_back_to_the_list_when_all_went_well():
    cast = builders.make_order_cast()
    orders = [builders.make_draft(cast.owner) for _ in range(2)]
    response = Browser(cast.owner).post("/orders/bulk/submit/", ids=[order.pk for order in orders])
    assert response.status_code == 303
    assert {builders.fresh(order).status for order in orders} == {"SUBMITTED"}


def test_amounts_are_bounded_as_people_write_them():
    browser = Browser(make_user("executive"))
    assert browser.get("/orders/", amount_min="1,000.50").status_code == 200
    assert browser.get("/orders/", amount_min="1,5").status_code == 422


def test_keys_that_no_order_has_are_no_pick():
    response = Browser(make_user("order_desk")).post("/orders/bulk/submit/", ids=["9" * 20])
    assert response.status_code == 422


def test_a_bulk_action_does_not_reach_orders_of_others():
    cast = builders.make_order_cast()
    order = builders.make_draft(cast.owner)
    page = Browser(cast.stranger).send("/orders/bulk/submit/", ids=[order.pk]).content.decode()
    assert builders.fresh(order).status == "DRAFT"
    assert order.customer.name not in page


def test_freezing_many_asks_for_a_reason_first():
    order = builders.make_effective()
    browser = Browser(make_user("order_desk"))
    assert "Reason" in browser.get("/orders/bulk/freeze/", ids=order.pk).content.decode()
    assert browser.post("/orders/bulk/freeze/", ids=[order.pk]).status_code == 422
    assert browser.post("/orders/bulk/freeze/", ids=[order.pk], reason="recall").status_code == 303
    assert builders.fresh(order).is_frozen


def test_giving_many_to_another_owner():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    response = Browser(cast.desk).post("/orders/bulk/reassign/", ids=[order.pk], executing_owner=cast.mate.pk)
    assert response.status_code == 303
    assert builders.fresh(order).executing_owner == cast.mate


def test_a_form_for_many_that_is_wrong_comes_back_with_its_faults():
    order = builders.make_effective()
    page = Browser(make_user("order_desk")).post(
        "/orders/bulk/freeze/", ids=[order.pk], reason="recall", until="2020-01-01"
    )
    assert page.status_code == 422
    text = page.content.decode()
    assert 'value="recall"' in text and "Choose today or a later day." in text
    assert not builders.fresh(order).is_frozen


def test_each_row_says_its_amount_in_its_own_currency():
    cast = builders.make_order_cast()
    orders = [builders.make_draft(cast.owner) for _n in range(2)]
    Order.objects.filter(pk__in=[order.pk for order in orders]).update(total_amount=200)
    Order.objects.filter(pk=orders[1].pk).update(currency_id="USD", exchange_rate=7)
    page = Browser(cast.owner).get("/orders/", view="all").content.decode()
    assert 'data-amount="200.00" data-unit="¥"' in page and 'data-amount="200.00" data-unit="$"' in page


def test_closing_many_shows_first_what_it_does_to_each():
    cast = builders.make_order_cast()
    free, noticed = builders.make_effective(cast.owner), builders.make_effective(cast.owner)
    number = flow.make_outbound(noticed).number
    browser = Browser(cast.desk)
    ids = [free.pk, noticed.pk]
    shown = browser.get("/orders/bulk/close/", ids=ids).content.decode()
    assert free.number in shown and number in shown
    assert browser.post("/orders/bulk/close/", ids=ids, reason_code="OTHER").status_code == 422  # OTHER asks for words
    said = browser.send("/orders/bulk/close/", ids=ids, reason_code="SUPPLY").content.decode()
    assert "1 order closed" in said and number in said
    assert [builders.fresh(order).status for order in (free, noticed)] == ["CLOSED", "EFFECTIVE"]


def test_many_are_opened_again_archived_and_lifted_from_their_freeze():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    browser = Browser(cast.desk)
    browser.post("/orders/bulk/close/", ids=[order.pk], reason_code="SUPPLY")
    said = browser.send("/orders/bulk/archive/", ids=[builders.make_effective(cast.owner).pk]).content.decode()
    assert "1 order was not changed" in said
    assert browser.post("/orders/bulk/reopen/", ids=[order.pk], reason="found").status_code == 303
    assert builders.fresh(order).status == "EFFECTIVE"
    browser.post("/orders/bulk/freeze/", ids=[order.pk], reason="recall")
    assert browser.post("/orders/bulk/unfreeze/", ids=[order.pk]).status_code == 303
    assert not builders.fresh(order).is_frozen


def test_what_is_set_aside_or_doubtful_is_found_by_view_and_condition():
    cast = builders.make_order_cast()
    aside, doubtful, plain = (builders.make_draft(cast.owner) for _each in range(3))
    Order.objects.filter(pk=aside.pk).update(set_aside_reason="price missing")
    Order.objects.filter(pk=doubtful.pk).update(open_doubts=1)
    browser = Browser(cast.owner)
    for query, found in (
        ({"view": "set-aside"}, aside),
        ({"view": "doubts"}, doubtful),
        ({"is_set_aside": "true"}, aside),
        ({"has_doubts": "true"}, doubtful),
        ({"condition": "open_doubts > 0"}, doubtful),
        ({"condition": "set_aside_reason is not empty"}, aside),
    ):
        page = browser.get(LIST, **query).content.decode()
        assert f"draft-{found.pk}" in page, query
        assert not [one for one in {aside, doubtful, plain} - {found} if f"draft-{one.pk}" in page], query
