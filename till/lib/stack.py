"""Which stack is meant: a file of its outputs, or its name."""

import shutil
import subprocess
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import botocore.session
from botocore.config import Config
from pydantic import ValidationError

from till.lib.exits import CommandError, Exit
from till.lib.input import Outputs, outputs

ROOT: Final = Path(__file__).parent.parent.parent
LOCAL: Final = "local"
LOCAL_OUTPUTS: Final = Path(".local/outputs.json")
"""Where `make local` writes them."""

CONNECT_SECONDS: Final = 5
READ_SECONDS: Final = 20
PULUMI_SECONDS: Final = 60


def stack_of(file: Path | None, name: str | None, root: Path = ROOT) -> Outputs:
    """The outputs of the stack that is meant; a file goes before a name.

    Raises:
        InputError: nothing is named, or the file is none.
        CommandError: there is no such stack, or `pulumi` can't say.
    """
    if file is not None:
        return outputs(file)
    if name is None:
        raise CommandError(
            Exit.MISUSED,
            "Say which stack: --stack dev, --stack local for `make local`, or --outputs FILE; or "
            "set TILL_STACK or TILL_OUTPUTS.",
        )
    if name == LOCAL and (root / LOCAL_OUTPUTS).exists():
        return outputs(root / LOCAL_OUTPUTS)
    return _asked(name, root)


def client(stack: Outputs, service: str) -> Any:
    """A client of an AWS service, with the operator's own credentials.

    Raises:
        CommandError: the stack is on this machine, and the environment points to AWS.
    """
    session = botocore.session.get_session()
    config = Config(connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS)
    found = session.create_client(service, config=config)
    if on_this_machine(stack.gateway_url) and not on_this_machine(found.meta.endpoint_url):
        raise CommandError(
            Exit.MISUSED,
            "This stack runs on this machine, and AWS_ENDPOINT_URL does not point to it: paste "
            "the lines that `make local` prints.",
        )
    return found


def on_this_machine(url: str) -> bool:
    """Whether an address is one of the loopback."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _asked(name: str, root: Path) -> Outputs:
    without = (
        f"There is no stack {name} here: `make local` is not up, and `pulumi`, which knows "
        "the others, is not on PATH. Name a file with --outputs."
    )
    said = engine_says("output --json", name, "outputs of a", without, root)
    try:
        return Outputs.model_validate_json(said)
    except ValidationError as error:
        lacking = ", ".join(str(each["loc"][0]) for each in error.errors() if each["loc"])
        raise CommandError(
            Exit.NOT_FOUND,
            f"The stack {name} is not up: its outputs lack {lacking or 'everything'}.",
        ) from None


def engine_says(words: str, name: str, wanted: str, without: str, root: Path = ROOT) -> str:
    """What `pulumi stack WORDS` prints of the stack `name`.

    An error says what was `wanted` of it; `without` is said where there is no `pulumi`.

    Raises:
        CommandError: there is no such stack, or `pulumi` can't say.
    """
    found = shutil.which("pulumi")
    if found is None:
        raise CommandError(Exit.NOT_FOUND, without)
    command = [found, "stack", *words.split(), "--stack", name, "--non-interactive"]
    try:
        ended = subprocess.run(  # noqa: S603 - the engine, with a name as one argument.
            command, cwd=root, capture_output=True, text=True, timeout=PULUMI_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        verb = words.partition(" ")[0]
        message = f"`pulumi stack {verb}` gave no answer in a minute: give the command again."
        raise CommandError(Exit.UNREACHABLE, message) from None
    if ended.returncode != 0:
        said = (ended.stderr.strip() or "it does not say why").splitlines()[-1].rstrip(".")
        raise CommandError(
            Exit.NOT_FOUND,
            f"`pulumi` knows no {wanted} stack {name} ({said}); `pulumi stack ls` lists those "
            "that there are.",
        )
    return ended.stdout
