"""Production at the other end: requirements go there, days, progress and goods come from there, once."""

import pytest

from common import clock, dates
from integration.connectors.tests import running
from integration.connectors.tests.counterparts import Factory
from products.tests.builders import make_product, stock_row
from tasks.requirements.tests import builders
from tasks.requirements.tests.builders import in_days, wanted
from tasks.tests.builders import make_shop, make_task


@pytest.mark.slow
def test_days_progress_and_goods_follow_through_faults_and_kills(live_server, tmp_path):
    shop, product = make_shop(), make_product()
    order = builders.order_for(product, 6)
    task = make_task(order, shop=shop)
    found = builders.make_asked(shop, wanted(product, 6, order=order, task_id=task.pk))
    (line,) = builders.lines_of(found)
    day = max(in_days(10), dates.business_day(clock.now()))
    with Factory() as factory:
        runs = running.runs_of("production", live_server.url, factory, tmp_path)

        def says(key, what, **more):
            factory.say("answers", id=key, what=what, requirement=found.number, **{"line": line.pk, **more})

        says("A1", "accept", lines=[{"id": line.pk, "accepted": "6", "planned_date": str(day), "reference": "WO-1"}])
        says("A2", "confirm", planned_date=str(day), reference="WO-1")
        says("A3", "came", line=line.pk + 999, quantity="1", document="?", is_wrong=True)
        says("A4", "progress", progress=40)
        factory.faults.extend(running.FAULTS)
        runs.once(running.SOME_REFUSED)
        assert list(factory.kept["refusals"]) == ["answers-3"]
        assert factory.kept["requirements"][found.number]["lines"][0]["product"] == product.code
        task.refresh_from_db()
        (line,) = builders.lines_of(found)
        assert (task.progress, line.planned_date, line.reference) == (40, day, "WO-1")

        says("A5", "came", quantity="2", document="IN-1")
        says("A6", "move", planned_date=str(in_days(400)), cause="MATERIAL", words="castings are late")
        says("A7", "came", quantity="4", document="IN-2")
        assert runs.killed_on_its_way() >= 1
        runs.from_the_beginning(keys_are_forgotten=False)
        assert '"differences": 0' in runs.once(running.SOME_REFUSED)
        (line,) = builders.lines_of(found)
        assert (line.done, stock_row(product).on_hand) == (6, 6)
        found.refresh_from_db()
        assert factory.kept["requirements"][found.number]["state"] == found.state
