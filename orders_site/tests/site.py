"""The whole site as a child of a test: started, asked, hurt and stopped from outside."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

from orders_site.environment import BASE_DIR, VARIABLES
from orders_site.supervisor import process

PATIENCE = 120


def wait_until(is_so, what: str, patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < deadline, f"waited {patience:.0f} s in vain: {what}"
        time.sleep(0.1)


def with_tables(cluster: Path) -> None:
    """Begin with the tables of the site in the folder ORDERS_TEST_PREPARED, which was started and stopped by this very
    code: making them takes half a minute. Nothing where none is named; whoever starts then makes its own."""
    made = Path(os.environ.get("ORDERS_TEST_PREPARED") or os.devnull) / "pg"
    if (made / "PG_VERSION").is_file() and not (made / "postmaster.pid").exists():
        cluster.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", str(made), str(cluster)], check=True)


class Site:
    """One installation in a folder of its own; its environment knows nothing of the test's."""

    def __init__(self, data: Path, **environment: str):
        self.data, self.port = data, process.pick_port()
        clean = {key: value for key, value in os.environ.items() if key not in VARIABLES}
        self.environment = clean | {"ORDERS_DATA_DIR": str(data), "PORT": str(self.port)} | environment
        self.supervisor: subprocess.Popen[str] | None = None
        self.lines: list[str] = []

    def start(self) -> None:
        """Start it and wait for READY."""
        self.lines = []
        self.supervisor = self._run("orders_site.supervisor.up", "--no-demo")
        threading.Thread(target=self._read, args=[self.supervisor], daemon=True).start()
        wait_until(lambda: self.has_said("READY") or self.supervisor.poll() is not None, "READY")
        assert self.supervisor.poll() is None, "\n".join(self.lines)

    def _run(self, module: str, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _read(self, supervisor: subprocess.Popen[str]) -> None:
        for line in supervisor.stdout:
            self.lines.append(line.rstrip())

    def has_said(self, words: str) -> bool:
        return any(words in line for line in self.lines)

    def second_start(self) -> tuple[int, str]:
        """Try to start it once more; returns the exit code and what was said."""
        second = self._run("orders_site.supervisor.up", "--no-demo")
        said, _ = second.communicate(timeout=PATIENCE)
        return second.returncode, said

    def manage(self, *arguments: str) -> str:
        """`run.py manage …`; returns what it printed."""
        command = [sys.executable, "-m", "orders_site.supervisor.manage", *arguments]
        done = subprocess.run(command, cwd=BASE_DIR, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, path: str) -> dict:
        """The JSON answer of an address; {} while nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return json.load(answer)
        except (OSError, ValueError):
            return {}

    def processes(self, *words: str) -> list[int]:
        """Processes of this installation whose command line holds all the words, the supervisor left out.

        They are known by their environment, or (Valkey writes over it) by the folder they work in.
        """
        mark, found = f"ORDERS_DATA_DIR={self.data}".encode(), []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                ours = mark in (folder / "environ").read_bytes().split(b"\0")
                if not ours and not (folder / "cwd").readlink().is_relative_to(self.data):
                    continue
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if "supervisor.up" not in line and all(word in line for word in words):
                found.append(int(folder.name))
        return sorted(found)

    def main_process(self, *words: str) -> int:
        """The eldest process with these words: the master of its workers."""
        found = self.processes(*words)
        return found[0] if found else 0

    def stop(self) -> None:
        """Ctrl-C, and wait until the supervisor has ended."""
        if self.supervisor is not None and self.supervisor.poll() is None:
            self.supervisor.send_signal(signal.SIGINT)
            self.supervisor.wait(60)

    def kill(self) -> None:
        self.supervisor.kill()
        self.supervisor.wait(10)
