"""The reading child process: files in, typed rows and problems out, under memory and time limits.

Run as ``python -m common.imports.child``; the job stands on standard input as JSON (see ``sandbox.py``).
Standard output is COPY text for the staging table; standard error carries one JSON object a line:
``{"file": index, "columns": …}``, ``{"rows": n}``, ``{"failed": code, "file": index, …}``.
"""

import hashlib
import json
import resource
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from common.imports import conversion, expressions, readers
from common.imports.archive import Unsafe
from common.imports.expressions import BadMapping, Joined, Scope
from common.imports.values import Formats

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_EVERY = 5_000


class Failed(Exception):
    """A file, or the profile's use of it, is refused whole."""

    def __init__(self, code: str, file: int | None = None, **parameters: Any):
        self.report = {"failed": code, "file": file, "parameters": parameters}
        super().__init__(code)


class Writer:
    """Writes staged rows and problems as COPY text."""

    def __init__(self, run: int):
        self._run, self._out, self.rows = run, sys.stdout, 0

    def row(self, entity: str, file: int, line: int, key: str, verdict: int, data: dict[str, Any]) -> None:
        body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        self._out.write(
            f"{self._run}\t{entity}\t{file}\t{line}\t{key.translate(_ESCAPES)}\t{verdict}\t{body.translate(_ESCAPES)}\n"
        )
        self.rows += 1
        if self.rows % _EVERY == 0:
            say(rows=self.rows)

    def issue(self, entity: str, file: int, line: int, key: str, found: conversion.Found) -> None:
        data = {"column": found.column, "value": found.value[:200], "code": found.code, "severity": found.severity}
        self.row(f"!{entity}", file, line, key, 0, {**data, "parameters": found.parameters})


def say(**message: Any) -> None:
    print(json.dumps(message, ensure_ascii=False), file=sys.stderr, flush=True)


def main() -> int:
    job = json.load(sys.stdin)
    limits = job["limits"]
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _peek(job) if job.get("peek") else Reading(job).run()
    except Failed as error:
        say(**error.report)
        return 3
    except MemoryError:
        say(failed="out_of_limits", file=None, parameters={})
        return 3
    return 0


def _open(job: dict[str, Any], file: dict[str, Any]) -> readers.Table:
    layout = readers.Layout(**file.get("layout", {}))
    try:
        return readers.open_table(Path(file["path"]), file["name"], layout, job["limits"]["unpacked"])
    except Unsafe as error:
        raise Failed(error.code, file["index"]) from error


def _peek(job: dict[str, Any]) -> None:
    """Tell the columns and the first rows of each file, for the screen that builds a profile."""
    for file in job["files"]:
        try:
            table = _open(job, file)
            rows = []
            for _line, row in table.rows:
                rows.append([cell[:200] for cell in row])
                if len(rows) == job["peek"]:
                    break
        except Unsafe as error:
            say(failed=error.code, file=file["index"], parameters={})
        except Failed as error:
            say(**error.report)
        else:
            say(file=file["index"], columns=table.columns, rows=rows, sheets=table.sheets, encoding=table.encoding)


class Source:
    """One section of the profile, compiled for the file it reads."""

    def __init__(self, spec: dict[str, Any], scope: Scope):
        self.entity: str = spec["entity"]
        self.keep = expressions.compile_filter(spec["where"], scope)
        self.key = expressions.compile_key(spec["key"], scope) if spec["key"] else None
        self.fields = [conversion.Converter(field, scope, spec["problems"]) for field in spec["fields"]]
        self.seen: set[bytes] | None = set() if spec["distinct"] else None

    def take(self, row: list[str], line: int, file: int, writer: Writer) -> None:
        if not self.keep(row):
            return
        key = self.key(row) if self.key else ""
        texts = [field.text(row) for field in self.fields]
        if self.seen is not None:
            mark = hashlib.blake2b("\x1f".join((key, *texts)).encode(), digest_size=12).digest()
            if mark in self.seen:
                return
            self.seen.add(mark)
        data, found = conversion.convert(self.fields, texts)
        refused = False
        for problem in found:
            refused = refused or problem.severity == "REFUSED"
            writer.issue(self.entity, file, line, key, problem)
        writer.row(self.entity, file, line, key, 2 if refused else 0, data)


class Reading:
    """Reads the looked-up files into memory, then every file once, feeding all sections that use it."""

    def __init__(self, job: dict[str, Any]):
        self.job = job
        self.formats = _formats(job["formats"])
        self.files: dict[str, list[dict[str, Any]]] = {}
        for file in job["files"]:
            self.files.setdefault(file["alias"], []).append(file)
        self.lookups: dict[str, tuple[dict[str, int], dict[str, list[str]]]] = {}
        self.writer = Writer(job["run"])

    def run(self) -> None:
        for alias, key in self.job["lookups"].items():
            self._load_lookup(alias, key)
        for alias, files in self.files.items():
            specs = [spec for spec in self.job["sources"] if spec["file"] == alias]
            for file in files if specs else ():
                self._read(file, specs)
        say(rows=self.writer.rows)

    def _load_lookup(self, name: str, spec: dict[str, Any]) -> None:
        for file in self.files[spec["file"]]:
            table = _open(self.job, file)
            columns = _positions(table.columns)
            scope = Scope(columns, self.formats)
            key = self._compiled(file, partial(expressions.compile_key, spec["key"], scope))
            rows: dict[str, list[str]] = self.lookups.setdefault(name, (columns, {}))[1]
            for line, row in self._rows(file, table):
                if (found := key(row)) in rows:
                    repeat = conversion.Found(", ".join(spec["key"]), found, "join_repeats", "DOUBTFUL")
                    self.writer.issue("", file["index"], line, found, repeat)
                elif found:
                    rows[found] = row

    def _read(self, file: dict[str, Any], specs: list[dict[str, Any]]) -> None:
        table = _open(self.job, file)
        say(
            file=file["index"],
            columns=table.columns,
            encoding=table.encoding,
            delimiter=table.delimiter,
            sheet=table.sheet,
        )
        sources = [self._compiled(file, partial(Source, spec, self._scope(spec, table))) for spec in specs]
        count = 0
        for line, row in self._rows(file, table):
            count += 1
            for source in sources:
                source.take(row, line, file["index"], self.writer)
        say(file=file["index"], read=count)

    def _scope(self, spec: dict[str, Any], table: readers.Table) -> Scope:
        scope = Scope(_positions(table.columns), self.formats)
        for alias, join in spec["joins"].items():
            columns, rows = self.lookups[join["lookup"]]
            scope.joined[alias] = Joined(columns, rows, expressions.compile_key(join["match"], scope))
        return scope

    def _compiled(self, file: dict[str, Any], compile_it: Callable[[], Any]) -> Any:
        try:
            return compile_it()
        except BadMapping as error:
            raise Failed("no_such_column", file["index"], column=str(error)) from error
        except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise Failed("bad_mapping", file["index"], error=str(error)[:200]) from error

    def _rows(self, file: dict[str, Any], table: readers.Table):
        width, empty, limit = len(table.columns), self.formats.empty, self.job["limits"]["rows"]
        count = 0
        try:
            for line, row in table.rows:
                count += 1
                if count > limit:
                    raise Failed("too_many_rows", file["index"], limit=limit)
                if len(row) != width:
                    row = self._fitted(row, width, line, file["index"])
                yield line, ["" if cell in empty else cell.replace("\0", "") for cell in row]
        except Unsafe as error:
            raise Failed(error.code, file["index"]) from error

    def _fitted(self, row: list[str], width: int, line: int, file: int) -> list[str]:
        if any(cell.strip() for cell in row[width:]):
            self.writer.issue("", file, line, "", conversion.Found("", row[width], "too_many_cells", "DOUBTFUL"))
        elif len(row) < width:
            self.writer.issue("", file, line, "", conversion.Found("", "", "too_few_cells", "DOUBTFUL"))
        return row[:width] + [""] * (width - len(row))


def _formats(given: dict[str, Any]) -> Formats:
    shapes: dict[str, Callable[[Any], Any]] = {
        "dates": tuple,
        "empty": frozenset,
        "true": frozenset,
        "false": frozenset,
    }
    return Formats(**{name: shapes.get(name, str)(value) for name, value in given.items()})


def _positions(columns: list[str]) -> dict[str, int]:
    return {name: index for index, name in enumerate(columns)}


if __name__ == "__main__":
    sys.exit(main())
