"""Promotions come in from files: new ones, and as they are to be from now on."""

from datetime import date

import pytest

from accounts.tests.builders import make_user
from orders.intake.imports.tests.builders import bring_in, dry_run, issues
from orders.intake.imports.tests.test_masters import masters, section, write
from products.promotions.models import Promotion
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
COLUMNS = ("code", "name", "scope", "mark", "buy", "give", "gift_product", "valid_from", "valid_until", "products")
TEXT = masters(["promotions"], section("promotions", **{name: name for name in COLUMNS}))
HEAD = ",".join(COLUMNS) + "\n"


def file(tmp_path, *rows):
    return write(tmp_path, promotions=HEAD + "\n".join(rows) + "\n")


def test_promotions_come_in_and_a_second_file_changes_them(tmp_path):
    make_user("sales_manager")
    one, two, gift = (make_product(code=code) for code in ("A", "B", "G"))
    rows = ("NOV,Autumn,MARK,##,5,1,,2026-11-01,2026-11-30,", "SET,Sets,List of products,,3,1,G,,,A;B")
    bring_in(file(tmp_path, *rows), TEXT)
    by_mark, by_list = Promotion.objects.get(code="NOV"), Promotion.objects.get(code="SET")
    assert (by_mark.mark, by_mark.buy, by_mark.valid_until) == ("##", 5, date(2026, 11, 30))
    assert by_list.gift_product == gift
    assert {one.pk, two.pk} == set(by_list.listed.values_list("product_id", flat=True))
    again = TEXT.replace("[files]", 'title = "2"\n[files]')
    bring_in(file(tmp_path, "SET,Sets,PRODUCTS,,10,2,G,,,"), again)
    by_list.refresh_from_db()
    assert (by_list.buy, by_list.give, by_list.listed.count()) == (10, 2, 2)  # no cell: the products stay


def test_rows_that_cannot_hold_are_named_and_nothing_is_written_by_trying(tmp_path):
    make_product(code="A")
    rows = (
        "GO,Fine,MARK,##,5,1,,,,",
        "NO,Rival,MARK,##,7,1,,,,",
        "ODD,No products,PRODUCTS,,3,1,,,,",
        "UN,Unknown,PRODUCTS,,3,1,,,,A;Z9",
        "GI,Gift,MARK,%,3,1,Z9,,,",
    )
    before = Promotion.objects.count()
    found = {(code, line) for _entity, code, line in issues(dry_run(file(tmp_path, *rows), TEXT))}
    assert {("not_sensible", 3), ("not_sensible", 4), ("not_sensible", 5), ("orphan", 6)} <= found
    assert not [line for _code, line in found if line == 2] and Promotion.objects.count() == before
