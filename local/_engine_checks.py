"""What a user must have before the engine runs; each thing that is missing is one sentence."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

OLDEST: Final = (3, 259, 0)
"""The engine that the tests run with; the flags and files used here are those of it."""

Ask = Callable[..., subprocess.CompletedProcess[str]]
"""`ask("whoami")` runs `pulumi whoami` and returns what came out."""


def version_problem(ask: Ask) -> str | None:
    """Whether the engine is too old."""
    found = re.match(r"v?(\d+)\.(\d+)\.(\d+)", ask("version").stdout.strip())
    version = tuple(int(part) for part in found.groups()) if found else (0, 0, 0)
    if version >= OLDEST:
        return None
    wanted, has = (".".join(str(part) for part in parts) for parts in (OLDEST, version))
    return f"Pulumi {has} is too old; install {wanted} or newer (https://www.pulumi.com/docs/install/)."


def account_problems(
    ask: Ask, root: Path, stack: str, *, credentials: Callable[[], bool]
) -> Iterator[str]:
    """What stands between the user and a real AWS account, in the order to mend it."""
    if not (root / f"Pulumi.{stack}.yaml").exists():
        yield f"There is no Pulumi.{stack}.yaml, so no stack {stack!r}; choose another STACK=."
        return
    if not credentials():
        yield "There are no AWS credentials; sign in, for example with `aws sso login`."
    if ask("whoami").returncode:
        yield (
            "Pulumi is not logged in to a backend that keeps the state; "
            "run `pulumi login` (s3://…, or Pulumi Cloud)."
        )
        return
    if ask("stack", "--stack", stack, "--show-name").returncode:
        yield (
            f"The stack {stack} does not exist yet: pulumi stack init {stack} "
            "(docs/deploy.md has its secrets under a key of yours)"
        )
        return
    answer = ask("config", "--json", "--stack", stack)
    if answer.returncode:
        yield (
            f"The config of {stack} can't be opened; its secrets provider must be reachable "
            "(KMS access, or PULUMI_CONFIG_PASSPHRASE_FILE for a passphrase)."
        )
        return
    yield from _config_problems(json.loads(answer.stdout), stack)


def _config_problems(config: dict[str, Any], stack: str) -> Iterator[str]:
    if "aws:region" not in config:
        yield f"No region is set: pulumi config set aws:region eu-central-1 --stack {stack}"
    if "aws:allowedAccountIds" not in config:
        yield (
            "No account is named: "
            "pulumi config set --path 'aws:allowedAccountIds[0]' --type string <account> "
            f"--stack {stack}"
        )
    key = config.get("tillstack:pspKey")
    if key is None:
        yield f"The PSP's key is not set: pulumi config set --secret pspKey --stack {stack}"
    elif not key.get("secret"):
        yield (
            "The PSP's key stands in clear in the stack's file; revoke it at the PSP, then "
            f"pulumi config set --secret pspKey --stack {stack}"
        )
