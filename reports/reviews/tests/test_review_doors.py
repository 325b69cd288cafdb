"""Doors of reviews: pages, files, the API, the calendar and the card of who carries decisions out."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from accounts.home import cards
from accounts.tests.builders import make_user
from common import dates
from orders.tests.builders import AT, make_order_cast
from reports.reviews import operations
from reports.reviews.models import PeriodReview, ReviewPoint
from tasks.board.feeds import feeds

pytestmark = pytest.mark.django_db
DAY = dates.business_day(AT)
ONE = timedelta(days=1)


@pytest.fixture
def boss():
    return make_user("executive")


@pytest.fixture
def review(boss):
    return operations.save_review(actor=boss, title="October", since=DAY - 40 * ONE, until=DAY - 10 * ONE, at=AT)


@pytest.fixture
def decision(boss, review):
    return operations.save_point(
        actor=boss,
        review_id=review.pk,
        kind="DECISION",
        text="Check weekly.",
        owner=make_order_cast().owner,
        due_date=DAY + 3 * ONE,
        at=AT,
    )


def test_a_review_is_begun_filled_ended_and_taken_away(client, boss):
    client.force_login(boss)
    first = client.get("/reports/reviews/new/").content.decode()
    entries = {"title": "October", "since": "2026-10-01", "until": "2026-10-31", "nonce": "a" * 32}
    assert 'name="nonce"' in first
    for _n in range(2):  # the same form twice
        left = client.post("/reports/reviews/new/", entries)
    review = PeriodReview.objects.get()
    assert left.headers["Location"] == f"/reports/reviews/{review.pk}/"
    wrong = client.post(f"{left.headers['Location']}points/new/", {"kind": "DECISION", "text": "x", "nonce": "b" * 32})
    assert wrong.status_code == 422
    assert "Say who carries the decision out." in wrong.content.decode()
    client.post(
        f"{left.headers['Location']}points/new/",
        {"kind": "CAUSE", "text": "<b>Late</b> parts", "measure": "on_time", "nonce": "c" * 32},
    )
    text = client.get(left.headers["Location"]).content.decode()
    assert "&lt;b&gt;Late&lt;/b&gt; parts" in text
    client.post(f"{left.headers['Location']}end/", {"version": 1})
    review.refresh_from_db()
    assert review.state == "ENDED"
    for form in ("xlsx", "csv", "pdf"):
        assert client.get(f"{left.headers['Location']}file/", {"file": form}).status_code == 200
    assert "October" in client.get("/reports/reviews/").content.decode()


def test_who_changes_what_another_changed_meanwhile_is_told(client, boss, review):
    client.force_login(boss)
    operations.save_review(actor=boss, review_id=review.pk, version=1, summary="Good", at=AT)
    entries = {"title": "Mine", "since": review.since, "until": review.until, "version": 1, "nonce": "a" * 32}
    answer = client.post(f"/reports/reviews/{review.pk}/change/", entries)
    assert answer.status_code == 409
    review.refresh_from_db()
    assert review.title == "October"


def test_who_carries_a_decision_out_finds_and_settles_it(client, review, decision):
    client.force_login(decision.owner)
    assert client.get(f"/reports/reviews/{review.pk}/").status_code == 404
    assert "Check weekly." in client.get("/reports/reviews/decisions/").content.decode()
    assert any(card.key == "review-decisions" for card in cards.cards_for(decision.owner))
    told = list(feeds["decisions"].tells(decision.owner, first=DAY, last=DAY + 9 * ONE, at=AT))
    assert [(one.first, "weekly" in one.title) for one in told] == [(decision.due_date, False)]
    answer = client.post(
        f"/reports/reviews/points/{decision.pk}/settle/", {"result": "Done", "version": 1, "nonce": "a" * 32}
    )
    assert answer.headers["Location"] == "/reports/reviews/decisions/"
    assert ReviewPoint.objects.get().result == "Done"
    assert not any(card.key == "review-decisions" for card in cards.cards_for(decision.owner))


def test_the_number_of_statements_does_not_grow_with_what_was_said(client, boss, review, django_assert_max_num_queries):
    client.force_login(boss)
    for number in range(12):
        operations.save_point(actor=boss, review_id=review.pk, kind="WELL", text=f"Point {number}", at=AT)
    client.get(f"/reports/reviews/{review.pk}/")
    with django_assert_max_num_queries(46):
        assert "Point 11" in client.get(f"/reports/reviews/{review.pk}/").content.decode()
    with django_assert_max_num_queries(12):
        client.get("/reports/reviews/")


def test_the_api_does_the_same(boss):
    api = APIClient()
    api.force_authenticate(boss)
    keys = iter("abcdefgh")

    def post(path, data=None, **headers):
        return api.post(path, data or {}, format="json", headers={"Idempotency-Key": next(keys) * 8, **headers})

    made = post("/api/v1/reviews/", {"title": "October", "since": "2026-10-01", "until": "2026-10-31"})
    assert made.status_code == 201, made.content
    path = made.headers["Location"]
    point = post(f"{path}points/", {"kind": "LESSON", "text": "Ask early."})
    assert (point.status_code, point.json()["kind"]) == (201, "LESSON")
    changed = api.patch(point.headers["Location"], {"text": "Ask earlier."}, format="json", headers={"If-Match": '"1"'})
    assert changed.status_code == 200, changed.data
    assert post(f"{path}end/").json()["state"] == "ENDED"
    whole = api.get(path).data
    assert [one["text"] for one in whole["points"]] == ["Ask earlier."]
    assert {"orders", "on_time"} <= {one["code"] for one in whole["figures"]}
    late = api.patch(point.headers["Location"], {"text": "x"}, format="json", headers={"If-Match": '"2"'})
    assert late.status_code == 409
    listed = api.get("/api/v1/reviews/")
    assert [one["title"] for one in listed.data["results"]] == ["October"], listed.content
