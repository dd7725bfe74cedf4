"""The emulator and the PSP of one stack, in a process of their own from `up` to `destroy`.

An account outlives a command, so what stands for one must too. Run as
`python -m local.engine.cloud FOLDER STACK PLACES` by `start`. It holds a lock on
`FOLDER/cloud.json`, which says where it listens, for as long as it lives.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final

from local import psp
from local.emulator import emulator
from local.emulator.emulator import ROOT, Emulator, EmulatorError
from local.lib.arguments import Places
from local.lib.ports import PortInUseError
from local.psp.server import KEY

_FILE = "cloud.json"
LIVE: Final = "prod"
"""The stack whose key must look live; no other may hold such a key."""


@dataclass(frozen=True)
class LocalCloud:
    """Where a stack's emulator and PSP listen."""

    pid: int
    port: int
    psp_port: int

    @property
    def emulator(self) -> Emulator:
        """The emulator's root caller's way in."""
        return Emulator(self.port)

    @property
    def psp_url(self) -> str:
        """The PSP's address."""
        return f"http://127.0.0.1:{self.psp_port}"


def psp_key(stack: str) -> str:
    """The key that the local PSP takes from a stack; `prod` demands one that looks live."""
    return KEY.replace("_test_", "_live_") if stack == LIVE else KEY


def find(folder: Path) -> LocalCloud | None:
    """The folder's running cloud, or None."""
    with _opened(folder) as file:
        # One that is still coming up, or going, has not said where it listens.
        if not _locked(file) and (told := file.read()):
            return LocalCloud(**json.loads(told))
    return None


def start(folder: Path, stack: str, places: Places) -> LocalCloud:
    """Start a cloud that goes on when this process ends.

    Raises:
        EmulatorError: it did not come up, for example since a port is in use.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = json.dumps(asdict(places))
    with (
        (folder / "cloud.log").open("wb") as log,
        subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "local.engine.cloud", str(folder), stack, told],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            text=True,
        ) as child,
    ):
        # One line, when it is up or has failed; nothing at all if it died.
        problem = child.stdout.readline().strip() if child.stdout else ""
    if problem != "ready":
        raise EmulatorError(problem or f"The local cloud did not start; see {folder}/cloud.log.")
    found = find(folder)
    if found is None:
        raise EmulatorError(f"The local cloud ended at once; see {folder}/cloud.log.")
    return found


def stop(folder: Path) -> None:
    """End the folder's cloud, if one runs, and wait until it is gone."""
    running = find(folder)
    if running is None:
        return
    os.kill(running.pid, signal.SIGTERM)
    with _opened(folder) as file:
        fcntl.flock(file, fcntl.LOCK_EX)


def main(folder: Path, stack: str, places: Places) -> int:
    """Serve until SIGTERM or SIGINT."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with _opened(folder) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            with (
                emulator.running(
                    places.port, log_dir=folder, gateway_limit=places.gateway_limit
                ) as cloud,
                psp.running(places.psp_port) as provider,
            ):
                provider.set_mode(key=psp_key(stack))
                here = LocalCloud(os.getpid(), cloud.port, int(provider.base_url.split(":")[-1]))
                file.seek(0)
                file.truncate()
                file.write(json.dumps(asdict(here)))
                file.flush()
                print("ready", flush=True)
                ended.wait()
        except (PortInUseError, EmulatorError) as error:
            print(error, flush=True)
            return 1
    return 0


@contextmanager
def _opened(folder: Path) -> Iterator[IO[str]]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _FILE).open("a+") as file:
        file.seek(0)
        yield file


def _locked(file: IO[str]) -> bool:
    """Whether this process could take the lock, so that nobody else lives."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    # Nobody waits for a process that goes on, so it belongs to nobody.
    if os.fork():
        os._exit(0)
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], Places(**json.loads(sys.argv[3]))))
