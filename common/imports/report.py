"""The report of an import in words, as JSON, CSV and workbook: every refused or doubtful row and why."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from common.exports import cells
from common.imports import workbooks
from common.imports.models import ImportIssue, ImportRun
from common.imports.problems import PROBLEMS
from common.imports.targets import importers

HEAD = ("severity", "file", "line", "entity", "key", "column", "value", "code", "reason")


class Parameters(dict):
    """Parameters of a message; one that is not given shows as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def words_of(code: str, parameters: dict[str, Any]) -> str:
    """A problem in the reader's language."""
    problem = PROBLEMS.get(code)
    return str(problem.message) % Parameters(parameters) if problem else code


def rows(run: ImportRun) -> Iterator[dict[str, Any]]:
    """Every issue as plain values, in the order of the files."""
    names = dict(run.files.values_list("sequence", "name"))
    issues = ImportIssue.objects.filter(run=run).order_by("file", "line", "id")
    for issue in issues.iterator(chunk_size=2000):
        yield {
            "severity": issue.severity,
            "file": names.get(issue.file or 0, "") if issue.file is not None else "",
            "line": issue.line,
            "entity": issue.entity,
            "key": issue.key.replace("\x1f", " · "),
            "column": issue.column,
            "value": issue.value,
            "code": issue.code,
            "reason": words_of(issue.code, issue.parameters),
        }


def write_file(run: ImportRun, path: Path) -> None:
    """Write the report; the suffix decides the form (.json, .csv, .xlsx)."""
    if path.suffix == ".xlsx":
        workbooks.write_report(path, run.summary, rows(run), HEAD)
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            write_csv(run, file)
    else:
        path.write_text(json.dumps(as_json(run), ensure_ascii=False, indent=1), encoding="utf-8")


def write_csv(run: ImportRun, file: IO[str]) -> None:
    """The issues as CSV; text that a spreadsheet would take for a formula is neutralised."""
    writer = csv.DictWriter(file, HEAD)
    writer.writeheader()
    for row in rows(run):
        writer.writerow({name: cells.neutral(value) for name, value in row.items()})


def as_json(run: ImportRun) -> dict[str, Any]:
    """The whole report."""
    return {
        "run": run.pk,
        "state": run.state,
        "profile": run.profile_name,
        "error": _error(run),
        "summary": run.summary,
        "issues": list(rows(run)),
    }


def _error(run: ImportRun) -> dict[str, Any] | None:
    if not run.error:
        return None
    names = dict(run.files.values_list("sequence", "name"))
    code, parameters = run.error["code"], run.error.get("parameters", {})
    return {"code": code, "file": names.get(run.error.get("file"), ""), "reason": words_of(code, parameters)}


def in_words(run: ImportRun) -> Iterator[str]:
    """The summary, line by line."""
    if error := _error(run):
        yield f"{error['file']}: {error['reason']}".removeprefix(": ")
        return
    summary = run.summary
    for entity, counts in summary.get("rows", {}).items():
        label = importers[entity].label if entity in importers else entity
        yield _("%(label)s: %(taken)s taken, %(skipped)s left out, %(refused)s refused") % {"label": label, **counts}
        figures = summary.get("figures", {}).get(entity, {})
        if figures:
            yield "  " + ", ".join(f"{name} {value}" for name, value in figures.items() if value is not None)
    for entity, found in summary.get("ambiguous", {}).items():
        words = _("%(keys)s keys stand for several objects; keyed by %(better)s there are %(objects)s.")
        yield f"{importers[entity].label}: " + words % {**found, "better": ", ".join(found["better"])}
    for issue in summary.get("issues", []):
        yield f"  {issue['severity']} {issue['entity']} {issue['code']}: {issue['count']}"
