"""Runs the reading child process and hands on what it writes (RELIABILITY 2.9)."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from common.imports.models import ImportFile, ImportRun
from common.imports.profile import Profile
from common.imports.targets import importers

_ROOT = Path(__file__).resolve().parents[2]
_CHUNK = 4 << 20


@dataclass(frozen=True)
class Limits:
    """What reading one import may use. Memory and unpacked size in bytes, time in seconds."""

    rows: int = 2_000_000
    unpacked: int = 1 << 30
    memory: int = 512 << 20
    seconds: int = 600

    def to_json(self) -> dict[str, int]:
        return {"rows": self.rows, "unpacked": self.unpacked, "memory": self.memory, "seconds": self.seconds}


class ReadingFailed(Exception):
    """The child gave up. ``code`` is one of ``problems``; ``file`` the sequence of the file, when it was one."""

    def __init__(self, code: str, file: int | None = None, parameters: dict[str, Any] | None = None):
        self.code, self.file, self.parameters = code, file, parameters or {}
        super().__init__(code)


@dataclass
class Messages:
    """What the child told on its standard error."""

    items: list[dict[str, Any]] = field(default_factory=list)

    @property
    def failure(self) -> dict[str, Any] | None:
        return next((item for item in self.items if "failed" in item), None)

    @property
    def rows(self) -> int:
        return next((item["rows"] for item in reversed(self.items) if isinstance(item.get("rows"), int)), 0)


def location(file: ImportFile) -> Path:
    """Where the file lies on this machine."""
    return Path(file.path or file.file.path)


def reading_job(run: ImportRun, profile: Profile, files: list[ImportFile], limits: Limits) -> dict[str, Any]:
    """Everything the child needs, as plain JSON."""
    used = [file for file in files if file.alias]
    return {
        "run": run.pk,
        "limits": limits.to_json(),
        "formats": profile.formats,
        "files": [_file_spec(file, profile.files[file.alias].layout) for file in used],
        "lookups": {
            join.lookup: {"file": join.file, "key": list(join.key)}
            for section in profile.sections
            for join in section.joins.values()
        },
        "sources": [
            {
                "entity": section.entity,
                "file": section.file,
                "key": list(section.key),
                "where": list(section.where),
                "distinct": section.distinct,
                "problems": profile.problems,
                "joins": {
                    alias: {"lookup": join.lookup, "match": list(join.match)} for alias, join in section.joins.items()
                },
                "fields": _field_specs(section.entity, section.fields),
            }
            for section in profile.sections
        ],
    }


def _file_spec(file: ImportFile, layout: dict[str, Any]) -> dict[str, Any]:
    return {
        "index": file.sequence,
        "alias": file.alias,
        "name": file.name,
        "path": str(location(file)),
        "layout": layout,
    }


def _field_specs(entity: str, mappings: dict[str, Any]) -> list[dict[str, Any]]:
    specs = []
    for name, mapping in mappings.items():
        definition = importers[entity].field(name)
        assert definition is not None  # the profile was checked against the target
        if definition.kind == "key":
            mapping = [mapping] if isinstance(mapping, str | dict) else list(mapping)
        specs.append(definition.to_spec(mapping))
    return specs


def peek(files: list[ImportFile], limits: Limits, rows: int = 20) -> dict[int, dict[str, Any]]:
    """Columns and first rows of each file by sequence; ``failed`` with a code where it cannot be opened."""
    job = {
        "peek": rows,
        "limits": {**limits.to_json(), "seconds": 60},
        "files": [_file_spec(file, file.facts.get("layout", {})) for file in files],
    }
    messages = Messages()
    try:
        for _chunk in read(job, messages):
            pass
    except ReadingFailed as error:
        if error.file is None:
            return {file.sequence: {"failed": error.code} for file in files}
    return {item["file"]: item for item in messages.items if item.get("file") is not None}


def read(job: dict[str, Any], messages: Messages) -> Iterator[bytes]:
    """Run the child over ``job``; gives its COPY text in chunks of whole rows.

    Raises ReadingFailed when the child refuses a file or passes its limits.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "common.imports.child"],
        cwd=_ROOT,
        env={"PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "PATH": ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin and process.stdout and process.stderr
    told = threading.Thread(target=_listen, args=(process.stderr, messages), daemon=True)
    told.start()
    alarm = threading.Timer(job["limits"]["seconds"] * 2, process.kill)
    alarm.start()
    try:
        process.stdin.write(json.dumps(job).encode())
        process.stdin.close()
        yield from _whole_rows(process.stdout)
        process.wait()
    finally:
        alarm.cancel()
        if process.poll() is None:
            process.kill()
        process.wait()
        told.join(timeout=5)
        process.stdout.close()
        process.stderr.close()
    if failure := messages.failure:
        if not job.get("peek"):
            raise ReadingFailed(failure["failed"], failure.get("file"), failure.get("parameters"))
    elif process.returncode:  # a signal, or Python out of memory: the limits; anything else is a fault of ours
        raise ReadingFailed("out_of_limits" if process.returncode < 0 else "reader_failed")


def _whole_rows(stream: Any) -> Iterator[bytes]:
    rest = b""
    while block := stream.read(_CHUNK):
        block = rest + block
        end = block.rfind(b"\n") + 1
        rest = block[end:]
        if end:
            yield block[:end]
    if rest:
        raise ReadingFailed("out_of_limits")


def _listen(stream: Any, messages: Messages) -> None:
    for line in stream:
        try:
            messages.items.append(json.loads(line))
        except ValueError:
            messages.items.append({"said": line.decode(errors="replace")[:500]})
