"""The first day, walked as the pages say, word for word, with the real `pulumi` command line.

It ends where Pulumi asks for the AWS plugin: by then it has taken every command, and the program
every setting. With this project's provider in the plugin's place the whole plan is shown.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from local.engine.cloud import LocalCloud
from local.provider.provider import serving
from tests._pages import blocks, section
from tests.engine.newcomer import TEST_KEY, Newcomer, newcomer, project
from tests.fakes.layer import layer_at_hand

pytestmark = pytest.mark.engine

PLUGIN: Final = "error: no resource plugin 'pulumi-resource-aws' found"
FIRST: Final = "tillstack:index:Keys keys create"
"""What the program declares first, once it has taken every setting."""
WHOLE: Final = 300
"""Fewer resources than this are no whole stack."""


@pytest.fixture
def user(tmp_path: Path) -> Iterator[Newcomer]:
    """Somebody with a fresh copy of the project."""
    with layer_at_hand():
        yield newcomer(tmp_path, project(tmp_path))


@pytest.fixture
def plugin() -> Iterator[str]:
    """Where this project's provider listens; a preview asks no emulator."""
    with serving(LocalCloud(0, 0, 0).emulator) as port:
        yield f"aws:{port}"


def errors(seen: str) -> list[str]:
    """What an engine's run called an error, but for how many."""
    return re.findall(r"^    (error: .*)$", seen, re.MULTILINE)


def test_the_readme_leads_to_the_plugin(user: Newcomer) -> None:
    """Each command of "Deploy to an account" works, and nothing but AWS's plugin is missing."""
    text = section("README.md", "Deploy to an account")
    (settings,) = blocks(text)
    user.does(settings, TEST_KEY)
    preview, up = re.findall(r"`(make \w+ STACK=\w+)`, then `(make \w+ STACK=\w+)`", text)[0]
    assert up == preview.replace("preview", "up")
    seen = user.types(preview)
    assert [each.startswith(PLUGIN) for each in errors(seen.stdout)] == [True], seen.stdout
    assert FIRST in seen.stdout


def test_the_page_about_deploying_leads_to_the_report(user: Newcomer, plugin: str) -> None:
    """The commands that set things up, and the report, whose `pulumi` is the plain one."""
    (variables,) = blocks(section("docs/deploy.md", "1. What you need"))
    state = blocks(section("docs/deploy.md", "2. Where Pulumi keeps its state"))[0]
    # A chat is nothing that this project's provider plans.
    settings, _chat = blocks(section("docs/deploy.md", "4. Settings"))
    steps, report = blocks(section("docs/deploy.md", "5. Deploy"))
    # A bucket and a key at AWS are what it can't have here.
    (init,) = re.findall(r"^(pulumi stack init .*) --secrets-provider .*$", state, re.MULTILINE)
    assert [line.split()[:2] for line in steps.splitlines()] == [
        ["make", "doctor"],
        ["make", "preview"],
        ["make", "up"],
    ]
    seen = user.does(
        f"{variables}\n{init}\n{settings}\n{report}", TEST_KEY, PULUMI_DEBUG_PROVIDERS=plugin
    )
    assert user.config()["aws:allowedAccountIds"] == '["111122223333"]'
    (created,) = re.findall(r"^ *(\d+) to create\.$", seen, re.MULTILINE)
    assert int(created) > WHOLE


def test_who_forgets_a_step_is_told_the_line(user: Newcomer) -> None:
    """Each of five forgotten ones stops a preview, and the doctor says the line that mends it."""

    def told(**more: str) -> dict[str, str]:
        assert user.types("make preview STACK=dev", **more).returncode
        asked = user.types(".venv/bin/python -m till doctor --stack dev --json 2>/dev/null", **more)
        return {
            each["name"]: f"{each['what']}\n{each['next']}"
            for each in json.loads(asked.stdout)["checks"]
            if each["status"] == "not ready"
        }

    def do(sentence: str, answer: str = "") -> None:
        (command,) = re.findall(r"pulumi [^(`\n]*", sentence)
        user.does(command.replace("<account>", "111122223333"), answer)

    user.does("pulumi logout")
    assert "`pulumi login`" in told()["state"]
    user.does(f"pulumi login file://{user.home}/state")
    do(told()["stack"])
    do(told()["account"])
    do(told()["settings"], TEST_KEY)
    given = user.config()
    assert (given["aws:allowedAccountIds"], given["pspKey"]) == ('["111122223333"]', TEST_KEY)
    assert "`aws sso login`" in told(AWS_ACCESS_KEY_ID="")["account"]
