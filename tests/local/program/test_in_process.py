"""Programs run without an engine and deployed to the emulator."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from local.emulator.emulator import Emulator
from local.program.in_process import Deployment, deploy
from local.program.runner import ProgramError
from local.program.settings_file import SettingsFileError
from local.resources import ResourceError

pytestmark = pytest.mark.emulator

PROGRAMS = Path(__file__).parent / "programs"
Run = Callable[[str], Deployment]


@pytest.fixture
def run(emulator: Emulator, tmp_path: Path) -> Run:
    """Deploys a program given as text."""

    def deployed(text: str) -> Deployment:
        (tmp_path / "__main__.py").write_text(text)
        return deploy(
            tmp_path, project="text", stack=tmp_path.name, config={}, secrets=(), emulator=emulator
        )

    return deployed


def queue_function(emulator: Emulator, stack: str, *, granted: bool) -> Deployment:
    """The tiny program: a TLS-only encrypted queue, a function on it, a queue behind it."""
    return deploy(
        PROGRAMS / "queue_function",
        project="tiny",
        stack=stack,
        config={"granted": json.dumps(granted), "token": "t0ken"},
        secrets=["token"],
        emulator=emulator,
    )


def test_a_message_reaches_the_function(emulator: Emulator) -> None:
    """With its grant the function takes a message from one TLS-only queue to the other."""
    deployed = queue_function(emulator, "granted", granted=True)
    sqs = emulator.client("sqs")
    sqs.send_message(QueueUrl=deployed.outputs["source"], MessageBody="hello")
    answer = sqs.receive_message(QueueUrl=deployed.outputs["target"], WaitTimeSeconds=10)
    assert [one["Body"] for one in answer["Messages"]] == ["hello"]


def test_without_its_grant_the_function_is_refused(emulator: Emulator) -> None:
    """The same function without the one grant is AccessDenied: IAM is really enforced."""
    deployed = queue_function(emulator, "bare", granted=False)
    answer = emulator.client("lambda").invoke(
        FunctionName=deployed.outputs["function"],
        Payload=json.dumps({"Records": [{"body": "hello"}]}),
    )
    assert "AccessDenied" in json.loads(answer["Payload"].read())["errorMessage"]


def test_a_deployment_says_what_it_made(emulator: Emulator) -> None:
    """Every resource is listed with its parent, inputs, outputs and what it waited for."""
    deployed = queue_function(emulator, "listed", granted=True)
    found = {one.name: one for one in deployed.resources}
    assert deployed.created == len(found) == 10
    assert deployed.outputs["token"] == "t0ken"
    queue, mapping = found["in"], found["mapping"]
    assert queue.inputs["kmsMasterKeyId"] == found["key"].outputs["arn"]
    assert queue.outputs["url"] == queue.physical == deployed.outputs["source"]
    assert queue.parent.endswith("pulumi:pulumi:Stack::tiny-listed")
    assert mapping.dependencies == {queue.urn, found["live"].urn}
    assert found["send"].urn in found["function"].dependencies


def test_a_component_is_a_parent(run: Run) -> None:
    """A component is listed beside its children, and does not count as created."""
    deployed = run(
        "import pulumi, pulumi_aws as aws\n"
        "parent = pulumi.ComponentResource('shop:index:Till', 'till')\n"
        "aws.sqs.Queue('q', name='component-child', opts=pulumi.ResourceOptions(parent=parent))\n"
    )
    till, queue = sorted(deployed.resources, key=lambda one: one.type, reverse=True)
    assert (till.type, queue.parent, deployed.created) == ("shop:index:Till", till.urn, 1)


def test_what_the_emulator_lacks_is_counted(run: Run) -> None:
    """A recorded-only resource exists in the list, with the reason, and is not created."""
    deployed = run(
        "import pulumi_aws as aws\n"
        "aws.cloudwatch.LogDataProtectionPolicy('p', log_group_name='g', policy_document='{}')\n"
    )
    token = "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy"
    count, reason = deployed.recorded_only[token]
    assert (deployed.created, count) == (0, 1)
    assert "PutDataProtectionPolicy" in reason


def test_an_unknown_type_stops_the_deployment(run: Run) -> None:
    """A type that nobody taught is an error that names it."""
    with pytest.raises(ResourceError, match="aws:sfn/stateMachine:StateMachine is unknown"):
        run("import pulumi_aws as aws\naws.sfn.StateMachine('s', definition='', role_arn='r')\n")


def test_one_urn_twice_is_refused(run: Run) -> None:
    """Two resources of one type and name are an error, as they are for the engine."""
    with pytest.raises(ProgramError, match="Two resources have the URN"):
        run(
            "import pulumi_aws as aws\n"
            "aws.sqs.Queue('q', name='urn-one')\naws.sqs.Queue('q', name='urn-two')\n"
        )


def test_the_programs_own_error_comes_through(run: Run) -> None:
    """An exception of the program is the deployment's."""
    with pytest.raises(ZeroDivisionError):
        run("1 / 0")


def test_a_secret_stays_secret_on_its_way(run: Run) -> None:
    """A secret input makes a secret output, and a client's secret is one by itself."""
    deployed = run(
        "import pulumi, pulumi_aws as aws\n"
        "group = aws.cloudwatch.LogGroup('g', name=pulumi.Output.secret('secret-name'))\n"
        "pool = aws.cognito.UserPool('p', name='secret-pool')\n"
        "client = aws.cognito.UserPoolClient(\n"
        "    'c', name='c', user_pool_id=pool.id, generate_secret=True)\n"
        "for name, value in {'group': group.name, 'client': client.client_secret,\n"
        "                    'pool': pool.name}.items():\n"
        "    pulumi.export(name, pulumi.Output.from_input(value.is_secret()))\n"
    )
    assert deployed.outputs == {"group": True, "client": True, "pool": False}


def test_the_caller_and_the_place_are_answered(run: Run, emulator: Emulator) -> None:
    """A program that asks who and where it is gets the emulator's account and region."""
    deployed = run(
        "import pulumi, pulumi_aws as aws\n"
        "pulumi.export('account', aws.get_caller_identity().account_id)\n"
        "pulumi.export('region', aws.get_region().region)\n"
        "pulumi.export('partition', aws.get_partition().partition)\n"
    )
    assert deployed.outputs == {
        "account": emulator.account_id,
        "region": emulator.region,
        "partition": "aws",
    }


def test_modules_beside_the_program_are_found(run: Run, tmp_path: Path) -> None:
    """A program runs in its own folder and imports from it, as under the engine."""
    (tmp_path / "beside_the_program.py").write_text("VALUE = 7\n")
    text = (
        "import os, pulumi\nfrom beside_the_program import VALUE\n"
        "pulumi.export('found', [VALUE, os.getcwd()])\n"
    )
    assert run(text).outputs["found"] == [7, str(tmp_path)]


def test_a_function_is_active_at_once(emulator: Emulator) -> None:
    """A published version behind an alias can be called as soon as the deployment returns."""
    deployed = queue_function(emulator, "active", granted=True)
    found = emulator.client("lambda").get_function(
        FunctionName=deployed.outputs["function"], Qualifier="live"
    )
    assert (found["Configuration"]["State"], found["Configuration"]["Version"]) == ("Active", "1")


def test_a_program_s_refusal_has_no_traceback(run: Run) -> None:
    """A RunError, which the engine prints by itself, is a sentence here too."""
    with pytest.raises(SettingsFileError, match=r"^The moon is full\.$"):
        run("import pulumi\nraise pulumi.RunError('The moon is full.')")
