"""Two machines at work on one database, and the one that leads dies (docs/adr/0124)."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from orders_site.environment import BASE_DIR, VARIABLES
from orders_site.tests.site import with_tables

pytestmark = [pytest.mark.drill, pytest.mark.timeout(400)]


def test_a_machine_that_dies_under_load_loses_and_doubles_nothing(tmp_path):
    folder = tmp_path / "s"
    with_tables(folder / "pg")
    clean = {key: value for key, value in os.environ.items() if key not in VARIABLES}
    command = [sys.executable, "-m", "bench.scale_out", "--seconds", "20", "--mails", "100", "--folder", str(folder)]
    done = subprocess.run(command, cwd=BASE_DIR, env=clean, capture_output=True, text=True)
    shutil.rmtree(folder, ignore_errors=True)
    assert done.returncode == 0, done.stderr[-3000:]
    seen = json.loads(done.stdout[done.stdout.index("{") :])
    assert seen["orders"] > 0
    assert seen["repeats"] > 0, "nobody noticed that it died"
    assert (seen["orders_lost"], seen["orders_doubled"]) == (0, 0)
    assert (seen["mails"], seen["mails_lost"], seen["mails_doubled"]) == (100, 0, 0)
    assert seen["mails_doubtful"] <= 1  # the one in its hands
    assert seen["clock_handed_over"]
    assert seen["replica_caught_up"]
    assert seen["broken"] == []
