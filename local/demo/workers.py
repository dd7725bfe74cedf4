"""`make workers N=3`: workers beside the functions of a stack that `make local` keeps running."""

import argparse
import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from local.demo import signals
from local.emulator.emulator import Emulator
from local.lib.arguments import a_count
from local.stack import workers
from local.stack.stack import LOGS

OUTPUTS: Final = LOGS / "outputs.json"
LOOK_SECONDS: Final = 1
WAITS: Final = "ApproximateNumberOfMessages"
IN_FLIGHT: Final = "ApproximateNumberOfMessagesNotVisible"
NO_STACK: Final = "No stack answers at the address in {file} ({why}); start one with `make local`."


def main(arguments: list[str] | None = None) -> int:
    """Run them until Ctrl-C; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make workers", description=__doc__)
    parser.add_argument("--count", type=a_count, default=3, help="how many (default: 3)")
    parser.add_argument(
        "--outputs", type=Path, default=OUTPUTS, help="what `make local` wrote (default: .local/…)"
    )
    wanted = parser.parse_args(arguments)
    console = Console(log_path=False)
    try:
        outputs = json.loads(wanted.outputs.read_text(encoding="utf-8"))
        cloud = Emulator(port=urlsplit(outputs["payment_queue_url"]).port or 0)
        with workers.running(cloud, outputs, wanted.count, LOGS) as running:
            console.log(f"{wanted.count} workers run (Ctrl-C stops them); their logs are in {LOGS}")
            ended = watch(console, cloud, outputs, running)
            console.log("Stopping: what they have begun is finished first")
    except (OSError, ValueError, KeyError, BotoCoreError, ClientError) as problem:
        told = NO_STACK.format(file=wanted.outputs, why=type(problem).__name__)
        console.print(told, style="red", markup=False, soft_wrap=True)
        return 1
    console.print("Stopped; nothing is left running.")
    return 1 if ended else 0


def watch(
    console: Console, cloud: Emulator, outputs: Mapping[str, Any], running: workers.Running
) -> bool:
    """Say how the queue stands whenever that changes, until Ctrl-C.

    Returns True where every worker has ended before: their logs say why.
    """
    said = ""
    try:
        signals.heed()
        while any(each.poll() is None for each in running):
            told = f"In the queue: {standing(cloud, outputs)}"
            if told != said:
                console.log(told)
            said = told
            threading.Event().wait(LOOK_SECONDS)
    except KeyboardInterrupt:
        return False
    return True


def standing(cloud: Emulator, outputs: Mapping[str, Any]) -> str:
    """How many messages wait in the payment queue, and how many are worked on."""
    found = cloud.client("sqs").get_queue_attributes(
        QueueUrl=outputs["payment_queue_url"], AttributeNames=[WAITS, IN_FLIGHT]
    )["Attributes"]
    return f"{found[WAITS]} wait, {found[IN_FLIGHT]} are worked on"
