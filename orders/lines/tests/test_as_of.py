"""The order-line list by the rules of another day: conditions, columns, areas, sums, file and API (R001–R022)."""

import copy
from datetime import timedelta

import pytest

from accounts.exports.tests.taking import rows_of, take, told_of
from accounts.people import queries as people
from common import dates
from customers import operations as customers
from customers.models import Customer
from orders.tests import builders
from products.catalogue.models import ProductText, ProductTextPeriod
from segments.fields import Level, as_of, visible_fields
from segments.values import read

pytestmark = pytest.mark.django_db
LINES = "/api/v1/order-lines/"
TODAY = dates.business_day(builders.AT)
BEFORE = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(standing):
    return copy.deepcopy(standing)


def _make_order():
    """Of a customer who was domestic in 浙江 until yesterday, with a kit of four sensors that has six since today."""
    owner = builders.make_order_cast().owner
    buyer = builders.make_buyer(owner, code="11.001", territory="华中地区-浙江1")
    made = builders.make_effective(owner, customer=buyer)
    machine = people.system_user()
    customer = Customer.objects.get(pk=made.customer_id)
    assign = {"actor": machine, "customer_id": customer.pk, "department_id": customer.department_id}
    assign |= {"owner_id": customer.owner_id, "at": builders.AT}
    customers.update_customer(
        actor=machine, customer_id=customer.pk, version=customer.version, changes={"code": "02.015"}, at=builders.AT
    )
    customers.assign_customer(**assign, territory="华东地区-上海")
    text = ProductText.objects.get(pk=builders.lines_of(made)[0].text_id)
    text.periods.all().delete()
    told = {"of": text, "rules_number": 1, "flags": []}
    ProductTextPeriod.objects.create(
        **told, valid_until=TODAY, tags=["DIGITAL_KIT"], facets={"sensor_count": 4, "brand": "本原"}
    )
    ProductTextPeriod.objects.create(**told, valid_from=TODAY, tags=[], facets={"sensor_count": 6})
    ProductText.objects.filter(pk=text.pk).update(tags=[], sensor_count=6, brand="")
    return made


def get(client, path="", **query):
    answer = client.get(f"{LINES}{path}", query, headers={"Accept-Language": "en"})
    assert answer.status_code == 200, answer.content[:500]
    return answer.json()


@pytest.mark.parametrize(
    "condition",
    [
        "customer_class = DOMESTIC",
        "customer_tags has DOMESTIC",
        "region = 华中地区 and province_group = 浙江",
        "region contains 华中 and province starts with 浙",
        "product_tags has DIGITAL_KIT and brand = 本原",
        "product_tags is not empty",
        "sensor_count < 5",
        "sensor_demand = 40",
        "not_now",
    ],
)
def test_conditions_go_by_the_day(client, order, condition):
    client.force_login(order.salesperson)
    condition = "customer_class <> FOREIGN and brand is not empty" if condition == "not_now" else condition
    assert get(client, condition=condition)["count"] == 0
    assert get(client, condition=condition, as_of=str(TODAY))["count"] == 0
    assert get(client, condition=condition, as_of=str(BEFORE))["count"] == 1


def test_what_no_rules_depend_on_stays_what_it_is(client, order):
    client.force_login(order.salesperson)
    for condition in ("customer_code = 02.015", "territory = 华东地区-上海", "product_code is not empty"):
        assert get(client, condition=condition, as_of=str(BEFORE))["count"] == 1


def test_rows_areas_and_sums_go_by_the_day(client, order):
    client.force_login(order.salesperson)
    day = {"as_of": str(BEFORE)}
    now, then = get(client)["results"][0], get(client, **day)["results"][0]
    seen = ("region", "province_group", "customer_tags", "product_tags", "brand", "sensor_count", "sensor_demand")
    assert [now[name] for name in seen] == ["华东地区", "上海", ["FOREIGN"], [], "", 6, "60"]
    assert [then[name] for name in seen] == ["华中地区", "浙江", ["DOMESTIC"], ["DIGITAL_KIT"], "本原", 4, "40"]
    assert (get(client, "totals/")["sensor_demand"], get(client, "totals/", **day)["sensor_demand"]) == ("60", "40")
    areas = get(client, "areas/", area_at="customer", **day)
    assert [(one["region"], one["province_group"], one["sensor_demand"]) for one in areas] == [
        ("华中地区", None, "40"),
        ("华中地区", "浙江", "40"),
        ("华中地区", "浙江", "40"),
    ]
    assert get(client, "areas/", area_at="order", **day)[0]["lines"] == 1
    assert get(client, region="华中地区", **day)["count"] == 1
    assert get(client, region="华中地区")["count"] == get(client, region="华东地区", **day)["count"] == 0


def test_the_page_and_the_file_say_of_which_day(client, order):
    client.force_login(order.salesperson)
    asked = f"view=all&as_of={BEFORE}"
    page = client.get(f"/orders/lines/?{asked}").content.decode()
    assert "Classified as of" in page
    panel = client.get(f"/orders/lines/areas/?{asked}&areas=customer").content.decode()
    assert "华中地区" in panel and "华东地区" not in panel
    assert f'name="as_of" value="{BEFORE}"' in panel
    columns = ["number", "region", "customer_tags", "product_tags", "brand", "sensor_count", "sensor_demand"]
    export = take(order.salesperson, "order-lines", asked, columns=columns, at=builders.AT)
    assert [list(row.values()) for row in rows_of(export)] == [
        [order.number, "华中地区", "Domestic trade", "Digital kit", "本原", 4, 40]
    ]
    assert f"Classified as of: {BEFORE}" in str(told_of(export))


def test_a_day_that_is_none_is_refused(client, order):
    client.force_login(order.salesperson)
    answer = client.get(LINES, {"as_of": "yesterday"})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["as_of"])


def test_values_are_read_by_the_day_too(order):
    known = as_of(visible_fields(order.salesperson, Level.LINE), BEFORE)
    wanted = [known[key] for key in ("product_code", "brand", "sensor_demand", "customer_class", "territory")]
    line = builders.lines_of(order)[0]
    values = read(type(line).objects.filter(pk=line.pk), Level.LINE, wanted, TODAY)[line.pk]
    assert [values[one.key] for one in wanted[1:]] == ["本原", 40, "DOMESTIC", "华东地区-上海"]
    assert values["product_code"] == line.product_code
