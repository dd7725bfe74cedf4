"""`make local`: what it prints works when it is pasted."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from local.demo.serve import main
from local.lib.ports import listen

ROOT = Path(__file__).parents[3]
PATIENT = "--port 0 --psp-port 0 --gateway-limit 60"


@pytest.mark.emulator
def test_the_printed_lines_pay() -> None:
    """Pasted into a shell they get a token, make a payment and find it; Ctrl-C ends it all."""
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "local.demo.serve", *PATIENT.split()],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as served:
        assert served.stdout is not None
        try:
            lines = list(until_last_call(served.stdout))
            pasted = "".join(lines[first_call(lines) :])
            operated = subprocess.run(  # noqa: S603 - as below
                ["/bin/bash", "-eu", "-c", "".join(operating(lines))],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )
            done = subprocess.run(  # noqa: S603 - the lines are our own, and this is their test
                ["/bin/bash", "-eu", "-o", "pipefail", "-c", pasted],
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )
        finally:
            served.send_signal(signal.SIGINT)
        end = served.stdout.read()
    assert done.returncode == 0, done.stderr
    assert operated.returncode == 0, operated.stderr
    assert "does not enforce" in " ".join("".join(lines).split())
    outputs = json.loads((ROOT / ".local" / "outputs.json").read_text())
    assert "client_secrets" not in outputs
    payment, size = json.JSONDecoder().raw_decode(done.stdout)
    listed = json.loads(done.stdout[size:])
    assert (payment["status"], payment["reference"]) == ("queued", "order-1001")
    assert [one["id"] for one in listed["data"]] == [payment["id"]]
    assert served.returncode == 0, end
    assert "Stopped; nothing is left running." in end


def until_last_call(out: IO[str]) -> Iterator[str]:
    """Lines up to the one that lists payments, or to the end."""
    for line in out:
        yield line
        if "?reference=" in line:
            return


def operating(lines: list[str]) -> list[str]:
    """The lines for who operates the stack."""
    return [line for line in lines if line.startswith(("export AWS_", ".venv/bin/till"))]


def first_call(lines: list[str]) -> int:
    """Where the lines to paste begin."""
    return next(n for n, line in enumerate(lines) if line.startswith("TOKEN="))


def test_a_port_in_use_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1 and the port that is taken."""
    usual = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with listen() as taken:
            port = taken.getsockname()[1]
            assert main(["--port", str(port)]) == 1
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
    assert f"Port {port} on 127.0.0.1 can't be used" in " ".join(capsys.readouterr().out.split())
