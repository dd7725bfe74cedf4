"""The evaluation against AWS's published examples and two judges of somebody else's making."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto.iam.access_control import IAMPolicy, PermissionResult

from policies.pci.framework.documents import parse
from policies.pci.framework.evaluation import Caller, Placed, Policies, Request, path
from tests.policies import peer

ACCOUNT, OTHER = peer.ACCOUNT, peer.OTHER
CARLOS = f"arn:aws:iam::{ACCOUNT}:user/carlossalazar"
WORKER = peer.ROLE
HOME, LOGS = "arn:aws:s3:::home-of-carlos", "arn:aws:s3:::home-of-carlos-logs"


def placed(*statements: Any, at: str = "it") -> list[Placed]:
    """Statements where they stand."""
    found = parse({"Statement": list(statements)})
    return [Placed(each, f"{at}, Statement[{index}]") for index, each in enumerate(found)]


def allow(*actions: str, on: Any = "*", **more: Any) -> dict[str, Any]:
    """A statement."""
    return {"Effect": "Allow", "Action": list(actions), "Resource": on, **more}


def deny(*actions: str, on: Any = "*", **more: Any) -> dict[str, Any]:
    """Its contrary."""
    return {**allow(*actions, on=on, **more), "Effect": "Deny"}


def may(
    action: str,
    *identity: Any,
    on: str = HOME,
    who: str = CARLOS,
    boundary: Any = None,
    own: Any = (),
    decides: bool = False,
    when: Any = None,
) -> bool:
    """Whether it is allowed."""
    policies = Policies(
        placed(*identity),
        None if boundary is None else placed(*boundary),
        placed(*own, at="own"),
        decides,
    )
    return path(Request(Caller(who, ACCOUNT), action, on, when or {}), policies) is not None


def test_nothing_is_allowed_by_itself() -> None:
    """By default a request is denied; each permission must be written."""
    assert not may("s3:ListBucket")
    assert not may("s3:ListBucket", allow("s3:GetObject"))


def test_a_denial_wins_over_every_permission() -> None:
    """The guide's example of a user who may everything in a home and nothing in logs."""
    carlos = (
        allow("s3:GetBucketLocation", "s3:List*", on="arn:aws:s3:::*"),
        allow("s3:*", on=[HOME, f"{HOME}/*"]),
        deny("s3:*", on="arn:aws:s3:::*log*"),
    )
    home = (allow("s3:*", on=[f"{HOME}/*", HOME], Principal={"AWS": CARLOS}),)
    logs = (allow("s3:*", on=[f"{LOGS}/*", LOGS], Principal={"AWS": CARLOS}),)
    assert may("s3:PutObject", *carlos, on=f"{HOME}/a.txt", own=home)
    assert may("s3:ListBucket", *carlos, on="arn:aws:s3:::somebodys")
    assert not may("s3:PutObject", *carlos, on="arn:aws:s3:::somebodys/a.txt")
    assert not may("s3:PutObject", *carlos, on=f"{LOGS}/a.txt", own=logs)


def test_either_policy_is_enough_in_one_account() -> None:
    """A thing's own policy adds to the identity's."""
    own = (allow("s3:GetObject", on=f"{HOME}/*", Principal={"AWS": CARLOS}),)
    assert may("s3:GetObject", on=f"{HOME}/a", own=own)
    assert may("s3:PutObject", allow("s3:PutObject"), on=f"{HOME}/a", own=own)
    assert not may("s3:DeleteObject", allow("s3:PutObject"), on=f"{HOME}/a", own=own)


def test_an_account_as_principal_gives_nothing_by_itself() -> None:
    """It lets the account's own policies decide."""
    own = (allow("s3:GetObject", Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:root"}),)
    assert not may("s3:GetObject", own=own)


def test_a_boundary_caps() -> None:
    """The guide's example: a boundary for three services, a policy for users of IAM."""
    boundary = (allow("s3:*", "cloudwatch:*", "ec2:*"),)
    assert not may("iam:CreateUser", allow("iam:CreateUser"), boundary=boundary)
    assert may("s3:ListBucket", allow("s3:*", "iam:*"), boundary=boundary)
    assert not may("s3:ListBucket", boundary=boundary)
    assert not may("s3:ListBucket", allow("s3:*"), boundary=(*boundary, deny("s3:List*")))


def test_a_boundary_caps_what_a_thing_opens_to_a_role_but_not_to_a_user() -> None:
    """The guide: an implicit denial of a boundary does not limit what names the user."""
    boundary = (allow("ec2:*"),)
    for who, capped in ((CARLOS, False), (WORKER, True)):
        own = (allow("s3:GetObject", Principal={"AWS": who}),)
        assert may("s3:GetObject", who=who, own=own, boundary=boundary) is not capped
        assert not may("s3:GetObject", who=who, own=own, boundary=(*boundary, deny("s3:GetObject")))


def test_a_key_asks_its_own_policy_first() -> None:
    """IAM decides about a key only if the key's policy says so."""
    mine, root = allow("kms:Decrypt"), {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    key: Any = {"on": peer.KEY, "who": WORKER, "decides": True}
    assert not may("kms:Decrypt", mine, own=(allow("kms:*", Principal={"AWS": CARLOS}),), **key)
    assert may("kms:Decrypt", mine, own=(allow("kms:*", Principal=root),), **key)
    assert not may("kms:Decrypt", own=(allow("kms:*", Principal=root),), **key)
    assert may("kms:Decrypt", own=(allow("kms:*", Principal={"AWS": WORKER}),), **key)


def test_a_role_is_taken_by_whom_it_trusts() -> None:
    """Named, without more; through its account, with a permission to take it."""
    role: Any = {"on": peer.TAKEN, "who": WORKER, "decides": True}
    named, account = (
        ({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": who}},)
        for who in (WORKER, ACCOUNT)
    )
    assert may("sts:AssumeRole", own=named, **role)
    assert not may("sts:AssumeRole", own=account, **role)
    assert may("sts:AssumeRole", allow("sts:AssumeRole", on=peer.TAKEN), own=account, **role)


def test_everything_but_leaves_the_rest() -> None:
    """`NotAction`, `NotResource` and `NotPrincipal`, allowing and denying."""
    but = {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}
    assert may("s3:GetObject", but)
    assert not may("IAM:CreateUser", but)
    elsewhere = {"Effect": "Allow", "Action": "s3:*", "NotResource": [HOME, f"{HOME}/*"]}
    assert may("s3:GetObject", elsewhere, on=f"{LOGS}/a")
    assert not may("s3:GetObject", elsewhere, on=f"{HOME}/a")
    only = {"Effect": "Deny", "NotPrincipal": {"AWS": [CARLOS, ACCOUNT]}, "Action": "s3:*"}
    assert may("s3:GetObject", allow("s3:*"), own=(only,))
    stranger = {**only, "NotPrincipal": {"AWS": CARLOS.replace(ACCOUNT, OTHER)}}
    assert not may("s3:GetObject", allow("s3:*"), own=(stranger,))


@pytest.mark.parametrize(
    ("condition", "context", "met"),
    [
        ({"StringEquals": {"k": ["a", "b"]}}, {"k": "b"}, True),
        ({"StringEquals": {"k": ["a", "b"]}}, {"k": "c"}, False),
        ({"StringEquals": {"k": "a", "l": "b"}}, {"k": "a", "l": "c"}, False),
        ({"StringNotEquals": {"k": ["a", "b"]}}, {"k": "b"}, False),
        ({"StringNotEquals": {"k": ["a", "b"]}}, {"k": None}, True),
        ({"StringEquals": {"k": "a"}}, {"k": None}, False),
        ({"StringEqualsIfExists": {"k": "a"}}, {"k": None}, True),
        ({"StringLike": {"k": "a?c*"}}, {"k": "abc"}, True),
        ({"ArnLike": {"K": "arn:aws:iam::*:role/*"}}, {"k": WORKER}, True),
        ({"Null": {"k": "true"}}, {"k": None}, True),
        ({"Null": {"k": "false"}}, {"k": None}, False),
        ({"Bool": {"k": "true"}}, {"k": "false"}, False),
        ({"NumericLessThan": {"k": "10"}}, {"k": "9"}, True),
    ],
)
def test_conditions(condition: Any, context: Any, met: bool) -> None:  # noqa: FBT001 - a parameter
    """Keys are joined by "and", values by "or", of a negated operator by "nor"."""
    assert may("s3:GetObject", allow("s3:*", Condition=condition), when=context) is met
    forbidden = deny("s3:*", Condition=condition)
    assert may("s3:GetObject", allow("s3:*"), forbidden, when=context) is not met


def test_a_doubt_allows() -> None:
    """What is not known of a request neither saves a permission nor makes a denial."""
    condition = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
    assert may("s3:GetObject", allow("s3:*", Condition=condition))
    assert may("s3:GetObject", allow("s3:*"), deny("s3:*", Condition=condition))
    variable = {"StringEquals": {"k": "${aws:username}"}}
    assert may("s3:GetObject", allow("s3:*", Condition=variable), when={"k": "a"})


def test_a_pattern_is_asked_about_as_any_of_its_things() -> None:
    """Some may be allowed; denied is only what is denied of them all."""
    assert may("s3:GetObject", allow("s3:*", on=f"{HOME}/b*"), on=f"{HOME}/*a")
    assert may("s3:GetObject", allow("s3:*"), deny("s3:*", on=f"{HOME}/a*"), on=f"{HOME}/*")
    assert not may("s3:GetObject", allow("s3:*"), deny("s3:*", on=f"{HOME}/*"), on=f"{HOME}/a*")
    mine = f"{HOME}/${{aws:username}}/*"
    assert may("s3:GetObject", allow("s3:*"), deny("s3:*", on=mine), on=f"{HOME}/a/b")


def test_the_path_is_named() -> None:
    """By the statement that allows; for a key that leaves it to IAM, by both."""
    request = Request(Caller(WORKER, ACCOUNT), "kms:Decrypt", peer.KEY)
    mine = placed(deny("s3:*"), allow("kms:*"), at="worker-policy, policy")
    key = placed(allow("kms:*", Principal={"AWS": ACCOUNT}), at="key, policy")
    assert path(request, Policies(mine)) == "worker-policy, policy, Statement[1]"
    assert path(request, Policies(mine, None, key, decides=True)) == (
        "worker-policy, policy, Statement[1], which key, policy, Statement[0] leaves to IAM"
    )


def test_another_simulator_says_the_same() -> None:
    """Three thousand questions with boundaries, keys, trust, conditions and things' policies."""
    answers = json.loads(peer.ANSWERS.read_text())
    asked = peer.questions()
    assert answers["questions"] == peer.digest(asked), "Ask it anew: see tests/policies/peer.py."
    ours = "".join(str(int(_ours(each))) for each in asked)
    assert ours == answers["allowed"]
    assert ours.count("1") > len(asked) // 5


def _ours(asked: peer.Asked) -> bool:
    policies = Policies(
        _of(asked.identity),
        _of(asked.boundary) if asked.boundary else None,
        _of(asked.own) if asked.own else (),
        decides=asked.service != "s3",
    )
    caller = Caller(asked.caller, ACCOUNT)
    request = Request(caller, asked.action, asked.resource, peer.absent(asked))
    return path(request, policies) is not None


def _of(document: Any) -> list[Placed]:
    return [Placed(each, "it") for each in parse(document)]


_ACTIONS = st.sampled_from(["sqs:SendMessage", "sqs:Send*", "sqs:*", "*", "sqs:*Message", "s3:*"])
_ON = st.sampled_from(["*", "arn:aws:sqs:x:1:a", "arn:aws:sqs:x:1:*", "arn:aws:sqs:x:1:b"])
_STATEMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "Effect": st.sampled_from(["Allow", "Allow", "Deny"]),
            "Action": st.lists(_ACTIONS, min_size=1, max_size=2),
            "Resource": st.lists(_ON, min_size=1, max_size=2),
        }
    ),
    min_size=1,
    max_size=4,
)


@given(_STATEMENTS)
def test_moto_says_the_same_of_plain_documents(statements: Any) -> None:
    """It knows neither `?` nor `NotResource`, takes letters as they are, and no condition."""
    text = json.dumps({"Statement": statements})
    theirs = IAMPolicy({"policy_document": text})
    thing = "arn:aws:sqs:x:1:a"
    verdict = theirs.is_action_permitted("sqs:SendMessage", thing)
    assert may("sqs:SendMessage", *statements, on=thing) is (verdict is PermissionResult.PERMITTED)
