"""Trying the connection to the provider: each step with what came of it, and who would come in. Nobody is signed in,
nothing is linked, nothing is written (docs/adr/0130)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.single_sign_on import policies, provider, proving, queries
from accounts.single_sign_on.faults import Fault, Why, explained
from accounts.single_sign_on.flow import Started
from accounts.single_sign_on.proving import Proven, Stage

GOOD, BAD, WAITS = "good", "bad", ""
MOST_CLAIMS, LONGEST = 40, 200


@dataclass(frozen=True)
class Step:
    """One step of the connection, how it went, and what is to be said of it."""

    label: str
    tone: str
    words: str


@dataclass(frozen=True)
class Trial:
    """What a try showed; plain enough for a session. ``claims``: what the token says, name and value."""

    steps: list[dict[str, str]]
    claims: list[list[str]] = field(default_factory=list)
    verdict: str = ""
    roles: list[str] = field(default_factory=list)
    is_in: bool = False


def configured(back: str) -> list[tuple[str, str]]:
    """What this installation is set to, for comparing it with the provider's own entry."""
    return [
        (_("Issuer"), settings.OIDC_ISSUER),
        (_("Client ID"), settings.OIDC_CLIENT_ID),
        (_("Client secret"), _("set") if settings.OIDC_CLIENT_SECRET else _("none: a public client with PKCE")),
        (_("Return address, to be entered there"), back),
    ]


def look() -> Trial:
    """Read what the provider says of itself, and its keys."""
    return Trial([asdict(step) for step in _looked()])


def _looked() -> list[Step]:
    described, keyed = _("Description"), _("Keys")
    try:
        found, keys = provider.look()
    except Fault as fault:
        return [Step(described, BAD, explained(fault)), Step(keyed, WAITS, "")]
    told = [Step(described, GOOD, _("Read. People sign in at %(address)s.") % {"address": found.authorization})]
    if isinstance(keys, Fault):
        return [*told, Step(keyed, BAD, explained(keys))]
    if not keys:
        return [*told, Step(keyed, BAD, _("None of its keys may sign: RSA keys of 2048 bits and EC keys are taken."))]
    return [*told, Step(keyed, GOOD, _("Keys that may sign: %(n)s") % {"n": keys})]


def round_trip(started: Started, given: Mapping[str, str], *, back: str, at: datetime) -> Trial:
    """What the return of a try comes to."""
    reached: list[Stage] = []
    try:
        proven = proving.prove(started, given, back=back, at=at, reached=reached.append)
    except Fault as fault:
        return Trial([asdict(step) for step in [*_looked(), *_steps(reached, fault)]])
    user, why, links = queries.would_be(proven.issuer, proven.subject, proven.email)
    return Trial(
        [asdict(step) for step in [*_looked(), *_steps(reached, None)]],
        _claims(proven.told),
        _verdict(proven, user, why, links),
        sorted(str(one.role) for one in user.user_roles.select_related("role")) if user is not None else [],
        is_in=why is None,
    )


def _steps(reached: list[Stage], fault: Fault | None) -> list[Step]:
    labels = {Stage.ANSWER: _("Answer in the browser"), Stage.CODE: _("Code taken back"), Stage.TOKENS: _("Token")}
    found = []
    for stage, label in labels.items():
        if stage not in reached:
            found.append(Step(label, WAITS, ""))
        elif fault is not None and stage == reached[-1]:
            found.append(Step(label, BAD, explained(fault)))
        else:
            found.append(Step(label, GOOD, ""))
    if not reached and fault is not None:
        found[0] = Step(found[0].label, BAD, explained(fault))
    return found


def _claims(told: Mapping[str, Any]) -> list[list[str]]:
    return [[str(name)[:60], str(value)[:LONGEST]] for name, value in list(told.items())[:MOST_CLAIMS]]


def _verdict(proven: Proven, user: User | None, why: Why | None, links: bool) -> str:
    if why is not None:
        about = _("It would be %(name)s.") % {"name": user.name} if user is not None else ""
        return " ".join(one for one in (explained(Fault(why)), about) if one)
    assert user is not None
    words = _("This account would be signed in as %(name)s (%(username)s).") % {
        "name": user.name,
        "username": user.username,
    }
    more = [_("It would be linked first, by its verified mail address.")] if links else []
    if policies.is_strong(proven.methods):
        more.append(_("Its sign-in there stands for the second factor."))
    else:
        more.append(_("Where a role asks for a second factor, it is asked for here."))
    return " ".join([words, *more])
