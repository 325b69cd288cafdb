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
    the person whom the link was made for, signed in. ``takes_one_click``: a POST needs no token of a form, as mail
    programs send it for who unsubscribes (RFC 8058); whoever knows the address may, signed in or not (docs/adr/0088).
    """

    label: Text
    page: Callable[[HttpRequest, SignedLink], HttpResponseBase]
    asks_for_sign_in: bool = False
    takes_one_click: bool = False


# purpose -> what its links show and do
purposes: Registry[Purpose] = Registry("common.links.purposes")
