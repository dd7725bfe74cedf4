"""What the engine is told to take or to delete first."""

import inspect
import re

import pulumi
import pytest
from pulumi.runtime.proto import analyzer_pb2 as analyzer

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import BUCKET, BUCKET_V2, KEY, QUEUE, SECRET, TABLE
from policies.pci.overlooked import OVERLOOKED
from policies.pci.platform import PROTECTED
from policy_proof.edit import optioned
from policy_proof.resources import resource, urn
from tests.policies.case import blamed
from tests.policies.pci.framework.test_tokens import CLASSES

DISPOSED = {"tillstack:retention": "dispose"}


@pytest.mark.parametrize(
    ("alias", "fine"),
    [
        (urn(QUEUE, "old"), True),
        (urn(QUEUE, "it"), True),
        (f"urn:pulumi:dev::project::shop:index:Jobs${QUEUE}::it", True),
        (urn("aws:sqs/qeue:Qeue", "it"), True),
        (urn("aws:sns/qeue:Qeue", "it"), False),
        (urn(QUEUE, "other"), False),
        (urn(TABLE, "it"), False),
        (urn("aws:sqs/queuePolicy:QueuePolicy", "it"), False),
        (urn(QUEUE, "it", "prod"), False),
        (urn(QUEUE, "it").replace("::project::", "::others::"), False),
        ("urn:pulumi:dev", False),
    ],
)
def test_an_alias_is_a_former_name_of_the_same_thing(alias: str, fine: bool) -> None:  # noqa: FBT001 - a parameter
    """Of this stack, project and type; and nobody's name today."""
    one, other = resource(QUEUE, {}), resource(QUEUE, {}, "other")
    assert blamed(OVERLOOKED, optioned(one, aliases=[alias]), other) == ([] if fine else ["it"])


def test_a_type_that_was_renamed_is_the_same() -> None:
    """As the provider's own class says of itself."""
    one = optioned(resource(BUCKET, {}), aliases=[urn(BUCKET_V2, "it")])
    assert blamed(OVERLOOKED, one) == []


def test_what_the_provider_names_itself_is_fine() -> None:
    """Its classes carry the former names of their types, misspelt ones too."""
    named = [
        (str(pulumi.get_type_token(cls)), former)
        for cls in CLASSES.values()
        for former in re.findall(r'Alias\(type_="([^"]+)"', inspect.getsource(cls))
    ]
    assert len(named) > 5
    for kind, former in named:
        assert blamed(OVERLOOKED, optioned(resource(kind, {}), aliases=[urn(former, "it")])) == []


@pytest.mark.parametrize("kind", PROTECTED.types)
def test_what_can_t_be_had_again_is_not_deleted_first(kind: str) -> None:
    """Unless the stack may be lost; what holds nothing may be."""
    one: Declared = optioned(resource(kind, {}), deleteBeforeReplace=True)
    one.options.deleteBeforeReplaceDefined = True
    assert blamed(OVERLOOKED, one) == ["it"]
    assert blamed(OVERLOOKED, one, settings=DISPOSED) == []
    assert blamed(OVERLOOKED, resource(kind, {})) == []
    queue = optioned(resource(QUEUE, {}), deleteBeforeReplace=True)
    assert blamed(OVERLOOKED, queue) == []


def test_an_analyzer_is_shown_these_options_and_no_others() -> None:
    """What the protocol gains, the rules on options must know."""
    fields = {each.name for each in analyzer.AnalyzerResourceOptions.DESCRIPTOR.fields}
    assert fields == {
        "protect",
        "ignoreChanges",
        "deleteBeforeReplace",
        "deleteBeforeReplaceDefined",
        "additionalSecretOutputs",
        "aliases",
        "customTimeouts",
        "parent",
    }


def test_keys_and_secrets_hold_data() -> None:
    """What is sealed under a key is lost with it."""
    assert {KEY, SECRET, TABLE, BUCKET} <= set(PROTECTED.types)
