"""What a function's cold start costs beside the AWS SDK alone, and beside one file with everything.

`python -m bench.cold_start` imports a handler and joins its ports in a fresh interpreter, then
botocore with that handler's clients, then a handler that imports all of its libraries at once, in
turn. All three have the functions' packages as the layer holds them, with bytecode, but for the
SDK's descriptions of services: the other two have those as they are published. The processor's time
counts: not that of the machine's other work.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Final, NamedTuple

import botocore
from rich.console import Console
from rich.table import Table

from bench.cold_sides import ENVIRONMENT, FLOOR, HANDLERS, NAIVE, OURS, Handler
from bench.results import Row, row, save
from components.packaging.bytecode import add_bytecode, interpreter
from components.packaging.code import sources, write_sources
from components.packaging.layer import DEPENDENCIES, layer_file

OF_THE_FLOOR: Final = 1.4
OF_NAIVE: Final = 0.6
"""At most so much of the others' time."""
_PUBLISHED: Final = str(Path(botocore.__file__).parent / "data")
_PLATFORMS: Final = {"x86_64": "x86_64-manylinux2014", "aarch64": "aarch64-manylinux2014"}


class Python(NamedTuple):
    """Who imports, and from where."""

    path: str
    version: str
    packages: Path
    code: Path


class Start(NamedTuple):
    """One cold start."""

    seconds: float
    """Of the processor, from the first import on."""
    modules: int


def main() -> None:
    """Measure, and print a row for each handler."""
    parser = argparse.ArgumentParser(prog="python -m bench.cold_start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="of each side of each handler")
    rounds = parser.parse_args().rounds
    with TemporaryDirectory() as folder, answering_secrets() as endpoint:
        python = python_in(Path(folder))
        found = {handler.name: measured(python, handler, endpoint, rounds) for handler in HANDLERS}
    Console().print(table(found, python.version))
    save(rows(found))


def python_in(folder: Path) -> Python:
    """The functions' own Python with their layer; without one, this Python with its packages."""
    code = folder / "code"
    write_sources(code, sources())
    found = interpreter()
    if found is None or sys.platform != "linux":
        subprocess.run(  # noqa: S603 - this interpreter, and the library's compiler
            [sys.executable, "-m", "compileall", "-q", str(code)], check=True
        )
        packages = Path(sysconfig.get_path("purelib"))
        return Python(sys.executable, platform.python_version(), packages, code)
    add_bytecode(found, code, str(code))
    with tarfile.open(layer_file(DEPENDENCIES, _PLATFORMS[platform.machine()])) as archive:
        archive.extractall(folder, filter="data")
    return Python(found.path, found.version[:-1], folder / "python", code)


def measured(
    python: Python, handler: Handler, endpoint: str, rounds: int
) -> Mapping[str, Sequence[Start]]:
    """Each side's starts, one of each in a round, after a round that is thrown away."""
    sides = {"ours": OURS, "floor": FLOOR, "naive": NAIVE}
    found: dict[str, list[Start]] = {side: [] for side in sides}
    for number in range(rounds + 1):
        for side, program in sides.items():
            start = started(python, program, handler, endpoint)
            if number:
                found[side].append(start)
    return found


def started(python: Python, program: str, handler: Handler, endpoint: str) -> Start:
    """One start in a fresh interpreter.

    Raises:
        ValueError: it joined other ports than the handler's, or made other clients.
    """
    environment = {**ENVIRONMENT, "AWS_ENDPOINT_URL": endpoint, "PATH": os.defpath}
    if program is not OURS:
        environment["AWS_DATA_PATH"] = _PUBLISHED
    done = subprocess.run(  # noqa: S603 - an interpreter, on a program of ours
        [python.path, "-I", "-S", "-B", "-c", program, *map(str, python[2:]), json.dumps(handler)],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    wanted = [handler.ports] if program is OURS else sorted(handler.clients)
    if told["made"] != wanted:
        message = f"{handler.name}: wanted {wanted}, and {told['made']} was made."
        raise ValueError(message)
    return Start(told["seconds"], told["modules"])


def ratios(found: Mapping[str, Sequence[Start]], other: str) -> list[float]:
    """Of each round, our time over the other's; sorted."""
    pairs = zip(found["ours"], found[other], strict=True)
    return sorted(ours.seconds / its.seconds for ours, its in pairs)


def rows(found: Mapping[str, Mapping[str, Sequence[Start]]]) -> list[Row]:
    """Two of each handler: beside botocore with its clients, and beside all in one file."""
    return [
        row("cold_start", f"{name}, beside {what}", ratios(starts, other), bound)
        for name, starts in found.items()
        for other, what, bound in (
            ("floor", "botocore with its clients", OF_THE_FLOOR),
            ("naive", "one file with everything", OF_NAIVE),
        )
    ]


def table(found: Mapping[str, Mapping[str, Sequence[Start]]], version: str) -> Table:
    """A row for each handler: median times, and the median of the ratios with their spread."""
    rounds = len(next(iter(found.values()))["ours"])
    made = Table(
        title=f"{rounds} cold starts of each side in turn, Python {version} on all: at most "
        f"{OF_THE_FLOOR} of botocore with its clients, {OF_NAIVE} of one file with everything"
    )
    made.add_column("handler, with its ports")
    for column in ("ms", "modules", "botocore, ms", "of it", "all in one, ms", "of it"):
        made.add_column(column, justify="right")
    for name, starts in found.items():
        made.add_row(
            name,
            _milliseconds(starts["ours"]),
            str(starts["ours"][0].modules),
            _milliseconds(starts["floor"]),
            _spread(ratios(starts, "floor")),
            _milliseconds(starts["naive"]),
            _spread(ratios(starts, "naive")),
        )
    return made


def _milliseconds(starts: Sequence[Start]) -> str:
    return f"{1000 * statistics.median(each.seconds for each in starts):.0f}"


def _spread(found: Sequence[float]) -> str:
    return f"{statistics.median(found):.2f} ({found[0]:.2f} to {found[-1]:.2f})"


class _Answers(BaseHTTPRequestHandler):
    """The one call that joining ports makes: for the provider's key."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(
            {"SecretString": "sk_test_bench", "CreatedDate": 1, "Name": "psp"}
        ).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def answering_secrets() -> Iterator[str]:
    """An endpoint on this machine that has a secret to every question."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    main()
