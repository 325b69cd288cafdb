"""Pages, files and API of commissions: who opens them, what they do, and that a sent form counts once."""

import re
from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import clock
from orders.settlement import operations as settlement
from orders.settlement.models import Receipt
from orders.tests.builders import make_order_cast
from reports.commissions import operations, reviewing
from reports.commissions.models import CommissionRule, CommissionStatement
from reports.commissions.tests import worlds
from reports.commissions.tests.worlds import LATER, NOVEMBER, THEN
from reports.standard.reports import Wanted

pytestmark = pytest.mark.django_db
MONTH = "/reports/commissions/"
RULES = "/reports/commissions/rules/"


@pytest.fixture
def cast(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: THEN)
    return make_order_cast()


@pytest.fixture
def owner(cast):
    worlds.make_rule(name="Money")
    worlds.set_target(cast.owner, 800)
    worlds.sell_and_get_paid(cast.owner, 1000)
    worlds.count()
    return cast.owner


def one(person):
    return f"/reports/commissions/people/{person.pk}/2026-11/"


def text(answer):
    return answer.content.decode()


def followed(client, answer):
    assert answer.status_code == 303
    return text(client.get(answer.headers["Location"]))


def key(number):
    return {"HTTP_IDEMPOTENCY_KEY": f"k-{number}"}


def test_the_list_shows_last_month_with_sums_and_confirms_several(owner, client):
    money = worlds.finance()
    client.force_login(money)
    page = text(client.get(MONTH))
    assert "12.00" in page
    assert "2026-11" in page
    given = {"nonce": "n1", "month": "2026-11", "ids": [owner.pk], f"shown-{owner.pk}": "12.00"}
    assert "1 confirmed" in followed(client, client.post(f"{MONTH}confirm/", given))
    again = client.post(f"{MONTH}confirm/", given)
    assert again.status_code == 303
    assert CommissionStatement.objects.count() == 1
    answer = client.post(f"{MONTH}pay/", {"nonce": "n2", "month": "2026-11", "ids": [owner.pk]})
    assert "1 noted as paid" in followed(client, answer)
    assert CommissionStatement.objects.get().state == "PAID"


def test_several_that_moved_are_refused_in_words(owner, client):
    client.force_login(worlds.finance())
    given = {"nonce": "n1", "month": "2026-11", "ids": [owner.pk], f"shown-{owner.pk}": "11.00"}
    assert "12.00 now, not to 11.00" in followed(client, client.post(f"{MONTH}confirm/", given))
    damaged = {"nonce": "n2", "month": "2026-11", "ids": ["x"]}
    assert client.post(f"{MONTH}confirm/", damaged).status_code in (400, 422)


def test_the_list_narrows_by_department_and_state(owner, client):
    client.force_login(worlds.finance())
    for query, is_there in (
        (f"department={owner.department_id}", True),
        ("department=999999", None),
        ("state=DRAFT", True),
        ("state=PAID", False),
        ("month=2026-10", False),
    ):
        answer = client.get(f"{MONTH}?{query}")
        assert answer.status_code == (404 if is_there is None else 200)
        named = re.search(rf"{owner.name}\b", text(answer))  # “Person 5” is no part of “Person 51”
        assert bool(named) == bool(is_there)
    assert client.get(f"{MONTH}?month=2026-1x").status_code == 422


def test_one_sees_his_own_and_no_other(owner, cast, client):
    client.force_login(owner)
    answer = client.get(f"{MONTH}mine/", follow=True)
    assert "My commission" in text(answer)
    assert "12.00" in text(answer)
    assert "Money" in text(client.get(one(owner)))
    client.force_login(cast.mate)
    assert client.get(one(owner)).status_code == 404
    client.force_login(make_user("warehouse"))
    assert client.get(MONTH).status_code == 403


def test_a_statement_opens_to_what_it_counts_and_says_what_it_means(owner, client):
    client.force_login(owner)
    page = text(client.get(one(owner)))
    rows = f"/reports/rows/?measures=received&amp;since=2026-11-01&amp;until=2026-11-30&amp;f.salesperson={owner.pk}"
    assert rows in page
    assert "from 100 % of the target" in page
    assert client.get(rows.replace("&amp;", "&")).status_code == 200


def test_what_is_hidden_stays_hidden_and_what_it_earns_does_not(cast, client):
    worlds.make_rule(name="Profit", measure="profit", steps=[["0", "0.01"]])
    worlds.sell(cast.owner)
    worlds.count()
    client.force_login(cast.owner)
    page = text(client.get(one(cast.owner)))
    assert "measures=profit" not in page
    assert "hidden from your roles" in page
    client.force_login(worlds.finance())
    assert "measures=profit" in text(client.get(one(cast.owner)))
    client.force_login(cast.owner)
    (line,) = client.get(f"/api/v1/commission-statements/2026-11-{cast.owner.pk}/").json()["lines"]
    assert (line["base"], line["facts"], line["parts"]) == (None, None, [])


def test_confirming_asks_for_a_reason_and_counts_once(owner, client):
    client.force_login(worlds.finance())
    assert "12.00" in text(client.get(f"{one(owner)}confirm/"))
    given = {"nonce": "a", "shown": "12.00", "adjustment": "3", "reason": ""}
    assert client.post(f"{one(owner)}confirm/", given).status_code == 422
    given |= {"reason": "fair", "nonce": "b"}
    assert client.post(f"{one(owner)}confirm/", given).status_code == 303
    assert client.post(f"{one(owner)}confirm/", given).status_code == 303
    assert CommissionStatement.objects.get().adjustment == 3
    page = text(client.get(one(owner)))
    assert "fair" in page
    back = {"version": "1", "reason": "wrong"}
    assert client.post(f"{one(owner)}take-back/", {**back, "version": "2"}).status_code == 409
    assert client.post(f"{one(owner)}take-back/", back).status_code == 303
    assert not CommissionStatement.objects.exists()
    client.post(f"{one(owner)}confirm/", {"nonce": "c", "shown": "12.00"})
    assert client.post(f"{one(owner)}pay/", {"version": "1"}).status_code == 303
    assert "Commission paid" in text(client.get(one(owner)))


def test_corrections_are_ticked_and_may_be_left_out(owner, client, monkeypatch):
    operations.confirm(actor=worlds.finance(), person_id=owner.pk, month=NOVEMBER, at=THEN)
    settlement.void_receipt(actor=system_user(), receipt_id=Receipt.objects.get().pk, reason="bounced", at=THEN)
    worlds.set_target(owner, 100, month=12)
    worlds.count(LATER)
    monkeypatch.setattr(clock, "now", lambda: LATER)
    client.force_login(worlds.finance())
    assert "differ by −12.00 now" in text(client.get(one(owner)))
    december = one(owner).replace("2026-11", "2026-12")
    page = text(client.get(f"{december}confirm/"))
    assert "Amount received 1,000.00 → 0.00" in page
    given = {"nonce": "a", "shown": "-12.00"}
    assert client.post(f"{december}confirm/", given).status_code == 303  # nothing is ticked
    kept = CommissionStatement.objects.get(month=worlds.DECEMBER)
    assert (kept.amount, [line["kind"] for line in kept.lines]) == (0, ["RULE"])
    client.post(f"{december}take-back/", {"version": "1", "reason": "x"})
    client.post(f"{december}confirm/", {**given, "nonce": "b", "corrections": ["2026-11"]})
    assert CommissionStatement.objects.get(month=worlds.DECEMBER).amount == D("-12.00")


@pytest.mark.parametrize("form", ["xlsx", "csv", "pdf"])
def test_files_of_a_month_and_of_one(owner, client, form):
    client.force_login(worlds.finance())
    for path in (f"{MONTH}file/", f"{one(owner)}file/"):
        answer = client.get(f"{path}?file={form}")
        assert answer.status_code == 200
        assert len(b"".join(answer.streaming_content)) > 150
        assert client.get(f"{path}?file=exe").status_code == 404
    client.force_login(owner)
    assert client.get(f"{one(owner)}file/?file={form}").status_code == 200


def test_a_rule_is_tried_before_it_is_saved(owner, client):
    client.force_login(make_user("executive"))
    given = {
        "nonce": "r1",
        "name": "New",
        "measure": "received",
        "first": "2027-01",
        "share_0": "0",
        "rate_0": "1",
        "share_1": "100",
        "rate_1": "7",
    }
    page = text(client.post(f"{RULES}new/", {**given, "preview": "1", "is_active": "on"}))
    assert "22.00" in page  # 8 + 7 % of 200
    assert CommissionRule.objects.count() == 1
    answer = client.post(f"{RULES}new/", given)  # not in use: it may overlap
    assert answer.status_code == 303
    rule = CommissionRule.objects.get(name="New")
    assert rule.steps == [["0", "0.01"], ["1", "0.07"]]
    assert (rule.valid_from, rule.valid_until, rule.is_active) == (date(2027, 1, 1), None, False)
    page = text(client.get(f"{RULES}{rule.pk}/"))
    assert 'value="7"' in page
    wrong = {**given, "version": "1", "share_0": "5"}
    answer = client.post(f"{RULES}{rule.pk}/", wrong)
    assert answer.status_code == 422
    assert "begins at zero" in text(answer)
    assert client.post(f"{RULES}{rule.pk}/", {**given, "version": "1", "rate_1": ""}).status_code == 422
    assert client.post(f"{RULES}{rule.pk}/", {**given, "version": "9"}).status_code == 409
    assert "from 100 %: 7 %" in text(client.get(RULES))


def test_rules_are_not_for_everybody(owner, client):
    client.force_login(owner)
    for path in (RULES, f"{RULES}new/", f"{RULES}1/"):
        assert client.get(path).status_code == 403


def test_a_rule_is_kept_in_the_console_too(owner, client):
    client.force_login(make_user("administrator"))
    path = reverse("admin:reports_commissionrule_add")
    given = {"name": "Console", "measure": "amount", "steps": "0: 1\n100: 1.5 %", "valid_from": "2026-01-01"}
    answer = client.post(path, {**given, "valid_until": "", "is_active": "on", "is_whole": "", "department": ""})
    assert answer.status_code == 302, text(answer)
    assert CommissionRule.objects.get(name="Console").steps == [["0", "0.01"], ["1", "0.015"]]
    answer = client.post(path, {**given, "name": "Other", "steps": "5: 1", "is_active": "on"})
    assert "begins at zero" in text(answer)


def test_the_api_reads_confirms_pays_and_takes_back(owner, client):
    client.force_login(worlds.finance())
    month = client.get("/api/v1/commission-statements/?month=2026-11").json()
    assert (month["totals"]["total"], month["totals"]["drafts"]) == ("12.00", 1)
    path = f"/api/v1/commission-statements/2026-11-{owner.pk}/"
    found = client.get(path).json()
    assert (found["state"], found["lines"][0]["base"], found["lines"][0]["parts"][1]["rate"]) == (
        "DRAFT",
        "1000.00",
        "0.02",
    )

    def post(verb, data, number, **more):
        return client.post(f"{path}{verb}/", data, content_type="application/json", **key(number), **more)

    assert post("confirm", {"shown": "11.00"}, 1).status_code == 409
    answer = post("confirm", {"shown": "12.00"}, 2)
    assert (answer.status_code, answer.json()["state"]) == (200, "CONFIRMED")
    assert post("take-back", {"reason": "x"}, 3, HTTP_IF_MATCH='"5"').status_code == 412
    assert post("take-back", {"reason": "x"}, 4).json()["state"] == "DRAFT"
    post("confirm", {"adjustment": "-2.00", "reason": "advance"}, 5)
    paid = post("pay", None, 6)
    assert (paid.json()["state"], paid.json()["total"]) == ("PAID", "10.00")
    assert client.get("/api/v1/commission-statements/?month=2026-13").status_code == 400
    assert client.get("/api/v1/commission-statements/?mont=2026-11").status_code == 400


def test_rules_over_the_api(owner, client):
    client.force_login(make_user("executive"))
    path, json = "/api/v1/commission-rules/", {"content_type": "application/json"}
    body = {
        "name": "API",
        "measure": "amount",
        "steps": [{"share": "0", "rate": "0.01"}],
        "valid_from": "2026-01-01",
        "department": owner.department.code,
    }
    tried = client.post(f"{path}preview/", body, **json, **key(1)).json()
    assert (tried["month"], tried["results"][0]["person"], tried["results"][0]["after"]) == (
        "2026-11",
        owner.username,
        "22.00",
    )
    made = client.post(path, body, **json, **key(2))
    assert (made.status_code, made.json()["department"]) == (201, owner.department.code)
    at = f"{path}{made.json()['id']}/"
    assert client.patch(at, {"name": "x"}, **json).status_code == 428
    changed = client.patch(at, {"steps": [{"share": "0", "rate": "0.02"}]}, **json, HTTP_IF_MATCH='"1"')
    assert [(D(step["share"]), D(step["rate"])) for step in changed.json()["steps"]] == [(0, D("0.02"))]
    assert [rule["name"] for rule in client.get(path).json()] == ["API", "Money"]
    assert client.post(path, {**body, "department": "??"}, **json, **key(3)).status_code == 400


def test_the_report_tells_what_was_paid_and_what_is_open(owner, cast):
    money = worlds.finance()
    worlds.sell_and_get_paid(cast.mate, 500)
    worlds.count()
    operations.confirm(actor=money, person_id=owner.pk, month=NOVEMBER, at=THEN)
    operations.pay(actor=money, person_id=owner.pk, month=NOVEMBER, at=THEN)

    def paper(by, actor=money, **more):
        wanted = Wanted(actor, date(2026, 12, 3), date(2026, 1, 1), date(2026, 12, 31), by=by, here="/x/", **more)
        return reviewing.commission_and_reward(wanted)

    found = paper("person")
    assert [row.cells[0] for row in found.rows] == [owner.name, cast.mate.name]
    total, paid, draft = found.index("total"), found.index("paid"), found.index("draft")
    assert [found.sums[place] for place in (total, paid, draft)] == [D("17.00"), D("12.00"), D("5.00")]
    assert paper("department").sums[total] == D("17.00")
    assert [row.cells[0] for row in paper("month").rows] == ["2026-11"]
    assert paper("person", actor=cast.mate).sums[total] == D("5.00")
    assert len(paper("person", salesperson=owner.pk).rows) == 1
    assert str(found.rows[0].url).endswith(f"/people/{owner.pk}/")


def test_the_report_stands_in_the_catalogue(owner, client):
    client.force_login(worlds.finance())
    answer = client.get("/reports/standard/commission/?period=this_year")
    assert answer.status_code == 200
    assert "12.00" in text(answer)
    client.force_login(make_user("warehouse"))
    assert client.get("/reports/standard/commission/").status_code == 403
