"""The forms of text, each on both sides of its limit."""

from collections.abc import Mapping, Sequence

import pytest

from local.resources.forms import FORMS

EXAMPLES: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "not empty": (["a"], [""]),
    "arn": (
        [
            "arn:aws:sqs:eu-central-1:111122223333:q",
            "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:q",
            "arn:aws:iam::aws:policy/p",
            "arn:aws:s3:::b",
        ],
        [
            "",
            "q",
            "arn:aws:sqs",
            "arn:gcp:sqs:eu-central-1:111122223333:q",
            "arn:aws:sqs:mars:111122223333:q",
            "arn:aws:sqs:eu-central-1:12:q",
            "arn:aws:sqs:eu-central-1:111122223333:",
        ],
    ),
    "json": (["{}", "[]", "3", " null "], ["", "{", '{"a":NaN}', "{'a': 1}"]),
    "json object": (['{"a": 1}'], ["[]", "3", "{", '{"a":1,"a":2}']),
    "expression": (
        ["[0-9]{15}", "a|b", r"\pL", "a(?i)b", "[[:alpha:]]", ""],
        ["(", "a)", "[", "*a", "a{2,1}", r"\8"],
    ),
    "cidr": (["10.0.0.0/8", "::/0"], ["10.0.0.0", "10.0.0.0/33", "x"]),
    "time": (["2030-01-01T00:00:00Z"], ["2030-01-01", "2030-13-01T00:00:00Z"]),
    "account": (["111122223333"], ["11112222333", "aws"]),
    "plain arn": (["arn:x:y:z:1:r", "arn:::::"], ["arn:x:y", "x"]),
    "compression size": (
        [
            "-1",
            "10485760",
        ],
        ["-2", "10485761", "1.5", "x", ""],
    ),
    "code": (["a {####}"], ["####"]),
    "user name": (["{username}!"], ["username"]),
    "function": (
        ["f", "f:live", "arn:aws:lambda:eu-central-1:111122223333:function:f"],
        ["a b", "", "f/g"],
    ),
    "no arn": (["r"], ["arn:aws:iam::111122223333:role/r"]),
    "alarm action": (
        ["arn:aws:automate:eu-central-1:ec2:stop", "arn:aws:sns:eu-central-1:111122223333:t"],
        ["arn:aws:automate:eu-central-1:ec2:explode", "t"],
    ),
    "event bus": (
        ["default", "arn:aws:events:eu-central-1:111122223333:event-bus/b"],
        ["a b", "arn:aws:sns:eu-central-1:111122223333:t"],
    ),
    "key alias": (["alias/a-b_c/d"], ["a", "alias/", "alias/a b"]),
    "user pool": (["eu-central-1_Ab1Cd2Ef3"], ["eu-central-1", "pool_a b"]),
    "schedule": (["rate(5 minutes)", "cron(0 12 * * ? *)"], ["every minute", "rate(x)"]),
    "lambda action": (
        ["*", "lambda:*", "lambda:InvokeFunction"],
        ["invoke", "lambda:", "sqs:Send"],
    ),
}


def test_every_form_has_examples() -> None:
    """No form is without a text that it takes and one that it refuses."""
    assert set(EXAMPLES) == set(FORMS)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_takes_what_is_one(name: str) -> None:
    """And refuses what is none."""
    right, wrong = EXAMPLES[name]
    assert [text for text in right if not FORMS[name].accepts(text)] == []
    assert [text for text in wrong if FORMS[name].accepts(text)] == []
    assert FORMS[name].words
