"""Bring data in by a profile: dry run, report, and with --commit all or nothing."""

import resource
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.people import queries as people
from accounts.people.models import User
from common import clock, errors, operation
from common.imports import report
from common.imports.models import ImportRun
from orders.intake.imports import operations, passes


class Command(BaseCommand):
    help = (
        "Import customers, products, stock, orders, shipments and receipts from CSV, CSV.gz or XLSX files by a"
        " profile (docs/import.md). Without --commit nothing is written: the report says what would be."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, help="the files; a folder stands for all files in it")
        parser.add_argument("--profile", required=True, type=Path, help="the profile, a TOML file")
        parser.add_argument("--commit", action="store_true", help="write what the dry run took")
        parser.add_argument("--as", dest="username", default="", help="sign-in name of the person who imports")
        parser.add_argument("--report", type=Path, help="write the report to this file (.json, .csv or .xlsx)")
        parser.add_argument("--quiet", action="store_true", help="print no progress")

    def handle(self, *args: Any, **options: Any) -> None:
        operation.set_origin("command", "")
        actor = _actor(options["username"])
        tell = (lambda stage, done, total: None) if options["quiet"] else self._tell
        started = time.monotonic()
        try:
            text = options["profile"].read_text(encoding="utf-8")
            run = operations.start_local_import(
                actor=actor, paths=_files(options["files"]), profile_text=text, at=clock.now()
            )
            run = passes.check_import(actor=actor, run_id=run.pk, at=clock.now(), tell=tell)
            self._show(run)
            if options["report"]:
                report.write_file(run, options["report"])
                self.stdout.write(f"Report: {options['report']}")
            if run.state == ImportRun.State.REFUSED:
                raise CommandError("Nothing was imported.")
            if options["commit"]:
                run = passes.commit_import(actor=actor, run_id=run.pk, at=clock.now(), tell=tell)
                self._show_written(run)
        except (errors.DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        self.stdout.write(f"{time.monotonic() - started:.1f} s, largest process {peak // 1024} MB")

    def _tell(self, stage: str, done: int, total: int) -> None:
        self.stderr.write(f"  {stage} {done}/{total}")

    def _show(self, run: ImportRun) -> None:
        for line in report.in_words(run):
            self.stdout.write(line)

    def _show_written(self, run: ImportRun) -> None:
        if run.repeats_id:
            self.stdout.write(f"The same files were imported before (run #{run.repeats_id}): nothing was changed.")
            return
        written = ", ".join(f"{name} {count}" for name, count in run.summary["written"].items())
        self.stdout.write(f"Imported as run #{run.pk}: {written}")


def _actor(username: str) -> User:
    if not username:
        return people.system_user()
    user = User.objects.filter(username__iexact=username, is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody signs in as {username}.")
    return user


def _files(paths: list[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]
    return found
