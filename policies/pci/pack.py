"""The pack as one value: what the server is started with, and what a test drives."""

import datetime as dt
import os
from pathlib import Path
from typing import Final

from pulumi_policy import Policy

from . import RULES
from ._kernel.exemptions import ExemptionFileError, Exemptions, load
from ._kernel.judge import Judge

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


def policies() -> list[Policy]:
    """Every rule as the SDK's policies."""
    return judge().policies(RULES)
