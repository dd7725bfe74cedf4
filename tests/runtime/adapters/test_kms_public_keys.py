"""The PublicKeys port over KMS, as moto plays it."""

from typing import Any

import boto3
import pytest
from joserfc.jwk import RSAKey
from moto import mock_aws

from runtime.adapters.kms_public_keys import KmsPublicKeys
from runtime.domain.errors import UnavailableError
from tests.runtime.adapters.aws import AS_NOBODY


def _made(client: Any) -> str:
    made = client.create_key(KeySpec="RSA_3072", KeyUsage="ENCRYPT_DECRYPT")
    return str(made["KeyMetadata"]["Arn"])


def test_the_public_halves_are_those_of_kms_in_order_and_asked_for_once() -> None:
    """Each key by its id, the first first; KMS is asked once for each, for ever."""
    with mock_aws():
        client = boto3.client("kms", **AS_NOBODY)
        arns = [_made(client), _made(client)]
        asked: list[str] = []
        client.meta.events.register(
            "provide-client-params.kms.GetPublicKey",
            lambda params, **_: asked.append(params["KeyId"]),
        )
        keys = KmsPublicKeys(client, arns)
        first = keys.current()
        assert keys.current() == first
        assert asked == arns
        assert [each.kid for each in first] == [arn.rpartition("/")[2] for arn in arns]
        for arn, each in zip(arns, first, strict=True):
            known = RSAKey.import_key(client.get_public_key(KeyId=arn)["PublicKey"])
            shown = RSAKey.import_key({"kty": "RSA", "n": each.n, "e": each.e})
            assert shown.as_dict(private=False)["n"] == known.as_dict(private=False)["n"]


def test_a_key_that_can_t_be_read_is_asked_for_again() -> None:
    """A failure is told as such, and is not remembered."""
    with mock_aws():
        client = boto3.client("kms", **AS_NOBODY)
        keys = KmsPublicKeys(client, ["arn:aws:kms:eu-west-1:123456789012:key/none"])
        for _ in range(2):
            with pytest.raises(UnavailableError, match="NotFoundException"):
                keys.current()
