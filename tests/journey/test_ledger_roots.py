"""A day of a running stack is signed, exported and verified; whoever changes it is noticed."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from runtime.adapters.dynamodb_entries import commit_item, read_entries
from runtime.adapters.dynamodb_rows import read_row, row_items, sealed_id
from runtime.adapters.s3_root_store import root_name
from runtime.domain.ledger import GENESIS, expected_hash
from runtime.domain.ledger_roots import day_after
from tests._aws import caller
from tests.journey.aging import unsigned
from tests.journey.functions import call, without
from tests.journey.test_erasure import stored
from tests.journey.test_operators import paid
from till.__main__ import main

pytestmark = pytest.mark.emulator


class Verifier:
    """Somebody with a key that was noted, who exports a day and verifies it offline."""

    def __init__(
        self, stack: LocalStack, folder: Path, capsys: pytest.CaptureFixture[str], day: str
    ) -> None:
        self.stack, self.day = stack, day
        self._folder, self._capsys, self._exports = folder, capsys, 0
        kms = stack.emulator.client("kms")
        self._key = folder / "noted.der"
        self._key.write_bytes(kms.get_public_key(KeyId=signing_key(stack))["PublicKey"])
        self._outputs = folder / "outputs.json"
        self._outputs.write_text(json.dumps(stack.outputs))

    def exports(self) -> Path:
        """The day, as an operator exports it."""
        self._exports += 1
        folder = self._folder / f"export-{self._exports}"
        words = ["export", *self._span, "--folder", str(folder), "--outputs", str(self._outputs)]
        assert main(words) == 0
        return folder

    def says(self, folder: Path) -> tuple[int, str]:
        """The exit code, and what is printed, in one line."""
        self._capsys.readouterr()
        files = [str(folder / "entries.jsonl"), "--payments", str(folder / "payments.jsonl")]
        roots = ["--roots", str(folder / "roots"), "--public-key", str(self._key)]
        code = main(["verify-ledger", *files, *roots, *self._span])
        return code, re.sub(r"\s+", " ", self._capsys.readouterr().out)

    @property
    def _span(self) -> list[str]:
        return ["--from", self.day, "--to", day_after(self.day)]


def signing_key(stack: LocalStack) -> str:
    """Its id."""
    aliases = stack.emulator.client("kms").list_aliases()["Aliases"]
    (key,) = (each["TargetKeyId"] for each in aliases if each["AliasName"].endswith("-signing"))
    return str(key)


@pytest.fixture(name="signed")
def _signed(acme: MerchantClient, stack: LocalStack, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two payments of yesterday, which the night has signed."""
    for name, value in {
        "AWS_ENDPOINT_URL": stack.emulator.endpoint,
        "AWS_DEFAULT_REGION": stack.emulator.region,
        "AWS_ACCESS_KEY_ID": stack.emulator.account_id,
        "AWS_SECRET_ACCESS_KEY": stack.emulator.secret_key,
    }.items():
        monkeypatch.setenv(name, value)
    payments = [unsigned(stack, paid(acme, number)) for number in (8801, 8802)]
    assert call(stack, "sign_ledger", {}) == {"signed": 1, "unsigned": 0}
    return payments


@pytest.fixture(name="verifier")
def _verifier(
    stack: LocalStack, tmp_path: Path, capsys: pytest.CaptureFixture[str], signed: list[str]
) -> Verifier:
    """Who verifies the day of the payments."""
    day = stored(stack, signed[0])[0]["day_key"]["S"].split("#")[1]
    return Verifier(stack, tmp_path, capsys, day)


def test_what_was_signed_verifies_and_a_second_run_signs_nothing(
    stack: LocalStack, verifier: Verifier, signed: list[str]
) -> None:
    """By the key that KMS shows to everybody, though the payments live on."""
    assert call(stack, "sign_ledger", {}) == {"signed": 0, "unsigned": 0}
    folder = verifier.exports()
    code, said = verifier.says(folder)
    assert (code, "1 whole days" in said, "All hold." in said) == (0, True, True), said
    leaves = "".join(each.name for each in (folder / "roots/leaves").iterdir())
    assert leaves.count(".jsonl.gz") == 2
    assert all(one in (folder / "payments.jsonl").read_text() for one in signed)


def rebuilt(stack: LocalStack, one: str) -> None:
    """A chain is written anew in the tables, and its row with it."""
    client = stack.emulator.client("dynamodb")
    row, items = stored(stack, one)
    before = GENESIS
    for item in items:
        commit = []
        for entry in read_entries(item):
            new = entry.model_copy(update={"actor": "forger", "prev_hash": before})
            commit.append(new.model_copy(update={"hash": expected_hash(new)}))
            before = commit[-1].hash
        client.put_item(TableName=stack.outputs["entries_table"], Item=commit_item(commit))
    forged = read_row(row, row).model_copy(update={"last_hash": before})
    for item in row_items(forged):
        client.put_item(TableName=stack.outputs["payments_table"], Item=item)


def removed(stack: LocalStack, one: str) -> None:
    """A payment goes with its row and all its entries."""
    client = stack.emulator.client("dynamodb")
    for item in stored(stack, one)[1]:
        which: dict[str, Any] = {"payment_id": {"S": one}, "seq": item["seq"]}
        client.delete_item(TableName=stack.outputs["entries_table"], Key=which)
    for each in (one, sealed_id(one)):
        key: dict[str, Any] = {"payment_id": {"S": each}}
        client.delete_item(TableName=stack.outputs["payments_table"], Key=key)


@pytest.mark.parametrize(
    ("tamper", "says"), [(rebuilt, "have another hash"), (removed, "and it is not there")]
)
def test_who_changes_the_tables_themselves_is_noticed(
    stack: LocalStack,
    verifier: Verifier,
    signed: list[str],
    tamper: Callable[[LocalStack, str], None],
    says: str,
) -> None:
    """Without the roots the same export is sound."""
    tamper(stack, signed[1])
    folder = verifier.exports()
    files = [str(folder / "entries.jsonl"), "--payments", str(folder / "payments.jsonl")]
    assert main(["verify-ledger", *files]) == 0
    code, said = verifier.says(folder)
    assert code == 1
    assert signed[1] in said
    assert says in said


def test_a_day_that_is_taken_out_is_noticed(verifier: Verifier) -> None:
    """By whoever says which days must be there."""
    folder = verifier.exports()
    (folder / "roots" / root_name(verifier.day)).unlink()
    code, said = verifier.says(folder)
    assert (code, f"There is no root of {verifier.day}." in said) == (1, True)


def test_nobody_writes_over_a_root_or_deletes_it(stack: LocalStack, verifier: Verifier) -> None:
    """S3 refuses, until a stack that disposes of its data goes as a whole."""
    s3, bucket = stack.emulator.client("s3"), stack.outputs["roots_bucket"]
    name = root_name(verifier.day)
    (version,) = s3.list_object_versions(Bucket=bucket, Prefix=name)["Versions"]
    with pytest.raises(s3.exceptions.ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=bucket, Key=name, VersionId=version["VersionId"])
    held = s3.get_object_retention(Bucket=bucket, Key=name)["Retention"]
    assert held["Mode"] == "GOVERNANCE"


def test_an_administrator_writes_no_root(stack: LocalStack, verifier: Verifier) -> None:
    """Whom the account lets do everything the bucket refuses, and still shows its own policy."""
    s3 = caller(stack.emulator, "administrator-of-roots", "s3", {"Action": "*"})
    bucket = stack.outputs["roots_bucket"]
    for name in (root_name(verifier.day), root_name("2020-01-01"), "elsewhere"):
        with pytest.raises(s3.exceptions.ClientError, match="deny in a resource-based policy"):
            s3.put_object(Bucket=bucket, Key=name, Body=b"{}", ChecksumAlgorithm="SHA256")
    assert s3.get_object(Bucket=bucket, Key=root_name(verifier.day))["Body"].read()
    policy = s3.get_bucket_policy(Bucket=bucket)["Policy"]
    s3.put_bucket_policy(Bucket=bucket, Policy=policy)


def test_it_needs_the_key(acme: MerchantClient, stack: LocalStack) -> None:
    """`sign_ledger` without its grant fails, which its alarm counts; the next run makes up."""
    unsigned(stack, paid(acme, 8803))
    with without(stack, "sign_ledger", "sign-roots"):
        assert call(stack, "sign_ledger", {}) is None
    assert call(stack, "sign_ledger", {}) == {"signed": 1, "unsigned": 0}
