"""Tables in the program's words and in the API's."""

from typing import Any

import pytest

from local.resources import ResourceError
from local.resources._base import Inputs
from local.resources._dynamodb_shapes import index_steps, indexes, recovery, settings

PAIR = [{"attributeName": "a", "keyType": "HASH"}, {"attributeName": "b", "keyType": "RANGE"}]


def made(*values: dict[str, Any]) -> list[dict[str, Any]]:
    """Indexes as the API takes them."""
    return indexes(Inputs("table", {"globalSecondaryIndexes": list(values)}))


def test_both_ways_to_write_keys_mean_the_same() -> None:
    """`hashKey` and `rangeKey` say what `keySchemas` says."""
    named = {"name": "i", "projectionType": "KEYS_ONLY"}
    assert made({**named, "keySchemas": PAIR}) == made({**named, "hashKey": "a", "rangeKey": "b"})


def test_an_unknown_part_of_an_index_is_an_error() -> None:
    """Nothing inside an index passes silently."""
    with pytest.raises(ResourceError, match="'readCapacity'"):
        made({"name": "i", "hashKey": "a", "readCapacity": 5})


def test_another_index_takes_the_place_of_a_changed_one() -> None:
    """The old goes before the new comes, and an equal one is left alone."""
    same, old, new = ({"IndexName": "same"}, {"IndexName": "i"}, {"IndexName": "i", "x": 1})
    assert index_steps([same, old], [new, same]) == [
        {"Delete": {"IndexName": "i"}},
        {"Create": new},
    ]


def test_recovery_has_a_name_of_its_own_for_enabled() -> None:
    """The API's two names for the two parts of point-in-time recovery."""
    assert recovery({"enabled": True, "recoveryPeriodInDays": 35}) == {
        "PointInTimeRecoveryEnabled": True,
        "RecoveryPeriodInDays": 35,
    }


def test_a_stream_and_a_key_become_specifications() -> None:
    """Flat inputs and the encryption object arrive where the API wants them."""
    inputs = {
        "billingMode": "PAY_PER_REQUEST",
        "streamEnabled": True,
        "streamViewType": "NEW_IMAGE",
        "serverSideEncryption": {"enabled": True, "kmsKeyArn": "arn"},
    }
    assert settings(Inputs("table", inputs)) == {
        "BillingMode": "PAY_PER_REQUEST",
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        "SSESpecification": {"Enabled": True, "KMSMasterKeyId": "arn", "SSEType": "KMS"},
    }
