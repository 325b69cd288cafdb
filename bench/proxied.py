"""The shipped proxies in front of two web nodes, over TLS: ``python -m bench.proxied caddy|nginx [--folder DIR]``.

Two gunicorns as in production, behind the file of ``deploy/`` with its placeholders filled in and a certificate of an
own authority. Asked: what people are answered, what the site is told of where a request comes from when it lies about
it, what is too large, who may ask for probes, what happens while a node dies and while both are gone.
"""

import argparse
import contextlib
import http.client
import json
import os
import re
import secrets
import shutil
import ssl
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench import site
from bench.nodes import Node, call, wait_for

NAME = "orders.example.com"
HERE = Path(__file__).resolve().parent.parent
LARGE = bytes(61 * 1024 * 1024)


@dataclass
class Seen:
    """What the proxy and the site behind it did."""

    proxy: str
    sign_in: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cookies_are_secure: bool = False
    refused_after: int = 0
    too_large: int = 0
    import_too_large: int = 0
    probe_from_outside: int = 0
    while_a_node_dies: dict[int, int] = field(default_factory=dict)
    longest_wait: float = 0.0
    both_again: bool = False
    while_both_are_gone: int = 0
    retry_after: str = ""


class Door:
    """The proxy, as somebody elsewhere reaches it."""

    def __init__(self, port: int, authority: Path):
        self.port = port
        self.context = ssl.create_default_context(cafile=str(authority))

    def ask(
        self, path: str, body: bytes | None = None, of: str = "127.0.0.2", **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Status, headers and body; the certificate is checked."""
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, source_address=(of, 0))
        raw = contextlib.closing(connection)
        with raw:
            plain = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(of, 0))
            plain.connect()
            connection.sock = self.context.wrap_socket(plain.sock, server_hostname=NAME)
            given = {"Host": f"{NAME}:{self.port}", **headers}
            with contextlib.suppress(OSError):  # who is refused by his length is answered before he has sent it all
                connection.request("POST" if body is not None else "GET", path, body, given)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()


def _authority(folder: Path) -> Path:
    """A certificate authority of one's own, and a certificate of it for the site."""
    folder.mkdir(parents=True, exist_ok=True)
    subject = ["-subj", "/CN=Drill authority", "-keyout", folder / "ca.key", "-out", folder / "ca.pem"]
    _openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject)
    wanted = ["-subj", f"/CN={NAME}", "-keyout", folder / "privkey.pem", "-out", folder / "csr.pem"]
    _openssl("req", "-newkey", "rsa:2048", "-nodes", *wanted)
    (folder / "names").write_text(f"subjectAltName=DNS:{NAME}\n", encoding="utf-8")
    signed = ["-CA", folder / "ca.pem", "-CAkey", folder / "ca.key", "-CAcreateserial", "-days", "2"]
    ends = ["-extfile", folder / "names", "-out", folder / "fullchain.pem"]
    _openssl("x509", "-req", "-in", folder / "csr.pem", *signed, *ends)
    return folder / "ca.pem"


def _openssl(*words: str | Path) -> None:
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def _filled(text: str, places: dict[str, str]) -> str:
    for placeholder, value in places.items():
        if placeholder not in text:
            raise ValueError(f"the shipped file has no {placeholder!r} any more")
        text = text.replace(placeholder, value)
    return text


def _caddy(folder: Path, port: int, nodes: list[Node]) -> list[str]:
    text = (HERE / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    two = " ".join(f"127.0.0.1:{node.port}" for node in nodes)
    certificate = f"{folder / 'fullchain.pem'} {folder / 'privkey.pem'}"
    head = f"{{\n admin off\n auto_https disable_redirects\n storage file_system {folder / 'store'}\n}}\n"
    places = {
        f"{NAME} {{\n": f"{NAME}:{port} {{\n\ttls {certificate}\n",
        "reverse_proxy 127.0.0.1:8000": f"reverse_proxy {two}",
        "/opt/orders": str(HERE),
    }
    (folder / "Caddyfile").write_text(head + _filled(text, places), encoding="utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


def _nginx(folder: Path, port: int, nodes: list[Node]) -> list[str]:
    text = (HERE / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    line = "    server 127.0.0.1:8000 max_fails=1 fail_timeout=5s;\n"
    places = {
        line: "".join(line.replace("8000", str(node.port)) for node in nodes),
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "listen 80;": f"listen 127.0.0.1:{port + 1};",
        "listen 443 ": f"listen 127.0.0.1:{port} ",
        "/etc/ssl/orders": str(folder),
        "/opt/orders": str(HERE),
        "Host $host;": "Host $http_host;",  # the drill's port is not 443
    }
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder / kind};" for kind in kinds)
    head = f"daemon off; master_process off; pid {folder / 'pid'}; error_log stderr; events {{}}\n"
    inside = f"{head}http {{ access_log off; {temporary}\n{_filled(text, places)}\n}}\n"
    (folder / "nginx.conf").write_text(inside, encoding="utf-8")
    return ["nginx", "-p", str(folder), "-c", "nginx.conf"]


@contextmanager
def standing(proxy: str, folder: Path) -> Iterator[tuple[Door, list[Node]]]:
    """Two web nodes and the proxy before them, all up."""
    from orders_site.supervisor import process

    port, own = process.pick_port(), folder / proxy
    shutil.rmtree(own, ignore_errors=True)
    authority = _authority(own)
    os.environ.update(ORDERS_ENV="production", ORDERS_TRUSTED_PROXY="1", ORDERS_ALLOWED_HOSTS=NAME)
    os.environ.update(ORDERS_SITE_URL=f"https://{NAME}:{port}", EMAIL_URL="smtp://127.0.0.1:9")
    nodes = [Node(name, folder) for name in ("A", "B")]
    for node in nodes:
        node.folder.mkdir(exist_ok=True)
        with contextlib.suppress(FileExistsError):
            (node.folder / "static").symlink_to(folder / "static")  # collected once for both
        node.start_web()
    child = None
    try:
        wait_for(lambda: all(_is_up(node) for node in nodes), 180)
        child = process.spawn({"caddy": _caddy, "nginx": _nginx}[proxy](own, port, nodes), own / "log", cwd=str(HERE))
        door = Door(port, authority)
        wait_for(lambda: not process.is_port_free(port), 30)
        wait_for(lambda: _status(door) == 200, 30)
        yield door, nodes
    finally:
        if child is not None:
            process.stop(child)
        for node in nodes:
            node.stop()


def _is_up(node: Node) -> bool:
    return call(node, "GET", "/healthz", {"Host": NAME, "X-Forwarded-Proto": "https"})[0] == 200


def _status(door: Door, path: str = "/sign-in/") -> int:
    try:
        return door.ask(path)[0]
    except OSError:
        return 0


def drill(proxy: str, folder: Path) -> Seen:
    """Ask everything once."""
    seen = Seen(proxy)
    with standing(proxy, folder) as (door, nodes):
        _answers(door, seen)
        _lies(door, seen)
        seen.too_large = door.ask("/orders/", LARGE)[0]
        seen.import_too_large = door.ask("/api/v1/imports/", LARGE)[0]
        seen.probe_from_outside = door.ask("/readyz")[0]
        _a_node_dies(door, nodes, seen)
        for node in nodes:
            node.kill("web")
        time.sleep(6)
        seen.while_both_are_gone, headers, _body = door.ask("/sign-in/")
        seen.retry_after = headers.get("Retry-After", "")
    return seen


def _answers(door: Door, seen: Seen) -> None:
    seen.sign_in, headers, _body = door.ask("/sign-in/")
    names = ("Server", "Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options", "Via")
    seen.headers = {name: headers[name] for name in names if headers[name]}
    cookies = headers.get_all("Set-Cookie") or []
    seen.cookies_are_secure = bool(cookies) and all("secure" in one.casefold() for one in cookies)


def _lies(door: Door, seen: Seen) -> None:
    """Ask for a new password again and again, each time from somewhere else as one says oneself."""
    for number in range(1, 16):
        _code, headers, body = door.ask("/sign-in/forgot/")
        cookie = "; ".join(one.partition(";")[0] for one in headers.get_all("Set-Cookie") or [])
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', body)
        form = {"who": f"nobody{number}", "csrfmiddlewaretoken": found[1].decode() if found else ""}
        told = {
            "Referer": f"https://{NAME}:{door.port}/sign-in/forgot/",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        lies = {"X-Forwarded-For": f"203.0.113.{number}", "Forwarded": "for=198.51.100.1", "X-Real-IP": "198.51.100.2"}
        status = door.ask("/sign-in/forgot/", urlencode(form).encode(), Cookie=cookie, **told, **lies)[0]
        if status not in (200, 302, 303):
            seen.refused_after = number - 1
            break


def _a_node_dies(door: Door, nodes: list[Node], seen: Seen) -> None:
    answers: Counter[int] = Counter()
    until, killed = time.monotonic() + 8, False
    while time.monotonic() < until:
        began = time.monotonic()
        answers[_status(door)] += 1
        seen.longest_wait = max(seen.longest_wait, time.monotonic() - began)
        if not killed and time.monotonic() > until - 6:
            nodes[0].kill("web")
            killed = True
    seen.while_a_node_dies = dict(answers)
    nodes[0].start_web()
    seen.both_again = wait_for(lambda: _is_up(nodes[0]), 60)


def main() -> None:
    """Parse, start, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("proxy", choices=["caddy", "nginx"])
    parser.add_argument("--folder", type=Path, default=Path("var/proxied"))
    chosen = parser.parse_args()
    folder = chosen.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("ORDERS_SECRET_KEY", secrets.token_urlsafe(60))
    with site.servers(folder):
        os.environ["DJANGO_SETTINGS_MODULE"] = "orders_site.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("prepare")
        seen = drill(chosen.proxy, folder)
    print(json.dumps(asdict(seen), indent=1))


if __name__ == "__main__":
    main()
