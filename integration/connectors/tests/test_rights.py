"""A token of a connector reaches as far as its page says, and no further."""

import importlib.util
import sys

import pytest

from accounts.tests.builders import make_user
from integration.connectors.tests import running
from integration.connectors.tests.counterparts import Counterpart

_ROW = {"provider": "X", "external_id": "1", "outbound": "OB20261120-0001"}
_WRITES = {
    "stock.count": ("stock-papers/sheets/", {}),
    "tracking.submit": (
        "tracking-events/bulk/",
        {"rows": [_ROW | {"kind": "DELIVERED", "happened_at": "2026-11-20T02:15:00Z"}]},
    ),
    "ship_date.submit": ("ship-dates/bulk/", {"rows": [_ROW | {"ship_date": "2026-11-20"}]}),
    "setting.manage": ("transit-times/", {"area": "X", "days": 1}),
}


@pytest.fixture
def shared():
    """The module that the connectors share, as they load it."""
    spec = importlib.util.spec_from_file_location("orders_api", running.FOLDER / "orders_api.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.modules.pop("orders_api", None)


def test_a_token_without_rights_ends_a_connector_and_blames_no_row(live_server, tmp_path):
    with Counterpart() as system:
        token = running.token_of(make_user("api_client"), ["product.view"])
        runs = running.Runs("logistics", live_server.url, system, tmp_path, token)
        assert "the token may not do this" in runs.once(running.NO_RIGHT)
        runs.token = "so_unknown"
        assert "revoked" in runs.once(running.NO_RIGHT)
        assert not system.kept["refusals"]


def test_a_token_of_one_connector_does_nothing_of_another(live_server, shared):
    for name in running.SYSTEMS:
        scopes = running.named(name, "Scopes")
        caller = shared.Caller(live_server.url, running.token_of(running.account(name), scopes))
        for verb, (path, body) in _WRITES.items():
            if verb not in scopes:
                with pytest.raises(shared.NotAllowed):
                    caller.post(f"/api/v1/{path}", body, key=f"{name}-{verb}")


class Rows:
    """The other system: four rows, of which the second lacks something and the third is nonsense."""

    def __init__(self):
        self.told = {}

    def get(self, path, **query):
        rows = [{"no": 1, "goods": "A1"}, {"no": 2}, {"no": 3, "goods": 7}, {"no": 4, "goods": "B2"}]
        return {"rows": [row for row in rows if row["no"] > query["after"]]}

    def put(self, path, body):
        self.told[path] = body["why"]


@pytest.mark.parametrize("many", [False, True])
def test_a_row_that_cannot_be_read_is_refused_and_holds_up_no_other(shared, tmp_path, many):
    taken, theirs = [], Rows()

    def send(row):
        taken.append(row["goods"].lower())
        return ""

    connector = shared.Connector(None, theirs, shared.Place(tmp_path / "place.sqlite3"))
    if many:
        assert connector.collect_many("stream", lambda rows: [send(row) for row in rows])
    else:
        assert connector.collect("stream", send)
    assert {"a1", "b2"} == set(taken) and connector.place.after("stream") == 4
    assert list(theirs.told) == ["/refusals/stream-2", "/refusals/stream-3"]
    assert "unreadable: KeyError" in theirs.told["/refusals/stream-2"]


def test_a_site_that_is_away_is_asked_again_later(shared):
    with Counterpart() as system:
        system.faults.extend(["500"] * 100)
        caller = shared.Caller(system.url, patience=0.3)
        with pytest.raises(shared.Away, match="status 500"):
            caller.get("/rows", after=0, limit=1)
        system.faults.clear()
        assert caller.get("/rows", after=0, limit=1) == {"rows": []}
