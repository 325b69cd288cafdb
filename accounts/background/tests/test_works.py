"""Work in the background: seen together, begun again once, left; each by its room's own rules."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.background import operations, queries
from accounts.exports import operations as exports
from accounts.exports import running
from accounts.people.models import User
from accounts.tests.builders import AT, make_user
from common import clock, errors
from common.background import works
from common.exports.models import Export
from common.models import Event, Job

pytestmark = pytest.mark.django_db
State = Job.State
_keys = itertools.count(1)


@pytest.fixture
def boss():
    return make_user("administrator", language="en")


@pytest.fixture
def console(client, boss):
    client.force_login(boss)
    return client


@pytest.fixture
def asked_for():
    """What was asked of workers, in order."""
    return []


@pytest.fixture(autouse=True)
def _wakes(monkeypatch, asked_for):
    monkeypatch.setattr("common.waking._send", lambda task, ids: asked_for.append((task, *ids)))


def job(kind="duplicates.customers.customer", state=State.FAILED, at=AT, **more):
    ended = {"finished_at": at} if state in (State.FAILED, State.DONE) else {}
    given = {"error": "OSError: away"} if state == State.FAILED else {}
    return Job.objects.create(
        kind=kind, actor_id=User.objects.latest("pk").pk, state=state, created_at=at, **ended, **given, **more
    )


def export(maker, state=Export.State.FAILED, at=AT):
    row = Job.objects.create(kind=exports.JOB, actor_id=maker.pk, state=state, created_at=at, error="away")
    given = {"list_key": "customers", "form": "csv", "language": "en", "rights": "", "columns": ["code"]}
    return Export.objects.create(actor_id=maker.pk, state=state, job=row, created_at=at, attempts=1, **given)


def ref(row):
    return f"job-{row.pk}"


class TestSeeing:
    def test_all_kinds_stand_in_one_list_newest_first(self, boss):
        old, new = job(at=AT), job(kind="invariants", state=State.DONE, at=AT + timedelta(hours=1))
        found = queries.list_works(actor=boss, show="all", at=AT)
        assert [one.ref for one in found.items] == [ref(new), ref(old)]
        assert [str(one.label) for one in found.items] == ["Check of what must hold", "Search for rows that are alike"]
        assert found.names[old.actor_id]

    def test_what_failed_long_ago_asks_for_nobody(self, boss):
        job(at=AT - timedelta(days=8))
        mine = job(at=AT)
        assert [one.ref for one in queries.list_works(actor=boss, at=AT).items] == [ref(mine)]
        assert len(queries.list_works(actor=boss, show="failed", at=AT).items) == 2

    def test_a_page_goes_on_where_the_last_ended_also_among_equal_moments(self, boss, monkeypatch):
        monkeypatch.setattr(queries, "PAGE", 2)
        made = [job().pk for _n in range(5)]
        seen, cursor = [], ""
        for _page in range(3):
            found = queries.list_works(actor=boss, show="all", cursor=cursor, at=AT)
            seen += [one.id for one in found.items]
            cursor = found.next_cursor
        assert seen == made[::-1] and not cursor

    @pytest.mark.parametrize("cursor", ["x", "2026~job~1", "2026-11-20T00:00:00Z~nobody~1", "~~", "\0~job~1"])
    def test_a_damaged_place_is_refused(self, boss, cursor):
        with pytest.raises(errors.Invalid):
            queries.list_works(actor=boss, cursor=cursor, at=AT)

    def test_each_kind_is_counted(self, boss):
        job(), job(), job(state=State.QUEUED), job(kind="invariants", state=State.DONE)
        found = {one.kind: one for one in queries.counts(actor=boss, at=AT)}
        assert (found["duplicates"].failed, found["duplicates"].waiting, found["duplicates"].oldest) == (2, 1, AT)
        assert found["invariants"].last_done == AT and found["tasks.run_plan"].waiting == 0

    def test_one_whose_worker_gave_no_sign_is_told_apart(self):
        row = job(state=State.RUNNING, started_at=AT, heartbeat_at=AT)
        work = works.get("job", row.pk)
        assert not work.is_silent(AT + timedelta(minutes=5)) and work.is_silent(AT + timedelta(hours=1))

    def test_without_the_console_nothing_is_seen(self):
        with pytest.raises(errors.NotAllowed):
            queries.list_works(actor=make_user("sales"), at=AT)

    @pytest.mark.parametrize("name", ["job-999", "nothing-1", "job-", "job-1x", "job", "job-99999999999999999999"])
    def test_what_is_not_there_is_not_found(self, boss, name):
        with pytest.raises(errors.NotFound):
            queries.get_work(actor=boss, ref=name)


class TestBeginningAgain:
    def test_a_failed_search_waits_again_and_its_worker_is_woken(
        self, boss, asked_for, django_capture_on_commit_callbacks
    ):
        row = job()
        with django_capture_on_commit_callbacks(execute=True):
            work = operations.retry_work(actor=boss, ref=ref(row), at=AT)
        row.refresh_from_db()
        assert (work.state, row.error, row.finished_at) == (State.QUEUED, "", None)
        assert asked_for == [("common.search_duplicates",)]
        told = Event.objects.get(kind="job.retried")
        assert (told.actor_id, told.subject_number, told.data["error"]) == (boss.pk, ref(row), "OSError: away")

    def test_twice_is_once(self, boss):
        row = job()
        operations.retry_work(actor=boss, ref=ref(row), at=AT)
        with pytest.raises(errors.WrongState, match="under way"):
            operations.retry_work(actor=boss, ref=ref(row), at=AT)
        assert Event.objects.filter(kind="job.retried").count() == 1

    def test_what_is_not_as_somebody_saw_it_is_not_begun(self, boss):
        row = job()
        seen = works.get("job", row.pk).version
        Job.objects.filter(pk=row.pk).update(error="another", finished_at=AT + timedelta(minutes=1))
        with pytest.raises(errors.Stale):
            operations.retry_work(actor=boss, ref=ref(row), version=seen, at=AT)

    def test_an_older_search_is_not_begun_after_a_newer_one(self, boss):
        old, _new = job(), job(state=State.DONE)
        assert "searched again since" in str(works.effect_of(works.get("job", old.pk), "again", at=AT).obstacle)
        with pytest.raises(errors.WrongState):
            operations.retry_work(actor=boss, ref=ref(old), at=AT)

    def test_looking_at_the_effect_changes_nothing(self, boss, asked_for):
        row = job()
        works.effect_of(works.get("job", row.pk), "again", at=AT)
        row.refresh_from_db()
        assert row.state == State.FAILED and not asked_for and not Event.objects.filter(kind="job.retried").exists()

    def test_a_check_whose_worker_died_is_noted_and_asked_for_anew(
        self, boss, asked_for, django_capture_on_commit_callbacks
    ):
        row = job(kind="invariants", state=State.RUNNING, started_at=AT)
        late = AT + timedelta(hours=2)
        with django_capture_on_commit_callbacks(execute=True):
            operations.retry_work(actor=boss, ref=ref(row), at=late)
        row.refresh_from_db()
        assert row.state == State.FAILED and asked_for == [("accounts.check_invariants", row.actor_id)]

    def test_a_backup_is_made_on_its_machine(self, boss):
        row = job(kind="backup")
        effect = works.effect_of(works.get("job", row.pk), "again", at=AT)
        assert "manage.py backup" in str(effect.obstacle)

    def test_who_may_only_look_begins_nothing(self, boss):
        row = job()
        with pytest.raises(errors.NotAllowed):
            operations.retry_work(actor=make_user("executive"), ref=ref(row), at=AT)

    @pytest.mark.django_db(transaction=True)
    def test_of_two_at_once_one_begins_it(self, boss):
        row, barrier = job(), threading.Barrier(2)

        def press(_turn):
            barrier.wait(timeout=20)
            try:
                operations.retry_work(actor=boss, ref=ref(row), at=AT)
                return True
            except errors.WrongState:
                return False
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(press, range(2))) == [False, True]
        assert Event.objects.filter(kind="job.retried").count() == 1


class TestExports:
    def test_a_failed_export_is_written_again_for_its_maker(self, boss, asked_for, django_capture_on_commit_callbacks):
        maker = make_user("sales", language="en")
        row = export(maker)
        with django_capture_on_commit_callbacks(execute=True):
            operations.retry_work(actor=boss, ref=f"job-{row.job_id}", at=AT)
        row.refresh_from_db()
        assert (row.state, row.error, row.actor_id) == ("QUEUED", "", maker.pk)
        assert asked_for == [(exports.JOB, row.pk)]
        running.run(row.pk, at=clock.now())
        row.refresh_from_db()
        assert (row.state, row.error, row.actor_id) == ("DONE", "", maker.pk)

    def test_the_effect_says_for_whom_and_that_nobody_else_gets_it(self):
        maker = make_user("sales", language="en")
        row = export(maker)
        effect = works.effect_of(works.get("job", row.job_id), "again", at=AT)
        assert not effect.obstacle and any(maker.name in str(line) for line in effect.does)

    def test_not_for_who_left(self, boss):
        maker = make_user("sales")
        row = export(maker)
        User.objects.filter(pk=maker.pk).update(is_active=False)
        with pytest.raises(errors.WrongState, match="not active any more"):
            operations.retry_work(actor=boss, ref=f"job-{row.job_id}", at=AT)

    def test_not_what_was_deleted(self, boss):
        row = export(make_user("sales"))
        Export.objects.filter(pk=row.pk).delete()
        with pytest.raises(errors.WrongState):
            operations.retry_work(actor=boss, ref=f"job-{row.job_id}", at=AT)

    def test_one_that_waits_is_left(self, boss):
        row = export(make_user("sales"), state=Export.State.QUEUED)
        operations.cancel_work(actor=boss, ref=f"job-{row.job_id}", at=AT)
        row.refresh_from_db()
        assert row.state == "CANCELLED" and Job.objects.get(pk=row.job_id).state == "CANCELLED"
        with pytest.raises(errors.WrongState):
            operations.cancel_work(actor=boss, ref=f"job-{row.job_id}", at=AT)


class TestMany:
    def test_after_an_outage_all_of_a_kind_are_begun_and_each_refusal_is_told(self, boss):
        rows = [export(make_user("sales")) for _n in range(3)]
        User.objects.filter(pk=rows[1].actor_id).update(is_active=False)
        bulk = queries.failures_of(actor=boss, kind=exports.JOB, at=AT)
        assert (len(bulk.able), len(bulk.unable)) == (2, 1)
        refs = [f"job-{row.job_id}" for row in rows]
        found = operations.retry_failures(actor=boss, kind=exports.JOB, refs=[*refs, refs[0]], at=AT)
        assert [one.ref for one in found.done] == [refs[0], refs[2]]
        assert [one for one, _error in found.refused] == [refs[1]]
        assert Event.objects.filter(kind="job.retried").count() == 2

    def test_another_kind_is_not_begun_by_mistake(self, boss):
        row = job()
        found = operations.retry_failures(actor=boss, kind=exports.JOB, refs=[ref(row)], at=AT)
        assert not found.done and len(found.refused) == 1


class TestPages:
    def test_the_list_and_a_work_say_what_would_be_done_before_it_is(self, console):
        row = job()
        page = console.get(reverse("admin:jobs"), {"show": "all"}).text
        assert "Search for rows that are alike" in page and "OSError: away" in page
        one = console.get(reverse("admin:job", args=[ref(row)])).text
        assert "The whole archive is compared again." in one and "What people decided about pairs stays." in one
        version = works.get("job", row.pk).version
        answer = console.post(reverse("admin:job", args=[ref(row)]), {"do": "again", "version": version})
        assert answer.status_code == 303 and Job.objects.get(pk=row.pk).state == State.QUEUED

    def test_an_old_page_begins_nothing(self, console):
        row = job()
        answer = console.post(reverse("admin:job", args=[ref(row)]), {"do": "again", "version": 1})
        assert answer.status_code == 409 and Job.objects.get(pk=row.pk).state == State.FAILED

    def test_many_are_ticked_off_and_begun(self, console):
        row = export(make_user("sales"), at=clock.now())
        url = reverse("admin:jobs-again", args=[exports.JOB])
        assert "1 failed in the last seven days" in console.get(url).text
        answer = console.post(url, {"ref": [f"job-{row.job_id}"]})
        assert "1 is begun again." in console.get(answer["Location"]).text
        assert Export.objects.get(pk=row.pk).state == "QUEUED"

    def test_the_list_asks_a_fixed_number_of_questions(self, console, django_assert_max_num_queries):
        url = reverse("admin:jobs") + "?show=all"
        console.get(url)
        for _n in range(8):
            export(make_user("sales"))
            job()
        with django_assert_max_num_queries(30):
            console.get(url)


class TestApi:
    @pytest.fixture
    def api(self, boss):
        client = APIClient()
        client.force_authenticate(boss)
        return client

    def send(self, api, url, body=None, **headers):
        given = {"Idempotency-Key": f"b{next(_keys)}", **headers}
        return api.post(f"/api/v1/background-jobs/{url}", body, format="json", headers=given)

    def test_it_is_read_with_its_effect_and_begun_as_it_was_read(self, api):
        row = job()
        assert api.get("/api/v1/background-jobs/?show=failed").json()["results"][0]["id"] == ref(row)
        one = api.get(f"/api/v1/background-jobs/{ref(row)}/", headers={"Accept-Language": "en"})
        assert one.json()["again"]["does"] == ["The whole archive is compared again."]
        assert self.send(api, f"{ref(row)}/retry/", **{"If-Match": '"1"'}).status_code == 412
        done = self.send(api, f"{ref(row)}/retry/", **{"If-Match": one["ETag"]})
        assert (done.status_code, done.json()["state"]) == (200, "QUEUED")

    def test_the_list_goes_on_after_its_last(self, api, monkeypatch):
        monkeypatch.setattr(queries, "PAGE", 1)
        old, new = job(), job()
        first = api.get("/api/v1/background-jobs/?show=all").json()
        second = api.get("/api/v1/background-jobs/", {"show": "all", "after": first["next"]}).json()
        assert [one["results"][0]["id"] for one in (first, second)] == [ref(new), ref(old)] and not second["next"]
        assert api.get("/api/v1/background-jobs/?after=x").status_code == 400
        assert api.get("/api/v1/background-jobs/?nothing=x").status_code == 400

    def test_the_same_call_twice_begins_it_once(self, api):
        row = job()
        for _turn in range(2):
            found = self.send(api, f"{ref(row)}/retry/", **{"Idempotency-Key": "same"})
            assert found.status_code == 200
        assert Event.objects.filter(kind="job.retried").count() == 1

    def test_many_are_begun_with_an_answer_for_each(self, api):
        row = export(make_user("sales"))
        ids = [f"job-{row.job_id}", "job-0"]
        found = self.send(api, "retry/", {"kind": exports.JOB, "ids": ids}).json()
        assert found["done"] == ids[:1] and found["refused"][0]["code"] == "not_found"

    def test_who_may_not_begins_nothing(self):
        row, client = job(), APIClient()
        client.force_authenticate(make_user("sales"))
        assert client.get("/api/v1/background-jobs/").status_code == 403
        assert self.send(client, f"{ref(row)}/retry/").status_code == 403
