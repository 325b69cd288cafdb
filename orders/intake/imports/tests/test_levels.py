"""Workbooks of warning levels and of material prices."""

from datetime import date
from decimal import Decimal as D

import pytest

from orders.intake.imports.tests.builders import bring_in, dry_run, issues
from orders.intake.imports.tests.test_masters import masters, section, write
from orders.risk.models import Material, MaterialPrice
from products.catalogue.models import ProductCategory
from products.stock.levels.models import StockLevel
from products.tests.builders import make_product, make_service, make_warehouse

pytestmark = pytest.mark.django_db

LEVELS = masters(
    ["stock_levels"],
    section("stock_levels", product="product", warehouse="place", minimum="min", target="up", lot="lot"),
)
PRICES = masters(
    ["material_prices"], section("material_prices", material="what", day="day", price="price", source="from")
)


def test_levels_come_in_and_a_later_workbook_changes_what_it_says(tmp_path):
    product, south = make_product(code="A1", pack_multiple=D(5)), make_warehouse(code="S")
    make_service(code="SRV")
    head = "product,place,min,up,lot\n"
    bring_in(write(tmp_path, stock_levels=f"{head}A1,,20,90,10\nA1,S,4,,\n"), LEVELS)
    product.refresh_from_db()
    assert product.warning_level == 20

    def kept():
        rows = StockLevel.objects.filter(product=product).order_by("warehouse_id")
        return {(row.warehouse_id, row.minimum, row.target, row.lot) for row in rows}

    assert kept() == {(None, None, D(90), D(10)), (south.pk, D(4), None, D(5))}
    later = LEVELS.replace("[files]", 'title = "2"\n[files]')
    bring_in(write(tmp_path, stock_levels=f"{head}A1,,25,,\n"), later)
    product.refresh_from_db()
    assert product.warning_level == 25 and (None, None, D(90), D(10)) in kept()
    bad = head + "X,,1,,\nSRV,,1,,\nA1,NO,1,,\nA1,,9,5,\nA1,S,1,,\nA1,S,2,,\n"
    run = dry_run(write(tmp_path, stock_levels=bad), LEVELS.replace("[files]", 'title = "3"\n[files]'))
    assert {(code, line) for _entity, code, line in issues(run)} == {
        ("orphan", 2),
        ("no_stock_of_services", 3),
        ("unknown_warehouse", 4),
        ("target_below", 5),
        ("repeated", 7),
    }


def test_material_prices_come_in_and_a_day_said_again_takes_the_new_price(tmp_path):
    family = ProductCategory.objects.create(code="M", name="铸件")
    steel = Material.objects.create(name="Stainless 304", category=family, share=D(40))
    head = "what,day,price,from\n"
    bring_in(write(tmp_path, material_prices=f"{head}stainless 304,2026-11-02,13850,SMM\n"), PRICES)
    later = PRICES.replace("[files]", 'title = "2"\n[files]')
    bring_in(write(tmp_path, material_prices=f"{head}Stainless 304,2026-11-02,14000,\n"), later)
    assert MaterialPrice.objects.get(material=steel, day=date(2026, 11, 2)).price == 14000
    bad = head + "lead,2026-11-02,5,\nStainless 304,2099-01-01,5,\n" + 2 * "Stainless 304,2026-11-03,5,\n"
    run = dry_run(write(tmp_path, material_prices=bad), PRICES.replace("[files]", 'title = "3"\n[files]'))
    assert {(code, line) for _entity, code, line in issues(run)} == {
        ("unknown_material", 2),
        ("day_to_come", 3),
        ("repeated", 5),
    }
