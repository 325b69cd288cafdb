"""Pages and API of reports sent by mail."""

import pytest

from accounts.tests.builders import make_user
from common import outbox
from orders.tests.builders import AT
from reports.builder import operations as reports
from reports.deliveries.models import ReportDelivery, ReportSchedule

pytestmark = pytest.mark.django_db
API = "/api/v1/report-schedules/"


@pytest.fixture
def boss():
    return make_user("executive", email="boss@house.example", language="en")


@pytest.fixture
def mate():
    return make_user("sales", email="mate@house.example")


@pytest.fixture
def report(boss):
    return reports.save_report(actor=boss, name="Orders", asked={"measures": "orders", "rows": "month"}, at=AT)


def entered(*people, **given):
    return {"when": "WEEKLY-2", "hour": "9", "file": "PDF", "recipients": [one.pk for one in people], **given}


def set_up(client, boss, report, *people):
    client.force_login(boss)
    answer = client.post(f"/reports/kept/{report.pk}/mail/", {**entered(*people), "nonce": "n"})
    assert answer.status_code == 303
    return ReportSchedule.objects.get()


def test_a_kept_report_is_sent_from_its_page(client, boss, mate, report):
    client.force_login(boss)
    assert f"/reports/kept/{report.pk}/mail/" in client.get(f"/reports/kept/{report.pk}/").content.decode()
    form = client.get(f"/reports/kept/{report.pk}/mail/", headers={"HX-Request": "true", "HX-Target": "dialog"})
    assert mate.name in form.content.decode()
    made = set_up(client, boss, report, boss, mate)
    assert (made.rhythm, made.place, made.hour, made.file) == ("WEEKLY", 2, 9, "PDF")
    page = client.get(f"/reports/mails/{made.pk}/").content.decode()
    assert "every Tuesday, 09:00" in page and mate.name in page
    assert "every Tuesday, 09:00" in client.get("/reports/mails/").content.decode()
    again = client.post(f"/reports/kept/{report.pk}/mail/", {**entered(boss, mate), "nonce": "n"})
    assert again.status_code == 303 and ReportSchedule.objects.count() == 1
    wrong = client.post(f"/reports/kept/{report.pk}/mail/", {**entered(), "nonce": "m"})
    assert wrong.status_code == 422


def test_its_page_changes_pauses_tries_previews_and_removes_it(client, boss, mate, report, mailoutbox):
    made = set_up(client, boss, report, boss, mate)
    page = f"/reports/mails/{made.pk}/"
    assert client.post(f"{page}edit/", {**entered(boss, mate, hour="7"), "version": "1"}).status_code == 303
    assert client.post(f"{page}switch/", {"version": "2", "is_on": "0"}).status_code == 303
    assert client.post(f"{page}switch/", {"version": "2", "is_on": "1"}).status_code == 409
    assert client.post(f"{page}switch/", {"version": "3", "is_on": "1"}).status_code == 303
    assert client.post(f"{page}send/", {"nonce": "t"}).status_code == 303
    assert client.post(f"{page}send/", {"nonce": "t"}).status_code == 303  # the same form twice
    outbox.relay()
    assert [mail.to for mail in mailoutbox if "Nothing was found" in mail.body] == [["boss@house.example"]]
    assert "Sent" in client.get(page).content.decode()
    mine, his = (client.get(f"{page}preview/{one.pk}/").content.decode() for one in (boss, mate))
    assert "so-t" in mine and "are not shown" not in his and "not shown here" in his
    assert client.post(f"{page}remove/", {"version": "4"}).status_code == 303
    assert client.get(page).status_code == 404


def test_a_recipient_sees_it_may_leave_and_changes_nothing(client, boss, mate, report):
    made = set_up(client, boss, report, boss, mate)
    page = f"/reports/mails/{made.pk}/"
    client.force_login(mate)
    text = client.get(page).content.decode()
    assert f"{page}leave/" in text and f"{page}switch/" not in text
    assert client.post(f"{page}switch/", {"version": "1", "is_on": "0"}).status_code == 403
    assert client.get(f"{page}preview/{boss.pk}/").status_code == 404
    assert client.post(f"{page}leave/").status_code == 303
    assert client.get(page).status_code == 404
    client.force_login(make_user("sales"))
    assert client.get(page).status_code == 404


def test_the_list_asks_no_more_for_more_rows(client, boss, report, django_assert_max_num_queries):
    client.force_login(boss)
    for number in range(8):
        one = ReportSchedule.objects.create(report=report, created_by=boss, next_at=AT, hour=number)
        one.recipients.add(boss)
        ReportDelivery.objects.create(schedule=one, recipient=boss, due_at=AT)
    client.get("/reports/mails/")
    with django_assert_max_num_queries(14):
        assert client.get("/reports/mails/").status_code == 200


def post(client, path, data=None, key="k", **headers):
    return client.post(path, data, content_type="application/json", headers={"Idempotency-Key": key, **headers})


def test_the_api_does_the_same(client, boss, mate, report, mailoutbox):
    client.force_login(boss)
    given = {"report": report.pk, "rhythm": "MONTHLY", "place": 1, "hour": 8, "recipients": [boss.pk, mate.pk]}
    made = post(client, API, given)
    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["when"], body["file"], body["is_own"]) == ("every month on day 1, 08:00", "XLSX", True)
    one = f"{API}{body['id']}/"
    assert made.headers["Location"] == one
    patch = client.patch(one, {"place": 15}, content_type="application/json", headers={"If-Match": '"1"'})
    assert patch.json()["place"] == 15
    assert client.patch(one, {"place": 9}, content_type="application/json").status_code == 428
    bad = client.patch(one, {"rhythm": "WEEKLY"}, content_type="application/json", headers={"If-Match": '"2"'})
    assert bad.status_code == 400
    assert post(client, f"{one}pause/", key="p").json()["next_at"] is None
    assert post(client, f"{one}resume/", key="r").json()["is_active"] is True
    assert post(client, f"{one}send-now/", key="s").status_code == 202
    assert post(client, f"{one}send-now/", key="s2").status_code == 409
    outbox.relay()
    assert [row["state"] for row in client.get(f"{one}deliveries/").json()["results"]] == ["SENT"]
    assert client.get(f"{one}preview/?person={mate.pk}").json()["recipient"] == mate.name
    assert client.get(API).json()["count"] == 1
    client.force_login(mate)
    assert client.get(one).json()["is_own"] is False
    assert post(client, f"{one}leave/", key="l").status_code == 204
    client.force_login(boss)
    assert client.delete(one, headers={"If-Match": "*"}).status_code == 204


def test_without_the_right_to_take_reports_away_nothing_is_set_up(client, boss, report):
    reports.save_report(actor=boss, report_id=report.pk, sharing="EVERYBODY", at=AT)
    stranger = make_user("sales")
    for role in stranger.user_roles.all():
        role.role.grants.filter(verb="report.export").delete()
    client.force_login(stranger)
    assert client.get(f"/reports/kept/{report.pk}/mail/").status_code == 403
    assert post(client, API, {"report": report.pk}).status_code == 403
