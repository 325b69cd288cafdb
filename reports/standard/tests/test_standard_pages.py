"""Standard reports behind their doors: catalogue, page, files, kept under a name, API; never more than one may see."""

import copy
import csv
import io
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.tests.builders import make_user
from common import clock, errors
from common.models import Event
from orders.tests.builders import line, make_buyer, make_effective
from products.tests.builders import make_product
from reports.builder import operations
from reports.builder.models import SavedReport
from reports.facts import operations as facts
from reports.figures.periods import Period
from reports.standard import parameters, queries
from reports.standard.reports import Control, Standard, standard
from reports.standard.tests.worlds import AT, TODAY, make_world
from reports.standard.wiring import ROOMS

pytestmark = pytest.mark.django_db
LIST, API = "/reports/standard/", "/api/v1/standard-reports/"
CODES = list(standard)
MINE = [one.code for room in ROOMS for one in room.REPORTS]


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture(scope="module")
def standing(once_a_file):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: AT)
        return once_a_file(make_world)


@pytest.fixture
def world(standing):
    return copy.deepcopy(standing)


def get(client, user, path, **given):
    client.force_login(user)
    return client.get(path, given)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Standard reports", "Sales trend", "Who orders most")), ("zh-hans", ("标准报表", "销售趋势", "客户排行"))],
)
def test_the_catalogue_tells_the_reports_by_subject_with_their_questions(client, world, language, words):
    owner = world.cast.owner
    type(owner).objects.filter(pk=owner.pk).update(language=language)
    text = get(client, owner, LIST).content.decode()
    assert [word for word in words if word not in text] == []
    first = text.index(f'href="{LIST}"')
    assert first < text.index('href="/reports/key-figures/"', first)  # the first of the tabs


def test_the_catalogue_is_searched_by_words_of_titles_and_questions(client, world):
    text = get(client, world.cast.owner, LIST, q="emerge nothing").content.decode()
    assert "No report of these words" in text
    text = get(client, world.cast.owner, LIST, q="MARKETS matter").content.decode()
    assert f"{LIST}demand-by-region/" in text
    assert f"{LIST}sales-trend/" not in text


def _says(paper):
    return paper["columns"] or paper["problem"]


def test_every_report_opens_as_page_and_over_the_api_by_each_of_its_choices(client, world):
    client.force_login(world.cast.director)
    wrong = []
    for code in CODES:
        for by in [choice for choice, _label in standard[code].choices] or [""]:
            answer = client.get(f"{API}{code}/", {"by": by})
            if answer.status_code != 200 or not _says(answer.json()):
                wrong.append((code, by, answer.content[:200]))
        page = client.get(f"{LIST}{code}/")
        if page.status_code != 200 or str(standard[code].about) not in unescape(page.content.decode()):
            wrong.append((code, "page", page.content[:200]))
    assert wrong == []


def test_every_report_is_taken_away_as_a_file_and_noted(client, world):
    client.force_login(world.cast.director)
    for code in CODES:
        files = {
            form: b"".join(client.get(f"{LIST}{code}/file/", {"file": form}).streaming_content)
            for form in ("xlsx", "csv", "pdf")
        }
        assert list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig")))), code
        assert load_workbook(io.BytesIO(files["xlsx"])).worksheets, code
        assert files["pdf"][:5] == b"%PDF-", code
    assert Event.objects.filter(kind="report.exported").count() == 3 * len(CODES)


def test_the_page_says_the_same_as_the_file_and_the_api(client, world):
    given = {"by": "province", "period": "last_12_months"}
    page = get(client, world.cast.owner, f"{LIST}sales-by/", **given)
    api = client.get(f"{API}sales-by/", given).json()
    assert [row["values"]["amount"] for row in api["rows"]] == ["1160.00", "300.00", "40.00"]
    assert "1,160" in page.content.decode()
    assert 'href="/reports/rows/?' in page.content.decode()
    assert all(url.startswith("/api/v1/figures/facts/") for row in api["rows"] for url in row["links"].values())
    file = b"".join(client.get(f"{LIST}sales-by/file/", {**given, "file": "csv"}).streaming_content)
    assert "1160.00" in file.decode("utf-8-sig")


def test_the_controls_are_those_that_the_report_declares(client, world):
    text = get(client, world.cast.owner, f"{LIST}sales-by/").content.decode()
    for name in ("by", "period", "against", "department", "salesperson", "category", "region", "top"):
        assert f'name="{name}"' in text, name
    assert 'data-ac-url="/customers/suggest/"' in text
    assert 'data-ac-url="/products/suggest/"' in text
    text = get(client, world.cast.owner, f"{LIST}amount-distribution/").content.decode()
    assert [name for name in ("against", "by", "category", "top") if f'name="{name}"' in text] == []


def test_what_is_picked_is_a_chip_with_the_way_out_and_narrows(client, world):
    buyer = world.buyers[0]
    answer = get(client, world.cast.owner, f"{LIST}sales-by/", customer=buyer.pk, by="product")
    text = answer.content.decode()
    assert buyer.short_name or buyer.name in text
    assert f'name="customer" value="{buyer.pk}"' in text
    found = answer.context["found"].paper
    assert found.sums[found.index("orders")] == 3
    assert "customer" not in answer.context["bar"].chips[0].url


def test_a_customer_typed_by_code_is_found_without_scripts(client, world):
    buyer = world.buyers[1]
    answer = get(client, world.cast.owner, f"{LIST}sales-by/", customer_name=f"{buyer.code} {buyer.name}", by="product")
    assert answer.context["found"].wanted.customer == buyer.pk
    assert get(client, world.cast.owner, f"{LIST}sales-by/", customer_name="nobody").status_code in (400, 422)


def test_days_typed_in_stay_when_the_named_period_is_left(client, world):
    answer = get(client, world.cast.owner, f"{LIST}sales-trend/", period="", since="2026-10-01", until="2026-10-31")
    assert answer.context["bar"].days is not None
    assert 'type="date" name="since" value="2026-10-01"' in answer.content.decode()
    part = client.get(
        f"{LIST}sales-trend/",
        {"period": "this_year", "since": "2026-10-01", "until": "2026-10-31", "region": ""},
        headers={"HX-Request": "true", "HX-Target": "standard"},
    )
    assert "<html" not in part.content.decode()
    assert part.headers["HX-Push-Url"] == f"{LIST}sales-trend/?period=this_year&by=month"


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonsense": "1"},
        {"rows": "customer"},
        {"against": "last_year"},  # this report is told against last year anyway
        {"period": "x"},
        {"since": "x"},
        {"since": "2026-02-01", "until": "2026-01-01"},
        {"since": "1901-02-01", "until": "2026-01-01"},
        {"by": "customer"},
        {"department": "x"},
        {"customer": "²"},
    ],
)
def test_what_a_report_does_not_take_is_refused(client, world, wrong):
    assert get(client, world.cast.owner, f"{LIST}sales-trend/", **wrong).status_code in (400, 422)
    assert get(client, world.cast.owner, f"{API}sales-trend/", **wrong).status_code == 400


def test_what_is_not_there_or_not_his_is_not_found(client, world):
    owner, stranger = world.cast.owner, world.cast.stranger
    for wrong in ({"customer": 999999}, {"product": 999999}, {"department": 999999}, {"salesperson": 999999}):
        assert get(client, owner, f"{API}sales-by/", **wrong).status_code == 404, wrong
    assert get(client, stranger, f"{API}sales-by/", customer=world.buyers[0].pk).status_code == 404
    assert get(client, owner, f"{LIST}nonsense/").status_code == 404
    assert get(client, owner, f"{API}nonsense/").status_code == 404
    assert get(client, owner, f"{LIST}sales-by/file/", file="exe").status_code == 404


def test_a_department_counts_with_those_below_it(client, world):
    api = get(client, world.cast.director, f"{API}sales-by/", department=world.cast.office.pk, by="department").json()
    assert api["sums"]["orders"] == 5
    facts = [(one["label"], one["value"]) for one in api["facts"]]
    assert ("Department with those below it", world.cast.office.name) in facts
    assert [label for label, _value in facts].count("Period") == 1


def test_nobody_without_the_right_gets_a_report(client, world):
    person = make_user(None)
    for path in (LIST, f"{LIST}sales-by/", f"{LIST}sales-by/file/?file=csv", API, f"{API}sales-by/"):
        assert get(client, person, path).status_code == 403, path


def test_a_right_or_a_field_of_its_own_keeps_a_report_from_others(client, world, monkeypatch):
    kept = Standard("secret", "Secret", "x", "?", standard["sales-trend"].make, verb="admin.console")
    monkeypatch.setitem(standard._entries, "secret", kept)
    with pytest.raises(errors.NotAllowed):
        queries.made(world.cast.owner, "secret", {}, TODAY)
    assert "secret" not in [one.code for one in queries.list_reports(world.cast.owner)]
    codes = [one["code"] for one in get(client, world.cast.owner, API).json()["results"]]
    assert codes[0] == "sales-trend"
    assert "secret" not in codes


def test_a_report_is_kept_as_it_was_set_and_opens_again(client, world):
    owner = world.cast.owner
    page = get(client, owner, f"{LIST}sales-by/", by="region", period="this_year", top="20")
    form = client.get(f"/reports/keep/?{page.context['query']}")
    asked = form.context["form"].initial["asked"]
    given = {"name": "My regions", "sharing": "PRIVATE", "notes": "", "asked": asked, "nonce": "n1"}
    assert client.post("/reports/keep/", given).status_code == 303
    kept = SavedReport.objects.get()
    assert (kept.standard, kept.asked) == ("sales-by", {"period": "this_year", "by": "region", "top": "20"})
    answer = client.get(f"/reports/kept/{kept.pk}/", follow=True)
    assert answer.context["found"].wanted.period == Period.THIS_YEAR
    assert answer.context["is_own"]
    assert answer.request["QUERY_STRING"] == f"by=region&top=20&period=this_year&kept={kept.pk}"
    assert "My regions" in client.get(LIST).content.decode()
    name, url = answer.context["files"][1]
    assert (name, "name=My+regions" in url) == ("csv", True)
    assert "My%20regions" in client.get(url).headers["Content-Disposition"] or "My regions" in str(
        client.get(url).headers
    )
    assert f"/reports/kept/{kept.pk}/" in client.get("/reports/").content.decode()
    changed = {**given, "name": "Ours", "version": kept.version, "nonce": "n2"}
    assert client.post(f"/reports/kept/{kept.pk}/keep/", changed).status_code == 303
    kept.refresh_from_db()
    assert (kept.name, kept.standard) == ("Ours", "sales-by")
    assert client.get(f"{LIST}sales-trend/", {"kept": kept.pk}).status_code == 404
    assert get(client, world.cast.stranger, f"{LIST}sales-by/", kept=kept.pk).status_code == 404


def test_what_is_kept_is_checked_as_its_report_takes_it(client, world):
    def save(**given):
        return operations.save_report(actor=world.cast.owner, at=AT, name="x", **given)

    for wrong in ({"standard": "sales-by", "asked": {"rows": "customer"}},):
        with pytest.raises(errors.Invalid):
            save(**wrong)
    with pytest.raises(errors.NotFound):
        save(standard="nonsense", asked={})
    client.force_login(world.cast.owner)
    made = client.post(
        "/api/v1/kept-reports/",
        {"name": "Mine", "standard": "sales-by", "asked": {"by": "region"}},
        content_type="application/json",
        headers={"Idempotency-Key": "k1"},
    )
    assert made.status_code == 201, made.content
    assert (made.json()["standard"], made.json()["asked"]) == ("sales-by", {"period": "last_12_months", "by": "region"})


def test_the_same_parameters_are_written_and_read(world):
    for code in CODES:
        report = standard[code]
        wanted = parameters.read(report, world.cast.owner, {}, TODAY)
        assert parameters.read(report, world.cast.owner, parameters.write(report, wanted), TODAY) == wanted
    day = Standard("day", "Day", "x", "?", standard["sales-trend"].make, controls=frozenset({Control.DAY}))
    assert parameters.write(day, parameters.read(day, world.cast.owner, {}, TODAY)) == {}  # moves with the day
    fixed = parameters.read(day, world.cast.owner, {"until": "2026-10-01"}, TODAY)
    assert parameters.write(day, fixed) == {"until": "2026-10-01"}
    with pytest.raises(errors.Invalid):
        parameters.read(day, world.cast.owner, {"since": "2026-10-01"}, TODAY)


def test_the_number_of_statements_does_not_grow_with_rows(client, world):
    client.force_login(world.cast.director)

    def count(code):
        with CaptureQueriesContext(connection) as seen:
            client.get(f"{LIST}{code}/")
        return len(seen)

    few = {code: min(count(code), count(code)) for code in MINE}  # the first opens what is remembered
    for n in range(3):
        product = make_product(list_price=10 + n, stock=99)
        make_effective(world.cast.mate, customer=make_buyer(world.cast.mate), lines=[line(product, 2)])
    facts.keep_up(at=AT, patience=0)
    assert {code: count(code) for code in MINE if count(code) > few[code]} == {}
    assert max(few.values()) < 60
    assert count("sales-trend") < 45
