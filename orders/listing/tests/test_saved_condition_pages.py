"""The pages of saved conditions, and of why an order is in one: what they show, do and refuse."""

import re

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from orders.tests import builders
from orders.tests.page_builders import Browser
from segments import operations
from segments.models import Segment

pytestmark = pytest.mark.django_db
LIST, NEW, WHY = "/segments/", "/segments/new/", "/conditions/why/"
DRAFTS = "status = DRAFT"


@pytest.fixture
def cast():
    return builders.make_order_cast()


def keep(actor, text=DRAFTS, **more):
    return operations.create_segment(actor=actor, name=more.pop("name", "Kept"), condition=text, at=builders.AT, **more)


def test_the_list_shows_what_is_ones_own_to_use_and_what_may_be_done(cast):
    mine = keep(cast.owner, name="Mine")
    company = keep(make_user("administrator"), name="All of us", audience="COMPANY")
    lines = keep(cast.owner, "row_closed = N", name="Open lines", level="LINE")
    page = Browser(cast.owner).get(LIST).content.decode()
    assert f'href="/orders/?segment={mine.pk}"' in page and "State of the order = Draft" in page
    assert f'href="/orders/lines/?segment={lines.pk}"' in page
    assert f"/segments/{mine.pk}/remove/" in page
    assert "All of us" in page and f"/segments/{company.pk}/remove/" not in page
    assert f"/segments/{company.pk}/copy/" in page
    assert "Mine" not in Browser(cast.stranger).get(LIST).content.decode()
    builders.make_draft(cast.owner)
    counted = Browser(cast.owner).get(f"/segments/{mine.pk}/count/").content.decode()
    assert counted.strip() == f'<a class="so-num" href="/orders/?segment={mine.pk}">1</a>'
    assert Browser(cast.stranger).get(f"/segments/{mine.pk}/count/").status_code == 404
    title = Browser(cast.owner).get(f"/segments/{mine.pk}/remove/").content.decode().partition("<title>")[2]
    assert title.startswith("Remove “Mine”?"), "a dialog as a page is called what it asks"


def test_a_condition_is_kept_under_a_name_and_shown_by_its_list(cast):
    asked = {"condition": DRAFTS, "level": "ORDER", "next": "/orders/?status=DRAFT"}
    page = Browser(cast.owner).get(NEW, **asked).content.decode()
    assert "State of the order" in page
    query = re.search(r'name="query" value="([^"]*)"', page)[1].replace("&amp;", "&")
    answer = Browser(cast.owner).post(NEW, query=query, name="Mine", audience="PERSON")
    kept = Segment.objects.get(code="")
    assert answer.headers["Location"] == f"/orders/?status=DRAFT&segment={kept.pk}"
    refused = Browser(cast.owner).post(NEW, query=query, name="Ours", audience="COMPANY")
    assert refused.status_code == 403
    unbuilt = Browser(cast.owner).get(NEW)
    assert unbuilt.status_code == 302 and unbuilt.headers["Location"].startswith("/conditions/?")


def test_it_is_renamed_rewritten_and_a_fault_stands_beside_the_text(cast):
    segment, browser = keep(cast.owner), Browser(cast.owner)
    url = f"/segments/{segment.pk}/"
    form = {"name": "Other", "audience": "PERSON", "version": segment.version}
    wrong = browser.post(url, condition="status = DRAFT AND moon = 1", **form)
    assert wrong.status_code == 422 and "(at character 20)" in wrong.content.decode()
    assert browser.post(url, condition="订单状态 = 待审批", **form).status_code == 303
    segment.refresh_from_db()
    assert (segment.name, segment.rows[0]["values"], segment.revision) == ("Other", ["SUBMITTED"], 2)
    assert browser.post(url, condition=DRAFTS, **form).status_code == 409, "somebody saw an older one"
    built = browser.get(url, condition="status = VOID").content.decode()
    assert "State of the order = Void" in built, "rows that the builder sent stand in the form"
    assert f"/conditions/?level=ORDER&amp;base={segment.pk}&amp;next=%2Fsegments%2F{segment.pk}%2F" in built
    assert Browser(cast.stranger).get(url).status_code == 404


def test_it_is_copied_and_removed(cast):
    company = keep(make_user("administrator"), audience="COMPANY")
    browser = Browser(cast.owner)
    copy = browser.post(f"/segments/{company.pk}/copy/", nonce="once")
    browser.post(f"/segments/{company.pk}/copy/", nonce="once")
    own = Segment.objects.get(audience="PERSON")
    assert copy.headers["Location"] == f"/segments/{own.pk}/" and own.name == "Kept (copy)"
    asked = browser.part(f"/segments/{own.pk}/remove/", "dialog").content.decode()
    assert "Remove “Kept (copy)”?" in asked
    assert browser.post(f"/segments/{own.pk}/remove/", version=own.version).status_code == 303
    assert browser.get(f"/segments/{own.pk}/").status_code == 404
    assert browser.post(f"/segments/{company.pk}/remove/", version=company.version).status_code == 403


def test_why_says_each_row_what_it_saw_and_which_lines_fit(cast):
    order = builders.make_submitted(cast.owner)
    browser = Browser(cast.owner)
    said = browser.get(WHY, order=order.number, condition="status = SUBMITTED AND ordered > 1").content.decode()
    assert f"Why {order.number} is in it" in said and "The order fits" in said
    assert "State of the order = Awaiting approval" in said and "Line 1" in said
    said = browser.get(WHY, order=order.number, condition="status = DRAFT OR ordered < 0").content.decode()
    assert f"Why {order.number} is not in it" in said
    assert said.count(" no</td>") == 2
    segment = keep(cast.owner)
    chosen = browser.part(WHY, "dialog", order=order.number, segment=segment.pk).content.decode()
    assert "<html" not in chosen and f'<option value="{segment.pk}" selected>' in chosen
    line = browser.get(WHY, order=order.number, condition="ordered > 1", line=1).content.decode()
    assert f"Why line 1 of {order.number} is in it" in line


def test_why_is_told_to_nobody_else(cast):
    order = builders.make_submitted(cast.owner)
    answer = Browser(cast.stranger).get(WHY, order=order.number, condition=DRAFTS)
    assert answer.status_code == 404
    hidden = Browser(make_user("warehouse")).get(WHY, order=order.number, condition="total > 5")
    assert hidden.status_code in (404, 422)


def test_the_page_of_an_order_leads_there(cast):
    order = builders.make_submitted(cast.owner)
    page = Browser(cast.owner).get(f"/orders/{order.number}/").content.decode()
    assert f"/conditions/why/?order={order.number}" in page


def test_its_revisions_are_shown_with_what_they_said_and_brought_back(cast):
    segment, browser = keep(cast.owner), Browser(cast.owner)
    url = f"/segments/{segment.pk}/"
    form = {"name": "Kept", "audience": "PERSON", "version": segment.version}
    assert browser.post(url, condition="status = SUBMITTED", **form).status_code == 303
    page = browser.get(url).content.decode()
    assert page.count("Draft") and 'name="revision" value="1"' in page and 'name="revision" value="2"' not in page
    assert browser.post(f"{url}restore/", revision="1", version="1").status_code == 409
    assert browser.post(f"{url}restore/", revision="1", version="2").headers["Location"] == url
    segment.refresh_from_db()
    assert (segment.rows[0]["values"], segment.revision) == (["DRAFT"], 3)
    assert Browser(cast.stranger).post(f"{url}restore/", revision="2", version="3").status_code == 404


def test_the_api_lists_revisions_and_brings_one_back(cast):
    segment = keep(cast.owner)
    operations.change_segment(
        actor=cast.owner, segment_id=segment.pk, changes={}, condition="status = SUBMITTED", at=builders.AT
    )
    api, url = APIClient(), f"/api/v1/segments/{segment.pk}/"
    api.force_authenticate(cast.owner)
    told = api.get(f"{url}revisions/").json()["revisions"]
    assert [one["revision"] for one in told] == [2, 1]
    assert told[1]["condition"]["text_en"] == "State of the order = Draft"
    headers = {"Idempotency-Key": "back1", "If-Match": api.get(url).headers["ETag"]}
    answer = api.post(f"{url}restore/", {"revision": 1}, format="json", headers=headers)
    assert answer.status_code == 200, answer.content
    assert (answer.json()["revision"], answer.json()["condition"]["rows"][0]["values"]) == (3, ["DRAFT"])
