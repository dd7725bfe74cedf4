"""The sealing key's own policy, tried by every role of the stack with rights to all of KMS.

So whatever is refused here is refused by the key, however wide a role's grants become.
"""

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Final

import pytest
from botocore.exceptions import ClientError

from tests._aws import caller, role, session
from tests.rights.world import World

pytestmark = pytest.mark.emulator

Context = Mapping[str, str]

OLD: Final = {"merchant": "acme", "purpose": "customer"}
OLD_METHOD: Final = {"merchant": "acme", "purpose": "payment_method"}
SCHEMA: Final = {"schema_version": "1"}
CONTEXTS: Final[Mapping[str, Context]] = {
    "none": {},
    "no purpose": {"merchant": "acme", **SCHEMA},
    "no merchant": {"purpose": "customer", **SCHEMA},
    "no merchant, method": {"purpose": "payment_method", **SCHEMA},
    "a foreign purpose": {"merchant": "acme", "purpose": "anything", **SCHEMA},
    "customer of the first release": OLD,
    "method of the first release": OLD_METHOD,
    "customer": {**OLD, **SCHEMA},
    "method": {**OLD_METHOD, **SCHEMA},
}
SEALED: Final = {"customer", "method"}
WORKERS: Final = {"process-payment", "process-dead-letter"}
STRANGER: Final = "stranger"
EVERYTHING: Final = {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}

MAY: Final = {
    *(("accept-payment", "GenerateDataKey", each) for each in SEALED),
    *(("notify-customer", "Decrypt", each) for each in SEALED - {"method"}),
    ("notify-customer", "Decrypt", "customer of the first release"),
    *((each, "Decrypt", "method") for each in WORKERS),
    *((each, "Decrypt", "method of the first release") for each in WORKERS),
}
"""Who may do what under which context; whatever is not written here is refused."""

GUARDS: Final = {
    "SealAndOpenOnly": ("accept-payment", "Encrypt", "customer"),
    "ForAMerchant": ("process-payment", "Decrypt", "no merchant, method"),
    "ForAPurpose": ("notify-customer", "Decrypt", "a foreign purpose"),
    "OfASchema": ("accept-payment", "GenerateDataKey", "customer of the first release"),
    "SealersSeal": (STRANGER, "GenerateDataKey", "customer"),
    "OpenersOpenPaymentMethod": ("notify-customer", "Decrypt", "method"),
    "OpenersOpenCustomer": ("process-payment", "Decrypt", "customer"),
}
"""Statement → what it alone keeps from happening."""


class Lock:
    """The deployed key, and everybody's hands on it."""

    def __init__(self, world: World) -> None:
        self.emulator = world.stack.emulator
        self.root = self.emulator.client("kms")
        self.key = self.root.describe_key(KeyId="alias/tillstack-local-sealing")["KeyMetadata"]
        roles = {
            handler.replace("_", "-"): f"arn:aws:iam::{self.emulator.account_id}:role/{name}"
            for handler, name in world.stack.outputs["functions"].items()
        }
        iam = self.emulator.client("iam")
        for arn in roles.values():
            document = json.dumps({"Version": "2012-10-17", "Statement": [EVERYTHING]})
            name = arn.rpartition("/")[2]
            iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=document)
        roles[STRANGER] = role(self.emulator, STRANGER, EVERYTHING)
        self.hands = {who: session(self.emulator, arn, "kms") for who, arn in roles.items()}

    @cached_property
    def blobs(self) -> dict[str, bytes]:
        """A data key under each context, made by the account's root, whom nothing here stops."""
        key = {"KeyId": self.key["KeyId"], "KeySpec": "AES_256"}
        return {
            name: self.root.generate_data_key(**key, EncryptionContext=context)["CiphertextBlob"]
            for name, context in CONTEXTS.items()
        }

    def may(self, who: str, action: str, under: str) -> bool:
        """Whether somebody's call goes through; any other refusal is an error."""
        kms, given = self.hands[who], {"EncryptionContext": CONTEXTS[under]}
        key = {"KeyId": self.key["KeyId"], **given}
        calls: dict[str, Callable[[], Any]] = {
            "Decrypt": lambda: kms.decrypt(CiphertextBlob=self.blobs[under], **given),
            "Encrypt": lambda: kms.encrypt(Plaintext=b"text", **key),
            "GenerateDataKey": lambda: kms.generate_data_key(KeySpec="AES_256", **key),
            "GenerateDataKeyWithoutPlaintext": lambda: kms.generate_data_key_without_plaintext(
                KeySpec="AES_256", **key
            ),
            "GenerateDataKeyPair": lambda: kms.generate_data_key_pair(
                KeyPairSpec="ECC_NIST_P256", **key
            ),
        }
        try:
            calls[action]()
        except ClientError as error:
            if error.response["Error"]["Code"] != "AccessDeniedException":
                raise
            return False
        return True


@pytest.fixture(scope="module", name="lock")
def _lock(world: World) -> Lock:
    return Lock(world)


ACTIONS = ("Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair",
           "GenerateDataKeyWithoutPlaintext")  # fmt: skip


def test_the_key_serves_its_own_and_under_their_context_alone(lock: Lock) -> None:
    """All roles and a stranger, who may do all of KMS, try every action under every context."""
    tried = [(who, action, under) for who in lock.hands for action in ACTIONS for under in CONTEXTS]
    assert {each for each in tried if lock.may(*each)} == MAY
    assert len(tried) == 16 * 9 * 5


def test_no_person_opens_anything_and_a_person_still_manages_the_key(lock: Lock) -> None:
    """Rotation, enabling and the policy itself stay with whom the account lets manage it."""
    person = lock.hands["person"] = caller(lock.emulator, "person", "kms", EVERYTHING)
    assert not any(lock.may("person", each, "customer") for each in ACTIONS)
    key = {"KeyId": lock.key["KeyId"]}
    person.enable_key_rotation(**key, RotationPeriodInDays=180)
    person.disable_key(**key)
    person.enable_key(**key)
    policy = person.get_key_policy(**key, PolicyName="default")["Policy"]
    person.put_key_policy(**key, PolicyName="default", Policy=policy)


def test_each_denial_is_tried(lock: Lock) -> None:
    """No statement of the key's policy is without a row in `GUARDS`."""
    assert {one["Sid"] for one in _statements(lock) if one["Effect"] == "Deny"} == set(GUARDS)


@pytest.mark.parametrize("statement", GUARDS)
def test_a_denial_that_is_taken_away_is_missed(lock: Lock, statement: str) -> None:
    """Without the statement somebody does what it alone forbids; with it again, nobody."""
    key = {"KeyId": lock.key["KeyId"], "PolicyName": "default"}
    kept = lock.root.get_key_policy(**key)["Policy"]
    rest = [one for one in _statements(lock) if one["Sid"] != statement]
    lock.root.put_key_policy(**key, Policy=json.dumps({**json.loads(kept), "Statement": rest}))
    try:
        assert lock.may(*GUARDS[statement])
    finally:
        lock.root.put_key_policy(**key, Policy=kept)
    assert not lock.may(*GUARDS[statement])


def _statements(lock: Lock) -> list[dict[str, Any]]:
    policy = lock.root.get_key_policy(KeyId=lock.key["KeyId"], PolicyName="default")["Policy"]
    found: list[dict[str, Any]] = json.loads(policy)["Statement"]
    return found
