"""The emulator as a child process."""

import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from local.emulator.emulator import ACCOUNT_ID, ROOT, Emulator, running
from local.lib.ports import PortInUseError, listen
from tests._wait import until

pytestmark = pytest.mark.emulator

PARENT = """
import sys
from pathlib import Path
from local.emulator.emulator import running
with running(log_dir=Path(sys.argv[1])) as emulator:
    print(emulator.port, flush=True)
    sys.stdin.read()
"""


def refuses(port: int) -> bool:
    """Whether nobody listens on the port any more."""
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) != 0


def test_root_calls_it(emulator: Emulator) -> None:
    """The root credentials are the account's own."""
    identity = emulator.client("sts").get_caller_identity()
    assert identity["Arn"] == f"arn:aws:iam::{ACCOUNT_ID}:root"


def test_many_threads_get_one_client() -> None:
    """Calls that want a service's client at the same moment share the one that is made."""
    threads = 16
    together, nowhere = threading.Barrier(threads), Emulator(port=1)

    def asked(_: int) -> Any:
        together.wait()
        return nowhere.client("events")

    with ThreadPoolExecutor(threads) as pool:
        assert len({id(client) for client in pool.map(asked, range(threads))}) == 1


def test_a_stranger_is_refused(emulator: Emulator) -> None:
    """IAM is enforced: a key that nobody made opens nothing."""
    session = emulator.session()
    client = session.client(
        "sqs",
        endpoint_url=emulator.endpoint,
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="guess",
    )
    with pytest.raises(client.exceptions.ClientError, match="InvalidClientTokenId"):
        client.list_queues()


def test_the_mailbox_holds_what_was_sent(emulator: Emulator) -> None:
    """A mail that SES accepted is in the mailbox with its recipient, subject and text."""
    ses = emulator.client("sesv2")
    ses.create_email_identity(EmailIdentity="mailbox@example.com")
    ses.send_email(
        FromEmailAddress="mailbox@example.com",
        Destination={"ToAddresses": ["payer@example.com"]},
        Content={"Simple": {"Subject": {"Data": "Paid"}, "Body": {"Text": {"Data": "Thanks"}}}},
    )
    mail = next(one for one in emulator.mailbox() if one["Source"] == "mailbox@example.com")
    assert (mail["To"], mail["Subject"], mail["BodyText"]) == (
        ["payer@example.com"],
        "Paid",
        "Thanks",
    )


def test_a_port_in_use_starts_nothing(tmp_path: Path) -> None:
    """A taken port is refused before a child is started."""
    with listen() as sock:
        port = sock.getsockname()[1]
        with pytest.raises(PortInUseError), running(port, log_dir=tmp_path):
            pass
    assert list(tmp_path.iterdir()) == []


def test_two_at_once_and_nothing_left(emulator: Emulator, tmp_path: Path) -> None:
    """Two emulators share nothing, each has a log, and the end of its block ends it."""
    with running(log_dir=tmp_path) as other:
        other.client("sqs").create_queue(QueueName="only-there")
        here = emulator.client("sqs").list_queues(QueueNamePrefix="only-there")
        assert here.get("QueueUrls", []) == []
        assert (tmp_path / f"emulator-{other.port}.log").exists()
    assert until(lambda: refuses(other.port))


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_it_dies_with_its_parent(sign: signal.Signals, tmp_path: Path) -> None:
    """Ctrl-C and even a kill of the parent leave no emulator and no files behind."""
    (tmp_path / "scratch").mkdir()
    with subprocess.Popen(  # noqa: S603 - our own code, no input from outside
        [sys.executable, "-c", PARENT, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path / "scratch")},
    ) as parent:
        assert parent.stdout
        port = int(parent.stdout.readline())
        assert not refuses(port)
        parent.send_signal(sign)
    assert until(lambda: refuses(port))
    assert until(lambda: list((tmp_path / "scratch").iterdir()) == [])
