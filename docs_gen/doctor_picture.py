"""Draws what `make doctor` prints: `python -m docs_gen.doctor_picture` writes docs/doctor.svg.

The account is made up and always the same: a new one, whose deployer may not read its quotas.
The program is the real one.
"""

import io
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from local.demo.report import FETCHED_FONT
from local.emulator.emulator import ROOT
from local.program.declared import declared
from tests.fakes.doctor import CONFIG, ROLE, aws, case, described, refusal
from till.doctor.case import PlannedResource
from till.doctor.checks import CHECKS, Row, examine
from till.doctor.command import WIDTH, show
from till.doctor.tools import Machine

PICTURE: Final = ROOT / "docs" / "doctor.svg"


class Example(Machine):
    """A machine on which all programs are there."""

    def find(self, program: str) -> str | None:
        """In the user's own folder."""
        return f"/home/jane/.local/bin/{program}"

    def ask(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """The tested engine."""
        return subprocess.CompletedProcess(arguments, 0, "v3.259.0", "")


EXAMPLE: Final = Example(ROOT, "", (3, 13, 0))


def account() -> Mapping[str, Mapping[str, Any]]:
    """What a new account answers, by service and operation."""

    def simulate(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        results = [
            {
                "EvalActionName": action,
                "EvalDecision": "implicitDeny" if action.startswith("wafv2:") else "allowed",
            }
            for action in asked["ActionNames"]
        ]
        return {"EvaluationResults": results, "IsTruncated": False}

    limits = {"ConcurrentExecutions": 10, "UnreservedConcurrentExecutions": 10}
    return {
        "acm": {"DescribeCertificate": refusal("ResourceNotFoundException", "DescribeCertificate")},
        "apigateway": {
            "GetAccount": {"throttleSettings": {"rateLimit": 500.0, "burstLimit": 1000}}
        },
        "cognito-idp": {"DescribeUserPoolDomain": {"DomainDescription": {}}},
        "iam": {"GetRole": described(ROLE), "SimulatePrincipalPolicy": simulate},
        "kms": {"ListKeys": {"Keys": [], "Truncated": False}},
        "lambda": {"GetAccountSettings": {"AccountLimit": limits}},
        "service-quotas": {
            "GetServiceQuota": refusal("AccessDeniedException", "GetServiceQuota"),
        },
        "sesv2": {
            "GetAccount": {
                "ProductionAccessEnabled": False,
                "SendingEnabled": True,
                "EnforcementStatus": "HEALTHY",
                "SendQuota": {"Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 0.0},
            },
            "GetEmailIdentity": refusal("NotFoundException", "GetEmailIdentity"),
        },
        "wafv2": {"ListWebACLs": {"WebACLs": []}},
    }


def rows() -> list[Row]:
    """What the doctor finds there."""
    texts = {key: str(each["value"]) for key, each in CONFIG.items()}
    made = [PlannedResource(kind, inputs) for kind, inputs in declared("dev", texts)]
    return examine(case(clients=aws(account()), declared=made, machine=EXAMPLE), CHECKS)


def picture() -> str:
    """The table as SVG, in the reader's own fixed-width font: nothing is fetched."""
    paper = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    show(paper, "dev", rows())
    return FETCHED_FONT.sub("", paper.export_svg(title="make doctor STACK=dev"))


def write(path: Path = PICTURE) -> None:
    """The file."""
    path.write_text(picture(), encoding="utf-8")


if __name__ == "__main__":
    write()
