"""A carrier at the other end: shipments are booked, their news and expected arrival are here, once."""

from datetime import timedelta

import pytest

from common import clock, dates
from integration.connectors.tests import running
from integration.connectors.tests.counterparts import Carrier
from orders.fulfilment.transit.models import TrackingEvent
from orders.tests import flow_builders as flow
from orders.tests.builders import make_effective, make_order_cast


@pytest.mark.slow
def test_goods_are_followed_through_faults_kills_and_a_lost_place(live_server, tmp_path):
    cast = make_order_cast()
    documents = [flow.make_shipped(make_effective(cast.owner)) for _turn in range(2)]
    number, other = (one.number for one in documents)
    now, arrival = clock.now(), str(dates.business_day(clock.now()) + timedelta(3))

    def news(carrier, key, kind, **more):
        carrier.say("news", id=key, kind=kind, happened_at=now.isoformat(), text="", **more)

    with Carrier() as carrier:
        runs = running.runs_of("logistics", live_server.url, carrier, tmp_path)
        news(carrier, "n1", "PICKED_UP", outbound=number)
        news(carrier, "n2", "NO_SUCH_KIND", outbound=number)
        news(carrier, "n3", "IN_TRANSIT", outbound="OB20200101-0001")
        news(carrier, "n4", "IN_TRANSIT", outbound=other, arrival_date=arrival)
        carrier.expected[other] = arrival
        carrier.faults.extend(running.FAULTS)
        runs.once(running.SOME_REFUSED)
        assert sorted(carrier.kept["refusals"]) == ["news-2", "news-3"]
        for document in documents:
            document.refresh_from_db()
            assert document.waybill == f"SF{document.number[2:]}".replace("-", "")
        assert str(documents[1].arrival_date) == arrival

        news(carrier, "n5", "DELIVERED", waybill=documents[0].waybill, person="收货员")
        assert runs.killed_on_its_way() >= 1
        runs.from_the_beginning(keys_are_forgotten=True)
        assert '"differences": 0' in runs.once(running.SOME_REFUSED)
        assert sorted(TrackingEvent.objects.values_list("external_id", flat=True)) == ["n1", "n4", "n5"]
        assert sorted(carrier.kept["shipments"]) == sorted([number, other])
