"""Every right of every role, as the program declares it."""

from collections import Counter

from local.rights.granted import Right, granted
from tests.fakes.recorder import program

HERE = "eu-central-1:111122223333"


def test_a_right_is_one_action_on_one_thing_under_one_condition() -> None:
    """A sealed field's purpose, or the service that asks, tells two uses of one key apart."""
    found = set(granted(program()))
    role = "tillstack-local-accept-payment"
    sealing = f"arn:aws:kms:{HERE}:alias/tillstack-local-sealing"
    data = f"arn:aws:kms:{HERE}:alias/tillstack-local-data"
    assert {each for each in found if each.role == role and each.resource == sealing} == {
        Right(role, "kms:GenerateDataKey", sealing, "payment_method"),
        Right(role, "kms:GenerateDataKey", sealing, "customer"),
    }
    services = {
        each.under.partition(".")[0]
        for each in found
        if each[:3] == (role, "kms:Decrypt", data)
    }  # fmt: skip
    assert services == {"dynamodb", "lambda"}


def test_what_aws_names_is_known_by_what_the_program_calls_it() -> None:
    """No id of a key and no suffix of a secret is left, so a record of any run fits."""
    found = [each.resource for each in granted(program())]
    assert not [each for each in found if ":key/" in each or each.endswith("-Ab1Cd2")]


def test_a_right_that_is_granted_twice_is_told_twice() -> None:
    """Who sends to two queues of one key has the key with each."""
    times = Counter(granted(program()))
    role = "tillstack-local-sweep-payments"
    twice = {right.action for right, many in times.items() if right.role == role and many > 1}
    assert twice == {"kms:Decrypt", "kms:GenerateDataKey"}
