"""News of carriers and of work through ``bulk/``: row by row as alone, and once under each key."""

from datetime import timedelta

import pytest

from accounts.tests.builders import AT, make_user
from common import clock
from orders.fulfilment.transit.models import TrackingEvent
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders_site.tests.test_bulk import row, send, statuses
from tasks.doing import operations as doing
from tasks.task.models import Task
from tasks.tests import builders as tasks

pytestmark = pytest.mark.django_db
TRACKING = "/api/v1/tracking-events/"


def news(key, number, **more):
    at = (clock.now() - timedelta(hours=1)).isoformat()
    said = {"provider": "SF", "external_id": key, "outbound": number, "kind": "IN_TRANSIT", "happened_at": at}
    return row(key, TRACKING, said | more)


class TestTracking:
    @pytest.fixture
    def carrier(self, client):
        client.force_login(make_user(roles=["logistics", "warehouse", "order_desk"]))
        return client

    @pytest.fixture
    def left(self):
        return flow.make_shipped(builders.make_effective()).number

    def test_a_row_that_is_wrong_stops_no_other_and_says_what_it_would_say_alone(self, carrier, left):
        wrong, unknown = news("b", left, kind="NO_SUCH"), news("c", "OB20200101-0001")
        found = send(carrier, news("a", left), wrong, unknown, news("d", left, kind="OUT"))
        assert [code < 300 for code in statuses(found)] == [True, False, False, True]
        assert "kind" in found["rows"][1]["problem"]["fields"] and "outbound" in str(found["rows"][2]["problem"])
        assert TrackingEvent.objects.count() == 2

    def test_the_same_rows_again_add_nothing(self, carrier, left):
        rows = [news("a", left), news("b", left, kind="DELIVERED")]
        first, again = send(carrier, *rows), send(carrier, *rows)
        assert statuses(first) == statuses(again) == [201, 201]
        assert all(one["is_replayed"] for one in again["rows"])
        assert TrackingEvent.objects.count() == 2


class TestProgress:
    @pytest.fixture
    def shop(self):
        return tasks.make_shop()

    @pytest.fixture
    def running(self, shop):
        found = [tasks.make_task(shop=shop, title=f"Work {number}") for number in range(3)]
        for one in found:
            doing.start_task(actor=shop.foreman, task_id=one.pk, at=AT)
        return found

    def progress(self, task, key, percent, **more):
        return row(key, f"/api/v1/tasks/{task.pk}/progress/", {"progress": percent, **more})

    def test_each_task_moves_and_one_that_cannot_stops_no_other(self, client, shop, running):
        client.force_login(shop.foreman)
        first, second, third = running
        rows = [self.progress(first, "a", 40), self.progress(second, "b", 400), self.progress(third, "c", 60)]
        found = send(client, *rows)
        assert [code < 300 for code in statuses(found)] == [True, False, True]
        told = dict(Task.objects.values_list("pk", "progress"))
        assert [told[one.pk] for one in running] == [40, 0, 60]

    def test_hours_told_with_it_are_counted_once_however_often_it_is_sent(self, client, shop, running):
        client.force_login(shop.foreman)
        one = self.progress(running[0], "a", 40, hours="2.5")
        send(client, one)
        assert send(client, one)["rows"][0]["is_replayed"]
        running[0].refresh_from_db()
        assert running[0].actual_hours == 2.5

    def test_anothers_task_is_not_moved(self, client, running):
        client.force_login(make_user("sales"))
        assert statuses(send(client, self.progress(running[0], "a", 40)))[0] in (403, 404)
