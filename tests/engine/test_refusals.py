"""What stops a preview, before anything exists."""

import json
from pathlib import Path

import pytest

from tests.engine.deployed_stack import deployed_stack, worked

pytestmark = pytest.mark.engine

PROGRAMS = Path(__file__).parent / "programs"


def test_a_policy_violation_stops_the_preview(tmp_path: Path) -> None:
    """A queue without a customer key is named with its rule, and the exit code is not zero."""
    with deployed_stack(tmp_path, "local", PROGRAMS / "keyless_queue") as here:
        refused = here.run("preview")
    assert refused.returncode != 0
    assert "[mandatory]" in refused.stdout
    assert "sqs-cmk-encryption" in refused.stdout
    assert "keyless" in refused.stdout


def test_an_unknown_type_stops_the_preview(tmp_path: Path) -> None:
    """A type that nobody taught the provider is named in the preview already."""
    with deployed_stack(tmp_path, "local", PROGRAMS / "unknown_type") as here:
        refused = here.run("preview")
    assert refused.returncode != 0
    assert "aws:sfn/stateMachine:StateMachine is unknown on this machine" in refused.stdout


def test_settings_that_can_t_be_used_stop_the_preview_with_a_sentence(tmp_path: Path) -> None:
    """The key and the line that mends it are what the engine prints, and no traceback."""
    with deployed_stack(tmp_path, "local") as here:
        here.configure(throttle={"rate": 0})
        refused = here.run("preview")
    assert refused.returncode != 0
    said = refused.stdout + refused.stderr
    assert "pulumi config set --path 'throttle.rate'" in said
    assert "Traceback" not in said


def test_an_input_that_can_not_be_used_stops_the_preview(tmp_path: Path) -> None:
    """The preview says it in one sentence with the path of the property; so for what is missing."""
    with deployed_stack(tmp_path, "local", PROGRAMS / "odd_input") as here:
        refused = here.run("preview")
    assert refused.returncode != 0
    sentence = "RestApi does not understand the input 'endpointConfiguration.vpcEndpointIds'."
    assert sentence in refused.stdout
    assert "RestApi needs the input 'name'." in refused.stdout
    assert "RestApi takes one of HEADER, AUTHORIZER as the input 'apiKeySource'." in refused.stdout


def test_an_update_that_nobody_previewed_makes_nothing_of_what_is_refused(tmp_path: Path) -> None:
    """The engine makes a resource as soon as it is registered, so the refusal comes before."""
    with deployed_stack(tmp_path, "local") as here:
        for merchants, says in (
            (["acme", "acme"], "`tillstack-local-acme`: there are two of it"),
            ([f"merchant-{one}" for one in range(90)], "Lambda takes 4,096"),
        ):
            here.configure(merchants=merchants)
            refused = here.run("up", "--skip-preview")
            said = refused.stdout + refused.stderr
            assert refused.returncode != 0
            assert says in said
            assert "Traceback" not in said
            exported = here.workspace.run(here.emulator, "stack", "export", capture=True)
            made = json.loads(worked(exported))["deployment"].get("resources") or []
            assert {each["type"] for each in made} <= {"pulumi:pulumi:Stack"}
