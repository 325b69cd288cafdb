"""Files kept with a subject: only what is safe comes in, only who may see the subject gets them out."""

import io
import os
import zipfile
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile

from accounts import jobs
from accounts.collaboration import filetypes, operations, queries
from accounts.collaboration.models import Attachment
from accounts.collaboration.subjects import subjects
from accounts.people.models import Department, User
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import AT, make_cast, make_user
from accounts.tests.subject import subject_type  # noqa: F401
from common import errors, settings
from common.models import Event, Setting

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nhello"


def workbook(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "x")
    return buffer.getvalue()


def nested(depth):
    """Ten archives in each of ten archives, to a depth that unpacks to more than any disk has."""
    content = b"0" * 100_000
    for _level in range(depth):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(10):
                archive.writestr(f"{number}.zip", content)
        content = buffer.getvalue()
    return content


def laughs():
    """A document whose text would be a billion laughs."""
    buffer = io.BytesIO()
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", f'<!DOCTYPE d [<!ENTITY l0 "ha">{levels}]><d>&l9;</d>')
    return buffer.getvalue()


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def attach(cast, subject_type):  # noqa: F811
    def call(name="drawing.pdf", content=PDF, actor=None, **options):
        return operations.attach(
            actor=actor or cast.owner,
            subject_type=subject_type,
            subject_id=cast.department.pk,
            file=ContentFile(content),
            name=name,
            at=AT,
            **options,
        )

    return call


def test_a_file_is_kept_under_a_name_nobody_chose(attach, media):
    kept = attach("../../etc/图纸 v2.pdf", kind="Drawing")
    assert (kept.name, kept.size, kept.content_type) == ("图纸 v2.pdf", len(PDF), "application/pdf")
    assert "图纸" not in kept.file.name and (media / kept.file.name).read_bytes() == PDF
    assert Event.objects.get(kind="attachment.added").data["file"] == "图纸 v2.pdf"


@pytest.mark.parametrize(
    "name,content",
    [
        ("virus.exe", b"MZ"),
        ("page.html", b"<html>"),
        ("picture.svg", b"<svg>"),
        ("drawing.pdf", b"<html>"),
        ("drawing.pdf", b""),
        ("photo.png", b"%PDF-1.7"),
        ("notes.txt", b"a\0b"),
        ("book.xlsx", b"PK\x03\x04 broken"),
        ("book.xlsx", workbook("xl/vbaProject.bin")),
        ("noending", PDF),
        ("invoice.pdf.exe", PDF),
        ("invoice.exe.pdf", b"MZ"),
        ("drawing.pdf", b"\0" * 4 + PDF),
        ("drawing.pdf.", PDF),
        ("drawing.pdf:page.html", PDF),
        ("photo.jpg\0.html", b"\xff\xd8\xff"),
        (".pdf", PDF),
    ],
)
def test_what_is_not_what_it_says_stays_out(attach, name, content):
    with pytest.raises(errors.Invalid) as caught:
        attach(name, content)
    assert "file" in caught.value.fields
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "name,content",
    [
        ("book.xlsx", workbook("xl/workbook.xml")),
        ("说明.txt", "称重仪表".encode("gb18030")),
        ("data.csv", "名称,数量\n".encode()),
        ("photo.JPG", b"\xff\xd8\xff\xe0rest"),
        ("part.step", b"ISO-10303-21;"),
    ],
)
def test_what_people_send_each_other_comes_in(attach, name, content):
    assert attach(name, content).name == name


@pytest.mark.parametrize(
    "given,kept",
    [
        ("C:\\Users\\wang\\a.pdf", "a.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ("a\r\nb.pdf", "a b.pdf"),
        ("../../../etc/cron.d/a.pdf", "a.pdf"),
        ("..\\..\\a.pdf", "a.pdf"),
        ("a.pdf/../b.pdf", "b.pdf"),
        ("a.html\0.pdf", "a.html.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_names_lose_what_deceives(given, kept):
    assert filetypes.clean_name(given) == kept


def test_too_large_a_file_is_refused(attach):
    Setting.objects.create(key="attachment_max_mb", value=1)
    settings.forget()
    with pytest.raises(errors.Invalid):
        attach(content=PDF + b"0" * 1024 * 1024)
    settings.forget()


@pytest.mark.parametrize(
    "name,content",
    [
        ("bomb.zip", nested(9)),
        ("page.gif", b"GIF89a/*\xff" + b"*/=1;alert(1)//"),
        ("page.pdf", PDF + b"<script>alert(1)</script>"),
        ("wide.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff"),
        ("laughs.docx", laughs()),
    ],
)
def test_a_bomb_is_kept_and_never_opened(attach, media, monkeypatch, name, content):
    """No preview, no thumbnail, no index: what is dangerous to open is dangerous to nobody here. (Browsers get it as a
    download, test_a_download_runs_nothing_in_our_name.)"""
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert (media / attach(name, content).file.name).read_bytes() == content


def test_a_subject_has_so_many_files_and_so_much_of_them(attach, request):
    request.addfinalizer(settings.forget)
    limits = {"attachments_most": 2, "attachments_most_mb": 1}
    Setting.objects.bulk_create([Setting(key=key, value=value) for key, value in limits.items()])
    settings.forget()
    attach(content=PDF + b"0" * 700_000)
    with pytest.raises(errors.Invalid, match="MB together"):
        attach(content=PDF + b"0" * 400_000)
    attach()
    with pytest.raises(errors.Invalid, match="No more than 2 files"):
        attach()


def test_a_stranger_cannot_attach(attach, cast):
    with pytest.raises(errors.NotFound):
        attach(actor=cast.stranger)


def test_who_brought_it_removes_it_and_it_stays_on_disk(attach, cast, media):
    kept = attach()
    with pytest.raises(errors.NotAllowed):
        operations.remove_attachment(actor=cast.mate, attachment_id=kept.pk, at=AT)
    operations.remove_attachment(actor=cast.owner, attachment_id=kept.pk, at=AT)
    with pytest.raises(errors.NotFound):
        operations.remove_attachment(actor=cast.owner, attachment_id=kept.pk, at=AT)
    assert (media / kept.file.name).exists()


def test_the_order_desk_removes_what_others_brought(attach, cast):
    desk = make_user("order_desk", department=cast.department)
    kept = attach()
    operations.remove_attachment(actor=desk, attachment_id=kept.pk, at=AT)
    kept.refresh_from_db()
    assert kept.removed_at == AT


def test_a_closed_subject_keeps_its_files(attach, cast):
    kept = attach()
    Department.objects.filter(pk=cast.department.pk).update(is_active=False)
    with pytest.raises(errors.WrongState):
        operations.remove_attachment(actor=cast.owner, attachment_id=kept.pk, at=AT)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_an_old_document_with_macros_is_refused_wherever_its_directory_stands(attach):
    name = "_VBA_PROJECT".encode("utf-16-le")
    for before in (1000, (1 << 20) - len(OLE) - 5):  # also across two blocks
        with pytest.raises(errors.Invalid):
            attach("old.xls", OLE + b"x" * before + name + b"y" * 100)
    assert attach("old.doc", OLE + b"x" * 5000).name == "old.doc"


def test_a_document_with_a_huge_directory_is_not_even_opened(attach, monkeypatch):
    content = workbook("xl/workbook.xml", "xl/sheet1.xml")
    monkeypatch.setattr(filetypes, "_MAX_DIRECTORY", 50)
    monkeypatch.setattr(filetypes.zipfile, "ZipFile", lambda file: 1 / 0)
    with pytest.raises(errors.Invalid):
        attach("big.xlsx", content)


def test_a_file_whose_row_was_not_kept_does_not_stay(attach, media, monkeypatch):
    monkeypatch.setattr(operations.events, "record", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        attach()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_what_was_left_on_disk_is_swept_up(attach, media):
    kept = attach()
    old = media / "attachments/2026/03/orphan"
    old.parent.mkdir(parents=True, exist_ok=True)
    old.write_bytes(PDF)
    for path in (old, media / kept.file.name):
        os.utime(path, (0, 0))
    assert jobs.sweep_attachments() == 1
    assert not old.exists() and (media / kept.file.name).exists()


@pytest.mark.parametrize(("scope", "may"), [("OWN", False), ("ALL", True)])
def test_a_narrow_right_to_remove_reaches_ones_own_subjects_only(attach, cast, scope, may, subject_type):  # noqa: F811
    kept = attach()
    role = Role.objects.get(code="sales")
    roles.set_grants(actor=make_user("administrator"), role_id=role.pk, grants={"attachment.remove": scope}, at=AT)
    mate = User.objects.get(pk=cast.mate.pk)
    assert queries.can_remove(mate, kept, cast.department) is may
    owned = replace(subjects[subject_type], reach=lambda row: {"owners": [mate.pk]})
    subjects._entries[subject_type] = owned
    assert queries.can_remove(mate, kept, cast.department)


class TestDoors:
    @pytest.fixture
    def url(self, cast, subject_type):  # noqa: F811
        return f"/panels/attachments/{subject_type}/{cast.department.pk}/"

    def test_a_download_runs_nothing_in_our_name(self, client, attach, cast):
        kept = attach("合同 1.pdf")
        client.force_login(cast.mate)
        response = client.get(f"/attachments/{kept.pk}/")
        assert b"".join(response.streaming_content) == PDF
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response.headers["Content-Security-Policy"]

    def test_a_stranger_gets_no_file(self, client, attach, cast):
        kept = attach()
        client.force_login(cast.stranger)
        assert client.get(f"/attachments/{kept.pk}/").status_code == 404
        assert client.post(f"/attachments/{kept.pk}/remove/").status_code == 404

    def test_a_removed_file_is_gone(self, client, attach, cast):
        kept = attach()
        client.force_login(cast.owner)
        assert client.post(f"/attachments/{kept.pk}/remove/").status_code == 303
        assert client.get(f"/attachments/{kept.pk}/").status_code == 404

    def test_the_panel_takes_a_file(self, client, cast, url):
        client.force_login(cast.owner)
        htmx = {"HX-Request": "true", "HX-Target": "attachments"}
        response = client.post(url, {"file": io.BytesIO(b"nothing"), "kind": "", "nonce": "1"}, headers=htmx)
        assert response.status_code == 422
        named = ContentFile(PDF, name="a.pdf")
        response = client.post(url, {"file": named, "kind": "Contract", "nonce": "2"}, headers=htmx)
        assert response.status_code == 200 and b"a.pdf" in response.content
        for _try in range(2):
            again = {"file": ContentFile(PDF, name="b.pdf"), "nonce": "3"}
            assert client.post(url, again).status_code == 303
        assert Attachment.objects.filter(name="b.pdf").count() == 1
        other = {"file": ContentFile(PDF + b"!", name="b.pdf"), "nonce": "3"}
        assert client.post(url, other).status_code == 409
