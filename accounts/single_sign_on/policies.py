"""Whether single sign-on is offered here, and who may sign in by nothing else."""

from django.conf import settings as django_settings
from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.models import User
from common import errors, settings


def is_offered() -> bool:
    """Whether the installation names a provider."""
    return bool(django_settings.OIDC_ISSUER and django_settings.OIDC_CLIENT_ID)


def provider_name() -> str:
    """What people call the provider."""
    return str(settings.get("single_sign_on.name")) or _("company account")


def binds_somebody() -> bool:
    """Whether the company names domains whose people sign in by the provider only."""
    return is_offered() and bool(settings.get("single_sign_on.domains"))


def domain_is_bound(email: str) -> bool:
    """Whether people with this mail address sign in by the provider only."""
    return is_offered() and email.rpartition("@")[2].lower() in settings.get("single_sign_on.domains")


def is_bound(user: User) -> bool:
    """Whether a person signs in by the provider only. Whoever manages roles keeps his password: somebody must get in
    while the provider is away."""
    return domain_is_bound(user.email) and not people.holds(user, "role.manage")


def require_password(user: User) -> None:
    """Refuse what has to do with a password for whoever may not use one. Raises WrongState."""
    if is_bound(user):
        words = _("%(name)s signs in by “%(provider)s” only; a password would be of no use.")
        raise errors.WrongState(words % {"name": user.name, "provider": provider_name()})


def is_strong(methods: frozenset[str]) -> bool:
    """Whether what the provider says of how somebody proved himself stands for our second factor."""
    return not methods.isdisjoint(settings.get("single_sign_on.factors"))
