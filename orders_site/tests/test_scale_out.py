"""Two machines at work on one database, and one thing after another is taken away (docs/adr/0124, 0130)."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from orders_site.environment import BASE_DIR, VARIABLES
from orders_site.tests.site import with_tables

pytestmark = [pytest.mark.drill, pytest.mark.timeout(400)]


def drilled(tmp_path, module, *arguments):
    """What a drill of ``bench`` prints at its end."""
    folder = tmp_path / "s"
    with_tables(folder / "pg")
    clean = {key: value for key, value in os.environ.items() if key not in VARIABLES}
    command = [sys.executable, "-m", f"bench.{module}", *arguments, "--folder", str(folder)]
    done = subprocess.run(command, cwd=BASE_DIR, env=clean, capture_output=True, text=True)
    shutil.rmtree(folder, ignore_errors=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout[done.stdout.index("{") :])


def test_machines_that_die_under_load_lose_and_double_nothing(tmp_path):
    seen = drilled(tmp_path, "scale_out", "--seconds", "20", "--clients", "3", "--mails", "100")
    assert seen["broken"] == []
    assert min(seen[name] for name in ("orders", "in_force", "tasks_done", "shipments")) > 0
    assert seen["repeats"] > 0, "nobody noticed that it died"
    assert (seen["lost"], seen["doubled"]) == ([], [])
    assert (seen["mails"], seen["mails_lost"], seen["mails_doubled"]) == (100, 0, 0)
    assert seen["mails_doubtful"] <= 2  # one in the hands of each worker that was killed
    assert seen["clock_handed_over"] and seen["leaders"] == 1
    assert seen["feed_gaps"] == 0 and seen["followed_as_read_at_once"] and seen["followed"] > 0
    assert {*seen["figures_without_replica"]} <= {"200"}, "figures are read elsewhere while the replica is gone"
    assert seen["replica_caught_up"]


@pytest.mark.parametrize("proxy", ["caddy", "nginx"])
def test_the_shipped_proxy_holds_before_two_nodes(tmp_path, proxy):
    if not (shutil.which(proxy) and shutil.which("openssl")):
        pytest.skip(f"no {proxy} here")
    tmp_path.parent.parent.chmod(0o755)  # nginx reads as somebody else
    seen = drilled(tmp_path, "proxied", proxy)
    assert seen["sign_in"] == 200 and seen["cookies_are_secure"]
    assert {"Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options"} <= {*seen["headers"]}
    assert "gunicorn" not in str(seen["headers"]).casefold()
    assert seen["refused_after"] == 10, "an address made up by the client counts as another one"
    assert seen["too_large"] in (403, 413) and seen["import_too_large"] == 401
    assert seen["probe_from_outside"] in (403, 404)
    assert {*seen["while_a_node_dies"]} == {"200"} and seen["both_again"]
    assert (seen["while_both_are_gone"], seen["retry_after"]) == (503, "10")
