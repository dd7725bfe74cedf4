"""The reviewed table of properties: whole, current, and of one mind with the pack."""

import re
from typing import Final

from policies.pci.pack import judge, rules
from policy_proof import reviewed
from policy_proof.reviewed import Row

TELLING: Final = re.compile(
    r"arn|arns|(kms|.*kms)\w*key\w*|.*keyarn|.*keyid|policy|.*policydocument|assumerolepolicy|"
    r"permissionsboundary|principal\w*|.*accountid|sourceaccount|.*region|regionname|"
    r".*(ip|cidr)(range|block)\w*|.*rolearn|.*arns?|.*encrypt\w*|.*sse\w*enabled|"
    r"(access|application|system)?log(level|group|groupname|format|destinationconfigs)|"
    r"loggingconfig|accesslogsettings|retentionindays",
    re.IGNORECASE,
)
"""How a property is named that takes an ARN, a policy document, a principal, a key, a network
range, a log or an encryption setting."""
OTHERWISE: Final = frozenset(
    {
        # AWS's three levels, each of which tells what failed.
        "aws:lambda/function:Function loggingConfig.systemLogLevel",
    }
)


def _named(row: Row) -> str:
    return row.property.path.rpartition(".")[2].removesuffix("[]")


def test_every_property_is_thought_of() -> None:
    """Each property of each type of four stacks has a row; two of five matter, or more."""
    rows = reviewed.rows()
    assert {row.type for row in rows} == set(reviewed.types())
    assert all(row.matters or row.reason.endswith((".", ")")) for row in rows)
    assert sum(bool(row.matters) for row in rows) >= 0.4 * len(rows)


def test_nothing_is_said_of_what_is_not_there() -> None:
    """A row's type, property and rule exist."""
    known = {rule.name for rule in rules(judge())}
    named = {name for row in reviewed.rows() if row.matters for name in row.matters.rules}
    assert not list(reviewed.stale())
    assert named <= known


def test_what_lets_in_or_hides_always_matters() -> None:
    """ARNs, policy documents, principals, keys, network ranges, logs and encryption."""
    telling = {
        f"{row.type} {row.property.path}": row
        for row in reviewed.rows()
        if TELLING.fullmatch(_named(row))
    }
    assert len(telling) > 100
    assert {name for name, row in telling.items() if not row.matters} == OTHERWISE
