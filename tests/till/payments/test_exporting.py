"""`till export`, as it is typed: what it writes is what `till verify-ledger` reads."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from runtime.adapters.dynamodb_directory import merchant_item
from runtime.adapters.dynamodb_entries import commit_item
from runtime.adapters.s3_root_store import S3RootStore
from runtime.domain.merchant import Merchant
from runtime.domain.payment import day_of
from runtime.use_cases.sign_ledger import SignLedgerPorts, sign_ledger
from tests.fakes.payments import ID, Harness
from tests.runtime.adapters.aws import (
    AS_NOBODY,
    ENTRIES,
    PAYMENTS,
    be_nobody,
    create_bucket,
    create_tables,
    dynamodb,
    put_row,
)
from tests.runtime.use_cases.test_sign_ledger import Nights
from tests.till.lib.test_input import GIVEN
from tests.till.payments.documents import printed
from till.__main__ import main

DAY = "2026-11-22"
BUCKET = "roots"


@pytest.fixture(name="outputs")
def _outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A ledger with one payment that was told, of the merchant acme."""
    be_nobody(monkeypatch)
    harness = Harness()
    harness.told()
    with mock_aws():
        client = dynamodb()
        create_tables(client)
        boto3.client("dynamodb", **AS_NOBODY).create_table(
            TableName="merchants",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        )
        create_bucket(BUCKET)
        client.put_item(TableName="merchants", Item=merchant_item(Merchant(name="acme")))
        put_row(client, harness.row())
        for entry in harness.ledger.lines[ID]:
            client.put_item(TableName=ENTRIES, Item=commit_item([entry]))
        file = tmp_path / "outputs.json"
        tables = {
            "payments_table": PAYMENTS,
            "entries_table": ENTRIES,
            "merchants_table": "merchants",
            "roots_bucket": BUCKET,
        }
        file.write_text(json.dumps({**GIVEN, **tables}))
        yield file


def day_after(days: int) -> str:
    """The day of the payment, or so many later."""
    return day_of(Harness().clock.now() + days * 86_400)


def test_what_is_exported_verifies(
    outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both files, with every entry; readable by nobody else."""
    folder = tmp_path / "export"
    words = ["export", "--from", day_after(0), "--to", day_after(1), "--folder", str(folder)]
    assert main([*words, "--outputs", str(outputs), "--json"]) == 0
    document = printed("export", capsys)
    assert (document["payments"], document["merchants"]) == (1, 1)
    entries, rows = document["files"]
    assert document["roots"] == 0
    assert {Path(each).stat().st_mode & 0o777 for each in document["files"]} == {0o600}
    assert main(["verify-ledger", entries, "--payments", rows, "--json"]) == 0
    verified = printed("verify-ledger", capsys)
    assert (verified["entries"], verified["rows"]) == (document["entries"], 1)
    assert verified["accounts"][0]["account"] == "merchant:acme:payable"


def test_what_was_signed_of_the_days_comes_along(
    outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line that it prints verifies all of it."""
    signed = sign_ledger(ports_of_the_night())
    assert signed.signed == 1
    folder = tmp_path / "export"
    words = ["export", "--from", day_after(0), "--to", day_after(1), "--folder", str(folder)]
    assert main([*words, "--outputs", str(outputs)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert f"1 signed roots are in {folder}/roots." in told
    line = told[told.index("verify-ledger") :].split()
    assert main([*line, "--json"]) == 0
    verified = printed("verify-ledger", capsys)
    assert (verified["roots"]["days"], verified["roots"]["leaves"]) == (1, 1)


def ports_of_the_night() -> SignLedgerPorts:
    """Of the run after the payment's day, over the same bucket."""
    nights = Nights()
    nights.harness.told()
    nights.harness.clock.advance(86_400)
    store = S3RootStore(boto3.client("s3", **AS_NOBODY), BUCKET)
    return replace(nights.ports(), roots=store)


def test_another_day_holds_nothing(
    outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And says so."""
    words = ["export", "--from", "2026-02-01", "--to", "2026-02-02", "--folder"]
    assert main([*words, str(tmp_path / "e"), "--outputs", str(outputs)]) == 0
    assert "0 entries of 0 payments of 1 merchants" in capsys.readouterr().out


def test_nothing_is_overwritten(
    outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """2, for a folder that is there and for days that end before they begin."""
    words = ["export", "--from", DAY, "--to", "2026-11-23", "--outputs", str(outputs), "--folder"]
    assert main([*words, str(tmp_path)]) == 2
    assert "name another folder" in capsys.readouterr().err
    words[2], words[4] = words[4], words[2]
    assert main([*words, str(tmp_path / "x")]) == 2
    assert "is not before" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()
