"""`make local`: what it prints works when it is pasted, and the pages' commands run on it."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import IO

import pytest

from local.demo.scenarios import SUCCEEDS, request
from local.demo.serve import main
from local.lib.ports import listen
from local.psp.server import LocalPsp
from local.stack.client import MerchantClient
from tests._pages import ROOT, blocks, section
from tests._wait import until

PATIENT = "--port 0 --psp-port 0 --gateway-limit 60"
CLOUD = "pulumi stack output --json > outputs.json"
"""What `make local` has done already."""


@dataclass(frozen=True)
class Served:
    """What `make local` printed."""

    said: str

    def shows(self, name: str) -> str:
        """A value of the panel, which a narrow terminal may have broken."""
        text = re.sub(r"[│\n ]+", " ", self.said)
        found: list[str] = re.findall(rf" {name} (\S+)", text)
        return found[0]

    def lines(self, *starts: str) -> str:
        """The lines to paste that begin so."""
        return "".join(f"{one}\n" for one in self.said.splitlines() if one.startswith(starts))

    @property
    def merchant(self) -> MerchantClient:
        """The client that the panel shows."""
        return MerchantClient(
            merchant=self.shows("merchant"),
            gateway_url=self.shows("gateway"),
            token_url=self.shows("token endpoint"),
            client_id=self.shows("client id"),
            client_secret=self.shows("client secret"),
        )

    @property
    def psp(self) -> LocalPsp:
        """The PSP whose book the panel names."""
        return LocalPsp(self.shows("PSP's book").removesuffix("/_local/book"), "")

    def types(self, command: str) -> subprocess.CompletedProcess[str]:
        """A command in a shell into which the lines for who operates it were pasted."""
        return subprocess.run(  # noqa: S603 - the lines are our own, and this is their test
            ["/bin/bash", "-eu", "-o", "pipefail", "-c", f"{self.lines('export', 'cd')}{command}"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """`make local` until the file's tests are over; Ctrl-C then ends it all."""
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "local.demo", "serve", *PATIENT.split()],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield Served("".join(until_last_line(process.stdout)))
        finally:
            process.send_signal(signal.SIGINT)
        end = process.stdout.read()
    assert process.returncode == 0, end
    assert end.strip() == "Stopped; nothing is left running."


def until_last_line(out: IO[str]) -> Iterator[str]:
    """Lines up to the last one to paste, or to the end."""
    for line in out:
        yield line
        if line.startswith("till restore-drill"):
            return


@pytest.mark.emulator
def test_the_printed_lines_pay(served: Served) -> None:
    """Pasted into a shell they get a token, make a payment and find it."""
    done = served.types(
        re.findall(r"^(TOKEN=.*?)^export", served.said, re.MULTILINE | re.DOTALL)[0]
    )
    assert done.returncode == 0, done.stderr
    assert "does not enforce" in " ".join(served.said.split())
    payment, size = json.JSONDecoder().raw_decode(done.stdout)
    listed = json.loads(done.stdout[size:])
    assert (payment["status"], payment["reference"]) == ("queued", "order-1001")
    assert [one["id"] for one in listed["data"]] == [payment["id"]]


@pytest.mark.emulator
def test_the_psp_tells_by_webhook(served: Served) -> None:
    """A payment that only the PSP knows to be paid: its event is taken by the webhook's route."""
    with closing(served.merchant) as client:
        body = request(1, "pm_local_pending_until_told", "en", name="Ida")
        payment_id = client.accepted(client.pay(body, "told"))
        until(lambda: client.payment(payment_id)["status"] == "verifying", 60)
        served.psp.land(payment_id)
        events = served.psp.book()["events"]
        (event,) = (one["id"] for one in events if one["payment_id"] == payment_id)
        until(lambda: {"event": event, "status": 200} in served.psp.sent_webhooks(), 20)
        until(lambda: client.payment(payment_id)["status"] == "succeeded", 60)


@pytest.mark.emulator
def test_every_command_of_operate_runs(served: Served) -> None:
    """The README's own lines, on the outputs and the export that `make local` leads to.

    A restore reaches back to the tables' creation, so it may have to wait for its first seconds.
    """
    with closing(served.merchant) as client:
        client.accepted(client.pay(request(2, SUCCEEDS, "en", name="Ida"), "operated"))
    first, *commands = "".join(blocks(section("README.md", "Operate"))).splitlines()
    assert first == CLOUD
    assert len(commands) == 9
    exported = served.types(served.lines("python -m"))
    assert exported.returncode == 0, exported.stderr
    for command in commands:
        until(lambda line=command: served.types(line).returncode == 0, 60)  # type: ignore[misc]
    for printed in served.lines("till").splitlines():
        done = served.types(printed)
        assert done.returncode == 0, done.stderr


@pytest.mark.emulator
def test_the_runbooks_commands_run(served: Served) -> None:
    """Those for a dead letter, the circuit, and a payment in review, word for word."""
    with closing(served.merchant) as client:
        one = client.accepted(client.pay(request(3, SUCCEEDS, "en", name="Ida"), "looked-at"))
        until(lambda: client.payment(one)["status"] == "succeeded", 60)
    (letters,) = blocks((ROOT / "docs/runbooks/dead-letters.md").read_text())
    moved = served.types(letters.removeprefix(f"{CLOUD}\n"))
    assert moved.returncode == 0, moved.stderr
    (circuit,) = blocks((ROOT / "docs/runbooks/psp-circuit.md").read_text())
    assert json.loads(served.types(circuit).stdout)["state"] == "closed"
    review, look, resolve = blocks((ROOT / "docs/runbooks/requires-review.md").read_text())
    told = served.types(f"ID={one}\n{review.removeprefix(CLOUD)}")
    assert told.returncode == 0, told.stderr
    assert "Succeeded: " in told.stdout
    entries = json.loads(served.types(f"ID={one}\n{look}").stdout)["data"]
    assert {each["payment_id"] for each in entries} == {one}
    refused = json.loads(served.types(f"ID={one}\n{resolve}").stdout)
    assert (refused["status"], refused["code"]) == (409, "payment_not_in_review")


@pytest.mark.emulator
def test_no_secret_is_among_the_outputs(served: Served) -> None:
    """The file is for tools that need none."""
    outputs = json.loads((ROOT / ".local" / "outputs.json").read_text())
    assert outputs["gateway_url"] == served.shows("gateway")
    assert "client_secrets" not in outputs


@pytest.mark.emulator
def test_ctrl_c_before_it_is_up_ends_it() -> None:
    """Nobody waits for the deployment: one sentence, exit code 130, and no traceback."""
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "local.demo", "serve", *PATIENT.split()],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        while "Deploying" not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        end = process.stdout.read()
    assert process.returncode == 130, end
    assert "Traceback" not in end
    assert "Stopped before it was up; nothing is left running." in end


def test_a_port_in_use_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1 and the port that is taken."""
    with listen() as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 1
    assert f"Port {port} on 127.0.0.1 can't be used" in " ".join(capsys.readouterr().out.split())
