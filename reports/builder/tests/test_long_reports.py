"""A report that takes longer than a page waits is offered as a job, where questions are asked and on pages of standard
reports; the job makes it without anybody waiting."""

import html
import re
from urllib.parse import parse_qs, urlencode

import pytest
from django.db import OperationalError

from accounts.exports import operations as exports
from accounts.exports import running
from accounts.tests.builders import make_user
from common.exports.models import Export
from orders.tests.builders import AT
from reports.builder import waiting
from reports.facts import reading
from reports.figures.asking import Asking

ASKED = {"rows": "product", "column": "region", "measures": "orders,quantity", "period": "last_3_years"}
OFFER = "This report takes longer than you should wait"


@pytest.fixture
def boss():
    return make_user("executive")


@pytest.fixture
def slow(monkeypatch):
    """Every question waits; so many of them were answered."""
    answered: list[str] = []

    def answer(self):
        reading.fetched("SELECT pg_sleep(0.4)")
        answered.append(self.asked.column)
        return was(self)

    was = Asking.answer
    monkeypatch.setattr(Asking, "answer", answer)
    monkeypatch.setattr(waiting, "PATIENCE", 100)
    return answered


@pytest.mark.django_db(transaction=True)
def test_the_page_gives_up_and_offers_a_job_and_less(client, boss, slow):
    client.force_login(boss)
    text = html.unescape(client.get("/reports/", ASKED).content.decode())
    assert OFFER in text and "<html" in text
    offered = parse_qs(re.search(r'name="query" value="([^"]+)"', text)[1])
    assert offered["later"] == ["1"] and offered["column"] == ["region"]
    assert re.search(r'href="[^"]*period=last_12_months[^"]*">The last 12 months only', text)
    assert re.search(r'href="[^"]*measures=quantity&[^"]*">Without the number of orders', text)
    part = client.get("/reports/", ASKED, headers={"HX-Request": "true", "HX-Target": "builder"}).content.decode()
    assert OFFER in part and "<html" not in part
    report = client.get("/reports/standard/sales-by/", {"by": "region"}).content.decode()
    assert OFFER in report and "standard=sales-by" in report
    assert not slow


@pytest.mark.django_db(transaction=True)
def test_what_is_in_time_is_shown_and_other_faults_stay_what_they_are(client, boss, slow, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", 5_000)
    client.force_login(boss)
    assert OFFER not in client.get("/reports/", ASKED).content.decode()
    assert slow
    with pytest.raises(OperationalError), reading.patience(100):
        raise OperationalError("gone")


@pytest.mark.django_db
def test_the_job_is_worked_out_by_the_worker_alone(boss, slow, monkeypatch):
    query = urlencode({**ASKED, "name": "Where to", "later": "1"})
    found = exports.start_export(actor=boss, list_key="report", form="xlsx", query=query, at=AT)
    assert (found.state, slow, found.condition) == (Export.State.QUEUED, [], ["Where to"])
    running.run(found.pk, at=AT)
    found.refresh_from_db()
    assert (found.state, bool(found.file)) == (Export.State.DONE, True)
    assert "region" in slow
