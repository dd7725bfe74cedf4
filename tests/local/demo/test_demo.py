"""`make demo`, small; a port in use; Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from local.demo.demo import main
from local.demo.scenarios import SCENARIOS
from local.lib.ports import listen
from local.psp.server import LocalPsp
from tests._wait import until

BEFORE_THE_BURST = len(SCENARIOS) + 2
"""Charges at most: one for each scenario, one repeated request, one to warm the workers."""
ROOT = Path(__file__).parents[3]
SECTIONS = (
    "Deploying __main__.py",
    "Payments through the gateway",
    "The same request ten times at once: 1 payment.",
    "another body: 422 idempotency_key_reused",
    "10 payments from 5 parallel clients",
    "Mails that SES accepted",
    "Invariants, checked against the PSP's own book",
    "resources with IAM enforced",
    "all held",
)


@pytest.mark.emulator
def test_the_demo_tells_its_story(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Every chapter is shown in its order, every check holds, and the picture has the end."""
    picture = tmp_path / "demo.svg"
    line = "--payments 10 --clients 5 --gateway-limit 60 --picture"
    code = main([*line.split(), str(picture)])
    shown = " ".join(capsys.readouterr().out.split())
    assert code == 0, shown
    places = [shown.find(section) for section in SECTIONS]
    assert -1 not in places, dict(zip(SECTIONS, places, strict=True))
    assert places == sorted(places)
    assert "held" in picture.read_text()


@pytest.mark.parametrize("option", ["--port", "--psp-port"])
def test_a_port_in_use_is_a_sentence(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, the port that is taken and how to choose another; no traceback."""
    with listen() as taken:
        port = taken.getsockname()[1]
        assert main([option, str(port)]) == 1
    shown = " ".join(capsys.readouterr().out.split())
    assert f"Port {port} on 127.0.0.1 can't be used" in shown
    assert option in shown


@pytest.mark.emulator
@pytest.mark.parametrize("moment", ["Deploying", "The same request"])
def test_ctrl_c_leaves_nothing_running(moment: str) -> None:
    """While it deploys or in its burst: it says so, exits with 130 and takes all with it."""
    with subprocess.Popen(
        [sys.executable, "-m", "local.demo", "demo"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as demo:
        assert demo.stdout is not None
        said = ""
        while moment not in said:
            line = demo.stdout.readline()
            assert line, said
            said += line
        ports = [int(port) for port in re.findall(r"http://127\.0\.0\.1:(\d+)", said)]
        family = until(lambda: sessions_led_by_children(demo.pid))
        if moment != "Deploying":
            psp = LocalPsp(f"http://127.0.0.1:{ports[1]}", "")
            until(lambda: len(psp.book()["captures"]) > BEFORE_THE_BURST, 60)
        os.killpg(demo.pid, signal.SIGINT)
        said += demo.stdout.read()
        assert demo.wait() == 130, said
    assert "Stopped; nothing is left running." in said
    assert "Traceback" not in said
    assert len(ports) == 2
    assert not any(listens(port) for port in ports)
    until(lambda: not family & sessions(), 10)


def sessions_led_by_children(pid: int) -> set[int]:
    """The sessions that a process's children lead: the emulator leads one, with its workers."""
    return {
        child.pid for child in psutil.Process(pid).children() if session(child.pid) == child.pid
    }


def sessions() -> set[int]:
    """Every session in which something runs."""
    alive = psutil.process_iter(["status"])
    return {session(one.pid) for one in alive if one.info["status"] != psutil.STATUS_ZOMBIE}


def session(pid: int) -> int:
    """The session of a process; 0 of one that has ended since."""
    try:
        return os.getsid(pid)
    except (ProcessLookupError, PermissionError):
        return 0


def listens(port: int) -> bool:
    """Whether somebody answers at the port."""
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0
