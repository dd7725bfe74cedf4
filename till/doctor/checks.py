"""All checks, in the order in which a person mends what they find."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from enum import IntEnum
from typing import Final, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from till.doctor import _account, _engine, _quotas, _services
from till.doctor._certificates import certificates
from till.doctor._permissions import permissions
from till.doctor.aws import unread
from till.doctor.case import Case
from till.doctor.finding import Finding, FindingError, Status

Say = Callable[[str], None]


class Needed(IntEnum):
    """What can't be done before a check is ready; each includes those before it."""

    ENGINE = 1
    """Anything: the engine could not run, or would run on another account."""
    PROGRAM = 2
    """A preview: the program could not run."""
    UP = 3
    """A deployment."""


class Check(NamedTuple):
    """A row of the table to be."""

    name: str
    needed: Needed
    look: Callable[[Case], Finding]


class Row(NamedTuple):
    """A row of the table."""

    check: Check
    finding: Finding


CHECKS: Final = (
    Check("Python", Needed.ENGINE, _engine.python),
    Check("uv", Needed.ENGINE, _engine.uv),
    Check("Pulumi", Needed.ENGINE, _engine.pulumi),
    Check("state", Needed.ENGINE, _engine.login),
    Check("stack", Needed.ENGINE, _engine.stack),
    Check("region", Needed.ENGINE, _account.region),
    Check("account", Needed.ENGINE, _account.account),
    Check("settings", Needed.PROGRAM, _engine.settings),
    Check("PSP key", Needed.PROGRAM, _engine.psp_key),
    Check("program", Needed.PROGRAM, _engine.program),
    Check("permissions", Needed.UP, permissions),
    Check("Lambda concurrency", Needed.UP, _quotas.concurrency),
    Check("API Gateway logging", Needed.UP, _services.gateway_logging),
    Check("certificate", Needed.UP, certificates),
    Check("Cognito domain", Needed.UP, _services.token_domain),
    Check("WAF quota", Needed.UP, _quotas.web_acls),
    Check("KMS quota", Needed.UP, _quotas.keys),
    Check("SES identity", Needed.UP, _services.mail_identity),
    Check("SES access", Needed.UP, _services.mail_access),
)

STOPS: Final[Mapping[str, Needed]] = {
    "preview": Needed.PROGRAM,
    "up": Needed.UP,
    "refresh": Needed.ENGINE,
    "destroy": Needed.ENGINE,
}
"""Command → what stops it."""


def examine(case: Case, checks: Sequence[Check], say: Say = lambda _: None) -> list[Row]:
    """Every check side by side; `say` is told what is still waited for."""
    with ThreadPoolExecutor(len(checks)) as pool:
        asked = {pool.submit(_find, check, case): check for check in checks}
        waiting = dict.fromkeys(check.name for check in checks)
        for done in as_completed(asked):
            del waiting[asked[done].name]
            say(", ".join(waiting))
        return [Row(check, future.result()) for future, check in asked.items()]


def _find(check: Check, case: Case) -> Finding:
    try:
        return check.look(case)
    except FindingError as error:
        return error.finding
    except (BotoCoreError, ClientError) as error:
        return unread(error)


def stopping(rows: Sequence[Row], needed: Needed) -> list[Row]:
    """The rows for which a command would fail."""
    return [
        row for row in rows if row.finding.status is Status.NOT_READY and row.check.needed <= needed
    ]
