"""The RootSigner port over KMS, as moto plays it."""

import hashlib
from base64 import b64decode
from typing import Any

import boto3
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from moto import mock_aws

from runtime.adapters.kms_root_signer import KmsRootSigner
from runtime.domain.errors import UnavailableError
from tests.runtime.adapters.aws import AS_NOBODY


def test_kms_signs_the_hash_itself() -> None:
    """It is told that it is given a hash, with the one algorithm.

    (moto hashes once more; `tests/journey/test_ledger_roots.py` verifies as everybody does.)
    """
    with mock_aws():
        client = boto3.client("kms", **AS_NOBODY)
        made = client.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
        asked: list[dict[str, Any]] = []
        client.meta.events.register(
            "provide-client-params.kms.Sign", lambda params, **_: asked.append(params)
        )
        signer = KmsRootSigner(client, made["KeyMetadata"]["Arn"])
        sha256 = hashlib.sha256(b"root").digest()
        signature = b64decode(signer.sign(sha256.hex()))
        key = load_der_public_key(signer.public_key())
        assert isinstance(key, ec.EllipticCurvePublicKey)
        key.verify(signature, sha256, ec.ECDSA(SHA256()))
        assert (asked[0]["MessageType"], asked[0]["Message"]) == ("DIGEST", sha256)
        assert asked[0]["SigningAlgorithm"] == "ECDSA_SHA_256"


def test_a_key_that_does_not_answer_is_unavailable() -> None:
    """Both calls say so with KMS's code."""
    with mock_aws():
        client = boto3.client("kms", **AS_NOBODY)
        signer = KmsRootSigner(client, "arn:aws:kms:eu-west-1:123456789012:key/none")
        for call in (signer.public_key, lambda: signer.sign("0" * 64)):
            with pytest.raises(UnavailableError, match="NotFoundException"):
                call()
