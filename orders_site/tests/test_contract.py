"""schemathesis over every operation of the API: no server error, no answer that the document does not describe.

In the suite each operation is called as its document shows it, and one in ``_SHARE`` with drawn inputs too. The longer
way, by hand, draws for all of them: ``ORDERS_CONTRACT_CASES=20 ORDERS_CONTRACT_SEED=7`` (docs/api.md, Versions).
"""

import os
from collections import Counter

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from schemathesis.core.failures import Failure, FailureGroup

from accounts.tokens import operations as tokens
from common import clock
from common.api.throttle import RateThrottle
from orders_site.tests.fuzzing import CHECKS, STRICT, World
from orders_site.tests.test_every_page import reader  # noqa: F401  a company with one of each thing

_CASES = int(os.environ.get("ORDERS_CONTRACT_CASES", "0"))
_SEED = int(os.environ.get("ORDERS_CONTRACT_SEED", "1"))
_SHARE = 16
# operations whose call as the document shows it succeeds; fewer: the calls miss what is there
_REACHED = 250

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def transactional_db(db):
    """The company stands in the test's own transaction: each call is undone after it."""
    return db


@pytest.fixture
def world(reader, monkeypatch, settings):  # noqa: F811
    """The company, asked with a token of somebody who may nearly everything."""
    monkeypatch.setattr(RateThrottle, "allow_request", lambda *_called: True)
    settings.ALLOWED_HOSTS = ["*"]
    settings.LOGGING_CONFIG = None
    _token, secret = tokens.issue_token(actor=reader, name="schemathesis", at=clock.now())
    found = World(secret, _SEED)
    found.look()
    return found


class _Caller:
    def __init__(self, world):
        self.world, self.app = world, get_wsgi_application()
        self.statuses: Counter[int] = Counter()
        self.faults: dict[tuple[str, str], str] = {}

    def call(self, case, wanted) -> int:
        """Call, keep what is wrong with the answer, undo it; returns its status."""
        label = case.operation.label
        savepoint = transaction.savepoint()
        try:
            answer = case.call(base_url="http://testserver", app=self.app, headers=self.world.headers)
            self.statuses[answer.status_code] += 1
            case.validate_response(answer, checks=wanted, headers=self.world.headers)
            return answer.status_code
        except (Failure, FailureGroup) as fault:
            for one in getattr(fault, "exceptions", [fault]):
                told = f"{one}\n{answer.request.url} {str(answer.request.body)[:600]}\n{answer.content[:400]!r}"
                self.faults.setdefault((label, type(one).__name__), told)
            return answer.status_code
        except Exception as error:
            self.faults.setdefault((label, type(error).__name__), f"{error!r} {case.body!r:.600}")
            return 0
        finally:
            transaction.savepoint_rollback(savepoint)

    def told(self) -> str:
        return "\n\n".join(f"{label}: {kind}\n{text}" for (label, kind), text in sorted(self.faults.items()))


@pytest.mark.timeout(6 * 3600 if _CASES else 1200)
def test_no_call_breaks_the_server_or_the_document(world):
    caller = _Caller(world)
    reached = 0
    for one in world.operations:
        reached += 200 <= caller.call(world.plain(one), CHECKS) < 300
    for one in [one for one in world.operations if _CASES or world.is_chosen(one, _SHARE)]:
        for case, stands in world.drawn(one, _CASES or 2):
            caller.call(case, STRICT if stands else CHECKS)
    assert not caller.faults, caller.told()
    assert reached >= _REACHED, f"{reached} operations answered as their document shows; {caller.statuses}"
