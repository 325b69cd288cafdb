"""Reports that read a real streaming replica: while it keeps up; without it nobody notices but the database."""

import subprocess
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import InternalError, connection, connections, transaction

from accounts.people import queries as people
from common import dates
from orders.tests.builders import AT, line, make_effective, make_order_cast
from orders_site.supervisor.postgres import SUPERUSER, Postgres, find_binaries
from orders_site.tests.site import wait_until
from products.tests.builders import make_product
from reports.facts import operations, reading
from reports.figures import queries
from reports.figures.question import Question

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True, databases=["default", reading.REPLICA])]
DAY = dates.business_day(AT)


class Standby:
    """A copy of the server of these tests that follows its log."""

    def __init__(self, folder):
        self.server = Postgres(folder / "pg", folder / "s", folder / "postgres.log", durable=False)
        place, source = self.server.place, connection.settings_dict
        copy = [*place.prefix, str(find_binaries() / "pg_basebackup"), "-h", source["HOST"], "-U", SUPERUSER]
        copy += ["-D", str(place.data), "-R", "-X", "stream", "--checkpoint=fast", "--no-sync"]
        subprocess.run(copy, check=True, capture_output=True, cwd="/", **place.as_user)
        place.data.chmod(0o700)

    def start(self):
        self.server.start()
        connections[reading.REPLICA].settings_dict["HOST"] = str(self.server.sockets)

    def does(self, text, given=()):
        """Something that only its administrator may do."""
        with closing(self.server._connect("postgres")) as session, session.cursor() as cursor:
            cursor.execute(text, given)
            return cursor.fetchone()[0]

    def has_caught_up(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_insert_lsn()")  # servers of tests write what is committed later
            end = cursor.fetchone()[0]
        wait_until(lambda: self.does("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [end]), 30)


@pytest.fixture(scope="module", autouse=True)
def _named(django_db_setup):
    """The replica among the databases, before the tests' own transactions ask which there are."""
    settings = {**connection.settings_dict, "TEST": {**connection.settings_dict["TEST"], "MIRROR": "default"}}
    connections.settings[reading.REPLICA] = settings
    yield
    del connections.settings[reading.REPLICA]


@pytest.fixture
def standby(tmp_path_factory, monkeypatch):
    made = Standby(tmp_path_factory.mktemp("r"))
    monkeypatch.setattr(reading, "ASK", 0.0)
    monkeypatch.setattr(reading._Replica, "asked_at", 0.0)
    monkeypatch.setattr(reading._Replica, "keeps_up", False)
    made.start()
    yield made
    connections[reading.REPLICA].close()
    made.server.stop()


def ordered():
    """Pieces ordered, and where they were counted."""
    asked, seen = Question(("quantity",), DAY, DAY), []

    def look():
        seen.append(reading.alias())
        return queries.Asking(people.system_user(), asked, DAY).answer()

    answer = reading.in_one_state(look)
    return answer.whole.sums[(1, "quantity")], seen


def order(pieces, owner, hours):
    made = make_effective(owner, lines=[line(make_product(stock=99), pieces)])
    operations.keep_up(at=AT + timedelta(hours=hours), patience=5)
    return made


def test_a_replica_answers_while_it_keeps_up_and_is_missed_by_nobody(standby):
    cast = make_order_cast()
    order(6, cast.owner, 1)
    standby.has_caught_up()
    assert ordered() == (6, [reading.REPLICA])

    standby.does("SELECT pg_wal_replay_pause()::text")
    order(3, cast.owner, 1 + reading.BEHIND / 7200)
    assert ordered() == (6, [reading.REPLICA])  # behind, by less than it may be
    order(1, cast.owner, 5)
    assert ordered() == (10, ["default"])
    standby.does("SELECT pg_wal_replay_resume()::text")
    standby.has_caught_up()
    assert ordered() == (10, [reading.REPLICA])

    standby.server.stop()
    connections[reading.REPLICA].close()
    assert ordered() == (10, ["default"])


def test_a_replica_that_dies_under_a_question_has_it_asked_elsewhere(standby):
    order(6, make_order_cast().owner, 1)
    standby.has_caught_up()
    seen = []

    def look():
        seen.append(reading.alias())
        if len(seen) == 1:
            standby.server.stop()
        return reading.fetched("SELECT count(*) FROM reports_flow WHERE kind = 1 AND line_no = 1")

    assert reading.in_one_state(look) == [(1,)]
    assert seen == [reading.REPLICA, "default"]


def test_nothing_is_written_through_it_and_who_writes_reads_what_he_writes(standby):
    order(6, make_order_cast().owner, 1)
    standby.has_caught_up()
    with transaction.atomic():
        assert ordered() == (6, ["default"])
    with pytest.raises(InternalError, match="read-only"), connections[reading.REPLICA].cursor() as cursor:
        cursor.execute("DELETE FROM reports_flow")
