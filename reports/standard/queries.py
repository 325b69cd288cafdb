"""Standard reports as their readers get them (R239–R254)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from reports.facts import reading
from reports.figures import policies
from reports.layout.paper import Paper
from reports.standard import conditions, heads, parameters
from reports.standard.groups import ALL as GROUPS
from reports.standard.reports import Standard, Wanted, standard


def list_reports(actor: User) -> list[Standard]:
    """Those that ``actor`` may see, by subject. Raises NotAllowed for who sees no reports."""
    policies.require_view(actor)
    rank = {group: place for place, group in enumerate(GROUPS)}
    seen = [one for one in standard.values() if _may(actor, one)]
    return sorted(seen, key=lambda one: (rank.get(one.group, len(rank)), one.order))


def get_report(*, actor: User, code: str) -> Standard:
    """One of them. Raises NotFound, NotAllowed."""
    policies.require_view(actor)
    found = standard.get(code)
    if found is None:
        raise errors.NotFound()
    if not _may(actor, found):
        raise errors.NotAllowed(verb=found.verb or policies.VIEW)
    return found


def wanted(actor: User, code: str, given: Mapping[str, str], today: date, here: str = "") -> tuple[Standard, Wanted]:
    """A report and how ``given``, the parameters of an address, sets it as of ``today``. Raises NotFound (no such
    report, something picked that is not his), NotAllowed, Invalid."""
    found = get_report(actor=actor, code=code)
    asked = parameters.read(found, actor, given, today, here)
    conditions.require_known(asked)
    return found, asked


def made(actor: User, code: str, given: Mapping[str, str], today: date, here: str = "") -> Paper:
    """The report itself. Raises as ``wanted``, and as its maker does."""
    return drawn(*wanted(actor, code, given, today, here))


def drawn(found: Standard, asked: Wanted) -> Paper:
    """The paper of a report that was read from an address, with the lines that stand under the head of every one."""
    paper = reading.in_one_state(lambda: found.make(asked))
    return replace(paper, facts=heads.facts(found, asked, paper))


def _may(actor: User, one: Standard) -> bool:
    if one.verb and not rights.can(actor, one.verb):
        return False
    return not any(rights.effect(actor, name) for name in one.fields)
