"""Order entry through the whole stack: with and without scripts, saving in place, what is refused and where."""

import copy
import json

import pytest

from accounts.tests.builders import make_user
from orders.order.models import Order
from orders.tests import builders
from orders.tests.page_builders import Browser, statements
from products.tests import builders as products

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def cast(mine):
    return mine[0]


@pytest.fixture
def customer(mine):
    return mine[1]


@pytest.fixture
def product(mine):
    return mine[2]


def _make_all():
    cast = _make_cast()
    customer = _make_customer(cast)
    product = _make_product()
    return cast, customer, product


def _make_cast():
    return builders.make_order_cast()


def _make_customer(cast):
    return builders.make_buyer(cast.owner)


def _make_product():
    return products.make_product(stock=100)


def entries(customer, *lines, **head):
    """What the form sends."""
    data = {"customer": customer.pk, "requested_date": "2026-12-10", "then": "save", **head}
    for key, cells in enumerate(lines):
        data |= {f"lines-{key}-{name}": value for name, value in cells.items()}
    return data


def test_the_page_opens_and_takes_a_customer_by_address(cast, customer):
    browser = Browser(cast.owner)
    assert browser.get("/orders/new/").status_code == 200
    page = browser.get("/orders/new/", customer=customer.pk).content.decode()
    assert customer.name in page
    assert "滨江区江南大道" in page, "his address is filled in"


def test_who_may_not_enter_orders_gets_no_page(customer):
    browser = Browser(make_user("warehouse"))
    assert browser.get("/orders/new/").status_code == 403
    assert browser.post("/orders/new/", **entries(customer)).status_code == 403


def test_a_draft_is_saved_without_scripts_and_filled_from_master_data(cast, customer, product):
    response = Browser(cast.owner).post("/orders/new/", **entries(customer, {"product": product.code, "quantity": "3"}))
    assert response.status_code == 303
    order = Order.objects.get()
    assert response.headers["Location"] == f"/orders/draft-{order.pk}/edit/"
    assert (order.contact_name, order.payment_term.code) == ("王建国", "MONTHLY30")
    assert order.total_amount == 300
    line = builders.lines_of(order)[0]
    assert line.price_source == "LIST", "an empty price is the price list's"


def test_what_the_person_emptied_stays_empty_once_the_defaults_stood_there(cast, customer):
    Browser(cast.owner).post("/orders/new/", **entries(customer, defaults_of=customer.pk, contact_name=""))
    assert Order.objects.get().contact_name == ""


def test_a_typed_price_stays_typed_and_a_proposed_one_does_not(cast, customer, product):
    Browser(cast.owner).post(
        "/orders/new/",
        **entries(
            customer,
            {"product": product.code, "quantity": "1", "price": "100", "priced": "100"},
            {"product": product.code, "quantity": "1", "price": "95", "priced": "100"},
        ),
    )
    assert [line.price_source for line in builders.lines_of(Order.objects.get())] == ["LIST", "MANUAL"]


def test_rows_that_are_no_lines_yet_are_kept_as_typed_and_marked(cast, customer, product):
    data = entries(
        customer,
        {"product": product.code, "quantity": "three"},
        {"product": "no-such", "quantity": "1"},
        {"product": product.code, "quantity": "2", "requested_date": "tomorrow"},
        notes="keep me",
    )
    browser = Browser(cast.owner)
    response = browser.post("/orders/new/", **data)
    assert response.status_code == 303
    order = Order.objects.get()
    assert order.line_count == 0
    assert [(row["line_no"], row["at"]) for row in order.unfinished] == [
        (1, "quantity"),
        (2, "product"),
        (3, "requested_date"),
    ]
    page = browser.get(response.headers["Location"]).content.decode()
    for words in ('value="three"', "keep me", "Enter a number, like", "There is no such product.", 'value="tomorrow"'):
        assert words in page
    assert 'href="#id_lines-0-quantity"' in page, "what is missing leads to its cell"
    assert 'href="#id_lines-1-product"' in page


def test_an_unfinished_row_blocks_submission_and_becomes_a_line_when_it_is_whole(cast, customer, product):
    browser = Browser(cast.owner)
    good, bad = {"product": product.code, "quantity": "3"}, {"product": product.code, "quantity": "1,5"}
    response = browser.post("/orders/new/", **entries(customer, good, bad, good, then="submit"))
    order = Order.objects.get()
    assert (order.status, order.line_count) == ("DRAFT", 2)
    assert response.headers["Location"].endswith("?gaps=1")
    edit(
        order,
        browser,
        {**good, "line_no": "1"},
        {**bad, "quantity": "1,500", "line_no": "2"},
        {**good, "line_no": "3"},
        version=order.version,
    )
    assert [(line.line_no, line.ordered) for line in builders.lines_of(order)] == [(1, 3), (2, 1500), (3, 3)]
    assert builders.fresh(order).unfinished == []


def test_a_saved_line_that_was_spoilt_keeps_its_number(cast, customer, product):
    lines = [builders.line(product, 1), builders.line(product, 2)]
    order = builders.make_draft(cast.owner, customer=customer, lines=lines)
    spoilt = {"product": product.code, "quantity": "1e400", "line_no": "1", "notes": "a\0b"}
    whole = {"product": product.code, "quantity": "2", "line_no": "2"}
    response = edit(order, Browser(cast.owner), spoilt, whole, version=order.version)
    assert response.status_code == 200
    assert json.loads(response.headers["HX-Trigger"])["so:faults"]["cells"]["0"]["quantity"]
    (kept,) = builders.fresh(order).unfinished
    assert (kept["line_no"], kept["cells"]["quantity"], kept["cells"]["notes"]) == (1, "1e400", "ab")
    assert [line.line_no for line in builders.lines_of(order)] == [2]


@pytest.mark.parametrize(
    "cells",
    [
        {"quantity": "99999999999", "price": "3280"},
        {"quantity": "9999999", "price": "99999999999"},
        {"quantity": "99999999999999999999"},
        {"quantity": "1", "line_no": "9" * 30},
        {"quantity": "-1"},
    ],
)
def test_figures_beyond_all_measure_are_kept_and_marked_not_lost(cast, customer, product, cells):
    response = Browser(cast.owner).post("/orders/new/", **entries(customer, {"product": product.code, **cells}))
    assert response.status_code == 303
    order = Order.objects.get()
    assert order.line_count + len(order.unfinished) == 1


def test_a_total_beyond_all_measure_takes_the_largest_line_out(cast, customer, product):
    row = {"product": product.code, "quantity": "300000000", "price": "200"}
    Browser(cast.owner).post("/orders/new/", **entries(customer, row, row))
    order = Order.objects.get()
    assert (order.line_count, [one["at"] for one in order.unfinished]) == (1, ["quantity"])


@pytest.mark.parametrize("field", ["customer", "bill_to"])
def test_keys_that_no_row_has_are_refused_beside_their_field(cast, customer, field):
    data = entries(customer, bill_to_name="somebody") | {field: "9" * 20, "notes": "keep me"}
    response = Browser(cast.owner).post("/orders/new/", **data)
    assert response.status_code == 422
    assert "keep me" in response.content.decode()
    assert Browser(cast.owner).get("/orders/new/", customer="9" * 20).status_code == 200
    assert Browser(cast.owner).get("/orders/entry/customer/", customer="9" * 20).status_code == 422


def test_without_a_customer_the_form_says_so(cast, customer):
    data = entries(customer)
    data["customer"] = ""
    response = Browser(cast.owner).post("/orders/new/", **data)
    assert response.status_code == 422
    assert "it is the one thing that a draft needs" in response.content.decode()


def test_a_customer_of_others_cannot_be_ordered_for(cast, customer):
    assert Browser(cast.stranger).post("/orders/new/", **entries(customer)).status_code == 404


def test_saving_and_submitting_in_one_go(cast, customer, product):
    response = Browser(cast.owner).post(
        "/orders/new/", **entries(customer, {"product": product.code, "quantity": "3"}, then="submit")
    )
    order = Order.objects.get()
    assert order.status == "SUBMITTED"
    assert response.headers["Location"] == f"/orders/{order.number}/"


def test_submitting_an_incomplete_order_saves_it_and_leads_to_the_gaps(cast, customer, product):
    browser = Browser(cast.owner)
    data = entries(customer, {"product": product.code, "quantity": "3"}, then="submit", requested_date="")
    response = browser.post("/orders/new/", **data)
    order = Order.objects.get()
    assert order.status == "DRAFT"
    assert response.headers["Location"] == f"/orders/draft-{order.pk}/edit/?gaps=1"
    page = browser.get(response.headers["Location"]).content.decode()
    assert "data-focus-first" in page
    assert 'href="#id_requested_date"' in page, "one field of the head gives every line its day"
    toast = page[page.index('id="toasts"') :]
    assert "The order is not complete for this step: Submission. Requested date" in toast


def test_the_same_form_twice_makes_one_order(cast, customer, product):
    browser = Browser(cast.owner)
    data = entries(customer, {"product": product.code, "quantity": "3"}, nonce="n", then="submit")
    browser.post("/orders/new/", **data)
    again = browser.post("/orders/new/", **data)
    assert Order.objects.count() == 1
    assert again.status_code == 303


def edit(order, browser, *lines, htmx=True, **head):
    data = entries(order.customer, *lines, **head)
    url = f"/orders/{order.reference}/edit/"
    return browser.send(url, "entry-errors", **data) if htmx else browser.post(url, **data)


def test_editing_in_place_answers_the_new_version_and_numbers(cast, customer, product):
    order = builders.make_draft(cast.owner, customer=customer, lines=[builders.line(product, 1)])
    response = edit(
        order,
        Browser(cast.owner),
        {"product": product.code, "quantity": "5", "line_no": "1"},
        {"product": product.code, "quantity": "2"},
        version=order.version,
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert f'value="{builders.fresh(order).version}" hx-swap-oob' in page
    assert 'id="id_lines-1-line_no" value="2"' in page
    assert [line.ordered for line in builders.lines_of(order)] == [5, 2]


def test_a_removed_line_is_gone(cast, customer, product):
    lines = [builders.line(product, 1), builders.line(product, 2)]
    order = builders.make_draft(cast.owner, customer=customer, lines=lines)
    edit(
        order,
        Browser(cast.owner),
        {"product": product.code, "quantity": "1", "line_no": "1", "DELETE": "on"},
        {"product": product.code, "quantity": "2", "line_no": "2"},
        version=order.version,
    )
    assert [line.line_no for line in builders.lines_of(order)] == [2]


def test_a_stale_save_shows_both_versions_and_overwrites_nothing(cast, customer, product):
    order = builders.make_draft(cast.owner, customer=customer, lines=[builders.line(product, 1)])
    line = {"product": product.code, "quantity": "5", "line_no": "1"}
    edit(order, Browser(cast.owner), line, version=order.version, ship_address="here")
    response = edit(order, Browser(cast.owner), {**line, "quantity": "9"}, version=order.version, ship_address="there")
    page = response.content.decode()
    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#dialog"
    assert "here" in page
    assert "there" in page
    assert builders.lines_of(order)[0].ordered == 5


def test_a_stale_save_without_scripts_keeps_what_was_typed(cast, customer, product):
    order = builders.make_draft(cast.owner, customer=customer, lines=[builders.line(product, 1)])
    line = {"product": product.code, "quantity": "5", "line_no": "1"}
    edit(order, Browser(cast.owner), line, version=order.version)
    typed = {**line, "quantity": "77"}
    response = edit(order, Browser(cast.owner), typed, version=order.version, htmx=False)
    page = response.content.decode()
    assert response.status_code == 409
    assert 'value="77"' in page
    assert "Line 1: Qty is stored as 5 now." in page
    assert "lines.1.quantity" not in page


def test_faults_of_a_save_in_place_name_their_cells(cast, customer, product):
    order = builders.make_draft(cast.owner, customer=customer, lines=[builders.line(product, 1)])
    response = edit(
        order, Browser(cast.owner), {"product": product.code, "quantity": "-1", "line_no": "1"}, version=order.version
    )
    assert response.status_code == 200
    assert json.loads(response.headers["HX-Trigger"])["so:faults"]["cells"]["0"]["quantity"]


def test_a_submitted_order_is_not_edited(cast):
    order = builders.make_submitted(cast.owner)
    response = Browser(cast.owner).get(f"/orders/{order.reference}/edit/")
    assert (response.status_code, response.headers["Location"]) == (303, f"/orders/{order.number}/")
    assert edit(order, Browser(cast.owner), version=order.version, htmx=False).status_code == 409


def test_who_does_not_see_the_draft_gets_404_and_who_may_not_edit_403(cast):
    order = builders.make_draft(cast.owner)
    assert Browser(cast.stranger).get(f"/orders/{order.reference}/edit/").status_code == 404
    assert Browser(make_user("finance")).get(f"/orders/{order.reference}/edit/").status_code == 403


# --- what the grid asks ---------------------------------------------------------------------------


def ask(user, rows, **head):
    body = {"rows": rows, "changed": list(rows), "head": head}
    client = Browser(user).client
    return client.post("/orders/entry/rows/", json.dumps(body), content_type="application/json").json()


def test_rows_get_names_prices_stock_and_sums(cast, customer, product):
    rows = {
        "0": {"product": product.code, "quantity": "3"},
        "1": {"product": product.code, "quantity": "300", "price": "90"},
    }
    found = ask(cast.owner, rows, customer=str(customer.pk))
    first, second = found["rows"]["0"], found["rows"]["1"]
    assert first["name"]["text"] == product.name
    assert first["price"]["value"] == first["priced"]["value"] == "100"
    assert first["amount"]["text"] == "300.00"
    assert second["amount"]["text"] == "27,000.00"
    assert second["stock"]["tone"] == "warn"
    assert found["totals"]["total"] == "¥27,300.00"


def test_an_unknown_code_is_marked(cast, customer):
    found = ask(cast.owner, {"0": {"product": "nope", "quantity": "1"}}, customer=str(customer.pk))
    assert found["rows"]["0"]["product"]["error"]


def test_a_price_below_the_floor_is_warned_of_only_where_the_floor_is_no_secret(cast, customer):
    cheap = products.make_product(floor_price=90)
    row = {"0": {"product": cheap.code, "quantity": "1", "price": "50"}}
    boss = ask(make_user("executive", roles=["executive", "order_desk"]), row, customer=str(customer.pk))
    assert boss["rows"]["0"]["price"].get("tone") == "miss"


def test_figures_beyond_all_measure_break_no_preview(cast, customer, product):
    rows = {
        "0": {"product": product.code, "quantity": "1e400", "price": "9" * 30, "notes": "\0"},
        "1": {"product": "\0", "quantity": "9" * 20, "line_no": "9" * 30},
        "9" * 5000: {"product": product.code, "quantity": "1"},
    }
    found = ask(cast.owner, rows, customer=str(customer.pk), freight="1e400", reduction="9" * 30)
    assert found["rows"]["0"]["quantity"]["error"]
    assert ask(cast.owner, {}, customer="9" * 20)["totals"]["lines"] == "0"


def test_the_checks_are_never_content_with_rows_that_are_no_lines(cast, customer, product):
    found = ask(cast.owner, {"0": {"product": product.code, "quantity": ""}}, customer=str(customer.pk))
    assert "Enter a quantity." in found["checks"]
    assert "within the rules" not in found["checks"]


def test_the_credit_bar_counts_what_is_being_typed(cast, product):
    customer = builders.make_buyer(cast.owner)
    type(customer).objects.filter(pk=customer.pk).update(credit_limit=1000)
    manager = make_user("sales_manager", department=cast.department)
    found = ask(manager, {"0": {"product": product.code, "quantity": "15"}}, customer=str(customer.pk))
    assert "Over the limit by" in found["credit"]
    assert "500.00" in found["credit"]


def test_choosing_a_customer_brings_his_terms(cast, customer):
    found = Browser(cast.owner).get("/orders/entry/customer/", customer=customer.pk).json()
    assert found["values"]["contact_name"] == "王建国"
    assert found["values"]["defaults_of"] == str(customer.pk)
    assert Browser(cast.stranger).get("/orders/entry/customer/", customer=customer.pk).status_code == 404


def test_the_product_cell_is_looked_up_by_pinyin(cast, product):
    options = Browser(cast.owner).get("/orders/entry/products/", q="czyb").content.decode()
    assert product.code in options


def test_the_grid_knows_what_spreadsheets_call_its_columns(cast):
    page = Browser(cast.owner).get("/orders/new/").content.decode()
    heads = ["产品", "代码", "物料", "编码", "品名", "数量", "单价", "交期", "备注", "code", "qty", "price", "remarks"]
    for words in (f"{head}|" for head in heads):
        assert words in page


def test_rows_carry_their_number_and_stock_before_any_script(cast, customer, product):
    order = builders.make_draft(cast.owner, customer=customer, lines=[builders.line(product, 1)])
    page = Browser(cast.owner).get(f"/orders/{order.reference}/edit/").content.decode()
    assert '<td class="no" data-no>1</td>' in page
    assert "100 free" in page
    assert "autofocus" in Browser(cast.owner).get("/orders/new/").content.decode()


def test_damaged_json_is_refused(cast):
    client = Browser(cast.owner).client
    assert client.post("/orders/entry/rows/", "[]", content_type="application/json").status_code == 422


def test_saving_costs_the_same_for_two_lines_and_forty(cast, customer, product):
    browser, counted = Browser(cast.owner).warm(), []
    for many in (2, 40):
        lines = [builders.line(product, 1) for _ in range(many)]
        order = builders.make_draft(cast.owner, customer=customer, lines=lines)
        rows = [{"product": product.code, "quantity": "2", "line_no": str(n + 1)} for n in range(many)]
        counted.append(statements(lambda: edit(order, browser, *rows, version=order.version)))  # noqa: B023
        assert builders.lines_of(order)[-1].ordered == 2
    assert counted[0] == counted[1] <= 36
