"""The caller that `docs/deploy/` describes: a user who may do what its documents say.

The emulator judges its calls by action, resource and condition.
"""

from collections.abc import Mapping
from typing import Final

from local.emulator.emulator import Emulator
from till.permissions.documents import pages

STACK: Final = "local"
_NAME: Final = "deployer"


def documents(emulator: Emulator) -> Mapping[str, str]:
    """The pages' documents, filled in for the local stack."""
    filled = {
        "<partition>": "aws",
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


def deployer(emulator: Emulator) -> tuple[str, str]:
    """The access key of a user who has the documents and nothing else."""
    iam = emulator.client("iam")
    iam.create_user(UserName=_NAME)
    for page, document in documents(emulator).items():
        iam.put_user_policy(UserName=_NAME, PolicyName=page, PolicyDocument=document)
    key = iam.create_access_key(UserName=_NAME)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]
