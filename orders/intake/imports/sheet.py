"""What the pages of an import show: counts in words, figures, problems, filter links."""

from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.imports import report
from common.imports.models import ImportFile, ImportIssue, ImportRun
from common.imports.problems import title_of
from common.imports.targets import importers

State = ImportRun.State
GLYPHS = {
    State.NEW: "draft", State.QUEUED: "wait", State.READING: "run", State.CHECKED: "wait", State.COMMIT_QUEUED: "wait",
    State.COMMITTING: "run", State.DONE: "closed", State.REFUSED: "reject", State.FAILED: "block",
    State.DISCARDED: "void",
}  # fmt: skip
WORKING = (State.QUEUED, State.READING, State.COMMIT_QUEUED, State.COMMITTING)
TONES = {"REFUSED": "bad", "DOUBTFUL": "warn", "NOTE": "line"}
_FIGURES = {
    "orders": gettext_lazy("orders"),
    "customers": gettext_lazy("customers"),
    "first": gettext_lazy("from"),
    "last": gettext_lazy("until"),
    "net": gettext_lazy("net"),
    "tax": gettext_lazy("tax"),
    "freight": gettext_lazy("freight"),
    "total": gettext_lazy("total"),
    "computed": gettext_lazy("recomputed"),
    "difference": gettext_lazy("difference"),
    "lines": gettext_lazy("lines"),
    "pieces": gettext_lazy("pieces"),
    "products": gettext_lazy("products"),
    "amount": gettext_lazy("amount"),
    "documents": gettext_lazy("documents"),
    "receipts": gettext_lazy("receipts"),
    "ambiguous": gettext_lazy("ambiguous"),
    "orders_meant": gettext_lazy("orders meant"),
}


def glyph_of(run: ImportRun) -> str:
    """The shape and colour of its state."""
    return GLYPHS[State(run.state)]


def label_of(entity: str) -> str:
    """What the rows of a target are called."""
    return str(importers[entity].label) if entity in importers else _("Files")


def counts_of(run: ImportRun) -> list[dict[str, Any]]:
    """A row per target: taken, left out, refused, written, and its figures in words."""
    summary = run.summary
    written = summary.get("written", {})
    return [
        {
            "label": label_of(entity),
            **counts,
            "written": written.get(entity),
            "figures": _figures(summary.get("figures", {}).get(entity, {})),
        }
        for entity, counts in sorted(summary.get("rows", {}).items(), key=lambda item: importers[item[0]].order)
    ]


def _figures(found: dict[str, Any]) -> list[tuple[Any, str]]:
    """Figures with their names, numbers as people read them."""
    given = [(label, found[name]) for name, label in _FIGURES.items() if found.get(name) is not None]
    return [(label, _plain(value)) for label, value in given]


def _plain(value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return f"{number:,.2f}" if "." in value else f"{number:,}"


def ambiguities_of(run: ImportRun) -> list[str]:
    """Keys that stand for several objects, in words."""
    words = _("%(keys)s keys stand for several %(what)s; keyed by %(better)s there are %(objects)s.")
    return [
        words % {**found, "what": label_of(entity), "better": ", ".join(found["better"])}
        for entity, found in run.summary.get("ambiguous", {}).items()
    ]


def groups_of(run: ImportRun, counted: list[dict[str, Any]], chosen: dict[str, str]) -> list[dict[str, Any]]:
    """Each problem with its count and the link that narrows the list to it."""
    url = reverse("imports:run-detail", args=[run.pk])
    return [
        {
            **row,
            "label": label_of(row["entity"]),
            "tone": TONES[row["severity"]],
            "reason": title_of(row["code"]),
            "url": f"{url}?{urlencode({'entity': row['entity'], 'code': row['code']})}",
            "is_chosen": (row["entity"], row["code"]) == (chosen["entity"], chosen["code"]),
        }
        for row in counted
    ]


def issue_rows(run: ImportRun, issues: list[ImportIssue]) -> list[dict[str, Any]]:
    """A page of the report in words."""
    names = dict(run.files.values_list("sequence", "name"))
    return [
        {
            "tone": TONES[issue.severity],
            "severity": issue.get_severity_display(),
            "place": names.get(issue.file, "") if issue.file is not None else "",
            "line": issue.line,
            "label": label_of(issue.entity),
            "key": issue.key.replace("\x1f", " · "),
            "column": issue.column,
            "value": issue.value,
            "reason": report.words_of(issue.code, issue.parameters),
        }
        for issue in issues
    ]


def run_rows(runs: list[ImportRun], names: dict[int, str]) -> list[dict[str, Any]]:
    """A page of the list of imports."""
    return [
        {
            "run": run,
            "glyph": glyph_of(run),
            "who": names.get(run.actor_id, ""),
            "files": ", ".join(file.name for file in run.files.all()),
            "taken": sum(counts["taken"] for counts in run.summary.get("rows", {}).values()),
            "refused": sum(counts["refused"] for counts in run.summary.get("rows", {}).values()),
        }
        for run in runs
    ]


def progress_of(run: ImportRun) -> dict[str, Any]:
    """How far a running import is."""
    job = run.job
    done, total = (job.done, job.total) if job else (0, 0)
    stage, _space, entity = (job.stage if job else "").partition(" ")
    words = {"reading": _("Reading the files"), "checking": _("Checking"), "writing": _("Writing")}.get(stage, "")
    return {
        "words": " ".join(filter(None, [words, label_of(entity) if entity else ""])) or _("Waiting for a worker"),
        "done": done,
        "total": total,
        "segment": f"sh:{min(100, int(done * 100 / total)) if total else 0}",
    }


def fault_of(file: ImportFile) -> str:
    """Why a file that was looked into cannot be read; "" when it can."""
    code = file.facts.get("failed", "")
    return report.words_of(code, {}) if code else ""


def error_of(run: ImportRun) -> str:
    """Why the whole import was refused or failed; "" when it was not."""
    if not run.error:
        return ""
    if "text" in run.error:
        return str(run.error["text"])
    names = dict(run.files.values_list("sequence", "name"))
    words = report.words_of(run.error["code"], run.error.get("parameters", {}))
    file = run.error.get("file")
    return f"{names.get(file, '')}: {words}" if file is not None else words
