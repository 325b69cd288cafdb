"""Skills and predecessors of a template as people type them: one a line."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from common import errors, reference
from tasks.decomposing.models import TaskTemplate
from tasks.task.choices import LinkKind


def shown(row: Any, names: Iterable[str]) -> dict[str, str]:
    """What came with the software, in the reader's language."""
    return {name: reference.shown(getattr(row, name)) for name in names if getattr(row, name)}


def written(template: TaskTemplate) -> dict[str, str]:
    """Its skills and predecessors, as ``read_…`` take them."""
    skills = template.skills.select_related("skill").order_by("pk")
    links = template.in_links.select_related("predecessor").order_by("pk")
    return {
        "skills": "\n".join(f"{one.skill.code} {one.level}" for one in skills),
        "before": "\n".join(_link(one) for one in links),
    }


def _link(link: Any) -> str:
    words = [link.predecessor.code]
    if link.kind != LinkKind.FINISH:
        words.append(link.kind)
    if link.lag_days:
        words.append(str(link.lag_days))
    return " ".join(words)


def read_skills(text: str) -> list[tuple[str, int]]:
    """(code, level). Raises Invalid with the line that cannot be read."""
    found = []
    for line in _lines(text):
        code, _blank, level = line.partition(" ")
        if not level.strip().isdecimal() and level.strip():
            raise errors.Invalid(fields={"skills": [_cannot(line)]})
        found.append((code.upper(), int(level.strip() or 1)))
    return found


def read_before(text: str) -> list[tuple[str, str, int]]:
    """(code, kind, days of work between). Raises Invalid with the line that cannot be read."""
    found = []
    for line in _lines(text):
        code, *rest = line.split()
        kind, lag = LinkKind.FINISH.value, 0
        for word in rest:
            if word.upper() in LinkKind.values:
                kind = word.upper()
            elif word.lstrip("+-").isdecimal():
                lag = int(word)
            else:
                raise errors.Invalid(fields={"before": [_cannot(line)]})
        found.append((code, kind, lag))
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _cannot(line: str) -> str:
    return _("This cannot be read: “%(line)s”") % {"line": line[:40]}
