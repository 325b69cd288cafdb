"""Codes are kept as they are matched, can be seen, and can stand in an address; names can be seen."""

import uuid

import pytest

from accounts.tests.builders import AT, make_user
from common import errors, text
from common.imports.models import ImportIssue
from customers.models import Customer
from customers.operations import archive, masters
from customers.tests.builders import make_customer
from orders.intake.imports.tests.builders import bring_in, profile, write_files
from products.catalogue.models import Product
from products.stock.operations import warehouses
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
BAD = ("A/B", "A\\B", "33\u202e017", "a\u200bb", "a\nb\0", ".", "..", "new", "New", "code:7", "中文/编码")


@pytest.fixture
def boss():
    return make_user(roles=["order_desk", "sales_manager", "finance", "administrator", "warehouse"])


@pytest.mark.parametrize("code", BAD)
def test_what_cannot_be_a_code(boss, code):
    assert text.code_fault(text.fold_code(code))
    with pytest.raises(errors.Invalid) as refused:
        archive.create_customer(actor=boss, code=code, name="x", at=AT)
    assert "code" in refused.value.fields


@pytest.mark.parametrize("code", ["33.017", "A-1_b", "中文编码", "№ 7", "a+b", "renew"])
def test_what_can(code):
    assert text.code_fault(text.fold_code(code)) is None


@pytest.mark.parametrize("name", ["\u200b\u200b", "\u202eabc", "a\u2067b", "a\nb"])
def test_what_cannot_be_a_name(boss, name):
    """Nobody could see or click such a row, or it turns what stands beside it."""
    for column in ("name", "short_name"):
        with pytest.raises(errors.Invalid) as refused:
            archive.create_customer(actor=boss, code="33.018", at=AT, **{"name": "One", column: name})
        assert column in refused.value.fields
    with pytest.raises(errors.Invalid) as refused:
        masters.save_carrier(actor=make_user("administrator"), code="SF", name=name, at=AT)
    assert "name" in refused.value.fields


@pytest.mark.parametrize("name", ["مرحبا", "می\u200cخواهم", "👩\u200d🔧 工具", "x" * 60])
def test_what_can_be_a_name(boss, name):
    assert archive.create_customer(actor=boss, code="33.018", name=name, at=AT).name == name


def test_full_width_is_the_same_code(boss):
    first = archive.create_customer(actor=boss, code=" ３３.０１７ ", name="One", at=AT)
    assert first.code == "33.017"
    with pytest.raises(errors.Invalid) as refused:
        archive.create_customer(actor=boss, code="33.017", name="Two", at=AT)
    assert "code" in refused.value.fields


def test_the_small_masters_ask_the_same(boss):
    assert masters.save_carrier(actor=make_user("administrator"), code="ＳＦ", name="SF", at=AT).code == "SF"
    with pytest.raises(errors.Invalid):
        masters.save_carrier(actor=make_user("administrator"), code="S/F", name="SF", at=AT)
    with pytest.raises(errors.Invalid):
        warehouses.save_warehouse(actor=make_user("administrator"), code="new", name="W", at=AT)


def test_an_address_is_quoted_and_leads_there(client, boss):
    client.force_login(boss)
    body = {"code": "中文 编码#1", "name": "One"}
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    made = client.post("/api/v1/products/", body, content_type="application/json", headers=headers)
    assert made.status_code == 201
    assert made.headers["Location"].isascii() and "#" not in made.headers["Location"]
    assert client.get(made.headers["Location"]).json()["code"] == "中文 编码#1"


def test_a_code_is_found_however_wide_it_was_typed(client, boss):
    make_customer(code="33.017")
    make_product(code="P7")
    client.force_login(boss)
    assert client.get("/api/v1/customers/３３.０１７/").status_code == 200
    assert client.get("/api/v1/products/Ｐ７/").status_code == 200


def test_an_import_keeps_to_it(tmp_path):
    customers = "code,name\n１１.００１,杭州正和衡器\n02/001,Nusantara\n"
    products = "code,name,price,cost\nP1,DS1,113,60\nP2,HX100,50,20\nＰ３,X,1,1\nP\u200b4,Y,1,1\n"
    run = bring_in(write_files(tmp_path, customers=customers, products=products), profile())
    assert set(Customer.objects.values_list("code", flat=True)) == {"11.001"}
    assert set(Product.objects.values_list("code", flat=True)) == {"P1", "P2", "P3"}
    found = ImportIssue.objects.filter(run=run, code="unfit_code").order_by("entity")
    assert list(found.values_list("entity", "line", "column")) == [("customers", 3, "code"), ("products", 5, "code")]


def test_an_import_refuses_names_that_cannot_be_seen_before_anything_is_written(tmp_path):
    customers = "code,name\n11.001,杭州正和衡器\n11.002,\u200b\u200b\n11.003,مرحبا\n11.004,\u202eabc\n"
    products = "code,name,price,cost\nP1,DS1,113,60\nP2,\u2060,50,20\n"
    run = bring_in(write_files(tmp_path, customers=customers, products=products), profile())
    assert set(Customer.objects.values_list("code", flat=True)) == {"11.001", "11.003"}
    assert set(Product.objects.values_list("code", flat=True)) == {"P1"}
    found = ImportIssue.objects.filter(run=run, code="unfit_name").order_by("entity", "line")
    told = [("customers", 3, "name"), ("customers", 5, "name"), ("products", 3, "name")]
    assert list(found.values_list("entity", "line", "column")) == told
    assert found[1].parameters["reason"] == text.name_fault("\u202eabc")
