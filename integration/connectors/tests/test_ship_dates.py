"""The company's own software at the other end: each day is taken once, what waits is told when it applies."""

import pytest

from accounts.tests.builders import make_user
from integration.connectors.tests import running
from integration.connectors.tests.counterparts import Counterpart
from orders.fulfilment import operations
from orders.fulfilment.ship_dates.models import ReceivedShipDate
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY, make_effective, make_order_cast


@pytest.mark.slow
def test_days_are_taken_once_through_faults_kills_and_a_lost_place(live_server, tmp_path):
    cast = make_order_cast()
    left = flow.make_shipped(make_effective(cast.owner))
    notice = flow.make_outbound(make_effective(cast.owner))
    with Counterpart() as software:
        runs = running.runs_of("ship_dates", live_server.url, software, tmp_path)
        software.say("shipped", id="D-1", ship_date=str(TODAY), outbound=left.number)
        software.say("shipped", id="D-2", ship_date="no day", outbound=left.number)
        software.say("shipped", id="D-3", ship_date=str(TODAY), outbound="OB20200101-0001")
        software.say("shipped", id="D-4", ship_date=str(TODAY), outbound=notice.number)
        software.faults.extend(running.FAULTS)
        said = runs.once(running.SOME_REFUSED)
        assert "differs: D-4: pending" in said
        assert sorted(software.kept["refusals"]) == ["shipped-2", "shipped-3"]
        assert software.kept["states"]["D-1"] == {"result": "applied", "document": left.number}
        assert software.kept["states"]["D-4"]["result"] == "pending"

        _audit(notice)
        software.say("shipped", id="D-5", ship_date=str(TODAY), outbound=left.number)
        assert runs.killed_on_its_way() >= 1
        assert software.kept["states"]["D-4"] == {"result": "applied", "document": notice.number}
        runs.from_the_beginning(keys_are_forgotten=True)
        assert '"differences": 0' in runs.once(running.SOME_REFUSED)
        days = ReceivedShipDate.objects.order_by("external_id").values_list("external_id", "state")
        assert list(days) == [("D-1", "APPLIED"), ("D-4", "APPLIED"), ("D-5", "APPLIED")]


def _audit(notice):
    operations.audit_outbound(actor=make_user("warehouse"), document_id=notice.pk, at=AT)
