"""The supervisor's parts, each alone; the whole is in the drills."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from orders_site.supervisor import manage, process, up
from orders_site.supervisor.places import Places
from orders_site.supervisor.postgres import archive_command
from orders_site.supervisor.process import StartError


@pytest.fixture
def places(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    result = Places(tmp_path / "data")
    result.make()
    return result


def test_one_installation_is_held_once(places):
    first = places.lock()
    places.sign(first, "http://127.0.0.1:8000/")
    assert places.lock() is None
    assert places.holder() == "http://127.0.0.1:8000/"
    first.close()
    assert places.lock() is not None


def test_deleting_the_data_does_not_let_a_second_one_in(places, tmp_path):
    held = places.lock()
    import shutil

    shutil.rmtree(tmp_path / "data")
    places.make()
    assert places.lock() is None
    held.close()


def test_a_folder_of_another_user_is_not_trusted(places, monkeypatch):
    tag = places.short
    monkeypatch.setattr("os.geteuid", lambda: os.stat(tag).st_uid + 1)
    monkeypatch.setattr(Places, "short", property(lambda self: tag))
    with pytest.raises(StartError, match="another user"):
        places.make()


def test_notes_are_for_this_user_only(places):
    places.write_down("secret_key", "x")
    assert (places.run / "secret_key").stat().st_mode & 0o777 == 0o600
    assert places.run.stat().st_mode & 0o777 == 0o700


def test_a_busy_port_is_seen():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert process.is_port_free(port) is False
        assert process.pick_port(port) != port


def test_a_child_ends_when_its_parent_is_killed(tmp_path):
    script = (
        "import sys, time; from pathlib import Path; from orders_site.supervisor import process\n"
        "child = process.spawn([sys.executable, '-c', 'import time; time.sleep(60)'], Path(sys.argv[1]))\n"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "log")], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 60
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(child)


def is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_child_that_does_not_want_to_end_is_ended_with_what_it_started(tmp_path):
    stubborn = "trap '' TERM; sleep 60 & echo $!; wait; sleep 60"
    log = tmp_path / "log"
    child = process.spawn(["sh", "-c", stubborn], log)
    deadline = time.monotonic() + 60
    while not log.read_text() and time.monotonic() < deadline:
        time.sleep(0.02)
    grandchild = int(log.read_text())
    process.stop(child, patience=0.2)
    assert child.returncode == -signal.SIGKILL
    deadline = time.monotonic() + 60
    while is_running(grandchild) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(grandchild)


def test_a_dead_child_comes_back_after_a_pause(tmp_path):
    child = up.Child("job", ["-c", "pass"], dict(os.environ), tmp_path / "log")
    child.start()
    child.process.wait()
    assert child.revive() is False  # not at once
    child._started_at -= 1.1
    assert child.revive() is True
    child.process.wait()
    child._started_at -= 1.1
    assert child.revive() is False  # it keeps dying: the pause has doubled
    child.stop()


def test_what_a_killed_child_had_started_is_ended_before_it_comes_back(tmp_path):
    """Orphans of the web server would hold its port, and the site would be away until they end by themselves."""
    log = tmp_path / "log"
    script = (
        "import subprocess, sys, time\n"
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid, flush=True); time.sleep(60)"
    )
    child = up.Child("web", ["-c", script], dict(os.environ), log)
    child.start()
    wait_for(lambda: log.read_text())
    orphan = int(log.read_text())
    child.process.kill()
    child.process.wait()
    assert is_running(orphan)
    child._started_at -= 2
    assert child.revive() is True
    wait_for(lambda: not is_running(orphan))
    child.stop()


def wait_for(is_so):
    deadline = time.monotonic() + 60
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert is_so()


def test_a_living_child_is_left_alone(tmp_path):
    child = up.Child("job", ["-c", "import time; time.sleep(60)"], dict(os.environ), tmp_path / "log")
    child.start()
    child._started_at -= 100
    assert child.revive() is False
    child.stop()
    assert child.is_alive() is False


def test_ctrl_c_ends_a_command_under_way(places, monkeypatch):
    """Preparing or filling the demo takes a minute: nobody waits for that to stop the site."""
    supervisor = up.Supervisor(places, 0)
    slow = "import time; print('begun', flush=True); time.sleep(60)"
    told = []

    def say(text):
        told.append(text)
        if text == "begun":
            supervisor._on_signal(signal.SIGINT, None)

    monkeypatch.setattr(up, "say", say)
    popen = subprocess.Popen
    monkeypatch.setattr(up.subprocess, "Popen", lambda command, **how: popen([sys.executable, "-c", slow], **how))
    monkeypatch.setattr(up, "environment_for", lambda urls, role: dict(os.environ))
    assert supervisor._manage("command", "slow") is False
    assert "stopping" in told


def test_a_second_command_waits_for_the_first_and_says_so(places, capsys, monkeypatch):
    first = places.lock()
    places.sign(first, "a management command (process 1)")
    monkeypatch.setattr(manage.time, "sleep", lambda seconds: first.close())
    second = manage._wait_while_commands_run(places)
    assert second is not None and "waiting for a management command" in capsys.readouterr().err
    places.sign(second, "http://127.0.0.1:8000/ (process 2)")
    assert manage._wait_while_commands_run(places) is None  # a site's servers stay: its notes are used


def test_a_segment_of_the_log_is_archived_whole_or_not_at_all(tmp_path):
    archive, segment = tmp_path / "log", tmp_path / "0001"
    archive.mkdir()
    segment.write_bytes(b"whole")

    def run(path):
        command = archive_command(str(archive)).replace("%p", str(path)).replace("%f", "0001")
        return subprocess.run(["sh", "-c", command], stderr=subprocess.DEVNULL).returncode

    (archive / "0001.part").write_bytes(b"ha")  # what a crash left
    assert run(segment) == 0 and (archive / "0001").read_bytes() == b"whole"
    assert run(segment) == 0  # the same once more, after a crash of the server
    segment.write_bytes(b"other")
    assert run(segment) != 0 and (archive / "0001").read_bytes() == b"whole"
