"""What stands in for a restore of the past."""

from datetime import UTC, datetime
from pathlib import Path

import pulumi_aws as aws
import pytest

from local.demo._exports import Exports
from local.emulator.emulator import Emulator
from tests._aws import make
from till.lib.input import InputError

pytestmark = pytest.mark.emulator

NOW = datetime.now(UTC)


def test_an_export_takes_the_place_of_what_the_new_table_holds(
    emulator: Emulator, tmp_path: Path
) -> None:
    """What was changed, added or deleted after it is as it was; the key is the old table's."""
    _, key = make(emulator, aws.kms.Key)
    name, _ = make(
        emulator,
        aws.dynamodb.Table,
        name="moments",
        billingMode="PAY_PER_REQUEST",
        hashKey="id",
        rangeKey="seq",
        attributes=[{"name": "id", "type": "S"}, {"name": "seq", "type": "N"}],
        serverSideEncryption={"enabled": True, "kmsKeyArn": key["arn"]},
    )
    client = emulator.client("dynamodb")

    def put(seq: int, text: str) -> None:
        item = {"id": {"S": "one"}, "seq": {"N": str(seq)}, "text": {"S": text}}
        client.put_item(TableName=name, Item=item)

    def texts(table: str) -> dict[str, str]:
        items = client.scan(TableName=table)["Items"]
        return {item["seq"]["N"]: item["text"]["S"] for item in items}

    put(1, "as it was")
    put(2, "deleted later")
    exports = Exports(client, tmp_path / "exports")
    exports.export(name)
    put(1, "changed")
    put(3, "added")
    client.delete_item(TableName=name, Key={"id": {"S": "one"}, "seq": {"N": "2"}})
    exports.restore(name, NOW, "moments-restored")
    exports.wait(["moments-restored"])
    assert texts("moments-restored") == {"1": "as it was", "2": "deleted later"}
    assert texts(name) == {"1": "changed", "3": "added"}
    told = client.describe_table(TableName="moments-restored")["Table"]
    assert told["SSEDescription"]["KMSMasterKeyArn"] == key["arn"]
    with pytest.raises(InputError, match="exists already"):
        exports.restore(name, NOW, "moments-restored")
