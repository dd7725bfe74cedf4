"""What stands ready for whoever changes the code says the same as `make check`."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pre_commit.clientlib import load_config

ROOT = Path(__file__).parent.parent
CHECK = re.search(r"^check:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def hooks() -> Iterator[dict[str, Any]]:
    """The hooks that run before a commit."""
    for repository in load_config(ROOT / ".pre-commit-config.yaml")["repos"]:
        assert repository["repo"] == "local"
        yield from repository["hooks"]


def test_a_hook_runs_the_locked_tool_and_fetches_nothing() -> None:
    """Each program is one of `.venv`; pre-commit makes no environment for it."""
    for hook in hooks():
        assert hook["language"] in {"system", "unsupported"}
        program = hook["entry"].split()[0]
        assert program.startswith(".venv/bin/")
        assert shutil.which(ROOT / program), program


def test_the_hooks_are_what_make_check_runs() -> None:
    """A commit that passes them does not fail there for another reason."""
    assert CHECK
    tools = re.findall(r"\$\(BIN\)/(\w+)", CHECK[1])
    assert [hook["entry"].split()[0].rpartition("/")[2] for hook in hooks()] == tools


@pytest.mark.parametrize(
    "form", [each for each in FORMS if each.stem != "config"], ids=lambda form: form.stem
)
def test_a_form_asks_for_what_it_needs(form: Path) -> None:
    """Each question has a label and an id of its own, and the first can't be left out."""
    asked = yaml.safe_load(form.read_text())
    assert {"name", "description", "body"} <= asked.keys()
    questions = [part for part in asked["body"] if part["type"] != "markdown"]
    assert len({part["id"] for part in questions}) == len(questions)
    assert all(part["attributes"]["label"] for part in questions)
    assert questions[0]["validations"]["required"] is True


def test_every_path_with_an_owner_is_there() -> None:
    """A renamed room does not lose its reviewers unseen."""
    lines = (ROOT / ".github" / "CODEOWNERS").read_text().splitlines()
    owned = [line.split() for line in lines if line and not line.startswith("#")]
    assert owned[0][0] == "*"
    for path, *owners in owned:
        assert owners
        assert path == "*" or (ROOT / path.strip("/")).is_dir(), path


def test_the_dev_container_sets_up_as_a_person_does() -> None:
    """The newest Python that CI tests, `make setup`, and the hooks."""
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
    ci = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
    newest = ci["jobs"]["check-and-test"]["strategy"]["matrix"]["python"][-1]
    assert f"python:{newest}-" in container["image"]
    assert container["postCreateCommand"] == "make setup && .venv/bin/pre-commit install"
