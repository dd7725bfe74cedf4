"""What the mended authorizer reads from a request."""

import json
from typing import Any

import pytest

from local.emulator._authorizer import condition_keys, send_resources

PREFIX = "arn:aws:ses:eu-central-1:111122223333"


def test_an_encryption_context_fills_its_keys() -> None:
    """Each pair is a key of its own, in lower case, and their names are a list."""
    body = json.dumps({"EncryptionContext": {"Purpose": "customer"}}).encode()
    assert condition_keys("kms", body, {}) == {
        "kms:encryptioncontext:purpose": "customer",
        "kms:encryptioncontextkeys": ["Purpose"],
    }


@pytest.mark.parametrize("body", [b"", b"{}", b"not json", b"[]"])
def test_a_request_without_context_fills_nothing(body: bytes) -> None:
    """No context, no body and no JSON leave the keys absent, so a condition on them fails."""
    assert condition_keys("kms", body, {}) == {}
    assert condition_keys("sqs", body, {}) == {}


def test_an_update_names_its_attributes() -> None:
    """By name or placeholder, of update and condition, and the key; values and functions do not."""
    request: dict[str, Any] = {
        "Key": {"id": {"S": "x"}},
        "UpdateExpression": "SET #a = if_not_exists(b, :c), d.#e[0] = :f REMOVE g",
        "ConditionExpression": "attribute_exists(#h) AND i BETWEEN :j AND :k",
        "ExpressionAttributeNames": {"#a": "A", "#e": "E", "#h": "H"},
    }
    found = {"dynamodb:Attributes": ["A", "H", "b", "d", "g", "i", "id"]}
    assert condition_keys("dynamodb", json.dumps(request).encode(), {}) == found
    del request["UpdateExpression"]
    assert condition_keys("dynamodb", json.dumps(request).encode(), {}) == {}


def test_a_namespace_comes_from_either_protocol() -> None:
    """PutMetricData names its namespace in JSON or as a query parameter."""
    found = {"cloudwatch:namespace": "Tillstack"}
    assert condition_keys("monitoring", b'{"Namespace":"Tillstack"}', {}) == found
    assert condition_keys("monitoring", b"", {"Namespace": ["Tillstack"]}) == found


def test_a_mail_is_authorised_on_all_that_it_uses() -> None:
    """Sender, configuration set and template each have to be granted."""
    request = {
        "FromEmailAddress": "Shop <pay@example.com>",
        "ConfigurationSetName": "set",
        "Content": {"Template": {"TemplateName": "en"}},
    }
    assert list(send_resources(request, "eu-central-1", "111122223333")) == [
        f"{PREFIX}:identity/pay@example.com",
        f"{PREFIX}:configuration-set/set",
        f"{PREFIX}:template/en",
    ]


def test_an_arn_is_taken_as_it_is() -> None:
    """A sender or a template given by ARN is authorised on that ARN."""
    request = {
        "FromEmailAddressIdentityArn": f"{PREFIX}:identity/example.com",
        "Content": {"Template": {"TemplateArn": f"{PREFIX}:template/en"}},
    }
    assert list(send_resources(request, "eu-central-1", "111122223333")) == [
        f"{PREFIX}:identity/example.com",
        f"{PREFIX}:template/en",
    ]
