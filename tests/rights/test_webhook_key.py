"""The webhook key's own policy, tried by every role of the stack with rights to all of KMS.

So whatever is refused here is refused by the key, however wide a role's grants become.
"""

import json
from typing import Any, Final, cast

import pytest
from botocore.exceptions import ClientError

from tests._aws import caller, role, session
from tests.rights.world import World

pytestmark = pytest.mark.emulator

EVERYTHING: Final = {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}
SIGNER: Final = "deliver-events"
STRANGER: Final = "stranger"
RIGHT, WRONG = "HMAC_SHA_256", "HMAC_SHA_512"

GUARDS: Final = {
    "OneSigner": ("process-payment", RIGHT),
    "OneMacAlgorithm": (SIGNER, WRONG),
}
"""Statement → what it alone keeps from happening."""


class Lock:
    """The deployed key, and everybody's hands on it."""

    def __init__(self, world: World) -> None:
        emulator = world.stack.emulator
        self.root = emulator.client("kms")
        self.key = {"KeyId": world.stack.outputs["webhook_key_arn"]}
        iam = emulator.client("iam")
        document = json.dumps({"Version": "2012-10-17", "Statement": [EVERYTHING]})
        self.hands: dict[str, Any] = {}
        for handler, name in world.stack.outputs["functions"].items():
            iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=document)
            arn = f"arn:aws:iam::{emulator.account_id}:role/{name}"
            self.hands[handler.replace("_", "-")] = session(emulator, arn, "kms")
        self.hands[STRANGER] = session(emulator, role(emulator, STRANGER, EVERYTHING), "kms")
        self.hands["person"] = caller(emulator, "person", "kms", EVERYTHING)

    def may(self, who: str, algorithm: str) -> bool:
        """Whether somebody derives by this algorithm; a refusal for another reason counts as it."""
        try:
            self.hands[who].generate_mac(**self.key, Message=b"text", MacAlgorithm=algorithm)
        except ClientError as error:
            return error.response["Error"]["Code"] != "AccessDeniedException"
        return True

    def policy(self) -> dict[str, Any]:
        """The key's."""
        told = self.root.get_key_policy(**self.key, PolicyName="default")["Policy"]
        return cast("dict[str, Any]", json.loads(told))


@pytest.fixture(scope="module", name="lock")
def _lock(world: World) -> Lock:
    return Lock(world)


def test_of_the_stacks_roles_one_derives_and_people_do_by_iam(lock: Lock) -> None:
    """By one algorithm, whoever asks."""
    tried = [(who, algorithm) for who in lock.hands for algorithm in (RIGHT, WRONG)]
    allowed = {each for each in tried if lock.may(*each)}
    assert allowed == {(each, RIGHT) for each in (SIGNER, "person", STRANGER)}
    assert len(tried) == 17 * 2


def test_each_denial_is_tried(lock: Lock) -> None:
    """No statement of the key's policy is without a row in `GUARDS`."""
    denials = [one for one in lock.policy()["Statement"] if one["Effect"] == "Deny"]
    assert {one["Sid"] for one in denials} == set(GUARDS)


@pytest.mark.parametrize("statement", GUARDS)
def test_a_denial_that_is_taken_away_is_missed(lock: Lock, statement: str) -> None:
    """Without the statement KMS is asked what it alone forbids; with it again, nobody gets so far.

    An HMAC key of 256 bits knows one algorithm only, which KMS itself says then.
    """
    kept = lock.policy()
    rest = [one for one in kept["Statement"] if one.get("Sid") != statement]
    where = {**lock.key, "PolicyName": "default"}
    lock.root.put_key_policy(**where, Policy=json.dumps({**kept, "Statement": rest}))
    try:
        assert lock.may(*GUARDS[statement])
    finally:
        lock.root.put_key_policy(**where, Policy=json.dumps(kept))
    assert not lock.may(*GUARDS[statement])
