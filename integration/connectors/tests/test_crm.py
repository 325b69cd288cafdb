"""A CRM at the other end: customers and orders are there, what customers said counts here, once."""

import pytest

from customers.voice.models import CustomerNote
from integration.connectors.tests import running
from integration.connectors.tests.counterparts import Crm
from orders.tests.builders import make_effective, make_order_cast


@pytest.mark.slow
def test_ratings_count_once_through_faults_kills_and_a_lost_place(live_server, tmp_path):
    order = make_effective(make_order_cast().owner)
    code = order.customer.code
    with Crm() as crm:
        runs = running.runs_of("crm", live_server.url, crm, tmp_path)
        crm.say("feedback", id="1", account=code, kind="FEEDBACK", text="Wants the calibration report")
        crm.say("feedback", id="2", account="no-such", kind="FEEDBACK", text="?")
        crm.say("feedback", id="3", account=code, kind="QUESTION", text="When?", order_number=order.number)
        crm.say("ratings", id="1", account=code, score=4, order_number=order.number)
        crm.say("ratings", id="2", account=code, score=9, counts=0)
        crm.faults.extend(running.FAULTS)
        said = runs.once(running.SOME_REFUSED)
        assert "score" in said and sorted(crm.kept["refusals"]) == ["feedback-2", "ratings-2"]
        assert crm.kept["accounts"][code]["name"] == order.customer.name
        assert crm.kept["orders"][order.number]["account"] == code

        crm.say("ratings", id="3", account=code, score=2)
        assert runs.killed_on_its_way() >= 1
        runs.from_the_beginning(keys_are_forgotten=True)
        assert '"differences": 0' in runs.once(running.SOME_REFUSED)
        notes = CustomerNote.objects.order_by("external_id").values_list("external_id", "kind", "score")
        assert list(notes) == [
            ("feedback-1", "FEEDBACK", None),
            ("feedback-3", "QUESTION", None),
            ("rating-1", "SATISFACTION", 4),
            ("rating-3", "SATISFACTION", 2),
        ]
