"""The page of the console that tells how the house stands."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.tests.builders import make_user
from common import clock, standing
from common.models import Heartbeat, Job, OutboxMessage
from orders_site.backup import logical, noting

pytestmark = pytest.mark.django_db
PAGE = "/admin/state/"


@pytest.fixture
def boss(client):
    user = make_user("administrator")
    client.force_login(user)
    return user


def facts():
    return {str(fact.label): fact for told in standing.read_all(at=clock.now()) for fact in told.facts}


def test_each_room_says_how_it_stands(client, boss):
    text = client.get(PAGE).content.decode()
    for heading in ("This machine", "Database", "Work in the background", "What must hold", "Backups", "Other systems"):
        assert f">{heading}<" in text
    assert "Could not be read" not in text
    assert "PostgreSQL" in text and "Free on the disk" in text and "Newest place in the change feed" in text


def test_what_asks_for_somebody_stands_first(client, boss):
    now = clock.now()
    Heartbeat.objects.update_or_create(part="worker", defaults={"at": now - timedelta(minutes=5)})
    Job.objects.create(kind="x", actor_id=1, state="FAILED", created_at=now, finished_at=now)
    OutboxMessage.objects.create(topic="mail", dedupe_key="k", created_at=now, due_at=now, state="DOUBTFUL")
    found = facts()
    assert found["Last sign of worker and clock"].tone == "bad"
    assert (found["Doubtful messages"].value, found["Doubtful messages"].tone) == (1, "bad")
    assert found["Jobs that failed within a day"].tone == "warn"
    first = client.get(PAGE).content.decode().partition("<dl")[0]
    for words in ("Last sign of worker and clock", "Doubtful messages", "Jobs that failed within a day"):
        assert words in first
    assert client.get(found["Doubtful messages"].url).status_code == 200


def test_a_room_that_cannot_answer_hides_no_other(client, boss, monkeypatch):
    def broken(at):
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM not_there")

    monkeypatch.setitem(standing.sections._entries, "common.database", standing.Section("Database", 20, broken))
    text = client.get(PAGE).content.decode()
    assert "Could not be read" in text and "Work in the background" in text


def test_who_does_not_run_the_house_does_not_see_it(client):
    client.force_login(make_user("order_desk"))
    assert client.get(PAGE).status_code in (302, 403)


def test_a_backup_is_noted_and_one_that_failed_is_told(tmp_path, monkeypatch):
    assert facts()["Last backup"].tone == "warn"

    def make(folder, at):
        (tmp_path / "orders-1Z").mkdir(exist_ok=True)
        (tmp_path / "orders-1Z" / "dump").write_bytes(b"x" * 2048)
        return tmp_path / "orders-1Z"

    monkeypatch.setattr(logical, "make", make)
    monkeypatch.setattr(logical, "verify", lambda folder: None)
    call_command("backup", to=tmp_path)
    found = facts()
    assert found["Last backup, read again and found whole"].tone == "ok"
    assert found["Its size"].value.startswith("2.0")

    def damaged(folder):
        raise CommandError("the dump is damaged")

    monkeypatch.setattr(logical, "verify", damaged)
    with pytest.raises(CommandError):
        call_command("backup", to=tmp_path)
    found = facts()
    assert found["The last one failed"].tone == "bad" and "damaged" in found["The last one failed"].hint
    assert found["Last backup, read again and found whole"].value == noting.last_good().finished_at
    Job.objects.filter(kind="backup").update(finished_at=clock.now() - timedelta(days=4))
    assert facts()["Last backup, read again and found whole"].tone == "bad"


def test_the_page_costs_the_same_whatever_waits(client, boss, django_assert_max_num_queries):
    client.get(PAGE)
    Job.objects.bulk_create(Job(kind="x", actor_id=1, created_at=clock.now()) for _n in range(30))
    with django_assert_max_num_queries(50):
        client.get(PAGE)
