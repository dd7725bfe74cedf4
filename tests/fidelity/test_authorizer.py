"""The gaps of the authorizer that our wrapper mends, and that it does mend them.

Each gap has two tests: one that it is still there (when an upgrade closes it, that test fails
and the mend can go), and one that a grant as narrow as AWS allows works here and bites.
"""

import dataclasses
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from ministack.core import iam_actions, iam_evaluator

from local.emulator.emulator import Emulator
from tests._aws import caller

pytestmark = pytest.mark.emulator

CONTEXT = {"purpose": "customer", "merchant": "acme"}
MAIL = {
    "Destination": {"ToAddresses": ["payer@example.com"]},
    "Content": {"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}}},
}


def test_gap_ses_send_names_no_resource() -> None:
    """The emulator alone authorises SES v2 SendEmail on `*`, whatever is sent from where."""
    body = json.dumps({"FromEmailAddress": "a@example.com"}).encode()
    where = ("ses", "POST", "/v2/email/outbound-emails")
    assert iam_actions.extract_resource_arn(*where, {}, body, {}, "eu-central-1", "1" * 12) == "*"


@pytest.mark.parametrize(
    ("service", "action", "body"),
    [
        ("kms", "kms:Decrypt", {"EncryptionContext": CONTEXT}),
        ("kms", "kms:Decrypt", {"EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}),
        ("kms", "kms:Sign", {"SigningAlgorithm": "ECDSA_SHA_256", "MessageType": "DIGEST"}),
        ("monitoring", "cloudwatch:PutMetricData", {"Namespace": "Tillstack"}),
    ],
)
def test_gap_request_keys_are_never_filled(service: str, action: str, body: dict[str, Any]) -> None:
    """The emulator alone fills no key of an encryption context, an algorithm or a namespace."""
    original = iam_actions.request_tag_context
    assert original(service, action, json.dumps(body).encode(), {}) == {}


@pytest.fixture(scope="module")
def mailer(emulator: Emulator) -> Any:
    """A user who may send one template through one set from one address."""
    ses = emulator.client("sesv2")
    for name in ("one@example.com", "two@example.com"):
        ses.create_email_identity(EmailIdentity=name)
    for name in ("set-one", "set-two"):
        ses.create_configuration_set(ConfigurationSetName=name)
    prefix = f"arn:aws:ses:{emulator.region}:{emulator.account_id}"
    grant = {
        "Action": "ses:SendEmail",
        "Resource": [f"{prefix}:identity/*", f"{prefix}:configuration-set/set-one"],
        "Condition": {"StringEquals": {"ses:FromAddress": "one@example.com"}},
    }
    return caller(emulator, "mailer", "sesv2", grant)


def test_a_narrow_mail_grant_works(mailer: Any) -> None:
    """A send from the granted address through the granted set is accepted."""
    answer = mailer.send_email(
        FromEmailAddress="Shop <one@example.com>", ConfigurationSetName="set-one", **MAIL
    )
    assert answer["MessageId"]


@pytest.mark.parametrize(
    ("sender", "through"), [("two@example.com", "set-one"), ("one@example.com", "set-two")]
)
def test_a_narrow_mail_grant_bites(mailer: Any, sender: str, through: str) -> None:
    """Another sender or another configuration set is refused."""
    with pytest.raises(ClientError, match="AccessDenied"):
        mailer.send_email(FromEmailAddress=sender, ConfigurationSetName=through, **MAIL)


def test_an_encryption_context_condition_works_and_bites(emulator: Emulator) -> None:
    """A grant conditioned on the purpose opens what was sealed for it and nothing else."""
    key = emulator.client("kms").create_key()["KeyMetadata"]["Arn"]
    condition = {
        "StringEquals": {"kms:EncryptionContext:purpose": "customer"},
        "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": ["purpose", "merchant"]},
    }
    grant = {"Action": "kms:GenerateDataKey", "Resource": key, "Condition": condition}
    kms = caller(emulator, "sealer", "kms", grant)
    assert kms.generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext=CONTEXT)
    for refused in ({**CONTEXT, "purpose": "other"}, {**CONTEXT, "more": "x"}):
        with pytest.raises(ClientError, match="AccessDenied"):
            kms.generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext=refused)


def test_gap_a_session_is_not_taken_for_its_role() -> None:
    """The emulator alone compares `aws:PrincipalArn` with the session's ARN."""
    session = "arn:aws:sts::111122223333:assumed-role/pay/one"
    context = iam_evaluator.EvalContext(
        **{
            field.name: session if field.name == "principal_arn" else ""
            for field in dataclasses.fields(iam_evaluator.EvalContext)
        }
    )
    assert iam_evaluator._resolve_condition_key("aws:PrincipalArn", context) == session


def test_an_algorithm_condition_works_and_bites(emulator: Emulator) -> None:
    """A grant of one way to decrypt opens what was encrypted so, and asks KMS for no other."""
    kms = emulator.client("kms")
    key = kms.create_key(KeySpec="RSA_3072", KeyUsage="ENCRYPT_DECRYPT")["KeyMetadata"]["Arn"]
    way = "RSAES_OAEP_SHA_256"
    condition = {"StringEquals": {"kms:EncryptionAlgorithm": way}}
    grant = {"Action": ["kms:Encrypt", "kms:Decrypt"], "Resource": key, "Condition": condition}
    opener = caller(emulator, "opener", "kms", grant)
    sealed = opener.encrypt(KeyId=key, Plaintext=b"x", EncryptionAlgorithm=way)["CiphertextBlob"]
    opened = opener.decrypt(KeyId=key, CiphertextBlob=sealed, EncryptionAlgorithm=way)
    assert opened["Plaintext"] == b"x"
    for other in ({"EncryptionAlgorithm": "RSAES_OAEP_SHA_1"}, {}):
        with pytest.raises(ClientError, match="AccessDenied"):
            opener.decrypt(KeyId=key, CiphertextBlob=sealed, **other)


def test_a_grant_to_sign_hashes_signs_nothing_else(emulator: Emulator) -> None:
    """By the one algorithm; a text that KMS would hash is another request."""
    kms = emulator.client("kms")
    key = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
    way = {"kms:SigningAlgorithm": "ECDSA_SHA_256", "kms:MessageType": "DIGEST"}
    grant = {"Action": "kms:Sign", "Resource": key, "Condition": {"StringEquals": way}}
    signer = caller(emulator, "signer", "kms", grant)
    asked = {"KeyId": key, "Message": bytes(32), "SigningAlgorithm": "ECDSA_SHA_256"}
    assert signer.sign(**asked, MessageType="DIGEST")["Signature"]
    with pytest.raises(ClientError, match="AccessDenied"):
        signer.sign(**asked)


def test_via_service_is_for_services_only(emulator: Emulator) -> None:
    """A direct call is refused under `kms:ViaService`, as on AWS; no service here asks KMS."""
    key = emulator.client("kms").create_key()["KeyMetadata"]["Arn"]
    condition = {"StringEquals": {"kms:ViaService": f"sqs.{emulator.region}.amazonaws.com"}}
    grant = {"Action": "kms:GenerateDataKey", "Resource": key, "Condition": condition}
    kms = caller(emulator, "direct", "kms", grant)
    with pytest.raises(ClientError, match="AccessDenied"):
        kms.generate_data_key(KeyId=key, KeySpec="AES_256")


def test_a_namespace_condition_works_and_bites(emulator: Emulator) -> None:
    """A grant on one namespace puts metrics there and nowhere else."""
    grant = {
        "Action": "cloudwatch:PutMetricData",
        "Condition": {"StringEquals": {"cloudwatch:namespace": "Tillstack"}},
    }
    cloudwatch = caller(emulator, "counter", "cloudwatch", grant)
    data = [{"MetricName": "m", "Value": 1}]
    cloudwatch.put_metric_data(Namespace="Tillstack", MetricData=data)
    with pytest.raises(ClientError, match="AccessDenied"):
        cloudwatch.put_metric_data(Namespace="Other", MetricData=data)
