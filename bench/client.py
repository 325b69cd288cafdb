"""A small HTTP client that keeps its connection, and the arithmetic of a measurement."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Figures:
    """Times of the calls of one workload, in seconds."""

    name: str
    times: list[float] = field(default_factory=list)
    wall: float = 0.0

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

    def line(self, base: "Figures | None" = None) -> str:
        """One row of the report; ``base`` is what it is compared with."""
        ratio = f"{self.p50 / base.p50:5.2f} × {base.name}" if base else ""
        return (
            f"{self.name:34} n={len(self.times):5}  p50 {self.p50 * 1000:7.1f} ms  p95 {self.p95 * 1000:7.1f} ms"
            f"  {self.rate:7.1f}/s  {ratio}"
        )


class Connection:
    """One client of one server."""

    def __init__(self, port: int, headers: dict[str, str]):
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = headers

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send, read whole, raise on an unexpected status; gives the JSON body or the bytes."""
        data = json.dumps(body) if body is not None else None
        sent = {**self._headers, **headers, **({"Content-Type": "application/json"} if data else {})}
        self._http.request(method, path, data, sent)
        response = self._http.getresponse()
        content = response.read()
        if response.status not in (200, 201):
            raise RuntimeError(f"{method} {path}: {response.status} {content[:500]!r}")
        return json.loads(content) if "json" in response.headers.get("Content-Type", "") else content


def measure(name: str, calls: int, call: Callable[[int], Any], *, warm: int = 20) -> Figures:
    """Call one after the other; the first ``warm`` do not count."""
    for n in range(warm):
        call(n)
    figures = Figures(name)
    started = time.perf_counter()
    for n in range(calls):
        before = time.perf_counter()
        call(warm + n)
        figures.times.append(time.perf_counter() - before)
    figures.wall = time.perf_counter() - started
    return figures


def measure_together(name: str, clients: int, calls: int, make: Callable[[int], Callable[[int], Any]]) -> Figures:
    """``clients`` threads at once, ``calls`` each; ``make(client)`` gives each its own call."""
    figures, start = Figures(name), threading.Barrier(clients + 1)

    def run(client: int) -> None:
        call = make(client)
        start.wait()
        for n in range(calls):
            before = time.perf_counter()
            call(n)
            figures.times.append(time.perf_counter() - before)

    threads = [threading.Thread(target=run, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    start.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    figures.wall = time.perf_counter() - started
    return figures
