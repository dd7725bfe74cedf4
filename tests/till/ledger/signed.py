"""A ledger of some days that was signed each night, exported with its roots."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from runtime.adapters.dynamodb_entries import commit_item
from runtime.adapters.dynamodb_rows import row_items
from runtime.adapters.s3_root_store import key_name, leaves_name, root_name
from runtime.domain.ledger import GENESIS, Entry, expected_hash
from runtime.domain.ledger_roots import SETTLED_DAYS, SignedRoot, day_after
from runtime.domain.payment import Payment, day_key
from tests.fakes.payments import Harness
from tests.runtime.use_cases.test_sign_ledger import Nights


class Signed:
    """Two payments of the first day, one of the second; ten nights; all of it in files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.harness = Harness()
        self.nights = Nights(self.harness)
        self.day = self.nights.day
        self.ids: list[str] = []
        self._pay(2)
        self.nights.run(1)
        self._pay(1)
        for _ in range(SETTLED_DAYS + 2):
            self.nights.run(1)
        self.until = day_after(self.day, 2)
        self.write()

    @property
    def rows(self) -> dict[str, Payment]:
        """By id; what is changed here is changed when `write` is called."""
        return self.harness.ledger.rows

    @property
    def lines(self) -> dict[str, list[Entry]]:
        """The entries by payment."""
        return self.harness.ledger.lines

    def write(self) -> None:
        """The export, as `till export` writes it."""
        roots = self.nights.roots
        files = {root_name(day): _json(each) for day, each in roots.roots.items()}
        files |= {leaves_name(each): gzip.compress(text) for each, text in roots.leaves.items()}
        files |= {key_name(each): key for each, key in roots.keys.items()}
        for name, data in files.items():
            file = self.folder / "roots" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        items = {
            "entries.jsonl": [commit_item([each]) for one in self.lines.values() for each in one],
            "payments.jsonl": [item for each in self.rows.values() for item in row_items(each)],
        }
        for name, some in items.items():
            text = "".join(json.dumps({"Item": item}) + "\n" for item in some)
            (self.folder / name).write_text(text)

    def words(self, *more: str) -> list[str]:
        """The command line that verifies it."""
        return [
            "verify-ledger",
            str(self.folder / "entries.jsonl"),
            "--payments",
            str(self.folder / "payments.jsonl"),
            "--roots",
            str(self.folder / "roots"),
            "--from",
            self.day,
            "--to",
            self.until,
            *more,
        ]

    def rebuild(self, one: str) -> None:
        """The chain is written anew with another actor, and the row with it: both are sound."""
        before, chain = GENESIS, []
        for entry in self.lines[one]:
            new = entry.model_copy(update={"actor": "forger", "prev_hash": before})
            chain.append(new.model_copy(update={"hash": expected_hash(new)}))
            before = chain[-1].hash
        self.lines[one] = chain
        self.rows[one] = self.rows[one].model_copy(update={"last_hash": before})

    def file(self, name: str) -> Path:
        """One of the roots' files."""
        return self.folder / "roots" / name

    def _pay(self, number: int) -> None:
        for _ in range(number):
            one = f"pay_{'abcdefgh'[len(self.ids)] * 26}"
            self.ids.append(one)
            twin = Harness(clock=self.harness.clock)
            twin.told()
            self.rows[one], self.lines[one] = _renamed(twin, one)


def _renamed(harness: Harness, one: str) -> tuple[Payment, list[Entry]]:
    """A payment's row and chain under another id."""
    before, chain = GENESIS, []
    for entry in _entries(harness):
        new = entry.model_copy(update={"payment_id": one, "prev_hash": before})
        chain.append(new.model_copy(update={"hash": expected_hash(new)}))
        before = chain[-1].hash
    row = harness.row()
    update = {
        "payment_id": one,
        "last_hash": before,
        "created_key": f"{row.created_at:010d}#{one}",
        "day_key": day_key(row.merchant, row.created_at, one),
    }
    return row.model_copy(update=update), chain


def _entries(harness: Harness) -> Iterator[Entry]:
    for chain in harness.ledger.lines.values():
        yield from chain


def _json(signed: SignedRoot) -> bytes:
    return signed.model_dump_json().encode()


def key_file(signed: Signed) -> str:
    """The key, noted when nobody doubted it, as PEM."""
    file = signed.folder / "noted.pem"
    key = load_der_public_key(signed.nights.signer.public_key())
    file.write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return str(file)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed, in one line."""
    return " ".join(capsys.readouterr().out.split())
