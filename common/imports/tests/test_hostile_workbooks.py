# ruff: noqa: E501 (namespaces of the format are long)
"""Workbooks made to hurt: small on disk, huge in memory. None may cost more than the reading child's limits."""

import gzip
import io
import resource
import zipfile

import pytest

from common.imports import archive, sandbox
from common.imports.archive import Unsafe
from common.imports.readers import MAX_LINE

CONTENT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>"""
ROOT = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>
</Relationships>"""
BOOK = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="x" sheetId="1" r:id="rId1"/></sheets></workbook>"""
LINKS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>
{more}</Relationships>"""
SHEET = """<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
{rows}</sheetData></worksheet>"""
TWO_FAR_CELLS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>b</t></is></c></row>'
)
SMALL = sandbox.Limits(rows=10_000, unpacked=10 << 20, memory=300 << 20, seconds=60)


def make(path, rows=TWO_FAR_CELLS, more="", extra=()):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", CONTENT)
        book.writestr("_rels/.rels", ROOT)
        book.writestr("xl/workbook.xml", BOOK)
        book.writestr("xl/_rels/workbook.xml.rels", LINKS.format(more=more))
        book.writestr("xl/worksheets/sheet1.xml", SHEET.format(rows=rows))
        for name, content in extra:
            book.writestr(name, content)
    return path


def peek(path, **limits):
    job = {
        "peek": 5,
        "limits": SMALL.to_json() | limits,
        "files": [{"index": 0, "alias": "x", "name": path.name, "path": str(path), "layout": {}}],
    }
    messages = sandbox.Messages()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    try:
        list(sandbox.read(job, messages))
    except sandbox.ReadingFailed as error:
        outcome = error.code
    else:
        outcome = messages.failure["failed"] if messages.failure else "read"
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return outcome, max(0, after - before) // 1024


def test_two_far_cells_end_the_child_and_not_the_machine(tmp_path):
    path = make(tmp_path / "far.xlsx")
    assert path.stat().st_size < 5_000
    archive.check_workbook(path)  # its directory is as innocent as can be
    outcome, megabytes = peek(path)
    assert outcome == "out_of_limits"
    assert megabytes < 350


def test_a_text_of_one_line_ends_neither_the_child_nor_the_machine(tmp_path):
    """0.3 MB of it are 64 MB; 1 MB would be 1 GB."""
    path = tmp_path / "line.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _part in range(4):
            file.write(b"a," * (MAX_LINE // 2))
    outcome, megabytes = peek(path, memory=400 << 20, unpacked=1 << 30)
    assert outcome == "line_too_long"
    assert megabytes < 400


def test_one_huge_shared_string_is_refused_by_its_directory(tmp_path):
    path = make(
        tmp_path / "string.xlsx",
        extra=[("xl/sharedStrings.xml", b"<sst><si><t>" + b"a" * (90 << 20) + b"</t></si></sst>")],
    )
    assert path.stat().st_size < 500_000
    outcome, _megabytes = peek(path)
    assert outcome == "packed_too_tightly"


def test_more_than_a_hundred_megabytes_are_refused_however_well_packed(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1000)
    with pytest.raises(Unsafe, match="unpacks_too_large"):
        archive.check_workbook(make(tmp_path / "large.xlsx"))


def test_too_many_parts_are_refused(tmp_path):
    parts = [(f"xl/media/{n}.bin", b"x") for n in range(250)]
    with pytest.raises(Unsafe, match="too_many_parts"):
        archive.check_workbook(make(tmp_path / "parts.xlsx", extra=parts))


@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/embeddings/oleObject1.bin", "xl/activeX/a.xml"]
)
def test_macros_and_embedded_objects_are_refused(tmp_path, part):
    with pytest.raises(Unsafe, match="macros"):
        archive.check_workbook(make(tmp_path / "macro.xlsx", extra=[(part, b"<x/>")]))


EXTERNAL = '<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" TargetMode="External"/>'


def test_references_to_other_files_are_refused(tmp_path):
    more = EXTERNAL.format(kind="externalLinkPath", target="file:///etc/passwd")
    with pytest.raises(Unsafe, match="external_references"):
        archive.check_workbook(make(tmp_path / "external.xlsx", more=more))
    with pytest.raises(Unsafe, match="external_references"):
        archive.check_workbook(make(tmp_path / "link.xlsx", extra=[("xl/externalLinks/externalLink1.xml", b"<x/>")]))


def test_a_hyperlink_is_no_reference_to_another_file(tmp_path):
    more = EXTERNAL.format(kind="hyperlink", target="mailto:a@b.example")
    archive.check_workbook(make(tmp_path / "mail.xlsx", more=more))


@pytest.mark.parametrize("declared", [b'<!DOCTYPE x [<!ENTITY a "b">]>', b"<!doctype x>"])
def test_document_type_declarations_are_refused(tmp_path, declared):
    with pytest.raises(Unsafe, match="document_type"):
        archive.check_workbook(
            make(tmp_path / "dtd.xlsx", extra=[("xl/styles.xml", b'<?xml version="1.0"?>' + declared + b"<x/>")])
        )


def test_a_declaration_hidden_in_utf_16_is_refused_too(tmp_path):
    with pytest.raises(Unsafe, match="not_a_workbook"):
        archive.check_workbook(make(tmp_path / "wide.xlsx", extra=[("xl/styles.xml", "<!DOCTYPE x>".encode("utf-16"))]))


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as other:
        other.writestr("readme.txt", "hello")
    with pytest.raises(Unsafe, match="not_a_workbook"):
        archive.check_workbook(path)


def test_a_directory_that_lies_about_sizes_is_refused(tmp_path):
    path = make(tmp_path / "lie.xlsx", extra=[("xl/sharedStrings.xml", b"a" * 2_000_000)])
    data = path.read_bytes()
    lying = data.replace((2_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    path.write_bytes(lying)
    with pytest.raises(Unsafe):
        archive.check_workbook(path)


def test_an_honest_workbook_passes(tmp_path):
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="2"><c r="A2"><v>5</v></c></row>'
    path = make(tmp_path / "honest.xlsx", rows=rows)
    assert peek(path)[0] == "read"
    assert io.BytesIO(path.read_bytes()).getbuffer().nbytes < 5_000
