"""The visitors: a process of its own, so that they share no interpreter with what they measure.

Reads one job as JSON from standard input and answers with what happened on standard output::

    {"port": 8000, "clients": 16, "seconds": 3, "warm_up": 1, "requests": [
        {"method": "GET", "path": "/", "body": "", "headers": {}}]}

With ``seconds`` the requests are sent again and again, each client beginning at another one.
Without it each request is sent once, and the clock stops after the last answer.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from collections import Counter
from typing import Any

TIMEOUT = 60


class Client(threading.Thread):
    """One visitor with one connection, which is kept alive."""

    def __init__(self, job: dict[str, Any], number: int, gate: threading.Barrier) -> None:
        super().__init__(daemon=True)
        self._port: int = job["port"]
        self._seconds: float = job.get("seconds") or 0
        self._warm_up: float = job.get("warm_up") or 0
        self._gate = gate
        every = job["requests"]
        if self._seconds:
            start = number % len(every)
            self._requests = every[start:] + every[:start]
        else:
            self._requests = every[number :: job["clients"]]
        self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
        self.latencies: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.bytes = 0
        self.began = self.ended = 0.0

    def run(self) -> None:
        self._gate.wait()
        if not self._seconds:
            self.began = time.perf_counter()
            for request in self._requests:
                self._send(request, counted=True)
            self.ended = time.perf_counter()
            return
        start = time.perf_counter()
        number = 0
        end = start + self._warm_up + self._seconds
        while (now := time.perf_counter()) < end or not self.latencies:
            self._send(
                self._requests[number % len(self._requests)], counted=now >= start + self._warm_up
            )
            number += 1
        self.began, self.ended = start + self._warm_up, time.perf_counter()

    def _send(self, request: dict[str, Any], *, counted: bool) -> None:
        began = time.perf_counter()
        try:
            self._connection.request(
                request["method"],
                request["path"],
                body=request.get("body") or None,
                headers=request.get("headers") or {},
            )
            answer = self._connection.getresponse()
            body = answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            self._connection.close()
            body, status = b"", 0
        if counted:
            self.latencies.append((time.perf_counter() - began) * 1000)
            self.statuses[status] += 1
            self.bytes += len(body)


def run(job: dict[str, Any]) -> dict[str, Any]:
    gate = threading.Barrier(job["clients"])
    clients = [Client(job, number, gate) for number in range(job["clients"])]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    statuses: Counter[int] = Counter()
    for client in clients:
        statuses.update(client.statuses)
    busy = [client for client in clients if client.latencies]
    return {
        "seconds": max(client.ended for client in busy) - min(client.began for client in busy),
        "latencies": [latency for client in busy for latency in client.latencies],
        "statuses": dict(statuses),
        "bytes": sum(client.bytes for client in busy),
    }


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
