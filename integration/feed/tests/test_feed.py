"""The change feed: each event once, in the order of commits, for who may see what it is about."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from accounts.tokens import operations as tokens
from common import clock, errors, events
from common.models import Event
from common.operation import in_operation
from integration.feed import queries
from integration.feed.queries import Wanted
from orders.tests import builders
from orders.tests.builders import AT


@pytest.fixture
def cast(db):
    cast = builders.make_order_cast()
    events.place_events()
    return cast


@pytest.fixture
def start(cast):
    return queries.newest_position()


def read(actor, after, **more):
    events.place_events()
    return queries.read(actor, after=after, **more)


def told(page):
    return [one.kind for one in page.entries]


def record(kind, subject=None, **data):
    """An event as an operation would leave it."""
    in_operation(people.system_user().pk, lambda: events.record(kind, subject, at=AT, **data))


def test_events_come_in_their_order_and_each_once_however_they_are_cut(cast, start):
    builders.make_effective(cast.owner)
    reader = make_user("administrator")
    whole = read(reader, start)
    assert {"order.created", "order.submitted", "order.effective"} <= set(told(whole)) and not whole.has_more
    assert [one.position for one in whole.entries] == sorted(one.position for one in whole.entries)
    after, cut = start, []
    while True:
        page = queries.read(reader, after=after, limit=1)
        cut += [one.id for one in page.entries]
        after = page.after
        if not page.has_more:
            break
    assert cut == [one.id for one in whole.entries]


def test_an_event_that_is_placed_late_is_not_skipped(cast, start):
    order = builders.make_draft(cast.owner)
    events.place_events()
    late = Event.objects.get(kind="order.created", subject_id=order.pk)
    Event.objects.filter(pk=late.pk).update(position=None)  # as if its transaction had ended after the others'
    reader = make_user("administrator")
    before = queries.read(reader, after=start)
    assert "order.created" not in told(before)
    assert "order.created" in told(read(reader, before.after))


def test_a_position_that_does_not_exist_yet_is_refused(cast, start):
    with pytest.raises(errors.Conflict) as refused:
        queries.read(make_user("administrator"), after=start + 1_000)
    assert refused.value.code == "cursor_ahead"


def test_orders_are_told_only_to_who_sees_them_and_the_cursor_goes_on(cast, start):
    order = builders.make_effective(cast.owner)
    reader = make_user(roles=["api_client"])
    assert order.pk in {one.subject_id for one in read(reader, start).entries if one.subject_type == "orders.order"}
    narrow = make_user(roles=["sales", "administrator"])  # feed and trail, and no order of others by a token's scope
    token, _secret = _token(narrow, "event.feed")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {_secret}")
    body = client.get("/api/v1/events/", {"after": start}).json()
    assert body["results"] == [] and body["after"] == body["newest"] > start and not body["has_more"]
    assert token.scopes == ["event.feed"]


def _token(user, *scopes):
    system = people.system_user()
    return tokens.issue_token(actor=system, user_id=user.pk, name="ERP", at=clock.now(), scopes=scopes)


def test_what_is_nobodys_business_is_for_readers_of_the_trail(cast, start):
    make_user("sales")  # person.created, permission.roles_assigned
    assert "person.created" in told(read(make_user("administrator"), start))
    seen = read(make_user("api_client"), start)
    assert not {kind for kind in told(seen) if kind.startswith(("person.", "permission.", "auth."))}
    assert seen.after == seen.newest


def test_amounts_are_null_for_who_does_not_see_them_and_undocumented_keys_are_left_out(cast, start):
    order = builders.make_effective(cast.owner)
    record("order.submitted", order, customer="C1", total="12.00", secret="x")
    full = read(make_user("api_client"), start).entries[-1]
    assert full.data == {"customer": "C1", "total": "12.00"}
    hidden = make_user(roles=["warehouse"])
    from accounts.roles.models import Role, RoleGrant

    RoleGrant.objects.create(role=Role.objects.get(code="warehouse"), verb="event.feed", scope="ALL")
    entry = next(one for one in reversed(read(hidden, start).entries) if one.kind == "order.submitted")
    assert entry.data == {"customer": "C1", "total": None}


def test_kinds_and_subjects_narrow_the_feed(cast, start):
    one, other = builders.make_effective(cast.owner), builders.make_draft(cast.owner)
    reader = make_user("administrator")
    only = read(reader, start, wanted=Wanted(subject_type="orders.order", subject_id=other.pk))
    assert {entry.subject_id for entry in only.entries} == {other.pk}
    page = read(reader, start, wanted=Wanted(kinds=frozenset(["order.submitted"])))
    assert told(page) == ["order.submitted"] and page.entries[0].subject_number == one.number


def test_a_call_looks_through_a_bounded_stretch_and_goes_on(cast, start, monkeypatch):
    monkeypatch.setattr(queries, "BATCH", 2)
    monkeypatch.setattr(queries, "LOOKED_AT", 3)
    make_user("sales")
    builders.make_draft(cast.owner)
    reader, after, found = make_user("api_client"), start, []
    events.place_events()
    for _turn in range(Event.objects.count()):
        page = queries.read(reader, after=after)
        assert page.after > after or not page.has_more
        after, found = page.after, found + told(page)
        if not page.has_more:
            break
    assert "order.created" in found


def test_who_may_not_read_the_feed_is_refused(cast):
    with pytest.raises(errors.NotAllowed):
        queries.read(make_user("sales"))


def test_over_the_api(cast, start, django_assert_max_num_queries):
    builders.make_effective(cast.owner)
    events.place_events()
    client = APIClient()
    client.force_authenticate(make_user("api_client"))
    with django_assert_max_num_queries(20):
        body = client.get("/api/v1/events/", {"after": start, "kind": "order.*"}).json()
    assert all(one["kind"].startswith("order.") for one in body["results"]) and body["results"]
    assert client.get("/api/v1/events/", {"kind": "order.effectiv"}).status_code == 400
    assert client.get("/api/v1/events/", {"later": 1}).status_code == 400
    answer = client.get("/api/v1/events/", {"after": body["newest"] + int(timedelta(days=1).total_seconds())})
    assert (answer.status_code, answer.json()["code"]) == (409, "cursor_ahead")
    kinds = {one["kind"]: one for one in client.get("/api/v1/event-kinds/").json()["results"]}
    assert kinds["order.effective"]["is_for_me"] and not kinds["permission.granted"]["is_for_me"]
