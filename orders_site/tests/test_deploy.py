"""The files of deploy/ are taken by the programs they are for, and the proxy does what the site relies on."""

import http.client
import http.server
import json
import os
import shutil
import ssl
import subprocess
import sys
import threading

import pytest

from orders_site.environment import BASE_DIR
from orders_site.supervisor import process
from orders_site.tests.site import wait_until

DEPLOY = BASE_DIR / "deploy"
needs_nginx = pytest.mark.skipif(not (shutil.which("nginx") and shutil.which("openssl")), reason="no nginx here")


class Echo(http.server.BaseHTTPRequestHandler):
    """Stands where the web server stands, and tells what reached it."""

    def do_GET(self):
        size = len(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        said = json.dumps({"size": size, "path": self.path, **{name: self.headers[name] for name in self.headers}})
        self.send_response(503 if self.path == "/away/" else 200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said.encode())

    do_POST = do_GET

    def log_message(self, *words):
        """Not on the terminal."""


class Proxy:
    """nginx with the shipped configuration, its placeholders filled in."""

    def __init__(self, folder):
        self.folder, self.plain, self.tls, self.site = folder, *(process.pick_port() for _ in range(3))
        certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=orders.example.com"]
        files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
        subprocess.run([*certificate, *files], check=True, capture_output=True)
        text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        for placeholder, value in {
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen 443 ": f"listen 127.0.0.1:{self.tls} ",
            "127.0.0.1:8000": f"127.0.0.1:{self.site}",
            "/etc/ssl/orders": str(folder),
            "/opt/orders": str(BASE_DIR),
        }.items():
            assert placeholder in text
            text = text.replace(placeholder, value)
        temporary = "".join(
            f"{name}_temp_path {folder / name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        head = f"daemon off; master_process off; pid {folder / 'pid'}; error_log stderr; events {{}}\n"
        (folder / "nginx.conf").write_text(f"{head}http {{ access_log off; {temporary}\n{text}\n}}\n", encoding="utf-8")
        self.child = process.spawn(["nginx", "-p", str(folder), "-c", "nginx.conf"], folder / "log")
        wait_until(lambda: not process.is_port_free(self.tls), "nginx", 20)

    def ask(self, path, body=None, *, of="127.0.0.1", **headers):
        """Status, headers and text of the answer to who stands ``of`` this address."""
        context = ssl._create_unverified_context()  # its certificate is a minute old and its own
        where = {"timeout": 20, "context": context, "source_address": (of, 0)}
        connection = http.client.HTTPSConnection("127.0.0.1", self.tls, **where)
        connection.request("POST" if body else "GET", path, body, {"Host": "orders.example.com", **headers})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, dict(answer.getheaders()), text


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    folder.parent.parent.chmod(0o755)
    proxy = Proxy(folder)
    yield proxy
    process.stop(proxy.child)


@pytest.fixture
def echo(proxy):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", proxy.site), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@needs_nginx
def test_what_the_site_believes_of_a_request_is_set_by_the_proxy(proxy, echo):
    lies = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "http"}
    for path in ("/orders/", "/imports/new/", "/api/v1/imports/", "/healthz", "/readyz", "/metrics"):
        status, _, text = proxy.ask(path, **lies)
        seen = json.loads(text)
        assert status == 200 and seen["path"] == path
        assert (seen["X-Forwarded-For"], seen["X-Forwarded-Proto"]) == ("127.0.0.1", "https")
        assert seen["Host"] == "orders.example.com"


@needs_nginx
def test_an_upload_too_large_is_refused_in_words_except_where_workbooks_go(proxy, echo):
    large = bytes(61 * 1024 * 1024)
    assert json.loads(proxy.ask("/imports/new/", large)[2])["size"] == len(large)
    status, _, text = proxy.ask("/orders/", large)
    assert status == 413 and "文件太大" in text and "too large" in text


@needs_nginx
def test_an_address_too_long_is_refused_in_words(proxy, echo):
    status, _, text = proxy.ask("/orders/?q=" + "x" * 9000)
    assert status == 414 and "网址太长" in text
    assert proxy.ask("/orders/?q=" + "x" * 8000)[0] == 200


@needs_nginx
def test_while_the_site_is_away_people_read_so_and_programs_hear_when_to_come_again(proxy):
    status, headers, text = proxy.ask("/orders/")
    assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "10", "no-store")
    assert "系统正在恢复" in text and "coming back" in text


@needs_nginx
def test_a_refusal_of_the_site_itself_passes_as_it_is(proxy, echo):
    status, _, text = proxy.ask("/away/")
    assert status == 503 and json.loads(text)["path"] == "/away/"


@needs_nginx
def test_plain_requests_are_sent_to_the_sites_own_name(proxy):
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=20)
    connection.request("GET", "/orders/?a=1", headers={"Host": "evil.example.com"})
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, "https://orders.example.com/orders/?a=1")
    connection.close()


@needs_nginx
def test_numbers_are_for_this_machine_and_for_who_shows_a_token(proxy, echo):
    away = {"of": "127.0.0.2"}
    assert proxy.ask("/metrics")[0] == 200
    assert proxy.ask("/metrics", **away)[0] == 404
    assert proxy.ask("/metrics", **away, Authorization="Basic abc")[0] == 404
    status, _headers, text = proxy.ask("/metrics", **away, Authorization="Bearer abc")
    reached = json.loads(text)
    assert status == 200 and (reached["Authorization"], reached["X-Forwarded-For"]) == ("Bearer abc", "127.0.0.2")
    assert proxy.ask("/readyz", **away, Authorization="Bearer abc")[0] == 403


_READ_TWICE = """
import os, runpy
runpy.run_path("deploy/gunicorn.conf.py")
folder = os.environ["PROMETHEUS_MULTIPROC_DIR"]
runpy.run_path("deploy/gunicorn.conf.py")  # HUP
assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == folder and os.path.isdir(folder)
print(folder)
"""


def test_a_server_counts_in_one_folder_and_leaves_none(tmp_path):
    old = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PROMETHEUS_MULTIPROC_OF": "1"}  # of the server that began it
    done = subprocess.run(
        [sys.executable, "-c", _READ_TWICE],
        cwd=BASE_DIR,
        env={**os.environ, **old},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() not in ("", str(tmp_path)) and not os.path.exists(done.stdout.strip())
    assert tmp_path.exists()


@pytest.mark.skipif(not shutil.which("caddy"), reason="no caddy here")
def test_caddy_takes_its_file(tmp_path):
    command = ["caddy", "adapt", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile"), "--validate"]
    done = subprocess.run(command, capture_output=True, text=True, env={"HOME": str(tmp_path)})
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_takes_every_unit():
    units = sorted(str(path) for path in DEPLOY.glob("orders-*.*"))
    said = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True).stderr
    faults = [line for line in said.splitlines() if "orders-" in line and "/opt/orders/.venv/bin/" not in line]
    assert len(units) == 5 and faults == []
