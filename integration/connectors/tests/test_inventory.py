"""A warehouse's system at the other end: levels agree, movements count once, reservations are answered."""

from decimal import Decimal

import pytest

from integration.connectors.tests import running
from integration.connectors.tests.counterparts import Warehouse
from orders.promise.models import ReservationAnswer
from orders.tests import flow_builders as flow
from orders.tests.builders import line, lines_of, make_effective, make_order_cast
from products.stock.models import StockRow
from products.stock.papers.models import StockPaper
from products.tests.builders import make_product, stock_row


@pytest.mark.slow
def test_levels_agree_and_reservations_are_answered_through_faults_kills_and_a_lost_place(live_server, tmp_path):
    scale, cell = make_product(stock=10), make_product(stock=10)
    home = stock_row(scale).warehouse.code
    cast = make_order_cast()
    shipped = make_effective(cast.owner, lines=[line(scale, 2)])
    waiting = make_effective(cast.owner, lines=[line(scale, 3), line(cell, 4)])
    flow.make_shipped(shipped)
    with Warehouse() as wms:
        for product in (scale, cell):
            wms.levels[product.code, home] = Decimal(10)
        runs = running.runs_of("inventory", live_server.url, wms, tmp_path)
        wms.move("ARRIVAL", home, scale.code, "5", reference="SH-1")
        wms.say("movements", id="M-x", kind="ARRIVAL", warehouse="NOWHERE", lines=[{"product": "?", "quantity": "1"}])
        wms.move("ADJUSTMENT", home, cell.code, "-1", reason="broken")
        wms.short[cell.code] = Decimal(1)
        wms.faults.extend(running.FAULTS)
        said = runs.once(running.SOME_REFUSED)
        assert "NOWHERE" in said and list(wms.kept["refusals"]) == ["movements-2"]
        assert [one.reserved for one in lines_of(waiting)] == [3, 3]  # one of the four cells is damaged
        answers = {one.stock_row.product.code: (one.asked, one.held) for one in ReservationAnswer.objects.all()}
        assert answers == {scale.code: (3, 3), cell.code: (4, 3)}

        wms.move("COUNT", home, cell.code, "20")
        wms.move("ARRIVAL", home, scale.code, "1")
        assert runs.killed_on_its_way() >= 1
        assert '"differences": 0' in runs.once(running.SOME_REFUSED)
        levels = {row.product.code: row.on_hand for row in StockRow.objects.all()}
        assert levels == {scale.code: 10 - 2 + 5 + 1, cell.code: 20}

        papers = StockPaper.objects.count()
        runs.from_the_beginning(keys_are_forgotten=True)
        assert '"differences": 0' in runs.once(running.SOME_REFUSED)
        assert (StockPaper.objects.count(), ReservationAnswer.objects.count()) == (papers, 2)
