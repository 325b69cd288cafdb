"""While somebody tries a role or a person: his requests are answered with those rights, and nothing is changed.

Writes are refused where all of them go through, in ``common.operation``, whoever they would act as; what is no read is
refused before it reaches a view. What a person keeps for himself (messages, preferences, tokens) stays his own: only
the rights are others. Requests with a token carry their own rights and never come here.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from accounts import access, policies
from accounts.middleware import person_of
from accounts.people.models import User
from accounts.roles.models import Role
from accounts.tokens.authentication import KEYWORD
from accounts.trying import eyes, operations, session
from common import clock, errors, refusals
from common.operation import refusing

Answer = Callable[[HttpRequest], HttpResponseBase]
_READS = {"GET", "HEAD", "OPTIONS"}
_ALLOWED = {"accounts:trying-end", "accounts:sign_out"}
ONLY_LOOKING = _("You are only looking as somebody else: nothing can be changed. End it above to go on with your work.")


def trying(get_response: Answer) -> Answer:
    """Answer with the rights of what is tried, as far as its person may know what they show."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        person, trial = person_of(request), session.kept(request.session)
        if trial is None or person is None or _has_token(request):
            return get_response(request)
        other = _other(person, trial)
        if other is None or trial.until <= clock.now():
            _end(request, person, trial, "gone" if other is None else "over")
            return get_response(request)
        if request.method not in _READS:
            if _name(request) in _ALLOWED:
                return get_response(request)
            return refusals.refuse(request, errors.NotAllowed(ONLY_LOOKING, code="only_looking"))
        return _with_other_eyes(request, person, trial, other, get_response)

    return answer


def _with_other_eyes(
    request: HttpRequest, person: User, trial: session.Trial, other: access.Access, get_response: Answer
) -> HttpResponseBase:
    own = access.of(person)
    request.trying = trial  # type: ignore[attr-defined]
    request.trying_leaves_out = eyes.left_out(own, other)  # type: ignore[attr-defined]
    person._access = eyes.through(own, other)  # type: ignore[attr-defined]
    try:
        with refusing(errors.NotAllowed(ONLY_LOOKING, code="only_looking")):
            return get_response(request)
    finally:
        person._access = own  # type: ignore[attr-defined]


def _other(person: User, trial: session.Trial) -> access.Access | None:
    """The rights that are tried; None where they, or the right to try, are gone."""
    if not policies.can(person, operations.RIGHT):
        return None
    if trial.kind == "person":
        found = User.objects.filter(pk=trial.pk, is_active=True, is_system=False).first()
        return None if found is None else eyes.of_person(found)
    role = Role.objects.filter(pk=trial.pk, is_active=True).first()
    return None if role is None else eyes.of_role(person, role)


def _has_token(request: HttpRequest) -> bool:
    """Whether the request carries its own rights: what a proxy or a browser writes into its header gives none, and a
    page never looks at it."""
    way, _space, _secret = request.headers.get("Authorization", "").strip().partition(" ")
    return request.path.startswith("/api/") and way.lower() == KEYWORD.lower()


def _end(request: HttpRequest, person: User, trial: session.Trial, why: str) -> None:
    session.drop(request.session)
    operations.end(actor=person, trial=trial, why=why, at=clock.now())


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path).view_name
    except Resolver404:
        return ""
