"""Drills of the whole: what happens when parts of a running site are killed, and that nothing stays behind."""

import http.client
import json
import os
import shutil
import signal
import sys

import pytest

from orders_site.environment import BASE_DIR, VARIABLES
from orders_site.supervisor import process
from orders_site.supervisor.places import Places
from orders_site.tests.site import Site, wait_until, with_tables
from orders_site.tests.test_environment import PRODUCTION

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

CHILDREN = {
    "web": ("gunicorn",),
    "worker": ("celery", "worker"),
    "beat": ("celery", "beat"),
    "postgres": ("postgres", "-D"),
    "redis": ("valkey-server",),
}


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site") / "var")
    with_tables(site.data / "pg")
    assert "[X] 0001_extensions" in site.manage("showmigrations", "common")  # makes what tables there are not
    site.start()
    yield site
    site.stop()
    shutil.rmtree(Places(site.data).short, ignore_errors=True)


def test_everything_is_up(running):
    wait_until(lambda: all(running.main_process(*words) for words in CHILDREN.values()), "every process")
    assert running.ask("/readyz")["status"] == "ok"


def test_a_second_start_is_refused_with_words(running):
    code, said = running.second_start()
    assert code == 1
    assert "Already running" in said
    assert f":{running.port}/" in said
    assert running.ask("/healthz")["status"] == "ok"


def test_another_installation_on_the_same_port_is_refused_with_words(running, tmp_path):
    other = Site(tmp_path / "other")
    other.environment["PORT"] = str(running.port)
    code, said = other.second_start()
    assert code == 1
    assert f"Port {running.port} is in use" in said
    assert other.processes() == []


def test_a_management_command_uses_the_running_servers(running):
    before = running.main_process("postgres", "-D")
    assert "[X] 0001_extensions" in running.manage("showmigrations", "common")
    assert running.main_process("postgres", "-D") == before


def test_the_application_does_not_work_as_owner_or_superuser(running):
    asked = running.manage(
        "shell", "-v", "0", "-c", "from django.db import connection as c; k = c.cursor();"
        " k.execute('select current_user, usesuper from pg_user where usename = current_user'); print(k.fetchone())"
    )  # fmt: skip
    assert "('orders_app', False)" in asked


@pytest.mark.parametrize("name", CHILDREN)
def test_a_killed_child_comes_back(running, name):
    words = CHILDREN[name]
    wait_until(lambda: running.main_process(*words), f"{name} at all")
    killed = running.main_process(*words)
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: killed not in running.processes(*words) and running.processes(*words), f"{name} again", 60)
    wait_until(lambda: running.ask("/readyz").get("status") == "ok", f"the site after {name}", 60)


def test_a_web_server_that_comes_back_finds_its_port_free(running):
    """Workers that outlive a killed master would hold the port, and the site would be away for half a minute."""
    log = running.data / "logs" / "web.log"
    before = len(log.read_text())
    killed = running.main_process("gunicorn")
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: killed not in running.processes("gunicorn"), "the end of the web server")
    wait_until(lambda: running.ask("/healthz").get("status") == "ok", "the web server again", 60)
    assert "in use" not in log.read_text()[before:]


def test_background_jobs_run(running):
    """The clock wakes a job every few seconds; the worker must have done some, also after being killed."""
    script = (
        "from django_structlog import signals; from celery import current_app as a; a.connection().ensure_connection();"
        "print(len(a.control.inspect(timeout=5).stats() or {}))"
    )
    wait_until(lambda: running.manage("shell", "-v", "0", "-c", script).strip() == "1", "a worker that answers", 60)


def test_servers_of_others_are_used_as_they_are(tmp_path, running):
    """DATABASE_URL and REDIS_URL switch to external servers without any other change; Redis may even be away."""
    run = running.data / "run"
    urls = {name: (run / name.lower()).read_text() for name in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    site = Site(tmp_path / "var", REDIS_URL="redis://127.0.0.1:1/0", **urls)
    site.start()
    try:
        assert site.processes("postgres", "-D") == []
        assert site.processes("valkey-server") == []
        assert site.ask("/readyz")["status"] == "ok"
    finally:
        site.stop()
        shutil.rmtree(Places(site.data).short, ignore_errors=True)
    assert running.ask("/readyz")["status"] == "ok"


def test_production_serves_behind_its_proxy_only_and_logs_json(running, tmp_path):
    run, port = running.data / "run", process.pick_port()
    production = PRODUCTION | {name: (run / name.lower()).read_text() for name in ("DATABASE_URL", "REDIS_URL")}
    clean = {key: value for key, value in os.environ.items() if key not in VARIABLES}
    environment = clean | production | {"PORT": str(port), "ORDERS_DATA_DIR": str(running.data)}
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "orders_site.wsgi:application"]
    log = tmp_path / "log"
    web = process.spawn(command, log, cwd=BASE_DIR, env=environment)
    try:
        wait_until(lambda: ask(port, "/healthz", Host="127.0.0.1")[0] == 200, "the web server")
        plain, headers = ask(port, "/sign-in/?next=/secret-name/")
        assert (plain, headers["Location"][:8]) == (301, "https://")
        code, headers = ask(port, "/sign-in/?next=/secret-name/", **{"X-Forwarded-Proto": "https"})
        assert code == 200
        assert "max-age" in headers["Strict-Transport-Security"]
        assert "Secure" in headers["Set-Cookie"]
        assert ask(port, "/sign-in/", Host="evil.example.com", **{"X-Forwarded-Proto": "https"})[0] == 400
        code, headers = ask(port, "/orders/?q=secret-name" + "x" * 9000)
        assert (code, headers["Content-Type"]) == (414, "text/html; charset=utf-8")  # ours, not gunicorn's
    finally:
        process.stop(web)
    told = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    finished = [line for line in told if line["event"] == "request_finished"]
    assert all(line["request_id"] for line in finished)
    assert finished
    assert "secret-name" not in log.read_text()


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    """Status and headers of a plain request, redirects not followed; (0, {}) while nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": "orders.example.com", **headers})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders())
    except OSError:
        return 0, {}
    finally:
        connection.close()


def test_kill_9_leaves_no_orphan_and_the_next_start_is_clean(running):
    wait_until(lambda: running.main_process("celery", "beat"), "the last child")
    running.kill()
    wait_until(lambda: running.processes() == [], "the end of every child", 60)
    running.start()
    assert running.ask("/readyz")["status"] == "ok"


def test_ctrl_c_stops_everything_and_keeps_the_data(running):
    running.stop()
    assert running.processes() == []
    assert running.supervisor.returncode == 0
    assert not (running.data / "run" / "database_url").exists()
    assert (running.data / "run" / "secret_key").exists()
    assert "[X] 0001_extensions" in running.manage("showmigrations", "common")  # starts the servers by itself
    assert running.processes() == []
