"""A small HTTP server that stands where Elasticsearch should be and answers badly."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HIT = {"_score": 1.0, "fields": {"key": ["1"], "page": [1], "version": [1]}}
BUCKETS = {"all": {"pages": {"value": 1}}}
# What it says, by name: status, headers that differ, body.
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "not json": (200, {}, b"<html>It works!</html>"),
    "not an object": (200, {}, b"[1, 2, 3]"),
    "no hits": (200, {}, b"{}"),
    "hits that are none": (200, {}, json.dumps({"hits": {"hits": [{"fields": None}]}}).encode()),
    "a page that is no number": (
        200,
        {},
        json.dumps(
            {"hits": {"hits": [HIT | {"fields": {**HIT["fields"], "page": ["x"]}}]}, "aggregations": BUCKETS}
        ).encode(),
    ),
    "deeply nested": (200, {}, b"[" * 100_000),
    "another product": (200, {"X-Elastic-Product": "OpenSearch"}, b"{}"),
    "full": (429, {}, json.dumps({"error": {"type": "circuit_breaking_exception"}, "status": 429}).encode()),
    "broken": (503, {}, b"no"),
    "a wrong password": (401, {}, json.dumps({"error": "security_exception", "status": 401}).encode()),
    "another version": (400, {}, json.dumps({"error": {"type": "media_type_header_exception"}}).encode()),
}


# What the servers were last signed in to with.
signed_with: list[str] = []


@contextmanager
def server(name: str) -> Iterator[str]:
    """Yields its address. `slow` never answers, `drip` sends a byte now and then, else a name of `ANSWERS`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            with suppress(OSError):
                length = int(self.headers.get("Content-Length") or 0)
                self.rfile.read(length)
                signed_with.append(self.headers.get("Authorization", ""))
                if name in {"slow", "drip"}:
                    self.slowly()
                    return
                status, headers, body = ANSWERS[name]
                self.send_response(status)
                kind = {"Content-Type": "application/vnd.elasticsearch+json;compatible-with=9"}
                for key, value in ({"X-Elastic-Product": "Elasticsearch"} | kind | headers).items():
                    self.send_header(key, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def slowly(self) -> None:
            if name == "drip":
                self.send_response(200)
                self.send_header("X-Elastic-Product", "Elasticsearch")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", "10000")
                self.end_headers()
            for _ in range(60):
                if stopped.wait(0.1):
                    return
                if name == "drip":
                    self.wfile.write(b" ")
                    self.wfile.flush()

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer

        def log_message(self, *args: Any) -> None:
            """Nothing."""

    stopped = threading.Event()
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    threading.Thread(target=httpd.serve_forever, args=[0.05], daemon=True).start()
    try:
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
    finally:
        stopped.set()
        httpd.shutdown()
        httpd.server_close()


def seconds(call: Any) -> float:
    """How long a call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
