"""Every read of imports that a door makes."""

from django.db.models import QuerySet

from accounts import access
from accounts.people.models import User
from accounts.roles.models import Scope
from common import errors
from common.imports.models import ImportIssue, ImportProfile, ImportRun
from common.imports.problems import PROBLEMS


def visible_to(user: User) -> QuerySet[ImportRun]:
    """Imports a person may look at: all with the right for all rows, else those he started."""
    scope = access.of(user).scope("import.run")
    if scope is None:
        return ImportRun.objects.none()
    runs = ImportRun.objects.select_related("job")
    return runs if scope == Scope.ALL else runs.filter(actor_id=user.pk)


def list_runs(*, actor: User) -> QuerySet[ImportRun]:
    """Imports, newest first."""
    return visible_to(actor).order_by("-created_at", "-id")


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


def list_profiles(*, actor: User) -> QuerySet[ImportProfile]:
    """Saved profiles; none without the right to import."""
    rows = ImportProfile.objects.all()
    return rows if access.of(actor).scope("import.run") else rows.none()


def list_issues(run: ImportRun) -> QuerySet[ImportIssue]:
    """The report of an import, in the order of the files."""
    return ImportIssue.objects.filter(run=run).order_by("file", "line", "id")


def words_of(issue: ImportIssue) -> str:
    """The reason of an issue in the reader's language."""
    return str(PROBLEMS[issue.code].message) % _Lenient(issue.parameters)


class _Lenient(dict):
    def __missing__(self, key: str) -> str:
        return "–"
