"""Targets over the API, in by a file and out by one, and when two products become one."""

import itertools
from decimal import Decimal as D

import pytest
from django.db import transaction
from django.http import QueryDict
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_department, make_user
from common import errors
from common.exports.lists import Asked
from orders.intake.imports.tests.builders import bring_in, dry_run, issues
from orders.intake.imports.tests.test_masters import masters, section, write
from orders.tests.builders import AT, make_order_cast
from orders.tests.racing import behind
from products.catalogue.models import ProductCategory
from products.cleaning import operations as cleaning
from products.tests.builders import make_product
from reports.targets import exporting, operations, workbook
from reports.targets.models import Target
from reports.targets.operations import Entry
from reports.targets.subjects import Kind, Whose

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
YEAR = 2026
_keys = itertools.count(1)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def boss():
    return make_user("sales_manager")


def api(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def post(client, path, body=None):
    return client.post(f"{V1}{path}", body or {}, format="json", headers={"Idempotency-Key": f"t{next(_keys)}"})


def put(value, whose=None, month=0, measure="amount"):
    entry = Entry(whose or Whose(), month, D(value))
    operations.set_targets(actor=people.system_user(), year=YEAR, measure=measure, entries=[entry], at=AT)


def several(*rows, measure="amount"):
    return {"year": YEAR, "measure": measure, "targets": list(rows)}


# --- API -------------------------------------------------------------------------------------


def test_targets_are_set_read_changed_and_taken_away(cast, boss):
    client = api(boss)
    person = {"kind": "person", "key": str(cast.owner.pk)}
    done = post(client, "/targets/set/", several({"value": "100"}, {**person, "month": 3, "value": "7.5"}))
    assert done.json() == {"added": 2, "changed": 0, "removed": 0}
    found = client.get(f"{V1}/targets/", {"kind": "person"}).json()
    (row,) = found["results"]
    assert (row["key"], row["name"], row["month"], row["value"]) == (
        str(cast.owner.pk), str(cast.owner.name), 3, "7.5",
    )  # fmt: skip
    one = client.get(f"{V1}/targets/{row['id']}/")
    assert one.headers["ETag"] == '"1"'
    path = f"{V1}/targets/{row['id']}/"
    assert client.patch(path, {"value": "9"}, format="json").status_code == 428
    changed = client.patch(path, {"value": "9", "notes": "x"}, format="json", headers={"If-Match": '"1"'})
    assert (changed.json()["value"], changed.json()["version"]) == ("9", 2)
    assert client.patch(path, {"value": "8"}, format="json", headers={"If-Match": '"1"'}).status_code == 412
    assert client.delete(path, headers={"If-Match": '"1"'}).status_code == 412
    assert client.delete(path, headers={"If-Match": '"2"'}).status_code == 204
    assert client.get(path).status_code == 404


def test_rows_name_their_place_and_what_others_stored(cast, boss):
    client = api(boss)
    wrong = post(client, "/targets/set/", several({"value": "1"}, {"kind": "person", "key": "x", "value": "1"}))
    assert (wrong.status_code, list(wrong.json()["fields"])) == (400, ["targets.2.key"])
    bad = post(client, "/targets/set/", several({"value": "-1"}))
    assert list(bad.json()["fields"]) == ["targets.1.value"]
    assert post(client, "/targets/set/", several({"kind": "person", "key": "999999", "value": "1"})).status_code == 404
    put(5)
    row = Target.objects.get()
    stale = post(client, "/targets/set/", several({"value": "6", "id": 0, "version": 0}))
    assert stale.status_code == 409
    assert stale.json()["cells"][0]["stored"] == "5.0000"
    good = several({"value": "6", "id": row.pk, "version": 1})
    assert post(client, "/targets/set/", good).json()["changed"] == 1


def test_nobody_sets_or_reads_what_is_not_his(cast):
    head = make_user("department_head", department=cast.owner.department)
    foreign = make_user("sales")
    put(5, Whose(Kind.PERSON, foreign.pk))
    put(7, measure="profit")
    client = api(head)
    assert client.get(f"{V1}/targets/").json()["count"] == 0
    assert client.get(f"{V1}/targets/{Target.objects.first().pk}/").status_code == 404
    assert post(client, "/targets/set/", several({"value": "1"})).status_code == 403
    assert post(client, "/targets/set/", several({"value": "1"}, measure="profit")).status_code == 403
    mine = several({"kind": "person", "key": str(cast.owner.pk), "value": "1"})
    assert post(client, "/targets/set/", mine).json()["added"] == 1
    assert post(api(cast.owner), "/targets/set/", mine).status_code == 403


def test_the_list_is_narrowed(cast, boss):
    below = make_department(parent=cast.department)
    put(1, Whose(Kind.DEPARTMENT, below.pk))
    put(2, Whose(Kind.PERSON, cast.owner.pk))
    put(3, Whose(Kind.REGION, "North"), month=4)
    put(4)
    client = api(boss)

    def values(**given):
        return {row["value"] for row in client.get(f"{V1}/targets/", given).json()["results"]}

    assert values(kind="company") == {"4"}
    assert values(kind="region") == {"3"}
    assert values(department=cast.department.pk) == {"1", "2"}
    assert values(month=4) == {"3"}
    assert values(year=2020) == set()
    assert client.get(f"{V1}/targets/", {"kind": "x"}).status_code == 400


def test_notes_are_written_changed_and_taken_away(cast, boss):
    client = api(boss)
    given = {"year": YEAR, "subject": "PRICE", "text": "No discounts."}
    made = post(client, "/strategy-notes/", given)
    assert made.status_code == 201
    path = made.headers["Location"]
    assert client.patch(path, {"text": "Few."}, format="json", headers={"If-Match": '"1"'}).json()["text"] == "Few."
    assert client.patch(path, {"text": "x"}, format="json", headers={"If-Match": '"1"'}).status_code == 412
    assert [row["text"] for row in api(cast.owner).get(f"{V1}/strategy-notes/").json()["results"]] == ["Few."]
    assert post(api(cast.owner), "/strategy-notes/", given).status_code == 403
    secret = post(client, "/strategy-notes/", {**given, "department": make_department().pk}).json()
    assert api(cast.owner).get(f"{V1}/strategy-notes/{secret['id']}/").status_code == 404
    head = make_user("department_head", department=cast.owner.department)
    assert post(api(head), "/strategy-notes/", given).status_code == 403
    assert post(api(head), "/strategy-notes/", {**given, "department": head.department_id}).status_code == 201
    assert api(head).delete(path, headers={"If-Match": '"2"'}).status_code == 403
    assert client.delete(path, headers={"If-Match": '"2"'}).status_code == 204
    assert post(client, "/strategy-notes/", {**given, "subject": "X"}).status_code == 400


# --- in and out ------------------------------------------------------------------------------

FIELDS = {"year": "y", "measure": "what", "department": "d", "person": "p", "region": "r", "product": "g",
          "category": "c", "month": "m", "value": "v", "m1": "jan", "m12": "dec", "notes": "n"}  # fmt: skip
PROFILE = masters(["targets"], section("targets", **FIELDS))
HEAD = "y,what,d,p,r,g,c,m,v,jan,dec,n\n"


def test_a_file_brings_a_year_with_its_months_or_single_ones(tmp_path, cast, boss):
    category = ProductCategory.objects.create(code="K1", name="Scales")
    goods = make_product()
    put(1)
    rows = [
        "2026,amount,,,,,,,1200,100,200,whole",
        f"2026,Order amount,{cast.department.code},,,,,,600,,,",
        f"2026,amount,,{cast.owner.name},,,,3,50,,,",
        "2026,amount,,,North,,,,70,,,",
        f"2026,amount,,,,{goods.code},,,80,,,",
        "2026,on_time,,,,,Scales,,95%,,,",
    ]
    run = bring_in(write(tmp_path, targets=HEAD + "\n".join(rows) + "\n"), PROFILE, actor=make_user("administrator"))
    assert run.state == "DONE"
    kept = {
        (
            one.measure,
            one.month,
            one.department_id,
            one.person_id,
            one.region,
            one.product_id,
            one.category_id,
        ): one.value
        for one in Target.objects.all()
    }
    assert kept == {
        ("amount", 0, None, None, "", None, None): 1200,
        ("amount", 1, None, None, "", None, None): 100,
        ("amount", 12, None, None, "", None, None): 200,
        ("amount", 0, cast.department.pk, None, "", None, None): 600,
        ("amount", 3, None, cast.owner.pk, "", None, None): 50,
        ("amount", 0, None, None, "North", None, None): 70,
        ("amount", 0, None, None, "", goods.pk, None): 80,
        ("on_time", 0, None, None, "", None, category.pk): D("0.95"),
    }


def test_rows_that_fit_nobody_or_are_no_targets_are_refused(tmp_path, cast):
    rows = [
        "2026,amount,nowhere,,,,,,1,,,",
        "2026,amount,,nobody,,,,,1,,,",
        f"2026,amount,{cast.department.code},,North,,,,1,,,",
        "2026,amount,,,,,,,,,,",
        "2026,amount,,,,,,13,1,,,",
        "2026,on_time,,,,,,,95,,,",
        "2026,amount,,,,,,,-1,,,",
        "2026,nonsense,,,,,,,1,,,",
        "1066,amount,,,,,,,1,,,",
    ]
    run = dry_run(write(tmp_path, targets=HEAD + "\n".join(rows) + "\n"), PROFILE, actor=make_user("administrator"))
    assert {(code, place) for _entity, code, place in issues(run)} == {
        ("unknown_subject", 2), ("unknown_person", 3), ("several_subjects", 4), ("missing", 5), ("too_large", 6),
        ("too_large", 7), ("too_small", 8), ("unknown_word", 9), ("too_small", 10),
    }  # fmt: skip


def test_nobody_brings_in_targets_that_are_not_his_to_set(tmp_path, cast):
    planner = make_user(roles=["department_head", "order_desk"], department=cast.owner.department)
    rows = [
        "2026,amount,,,,,,,1,,,",
        f"2026,amount,,{cast.owner.username},,,,,1,,,",
        f"2026,amount,,{make_user('sales').username},,,,,1,,,",
        f"2026,profit,,{cast.owner.username},,,,,1,,,",
    ]
    run = dry_run(write(tmp_path, targets=HEAD + "\n".join(rows) + "\n"), PROFILE, actor=planner)
    refused = {(code, place) for _entity, code, place in issues(run)}
    assert {("not_your_plan", 2), ("not_your_plan", 4)} <= refused
    assert ("not_your_plan", 3) not in refused


def taken(actor, query="", columns=None):
    sheet = exporting.open_list(actor, Asked(query=QueryDict(query), at=AT, columns=columns))
    with transaction.atomic():
        return [tuple(row) for row in sheet.rows()]


def test_the_file_that_goes_out_is_one_that_comes_in(cast, boss):
    put(5, Whose(Kind.PERSON, cast.owner.pk), month=3)
    put(7)
    columns = ["year", "month", "measure", "person", "value"]
    assert taken(boss, "kind=person&more=x", columns) == [(2026, 3, "Order amount", cast.owner.username, D(5))]
    assert len(taken(boss)) == 2
    assert len(taken(cast.mate)) == 1
    with pytest.raises(errors.Invalid):
        taken(boss, columns=["secret"])


def test_a_name_that_looks_like_a_formula_stays_a_name():
    import io

    from openpyxl import load_workbook

    made = workbook.written("=x", ["a", "b"], [[2026, "=1+1"]], texts=2, is_share=False)
    cell = load_workbook(io.BytesIO(made)).active["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


# --- when two products become one ------------------------------------------------------------


def test_targets_of_a_product_fill_the_gaps_of_the_one_that_stays():
    source, target = make_product(), make_product()
    put(100, Whose(Kind.PRODUCT, source.pk))
    put(10, Whose(Kind.PRODUCT, source.pk), month=1)
    put(200, Whose(Kind.PRODUCT, target.pk))
    cleaning.merge_products(actor=people.system_user(), source_id=source.pk, target_id=target.pk, at=AT)
    assert {(row.product_id, row.month): row.value for row in Target.objects.all()} == {
        (target.pk, 0): 200, (target.pk, 1): 10,
    }  # fmt: skip
    with pytest.raises(errors.Conflict):
        put(1, Whose(Kind.PRODUCT, source.pk))


@pytest.mark.django_db(transaction=True)
def test_a_target_set_while_its_product_is_merged_is_refused():
    source, target = make_product(), make_product()

    def merge():
        cleaning.merge_products(actor=people.system_user(), source_id=source.pk, target_id=target.pk, at=AT)

    assert isinstance(behind(merge, lambda: put(1, Whose(Kind.PRODUCT, source.pk))), errors.Conflict)
    assert not Target.objects.exists()
