"""What goes out, in which order, when again, and what is kept of it: over real HTTP."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from accounts.collaboration.models import Notification
from accounts.people import operations as people
from accounts.people import queries as people_queries
from accounts.tests.builders import make_user
from accounts.trail.models import TrailRow
from common.models import Event, OutboxMessage
from integration.feed import queries as feed
from integration.webhooks import asking_for, operations, sending, sweeping
from integration.webhooks.models import WebhookAttempt, WebhookEndpoint
from integration.webhooks.states import State, Trigger
from integration.webhooks.tests.receivers import AT, Hands, allow, happen, make_endpoint, receiver
from orders.tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(settings):
    settings.OUTGOING_PRIVATE = ["127.0.0.1"]


@pytest.fixture
def boss():
    allow()
    return make_user("administrator", name="Boss", email="boss@example.com")


@pytest.fixture
def there():
    with receiver() as told:
        yield told


@pytest.fixture
def clock():
    return Hands()


def serve(endpoint, clock):
    return sending.serve(endpoint.pk, until=clock.at + timedelta(hours=1), now=clock)


def fresh(endpoint):
    return WebhookEndpoint.objects.get(pk=endpoint.pk)


def kinds_of(there, path="/in"):
    return [json.loads(body)["type"] for one, _, body in there.calls if one == path]


def right(secret, headers, body):
    signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + body
    made = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(made).decode()}"


class TestMessages:
    def test_an_event_goes_out_signed_as_the_feed_tells_it(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in?key=1", kinds=["order.*"])
        order = builders.make_submitted()
        happen(boss)
        serve(endpoint, clock)
        path, headers, body = there.calls[0]
        said = json.loads(body)
        told = feed.read(boss, after=said["data"]["position"] - 1, limit=1).entries[0]
        assert path == "/in?key=1" and headers["Content-Type"] == "application/json"
        assert said["type"] == said["data"]["kind"] == told.kind and said["data"]["data"] == told.data
        assert said["data"]["subject"]["number"] in {order.number, f"draft-{order.pk}", ""}
        assert headers["Webhook-Id"] == f"evt_{told.id}" and headers["Webhook-Timestamp"] == str(int(AT.timestamp()))
        assert headers["Webhook-Signature"] == right(endpoint.told_secret, headers, body)
        assert "order.submitted" in [json.loads(one[2])["type"] for one in there.calls]

    def test_only_what_its_reader_sees_goes_out(self, boss, there, clock):
        cast = builders.make_order_cast()
        client = make_user("api_client")
        endpoint = make_endpoint(boss, f"{there.url}/in", reader_id=client.pk)
        builders.make_submitted(cast.owner)
        happen(boss, "auth.signed_in")
        serve(endpoint, clock)
        assert "order.submitted" in kinds_of(there) and "auth.signed_in" not in kinds_of(there)
        assert fresh(endpoint).position == feed.newest_position()

    def test_kinds_and_subject_narrow_it(self, boss, there, clock):
        one = builders.make_draft()
        happen(boss)
        endpoint = make_endpoint(boss, f"{there.url}/in", kinds=["order.*"], subject=f"orders.order:{one.pk}")
        other = builders.make_submitted()
        happen(boss)
        serve(endpoint, clock)
        assert there.calls == [] and other.pk != one.pk

    def test_while_a_secret_is_changed_both_sign(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in")
        old = endpoint.told_secret
        _, new = operations.rotate_secret(actor=boss, endpoint_id=endpoint.pk, hours=24, at=AT)
        happen(boss, "order.submitted")
        serve(endpoint, clock)
        clock.forward(hours=25)
        happen(boss, "order.submitted")
        serve(endpoint, clock)
        (_, headers, body), (_, later, later_body) = there.calls[-2:]
        assert headers["Webhook-Signature"].split() == [right(new, headers, body), right(old, headers, body)]
        assert later["Webhook-Signature"] == right(new, later, later_body)

    def test_an_answer_is_kept_as_text_and_short(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in")
        there.answers["/in"], there.body = [500], b"<b>\x00no\xff</b> " + b"x" * 9000
        happen(boss, "order.submitted")
        serve(endpoint, clock)
        kept = WebhookAttempt.objects.get()
        assert kept.answer.startswith("<b> no") and len(kept.answer) <= 500 and "\x00" not in kept.answer


class TestOrder:
    def test_events_go_in_their_order_and_each_once(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in")
        happen(boss, *["order.submitted", "order.approved", "order.effective"] * 15)
        serve(endpoint, clock)
        sent = [json.loads(body)["data"]["position"] for _, _, body in there.calls]
        assert len(sent) >= 45 and sent == sorted(set(sent))
        assert serve(endpoint, clock) == 0

    def test_what_comes_after_a_failure_waits_and_nothing_is_left_out(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in", kinds=["order.*"])
        there.answers["/in"] = [204, 500, 503, 204]
        happen(boss, "order.submitted", "order.approved", "order.effective")
        serve(endpoint, clock)
        assert kinds_of(there) == ["order.submitted", "order.approved"]
        assert serve(endpoint, clock) == 0  # a minute has not passed
        clock.forward(minutes=1)
        assert serve(endpoint, clock) == 1 and fresh(endpoint).failures == 2
        clock.forward(minutes=4, seconds=59)
        assert serve(endpoint, clock) == 0
        clock.forward(seconds=1)
        serve(endpoint, clock)
        assert kinds_of(there) == ["order.submitted", *["order.approved"] * 3, "order.effective"]
        numbers = {headers["Webhook-Id"] for _, headers, _ in there.calls[1:4]}
        assert len(numbers) == 1 and fresh(endpoint).failures == 0 and fresh(endpoint).last_error == ""
        tries = list(WebhookAttempt.objects.order_by("pk").values_list("number", "status"))
        assert tries == [(1, 204), (1, 500), (2, 503), (3, 204), (1, 204)]

    def test_a_sender_that_dies_after_sending_sends_it_again_under_its_number(self, boss, there, clock, monkeypatch):
        endpoint = make_endpoint(boss, f"{there.url}/in", kinds=["order.*"])
        happen(boss, "order.submitted", "order.approved")
        note = sending.noting.note_event

        def die(**given):
            monkeypatch.setattr(sending.noting, "note_event", note)
            raise KeyboardInterrupt

        monkeypatch.setattr(sending.noting, "note_event", die)
        with pytest.raises(KeyboardInterrupt):
            serve(endpoint, clock)
        serve(endpoint, clock)
        assert kinds_of(there) == ["order.submitted", "order.submitted", "order.approved"]
        assert there.calls[0][1]["Webhook-Id"] == there.calls[1][1]["Webhook-Id"]

    def test_who_moves_its_place_while_something_is_sent_is_heard(self, boss, there, clock, monkeypatch):
        happen(boss, "order.submitted")
        before = feed.newest_position()
        endpoint = make_endpoint(boss, f"{there.url}/in", kinds=["order.*"])
        happen(boss, "order.approved")
        post = sending._post

        def meanwhile(*given):
            monkeypatch.setattr(sending, "_post", post)
            operations.go_to(actor=boss, endpoint_id=endpoint.pk, position=before - 1, at=AT)
            return post(*given)

        monkeypatch.setattr(sending, "_post", meanwhile)
        serve(endpoint, clock)
        assert fresh(endpoint).position == before - 1
        serve(endpoint, clock)
        assert kinds_of(there) == ["order.approved", "order.submitted", "order.approved"]

    def test_a_pause_holds_at_once_and_what_happened_meanwhile_goes_later(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in", kinds=["order.*"])
        operations.pause(actor=boss, endpoint_id=endpoint.pk, at=AT)
        happen(boss, "order.submitted")
        assert serve(endpoint, clock) == 0
        operations.resume(actor=boss, endpoint_id=endpoint.pk, at=AT)
        serve(endpoint, clock)
        assert kinds_of(there) == ["order.submitted"]
        operations.pause(actor=boss, endpoint_id=endpoint.pk, at=AT)
        happen(boss, "order.approved")
        operations.resume(actor=boss, endpoint_id=endpoint.pk, from_now=True, at=AT)
        happen(boss, "order.effective")
        serve(endpoint, clock)
        assert kinds_of(there) == ["order.submitted", "order.effective"]


class TestGivingUp:
    def fail(self, endpoint, clock, times):
        for _ in range(times):
            serve(endpoint, clock)
            clock.forward(days=2)

    def test_after_the_last_pause_it_stops_and_its_keeper_is_told_by_inbox_and_mail(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in")
        there.answers["/in"] = [500]
        happen(boss, "order.submitted")
        self.fail(endpoint, clock, 3)
        assert not Notification.objects.filter(kind="integration.webhook").exists()
        self.fail(endpoint, clock, 3)
        assert fresh(endpoint).state == State.ACTIVE
        assert Notification.objects.filter(kind="integration.webhook").count() == 1  # a warning
        self.fail(endpoint, clock, 2)
        row = fresh(endpoint)
        assert (row.state, row.last_error, len(there.calls)) == (State.STOPPED, "HTTP 500", 7)
        told = Notification.objects.filter(kind="integration.webhook", user=boss).order_by("pk").last()
        assert "stopped" in told.message and told.url.endswith(f"/{endpoint.pk}/")
        assert OutboxMessage.objects.filter(topic="inbox-mail").count() == 2
        assert Event.objects.filter(kind="webhook.stopped").count() == 1

    def test_once_resumed_it_goes_on_with_what_was_not_taken(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in", kinds=["order.*"])
        there.answers["/in"] = [500] * 7 + [204]
        happen(boss, "order.submitted", "order.approved")
        self.fail(endpoint, clock, 7)
        operations.resume(actor=boss, endpoint_id=endpoint.pk, at=clock.at)
        serve(endpoint, clock)
        assert kinds_of(there) == ["order.submitted"] * 8 + ["order.approved"]

    def test_a_receiver_that_says_gone_is_not_asked_again(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in")
        there.answers["/in"] = [410]
        happen(boss, "order.submitted")
        self.fail(endpoint, clock, 2)
        assert fresh(endpoint).state == State.STOPPED and len(there.calls) == 1

    def test_a_receiver_that_asks_to_wait_is_heard(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in")
        there.answers["/in"] = [(429, {"Retry-After": "600"})]
        happen(boss, "order.submitted")
        serve(endpoint, clock)
        assert fresh(endpoint).due_at == AT + timedelta(minutes=10)

    def test_a_reader_who_may_not_read_the_feed_any_more_stops_it(self, boss, there, clock):
        client = make_user("api_client")
        endpoint = make_endpoint(boss, f"{there.url}/in", reader_id=client.pk)
        people.deactivate_user(actor=people_queries.system_user(), user_id=client.pk, at=AT)
        happen(boss, "order.submitted")
        serve(endpoint, clock)
        assert (fresh(endpoint).state, fresh(endpoint).last_error) == (State.STOPPED, "READER") and not there.calls

    def test_a_feed_that_went_back_to_a_backup_stops_it(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in")
        WebhookEndpoint.objects.update(position=10_000_000)
        serve(endpoint, clock)
        assert (fresh(endpoint).state, fresh(endpoint).last_error) == (State.STOPPED, "AHEAD")

    def test_a_host_that_is_not_named_any_more_is_not_called(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in")
        allow("hooks.example.com")
        happen(boss, "order.submitted")
        serve(endpoint, clock)
        assert fresh(endpoint).last_error == "HOST" and not there.calls

    def test_an_answer_that_sends_on_is_a_failure(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in")
        there.answers["/in"] = [(302, {"Location": f"{there.url}/else"})]
        happen(boss, "order.submitted")
        serve(endpoint, clock)
        row = WebhookAttempt.objects.get()
        assert (row.status, row.reason, len(there.calls)) == (302, "REDIRECT", 1)


class TestAsked:
    def test_a_test_goes_out_in_every_state_and_moves_nothing(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in")
        operations.pause(actor=boss, endpoint_id=endpoint.pk, at=AT)
        place = fresh(endpoint).position
        asking_for.send_test(actor=boss, endpoint_id=endpoint.pk, at=AT)
        assert serve(endpoint, clock) == 1
        ((_, headers, body),) = there.calls
        assert json.loads(body)["type"] == "webhook.test" and headers["Webhook-Id"].startswith("test_")
        row = WebhookAttempt.objects.get()
        assert (row.trigger, row.is_taken, fresh(endpoint).position) == (Trigger.TEST, True, place)

    def test_an_event_sent_again_is_the_same_message(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in", kinds=["order.*"])
        happen(boss, "order.submitted", "order.approved")
        serve(endpoint, clock)
        first = WebhookAttempt.objects.order_by("pk").first()
        asking_for.resend(actor=boss, endpoint_id=endpoint.pk, attempt_id=first.pk, at=AT)
        place = fresh(endpoint).position
        serve(endpoint, clock)
        (_, was, body), _, (_, again, body_again) = there.calls
        assert was["Webhook-Id"] == again["Webhook-Id"] and body == body_again
        assert fresh(endpoint).position == place

    def test_an_event_that_the_reader_sees_no_more_is_not_sent_again(self, boss, there, clock):
        endpoint = make_endpoint(boss, f"{there.url}/in", kinds=["order.*"])
        happen(boss, "order.submitted")
        serve(endpoint, clock)
        first = WebhookAttempt.objects.get()
        asking_for.resend(actor=boss, endpoint_id=endpoint.pk, attempt_id=first.pk, at=AT)
        WebhookEndpoint.objects.update(reader=make_user("api_client"))
        serve(endpoint, clock)
        row = WebhookAttempt.objects.order_by("pk").last()
        assert (row.is_taken, row.reason, len(there.calls)) == (False, "UNSEEN", 1)


def test_no_secret_stands_in_trail_events_or_log(boss, there, clock):
    endpoint = make_endpoint(boss, f"{there.url}/in")
    _, new = operations.rotate_secret(actor=boss, endpoint_id=endpoint.pk, hours=1, at=AT)
    happen(boss, "order.submitted")
    serve(endpoint, clock)
    kept = "".join(str(list(one.objects.values())) for one in (TrailRow, Event, WebhookAttempt))
    assert endpoint.told_secret not in kept and new not in kept


def test_the_log_is_kept_for_its_days_and_what_waits_stays(boss, there, clock, monkeypatch):
    endpoint = make_endpoint(boss, f"{there.url}/in", kinds=["order.*"])
    happen(boss, *["order.submitted"] * 6)
    serve(endpoint, clock)
    asking_for.send_test(actor=boss, endpoint_id=endpoint.pk, at=AT)
    assert sweeping.sweep(actor=boss, at=AT + timedelta(days=29)) == 0
    monkeypatch.setattr(sweeping, "MOST", 4)
    assert sweeping.sweep(actor=boss, at=AT) == 3
    assert sweeping.sweep(actor=boss, at=AT + timedelta(days=31)) == 3
    assert list(WebhookAttempt.objects.values_list("trigger", flat=True)) == [Trigger.TEST]
