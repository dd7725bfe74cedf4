"""The program as tests judge it: every resource that it declares, with all values known."""

import json
import runpy
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from local.lib.partitions import partition
from local.program import recorder
from local.program.recorder import ACCOUNT, PROJECT, REGION, ROOT, record
from local.program.recording import Recorded, Recording
from local.program.stack_config import stack_config
from tests.fakes.layer import layer_at_hand

__all__ = [
    "ACCOUNT",
    "REGION",
    "ROOT",
    "Recorded",
    "Recording",
    "in_region",
    "program",
    "record",
    "record_elsewhere",
    "record_program",
]


def record_program(stack: str, config: Mapping[str, str], *, known: bool = True) -> Recording:
    """Run the real `__main__.py`, once for a configuration; no dependency layer is built for it."""
    return _recorded(stack, tuple(sorted(config.items())), known=known)


@cache
def _recorded(stack: str, config: tuple[tuple[str, str], ...], *, known: bool) -> Recording:
    with layer_at_hand():
        return recorder.record_program(stack, dict(config), known=known)


def record_elsewhere(stack: str, config: Mapping[str, str]) -> Recording:
    """The real program with one call changed: nobody asks whether the region has every service."""
    asks, source = "context_of(settings)", (ROOT / "__main__.py").read_text()
    assert source.count(asks) == 1
    with TemporaryDirectory() as folder, layer_at_hand():
        changed = Path(folder) / "__main__.py"
        changed.write_text(source.replace(asks, "context_of(settings, {})"))
        settings = stack_config(ROOT, PROJECT, stack, config)
        return record(lambda: runpy.run_path(str(changed)), stack, settings)


@cache
def in_region(region: str) -> Recording:
    """The stack `dev` with everything that a stack can have, in `region`, lacking or not."""
    name = partition(region)
    certificate = f"arn:{name}:acm:{region}:{ACCOUNT}:certificate/one"
    return record_elsewhere(
        "dev",
        {
            "aws:region": region,
            "aws:allowedAccountIds": json.dumps([ACCOUNT]),
            "pspKey": "sk_test_elsewhere",
            "alarmEmail": "on-call@payments.internal",
            "alarmPager": "https://events.pagerduty.com/integration/standin/enqueue",
            "ownsApiGatewayAccount": "true",
            "domain": json.dumps({"name": "pay.example.com", "certificateArn": certificate}),
        },
    )


@cache
def program() -> Recording:
    """The local stack, recorded once: it has everything that a stack can have but a domain."""
    return record_program(
        "local",
        {
            "alarmEmail": "alarms@example.com",
            "alarmPager": "https://events.pagerduty.com/integration/standin/enqueue",
            "dependencyLayer": "true",
        },
    )
