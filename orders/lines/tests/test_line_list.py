"""The order-line list through the whole stack: what it shows, to whom, and what it costs."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from accounts.tests.builders import make_user
from customers.models import Customer
from orders.fulfilment import operations as fulfilment
from orders.lines import columns, rows
from orders.order.models import Order, OrderLine
from orders.tests import builders
from orders.tests.page_builders import Browser, statements
from products.catalogue.models import ProductText
from products.tests import builders as products
from segments import conditions
from segments.fields import Level

pytestmark = pytest.mark.django_db
LIST = "/orders/lines/"


def make_kit_order(owner, *, quantity=5, sensors=4, **options):
    """An order of one kit with so many sensors each."""
    product = products.make_product(stock=100, name="DS1-4")
    order = builders.make_effective(owner, lines=[builders.line(product, quantity)], **options)
    ProductText.objects.filter(product=product).update(sensor_count=sensors, tags=["DIGITAL_KIT"])
    return order


def ship(order, *parts):
    """Audit shipments of the first line: (quantity, day) each."""
    cast = builders.make_order_cast()
    line = builders.lines_of(order)[0]
    for quantity, day in parts:
        at = builders.AT + timedelta(days=(day - builders.TODAY).days)
        document = fulfilment.draft_outbound(actor=cast.desk, lines=[(line.pk, Decimal(quantity))], at=at)
        fulfilment.audit_outbound(
            actor=builders.people_queries.system_user(), document_id=document.pk, ship_date=day, at=at
        )
    return builders.lines_of(order)[0]


def get(browser, url=LIST, **query):
    answer = browser.get(url, **query)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def test_the_list_opens_as_a_page_and_as_a_part():
    order = builders.make_effective()
    browser = Browser(order.salesperson)
    page = get(browser)
    assert f'/orders/{order.number}/#line-1"' in page, "the line's place in its order"
    assert f"/customers/{order.customer_id}/" in page
    part = browser.part(LIST, "list").content.decode()
    assert order.number in part
    assert "<html" not in part
    assert 'id="chips"' in part


def test_lines_of_others_orders_are_not_listed_counted_or_summed():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    line = builders.lines_of(order)[0]
    browser = Browser(cast.stranger)
    assert order.number not in get(browser, view="all")
    assert "<b>0</b>" in get(browser, f"{LIST}totals/", view="all")
    assert "No order lines fit" in get(browser, f"{LIST}areas/", view="all")
    assert browser.get(f"{LIST}{line.pk}/shipments/").status_code == 404


def test_amounts_are_neither_shown_nor_filtered_for_the_warehouse():
    order = builders.make_effective()
    browser = Browser(make_user("warehouse"))
    page = get(browser, view="all")
    assert order.number in page
    assert "1,000" not in page
    assert "¥" not in get(browser, f"{LIST}totals/", view="all")
    assert "¥" not in get(browser, f"{LIST}areas/", view="all")
    assert order.number in get(browser, view="all", amount_min="999999"), "the filter is not there"
    assert browser.get(LIST, view="all", condition="line_amount > 1").status_code == 302, "no such field for him"
    kept = {column.key for column in columns.allowed(make_user("warehouse"))}
    assert not kept & {"price", "amount", "net", "discount", "unit_cost"}


def test_every_column_can_be_shown_at_a_constant_number_of_statements():
    cast = builders.make_order_cast()
    make_kit_order(cast.owner)
    browser = Browser(cast.owner).warm()
    keys = [column.key for column in columns.allowed(cast.owner)]
    for start in range(0, len(keys), columns.MAX_SHOWN - 2):
        browser.post(f"{LIST}columns/", columns=keys[start : start + columns.MAX_SHOWN - 2])
        few = statements(lambda: get(browser, view="all"))
        for _n in range(3):
            make_kit_order(cast.owner, customer=builders.make_buyer(cast.owner))
        get(browser, view="all")  # a process reads anew who leads whom, for people came
        assert statements(lambda: get(browser, view="all")) == few


def test_at_first_twelve_columns_are_shown_and_the_line_stands_beside_its_order():
    person = make_user("sales_manager")
    shown = [column.key for column in columns.chosen(None, person)]
    assert shown[:3] == ["number", "line_no", "customer"] and len(shown) <= 12
    assert {"promised_date", "last_ship_date", "row_closed", "status"} <= set(shown)
    assert [one.key for one in columns.chosen(["status", "line_no"], person)] == [*columns.FIXED, "status"]


def test_columns_are_chosen_from_groups_of_their_like():
    person = make_user("sales_manager")
    menu = rows.menu(columns.allowed(person))
    assert [key for key, _label, _about in menu] == [column.key for column in columns.allowed(person)]
    about = [str(about) for _key, _label, about in menu]
    assert list(dict.fromkeys(about))[:2] == ["Order and customer", "Product"]
    assert len(dict.fromkeys(about)) == sum(1 for at, one in enumerate(about) if at == 0 or about[at - 1] != one)


def test_the_card_of_a_line_says_its_days_and_which_line_it_is():
    cast = builders.make_order_cast()
    make_kit_order(cast.owner)
    page = get(Browser(cast.owner), view="all")
    assert '<span class="t3 only-m"> · line 1</span>' in page
    assert '<span class="t3">Shipped on</span>' not in page
    ship(Order.objects.get(), (2, builders.TODAY))
    page = get(Browser(cast.owner), view="all")
    assert '<span class="t3">Shipped on</span> <time class="so-date " datetime="2026-11-20">' in page


def test_sensor_demand_is_quantity_times_sensors():
    cast = builders.make_order_cast()
    make_kit_order(cast.owner, quantity=5, sensors=4)
    make_kit_order(cast.owner, quantity=3, sensors=10)
    builders.make_effective(cast.owner)
    foot = get(Browser(cast.owner), f"{LIST}totals/", view="all")
    assert "Sensor demand <b>50</b>" in foot
    assert "<b>18</b>" in foot, "quantity: 5 + 3 + 10"
    page = get(Browser(cast.owner), view="all")
    assert ">20</td>" in page
    assert ">30</td>" in page


def test_the_foot_never_adds_up_units_or_currencies():
    cast = builders.make_order_cast()
    builders.make_effective(cast.owner)
    foreign = builders.make_effective(cast.owner)
    Order.objects.filter(pk=foreign.pk).update(currency_id="USD", exchange_rate=7)
    OrderLine.objects.filter(order=foreign).update(unit="箱")
    foot = get(Browser(cast.owner), f"{LIST}totals/", view="all")
    assert foot.count("<b>10</b>") == 2
    assert "¥1,000" in foot
    assert "$1,000" in foot
    assert foot.index("¥1,000") < foot.index("$1,000")


def test_the_row_close_flag_and_ship_dates_follow_the_shipments():
    """REQUIREMENTS 3.5: 60 + 40 on two documents: Y, two dates; the line shows the last, its detail keeps both."""
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner, lines=[builders.line(products.make_product(stock=100), 100)])
    browser = Browser(cast.owner)
    page = get(browser, view="all")
    assert '<span class="so-flag line">N</span>' in page
    line = ship(order, (60, builders.TODAY))
    assert order.number in get(browser, row_closed="false")
    line = ship(order, (40, builders.TODAY + timedelta(days=3)))
    page = get(browser, row_closed="true")
    assert '<span class="so-flag ok">' in page
    assert "11-23" in page
    assert "from 11-20" in page
    detail = get(browser, f"{LIST}{line.pk}/shipments/")
    assert "2026-11-20" in detail
    assert "2026-11-23" in detail
    assert ">60<" in detail
    assert ">40<" in detail
    assert order.number not in get(browser, row_closed="false")
    chips = page.split('id="chips"')[1].split("</form>")[0]
    assert '<span class="v">Y</span>' in chips, "as the company writes the flag"
    assert order.number in get(browser, shipped_from="2026-11-23")
    assert order.number not in get(browser, shipped_to="2026-11-22")


@pytest.mark.parametrize(
    ("name", "fits", "misses"),
    [
        ("number", "SO2026", "SO2025"),
        ("order_date_from", "2026-11-20", "2026-11-21"),
        ("requested_to", "2026-12-31", "2026-12-01"),
        ("status", "EFFECTIVE", "DRAFT"),
        ("closure", "OPEN", "SHORT"),
        ("is_gift", "false", "true"),
        ("amount_min", "1,000", "1,001"),
        ("q", "SO2026", "SO2025"),
        ("condition", "ordered = 10", "ordered > 10"),
        ("condition", "行关闭 = N 且 订单日期 >= 2026-11-20", "行关闭 = Y"),
    ],
)
def test_every_condition_narrows_the_list(name, fits, misses):
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    browser = Browser(cast.owner)
    assert order.number in get(browser, **{name: fits})
    page = get(browser, **{name: misses})
    assert order.number not in page
    assert page.count('class="so-chip on"') == (0 if name == "q" else 1)


def test_a_product_that_is_searched_for_finds_its_lines_only():
    cast = builders.make_order_cast()
    wanted, other = products.make_product(name="地磅甲"), products.make_product(name="台秤乙")
    builders.make_draft(cast.owner, lines=[builders.line(wanted), builders.line(other)])
    page = get(Browser(cast.owner), q="地磅甲")
    assert "地磅甲" in page
    assert "台秤乙" not in page


def test_a_damaged_condition_names_its_place():
    answer = Browser(make_user("order_desk")).get(LIST, condition="ordered > > 3", areas="order")
    assert answer.status_code == 302, "to the builder, which shows it"
    assert "level=LINE" in answer.url
    assert "areas%3Dorder" in answer.url, "it leads back to the list as it stood"


def test_a_line_says_why_it_is_in_the_condition():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    browser = Browser(cast.owner)
    page = get(browser, condition="ordered = 10")
    link = f"order={order.number}&amp;line=1"
    assert link in page
    assert browser.get("/conditions/why/", condition="ordered = 10", order=order.number, line=1).status_code == 200


def test_late_lines_are_a_view_with_a_number():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    OrderLine.objects.filter(order=order).update(promised_date="2020-01-01")
    browser = Browser(cast.owner)
    assert order.number in get(browser, view="late")
    assert 'class="c hot">1</span>' in get(browser, f"{LIST}views/")


def test_the_next_page_goes_on_where_the_first_ended(monkeypatch):
    monkeypatch.setattr("orders.lines.queries.PAGE_SIZE", 2)
    cast = builders.make_order_cast()
    product = products.make_product()
    order = builders.make_draft(cast.owner, lines=[builders.line(product, n) for n in (1, 2, 3)])
    browser = Browser(cast.owner)
    first = browser.get(LIST, view="all")
    page = first.context["page"]
    assert [line.line_no for line in page.items] == [3, 2]
    rest = browser.get(LIST, view="all", cursor=page.next_cursor).context["page"]
    assert [(line.order_id, line.line_no) for line in rest.items] == [(order.pk, 1)]
    back = browser.get(LIST, view="all", cursor=rest.previous_cursor).context["page"]
    assert [line.line_no for line in back.items] == [3, 2]


def _in(customer, territory):
    region, _hyphen, province = territory.replace("－", "-").partition("-")
    area = {"region": region, "province": province, "province_group": province.rstrip("0123456789")}
    Customer.objects.filter(pk=customer.pk).update(territory=territory, **area)
    customer.refresh_from_db()
    return customer


def test_areas_sum_up_to_the_list_and_narrow_it():
    cast = builders.make_order_cast()
    for territory in ("华中地区-浙江1", "华中地区－浙江12", "华东地区-上海", ""):
        make_kit_order(cast.owner, customer=_in(builders.make_buyer(cast.owner), territory))
    browser = Browser(cast.owner)
    for at in ("customer", "order"):
        answer = browser.get(f"{LIST}areas/", view="all", areas=at)
        whole = answer.context["whole"].figures
        assert (whole.lines, whole.demand) == (4, Decimal(80))
        rows = answer.context["areas"]
        assert [(one.name, one.depth, one.figures.lines) for one in rows] == [
            ("华东地区", 0, 1),
            ("上海", 1, 1),
            ("华中地区", 0, 2),
            ("浙江", 1, 2),
            ("浙江1", 2, 1),
            ("浙江12", 2, 1),
            ("", 0, 1),
        ]
        for one in rows:
            listed = browser.get(one.url).context["page"].items
            assert len(listed) == one.figures.lines, (at, one)
            assert sum(line.ordered for line in listed) == sum(one.figures.quantities.values())
            assert sum(line.amount for line in listed) == one.figures.amounts["CNY"]


def test_areas_fold_into_their_regions_and_the_chosen_one_stands_open():
    cast = builders.make_order_cast()
    for territory in ("华中地区-浙江1", "华中地区-湖北1", "华东地区-上海"):
        make_kit_order(cast.owner, customer=_in(builders.make_buyer(cast.owner), territory))
    browser = Browser(cast.owner)
    fold = '<input class="so-fold" type="checkbox" aria-label="Show its provinces"'
    page = get(browser, f"{LIST}areas/", view="all", areas="customer")
    assert page.count(f"{fold}>") == page.count('class="so-fold"') == 2
    page = get(browser, f"{LIST}areas/", view="all", areas="customer", region="华中地区")
    assert page.count(f"{fold} checked>") == page.count('class="so-fold"') == 1


def test_the_area_at_the_order_stays_when_the_customer_moves():
    cast = builders.make_order_cast()
    customer = _in(builders.make_buyer(cast.owner), "华中地区-浙江1")
    order = builders.make_effective(cast.owner, customer=customer)
    _in(customer, "华东地区-上海")
    browser = Browser(cast.owner)
    assert order.number in get(browser, region="华东地区")
    assert order.number not in get(browser, region="华中地区")
    assert order.number in get(browser, region="华中地区", province_group="浙江", area_at="order")
    assert "上海" not in get(browser, f"{LIST}areas/", view="all", areas="order")


@pytest.mark.parametrize("condition", ["colour = red", "line_notes contains fragile", "discount > 0.1"])
def test_what_most_lines_do_not_have_is_looked_for_among_those_that_do(db, condition):
    found = conditions.read(make_user("sales_manager"), Level.LINE, condition)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = OrderLine.objects.filter(found.narrow(Level.LINE, builders.TODAY)).order_by().values("pk").explain()
    assert "line_with_extras" in plan, plan


def test_areas_that_take_too_long_say_so(db, monkeypatch):
    def slow(*_args, **_options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(2)")

    monkeypatch.setattr("orders.lines.figures.PATIENCE_MS", 50)
    monkeypatch.setattr("orders.lines.figures.by_area", slow)
    assert "Narrow the list first" in get(Browser(make_user("sales_manager")), f"{LIST}areas/", view="all")
