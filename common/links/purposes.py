"""What signed links are for. This floor issues, checks and revokes them; the rooms above register their pages."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase

from common.errors import Text
from common.links.models import SignedLink
from common.registry import Registry


@dataclass(frozen=True)
class Purpose:
    """One use of links: its name for people and its page.

    ``page`` answers GET by showing and POST by acting, through an operation that calls ``operations.use``. GET
    changes nothing: mail scanners and previews open links too. With ``asks_for_sign_in`` the page is only drawn for
    the person whom the link was made for, signed in.
    """

    label: Text
    page: Callable[[HttpRequest, SignedLink], HttpResponseBase]
    asks_for_sign_in: bool = False


# purpose -> what its links show and do
purposes: Registry[Purpose] = Registry("common.links.purposes")
