"""Pages of webhooks and of the change feed in a browser, with something on them: nothing for axe, none too wide."""

from datetime import timedelta

import pytest

from accounts.tests.builders import make_user
from common import clock
from common.tests.chromium import needs_chromium, serious, started, still
from integration.webhooks import asking_for, operations, sending
from integration.webhooks.tests.receivers import Hands, allow, happen, make_endpoint, receiver

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]


@pytest.fixture
def keeper(settings):
    """Somebody with a webhook whose receiver takes nothing more, and one that is paused."""
    settings.OUTGOING_PRIVATE = ["127.0.0.1"]
    allow("127.0.0.1, hooks.example.com")
    boss, now = make_user("administrator", name="方志远", language="zh-hans"), clock.now()
    type(boss).objects.update(theme="dark")
    with receiver() as there:
        there.answers["/in"], there.body = [204, 503], b'{"error": "database is locked"}'
        row = make_endpoint(boss, f"{there.url}/in", name="金蝶 ERP", kinds=["order.*"], at=now)
        happen(boss, "order.submitted", "order.approved", at=now)
        sending.serve(row.pk, until=now + timedelta(hours=1), now=Hands(now))
    other = make_endpoint(boss, "https://hooks.example.com/wms", name="WMS 仓储系统", at=now)
    operations.pause(actor=boss, endpoint_id=other.pk, at=now)
    asking_for.send_test(actor=boss, endpoint_id=row.pk, at=now)
    return boss, row


def test_nothing_is_found_on_the_pages(live_server, client, keeper, tmp_path_factory):
    boss, row = keeper
    client.force_login(boss)
    where = f"/integration/webhooks/{row.pk}/"
    faults = {}
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        context = chromium.new_context(reduced_motion="reduce", color_scheme="dark")
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()
        for path in ("/integration/webhooks/", where, f"{where}edit/", "/integration/feed/kinds/order.effective/"):
            page.set_viewport_size({"width": 1440, "height": 3000})
            page.goto(live_server.url + path)
            still(page)
            found = serious(page)
            page.set_viewport_size({"width": 390, "height": 844})
            still(page)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append("wider than the window")
            if found:
                faults[path] = found
        page.set_viewport_size({"width": 1440, "height": 1200})
        page.goto(f"{live_server.url}/integration/feed/?q=order.")
        still(page)
        found = serious(page)
    assert not faults and not found, (faults, found)
