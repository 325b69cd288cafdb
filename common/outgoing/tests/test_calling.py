"""Calls over real connections: to the address that was judged, within their time, and no further than asked."""

import contextlib
import socket
import ssl
import subprocess
import threading
import time

import pytest

from common.outgoing import Reason, Refused, Unreachable, calling, request
from common.outgoing.tests.servers import says

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
LETTERS = {"host": "a.example"}


@pytest.fixture(autouse=True)
def here(settings):
    settings.OUTGOING_PRIVATE = ["127.0.0.1"]


@pytest.fixture
def names(monkeypatch):
    """What the resolver says: name -> addresses, asked for one after another."""
    told, asked = {}, []
    whole = socket.getaddrinfo

    def look(host, port, *args, **more):
        if host not in told:
            return whole(host, port, *args, **more)
        asked.append(host)
        found = told[host].pop(0) if len(told[host]) > 1 else told[host][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", look)
    return told, asked


def ask(server, *, path="/in?x=1", method="POST", body=b"{}", headers=None, **more):
    return request(method, f"http://127.0.0.1:{server.port}{path}", body=body, headers=headers, **more)


def failure(server, **more):
    with pytest.raises(Unreachable) as caught:
        ask(server, **more)
    return caught.value.reason, caught.value.was_sent


def test_what_is_said_and_what_is_answered():
    with says(OK + b"Content-Length: 5\r\nX-Count: 7\r\n\r\nhello") as server:
        answer = ask(server, headers={"X-Own": "1", "Host": "evil.example", "Connection": "keep-alive"})
    said = server.heard[0].decode()
    assert (answer.status, answer.body, answer.is_cut, answer.headers["x-count"]) == (200, b"hello", False, "7")
    assert said.startswith("POST /in?x=1 HTTP/1.1\r\n") and said.endswith("\r\n\r\n{}")
    assert f"Host: 127.0.0.1:{server.port}\r\n" in said and "X-Own: 1\r\n" in said and "Content-Length: 2\r\n" in said
    assert "evil.example" not in said and "Connection: close" in said and "keep-alive" not in said


@pytest.mark.parametrize("status", [201, 204, 304, 400, 404, 429, 500, 503])
def test_an_answer_of_whatever_status_is_an_answer(status):
    with says(b"HTTP/1.1 %d So\r\nContent-Length: 0\r\n\r\n" % status) as server:
        assert ask(server).status == status


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_an_answer_that_sends_on_is_not_followed(status):
    head = b"HTTP/1.1 %d Moved\r\nLocation: http://127.0.0.1:1/secret\r\nContent-Length: 0\r\n\r\n" % status
    with says(head) as server, pytest.raises(Refused) as caught:
        ask(server, method="GET", body=None)
    assert (caught.value.reason, caught.value.status) == (Reason.REDIRECT, status)
    assert caught.value.location == "http://127.0.0.1:1/secret" and len(server.heard) == 1


def test_a_body_is_read_no_further_than_asked():
    with says(OK + b"\r\n", *[b"x" * 100_000] * 50) as server:
        answer = ask(server, max_bytes=1000)
    assert (len(answer.body), answer.is_cut) == (1000, True)
    with says(OK + b"Content-Length: 1000\r\n\r\n" + b"x" * 1000) as server:
        assert ask(server, max_bytes=1000).is_cut is False


@pytest.mark.parametrize(
    "parts",
    [
        [b""],
        [b"SSH-2.0-OpenSSH\r\n"],
        [OK + b"Content-Length: 10\r\n\r\nhalf"],
        [OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhe"],
        [b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(500)) + b"\r\n"],
        [b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n"],
    ],
)
def test_what_is_no_whole_answer_is_none(parts):
    with says(*parts) as server:
        assert failure(server) == (Reason.BROKEN, True)


@pytest.mark.parametrize(
    "parts",
    [
        [b"H", b"T", b"T", b"P", b"/", b"1", b".", b"1"] * 4,
        [OK + b"Content-Length: 40\r\n\r\n", *[b"x"] * 40],
        [OK + b"X-Slow: ", *[b"x"] * 40],
    ],
)
def test_a_server_that_sends_a_byte_now_and_then_has_no_more_time_than_others(parts):
    with says(*parts, pause=0.2) as server:
        began = time.monotonic()
        assert failure(server, timeout_s=0.7) == (Reason.TIME, True)
        assert time.monotonic() - began < 3


def test_a_server_that_takes_no_connection_was_told_nothing():
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(Unreachable) as caught:
        request("GET", f"http://127.0.0.1:{port}/")
    assert (caught.value.reason, caught.value.was_sent) == (Reason.CONNECT, False)


def test_a_name_is_resolved_once_and_called_at_the_address_that_was_judged(names, settings):
    told, asked = names
    settings.OUTGOING_PRIVATE = []
    told["a.example"] = [["127.0.0.1"]]
    with pytest.raises(Refused) as caught:
        request("GET", "https://a.example/")
    assert caught.value.reason == Reason.PRIVATE and asked == ["a.example"]


def test_a_name_that_means_another_address_a_moment_later_is_not_asked_again(names, settings, monkeypatch):
    told, asked = names
    told["a.example"] = [["93.184.216.34"], ["169.254.169.254"]]
    called = []

    def connect(address, timeout):
        called.append(address)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unreachable):
        request("GET", "https://a.example/")
    assert called == [("93.184.216.34", 443)] and asked == ["a.example"]


def test_a_name_that_is_not_there(names):
    def look(*args, **more):
        raise socket.gaierror(-2, "no such name")

    names[0]["a.example"] = [[]]
    with pytest.raises(Unreachable) as caught:
        request("GET", "https://a.example/")
    assert (caught.value.reason, caught.value.was_sent) == (Reason.NAME, False)


def test_a_resolver_that_hangs_takes_no_more_than_the_time(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: over.wait(20) and [])
    began = time.monotonic()
    with pytest.raises(Unreachable) as caught:
        request("GET", "https://a.example/", timeout_s=0.3)
    over.set()
    assert caught.value.reason == Reason.TIME and time.monotonic() - began < 3


def test_another_address_of_a_name_is_tried_where_one_takes_no_connection(names, settings):
    settings.OUTGOING_PRIVATE = ["a.example"]
    names[0]["a.example"] = [["127.0.0.9", "127.0.0.1"]]
    with says(OK + b"Content-Length: 0\r\n\r\n") as server:
        assert request("GET", f"http://a.example:{server.port}/").status == 200
    assert f"Host: a.example:{server.port}\r\n" in server.heard[0].decode()


@pytest.fixture
def dead():
    """An address that takes no connection and refuses none: its queue is full."""
    with socket.socket() as listener, contextlib.ExitStack() as filling:
        listener.bind(("127.0.0.9", 0))
        listener.listen(0)
        for _n in range(4):
            one = filling.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


def test_a_dead_address_of_a_name_takes_its_share_of_the_time_and_not_all_of_it(names, settings, dead, monkeypatch):
    monkeypatch.setattr(calling, "_SHARE", 0.1)
    settings.OUTGOING_PRIVATE = ["a.example"]
    names[0]["a.example"] = [["127.0.0.9", "127.0.0.9", "127.0.0.1"]]
    with says(OK + b"Content-Length: 0\r\n\r\n", port=dead) as server:
        answer = request("GET", f"http://a.example:{server.port}/", timeout_s=3)
    assert answer.status == 200 and 900 < answer.ms < 2900


def test_where_all_are_dead_it_took_too_long(names, settings, dead, monkeypatch):
    settings.OUTGOING_PRIVATE = ["a.example"]
    names[0]["a.example"] = [["127.0.0.9"] * 3]
    with pytest.raises(Unreachable) as caught:
        request("GET", f"http://a.example:{dead}/", timeout_s=0.6)
    assert caught.value.reason == Reason.TIME


def test_errors_hold_no_word_of_the_address():
    with says(b"") as server, pytest.raises(Unreachable) as caught:
        ask(server, path="/?key=SECRET")
    assert "SECRET" not in repr(caught.value) and caught.value.__suppress_context__


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for a.example that only this test trusts."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subject = ["-subj", "/CN=a.example", "-addext", "subjectAltName=DNS:a.example"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", cert]
    subprocess.run([*made, *subject], check=True, capture_output=True)
    return key, cert


class TestTls:
    @pytest.fixture
    def serving(self, certificate, names, settings):
        key, cert = certificate
        settings.OUTGOING_PRIVATE = ["a.example", "b.example"]
        names[0].update({"a.example": [["127.0.0.1"]], "b.example": [["127.0.0.1"]]})
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        with says(OK + b"Content-Length: 2\r\n\r\nok", context=context) as server:
            yield server

    def test_a_server_proves_the_name_that_was_called(self, serving, certificate, monkeypatch):
        monkeypatch.setattr(calling, "tls", lambda: ssl.create_default_context(cafile=certificate[1]))
        assert request("GET", f"https://a.example:{serving.port}/").body == b"ok"
        with pytest.raises(Unreachable) as caught:
            request("GET", f"https://b.example:{serving.port}/")
        assert (caught.value.reason, caught.value.was_sent) == (Reason.TLS, False)

    def test_a_certificate_that_nobody_knows_is_none(self, serving):
        with pytest.raises(Unreachable) as caught:
            request("GET", f"https://a.example:{serving.port}/")
        assert caught.value.reason == Reason.TLS

    def test_a_server_without_tls_is_not_told_anything(self, names, settings):
        settings.OUTGOING_PRIVATE = ["a.example"]
        names[0]["a.example"] = [["127.0.0.1"]]
        with says(b"HTTP/1.1 400 Bad\r\n\r\n") as server, pytest.raises(Unreachable) as caught:
            request("GET", f"https://a.example:{server.port}/?key=SECRET", timeout_s=3)
        assert caught.value.was_sent is False
        assert not any(b"SECRET" in one for one in server.heard)


def test_ports_that_are_not_of_the_web_are_called_only_where_the_company_names_the_host():
    with pytest.raises(Refused):
        request("GET", "https://example.com:6379/")
