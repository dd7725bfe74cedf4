"""The program's words in the provider's: names, types, and what Terraform proposes."""

from typing import Any

import pulumi
import pytest

from truth import protocol
from truth.schema import Attribute, Block, Nested
from truth.translate import (
    ARCHIVE,
    TranslationError,
    configuration,
    proposed,
    snake,
    type_of,
    typed,
)
from truth.wire import UNKNOWN


def attribute(kind: Any = "string", *, computed: bool = False, write_only: bool = False) -> Any:
    """An optional attribute."""
    return Attribute(kind, required=False, optional=True, computed=computed, write_only=write_only)


RULE = Block({"name": attribute(), "id": attribute(computed=True)})
QUEUE = Block(
    {"name": attribute(), "arn": attribute(computed=True), "secret": attribute(write_only=True)},
    {
        "rule": Nested(RULE, protocol.SET, 0, 0),
        "step": Nested(RULE, protocol.LIST, 0, 1),
        "one": Nested(RULE, protocol.SINGLE, 0, 1),
    },
)
TOKEN = "aws:sqs/queue:Queue"
NOTHING: dict[str, Any] = {
    "name": None,
    "arn": None,
    "secret": None,
    "rule": [],
    "step": [],
    "one": None,
}


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        (TOKEN, "aws_sqs_queue"),
        ("aws:apigateway/restApi:RestApi", "aws_api_gateway_rest_api"),
        ("aws:apigateway/response:Response", "aws_api_gateway_gateway_response"),
        ("aws:cognito/userPoolClient:UserPoolClient", "aws_cognito_user_pool_client"),
    ],
)
def test_a_type_token_is_the_providers_type(token: str, kind: str) -> None:
    """Module and name in snake case; what differs stands in a table."""
    assert type_of(token) == kind


def test_a_name_in_camel_case_is_one_in_snake_case() -> None:
    """Digits belong to the word before them."""
    assert snake("kmsMasterKeyId") == "kms_master_key_id"
    assert snake("oauth2Scopes") == "oauth2_scopes"


def test_blocks_are_lists_and_plurals_are_singular() -> None:
    """What was not said is null, or an empty list where a block may stand."""
    config = configuration(
        TOKEN, {"name": "q", "rules": [{"name": "a"}], "step": {"name": "b"}}, QUEUE, {}
    )
    said = {"name": None, "id": None}
    assert config == {
        **NOTHING,
        "name": "q",
        "rule": [{**said, "name": "a"}],
        "step": [{**said, "name": "b"}],
    }


def test_an_input_that_the_provider_does_not_know_is_an_error() -> None:
    """It is named, with what the provider knows instead."""
    with pytest.raises(TranslationError, match="'colour'; it knows arn, name"):
        configuration(TOKEN, {"colour": "red"}, QUEUE, {})


@pytest.mark.parametrize(
    ("value", "kind", "wanted"),
    [
        (True, "string", "true"),
        (7, "string", "7"),
        ("7", "number", 7),
        ("true", "bool", True),
        ("REGIONAL", ["list", "string"], ["REGIONAL"]),
        ([1, 2], ["set", "string"], ["1", "2"]),
        ({"a": 1}, ["map", "string"], {"a": "1"}),
        (
            {"keyId": "k"},
            ["object", {"key_id": "string", "other": "bool"}],
            {"key_id": "k", "other": None},
        ),
        (pulumi.FileArchive("somewhere"), "string", ARCHIVE),
        (UNKNOWN, "number", UNKNOWN),
    ],
)
def test_a_value_has_the_type_of_its_attribute(value: Any, kind: Any, wanted: Any) -> None:
    """As Terraform converts what a configuration says."""
    assert typed(value, kind) == wanted


def test_of_a_new_resource_nothing_is_proposed_that_only_aws_knows() -> None:
    """The provider itself says what is unknown; and a value that is only written is in no plan."""
    config = configuration(TOKEN, {"secret": "s", "rules": [{"name": "a"}]}, QUEUE, {})
    assert proposed(config, QUEUE) == {
        **NOTHING,
        "arn": None,
        "rule": [{"name": "a", "id": None}],
    }


def test_an_old_resource_keeps_what_only_aws_knows() -> None:
    """A member of a set keeps it wherever it stands now, one of a list at its place."""
    prior = {
        **NOTHING,
        "arn": "arn:q",
        "rule": [{"name": "a", "id": "1"}, {"name": "b", "id": "2"}],
        "step": [{"name": "c", "id": "3"}],
    }
    config = configuration(
        TOKEN, {"rules": [{"name": "b"}, {"name": "new"}], "step": {"name": "d"}}, QUEUE, {}
    )
    found = proposed(config, QUEUE, prior)
    assert found["arn"] == "arn:q"
    assert found["rule"] == [{"name": "b", "id": "2"}, {"name": "new", "id": None}]
    assert found["step"] == [{"name": "d", "id": "3"}]
