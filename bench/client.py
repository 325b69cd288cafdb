"""A small HTTP client that keeps its connection, and the arithmetic of a measurement."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.counting import HEADER


@dataclass
class Figures:
    """Times of the calls of one workload in seconds, the statements of the last call, memory in MB."""

    name: str
    times: list[float] = field(default_factory=list)
    wall: float = 0.0
    statements: int = 0
    memory: float = 0.0

    def percentile(self, share: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    @property
    def p50(self) -> float:
        return self.percentile(0.5)

    @property
    def p95(self) -> float:
        return self.percentile(0.95)

    @property
    def rate(self) -> float:
        return len(self.times) / self.wall

    def add(self, other: "Figures") -> None:
        """Take in what was measured of the same workload once more."""
        self.times += other.times
        self.wall += other.wall
        self.statements, self.memory = other.statements, max(self.memory, other.memory)

    def line(self, *bases: "Figures") -> str:
        """One row of the report; ``bases`` are what its median is compared with."""
        ratios = "  ".join(f"{self.p50 / base.p50:5.2f} × {base.name}" for base in bases)
        counted = f"{self.statements:3} st" if self.statements else "      "
        held = f"{self.memory:4.0f} MB" if self.memory else "       "
        return (
            f"{self.name:32} n={len(self.times):4}  p50 {self.p50 * 1000:6.1f}  p95 {self.p95 * 1000:6.1f} ms"
            f"  {self.rate:6.1f}/s  {counted}  {held}  {ratios}"
        )


class Connection:
    """One client of one server; ``statements`` adds up what the answers since ``forget`` say they took."""

    def __init__(self, port: int, headers: dict[str, str]):
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = headers
        self.statements = 0

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send, read whole, raise on an unexpected status; gives the JSON body or the bytes."""
        data = json.dumps(body) if body is not None else None
        sent = {**self._headers, **headers, **({"Content-Type": "application/json"} if data else {})}
        self._http.request(method, path, data, sent)
        response = self._http.getresponse()
        content = response.read()
        self.statements += int(response.headers.get(HEADER) or 0)
        if response.status not in (200, 201):
            raise RuntimeError(f"{method} {path}: {response.status} {content[:500]!r}")
        return json.loads(content) if "json" in response.headers.get("Content-Type", "") else content

    def take_statements(self) -> int:
        """What was counted since the last time."""
        counted, self.statements = self.statements, 0
        return counted


def measure(name: str, calls: int, call: Callable[[int], Any], *connections: Connection, warm: int = 20) -> Figures:
    """Call one after the other; the first ``warm`` do not count."""
    for n in range(warm):
        call(n)
    figures = Figures(name)
    for connection in connections:
        connection.take_statements()
    started = time.perf_counter()
    for n in range(calls):
        before = time.perf_counter()
        call(warm + n)
        figures.times.append(time.perf_counter() - before)
    figures.wall = time.perf_counter() - started
    figures.statements = round(sum(connection.take_statements() for connection in connections) / calls)
    return figures


Client = tuple[Callable[[int], Any], list[Connection]]


def measure_together(name: str, clients: int, calls: int, make: Callable[[], Client], *, warm: int = 20) -> Figures:
    """``clients`` threads at once, ``calls`` each; ``make`` gives each its own call and connections."""
    figures, ready = Figures(name), threading.Barrier(clients + 1)
    made: list[Connection] = []

    def run() -> None:
        call, connections = make()
        for n in range(warm):
            call(n)
        for connection in connections:
            connection.take_statements()
        made.extend(connections)
        ready.wait()
        for n in range(calls):
            before = time.perf_counter()
            call(warm + n)
            figures.times.append(time.perf_counter() - before)

    threads = [threading.Thread(target=run) for _client in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    figures.wall = time.perf_counter() - started
    figures.statements = round(sum(connection.take_statements() for connection in made) / (clients * calls))
    return figures
