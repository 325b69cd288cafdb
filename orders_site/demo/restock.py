"""Purchasing and the warehouse: levels, planned receipts that move and come in parts, a count on a sheet, a kit."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import F

from orders_site.demo import deeds, scenes
from orders_site.demo.agenda import Life
from orders_site.demo.baskets import line
from orders_site.demo.company import Company
from products.catalogue.models import Product
from products.kits import operations as kits
from products.kits import queries as kit_queries
from products.kits.models import Kit
from products.kits.operations import Component
from products.stock.levels import operations as levels
from products.stock.levels import queries as level_queries
from products.stock.levels.operations import Wanted
from products.stock.papers import operations as papers
from products.stock.supply import operations as supply
from products.stock.supply.models import PlannedReceipt

DISPLAY = "05.2.01.002"  # a large display, sold along


def planning(company: Company) -> Life:
    """Sensors have targets and lots; what is below is planned, one day moves, one receipt comes in two parts."""
    buyer, keeper = company.staff["qian.fang"], company.staff["luo.qiang"]
    at = yield company.ago(40)
    for product in Product.objects.filter(warning_level__gt=0, is_active=True).order_by("code")[:8]:
        minimum = product.warning_level or Decimal(0)
        levels.save_level(
            actor=buyer, product_id=product.pk, minimum=minimum, target=minimum * 3, lot=Decimal(10), at=at
        )
    at = yield company.ago(9)
    short = level_queries.below_level(buyer)[:14]
    wanted = [Wanted(row.product_id, row.quantity, row.warehouse_id) for row in short]
    planned = [one.receipt for one in levels.plan_replenishment(actor=buyer, wanted=wanted, at=at)]
    at = yield company.ago(5)
    for receipt in planned[:2]:
        supply.change_receipt(
            actor=buyer,
            receipt_id=receipt.pk,
            expected_date=receipt.expected_date + timedelta(days=4),
            reason="供应商弹性体毛坯缺料",
            at=at,
        )
    at = yield company.ago(3)
    for receipt in PlannedReceipt.objects.filter(pk__in=[one.pk for one in planned[2:5]], quantity__gte=2):
        part = (receipt.quantity / 2).to_integral_value()
        supply.receive_planned(
            actor=keeper, receipt_id=receipt.pk, quantity=part, document_number=f"SH{at:%m%d}-{receipt.pk}", at=at
        )


def counting(company: Company) -> Life:
    """The accessories are being counted: half of the sheet is filled in."""
    keeper = company.staff["luo.qiang"]
    at = yield company.ago(1)
    found = Product.objects.filter(code__startswith="05.", stock_rows__on_hand__gt=F("stock_rows__reserved"))
    categories = set(found.values_list("category_id", flat=True))
    if not categories:
        return
    sheet = papers.start_sheet(actor=keeper, category_ids=categories, reason="附件月度盘点", at=at)
    lines = list(sheet.lines.all())
    half = enumerate(lines[: len(lines) // 2 + 1])
    counted = {line.pk: (line.book or Decimal(0)) - (1 if place == 2 else 0) for place, line in half}
    papers.enter_counts(actor=keeper, paper_id=sheet.pk, counted=counted, at=at)


def packing(company: Company) -> Life:
    """One kit is sold with a large display: its components are kept by hand, and are what is in stock of it. An order
    of it holds as many whole kits as its scarcest component is enough for."""
    at = yield company.ago(30)
    display = Product.objects.filter(code=DISPLAY).first()
    kit = Product.objects.filter(code="01.2.02.318-101").first()
    if display is None or kit is None:
        return
    made = kit_queries.made_of([kit_queries.Asked(kit.pk)])[0]
    components = [Component(pk, quantity, pk == made.sensor_id) for pk, quantity in made.components]
    kits.save_kit(
        actor=company.staff["qian.fang"],
        product_id=kit.pk,
        components=[*components, Component(display.pk, Decimal(1))],
        works_on=Kit.WorksOn.COMPONENTS,
        at=at,
    )
    for pk, quantity in [*made.components, (display.pk, Decimal(1))]:
        short = quantity * 4 - kit_queries.available([pk])[pk]
        if pk != made.sensor_id and short > 0:
            deeds.receive(company, pk, short, at)
    yield from scenes.effective(company, "33.021", 7, lines=[line(kit, 4)])
