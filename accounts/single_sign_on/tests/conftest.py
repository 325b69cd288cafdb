"""A provider, and a site that names it."""

import pytest
from django.core.cache import cache

from accounts.single_sign_on import provider as known
from accounts.single_sign_on.tests import provider as providers
from accounts.tests.builders import make_user
from common import settings as company_settings
from common.models import Setting


def decide(**values):
    """Company settings, as an administrator would have set them."""
    for key, value in values.items():
        name = "mfa_roles" if key == "mfa_roles" else f"single_sign_on.{key}"
        Setting.objects.update_or_create(key=name, defaults={"value": value})
    company_settings.forget()


@pytest.fixture
def site(settings, db):
    """A site whose people need no second factor, and that knows no provider."""
    settings.SITE_URL = "http://testserver"
    decide(mfa_roles=[])
    known.forget()
    cache.clear()
    yield settings
    known.forget()
    company_settings.forget()


@pytest.fixture
def provider(site):
    with providers.running() as found:
        site.OIDC_ISSUER = found.issuer
        site.OIDC_CLIENT_ID, site.OIDC_CLIENT_SECRET = providers.CLIENT, providers.SECRET
        site.OUTGOING_PRIVATE = ["127.0.0.1"]
        yield found


@pytest.fixture
def user(site):
    return make_user(username="wang.min", email="wang.min@example.com")
