"""Drills of reminders: real worker, two beats, a real mail server; parts are killed, emptied and stopped."""

import email
import email.policy
import os
import shutil
import signal
import subprocess
import sys
from collections import defaultdict
from contextlib import closing

import psycopg2
import pytest
import redis

from common.models import OutboxMessage
from orders_site.environment import BASE_DIR
from orders_site.supervisor import process
from orders_site.supervisor.places import Places
from orders_site.tests.site import Site, wait_until, with_tables
from reminders.reminder.models import Letter, Reminder

pytestmark = [pytest.mark.drill, pytest.mark.timeout(600)]

MAILS = 300
# people with a contact to be held today, each with a rule that writes him a letter of his own
_FILL = """
from datetime import timedelta
from accounts.people import queries as people
from accounts.people.models import User, UserRole
from accounts.roles.models import Role
from common import clock, dates, operation
from common.models import Setting
from customers.models import Customer
from customers.tests.builders import make_customer
from orders.service.contacts.models import FollowUp
from reminders.rules.models import ReminderRule, ReminderTemplate
at = clock.now()
def fill():
    ReminderRule.objects.update(is_active=False)
    for key in ("reminders.quiet_from", "reminders.quiet_until"):
        Setting.objects.update_or_create(key=key, defaults={"value": 0})
    Setting.objects.update_or_create(key="mail.most_a_day", defaults={"value": 0})
    made = User.objects.bulk_create(
        User(username=f"NAME{n}", name=f"Drill {n}", email=f"NAME{n}@example.com", password="!", joined_at=at,
            language="en")
        for n in range(COUNT))
    role = Role.objects.get(code="sales")
    UserRole.objects.bulk_create(UserRole(user=one, role=role) for one in made)
    customer = Customer.objects.first() or make_customer()
    FollowUp.objects.update(state="DROPPED")  # those of the drill before are not due to this one's rule
    FollowUp.objects.bulk_create(
        FollowUp(customer=customer, subject="NAME", owner=one, due_date=dates.business_day(at), created_by=one,
            created_at=at) for one in made)
    words = ReminderTemplate.objects.create(name="NAME", subject_zh="NAME {title}", subject_en="NAME {title}",
        text_zh="-", text_en="-")
    ReminderRule.objects.create(code="NAME", name="NAME", anchor="follow_up", steps=[0], recipients=["EXECUTOR"],
        channels=["MAIL"], is_digest=False, template=words, workdays_only=False, active_since=dates.day_start(
        dates.business_day(at)))
operation.in_operation(people.system_user().pk, fill)
"""
_CALL = "from celery import current_app as app; [app.send_task('{0}') for _n in range(5)]"
_AGE = """
from datetime import timedelta
from common.models import OutboxMessage
from django.db.models import F
print(OutboxMessage.objects.filter(state="SENDING").update(claimed_at=F("claimed_at") - timedelta(minutes=20)))
"""
_RESEND = """
from accounts.people import queries as people
from common import clock
from reminders.reminder.models import Letter
from reminders.sending import operations
for key in list(Letter.objects.filter(state="DOUBTFUL").values_list("pk", flat=True)):
    operations.resend_letter(actor=people.system_user(), letter_id=key, at=clock.now())
"""


class MailServer:
    """The mail server in its own process, and what it took."""

    def __init__(self, folder):
        self.folder, self.port = folder, process.pick_port()
        folder.mkdir()
        command = [sys.executable, "-m", "orders_site.tests.slow_smtp", str(self.port), str(folder), "0.04"]
        self.child = subprocess.Popen(command, cwd=BASE_DIR)

    def count(self) -> int:
        return len(list(self.folder.glob("*.eml")))

    def by_reader(self, name: str) -> dict[str, list[str]]:
        """Reader → Message-IDs of what he got, of those whose name begins so."""
        found = defaultdict(list)
        for path in self.folder.glob("*.eml"):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if str(mail["To"]).startswith(name):
                found[str(mail["To"])].append(str(mail["Message-ID"]))
        return found


@pytest.fixture(scope="module")
def drill(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reminders")
    mails = MailServer(folder / "mails")
    site = Site(folder / "var", EMAIL_URL=f"smtp://127.0.0.1:{mails.port}/", TZ="America/New_York")
    with_tables(site.data / "pg")
    children = [mails.child]
    try:
        assert "[X] 0001_extensions" in site.manage("showmigrations", "common")  # makes what tables there are not
        site.start()
        children.append(second_beat(site))
        yield site, mails
    finally:
        site.stop()
        for child in children:
            child.send_signal(signal.SIGCONT)
            child.kill()
        shutil.rmtree(Places(site.data).short, ignore_errors=True)


def second_beat(site):
    """A timetable that somebody started by mistake beside the one that runs."""
    run = site.data / "run"
    urls = {name: (run / name.lower()).read_text() for name in ("DATABASE_URL", "REDIS_URL")}
    command = [sys.executable, "-m", "celery", "-A", "orders_site", "beat", "-s", str(site.data / "second-beat")]
    return process.spawn(command, site.data / "second-beat.log", cwd=BASE_DIR, env=site.environment | urls)


def run(site, script: str) -> str:
    return site.manage("shell", "-v", "0", "-c", script).strip()


def asked(site, statement: str) -> list[tuple]:
    """Rows of the site's database, asked from here: a command of its own for each look would keep a core busy."""
    url = (site.data / "run" / "database_url").read_text()
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def counts(site) -> dict[str, dict[str, int]]:
    """Model → state → how many."""
    found = {}
    for model, extra in ((OutboxMessage, "WHERE topic = 'reminder'"), (Letter, ""), (Reminder, "")):
        table = model._meta.db_table
        found[model.__name__] = dict(asked(site, f"SELECT state, count(*) FROM {table} {extra} GROUP BY state"))
    return found


def fill(site, name: str, count: int) -> None:
    before = sum(counts(site)["Reminder"].values())
    run(site, _FILL.replace("NAME", name).replace("COUNT", str(count)))
    run(site, _CALL.format("reminders.scan"))  # five at once, besides two timetables
    wait_until(lambda: sum(counts(site)["Reminder"].values()) == before + count, "the scan", 120)


def kill_worker(site) -> None:
    for pid in site.processes("celery", "worker"):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def test_300_mails_with_the_worker_killed_three_times_and_redis_emptied(drill):
    site, mails = drill
    fill(site, "early", MAILS)
    run(site, _CALL.format("reminders.send"))
    for killed in (40, 120, 200):
        wait_until(lambda mark=killed: mails.count() >= mark, f"{killed} mails", 180)
        kill_worker(site)
        redis.Redis.from_url((site.data / "run" / "redis_url").read_text()).flushall()
        wait_until(lambda: site.processes("celery", "worker"), "the worker again", 60)
    wait_until(lambda: "PENDING" not in counts(site)["OutboxMessage"], "all that waits", 240)
    run(site, _AGE)
    wait_until(lambda: set(counts(site)["OutboxMessage"]) <= {"SENT", "DOUBTFUL"}, "what is doubtful", 120)
    run(site, _CALL.format("reminders.send"))
    wait_until(lambda: "QUEUED" not in counts(site)["Letter"], "letters that follow the outbox", 120)
    letters = counts(site)["Letter"]
    assert sum(letters.values()) == sum(counts(site)["Reminder"].values()) == MAILS
    assert letters.get("DOUBTFUL", 0) <= 3  # one for each time, as it was on its way
    run(site, _RESEND)
    wait_until(lambda: counts(site)["Letter"] == {"SENT": MAILS}, "what was sent again", 120)
    got = mails.by_reader("early")
    assert len(got) == MAILS
    assert [ids for ids in got.values() if len(set(ids)) > 1] == []
    assert sum(len(ids) for ids in got.values()) <= MAILS + 3
    assert counts(site)["Reminder"] == {"SENT": MAILS}
    assert "BROKEN" not in site.manage("check_invariants", "--number", "17")


_OTHERS = """
from django.db import connection, transaction
from common import clock, operation, outbox
from reminders.reminder.models import Letter, Reminder
with transaction.atomic():
    connection.cursor().execute("SET LOCAL lock_timeout = '1s'")
    list(Letter.objects.select_for_update(nowait=True).values_list("pk"))
    list(Reminder.objects.select_for_update(nowait=True).values_list("pk"))
operation.in_operation(1, lambda: outbox.put("reminder-chat", "drill", {"letter": 0}, at=clock.now()))
"""
_CHAT = "SELECT state FROM common_outboxmessage WHERE dedupe_key = 'drill'"


def test_a_mail_server_that_hangs_holds_up_nothing_else(drill):
    site, mails = drill
    before = mails.count()
    mails.child.send_signal(signal.SIGSTOP)
    try:
        fill(site, "late", 20)
        run(site, _CALL.format("reminders.send"))
        wait_until(lambda: counts(site)["Letter"].get("QUEUED", 0) == 20, "letters that wait", 60)
        run(site, _OTHERS)
        wait_until(lambda: asked(site, _CHAT) == [("MOOT",)], "another topic", 30)
        assert site.ask("/readyz")["status"] == "ok"
        assert mails.count() == before
    finally:
        mails.child.send_signal(signal.SIGCONT)
    run(
        site,
        "from common.models import OutboxMessage as m; m.objects.filter(state='PENDING').update(due_at='2020-01-01')",
    )
    wait_until(lambda: set(counts(site)["OutboxMessage"]) <= {"SENT", "DOUBTFUL"}, "the mails after all", 120)
    got = mails.by_reader("late")
    assert all(len(set(ids)) == 1 for ids in got.values())
    assert len(got) >= 19  # one may have been half said when it stopped
