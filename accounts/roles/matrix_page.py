"""The page docs/permissions.md: the default matrix, made from the registries. Pure text."""

from collections.abc import Mapping
from typing import Any

from accounts.roles.models import FieldRule, Scope
from accounts.roles.shipped import ROLES
from accounts.roles.verbs import sensitive_fields, verbs

_HEAD = """# Who may do what, by default

Made by `manage.py permission_matrix --write`; a test compares it with the code. These are the rights
that the shipped roles get when a right is first installed; administrators change them in the console
(Rights of the roles), in effect on the next request.

A right is held in a scope: **{OWN}** rows, those of the **{DEPARTMENT}**, of the **{BELOW}**, of the
**{REGION}** (the department marked as a region above one's own, with all below it), or **{ALL}**. Roles add
up: the widest scope counts. What lies outside the scope is answered 404, as if it did not exist; what is
visible but not permitted, 403. An API token narrows its user's rights to its scopes. A role may reach orders by a
saved condition of the company in place of these scopes (console, Orders that roles reach).
"""
_FIELDS = """
## Sensitive fields

**{HIDE}** fields are left out of pages, exports and the API, **{MASK}** ones keep only their ends. A field is
hidden only when every role of the person hides it. Whoever may read the audit trail reads these fields there.
"""


def render() -> str:
    """The whole page, in English source strings."""
    scopes = {scope.name: str(scope.label).lower() for scope in Scope}
    effects = {effect.name: str(effect.label).lower() for effect in FieldRule.Effect}
    parts = [_HEAD.format(**scopes), _roles(), "\n## Rights\n", _table(verbs, scopes)]
    parts += [_FIELDS.format(**effects), "\n", _table(sensitive_fields, effects)]
    return "".join(parts)


def _roles() -> str:
    rows = [f"| {number} | {name} | `{code}` | {duty} |" for number, (code, (name, duty)) in _numbered()]
    return "\n## Roles\n\n| | Role | Code | Duties |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def _numbered() -> list[tuple[int, tuple[str, tuple[str, str]]]]:
    return list(enumerate(ROLES.items(), start=1))


def _table(registry: Any, words: Mapping[str, str]) -> str:
    """Groups of rows; a column a role, headed by its number in the table of roles."""
    numbers = [str(number) for number, _role in _numbered()]
    head = f"\n| Right | {' | '.join(numbers)} |\n|---|{'---|' * len(numbers)}\n"
    groups: dict[str, list[str]] = {}
    for key, entry in registry.items():
        cells = [words[entry.defaults[code]] if code in entry.defaults else "–" for code in ROLES]
        row = f"| {entry.label} `{key}` | {' | '.join(cells)} |"
        groups.setdefault(str(entry.group), []).append(row)
    return "".join(f"\n### {group}\n{head}" + "\n".join(rows) + "\n" for group, rows in groups.items())
