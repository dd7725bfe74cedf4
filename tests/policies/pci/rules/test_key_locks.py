"""What the policies of our own keys must refuse, and what they need not."""

import json
from collections.abc import Mapping
from typing import Any, Final

import jsonschema
import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import IAM_ROLE, KEY, KEY_POLICY
from policies.pci.rules._key_locks import LOCKS
from policies.pci.rules.key_locks import KEY_LOCKED
from policy_proof.resources import UNKNOWN, resource
from policy_proof.stacks import ours
from tests.policies.case import blamed, but, said

ACCOUNT: Final = "111122223333"
KEY_ARN: Final = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/sealing"
MAY: Final[Mapping[str, str]] = {"seal": "sealer", "payment-method": "worker", "customer": "teller"}
CONFIG: Final = {
    "things": {
        "sealing": ["safe"],
        "messages": ["letters"],
        "roots": ["seal of roots"],
        "webhooks": ["secrets"],
    },
    "holders": {
        **{key: [name] for key, name in MAY.items()},
        "messages": ["sealer"],
        "roots": ["sealer"],
        "webhooks": ["sealer"],
    },
}
CONTEXT: Final = "kms:EncryptionContext:"
NEVER: Final = [
    "kms:Encrypt", "kms:GenerateDataKeyPair*", "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncrypt*",
]  # fmt: skip


def arn(name: str) -> str:
    """A role of this account."""
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


ROLES: Final = [
    resource(IAM_ROLE, {"name": name, "arn": arn(name)}, name)
    for name in ("sealer", "worker", "teller", "somebody-of-ours")
]


def deny(actions: list[str], when: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A denial to everybody."""
    more = {"Condition": when} if when else {}
    return {"Effect": "Deny", "Principal": "*", "Action": actions, "Resource": "*", **more}


def others(name: str) -> dict[str, dict[str, str]]:
    """Whoever is not this role."""
    return {"ArnNotEquals": {"aws:PrincipalArn": arn(name)}}


OPENS: Final = {"payment_method": "worker", "customer": "teller"}
SEALED: Final = [
    deny(NEVER),
    deny(["kms:GenerateDataKey", "kms:Decrypt"], {"StringNotLike": {f"{CONTEXT}merchant": "?*"}}),
    deny(
        ["kms:GenerateDataKey", "kms:Decrypt"],
        {"StringNotEquals": {f"{CONTEXT}purpose": list(OPENS)}},
    ),
    deny(["kms:GenerateDataKey"], {"StringNotLike": {f"{CONTEXT}schema_version": "?*"}}),
    deny(["kms:GenerateDataKey"], others("sealer")),
    *(
        deny(["kms:Decrypt"], {"StringEquals": {f"{CONTEXT}purpose": each}, **others(who)})
        for each, who in OPENS.items()
    ),
]
LETTERS: Final = [
    deny(["kms:Decrypt"], others("sealer")),
    deny(["kms:Decrypt"], {"StringNotEquals": {"kms:EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}}),
    deny(["kms:ReEncryptFrom"]),
]


OURS: Final = {"ArnLike": {"aws:PrincipalArn": arn("*")}}
SECRETS: Final = [
    deny(["kms:GenerateMac"], {**OURS, **others("sealer")}),
    deny(["kms:GenerateMac"], {"StringNotEquals": {"kms:MacAlgorithm": "HMAC_SHA_256"}}),
]


def text(statements: list[dict[str, Any]]) -> str:
    """A key policy that leaves the rest to the account."""
    account = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
               "Action": "kms:*", "Resource": "*"}  # fmt: skip
    return json.dumps({"Version": "2012-10-17", "Statement": [account, *statements]})


def key(name: str, statements: list[dict[str, Any]]) -> list[Declared]:
    """A key with its policy in it, beside the four roles."""
    inputs = {"arn": KEY_ARN, "policy": text(statements)}
    return [resource(KEY, inputs, name), *ROLES]


def open_keys(*resources: Declared) -> list[str]:
    """The keys that let something pass."""
    return blamed(KEY_LOCKED, *resources, config=CONFIG)


def test_who_denies_all_but_the_work_is_fine() -> None:
    """In the key's own policy or beside it; other keys are asked nothing."""
    assert open_keys(*key("safe", SEALED)) == []
    assert open_keys(*key("letters", LETTERS)) == []
    assert open_keys(*key("another", [])) == []
    bare = resource(KEY, {"arn": KEY_ARN}, "safe")
    beside = {"keyId": UNKNOWN, "policy": text(SEALED)}
    policy = resource(KEY_POLICY, beside, "lock", made_of={"keyId": [bare]})
    assert open_keys(bare, policy, *ROLES) == []
    assert open_keys(bare, *ROLES) == ["safe"]


@pytest.mark.parametrize("gone", range(len(SEALED)))
def test_no_denial_of_the_sealing_key_can_go(gone: int) -> None:
    """Each holds what no other holds."""
    assert open_keys(*key("safe", SEALED[:gone] + SEALED[gone + 1 :])) == ["safe"]


@pytest.mark.parametrize("gone", range(len(LETTERS)))
def test_no_denial_of_a_message_key_can_go(gone: int) -> None:
    """Who reads, how, and that nobody moves a message to a key of its own."""
    assert open_keys(*key("letters", LETTERS[:gone] + LETTERS[gone + 1 :])) == ["letters"]


@pytest.mark.parametrize("gone", range(len(SECRETS)))
def test_no_denial_of_the_key_of_webhooks_can_go(gone: int) -> None:
    """Of the stack's own roles one derives, and by one algorithm alone."""
    assert open_keys(*key("secrets", SECRETS)) == []
    assert open_keys(*key("secrets", SECRETS[:gone] + SECRETS[gone + 1 :])) == ["secrets"]


def test_people_derive_secrets_as_iam_says_but_no_role_of_the_stack_does() -> None:
    """A denial of the stack's names alone is enough; one that forgets a role is not."""
    other = {"ArnNotEquals": {"aws:PrincipalArn": [arn("sealer"), arn("worker")]}}
    weak = [deny(["kms:GenerateMac"], {**OURS, **other}), SECRETS[1]]
    assert open_keys(*key("secrets", weak)) == ["secrets"]
    some = {"ArnLike": {"aws:PrincipalArn": [arn("seal*"), arn("work*"), arn("tell*")]}}
    weak = [deny(["kms:GenerateMac"], {**some, **others("sealer")}), SECRETS[1]]
    assert open_keys(*key("secrets", weak)) == ["secrets"]


@pytest.mark.parametrize("which", range(len(SEALED)))
@pytest.mark.parametrize(
    "more",
    [
        {"Effect": "Allow"},
        {"Principal": {"AWS": arn("worker")}},
        {"Principal": {"Service": "lambda.amazonaws.com"}},
        {"Action": ["kms:DescribeKey"]},
        {"Resource": "arn:aws:kms:eu-central-1:111122223333:key/another"},
    ],
)
def test_a_weaker_denial_is_none(which: int, more: dict[str, Any]) -> None:
    """To somebody only, of something else, elsewhere."""
    weaker = [*SEALED[:which], {**SEALED[which], **more}, *SEALED[which + 1 :]]
    assert open_keys(*key("safe", weaker)) == ["safe"]


@pytest.mark.parametrize(
    ("which", "when"),
    [
        (1, {"StringNotLike": {f"{CONTEXT}merchant": "*"}}),
        (2, {"StringNotEquals": {f"{CONTEXT}purpose": [*OPENS, "more"]}}),
        (2, {"StringNotLike": {f"{CONTEXT}purpose": "*"}}),
        (4, {"ArnNotLike": {"aws:PrincipalArn": arn("*")}}),
        (4, {"ArnNotEquals": {"aws:PrincipalArn": [arn("sealer"), arn("elsewhere")]}}),
        (4, {"ArnNotLike": {"aws:PrincipalArn": arn("sealer*")}}),
        (4, {**others("sealer"), "Bool": {"aws:ViaAWSService": "false"}}),
        (5, {"StringEquals": {f"{CONTEXT}purpose": "payment_method"}, **others("teller")}),
    ],
)
def test_a_denial_under_less_is_none(which: int, when: dict[str, Any]) -> None:
    """A value, a caller or a condition more lets somebody past."""
    weaker = [*SEALED[:which], {**SEALED[which], "Condition": when}, *SEALED[which + 1 :]]
    assert open_keys(*key("safe", weaker)) == ["safe"]


def test_the_request_that_passes_is_named() -> None:
    """What, and what to do."""
    ((_, _, say),) = said(KEY_LOCKED, *key("letters", LETTERS[:2]), config=CONFIG)
    assert say == "The key's policy lets pass kms:ReEncryptFrom: deny it to everybody."


@pytest.mark.parametrize("known", [True, False])
def test_our_own_keys_are_asked(known: bool) -> None:  # noqa: FBT001 - the one thing that varies
    """By their names, without a setting, in a first preview too: else nobody would be asked."""
    stack = ours("prod", known=known)
    assert blamed(KEY_LOCKED, *stack) == []
    bare = [each for each in stack if each.type != KEY_POLICY]
    letters = next(each for each in bare if each.type == KEY and "message-keys" in each.name)
    weak = but(letters, policy=text(LETTERS[:2]))
    others = [each for each in bare if each != letters]
    assert blamed(KEY_LOCKED, *others, weak) == ["keys-sealing", letters.name]


def test_a_misspelt_setting_is_refused() -> None:
    """A lock or a question that there is not would be answered by nobody."""
    for setting, names in KEY_LOCKED.schema.items():
        jsonschema.validate({name: ["one"] for name in names["properties"]}, dict(names))
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"mutant": ["one"]}, dict(names))
        assert setting in KEY_LOCKED.config
    assert {each.key for each in LOCKS} == {*CONFIG["things"]}
