"""Robots of group chats: kept without showing what they hold, tried, and what their service says counts."""

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from accounts.trail.models import TrailRow
from common import clock, errors, outbox
from common.models import Event, OutboxMessage
from reminders.channels import operations, queries, sending, webhooks
from reminders.channels.models import Robot

pytestmark = pytest.mark.django_db
KEY = "693a91f6-7000-4bc4-97a0-0ec2aaaaaaaa"
ADDRESS = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"


@pytest.fixture
def boss():
    return make_user("administrator", name="Boss")


@pytest.fixture
def service(monkeypatch, settings):
    """A service on this machine that answers as it is told, in place of theirs."""
    told = SimpleNamespace(calls=[], answer={"errcode": 0, "errmsg": "ok"}, status=200, silent=False)

    class Talk(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.calls.append((self.path, json.loads(body)))
            if told.silent:
                self.connection.close()
                return
            data = told.answer if isinstance(told.answer, bytes) else json.dumps(told.answer).encode()
            self.send_response(told.status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Talk)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

    def address_of(host):
        told.host = host
        return f"http://127.0.0.1:{server.server_port}"

    monkeypatch.setattr(webhooks, "address_of", address_of)
    settings.OUTGOING_PRIVATE = ["127.0.0.1"]
    yield told
    server.shutdown()
    server.server_close()


def make(boss, kind="WECOM", key=KEY, **more):
    given = {"name": "Sales chat", "kind": kind, "key": key, "language": "en", **more}
    return operations.save_robot(actor=boss, at=clock.now(), **given)


def whole(robot):
    return Robot.objects.get(pk=robot.pk)


class TestKeeping:
    @pytest.mark.parametrize(
        ("kind", "given", "key"),
        [
            ("WECOM", ADDRESS, KEY),
            ("WECOM", KEY, KEY),
            ("DINGTALK", "https://oapi.dingtalk.com/robot/send?access_token=abcdef0123456789", "abcdef0123456789"),
            ("FEISHU", "https://open.feishu.cn/open-apis/bot/v2/hook/0123-abcd-4567", "0123-abcd-4567"),
        ],
    )
    def test_the_address_that_the_chat_shows_is_enough(self, boss, kind, given, key):
        assert whole(make(boss, kind, given)).key == key

    @pytest.mark.parametrize(
        "given",
        ["", "https://evil.example/cgi-bin/webhook/send?key=" + KEY, ADDRESS.replace("https", "http"), "a b", "x"],
    )
    def test_an_address_of_somebody_else_is_refused_and_not_repeated(self, boss, given):
        with pytest.raises(errors.Invalid) as caught:
            make(boss, key=given)
        assert "key" in caught.value.fields
        assert not given or given not in str(caught.value.fields)

    def test_only_who_keeps_rules_may(self, boss):
        sales = make_user("sales")
        with pytest.raises(errors.NotAllowed):
            make(sales)
        robot = make(boss)
        for refused in (operations.switch_off, operations.test_robot):
            with pytest.raises(errors.NotAllowed):
                refused(actor=sales, robot_id=robot.pk, at=clock.now())

    def test_an_empty_key_stays_and_a_changed_row_needs_the_version_it_was_read_at(self, boss):
        robot = make(boss, "DINGTALK", secret="SECabc")
        operations.save_robot(actor=boss, robot_id=robot.pk, version=1, name="Chat of sales", at=clock.now())
        row = whole(robot)
        assert (row.name, row.key, row.secret, row.version) == ("Chat of sales", KEY, "SECabc", 2)
        with pytest.raises(errors.Stale) as caught:
            operations.save_robot(actor=boss, robot_id=robot.pk, version=1, key="another-key-1234", at=clock.now())
        assert KEY not in str(caught.value.__dict__) and "another-key" not in str(caught.value.__dict__)

    def test_another_kind_needs_its_own_key_and_forgets_the_secret(self, boss):
        robot = make(boss, "DINGTALK", secret="SECabc")
        with pytest.raises(errors.Invalid):
            operations.save_robot(actor=boss, robot_id=robot.pk, version=1, kind="WECOM", at=clock.now())
        operations.save_robot(actor=boss, robot_id=robot.pk, version=1, kind="WECOM", key=ADDRESS, at=clock.now())
        assert whole(robot).secret == ""

    def test_neither_key_nor_secret_stands_in_trail_or_events(self, boss):
        robot = make(boss, "DINGTALK", key="abcdef0123456789", secret="SECabc")
        operations.save_robot(actor=boss, robot_id=robot.pk, version=1, key="fedcba9876543210", at=clock.now())
        kept = str(list(TrailRow.objects.values())) + str(list(Event.objects.values()))
        for secret in ("abcdef0123456789", "fedcba9876543210", "SECabc"):
            assert secret not in kept


class TestWriting:
    def test_what_is_written_is_title_and_text(self, boss, service):
        sending.post(whole(make(boss)), "Due soon", "SO-1 tomorrow")
        ((path, body),) = service.calls
        assert (service.host, path) == ("qyapi.weixin.qq.com", f"/cgi-bin/webhook/send?key={KEY}")
        assert body == {"msgtype": "text", "text": {"content": "Due soon\nSO-1 tomorrow"}}
        assert Robot.objects.get().last_sent_at is not None

    def test_dingtalk_is_signed_as_it_checks(self, boss, service):
        sending.post(whole(make(boss, "DINGTALK", secret="SEC+/=")), "T", "x")
        asked = parse_qs(urlsplit(service.calls[0][0]).query)
        stamp = asked["timestamp"][0]
        right = hmac.new(b"SEC+/=", f"{stamp}\nSEC+/=".encode(), hashlib.sha256).digest()
        assert base64.b64decode(asked["sign"][0]) == right and asked["access_token"] == [KEY]

    def test_feishu_is_signed_as_it_checks(self, boss, service):
        service.answer = {"code": 0, "msg": "success"}
        sending.post(whole(make(boss, "FEISHU", secret="abc")), "T", "x")
        path, body = service.calls[0]
        right = hmac.new(f"{body['timestamp']}\nabc".encode(), b"", hashlib.sha256).digest()
        assert path == f"/open-apis/bot/v2/hook/{KEY}" and base64.b64decode(body["sign"]) == right
        assert body["content"] == {"text": "T\nx"}

    @pytest.mark.parametrize(
        ("answer", "status", "raised"),
        [
            ({"errcode": 93000, "errmsg": "invalid webhook url"}, 200, outbox.Refused),
            ({"errcode": 45009, "errmsg": "api freq out of limit"}, 200, outbox.Retry),
            ({}, 200, outbox.Refused),
            (b"<html>", 200, outbox.Refused),
            (b"[]", 200, outbox.Refused),
            ({}, 502, outbox.Retry),
            ({}, 429, outbox.Retry),
            ({}, 404, outbox.Refused),
        ],
    )
    def test_what_the_answer_says_counts_not_that_there_is_one(self, boss, service, answer, status, raised):
        service.answer, service.status = answer, status
        with pytest.raises(raised) as caught:
            sending.post(whole(make(boss)), "T", "x")
        assert type(caught.value) is raised and KEY not in str(caught.value)
        assert Robot.objects.get().last_error != ""
        service.answer, service.status = {"errcode": 0}, 200
        sending.post(Robot.objects.get(), "T", "x")
        assert Robot.objects.get().last_error == ""

    def test_a_service_that_is_not_reached_is_away(self, boss, service, monkeypatch):
        monkeypatch.setattr(webhooks, "address_of", lambda host: "http://127.0.0.1:1")
        with pytest.raises(outbox.Away) as caught:
            sending.post(whole(make(boss)), "T", "x")
        assert KEY not in str(caught.value)

    def test_a_service_that_took_it_and_said_nothing_leaves_it_doubtful(self, boss, service):
        service.silent = True
        with pytest.raises(sending.Doubtful) as caught:
            sending.post(whole(make(boss)), "T", "x")
        assert KEY not in str(caught.value) and caught.value.__suppress_context__

    def test_a_long_text_is_cut_between_characters(self, boss, service):
        sending.post(whole(make(boss)), "", "汉" * 3000)
        said = service.calls[0][1]["text"]["content"]
        assert len(said.encode()) <= 2048 and said.endswith("…") and set(said[:-1]) == {"汉"}

    def test_one_that_is_switched_off_is_not_written_through(self, boss, service):
        robot = make(boss)
        operations.switch_off(actor=boss, robot_id=robot.pk, version=1, at=clock.now())
        with pytest.raises(outbox.Refused):
            sending.post(whole(robot), "T", "x")
        assert service.calls == []


@pytest.mark.django_db(transaction=True)
def test_a_test_message_goes_out_by_the_outbox_in_the_chats_language(boss, service):
    robot = make(boss)
    operations.test_robot(actor=boss, robot_id=robot.pk, at=clock.now())
    outbox.relay()
    assert "Boss asked for it." in service.calls[0][1]["text"]["content"]
    assert queries.last_test(robot.pk).state == OutboxMessage.State.SENT


class TestDoors:
    def test_the_page_shows_how_it_went_and_never_the_key(self, client, boss):
        robot = make(boss, "DINGTALK", secret="SECabc")
        Robot.objects.update(last_error="310000 keywords not in content")
        client.force_login(boss)
        page = client.get(reverse("reminders:robots")).content.decode()
        dialog = client.get(reverse("reminders:robot-edit", args=[robot.pk])).content.decode()
        assert "Sales chat" in page and "310000" in page
        assert KEY not in page + dialog and "SECabc" not in page + dialog

    def test_a_refused_form_does_not_draw_what_was_typed_as_secret(self, client, boss):
        client.force_login(boss)
        data = {"name": "", "kind": "WECOM", "key": ADDRESS, "secret": "SECabc", "language": "en", "nonce": "n1"}
        answer = client.post(reverse("reminders:robot-new"), data)
        assert answer.status_code == 422 and KEY not in answer.content.decode()

    def test_it_is_added_changed_tried_and_switched_off_by_page(self, client, boss):
        client.force_login(boss)
        data = {"name": "Chat", "kind": "WECOM", "key": ADDRESS, "secret": "", "language": "en", "nonce": "n1"}
        assert client.post(reverse("reminders:robot-new"), data).status_code == 303
        robot = Robot.objects.get()
        changed = {**data, "name": "Chat 2", "key": "", "is_active": "on", "version": robot.version}
        assert client.post(reverse("reminders:robot-edit", args=[robot.pk]), changed).status_code == 303
        assert client.post(reverse("reminders:robot-test", args=[robot.pk]), {"nonce": "n2"}).status_code == 303
        assert client.post(reverse("reminders:robot-test", args=[robot.pk]), {"nonce": "n2"}).status_code == 303
        assert OutboxMessage.objects.filter(topic="robot-test").count() == 1
        robot.refresh_from_db()
        assert (robot.name, robot.key) == ("Chat 2", KEY)
        off = reverse("reminders:robot-off", args=[robot.pk])
        assert client.post(off, {"version": robot.version}).status_code == 303
        assert client.post(off, {"version": robot.version}).status_code == 409

    def test_others_see_nothing_of_it(self, client, boss):
        robot = make(boss)
        client.force_login(make_user("sales"))
        for name, args in (("robots", []), ("robot-edit", [robot.pk])):
            assert client.get(reverse(f"reminders:{name}", args=args)).status_code == 403

    def test_the_api_takes_the_key_and_never_gives_it(self, client, boss):
        client.force_login(boss)
        base, json_type = "/api/v1/reminder-robots/", "application/json"
        given = {"name": "Chat", "kind": "FEISHU", "key": "0123-abcd-4567", "secret": "s3cret", "language": "en"}
        made = client.post(base, given, json_type, headers={"Idempotency-Key": "k1"})
        assert made.status_code == 201 and made.json()["is_signing"] is True
        where, tag = made.headers["Location"], made.headers["ETag"]
        everything = made.content + client.get(base).content + client.get(where).content
        assert b"0123-abcd" not in everything and b"s3cret" not in everything
        assert client.patch(where, {"name": "C"}, json_type).status_code == 428
        answer = client.patch(where, {"secret": ""}, json_type, headers={"If-Match": tag})
        assert answer.status_code == 200 and answer.json()["is_signing"] is False
        assert client.post(f"{where}test/", {}, json_type, headers={"Idempotency-Key": "k2"}).status_code == 202
        off = client.post(f"{where}switch-off/", {}, json_type, headers={"Idempotency-Key": "k3"})
        assert off.json()["is_active"] is False
        client.force_login(make_user("sales"))
        assert client.get(base).status_code == 403
