"""The caller that `docs/deploy/` describes: a user who may do what its documents say.

The emulator judges by action, resource and condition as far as it knows them; where it does not,
`gaps.UNJUDGED` gives the action everywhere, and says why.
"""

import json
from collections.abc import Mapping
from typing import Final

from local.emulator import Emulator
from till.pages.permissions import pages

STACK: Final = "local"


def documents(emulator: Emulator) -> Mapping[str, str]:
    """The pages' documents, filled in for the local stack."""
    filled = {
        "<region>": emulator.region,
        "<account>": emulator.account_id,
        "<stack>": STACK,
        "<state-bucket>": "state",
        "<state-key>": "state",
    }
    found = dict(pages())
    for sign, value in filled.items():
        found = {name: page.replace(sign, value) for name, page in found.items()}
    return found


def granted() -> set[str]:
    """Every action in the documents."""
    return {
        action
        for page in pages().values()
        for statement in json.loads(page)["Statement"]
        for action in statement["Action"]
    }


def deployer(emulator: Emulator, name: str, *everywhere: str) -> tuple[str, str]:
    """The access key of a user with the documents, and with some actions on everything."""
    iam = emulator.client("iam")
    iam.create_user(UserName=name)
    for page, document in documents(emulator).items():
        iam.put_user_policy(UserName=name, PolicyName=page, PolicyDocument=document)
    if everywhere:
        statement = {"Effect": "Allow", "Action": sorted(everywhere), "Resource": "*"}
        more = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.put_user_policy(UserName=name, PolicyName="unjudged", PolicyDocument=more)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]
