"""What the mended authorizer reads from a request."""

import json

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


def test_an_update_fills_what_it_names_and_returns() -> None:
    """Written, compared and found attributes, by their own names; without a wish, none returns."""
    request = {
        "Key": {"id": {"S": "one"}},
        "UpdateExpression": "SET a.b[0] = :a, #x.c = if_not_exists(d, :d) REMOVE e ADD f :f",
        "ConditionExpression": "attribute_exists(g) AND size (h) > :h OR NOT i IN (:i)",
        "ExpressionAttributeNames": {"#x": "status"},
    }
    assert condition_keys("dynamodb", json.dumps(request).encode(), {}) == {
        "dynamodb:attributes": ["a", "d", "e", "f", "g", "h", "i", "id", "status"],
        "dynamodb:returnvalues": "NONE",
    }


def test_what_is_no_update_names_nothing_more() -> None:
    """The emulator fills the attributes of reads by itself; a put replaces all of them."""
    assert condition_keys("dynamodb", b'{"Item":{"id":{"S":"one"}}}', {}) == {}


@pytest.mark.parametrize(("said", "kind"), [({}, "RAW"), ({"MessageType": "DIGEST"}, "DIGEST")])
def test_whoever_signs_says_how_and_what(said: dict[str, str], kind: str) -> None:
    """Without a word it is the text itself, which KMS hashes."""
    request = {"Message": "AA", "SigningAlgorithm": "ECDSA_SHA_256", **said}
    found = condition_keys("kms", json.dumps(request).encode(), {})
    assert found == {"kms:signingalgorithm": "ECDSA_SHA_256", "kms:messagetype": kind}


def test_whoever_makes_a_code_says_how() -> None:
    """A grant may be for one algorithm."""
    body = json.dumps({"Message": "AA", "MacAlgorithm": "HMAC_SHA_256"}).encode()
    assert condition_keys("kms", body, {}) == {"kms:macalgorithm": "HMAC_SHA_256"}


@pytest.mark.parametrize(
    ("request_", "algorithm"),
    [
        (
            {"CiphertextBlob": "AA", "EncryptionAlgorithm": "RSAES_OAEP_SHA_256"},
            "RSAES_OAEP_SHA_256",
        ),
        ({"CiphertextBlob": "AA"}, "SYMMETRIC_DEFAULT"),
        ({"Plaintext": "AA"}, "SYMMETRIC_DEFAULT"),
    ],
)
def test_an_algorithm_is_told_and_has_a_default(request_: dict[str, str], algorithm: str) -> None:
    """Whoever encrypts or decrypts does it in some way, said or not."""
    found = condition_keys("kms", json.dumps(request_).encode(), {})
    assert found == {"kms:encryptionalgorithm": algorithm}
