"""What the environment may say, and what stops the start."""

import os
import re
import subprocess
import sys

import pytest

from orders_site import database, environment, mailing, safety

PRODUCTION = {
    "ORDERS_ENV": "production",
    "ORDERS_SECRET_KEY": "k3Jv9-qPzR7wXc2mB8nLsTfY5hGdA1eU6iOoWjKxVbNtQyMr0Zp4Hs",
    "ORDERS_ALLOWED_HOSTS": "orders.example.com",
    "ORDERS_SITE_URL": "https://orders.example.com",
    "ORDERS_TRUSTED_PROXY": "1",
    "DATABASE_URL": "postgresql://orders_app:secret@db.example.com/orders?sslmode=require",
    "REDIS_URL": "redis://:secret@redis.example.com:6379/0",
    "EMAIL_URL": "smtp://user:secret@mail.example.com:587/?tls=1",
}


@pytest.fixture
def production(monkeypatch):
    for name in environment.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_good_production_settings_have_no_fault(production):
    assert safety.find_faults() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ORDERS_SECRET_KEY", ""),
        ("ORDERS_SECRET_KEY", "short"),
        ("ORDERS_SECRET_KEY", "a" * 60),
        ("ORDERS_DEBUG", "1"),
        ("ORDERS_ALLOWED_HOSTS", ""),
        ("ORDERS_ALLOWED_HOSTS", "*"),
        ("ORDERS_ALLOWED_HOSTS", ".example.com"),
        ("ORDERS_SITE_URL", "http://orders.example.com"),
        ("ORDERS_TRUSTED_PROXY", "0"),
        ("DATABASE_URL", ""),
        ("REDIS_URL", ""),
        ("EMAIL_URL", ""),
    ],
)
def test_production_does_not_start_with_an_unsafe_setting(production, name, value):
    production.setenv(name, value)
    with pytest.raises(environment.Unsafe, match=name):
        safety.refuse_unsafe()


@pytest.mark.parametrize(
    ("issuer", "client"),
    [
        ("https://login.example.com", ""),
        ("", "orders"),
        ("http://login.example.com", "orders"),
        ("https://login.example.com/?realm=1", "orders"),
        ("login.example.com", "orders"),
    ],
)
def test_half_a_provider_of_single_sign_on_is_refused(production, issuer, client):
    production.setenv("ORDERS_OIDC_ISSUER", issuer)
    production.setenv("ORDERS_OIDC_CLIENT_ID", client)
    with pytest.raises(environment.Unsafe, match="ORDERS_OIDC_ISSUER"):
        safety.refuse_unsafe()


def test_a_whole_one_is_taken(production):
    production.setenv("ORDERS_OIDC_ISSUER", "https://login.example.com/realms/company")
    production.setenv("ORDERS_OIDC_CLIENT_ID", "orders")
    assert safety.find_faults() == []


def test_an_unknown_environment_does_not_start(production):
    production.setenv("ORDERS_ENV", "staging")
    with pytest.raises(environment.Unsafe, match="ORDERS_ENV"):
        safety.refuse_unsafe()


def test_development_does_not_serve_other_machines(production):
    production.setenv("ORDERS_ENV", "development")
    with pytest.raises(environment.Unsafe, match="this machine only"):
        safety.refuse_unsafe()


def test_the_refusal_is_words_and_a_failing_exit():
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={**os.environ, "ORDERS_ENV": "production"},
        cwd=environment.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Not started, the settings are not safe" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_deployment_check_is_clean_under_production_settings():
    clean = {name: value for name, value in os.environ.items() if name not in environment.VARIABLES}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={**clean, **PRODUCTION},
        cwd=environment.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert "no issues" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from the file\n")
    monkeypatch.delenv("ORDERS_SECRET_KEY", raising=False)
    monkeypatch.setenv("ORDERS_SECRET_KEY_FILE", str(tmp_path / "key"))
    assert environment.read("ORDERS_SECRET_KEY") == "from the file"


def test_a_missing_secret_file_stops_the_start(monkeypatch):
    monkeypatch.delenv("ORDERS_SECRET_KEY", raising=False)
    monkeypatch.setenv("ORDERS_SECRET_KEY_FILE", "/nowhere/key")
    with pytest.raises(environment.Unsafe, match="ORDERS_SECRET_KEY_FILE"):
        environment.read("ORDERS_SECRET_KEY")


def test_what_is_not_secret_is_not_read_from_files(monkeypatch, tmp_path):
    (tmp_path / "port").write_text("9")
    monkeypatch.setenv("PORT_FILE", str(tmp_path / "port"))
    monkeypatch.delenv("PORT", raising=False)
    assert environment.read("PORT") == "8000"


def test_an_unlisted_name_cannot_be_read():
    with pytest.raises(KeyError):
        environment.read("ORDERS_SOMETHING_NEW")


def test_every_variable_stands_in_the_operations_manual_as_it_is():
    manual = (environment.BASE_DIR / "docs" / "operations.md").read_text(encoding="utf-8")
    told = {row[0]: row[1:] for row in re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.*?) \| (.*?) \|$", manual, re.M)}
    meant = {
        v.name: (f"`{v.default}`" if v.default else "", "yes" if v.secret else "", v.meaning)
        for v in environment.VARIABLES.values()
    }
    assert told == meant


def test_no_module_reads_an_unlisted_variable_of_ours():
    root, unlisted = environment.BASE_DIR, []
    for path in (root / "orders_site").rglob("*.py"):
        if "tests" not in path.parts:
            names = re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", path.read_text(encoding="utf-8"))
            unlisted += [name for name in names if name not in environment.VARIABLES | FOR_TOOLS]
    assert unlisted == []


FOR_TOOLS = {  # of the tools, not of the site
    "DJANGO_SETTINGS_MODULE": "",
    "ORDERS_TEST_SERVERS": "",
    "ORDERS_TEST_DB": "",
    "PYTEST_XDIST_WORKER": "",
    "PG_BIN": "",
    "REDIS_SERVER": "",
    "ORDERS_PG_ROOT": "",
    "OPENPYXL_LXML": "",  # set by settings.py itself
    "PROMETHEUS_MULTIPROC_DIR": "",  # set by deploy/gunicorn.conf.py itself
}


def test_a_database_url_is_taken_apart():
    parts = environment.parse_database_url("postgresql://us%40er:p%2Fw@db:5433/orders?sslmode=require")
    assert (parts["USER"], parts["PASSWORD"], parts["HOST"], parts["PORT"]) == ("us@er", "p/w", "db", "5433")
    assert (parts["NAME"], parts["OPTIONS"]) == ("orders", {"sslmode": "require"})


def test_a_database_url_may_name_a_socket():
    assert environment.parse_database_url("postgresql://app@/orders?host=/run/pg")["HOST"] == "/run/pg"


def test_another_database_is_refused():
    with pytest.raises(environment.Unsafe):
        environment.parse_database_url("mysql://app@db/orders")


@pytest.mark.parametrize(
    ("process", "limits"),
    [
        ("web", {"lock_timeout=3000", "statement_timeout=15000", "idle_in_transaction_session_timeout=10000"}),
        ("worker", {"lock_timeout=3000", "statement_timeout=900000", "tcp_keepalives_idle=30"}),
    ],
)
def test_a_process_has_its_database_limits(process, limits):
    options = database.configure(process)["OPTIONS"]["options"]
    assert limits <= set(options.split())


@pytest.mark.parametrize("process", ["command", "owner"])
def test_commands_and_migrations_may_take_their_time(process):
    assert "timeout" not in database.configure(process)["OPTIONS"]["options"]


def test_only_the_owner_process_connects_as_owner(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://orders_app@db/orders")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://orders_owner@db/orders")
    assert database.configure("owner")["USER"] == "orders_owner"
    assert {database.configure(process)["USER"] for process in ("web", "worker", "command")} == {"orders_app"}


def test_mail_with_and_without_tls():
    submission = mailing.parse_email_url("smtp://us%40er:pw@mail:587/?tls=1")
    assert (submission["EMAIL_HOST_USER"], submission["EMAIL_USE_TLS"], submission["EMAIL_USE_SSL"]) == (
        "us@er",
        True,
        False,
    )
    implicit = mailing.parse_email_url("smtps://mail")
    assert (implicit["EMAIL_PORT"], implicit["EMAIL_USE_SSL"]) == (465, True)
    with pytest.raises(environment.Unsafe):
        mailing.parse_email_url("http://mail")
