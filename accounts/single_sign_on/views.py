"""To the provider, back from it, and out of it."""

import uuid
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.queries import system_user
from accounts.sign_in import keeping, sessions
from accounts.sign_in import views as sign_in
from accounts.single_sign_on import flow, operations, policies, provider, proving
from accounts.single_sign_on.asides import asides
from accounts.single_sign_on.faults import Fault, Why, key_of
from common import clock, pages, remote

# of one address in a quarter of an hour; an office may stand behind it, so whoever comes in is not counted
BEGINNINGS = 3_000
REFUSALS = 60  # of each kind: further ones are not written down, and after too many that were asked of the provider
# nothing more is asked
_COUNTED_AS = {Why.STATE: "stray", Why.CANCELLED: "stray", Why.AWAY: "away"}
LARGEST_KEPT = 100_000  # letters of a form that waits in the session


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("kept")
def begin(request: HttpRequest) -> HttpResponse:
    """Go to the provider. With a form that is to be sent again it is posted: then the page leads on by itself, for a
    form may not lead to another site."""
    then = sign_in.next_page(request)
    if not policies.is_offered() or request.method == "HEAD":
        return pages.leave(request, resolve_url(settings.LOGIN_URL))
    if request.user.is_authenticated and request.method == "GET":
        return pages.leave(request, then)
    if _hits(request, "begin") > BEGINNINGS:
        return _say(request, Why.OFTEN, then)
    kept = request.POST.get("kept", "")
    try:
        url = begun(request, then=then, kept=kept if len(kept) <= LARGEST_KEPT and keeping.read(kept) else "")
    except Fault as fault:
        return _refuse(request, fault, then)
    if request.method == "POST":
        return pages.render(request, "accounts/single_sign_on.html", {"url": url, "name": policies.provider_name()})
    return HttpResponse(status=303, headers={"Location": url})


@login_not_required
@never_cache
@require_GET
@sensitive_variables()
def back(request: HttpRequest) -> HttpResponse:
    """The provider's answer: whoever it proves is signed in, or asked for the second factor."""
    at, state = clock.now(), request.GET.get("state", "")
    if not policies.is_offered():
        return pages.leave(request, resolve_url(settings.LOGIN_URL))
    started = flow.take(request.session, state, at=at)
    if started is None or not _is_first(state):
        return _refuse(request, Fault(Why.STATE))
    if started.purpose:
        return asides[started.purpose](request, started)
    if cache.get(_counter(request, "failed"), 0) >= REFUSALS:
        return _say(request, Why.OFTEN, started.then)
    try:
        proven = proving.prove(started, request.GET.dict(), back=return_address(), at=at)
    except Fault as fault:
        return _refuse(request, fault, started.then)
    # nobody else of the address pays for one whom the provider knows and we do not
    nobody = f"single-sign-on-nobody:{sha256(f'{proven.issuer} {proven.subject}'.encode()).hexdigest()}"
    if cache.get(nobody, 0) >= REFUSALS:
        return _say(request, Why.OFTEN, started.then)
    found = operations.recognise(actor=system_user(), proven=proven, address=remote.address(request), at=at)
    if found.user is None:
        cache.count_hit(nobody, 900)  # type: ignore[attr-defined]
        return _say(request, found.why or Why.UNLINKED, started.then)
    way = sessions.ENDING_PROVIDER if proven.can_end else sessions.PROVIDER
    is_strong = policies.is_strong(proven.methods)
    return sign_in.come_in(request, found.user, way=way, is_strong=is_strong, then=started.then, kept=started.kept)


@login_not_required
@never_cache
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out at the provider too (RP-initiated logout); it asks there, for we keep no token of the person."""
    home = resolve_url(settings.LOGIN_URL)
    if not policies.is_offered() or request.user.is_authenticated:
        return pages.leave(request, home)
    try:
        end = provider.current().end_session
    except Fault:
        end = ""
    if not end:
        return _say(request, Why.AWAY)
    url = flow.with_query(end, client_id=settings.OIDC_CLIENT_ID, post_logout_redirect_uri=settings.SITE_URL + home)
    return HttpResponse(status=303, headers={"Location": url})


def begun(request: HttpRequest, *, then: str = "", kept: str = "", purpose: str = "") -> str:
    """The address at the provider; what its answer must fit is kept in the session. Raises Fault."""
    found = provider.current()
    who = request.user.pk or 0
    started = flow.begin(
        request.session, issuer=found.issuer, then=then, kept=kept, purpose=purpose, user=who, at=clock.now()
    )
    return flow.address(
        started,
        endpoint=found.authorization,
        client_id=settings.OIDC_CLIENT_ID,
        back=return_address(),
        language=get_language() or settings.LANGUAGE_CODE,
    )


def return_address() -> str:
    """The address that stands in the provider's list: never made from what a request says of its host."""
    return f"{settings.SITE_URL}{resolve_url('accounts:single-sign-on-back')}"


def _is_first(state: str) -> bool:
    """Whether this return is the first, also of two that come at the same moment."""
    return bool(cache.add(f"single-sign-on-used:{state[:100]}", uuid.uuid4().hex, int(2 * flow.LASTS.total_seconds())))


def _counter(request: HttpRequest, what: str) -> str:
    return f"single-sign-on-{what}:{remote.address(request)}"


def _hits(request: HttpRequest, what: str) -> int:
    """How often this came from the request's address, now included."""
    return int(cache.count_hit(_counter(request, what), 900))  # type: ignore[attr-defined]


def _refuse(request: HttpRequest, fault: Fault, then: str = "") -> HttpResponse:
    if _hits(request, _COUNTED_AS.get(fault.why, "failed")) <= REFUSALS:  # no flood reaches the trail
        operations.record_refusal(
            actor=system_user(), why=fault.why, told=fault.told, address=remote.address(request), at=clock.now()
        )
    return _say(request, fault.why, then)


def _say(request: HttpRequest, why: Why, then: str = "") -> HttpResponse:
    """Back to the sign-in page, which says one of a few sentences; nothing of the provider stays in the address."""
    query = urlencode({"provider": key_of(why), **({"next": then} if then else {})})
    return pages.leave(request, f"{resolve_url(settings.LOGIN_URL)}?{query}")
