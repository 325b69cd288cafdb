"""Who may sign in to the demo company, as a table for the terminal."""

import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.roles.shipped import ROLES
from orders_site.demo.people import PASSWORD, PEOPLE


def table() -> Iterator[str]:
    """Lines with sign-in name, name and roles of everybody of the demo who still signs in; none without a demo."""
    there = set(User.objects.filter(is_active=True).values_list("username", flat=True))
    people = [one for one in PEOPLE if one.signs_in and one.login in there]
    if len(people) < 2:
        return
    same = User.objects.get(username=people[0].login).check_password(PASSWORD)
    words = PASSWORD if same else "the one that was set when it was made"
    yield f"Sign in to the demo company (password of everybody: {words})"
    for one in people:
        roles = ", ".join(_(ROLES[code][0]) for code in one.roles)
        yield f"  {one.login:<10} {_padded(one.name, 12)} {roles}"
    yield "No second factor is asked in the demo company (setting mfa_roles is empty)."


def _padded(text: str, width: int) -> str:
    """Chinese characters take two places in a terminal."""
    taken = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return text + " " * max(0, width - taken)
