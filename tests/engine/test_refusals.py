"""What stops a preview, before anything exists."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local.emulator.emulator import ROOT
from tests.engine.deployed_stack import (
    DeployedStack,
    EmptyCloud,
    empty_cloud,
    prepared,
    worked,
)

pytestmark = pytest.mark.engine

PROGRAMS = Path(__file__).parent / "programs"
Prepared = Callable[..., DeployedStack]


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmptyCloud]:
    """One for all of these tests: what is refused makes nothing in it."""
    with empty_cloud(tmp_path_factory.mktemp("refusals")) as found:
        yield found


@pytest.fixture
def stack(tmp_path: Path, cloud: EmptyCloud) -> Prepared:
    """The stack `local` of a program, as nobody deployed it yet."""

    def made(program: Path = ROOT) -> DeployedStack:
        return prepared(tmp_path, "local", cloud, program)

    return made


def test_a_policy_violation_stops_the_preview(stack: Prepared) -> None:
    """A queue without a customer key is named with its rule, and the exit code is not zero."""
    refused = stack(PROGRAMS / "keyless_queue").run("preview")
    assert refused.returncode != 0
    assert "[mandatory]" in refused.stdout
    assert "sqs-cmk-encryption" in refused.stdout
    assert "keyless" in refused.stdout


def test_an_unknown_type_stops_the_preview(stack: Prepared) -> None:
    """A type that nobody taught the provider is named in the preview already."""
    refused = stack(PROGRAMS / "unknown_type").run("preview")
    assert refused.returncode != 0
    assert "aws:sfn/stateMachine:StateMachine is unknown on this machine" in refused.stdout


def test_settings_that_can_t_be_used_stop_the_preview_with_a_sentence(stack: Prepared) -> None:
    """The key and the line that mends it are what the engine prints, and no traceback."""
    here = stack()
    here.configure(throttle={"rate": 0})
    refused = here.run("preview")
    assert refused.returncode != 0
    said = refused.stdout + refused.stderr
    assert "pulumi config set --path 'throttle.rate'" in said
    assert "Traceback" not in said


def test_an_input_that_can_not_be_used_stops_the_preview(stack: Prepared) -> None:
    """The preview says it in one sentence with the path of the property; so for what is missing."""
    refused = stack(PROGRAMS / "odd_input").run("preview")
    assert refused.returncode != 0
    sentence = "RestApi does not understand the input 'endpointConfiguration.vpcEndpointIds'."
    assert sentence in refused.stdout
    assert "RestApi needs the input 'name'." in refused.stdout
    assert "RestApi takes one of HEADER, AUTHORIZER as the input 'apiKeySource'." in refused.stdout


def test_an_update_that_nobody_previewed_makes_nothing_of_what_is_refused(stack: Prepared) -> None:
    """The engine makes a resource as soon as it is registered, so the refusal comes before."""
    here = stack()
    for wrong, says in (
        ({"owner": "us & them"}, "`us & them`: AWS takes"),
        ({"currencies": ["eur"] * 900, "fourEyesAbove": {}}, "Lambda takes 4,096"),
    ):
        here.configure(**wrong)
        refused = here.run("up", "--skip-preview")
        said = refused.stdout + refused.stderr
        assert refused.returncode != 0
        assert says in said
        assert "Traceback" not in said
        exported = here.workspace.run(here.emulator, "stack", "export", capture=True)
        made = json.loads(worked(exported))["deployment"].get("resources") or []
        assert {each["type"] for each in made} <= {"pulumi:pulumi:Stack"}
