"""The pages of the catalogue and of stock, through HTTP."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from products.catalogue.models import Product, Supplier
from products.stock.models import StockMovement
from products.tests.builders import make_category, make_product, make_service, make_supplier, make_warehouse, stock_row

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def url(name, *args):
    return reverse(f"products:{name}", args=args)


def sign_in(client, role):
    user = make_user(role)
    client.force_login(user)
    return user


@pytest.fixture
def desk(client):
    return sign_in(client, "order_desk")


def as_entered(client, product):
    page = client.get(url("product-edit", product.pk))
    sent = {b.html_name: b.value() for b in page.context["form"] if b.value() is not None and b.value() is not False}
    return sent | {"version": page.context["version"]}


@pytest.mark.parametrize(
    "query",
    [
        "q=czyb",
        "q=称重",
        "q=01.2",
        "code=01.",
        "is_service=false",
        "is_active=true",
        "q=01.2&category=&supplier=&is_service=&is_active=&is_low=",
    ],
)
def test_the_list_finds_a_product_and_shows_its_stock(client, desk, query):
    make_product(code="01.2.15.001", name="数字称重仪表", stock=37)
    make_service(code="90.1")
    page = client.get(f"{url('product-list')}?{query}")
    assert "数字称重仪表" in page.text
    assert ">37<" in page.text
    if query != "is_active=true":
        assert "90.1" not in page.text


def test_a_category_finds_what_stands_below_it(client, desk):
    upper = make_category()
    make_product(code="01.7", category=make_category(parent=upper))
    assert "01.7" in client.get(f"{url('product-list')}?category={upper.pk}").text


def test_products_below_their_warning_level_are_listed(client, desk):
    make_product(code="01.7", warning_level=Decimal(5), stock=4)
    make_product(code="01.8", warning_level=Decimal(5), stock=6)
    make_product(code="01.9", stock=1)
    page = client.get(f"{url('product-list')}?is_low=true")
    assert "01.7" in page.text
    assert "01.8" not in page.text
    assert "01.9" not in page.text


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_takes_a_constant_number_of_statements(client, desk, count, django_assert_max_num_queries):
    for _ in range(count):
        make_product(stock=1)
    client.get(url("product-list"))  # a process reads once who leads whom
    with django_assert_max_num_queries(15):
        client.get(url("product-list"))


@pytest.mark.parametrize(
    ("role", "price", "floor", "cost"),
    [("sales", True, False, False), ("order_desk", True, True, False), ("finance", True, True, True)],
)
def test_prices_and_cost_are_shown_by_role(client, role, price, floor, cost):
    product = make_product(list_price=Decimal(98211), floor_price=Decimal(87654), unit_cost=Decimal(76543))
    sign_in(client, role)
    text = client.get(url("product-detail", product.pk)).text
    assert ("98,211" in text, "87,654" in text, "76,543" in text) == (price, floor, cost)
    row = client.get(f"{url('suggest')}?q={product.code}&format=json").json()["results"][0]
    assert (row["list_price"] == "98211") is price


def test_a_product_is_added_once_though_the_form_is_sent_twice(client, desk):
    sent = {
        "code": "00.1.001",
        "name": "仪表",
        "unit": "台",
        "pack_multiple": "1",
        "minimum_quantity": "0",
        "list_price": "100",
        "tax_rate": "0.13",
        "lead_time_days": "7",
        "is_active": "on",
        "nonce": "abc",
    }
    first = client.post(url("product-new"), sent)
    product = Product.objects.get(code="00.1.001")
    assert first.headers["Location"] == url("product-detail", product.pk)
    again = client.post(url("product-new"), sent)
    assert again.status_code in (303, 422)
    assert Product.objects.filter(code="00.1.001").count() == 1


def test_a_product_is_changed_with_its_version(client, desk):
    product, other = make_product(name="旧名"), make_product(code="77.7", name="接班")
    sent = as_entered(client, product)
    assert "unit_cost" not in sent
    changed = sent | {"name": "新名", "successor": "77.7 接班"}
    assert client.post(url("product-edit", product.pk), changed).status_code == 303
    product.refresh_from_db()
    assert (product.name, product.successor, product.unit_cost) == ("新名", other, 60)
    assert client.post(url("product-edit", product.pk), sent | {"name": "第三"}).status_code == 409


def test_a_rep_cannot_open_the_form(client):
    product = make_product()
    sign_in(client, "sales")
    assert client.get(url("product-edit", product.pk)).status_code == 403
    assert client.get(url("product-new")).status_code == 403


def test_a_cost_smuggled_into_the_form_is_ignored(client, desk):
    product = make_product()
    client.post(url("product-edit", product.pk), as_entered(client, product) | {"unit_cost": "1"})
    product.refresh_from_db()
    assert product.unit_cost == 60


def test_a_substitute_is_added_and_removed(client, desk):
    product = make_product()
    make_product(code="77.8", name="替代")
    assert client.get(url("substitute-new", product.pk), headers=HTMX).status_code == 200
    sent = {"substitute": "77.8", "priority": "1", "ratio": "1", "version": "1"}
    assert client.post(url("substitute-new", product.pk), sent | {"version": "7"}).status_code == 409
    assert client.post(url("substitute-new", product.pk), sent).status_code == 303
    assert "77.8" in client.get(url("product-detail", product.pk)).text
    other = product.substitutes.get().substitute
    assert client.post(url("substitute-remove", product.pk, other.pk), {"version": "2"}).status_code == 303
    assert not product.substitutes.exists()


def test_goods_arrive_through_the_form_once(client):
    sign_in(client, "warehouse")
    product = make_product(code="00.2")
    page = client.get(f"{url('arrival-new')}?product=00.2")
    assert "00.2" in page.text
    warehouse = page.context["form"].fields["warehouse"].choices[0][0]
    sent = {"lines-0-product": "00.2", "warehouse": warehouse, "lines-0-quantity": "12", "reference": "PO-1"}
    sent |= {"nonce": "n", "rows": "6"}
    paths = {client.post(url("arrival-new"), sent).headers["Location"] for _ in range(2)}
    assert "PO-1" in client.get(paths.pop()).text
    assert not paths
    assert stock_row(product).on_hand == 12
    page = client.get(url("movement-list"))
    assert "PO-1" in page.text


def test_a_transfer_a_count_and_an_adjustment_through_their_forms(client):
    sign_in(client, "warehouse")
    product, other = make_product(code="00.2", stock=10), make_warehouse()
    home = stock_row(product).warehouse_id

    def send(name, **fields):
        sent = {"lines-0-product": "00.2", "warehouse": home, "nonce": f"{name}{len(fields)}", **fields}
        sent["lines-0-quantity"] = sent.pop("quantity")
        return client.post(url(name), sent).status_code

    assert send("transfer-new", to_warehouse=other.pk, quantity="4") == 303
    assert send("count-new", quantity="5") == 303
    assert send("adjustment-new", quantity="-1") == 422
    assert send("adjustment-new", quantity="-1", reason="摔坏") == 303
    assert (stock_row(product).on_hand, stock_row(product, other).on_hand) == (4, 4)


def test_more_than_is_free_is_refused_with_figures(client):
    sign_in(client, "warehouse")
    product, other = make_product(code="00.2", stock=3), make_warehouse()
    sent = {
        "lines-0-product": "00.2",
        "warehouse": stock_row(product).warehouse_id,
        "to_warehouse": other.pk,
        "lines-0-quantity": "4",
        "nonce": "n1",
    }
    answer = client.post(url("transfer-new"), sent)
    assert answer.status_code == 409
    assert "00.2" in answer.text


@pytest.mark.parametrize("name", ["arrival-new", "transfer-new", "count-new", "adjustment-new"])
def test_a_rep_cannot_move_stock(client, name):
    sign_in(client, "sales")
    assert client.get(url(name)).status_code == 403
    assert client.post(url(name), {}).status_code == 403


@pytest.mark.parametrize("count", [3, 30])
def test_the_movements_take_a_constant_number_of_statements(client, desk, count, django_assert_max_num_queries):
    for _ in range(count):
        make_product(stock=1)
    client.get(url("movement-list"))  # a process reads once who leads whom
    with django_assert_max_num_queries(10):  # one of them reads the settings, when it is time to
        client.get(url("movement-list"))


def test_movements_are_narrowed_by_kind_product_and_day(client, desk):
    product = make_product(code="00.2", name="甲表", stock=1)
    make_product(code="00.3", name="乙表", stock=1)
    day = StockMovement.objects.filter(stock_row__product=product).get().at.date().replace(year=2020)
    for query, found in (
        ("q=jb", True),
        ("q=&warehouse=&kind=&document=&at_from=&at_to=", True),
        ("q=yb", False),
        ("kind=ARRIVAL", True),
        ("kind=COUNT", False),
        (f"at_to={day}", False),
        (f"at_from={day}", True),
        (f"product={product.pk}", True),
    ):
        assert ("甲表" in client.get(f"{url('movement-list')}?{query}").text) is found, query


def test_suggestions_for_stock_leave_services_out(client, desk):
    make_product(code="55.1", name="秤台")
    make_service(code="55.2", name="秤台安装")
    rows = client.get(f"{url('suggest-goods')}?q=55.&format=json").json()["results"]
    assert [row["code"] for row in rows] == ["55.1"]
    assert 'role="option"' in client.get(f"{url('suggest')}?q=ct", headers=HTMX).text


def test_suppliers_are_kept_by_purchasing(client, desk):
    assert client.get(url("supplier-list")).status_code == 200
    assert client.get(url("supplier-new")).status_code == 403
    sign_in(client, "purchasing")
    sent = {"code": "S9", "name": "宁波传感器厂", "lead_time_days": "10", "is_active": "on"}
    assert client.post(url("supplier-new"), sent).status_code == 303
    supplier = Supplier.objects.get(code="S9")
    assert client.post(url("supplier-edit", supplier.pk), {"code": "S9", "name": ""}).status_code == 422


def test_columns_are_remembered_and_hidden_ones_are_not_offered(client):
    sign_in(client, "sales")
    make_product(unit_cost=Decimal("555"))
    client.post(url("product-columns"), {"columns": ["code", "unit_cost"]})
    page = client.get(url("product-list"))
    assert "555" not in page.text
    assert 'value="unit_cost"' not in page.text


def test_what_lies_in_a_warehouse_is_asked_on_a_page(client, desk):
    other = make_warehouse(code="FS", name="佛山仓")
    make_product(code="00.2", name="甲表", stock=7, warehouse=other)
    make_product(code="00.3", name="乙表", stock=5)
    page = client.get(url("stock-list"), {"warehouse": "FS"}).text
    assert "甲表" in page
    assert "乙表" not in page
    assert "乙表" in client.get(url("stock-list"), {"q": "yb"}).text
    assert "甲表" not in client.get(url("stock-list"), {"is_empty": "true"}).text
    client.force_login(make_user(role=None))
    assert client.get(url("stock-list")).status_code == 403


@pytest.mark.parametrize("count", [3, 30])
def test_the_stock_takes_a_constant_number_of_statements(client, desk, count, django_assert_max_num_queries):
    for _ in range(count):
        make_product(stock=1)
    client.get(url("stock-list"))  # a process reads once who leads whom
    with django_assert_max_num_queries(10):  # one of them reads the settings, when it is time to
        client.get(url("stock-list"))


@pytest.mark.parametrize(
    ("kind", "role", "other", "fields"),
    [
        ("supplier", "purchasing", "sales", {"lead_time_days": "3", "is_active": "on"}),
        ("category", "purchasing", "sales", {}),
        ("warehouse", "administrator", "warehouse", {"is_active": "on"}),
    ],
)
def test_who_holds_the_right_keeps_a_master(client, kind, role, other, fields):
    sent = {"code": "X9", "name": "甲", **fields}
    sign_in(client, other)
    assert client.get(url(f"{kind}-list")).status_code == 200
    assert client.post(url(f"{kind}-new"), sent).status_code == 403
    sign_in(client, role)
    assert client.post(url(f"{kind}-new"), sent).status_code == 303
    page = client.get(url(f"{kind}-list"))
    assert "X9" in page.text
    (edit,) = [row["edit_url"] for row in page.context["rows"] if "X9" in [cell[-1] for cell in row["cells"]]]
    assert client.post(edit, sent | {"name": "乙", "version": "1"}).status_code == 303
    assert client.post(edit, sent | {"name": "丙", "version": "1"}).status_code == 409
    assert 'value="1"' in client.get(edit).text or 'value="2"' in client.get(edit).text


def test_a_long_list_of_suppliers_is_searched_and_paged(client, desk):
    for number in range(55):
        make_supplier(code=f"S{number:03d}", name=f"供应商 {number}")
    page = client.get(url("supplier-list"))
    assert "S049" in page.text
    assert "S050" not in page.text
    assert "S054" in client.get(url("supplier-list"), {"q": "商 54"}).text


def test_the_history_of_a_master_is_a_link_for_who_may_see_it(client):
    row = make_supplier()
    sign_in(client, "administrator")
    address = reverse("accounts:audit", args=["products.supplier", row.pk])
    assert address in client.get(url("supplier-list")).text
    assert client.get(address).status_code == 200
    sign_in(client, "purchasing")
    assert address not in client.get(url("supplier-list")).text


def test_the_list_is_narrowed_by_what_the_rules_read_out_of_the_specification(client):
    make_product(code="02.1.901", name="传感器", specification="本原-30T-桥式")
    make_product(code="02.1.902", name="传感器", specification="衡远-20T-柱式")
    client.force_login(make_user("order_desk"))
    page = client.get(reverse("products:product-list"), {"brand": "本原"}).text
    assert '<option value="衡远">' in page and '<option value="本原" selected>' in page
    assert "02.1.901" in page and "02.1.902" not in page
