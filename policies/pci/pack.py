"""The pack as one value: what the server is started with, and what a test drives."""

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pulumi_policy import Policy

from . import RULES, overlooked, platform
from .exempt import valid
from .framework.exemptions import ExemptionFileError, Exemptions, load
from .framework.judge import Judge
from .framework.rule import Rule
from .rules.only_ours import only_ours

EXEMPTIONS_VARIABLE: Final = "PCI_EXEMPTIONS"
"""Names the file with the exemptions; without it the one beside the pack counts."""
EXEMPTIONS_FILE: Final = Path(__file__).parent.parent / "exemptions.yaml"


def judge() -> Judge:
    """A judge with the exemptions of the file.

    Raises:
        SystemExit: the file can't be read; one sentence says where.
    """
    path = Path(os.environ.get(EXEMPTIONS_VARIABLE, EXEMPTIONS_FILE))
    try:
        entries = load(path)
    except ExemptionFileError as error:
        raise SystemExit(str(error)) from None
    return Judge(Exemptions(entries), dt.datetime.now(dt.UTC).date())


def rules(judge: Judge) -> tuple[Rule, ...]:
    """Every rule: the platform's guards over the others, the others, and last the exemptions'."""
    watched: dict[str, set[str]] = {}
    for rule in RULES:
        for kind, paths in rule.watched.items():
            watched.setdefault(kind, set()).update(paths)
    found = (
        platform.TYPES,
        platform.ignored(watched),
        platform.PROVIDER,
        platform.PROTECTED,
        overlooked.OVERLOOKED,
        platform.PLAINTEXT,
        only_ours(judge.today),
        *RULES,
        platform.unresolved(RULES),
    )
    names = {rule.name: rule.severity for rule in found}
    return (*found, valid(names, judge.exemptions, judge.today))


def policies(judge: Judge) -> Sequence[Policy]:
    """Every rule as the SDK's policies, which keep their verdicts in `judge`."""
    return judge.policies(rules(judge))
