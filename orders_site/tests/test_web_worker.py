"""What the web server cannot read is refused in our words, and does not stand in the log."""

import logging
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from gunicorn.config import Config
from gunicorn.http import errors
from gunicorn.http.parser import RequestParser

from orders_site.web_worker import Worker


def send(raw, caplog):
    """What a worker answers to these bytes."""
    worker = object.__new__(Worker)  # its answer needs neither socket nor application
    worker.log = logging.getLogger("gunicorn.error")
    here, there = socket.socketpair()
    with here, there, caplog.at_level(logging.INFO, "gunicorn.error"):
        there.sendall(raw)
        there.shutdown(socket.SHUT_WR)
        with pytest.raises(errors.ParseException) as refused:
            next(RequestParser(Config(), here, ("127.0.0.1", 1)))
        worker.handle_error(None, here, ("127.0.0.1", 1), refused.value)
        here.close()
        return there.makefile("rb").read().decode()


@pytest.mark.parametrize(
    ("raw", "status", "words"),
    [
        (b"GET /orders/?q=Wang" + b"x" * 9000 + b" HTTP/1.1\r\n\r\n", "414 Request-URI Too Long", "网址太长"),
        (b"GET / HTTP/1.1\r\nCookie: Wang" + b"x" * 9000 + b"\r\n\r\n", "431 ", "Cookie"),
        (b"<script>Wang</script>\r\n\r\n", "400 Bad Request", "无法读懂"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_of_ours(raw, status, words, caplog):
    head, _, body = send(raw, caplog).partition("\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status}")
    assert f"Content-Length: {len(body.encode())}" in head and "Connection: close" in head
    assert words in body
    assert "Wang" not in head + body + caplog.text


def test_a_failure_of_the_application_is_still_logged_as_one(caplog):
    worker = object.__new__(Worker)
    worker.log = logging.getLogger("gunicorn.error")
    here, there = socket.socketpair()
    with here, there:
        try:
            raise RuntimeError("broken")
        except RuntimeError as error:
            worker.handle_error(None, here, ("127.0.0.1", 1), error)
        assert b"500" in there.recv(100)
    assert "broken" in caplog.text


def test_what_stood_in_the_queue_for_too_long_is_refused_and_those_behind_it_are_served():
    """One thread, requests of half a second each, a patience of 0.7 seconds: of five at once the first two are
    answered, the rest refused at once instead of two seconds later; the next comes through."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--no-control-socket",
        "-k",
        "orders_site.web_worker.Worker",
        "-w",
        "1",
    ]
    command += ["--threads", "1", "--keep-alive", "0", "-b", f"127.0.0.1:{port}", "orders_site.tests.slow_wsgi"]
    address = f"http://127.0.0.1:{port}/orders/"
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            until_answered(f"http://127.0.0.1:{port}/healthz")
            with ThreadPoolExecutor(5) as five:
                answers = list(five.map(lambda _number: ask(address), range(5)))
            refused = [headers for status, headers in answers if status == 503]
            assert 1 <= len(answers) - len(refused) <= 3
            assert refused and all(headers["Retry-After"] for headers in refused)
            assert ask(address)[0] == 200
        finally:
            server.terminate()


def ask(address):
    """(status, headers) of an answer."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers


def until_answered(address):
    for _attempt in range(300):
        try:
            return ask(address)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the web server did not start")
