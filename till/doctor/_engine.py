"""Checks of what the engine needs to run at all."""

from collections.abc import Mapping
from typing import Any, Final

from till.doctor.case import PROJECT, Case
from till.doctor.finding import Finding, NotReadyError, Status, ready
from till.doctor.tools import OLDEST_PYTHON, dotted, version, version_problem

MODES: Final = {
    "sk_test_": "test",
    "rk_test_": "test",
    "sk_live_": "live",
    "rk_live_": "live",
}
"""How the PSP's secret keys begin, and what they are good for."""


def python(case: Case) -> Finding:
    """The Python that runs this, and the program."""
    has, oldest = dotted(case.machine.python), dotted(OLDEST_PYTHON)
    if case.machine.python < OLDEST_PYTHON:
        return Finding(
            Status.NOT_READY,
            f"Python {has} is too old; {oldest} is the oldest",
            "`make clean setup PYTHON=/path/to/a/newer/python`",
        )
    return ready(f"Python {has}")


def uv(case: Case) -> Finding:
    """Pulumi's host for Python programs calls it."""
    if found := case.machine.find("uv"):
        return ready(found)
    return Finding(
        Status.NOT_READY, "`uv` is not on the PATH that Pulumi gets from make", "`make setup`"
    )


def pulumi(case: Case) -> Finding:
    """The engine's command line, new enough."""
    found = case.pulumi.get()
    if problem := version_problem(case.machine.ask):
        return Finding(Status.NOT_READY, problem, "install a newer one")
    return ready(f"{dotted(version(case.machine.ask))} ({found})")


def login(case: Case) -> Finding:
    """Where the state is kept."""
    return ready(case.backend.get() or "logged in")


def stack(case: Case) -> Finding:
    """The stack exists, and its config opens: so the key of its secrets may be used."""
    return ready(f"{case.stack}, {len(case.config.get())} settings")


def settings(case: Case) -> Finding:
    """The program's own judgement of its config."""
    case.settings.get()
    return ready("complete")


def psp_key(case: Case) -> Finding:
    """A secret, and of the mode that the stack is for. Its value is never told."""
    return _judged(case.stack, case.config.needed())


def _judged(name: str, config: Mapping[str, Any]) -> Finding:
    mend = f"`pulumi config set --secret pspKey --stack {name}`"
    key = config.get(f"{PROJECT}:pspKey")
    if key is None or not key.get("value"):
        raise NotReadyError("the PSP's key is not set", mend)
    if not key.get("secret"):
        raise NotReadyError(
            "the PSP's key stands in clear in the stack's file",
            f"revoke it at the PSP, then {mend}",
        )
    mode = next((mode for start, mode in MODES.items() if key["value"].startswith(start)), None)
    wanted = "live" if name == "prod" else "test"
    if mode == wanted:
        return ready(f"a {mode} key, as {name} wants it")
    if mode is None and wanted == "test":
        return Finding(
            Status.TO_DO,
            "the PSP's key has no form of Stripe's secret keys: payments will be refused",
            mend,
        )
    return Finding(
        Status.NOT_READY, f"the PSP's key is no {wanted} key, and {name} needs one", mend
    )


def program(case: Case) -> Finding:
    """The program runs to its end."""
    return ready(f"runs, {len(case.declared.get())} resources")
