"""Values that the condition builder offers while one types: what there is, of what one may see."""

import pytest

from accounts.tests.builders import make_user
from customers.tests.builders import make_customer
from orders.tests import builders
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return builders.make_order_cast().owner


def offered(user, field, typed=""):
    return Browser(user).get(f"/conditions/values/{field}/", q=typed)


def test_brands_and_provinces_are_offered_once_each(owner):
    for number, brand in enumerate(("本原", "本原", "衡远")):
        make_product(code=f"02.1.{number}", name="传感器", specification=f"{brand}-30T-桥式")
    make_customer(code="33.001", territory="华中地区-浙江1")
    page = offered(owner, "brand").content.decode()
    assert page.count('role="option"') == 2 and "衡远" in page
    assert "本原" not in offered(owner, "brand", "衡").content.decode()
    assert "华中地区" in offered(owner, "region", "华中").content.decode()


def test_what_is_not_listed_or_not_seen_is_not_found(owner):
    assert offered(owner, "order_notes").status_code == offered(owner, "nothing").status_code == 404
    assert offered(make_user(role=None), "brand").status_code == 404


def test_the_builder_asks_there_for_one_value_and_for_several(owner):
    for text in ("brand = 本原", "brand IN (本原, 衡远)"):
        page = Browser(owner).get("/conditions/", next="/orders/", condition=text).content.decode()
        assert 'data-ac-url="/conditions/values/brand/"' in page
    assert ">本原\n衡远</textarea>" in page


def test_what_a_pattern_calls_a_part_names_the_field_too(owner):
    asked = {"next": "/orders/", "condition": "传感器数量 >= 4 并且 传感器品牌 = 宁波 并且 套件仪表代码 左包含 01."}
    page = Browser(owner).get("/conditions/", **asked).content.decode()
    for key in ("sensor_count", "sensor_brand", "base_code"):
        assert page.count(f'<option value="{key}" selected') == 1
