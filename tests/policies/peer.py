"""Questions drawn for two judges of IAM: ours, and somebody else's with another idea.

The other is `@cloud-copilot/iam-simulate` of npm, which is not installed here: its answers to
these questions are kept in `data/iam_answers.json`, with the digest of the questions. To ask it
anew, `npm install` it into a folder and run `python -m tests.policies.peer FOLDER`.
"""

import hashlib
import json
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

ANSWERS: Final = Path(__file__).parent / "data" / "iam_answers.json"
COUNT: Final = 3000
ACCOUNT, OTHER = "111122223333", "444455556666"
ROLE: Final = f"arn:aws:iam::{ACCOUNT}:role/worker"
USER: Final = f"arn:aws:iam::{ACCOUNT}:user/worker"
KEY: Final = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
TAKEN: Final = f"arn:aws:iam::{ACCOUNT}:role/taken"
_THINGS: Final = {
    "s3": (("s3:GetObject", "s3:PutObject", "s3:PutObjectAcl"), "arn:aws:s3:::shop/orders/1"),
    "kms": (("kms:Decrypt", "kms:Encrypt", "kms:DisableKey"), KEY),
    "sts": (("sts:AssumeRole",), TAKEN),
}
_ACTIONS: Final = {
    "s3": ("s3:*", "*", "s3:Get*", "s3:*Acl", "S3:putobject", "s3:PutObject", "s3:Put?bject",
           "s3:GetObject", "s3:PutObject*", "kms:*"),
    "kms": ("kms:*", "*", "kms:De*", "kms:*crypt", "KMS:decrypt", "kms:Disable*", "s3:*",
            "kms:Decryp?", "kms:Encrypt"),
    "sts": ("sts:*", "*", "sts:AssumeRole", "sts:assume*", "sts:*Role", "iam:*"),
}  # fmt: skip
_RESOURCES: Final = {
    "s3": ("*", "arn:aws:s3:::shop/*", "arn:aws:s3:::shop/orders/?", "arn:aws:s3:::shop",
           "arn:aws:s3:::*/orders/1", "arn:aws:s3:::other/*"),
    "kms": ("*", KEY, KEY.rpartition("/")[0] + "/*", KEY.replace("1234abcd", "????????"),
            KEY.replace("1234abcd", "4321abcd")),
    "sts": ("*", TAKEN, TAKEN.replace("taken", "t*"), ROLE),
}  # fmt: skip
_PRINCIPALS: Final[tuple[Any, ...]] = (
    "*", {"AWS": "*"}, {"AWS": ROLE}, {"AWS": USER}, {"AWS": ACCOUNT},
    {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, {"AWS": [OTHER, ROLE]},
    {"AWS": f"arn:aws:iam::{OTHER}:root"}, {"Service": "lambda.amazonaws.com"},
)  # fmt: skip
_CONDITIONS: Final[tuple[Any, ...]] = (
    {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}},
    {"StringEquals": {"aws:PrincipalAccount": [OTHER, ACCOUNT]}},
    {"StringNotEquals": {"aws:PrincipalAccount": [OTHER, ACCOUNT]}},
    {"StringNotEquals": {"aws:SourceVpc": "vpc-1"}},
    {"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}},
    {"StringEquals": {"aws:SourceVpc": "vpc-1"}},
    {"StringLike": {"aws:UserAgent": "shop*"}},
    {"StringNotLike": {"aws:UserAgent": "shop/?"}},
    {"StringEqualsIgnoreCase": {"aws:UserAgent": "SHOP/1"}},
    {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/*"}},
    {"ArnNotEquals": {"aws:PrincipalArn": ROLE}},
    {"Bool": {"aws:SecureTransport": "true"}},
    {"Bool": {"aws:SecureTransport": False}},
    {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}},
    {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    {"Null": {"aws:SourceVpc": "true"}},
    {"Null": {"aws:UserAgent": "true"}},
    {"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}},
    {"NumericGreaterThanEqualsIfExists": {"aws:MultiFactorAuthAge": "3600"}},
    {"Bool": {"aws:SecureTransport": "true"}, "StringLike": {"aws:UserAgent": ["a*", "shop*"]}},
)
_OPTIONAL: Final = {
    "aws:SourceVpc": ("vpc-1", "vpc-2"),
    "aws:UserAgent": ("shop/1", "Shop/1", "other"),
    "aws:SecureTransport": ("true", "false"),
    "aws:MultiFactorAuthPresent": ("true", "false"),
    "aws:MultiFactorAuthAge": ("60", "7200"),
}


class Asked(NamedTuple):
    """One question: documents as JSON objects, none where there is no such document."""

    service: str
    caller: str
    action: str
    resource: str
    context: Mapping[str, str]
    identity: Any
    boundary: Any
    own: Any
    """The thing's."""


def absent(asked: Asked) -> Mapping[str, str | None]:
    """The context, lower case, with what the request does not have."""
    full = {**dict.fromkeys(_OPTIONAL), **asked.context}
    return {key.lower(): value for key, value in full.items()}


def questions(count: int = COUNT) -> list[Asked]:
    """The same ones each time."""
    chance = random.Random(12)  # noqa: S311 - not for secrets
    return [_question(chance) for _ in range(count)]


def digest(asked: list[Asked]) -> str:
    """What the questions are, in short."""
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def _question(chance: random.Random) -> Asked:
    service = chance.choice(("s3", "kms", "sts"))
    actions, resource = _THINGS[service]
    caller = chance.choice((ROLE, USER))
    context = {
        key: chance.choice(values) for key, values in _OPTIONAL.items() if chance.random() < 0.6
    }
    own = service != "s3" or chance.random() < 0.6
    return Asked(
        service,
        caller,
        chance.choice(actions),
        resource,
        {**context, "aws:PrincipalArn": caller, "aws:PrincipalAccount": ACCOUNT},
        _document(chance, service),
        _document(chance, service) if chance.random() < 0.3 else None,
        _document(chance, service, of_thing=True) if own else None,
    )


def _document(chance: random.Random, service: str, *, of_thing: bool = False) -> Any:
    statements = [_statement(chance, service, of_thing) for _ in range(chance.choice((1, 1, 2, 3)))]
    return {"Version": "2012-10-17", "Statement": statements}


def _statement(chance: random.Random, service: str, of_thing: bool) -> Any:  # noqa: FBT001 - passed on
    some = chance.sample(_ACTIONS[service], chance.choice((1, 1, 2)))
    things = chance.sample(_RESOURCES[service], chance.choice((1, 1, 2)))
    rare = chance.random() < 0.12
    found: dict[str, Any] = {
        "Effect": chance.choice(("Allow", "Allow", "Allow", "Deny")),
        "NotAction" if rare else "Action": some if len(some) > 1 else some[0],
    }
    if of_thing:
        found["Principal"] = chance.choice(_PRINCIPALS)
    if not of_thing or service == "s3":
        found["NotResource" if chance.random() < 0.12 else "Resource"] = things
    elif service == "kms":
        found["Resource"] = "*"
    if chance.random() < 0.35:
        found["Condition"] = chance.choice(_CONDITIONS)
    return found


_PROGRAM: Final = """
import { readFileSync } from 'node:fs'
import { runSimulation } from '@cloud-copilot/iam-simulate'
const named = policy => policy ? [{ name: 'it', policy }] : []
const found = []
for (const [, principal, action, resource, contextVariables, identity, boundary, own] of
     JSON.parse(readFileSync(0))) {
  const done = await runSimulation({
    request: { principal, action, resource: { resource, accountId: '111122223333' },
               contextVariables },
    identityPolicies: named(identity), serviceControlPolicies: [], resourceControlPolicies: [],
    permissionBoundaryPolicies: boundary ? named(boundary) : undefined,
    resourcePolicy: own ?? undefined,
  }, {})
  found.push(done.overallResult ?? done.errors)
}
console.log(JSON.stringify(found))
"""


def main() -> None:
    """Ask the other one and keep its answers."""
    folder, asked = Path(sys.argv[1]), questions()
    done = subprocess.run(  # noqa: S603 - a program of this file
        ["node", "--input-type=module", "-e", _PROGRAM],  # noqa: S607 - wherever it is
        input=json.dumps(asked),
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout)
    allowed = "".join("1" if each == "Allowed" else "0" for each in said)
    package = folder / "node_modules" / "@cloud-copilot" / "iam-simulate" / "package.json"
    version = json.loads(package.read_text())["version"]
    answers = {"version": version, "questions": digest(asked), "allowed": allowed}
    ANSWERS.write_text(json.dumps(answers, indent=2) + "\n")


if __name__ == "__main__":
    main()
