"""Every read of imports that a door makes."""

import tomllib
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from accounts import access
from accounts import policies as rights
from accounts.people import queries as people
from accounts.people.models import User
from accounts.roles.models import Scope
from common import errors, keyset
from common.imports import builder, guess, sandbox
from common.imports.models import ImportFile, ImportIssue, ImportProfile, ImportRun
from common.imports.targets import Field
from segments.custom_fields.definitions import PREFIX

PEEK = sandbox.Limits(rows=1_000_000, unpacked=200 << 20, memory=400 << 20, seconds=10)
SORTS = {"created": keyset.Sort("created_at", descending=True)}
ISSUE_SORTS = {"place": keyset.Sort("id")}


def visible_to(user: User) -> QuerySet[ImportRun]:
    """Imports a person may look at: all with the right for all rows, else those he started."""
    scope = access.of(user).scope("import.run")
    if scope is None:
        return ImportRun.objects.none()
    runs = ImportRun.objects.select_related("job")
    return runs if scope == Scope.ALL else runs.filter(actor_id=user.pk)


def list_runs(*, actor: User) -> QuerySet[ImportRun]:
    """Imports, for a keyset page by SORTS."""
    return visible_to(actor).prefetch_related("files")


def get_run(*, actor: User, run_id: int) -> ImportRun:
    """An import the actor may see. Raises NotFound."""
    run = visible_to(actor).filter(pk=run_id).first()
    if run is None:
        raise errors.NotFound()
    return run


def lock_run(*, actor: User, run_id: int) -> ImportRun:
    """The same, locked."""
    run = visible_to(actor).select_for_update(no_key=True, of=("self",)).filter(pk=run_id).first()
    if run is None:
        raise errors.NotFound()
    return run


def starter_of(run: ImportRun) -> str:
    """The name of the person who started it."""
    return User.objects.filter(pk=run.actor_id).values_list("name", flat=True).first() or people.SYSTEM_USERNAME


def names_of(runs: list[ImportRun]) -> dict[int, str]:
    """Person id → name, for a page of imports."""
    return dict(User.objects.filter(pk__in={run.actor_id for run in runs}).values_list("pk", "name"))


def list_profiles(*, actor: User) -> QuerySet[ImportProfile]:
    """Saved profiles; none without the right to import."""
    rows = ImportProfile.objects.all()
    return rows if access.of(actor).scope("import.run") else rows.none()


def get_profile(*, actor: User, profile_id: int) -> ImportProfile:
    """A saved profile. Raises NotFound."""
    row = list_profiles(actor=actor).filter(pk=profile_id).first()
    if row is None:
        raise errors.NotFound()
    return row


def get_profile_text(*, actor: User, name: str) -> str:
    """The text of a saved profile by name. Raises Invalid where there is none."""
    text = list_profiles(actor=actor).filter(name=name).values_list("text", flat=True).first()
    if not text:
        raise errors.Invalid(fields={"profile": [_("Send a profile, or the name of a saved one.")]})
    return text


def list_issues(run: ImportRun, *, severity: str = "", entity: str = "", code: str = "") -> QuerySet[ImportIssue]:
    """The report of an import, narrowed."""
    wanted = {"severity": severity, "entity": entity, "code": code}
    return ImportIssue.objects.filter(run=run, **{name: value for name, value in wanted.items() if value})


def count_issues(run: ImportRun) -> list[dict[str, Any]]:
    """How often each problem was reported: entity, code, severity, count; the most frequent first."""
    rows = ImportIssue.objects.filter(run=run).values("entity", "code", "severity").annotate(count=Count("id"))
    return [dict(row) for row in rows.order_by("-count", "entity", "code")]


def raw_profile(run: ImportRun, files: list[ImportFile]) -> dict[str, Any]:
    """The run's profile as nested dicts, or a first guess from the heads of its files."""
    if run.profile_text:
        return tomllib.loads(run.profile_text)
    aliases = aliases_of(files)
    columns = {alias: file.facts.get("columns", []) for alias, file in aliases.items()}
    head = {"name": f"import-{run.pk}", "orders": "history"}
    return {
        "profile": head,
        "files": {alias: file.name for alias, file in aliases.items()},
        **guess.guess({alias: names for alias, names in columns.items() if names}),
    }


def aliases_of(files: list[ImportFile]) -> dict[str, ImportFile]:
    """The profile's names for the files: the one given already, or made from the file's name."""
    named: dict[str, ImportFile] = {}
    for file in files:
        stem = file.name.split(".")[0].lower().replace(" ", "_") or "file"
        alias = file.alias or stem
        named[f"{alias}_{file.sequence}" if alias in named else alias] = file
    return named


def layout_of(file: ImportFile, layouts: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """How a file is to be read, by the name patterns of a profile."""
    return next((layout for pattern, layout in layouts.items() if matches(pattern, file.name)), {})


def layouts_of(raw: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Name pattern → layout, of a profile's files."""
    patterns = builder.file_patterns(raw)
    return {patterns[alias]: layout for alias, layout in builder.layouts(raw).items()}


def mapping_screen(actor: User, run: ImportRun, raw: dict[str, Any], files: list[ImportFile]) -> builder.Screen:
    """The form that builds the run's profile; custom fields that the actor does not see are not on it."""
    columns: dict[str, list[str]] = {}
    for alias, pattern in builder.file_patterns(raw).items():
        columns[alias] = next((f.facts.get("columns", []) for f in files if matches(pattern, f.name)), [])
    screen = builder.to_screen(raw, columns)
    for box in screen.boxes:
        box.rows = [row for row in box.rows if not _is_hidden(actor, row.field)]
    return screen


def _is_hidden(actor: User, field: Field) -> bool:
    return field.name.startswith(f"{PREFIX}.") and bool(rights.effect(actor, field.sensitive))


def matches(pattern: str, name: str) -> bool:
    """Whether a file's name fits a profile's pattern."""
    from fnmatch import fnmatchcase

    return fnmatchcase(name.lower(), pattern.lower())
