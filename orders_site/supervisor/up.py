"""The supervisor: servers, preparation, web, worker and beat as its children, until Ctrl-C.

A child that dies comes back, PostgreSQL and Redis too. When the supervisor itself is killed the
kernel ends the children (process.spawn), so nothing is left behind.
"""

import argparse
import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from orders_site import environment as env
from orders_site.supervisor import process
from orders_site.supervisor.demo import Demo
from orders_site.supervisor.embedded import Embedded, environment_for
from orders_site.supervisor.places import Places
from orders_site.supervisor.process import StartError

_PATIENCE = 120  # seconds for the web server's first answer
_BEGAN = time.monotonic()


def say(text: str) -> None:
    print(f"[{time.monotonic() - _BEGAN:6.1f} s] {text}", flush=True)


class Child:
    """One of the application's processes: how it is started, and how long to wait before starting it again."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], log: Path):
        self.name, self.command, self.environment, self.log = name, command, environment, log
        self.process: subprocess.Popen[bytes] | None = None
        self._pause = 1.0
        self._started_at = 0.0

    def start(self) -> None:
        self._started_at = time.monotonic()
        self.process = process.spawn([sys.executable, *self.command], self.log, cwd=env.BASE_DIR, env=self.environment)

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def revive(self) -> bool:
        """Start it again if it has died and its pause is over.

        The pause doubles, up to 30 s, for one that keeps dying. What it had started is ended first: the orphans of
        a web server that was killed hold its port for many seconds.
        """
        lived = time.monotonic() - self._started_at
        if self.is_alive() or lived < self._pause:
            return False
        if self.process is not None:
            process.end_group(self.process)
        self._pause = 1.0 if lived > 60 else min(30.0, self._pause * 2)
        self.start()
        return True

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        if self.process is not None:
            process.stop(self.process)


class Supervisor:
    """One run of the site."""

    def __init__(self, places: Places, port: int):
        self.places, self.port = places, port
        self.instance = secrets.token_hex(8)
        self.address = f"http://127.0.0.1:{port}/"
        self.embedded = Embedded(places)
        self.children: list[Child] = []
        self.stopping = False
        self.command: subprocess.Popen[str] | None = None  # the management command under way

    def run(self, demo: bool) -> None:
        """Start all, watch until told to stop, stop all. Raises StartError where something cannot start."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        try:
            self._start_servers()
            self._manage("owner", "prepare")
            company = Demo(self.places, self.embedded.urls(), self._manage)
            if demo and not self.stopping:
                company.load(say)
            if not self.stopping:
                self._start_application()
                company.show_logins(say)
            while not self.stopping:
                time.sleep(0.2)
                self._revive()
        finally:
            self._stop()

    def _on_signal(self, number: int, frame: object) -> None:
        if not self.stopping:
            say("stopping")
        self.stopping = True
        if self.command is not None and self.command.poll() is None:
            self.command.terminate()  # it has a session of its own: nobody else tells it

    def _start_servers(self) -> None:
        self.embedded.start()
        for server in self.embedded.servers:
            say(f"{server.name} is up")

    def _manage(self, role: str, *arguments: str) -> bool:
        """Run a management command to its end, its output shown. Raises StartError when it fails."""
        if self.stopping:
            return False
        child = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=env.BASE_DIR,
            env=environment_for(self.embedded.urls(), role),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=process.follow_parent(),
        )
        self.command = child
        if self.stopping:  # the signal came while it was being started
            child.terminate()
        assert child.stdout is not None
        for line in child.stdout:
            say(line.rstrip())
        failed = child.wait()
        self.command = None
        if failed and not self.stopping:
            raise StartError(f"manage.py {arguments[0]} failed")
        return not self.stopping

    def _start_application(self) -> None:
        common = {"ORDERS_INSTANCE": self.instance, "PORT": str(self.port)}
        web = environment_for(self.embedded.urls(), "web") | common
        job = environment_for(self.embedded.urls(), "worker") | common
        celery = ["-m", "celery", "-A", "orders_site"]
        gossip = ["--without-mingle", "--without-gossip"]
        timetable = str(self.places.run / "beat")
        self._child("web", ["-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "orders_site.wsgi:application"], web)
        self._wait_for_web()
        self._child("worker", [*celery, "worker", "-l", "INFO", "-c", "2", *gossip], job)
        self._child("beat", [*celery, "beat", "-l", "INFO", "-s", timetable, "--pidfile="], job)
        if not self.stopping:
            say(f"READY {self.address}   (Ctrl-C stops it)")

    def _child(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        if self.stopping:
            return
        child = Child(name, command, environment, self.places.logs / f"{name}.log")
        child.start()
        self.children.append(child)

    def _wait_for_web(self) -> None:
        """Until this very run answers: another program on the port must not be taken for it."""
        deadline = time.monotonic() + _PATIENCE
        while not self.stopping:
            if self._instance_answering() == self.instance:
                return
            if not self.children[0].is_alive() or time.monotonic() > deadline:
                raise StartError(f"the web server did not come up:\n{process.tail(self.places.logs / 'web.log')}")
            time.sleep(0.05)

    def _instance_answering(self) -> str:
        try:
            with urllib.request.urlopen(f"{self.address}healthz", timeout=10) as answer:
                return str(json.load(answer).get("instance"))
        except (OSError, ValueError):
            return ""

    def _revive(self) -> None:
        for server in self.embedded.servers:
            if not server.is_alive() and not self.stopping:
                say(f"{server.name} has died, starting it again")
                try:
                    server.start()
                except StartError as error:
                    say(f"{server.name}: {error}")
                    time.sleep(1)
        for child in self.children:
            if child.revive():
                say(f"{child.name} had died and was started again")

    def _stop(self) -> None:
        self.stopping = True
        for child in self.children:
            child.ask_to_stop()
        for child in reversed(self.children):
            child.stop()
        self.embedded.stop()
        say("stopped")


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py", description="Start the whole site on this machine.")
    parser.add_argument("--port", type=int, default=env.read_number("PORT"), help="port on 127.0.0.1 (PORT)")
    parser.add_argument("--no-demo", action="store_true", help="do not fill an empty database with the demo company")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> None:
    """Run the site; exit with words where that cannot be."""
    options = read_arguments(arguments)
    places = Places(env.data_dir())
    try:
        places.make()
        lock = places.lock()
        if lock is None:
            raise StartError(f"Already running: {places.holder() or 'see ' + str(places.data)}")
        if not process.is_port_free(options.port):
            raise StartError(f"Port {options.port} is in use: choose another one with --port or PORT.")
        os.environ["PORT"] = str(options.port)
        supervisor = Supervisor(places, options.port)
        places.sign(lock, f"{supervisor.address} (process {os.getpid()})")
        supervisor.run(demo=not options.no_demo)
    except StartError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
