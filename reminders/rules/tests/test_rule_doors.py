"""The pages and the API of reminder rules and their words."""

import itertools

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from common import dates
from orders.tests.builders import REQUESTED, make_effective
from orders.tests.page_builders import Browser, statements
from reminders.rules.models import ReminderRule, ReminderTemplate

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


@pytest.fixture
def keeper():
    return make_user("administrator")


@pytest.fixture
def browser(keeper):
    return Browser(keeper)


def shipped(code="delivery_near"):
    return ReminderRule.objects.get(code=code)


def form(rule=None, **more):
    entries = {
        "name": "Large orders",
        "anchor": "delivery",
        "unit": "DAY",
        "steps": "-3，0",
        "recipients": ["OWNER"],
        "channels": ["INBOX", "MAIL"],
        "template": ReminderTemplate.objects.get(name="Delivery is near").pk,
        "is_digest": "on",
        "send_at": "08:30",
        "is_active": "on",
        "rank": 5,
    }
    return {**entries, **({"version": rule.version} if rule else {}), **more}


def test_the_list_says_what_each_rule_does_in_a_fixed_number_of_statements(browser):
    page = browser.get("/reminders/rules/")
    text = page.content.decode()
    assert "7, 3 and 1 days before and on the day" in text and "Undelivered orders, week by week" in text
    browser.warm()
    few = statements(lambda: browser.get("/reminders/rules/"))
    ReminderRule.objects.filter(code__startswith="delivery").update(name="Other")
    source = shipped("task_late")
    for n in range(5):
        source.pk, source.code = None, f"more-{n}"
        source.save()
    assert statements(lambda: browser.get("/reminders/rules/")) == few


def test_who_does_not_keep_the_rules_is_refused():
    other = Browser(make_user("sales"))
    for url in ("/reminders/rules/", f"/reminders/rules/{shipped().pk}/", "/reminders/words/", "/reminders/rules/new/"):
        assert other.get(url).status_code == 403


def test_the_form_of_a_new_rule_names_an_hour_for_its_letter_and_calls_words_words(browser):
    page = browser.get("/reminders/rules/new/").content.decode()
    assert 'name="send_at" value="08:30"' in page
    assert "Place in the list" in page and '>Words <span class="req"' in page


def test_a_rule_is_added_and_changed_by_its_form(browser):
    assert browser.post("/reminders/rules/new/", **form()).status_code == 303
    rule = ReminderRule.objects.get(name="Large orders")
    assert (rule.steps, rule.recipients, rule.rank) == ([-3, 0], ["OWNER"], 5)
    page = browser.get(f"/reminders/rules/{rule.pk}/edit/").content.decode()
    assert 'value="-3, 0"' in page
    assert browser.post(f"/reminders/rules/{rule.pk}/edit/", **form(rule, steps="-5")).status_code == 303
    assert ReminderRule.objects.get(pk=rule.pk).steps == [-5]
    assert browser.post(f"/reminders/rules/{rule.pk}/edit/", **form(rule, steps="-6")).status_code == 409


def test_what_makes_no_sense_stands_beside_its_field(browser):
    page = browser.post("/reminders/rules/new/", **form(steps="soon", recipients=["NEXT"]))
    assert page.status_code == 422 and "Enter whole numbers" in page.content.decode()
    page = browser.post("/reminders/rules/new/", **form(recipients=["NEXT"]))
    assert page.status_code == 422 and "Here these can be told" in page.content.decode()


def test_a_rule_is_switched_and_copied(browser):
    rule = shipped()
    assert browser.post(f"/reminders/rules/{rule.pk}/switch/", version=rule.version, is_on="0").status_code == 303
    assert shipped().is_active is False
    answer = browser.post(f"/reminders/rules/{rule.pk}/copy/", nonce="one")
    again = browser.post(f"/reminders/rules/{rule.pk}/copy/", nonce="one")
    assert answer.headers["Location"] == again.headers["Location"]
    assert ReminderRule.objects.filter(code__startswith="own-").count() == 1


def test_it_shows_what_it_would_find_today(browser, keeper, monkeypatch):
    order = make_effective()
    line = order.lines.get()
    monkeypatch.setattr("reminders.rules.views.clock.now", lambda: dates.day_start(line.promised_date or REQUESTED))
    page = browser.get(f"/reminders/rules/{shipped().pk}/", **{"try": "1"}).content.decode()
    assert "One is due by this rule today." in page and str(order) in page
    quiet = browser.get(f"/reminders/rules/{shipped('payment_near').pk}/", **{"try": "1"}).content.decode()
    assert "Nothing is due by this rule today." in quiet


def test_words_are_previewed_with_something_real_before_they_are_saved(browser):
    order = make_effective()
    row = shipped().template
    texts = {name: getattr(row, name) for name in ("subject_zh", "subject_en", "text_zh", "text_en")}
    texts["subject_en"] = "Hurry: {order}"
    page = browser.post(f"/reminders/words/{row.pk}/", **texts, name=row.name, version=row.version, preview="1")
    assert page.status_code == 200 and f"Hurry: {order}" in page.content.decode()
    part = browser.send("/reminders/words/preview/", target="preview", **texts, anchor="delivery")
    assert f"Hurry: {order}" in part.content.decode()
    row.refresh_from_db()
    assert not row.subject_en.startswith("Hurry")
    saved = browser.post(f"/reminders/words/{row.pk}/", **texts, name=row.name, version=row.version, is_active="on")
    assert saved.status_code == 303
    row.refresh_from_db()
    assert row.subject_en == "Hurry: {order}"


def api(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def once():
    return {"HTTP_IDEMPOTENCY_KEY": f"rule-{next(_keys)}"}


def test_the_api_makes_changes_tries_and_switches_a_rule(keeper):
    client = api(keeper)
    body = {
        "name": "By hand",
        "anchor": "payment",
        "steps": [-3],
        "recipients": ["OWNER", "NAMED"],
        "people": [keeper.username],
        "channels": ["MAIL"],
        "template": shipped("payment_near").template_id,
        "send_at": "09:00",
    }
    made = client.post("/api/v1/reminder-rules/", body, format="json", **once())
    assert made.status_code == 201, made.json()
    url = f"/api/v1/reminder-rules/{made.json()['id']}/"
    assert made.json()["people"] == [keeper.username] and made.json()["sentence"]
    changed = client.patch(url, {"steps": [-5, -1]}, format="json", HTTP_IF_MATCH=made.headers["ETag"])
    assert changed.json()["steps"] == [-5, -1]
    assert client.patch(url, {"steps": [1]}, format="json", HTTP_IF_MATCH=made.headers["ETag"]).status_code == 412
    assert client.post(f"{url}switch-off/", **once()).json()["is_active"] is False
    assert client.get(f"{url}try/").json()["count"] == 0
    assert client.post(f"{url}copy/", **once()).status_code == 201
    wrong = client.post("/api/v1/reminder-rules/", {**body, "template": 0}, format="json", **once())
    assert wrong.status_code == 400 and "template" in wrong.json()["fields"]


def test_the_api_lists_what_is_counted_from_and_keeps_words(keeper):
    client = api(keeper)
    assert {"delivery", "payment"} <= {one["code"] for one in client.get("/api/v1/reminder-anchors/").json()}
    body = {"name": "Mine", **dict.fromkeys(("subject_zh", "subject_en", "text_zh", "text_en"), "{order}")}
    made = client.post("/api/v1/reminder-templates/", body, format="json", **once())
    assert made.status_code == 201
    url = f"/api/v1/reminder-templates/{made.json()['id']}/"
    shown = client.post(f"{url}preview/", {"anchor": "delivery"}, format="json", **once())
    assert [one["language"] for one in shown.json()] == ["zh-hans", "en"] and not shown.json()[0]["is_real"]
    changed = client.patch(url, {"text_en": "{moon}"}, format="json", HTTP_IF_MATCH=made.headers["ETag"])
    assert changed.status_code == 400
    assert api(make_user("sales")).get("/api/v1/reminder-rules/").status_code == 403
