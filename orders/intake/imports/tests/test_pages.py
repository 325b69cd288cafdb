"""The pages of imports: upload, mapping, report, commit; each through HTTP, the work done as a worker would."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from accounts.tests.builders import make_user
from common import clock, settings
from common.imports.models import ImportProfile, ImportRun
from common.models import Setting
from customers.tests.builders import make_customer
from orders.intake.imports import running
from orders.intake.imports.tests.builders import FILES, LINES, profile
from orders.order.models import Order

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def admin(client):
    user = make_user(roles=["administrator"])
    client.force_login(user)
    return user


def url(name, *args):
    return reverse(f"imports:{name}", args=args)


def upload(client, text="", **contents):
    files = [SimpleUploadedFile(f"{name}.csv", body.encode()) for name, body in {**FILES, **contents}.items()]
    data = {"files": files, **({"profile": SimpleUploadedFile("p.toml", text.encode())} if text else {})}
    response = client.post(url("run-new"), data)
    assert response.status_code == 303, response.context["form"].errors
    return ImportRun.objects.latest("id"), response


def checked(client, **contents):
    run, _response = upload(client, profile(), **contents)
    running.check(run.pk, at=clock.now())
    run.refresh_from_db()
    return run


def test_files_with_a_profile_are_checked_reported_and_imported(client, admin):
    run = checked(client, lines=LINES.replace("A1,1,P1,2,", "A1,1,P1,two,"))
    assert run.state == "CHECKED"
    page = client.get(url("run-detail", run.pk))
    assert "1 of its lines were refused" in page.text
    assert "This is not a number." in page.text
    assert "Import now" in page.text
    for head in ("Taken", "Left out", "Refused", "Written", "Figures"):  # on the phone each number names itself
        assert f'data-l="{head}"' in page.text
    assert client.post(url("run-commit", run.pk)).status_code == 303
    running.scan(at=clock.now())
    run.refresh_from_db()
    assert run.state == "DONE"
    assert Order.objects.filter(source_number="A2").exists()
    assert client.post(url("run-commit", run.pk)).status_code == 409


def test_while_it_works_the_page_shows_progress_and_refreshes_when_done(client, admin):
    run, _response = upload(client, profile())
    page = client.get(url("run-detail", run.pk))
    assert 'data-poll="2"' in page.text
    part = {**HTMX, "HX-Target": "progress"}
    assert "HX-Refresh" not in client.get(url("run-detail", run.pk), headers=part).headers
    running.check(run.pk, at=clock.now())
    assert client.get(url("run-detail", run.pk), headers=part).headers["HX-Refresh"] == "true"


def test_without_a_profile_the_mapping_is_guessed_and_built_on_the_screen(client, admin):
    run, response = upload(client)
    assert response.headers["Location"] == url("run-mapping", run.pk)
    page = client.get(url("run-mapping", run.pk))
    screen = {box.entity: box for box in page.context["screen"].boxes}
    assert screen["products"].file == "products"
    assert {row.field.name: row.source for row in screen["lines"].rows}["quantity"] == ""


def posted(page, **changes):
    """What the form on the mapping page sends."""
    screen = page.context["screen"]
    data = {f"head.{name}": value for name, value in screen.head.items()}
    for file in screen.files:
        data[f"files.{file.alias}.sheet"], data[f"files.{file.alias}.header_row"] = file.sheet, file.header_row
    for box in screen.boxes:
        data[f"{box.entity}.file"] = box.file
        data[f"{box.entity}.key"] = box.key
        data[f"{box.entity}.extra"] = box.extra
        for name in ("column", "kind", "words"):
            data[f"{box.entity}.where.{name}"] = getattr(box.condition, name)
        for row in box.rows:
            data[row.name], data[f"{row.name}:"] = row.source, row.argument
    return {**data, **changes}


def test_the_form_and_the_text_are_the_same_profile(client, admin):
    run = checked(client)
    page = client.get(url("run-mapping", run.pk))
    answer = client.post(url("run-mapping", run.pk), posted(page, run="1", save="1"))
    assert answer.status_code == 303, answer.context["problems"]
    running.check(run.pk, at=clock.now())
    before, run_again = run.summary["rows"], ImportRun.objects.get(pk=run.pk)
    assert run_again.summary["rows"] == before
    assert ImportProfile.objects.get(name="small").text == run_again.profile_text


def test_a_mapping_may_be_changed_in_the_form(client, admin):
    run = checked(client)
    page = client.get(url("run-mapping", run.pk))
    changes = {"customers.name": "code", "customers.kind": "=", "customers.kind:": "AGENT", "run": "1"}
    client.post(url("run-mapping", run.pk), posted(page, **changes))
    running.check(run.pk, at=clock.now())
    row = ImportRun.objects.get(pk=run.pk).rows.filter(entity="customers").first()
    assert row.data == {"code": "11.001", "name": "11.001", "kind": "AGENT"}


def test_sheet_header_row_and_a_condition_are_set_on_the_screen(client, admin):
    book = Workbook()
    book.active.append(["nothing here"])
    sheet = book.create_sheet("客户")
    for row in (["our customers"], ["code", "name", "state"], ["C1", "One", "A"], ["C2", "Two", "X"]):
        sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    client.post(url("run-new"), {"files": [SimpleUploadedFile("c.xlsx", stream.getvalue())]})
    run = ImportRun.objects.latest("id")
    page = client.get(url("run-mapping", run.pk))
    assert page.context["sheets"] == ["Sheet", "客户"]
    changes = {"files.c.sheet": "客户", "files.c.header_row": "2", "customers.file": "c", "show": "1"}
    page = client.post(url("run-mapping", run.pk), posted(page, **changes))
    box = {one.entity: one for one in page.context["screen"].boxes}["customers"]
    assert box.columns == ["code", "name", "state"]
    changes = {"customers.code": "code", "customers.name": "name", "run": "1"}
    changes |= {"customers.where.column": "state", "customers.where.kind": "in", "customers.where.words": "A; B"}
    answer = client.post(url("run-mapping", run.pk), posted(page, **changes))
    assert answer.status_code == 303, answer.context["problems"]
    running.check(run.pk, at=clock.now())
    run.refresh_from_db()
    assert (run.state, list(run.rows.values_list("data__code", flat=True))) == ("CHECKED", ["C1"])
    page = client.get(url("run-mapping", run.pk))
    box = {one.entity: one for one in page.context["screen"].boxes}["customers"]
    assert (box.condition.column, box.condition.kind, box.condition.words, box.extra) == ("state", "in", "A; B", "")
    assert (page.context["screen"].files[0].sheet, page.context["screen"].files[0].header_row) == ("客户", "2")


def test_a_profile_that_cannot_be_used_is_explained_place_by_place(client, admin):
    run = checked(client)
    page = client.get(url("run-mapping", run.pk))
    answer = client.post(url("run-mapping", run.pk), posted(page, **{"lines.product": "", "run": "1"}))
    assert answer.status_code == 422
    assert "lines.fields.product" in answer.text
    answer = client.post(url("run-mapping", run.pk), {"as_text": "1", "text": "this is no toml", "run": "1"})
    assert answer.status_code == 422


def test_the_report_can_be_narrowed_and_taken_away(client, admin):
    run = checked(client, lines=LINES.replace("A1,1,P1,2,", "A1,1,P1,two,"))
    page = client.get(url("run-detail", run.pk), {"entity": "lines", "code": "text_in_number"})
    assert page.context["count"] == 1
    for form in ("json", "csv", "xlsx"):
        answer = client.get(url("run-report", run.pk, form))
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get(url("run-report", run.pk, "exe")).status_code == 404
    assert client.get(url("run-profile", run.pk)).text.startswith("\n[profile]")


def test_an_import_can_be_discarded(client, admin):
    run = checked(client)
    assert client.get(url("run-discard", run.pk)).status_code == 200
    assert client.post(url("run-discard", run.pk)).status_code == 303
    run.refresh_from_db()
    assert (run.state, run.rows.count()) == ("DISCARDED", 0)


def test_saved_profiles_are_edited_as_text(client, admin):
    run = checked(client)
    page = client.get(url("run-mapping", run.pk))
    client.post(url("run-mapping", run.pk), posted(page, run="1", save="1"))
    saved = ImportProfile.objects.get()
    assert client.get(url("profile-edit", saved.pk)).status_code == 200
    assert client.post(url("profile-edit", saved.pk), {"text": "x"}).status_code == 422
    text = saved.text.replace('"small"', '"small"\ntitle = "Old system"')
    assert client.post(url("profile-edit", saved.pk), {"text": text}).status_code == 303
    assert client.get(url("run-list")).context["profiles"][0].title == "Old system"


def test_too_large_a_file_is_refused_with_words(client, admin, request):
    request.addfinalizer(settings.forget)
    Setting.objects.create(key="imports.max_file_mb", value=0)
    settings.forget()
    answer = client.post(url("run-new"), {"files": [SimpleUploadedFile("orders.csv", b"a,b\n1,2\n")]})
    assert answer.status_code == 422
    assert "orders.csv is larger than 0 MB." in answer.text


def test_no_name_is_too_long_or_leads_elsewhere(client, admin):
    """A name of 200 Chinese characters has more bytes than a file on disk may have."""
    named = [SimpleUploadedFile("订" * 190 + ".csv", b"a,b\n1,2\n"), SimpleUploadedFile("../../a.csv", b"a,b\n3,4\n")]
    assert client.post(url("run-new"), {"files": named}).status_code == 303
    kept = list(ImportRun.objects.latest("id").files.all())
    assert [file.name for file in kept] == ["订" * 190 + ".csv", "a.csv"]
    assert [Path(file.file.path).name.isalnum() for file in kept] == [True, True]


def test_a_full_disk_takes_no_more_files(client, admin, request):
    request.addfinalizer(settings.forget)
    Setting.objects.create(key="uploads.keep_free_mb", value=1_000_000)
    settings.forget()
    answer = client.post(url("run-new"), {"files": [SimpleUploadedFile("a.csv", b"a,b\n1,2\n")]})
    assert answer.status_code == 503
    assert "no room for more files" in answer.text
    assert not ImportRun.objects.exists()


def test_who_may_not_import_sees_nothing_of_it(client):
    client.force_login(make_user("warehouse"))
    for address in (url("run-list"), url("run-new")):
        assert client.get(address).status_code == 403
    assert client.get(url("run-detail", 1)).status_code == 404


def test_the_list_costs_the_same_for_many_imports(client, admin, django_assert_max_num_queries):
    for _number in range(3):
        upload(client, profile())
    with django_assert_max_num_queries(12):
        assert client.get(url("run-list")).text.count("data-href") == 3


def test_uploads_and_staged_rows_go_after_some_days_and_the_report_stays(client, admin):
    run = checked(client, lines=LINES.replace("A1,1,P1,2,", "A1,1,P1,two,"))
    stored = Path(run.files.first().file.path)
    assert stored.exists()
    running.forget_old(at=clock.now() + timedelta(days=15))
    run.refresh_from_db()
    assert (run.state, run.rows.count(), stored.exists()) == ("DISCARDED", 0, False)
    assert run.issues.exists()


def test_a_dead_worker_leaves_nothing_hanging(client, admin):
    run, _response = upload(client, profile())
    ImportRun.objects.filter(pk=run.pk).update(state="READING")
    run.job.__class__.objects.filter(pk=run.job_id).update(heartbeat_at=clock.now() - timedelta(hours=1))
    assert running.scan(at=clock.now()) == 1
    run.refresh_from_db()
    assert run.state == "CHECKED"


def test_an_import_that_cannot_be_written_says_why_and_stays_checked(client, admin):
    run = checked(client)
    make_customer(code="11.001")
    client.post(url("run-commit", run.pk))
    running.scan(at=clock.now())
    run.refresh_from_db()
    assert run.state == "CHECKED"
    assert "11.001" in client.get(url("run-detail", run.pk)).text


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"%PDF-1.7\nwords", "neither a CSV text nor a workbook"),
        ("a.xlsx", b"PK\x03\x04 cut off", "The file is damaged"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0" + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(512) + "Workbook".encode("utf-16-le"), "old .xls workbook"),
        ("a.csv", b"\xff\xff,\xff\n", "neither UTF-8 nor GB18030"),
        ("a.csv", b"\n\n", "The file is empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(client, admin, name, content, reason):
    client.post(url("run-new"), {"files": [SimpleUploadedFile(name, content)]})
    page = client.get(url("run-mapping", ImportRun.objects.latest("id").pk)).text
    assert "cannot be read" in page and reason in page
    assert not re.search(r"/imports/20\d\d/\d", page) and "Traceback" not in page, "nothing of the machine"


def test_a_file_that_is_too_large_is_named(client, admin):
    Setting.objects.create(key="imports.max_file_mb", value=1)
    settings.forget()
    answer = client.post(url("run-new"), {"files": [SimpleUploadedFile("big.csv", b"a,b\n" * (1 << 19))]})
    settings.forget()
    assert answer.status_code == 422 and "big.csv is larger than 1 MB." in answer.text
