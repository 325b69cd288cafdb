"""The demo's password: from ORDERS_DEMO_PASSWORD, else made once and kept in the data folder (0600)."""

import secrets
from collections.abc import Iterator

from django.conf import settings

from orders_site import environment
from orders_site.demo.people import PEOPLE

_WORDS = ("balance", "beam", "cell", "gauge", "gram", "load", "scale", "tare", "tonne", "weigh")


def password() -> str:
    """The one password of all demo people."""
    given = environment.given("ORDERS_DEMO_PASSWORD")
    if given:
        return given
    kept = settings.DATA_DIR / "demo_password"
    if kept.exists():
        return kept.read_text(encoding="utf-8").strip()
    made = "-".join([*(secrets.choice(_WORDS) for _ in range(3)), str(secrets.randbelow(9000) + 1000)])
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(made, encoding="utf-8")
    return made


def lines() -> Iterator[str]:
    """What is printed at each start."""
    yield f"Demo logins (password of all: {password()})"
    for username, name, post, _department, _roles in PEOPLE:
        yield f"  {username:<14}{name}  {post}"
