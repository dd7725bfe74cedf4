"""The AWS emulator on loopback, with IAM enforced, for as long as a `with` block lasts."""

import contextlib
import functools
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from local.emulator.faults import CALLS_TOLD, CUT, RIGHTS_FOLDER, RIGHTS_TOLD
from local.lib.children import ended, scratch_folder
from local.lib.ports import listen

ROOT = Path(__file__).parents[2]
ACCOUNT_ID = "111122223333"
REGION = "eu-central-1"
SECRET_KEY = "local"  # noqa: S105 - the emulator's root key opens nothing but the emulator
START_TIMEOUT_S = 30
# A local call is quick or it is stuck; the proxy of the machine is not for loopback.
_CONFIG = Config(
    connect_timeout=5,
    read_timeout=60,
    max_pool_connections=50,
    proxies={},
    retries={"total_max_attempts": 2, "mode": "standard"},
)


class EmulatorError(Exception):
    """The emulator did not come up; the message names its log file."""


@dataclass(frozen=True)
class Emulator:
    """A running emulator and the root caller's way in."""

    port: int
    account_id: str = ACCOUNT_ID
    region: str = REGION

    @property
    def endpoint(self) -> str:
        """`http://127.0.0.1:<port>`, every service's address."""
        return f"http://127.0.0.1:{self.port}"

    def session(self) -> boto3.Session:
        """A session of the account's root, whose calls still need `endpoint_url`."""
        return _session(self.account_id, self.region)

    def client(self, service: str) -> Any:
        """The root caller's client of a service by its boto3 name; made once, thread-safe."""
        with _MAKING:
            return _client(self, service)

    def mailbox(self) -> list[dict[str, Any]]:
        """Every mail that SES accepted, oldest first: `To`, `Subject`, `BodyText` and more."""
        found = json.loads(_get(f"{self.endpoint}/_ministack/ses/messages"))
        return list(found["messages"].get(self.account_id, []))

    def crash(self) -> None:
        """Kill it and its functions at once; one that keeps its state has written it.

        Whoever waited for an answer gets none. A later `running` on the same port and state
        goes on where this one ended.
        """
        with contextlib.suppress(http.client.RemoteDisconnected, ConnectionError):
            _get(f"{self.endpoint}{CUT}")

    def asked(self) -> list[dict[str, Any]]:
        """What each role has asked for so far: `role`, `action`, `resource`, `allowed`, `times`."""
        return list(json.loads(_get(f"{self.endpoint}{RIGHTS_TOLD}")))

    def keep_calls(self) -> None:
        """Keep each call from now on, and none of those before."""
        _get(f"{self.endpoint}{CALLS_TOLD}", data=b"")

    def calls(self) -> dict[str, list[dict[str, Any]]]:
        """What was called since `keep_calls`: `calls` and `invocations`, as `_calls` has them."""
        return dict(json.loads(_get(f"{self.endpoint}{CALLS_TOLD}")))

    @property
    def secret_key(self) -> str:
        """The root key's secret half, for a shell's commands."""
        return SECRET_KEY

    @property
    def token_url(self) -> str:
        """Where every user pool's clients get their tokens, whatever the pool's domain is."""
        return f"{self.endpoint}/oauth2/token"


@contextmanager
def running(
    port: int | None = None,
    *,
    log_dir: Path,
    state: Path | None = None,
    gateway_limit: float | None = None,
    scratch_in: Path | None = None,
    trace_port: int | None = None,
) -> Iterator[Emulator]:
    """Run an emulator on `port` of 127.0.0.1 (None: any free one) until the block ends.

    It logs to `log_dir/emulator-<port>.log`, begins with what the folder `state` holds, and
    writes to it when its power is cut. The gateway waits `gateway_limit` seconds for a function
    (None: as long as the integration's timeout says). Its own files are in a folder of `scratch_in`
    (None: the machine's). Functions send their traces to the UDP port `trace_port` of 127.0.0.1
    (None: X-Ray's own, where nobody listens). Nothing is left running afterwards, also when this
    process is killed: the child and its function workers go with its standard input.

    Raises:
        PortInUseError: something else listens on `port`.
        EmulatorError: the child ended or stayed silent for 30 s.
    """
    log_dir.mkdir(parents=True, exist_ok=True)
    with listen(port) as sock, scratch_folder(scratch_in) as scratch:
        emulator = Emulator(port=sock.getsockname()[1])
        log = log_dir / f"emulator-{emulator.port}.log"
        limit = [] if gateway_limit is None else [str(gateway_limit)]
        env = _environment(emulator, str(scratch)) | _kept(state) | _traced(trace_port)
        with ended(_start(sock, [str(scratch), *limit], env, log)):
            # From here on only the child answers, so a dead child is a refused connection.
            sock.close()
            _wait_ready(emulator, log)
            yield emulator


def _start(
    sock: socket.socket, told: list[str], env: dict[str, str], log: Path
) -> subprocess.Popen[bytes]:
    with log.open("wb") as out:
        return subprocess.Popen(  # noqa: S603 - our own module, no user input
            [sys.executable, "-m", "local.emulator._asgi", str(sock.fileno()), *told],
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.STDOUT,
            pass_fds=[sock.fileno()],
            start_new_session=True,
        )


def _environment(emulator: Emulator, scratch: str) -> dict[str, str]:
    """Exactly what the emulator and its functions see: nothing of the user's AWS set-up."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": scratch,
        "TMPDIR": scratch,
        "PYTHONDONTWRITEBYTECODE": "1",
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(emulator.port),
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_ACCOUNT_ID": emulator.account_id,
        "MINISTACK_REGION": emulator.region,
        "AWS_ENDPOINT_URL": emulator.endpoint,
        "AWS_DEFAULT_REGION": emulator.region,
        "AWS_ACCESS_KEY_ID": emulator.account_id,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        **{name: os.environ[name] for name in (RIGHTS_FOLDER,) if name in os.environ},
    }


def _kept(state: Path | None) -> dict[str, str]:
    """How the emulator is told to keep its state, if it is to."""
    return {"PERSIST_STATE": "1", "STATE_DIR": str(state)} if state else {}


def _traced(port: int | None) -> dict[str, str]:
    """Where the functions' traces go, if somebody reads them."""
    return {} if port is None else {"AWS_XRAY_DAEMON_ADDRESS": f"127.0.0.1:{port}"}


def _wait_ready(emulator: Emulator, log: Path) -> None:
    """The socket already listens, so one request waits until the child answers it.

    Raises:
        EmulatorError: the child did not answer in time.
    """
    try:
        _get(f"{emulator.endpoint}/_ministack/ready", timeout_s=START_TIMEOUT_S)
    except OSError as error:
        message = f"The emulator did not start on port {emulator.port}; see {log}."
        raise EmulatorError(message) from error


def _get(url: str, timeout_s: float = 10, data: bytes | None = None) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, data, timeout_s) as response:
        return str(response.read(), "utf-8")


@functools.cache
def _session(account_id: str, region: str) -> boto3.Session:
    return boto3.Session(
        aws_access_key_id=account_id, aws_secret_access_key=SECRET_KEY, region_name=region
    )


# A session makes one client at a time (boto3, "Session": it is not thread-safe).
_MAKING = threading.Lock()


@functools.cache
def _client(emulator: Emulator, service: str) -> Any:
    session = _session(emulator.account_id, emulator.region)
    return session.client(service, endpoint_url=emulator.endpoint, config=_CONFIG)  # type: ignore[call-overload] # the service is chosen at run time
