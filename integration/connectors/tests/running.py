"""Example connectors of ``docs/integration`` as processes, with a token of exactly the rights that their pages name."""

import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from accounts.people.models import User
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from accounts.tokens import operations as tokens
from common import clock, events
from common.models import IdempotencyRecord
from integration.connectors.tests.counterparts import Counterpart

FOLDER = Path(settings.BASE_DIR) / "docs" / "integration"
SYSTEMS = ("finance", "inventory", "crm", "logistics", "production", "ship_dates")
FAULTS = ("500", "garbage", None, "lost", "slow", None, "lost")
OPTIONS = ("--once", "--patience", "40", "--their-timeout", "0.5")
ALL_TAKEN, SOME_REFUSED, TEMPORARY, NO_RIGHT = 0, 3, 75, 77
_KILLED_AT = (1, 3, 8, 21, 55)


def page(name: str) -> str:
    """The page of a connector."""
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def named(name: str, label: str) -> list[str]:
    """The codes on the line of a page that begins with ``label``."""
    (line,) = [one for one in page(name).splitlines() if one.startswith(f"{label}:")]
    return re.findall(r"`([\w.]+)`", line)


@dataclass
class Runs:
    """Runs of one connector against one counterpart."""

    name: str
    site: str
    system: Counterpart
    state: Path
    token: str

    def command(self) -> list[str]:
        """Until nothing is new."""
        script = str(FOLDER / f"{self.name}.py")
        sides = ["--url", self.site, "--theirs", self.system.url, "--state", str(self.state)]
        return [sys.executable, script, *sides, *OPTIONS]

    def start(self) -> subprocess.Popen[str]:
        """The process; its token stands in its environment, as it should."""
        events.place_events()
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(self.command(), env={"ORDERS_TOKEN": self.token, "PATH": ""}, text=True, **pipes)

    def once(self, expected: int = ALL_TAKEN) -> str:
        """What it said; its exit code is as expected."""
        process = self.start()
        out, err = process.communicate(timeout=90)
        assert process.returncode == expected, (process.returncode, out, err)
        return out + err

    def killed_on_its_way(self) -> int:
        """Run it again and again, each time killed while it waits for a later answer of the other system, which has
        done what it was asked, until one run ends by itself. How many were killed."""
        for kills, number in enumerate(_KILLED_AT):
            victim: list[subprocess.Popen[str]] = []
            left = [number]

            def shoot(left: list[int] = left, victim: list[subprocess.Popen[str]] = victim) -> None:
                left[0] -= 1
                if left[0] == 0:
                    while not victim:
                        time.sleep(0.005)
                    victim[0].kill()

            self.system.before_answer = shoot
            victim.append(self.start())
            out, err = victim[0].communicate(timeout=90)
            self.system.before_answer = None
            if victim[0].returncode >= 0:
                assert victim[0].returncode in (ALL_TAKEN, SOME_REFUSED), (out, err)
                return kills
        raise AssertionError("it never came to its end")

    def from_the_beginning(self, *, keys_are_forgotten: bool) -> None:
        """It lost its place; perhaps so long ago that the site forgot the keys of its calls."""
        shutil.rmtree(self.state)
        if keys_are_forgotten:
            IdempotencyRecord.objects.all().delete()


def account(name: str) -> User:
    """The technical account that the page of a connector asks for."""
    return make_user(roles=named(name, "Roles"))


def token_of(user: User, scopes: list[str]) -> str:
    """A token of an account, narrowed."""
    issued = tokens.issue_token(actor=system_user(), user_id=user.pk, name="connector", scopes=scopes, at=clock.now())
    return issued[1]


def runs_of(name: str, site: str, system: Counterpart, folder: Path) -> Runs:
    """A connector as its page says it is set up."""
    token = token_of(account(name), named(name, "Scopes"))
    return Runs(name, site, system, folder / name, token)
