"""The plan as a page: read, typed into, saved in one go, refused with what others stored, proposed, taken away."""

import io
import json
from decimal import Decimal as D

import pytest
from openpyxl import load_workbook

from accounts.people import queries as people
from accounts.tests.builders import make_department, make_user
from common import clock
from orders.tests.builders import AT, line, make_effective, make_order_cast
from products.tests.builders import make_product
from reports.facts import operations as facts
from reports.outlook.tests.worlds import TODAY, repeat, settle
from reports.targets import operations
from reports.targets.models import Target
from reports.targets.operations import Entry
from reports.targets.subjects import Kind, Whose

pytestmark = pytest.mark.django_db
PATH = "/reports/targets/"
YEAR = TODAY.year


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def boss():
    return make_user("sales_manager", name="Li Na")


def put(value, whose=None, month=0, measure="amount", year=YEAR):
    entry = Entry(whose or Whose(), month, D(value))
    operations.set_targets(actor=people.system_user(), year=year, measure=measure, entries=[entry], at=AT)


def page(client, user, **given):
    client.force_login(user)
    return client.get(PATH, given)


def typed(answer, **changed):
    """The form of a page as a browser sends it, with some cells other: ``{code: {month: text}}``."""
    sheet = answer.context["sheet"]
    data = {"version": sheet.seen}
    for number, row in enumerate(sheet.all_lines):
        if row.can_edit:
            data[f"plan-{number}-who"] = row.member.whose.code
            data |= {box.name: changed.get(row.member.whose.code, {}).get(box.month, box.text) for box in row.boxes}
    return data


def send(client, data, **given):
    return client.post(f"{PATH}?{'&'.join(f'{name}={value}' for name, value in given.items())}", data)


def test_the_plan_is_read_typed_into_and_saved_in_one_go(client, cast, boss):
    who = f"person:{cast.owner.pk}"
    answer = page(client, boss, kind="person")
    assert answer.status_code == 200
    cells = {"company:0": {0: "1,200,000", 1: "３００００"}, who: {0: "600000", 12: "60000.5"}}
    assert send(client, typed(answer, **cells), kind="person").status_code == 303
    kept = {(row.person_id, row.month): row.value for row in Target.objects.all()}
    assert kept == {
        (None, 0): 1_200_000, (None, 1): 30_000, (cast.owner.pk, 0): 600_000, (cast.owner.pk, 12): D("60000.5"),
    }  # fmt: skip
    again = page(client, boss, kind="person")
    assert send(client, typed(again, **{who: {12: ""}}), kind="person").status_code == 303
    assert not Target.objects.filter(month=12).exists()
    assert Target.objects.get(person=None, month=0).version == 1  # what was not touched stays


def test_parts_stand_beside_the_whole_with_the_difference(client, boss):
    north, south = make_department("North"), make_department("South")
    below = make_department("Below", parent=north)
    put(1000)
    for department, value in ((north, 500), (south, 300), (below, 450)):
        put(value, Whose(Kind.DEPARTMENT, department.pk))
    sheet = page(client, boss).context["sheet"]
    assert (sheet.foot.sums[0], sheet.foot.gaps[0]) == ("800", "−200")
    rows = {row.member.name: row for row in sheet.lines}
    assert (rows["North"].parts, rows["North"].parts_gap) == ("450", "−50")
    assert rows["Below"].member.level == 1
    assert rows["South"].boxes[3].spread == "25"


def test_months_beyond_the_year_are_told(client, boss):
    put(100)
    put(60, month=1)
    put(60, month=2)
    whole = page(client, boss).context["sheet"].whole
    assert (whole.months, whole.gap) == ("120", "+20")


def test_last_years_figures_stand_below_each_cell_and_proposals_are_not_saved(client, cast):
    order = make_effective(cast.owner, lines=[line(make_product(list_price=D(10)), 6)])
    facts.keep_up(at=AT, patience=0)
    before = TODAY.month - 1  # months of this year that are over
    repeat(order, [100, *[0] * 4, 300, *[0] * 6, *[0] * before])  # January 100, June 300 of last year
    settle()
    put(8000)
    sheet = page(client, cast.director, kind="person").context["sheet"]
    assert [sheet.whole.boxes[month].last for month in (0, 1, 6)] == ["400", "100", "300"]
    proposed = page(client, cast.director, kind="person", propose="seasons").context["sheet"]
    assert [proposed.whole.boxes[month].text for month in (0, 1, 2, 6)] == ["8,000", "2,000", "", "6,000"]
    grown = page(client, cast.director, kind="person", propose="growth", percent="50").context["sheet"]
    own = next(row for row in grown.lines if row.member.whose.key == cast.owner.pk)
    assert [own.boxes[month].text for month in (0, 1, 6)] == ["600", "150", "450"]
    assert Target.objects.count() == 1
    assert page(client, cast.director, propose="growth", percent="-100").status_code in (400, 422)
    answer = page(client, cast.director, kind="person", propose="seasons")
    assert send(client, typed(answer), kind="person").status_code == 303
    assert Target.objects.get(person=None, month=6).value == 6000


@pytest.mark.parametrize("wrong", ["abc", "1,5", "-3", "0", "1e5", "9" * 30, "=1+1", "<b>"])
def test_what_cannot_be_read_is_said_at_its_cell_and_nothing_is_saved(client, boss, wrong):
    answer = page(client, boss)
    refused = send(client, typed(answer, **{"company:0": {1: wrong, 2: "5"}}))
    assert refused.status_code == 422
    box = refused.context["sheet"].whole.boxes[1]
    assert box.fault
    assert box.text == wrong[:60]
    assert not Target.objects.exists()


def test_the_second_of_two_is_told_who_stored_what_and_keeps_what_he_typed(client, boss):
    put(100)
    other = make_user("sales_manager", name="Wang Wu")
    seen = page(client, other)
    first = page(client, boss)
    assert send(client, typed(first, **{"company:0": {0: "200"}})).status_code == 303
    client.force_login(other)
    refused = send(client, typed(seen, **{"company:0": {0: "300", 5: "20"}}))
    text = refused.content.decode()
    assert refused.status_code == 409
    assert "Li Na" in text
    whole = refused.context["sheet"].whole
    assert (whole.boxes[0].text, whole.boxes[5].text) == ("300", "20")
    assert "200" in whole.boxes[0].told
    assert Target.objects.get().value == 200
    assert send(client, typed(refused)).status_code == 303  # he knows now
    assert {row.month: row.value for row in Target.objects.all()} == {0: 300, 5: 20}


def test_what_was_not_touched_does_not_undo_what_others_stored(client, boss):
    put(100)
    seen = page(client, boss)
    put(500)
    assert send(client, typed(seen, **{"company:0": {1: "7"}})).status_code == 303
    assert {row.month: row.value for row in Target.objects.all()} == {0: 500, 1: 7}


def test_shares_are_typed_in_per_cent(client, boss):
    answer = page(client, boss, measure="on_time")
    cells = {"company:0": {0: "95", 3: "97.5%", 4: "98％"}}
    assert send(client, typed(answer, **cells), measure="on_time").status_code == 303
    assert {row.month: row.value for row in Target.objects.all()} == {0: D("0.95"), 3: D("0.975"), 4: D("0.98")}
    again = page(client, boss, measure="on_time").context["sheet"].whole
    assert [again.boxes[month].text for month in (0, 3)] == ["95", "97.5"]
    assert page(client, boss, measure="on_time").context["sheet"].foot is None


def test_a_head_sets_his_own_and_reads_the_company(client, cast):
    head = make_user("department_head", department=cast.owner.department)
    stranger = make_user("sales", name="Foreign Person")
    put(1000)
    answer = page(client, head, kind="person")
    sheet = answer.context["sheet"]
    assert not sheet.whole.can_edit
    assert "Foreign Person" not in answer.content.decode()
    assert {row.member.whose.key for row in sheet.lines} >= {cast.owner.pk, cast.mate.pk}
    data = typed(answer, **{f"person:{cast.owner.pk}": {0: "500"}})
    assert send(client, data, kind="person").status_code == 303
    forged = {**data, "plan-77-who": f"person:{stranger.pk}", "plan-77-m0": "5"}
    assert send(client, forged, kind="person").status_code == 404
    company = {**data, "plan-77-who": "company:0", "plan-77-m0": "5"}
    assert send(client, company, kind="person").status_code == 403


def test_who_may_not_plan_reads_and_sends_nothing(client, cast):
    put(1000)
    put(500, Whose(Kind.PERSON, cast.mate.pk))
    answer = page(client, cast.owner, kind="person")
    assert answer.status_code == 200
    assert not answer.context["sheet"].can_save
    assert str(cast.mate.name) not in answer.content.decode()
    data = {"version": "{}", "plan-0-who": f"person:{cast.owner.pk}", "plan-0-m0": "1"}
    assert send(client, data, kind="person").status_code == 403
    assert client.get(f"{PATH}plan.xlsx").status_code == 403


def test_damaged_and_hostile_forms_are_refused(client, boss):
    client.force_login(boss)
    for version in ("x", "[]", '{"a:1":{"1":[1,1,"5"]}}', '{"person:1":{"1":["x",1,"5"]}}', "[" * 3000):
        assert send(client, {"version": version}).status_code in (400, 422)
    for who in ("person:0", "person:99999999999999999999", "nobody:1", "region:", "region:a\0b"):
        assert send(client, {"version": "{}", "plan-0-who": who, "plan-0-m0": "1"}).status_code in (400, 404, 422)
    twice = {"version": "{}", "plan-0-who": "company:0", "plan-1-who": "company:0", "plan-0-m0": "1"}
    assert send(client, twice).status_code in (400, 422)
    script = {"version": "{}", "plan-0-who": "region:<script>", "plan-0-m0": "1"}
    assert send(client, script, kind="region").status_code == 303
    assert "<script>" not in page(client, boss, kind="region").content.decode().split("<tbody>")[1]
    for wrong in ({"year": "x"}, {"measure": "nonsense"}, {"kind": "company"}, {"percent": "x"}):
        assert page(client, boss, **wrong).status_code in (400, 422)
    assert page(client, boss, year="2199", more="person:1,x,region:y", department="9" * 30).status_code == 200


def test_hidden_measures_and_foreign_departments_are_no_plans(client, cast):
    head = make_user("department_head", department=cast.owner.department)
    assert page(client, head, measure="profit").status_code == 403
    assert "Gross profit" not in page(client, head).content.decode()
    assert page(client, head, kind="person", department=make_department().pk).status_code == 404
    assert page(client, make_user(None)).status_code == 403


def test_rows_are_added_by_what_was_typed(client, boss):
    goods = make_product(name="Unusual Scale")
    answer = page(client, boss, kind="product", q="unusual")
    assert [row.member.whose.key for row in answer.context["sheet"].lines] == [goods.pk]
    assert send(client, typed(answer, **{f"product:{goods.pk}": {0: "5"}}), kind="product").status_code == 303
    assert [row.member.whose.key for row in page(client, boss, kind="product").context["sheet"].lines] == [goods.pk]
    assert page(client, boss, kind="region", q="New place").context["sheet"].lines[0].member.name == "New place"
    assert page(client, boss, kind="category", measure="received").context["sheet"].plan.kind == Kind.DEPARTMENT


def test_a_plan_goes_out_as_a_workbook_to_fill_in(client, cast, boss):
    put(1200, Whose(Kind.PERSON, cast.owner.pk))
    put(90, Whose(Kind.PERSON, cast.owner.pk), month=2)
    client.force_login(boss)
    answer = client.get(f"{PATH}plan.xlsx", {"kind": "person"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    mine = next(row for row in rows if row[3] == cast.owner.username)
    assert mine[0] == YEAR
    assert mine[8:11] == (1200, None, 90)


def test_the_number_of_statements_does_not_grow_with_rows(client, boss, django_assert_max_num_queries):
    page(client, boss, kind="person")
    for _n in range(12):
        put(100, Whose(Kind.PERSON, make_user("sales").pk))
    with django_assert_max_num_queries(40):
        page(client, boss, kind="person")


def test_what_was_shown_is_small_and_plain(client, boss):
    put(100)
    sheet = page(client, boss).context["sheet"]
    row = Target.objects.get()
    assert json.loads(sheet.seen)["company:0"] == {"0": [row.pk, 1, "100"]}


def test_the_page_is_there_in_chinese(client):
    boss = make_user("sales_manager", language="zh-hans")
    text = page(client, boss).content.decode()
    for words in ("目标", "保存目标", "全公司", "按去年各月比例分摊全年目标"):
        assert words in text, words
