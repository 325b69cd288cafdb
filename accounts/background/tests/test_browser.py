"""Background work and doubtful sends in a real browser: readable for everybody, on screen and telephone."""

import os
from datetime import timedelta

import pytest

from accounts.exports import operations as exports
from accounts.tests.builders import make_user
from common import clock
from common.background import timetable
from common.exports.models import Export
from common.models import Job, OutboxMessage
from common.tests.chromium import needs_chromium, serious, started, still, visits

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]
SHOTS = os.environ.get("ORDERS_TEST_SHOTS", "")


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


def fill(maker):
    """Some work of each state, a message in doubt; gives the number of the failed export's job."""
    now = clock.now()
    why = "Something went wrong on our side (OSError); the log says more. Export the list again."
    given = {"actor_id": maker.pk, "created_at": now - timedelta(hours=2)}
    failed = Job.objects.create(kind=exports.JOB, state="FAILED", error=why, finished_at=now, total=41_250, **given)
    Export.objects.create(
        actor_id=maker.pk,
        state="FAILED",
        job=failed,
        created_at=now,
        list_key="customers",
        form="xlsx",
        language="en",
        columns=["code"],
    )
    Job.objects.create(kind="duplicates.customers.customer", state="RUNNING", done=4_000, total=9_000,
                       started_at=now, heartbeat_at=now, stage="Customers", **given)  # fmt: skip
    Job.objects.create(kind="orders.check_import", state="QUEUED", **given)
    for topic, state, error in (
        ("quotation", "DOUBTFUL", "the sender stopped while sending"),
        ("mail", "FAILED", "550"),
    ):
        OutboxMessage.objects.create(
            topic=topic,
            state=state,
            dedupe_key=topic,
            payload={"to": "purchasing@example.com", "subject": "Your order", "quotation": 0},
            recipient="purchasing@example.com",
            attempts=1,
            claimed_at=now,
            due_at=now,
            created_at=now,
            last_error=error,
        )
    timetable.forget()
    timetable.note_begin("accounts.seal_trail", at=now)
    timetable.note_end("accounts.seal_trail", error="OSError: away", at=now)
    return failed.pk, OutboxMessage.objects.get(topic="quotation").pk


@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (390, "zh-hans")])
def test_the_pages_are_readable_and_fit(browser, live_server, client, width, language):
    boss = make_user("administrator", language=language)
    job, message = fill(boss)
    pages = {
        "index": "/admin/",
        "jobs": "/admin/jobs/",
        "job": f"/admin/jobs/job-{job}/",
        "again": f"/admin/jobs/again/{exports.JOB}/",
        "timetable": "/admin/timetable/",
        "sends": "/admin/sends/",
        "decide": f"/admin/sends/decide/?ids={message}&decision=again",
        "state": "/admin/state/",
    }
    with visits(browser, live_server, client) as visit:
        page = visit(boss, "/admin/", width=width, height=1000 if width > 500 else 844)
        for name, path in pages.items():
            page.goto(f"{live_server.url}{path}")
            still(page)
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{name}_{width}_{language}.png", full_page=True)
            assert serious(page) == [], name
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), name
    timetable.forget()
