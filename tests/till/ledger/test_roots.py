"""A ledger beside its signed roots, as typed; `test_roots_tampered.py` changes it."""

from pathlib import Path

import pytest

from runtime.adapters.s3_root_store import root_name
from runtime.domain.ledger import EntryType, Stamp, write_entry
from runtime.domain.ledger_roots import SETTLED_DAYS, day_after
from runtime.domain.payment import Status
from tests.fakes.roots import FakeRootSigner
from tests.till.ledger.signed import Signed, key_file, said
from tests.till.payments.documents import printed
from till.__main__ import main


def test_a_sound_ledger_holds(signed: Signed, capsys: pytest.CaptureFixture[str]) -> None:
    """Both days are covered, twice; whose key was believed is said, and what is not seen."""
    assert main(signed.words()) == 0
    told = said(capsys)
    assert "2 whole days, 2 of them signed again a week later." in told
    assert "6 leaves compared. All hold." in told
    assert "as they lay beside the roots" in told
    assert "Not seen here: what was changed before its day was signed" in told
    assert main(signed.words("--public-key", key_file(signed), "--json")) == 0
    roots = printed("verify-ledger", capsys)["roots"]
    assert (roots["days"], roots["settled"], roots["leaves"], roots["given"]) == (2, 2, 6, True)
    assert roots["keys"] == list(signed.nights.roots.keys)


def test_without_roots_it_is_said_what_they_would_show(
    signed: Signed, capsys: pytest.CaptureFixture[str]
) -> None:
    """A rebuilt chain and a removed payment go unseen, and the answer says so."""
    signed.rebuild(signed.ids[0])
    del signed.rows[signed.ids[1]], signed.lines[signed.ids[1]]
    signed.write()
    assert main(signed.words()[:4]) == 0
    assert "`--roots` shows both" in said(capsys)


def test_who_forges_everything_has_another_key(
    signed: Signed, capsys: pytest.CaptureFixture[str]
) -> None:
    """A rebuilt ledger with roots of one's own is sound by its own key, and by no other."""
    noted, forger = key_file(signed), FakeRootSigner()
    store = signed.nights.roots
    signed.nights.signer = forger
    for file in signed.folder.glob("roots/*/*"):
        file.unlink()
    signed.rebuild(signed.ids[0])
    store.roots.clear()
    store.keys.clear()
    signed.harness.clock.advance(-(SETTLED_DAYS + 2) * 86_400)
    signed.nights.run()
    for _ in range(SETTLED_DAYS + 2):
        signed.nights.run(1)
    signed.day, signed.until = min(store.roots), day_after(min(store.roots))
    signed.write()
    assert main(signed.words()) == 0
    assert "compare with what was noted before" in said(capsys)
    assert main(signed.words("--public-key", noted)) == 1
    assert f"is signed by another key, {next(iter(store.keys))}" in said(capsys)


def test_a_chain_that_grew_since_is_sound(signed: Signed) -> None:
    """What was signed is still there, and an erasure adds an entry to it."""
    one = signed.ids[0]
    row, last = signed.rows[one], signed.lines[one][-1]
    stamp = Stamp(signed.harness.clock.now(), "retention", "r-9")
    said = {"reason": "Its time is over."}
    entry = write_entry(one, last.seq + 1, EntryType.ERASED, stamp, said, prev_hash=last.hash)
    signed.lines[one].append(entry)
    update = {"version": entry.seq, "last_hash": entry.hash, "email_masked": "", "sealed": {}}
    signed.rows[one] = row.model_copy(update=update)
    signed.write()
    assert main([*signed.words()[:2], *signed.words()[4:]]) == 0
    assert row.status is Status.SUCCEEDED


def test_days_that_are_not_whole_ask_for_no_root_and_no_payment(
    signed: Signed, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a part of a day only what was given is compared."""
    del signed.rows[signed.ids[1]], signed.lines[signed.ids[1]]
    signed.write()
    words = signed.words()
    words[words.index("--from") + 1] = f"{signed.day}T00:00:01Z"
    assert main(words) == 0
    assert "1 whole days" in said(capsys)
    signed.rebuild(signed.ids[0])
    signed.write()
    assert main(words) == 1


def test_days_not_settled_yet_are_counted(
    signed: Signed, capsys: pytest.CaptureFixture[str]
) -> None:
    """Their first root covers them."""
    for day in list(signed.nights.roots.roots):
        if day > day_after(signed.day):
            signed.file(root_name(day)).unlink()
    assert main(signed.words()) == 0
    assert "2 whole days, 0 of them signed again" in said(capsys)


@pytest.mark.parametrize("missing", ["--from", "--to"])
def test_roots_need_to_know_of_which_days(
    signed: Signed, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    """A day that was removed can't say that it is missing."""
    words = signed.words()
    at = words.index(missing)
    assert main([*words[:at], *words[at + 2 :]]) == 2
    assert "which days the roots must cover" in capsys.readouterr().err


def test_what_is_no_key_and_no_folder_of_roots_is_one_sentence(
    signed: Signed, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """2, with the name of the file."""
    file = tmp_path / "key"
    file.write_text("no key")
    assert main(signed.words("--public-key", str(file))) == 2
    assert f"{file} is no public key" in capsys.readouterr().err
    words = signed.words()
    words[words.index("--roots") + 1] = str(tmp_path / "nothing")
    assert main(words) == 2
    assert "is no folder" in capsys.readouterr().err
