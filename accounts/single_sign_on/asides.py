"""What else than signing in somebody goes to the provider for; each names its way back (docs/adr/0130)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.single_sign_on.flow import Started
from common.registry import Registry

# purpose of a Started -> the view that takes the return; what it needs is in the session and the address
asides: Registry[Callable[[HttpRequest, Started], HttpResponse]] = Registry("accounts.single_sign_on_asides")
