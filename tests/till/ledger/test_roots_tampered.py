"""Whatever is done to a ledger after it was signed is noticed, offline."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runtime.adapters.s3_root_store import leaves_name, root_name
from runtime.domain.ledger_roots import day_after
from tests.till.ledger.signed import Signed, key_file, said
from till.__main__ import main


def rebuilt(signed: Signed) -> str:
    """A chain is written anew with its row."""
    signed.rebuild(signed.ids[0])
    return f"{signed.ids[0]} entry {signed.rows[signed.ids[0]].version}: the leaves of"


def removed(signed: Signed) -> str:
    """A payment goes with its row and all its entries."""
    del signed.rows[signed.ids[2]], signed.lines[signed.ids[2]]
    return f"{signed.ids[2]}: the leaves of {day_after(signed.day)} (ended) list it"


def put_in(signed: Signed) -> str:
    """A payment that nobody accepted stands in a day that was signed."""
    row, lines = signed.rows[signed.ids[0]], signed.lines[signed.ids[0]]
    one = "pay_" + "z" * 26
    signed.rows[one] = row.model_copy(update={"payment_id": one})
    signed.lines[one] = [each.model_copy(update={"payment_id": one}) for each in lines]
    signed.rebuild(one)
    return f"{one}: it was accepted on {signed.day}"


def cut_short(signed: Signed) -> str:
    """The last entry goes, and the row is what is left."""
    one = signed.ids[0]
    lines = signed.lines[one]
    del lines[-1]
    update = {"version": lines[-1].seq, "last_hash": lines[-1].hash}
    signed.rows[one] = signed.rows[one].model_copy(update=update)
    return f"{one} entry {lines[-1].seq + 1}: the leaves of"


def day_gone(signed: Signed) -> str:
    """A day's root goes, with all its payments."""
    del signed.rows[signed.ids[2]], signed.lines[signed.ids[2]]
    day = day_after(signed.day)
    signed.file(root_name(day)).unlink()
    del signed.nights.roots.roots[day]
    return f"There is no root of {day}."


def later_day_gone(signed: Signed) -> str:
    """A root between others goes that no day of the span asks for."""
    gone = day_after(signed.day, 4)
    signed.file(root_name(gone)).unlink()
    del signed.nights.roots.roots[gone]
    return f"Between the roots of {day_after(gone, -1)} and {day_after(gone)}"


def root_changed(signed: Signed) -> str:
    """A root lists one payment less."""
    old = signed.nights.roots.roots[signed.day]
    first, *rest = old.root.leaves
    root = old.root.model_copy(update={"leaves": (first.model_copy(update={"payments": 1}), *rest)})
    signed.nights.roots.roots[signed.day] = old.model_copy(update={"root": root})
    return f"The root of {signed.day} is not what was signed."


def signature_swapped(signed: Signed) -> str:
    """A root has the signature of another."""
    roots = signed.nights.roots.roots
    other = roots[day_after(signed.day)].signature
    roots[signed.day] = roots[signed.day].model_copy(update={"signature": other})
    return f"The root of {signed.day} is not what was signed."


def root_renamed(signed: Signed) -> str:
    """A root stands in another day's place."""
    roots = signed.nights.roots.roots
    roots[signed.day] = roots[day_after(signed.day)]
    return f"roots/{signed.day}.json is no root of that day"


def leaves_changed(signed: Signed) -> str:
    """A line of the leaves is another."""
    store = signed.nights.roots
    listed = store.roots[signed.day].root.leaves[0]
    store.leaves[listed.sha256] = store.leaves[listed.sha256].replace(b"a" * 26, b"c" * 26)
    return f"names leaves of {signed.day} that are not there, or not whole"


@pytest.mark.parametrize(
    "tamper",
    [
        rebuilt,
        removed,
        put_in,
        cut_short,
        day_gone,
        later_day_gone,
        root_changed,
        signature_swapped,
        root_renamed,
        leaves_changed,
    ],
)
def test_each_kind_of_tampering_is_noticed(
    signed: Signed, capsys: pytest.CaptureFixture[str], tamper: Callable[[Signed], str]
) -> None:
    """With one sentence that names the payment or the day."""
    expected = tamper(signed)
    signed.write()
    assert main(signed.words("--public-key", key_file(signed))) == 1
    assert expected in said(capsys)


@pytest.mark.parametrize("kind", ["root", "leaves"])
def test_a_file_that_is_cut_is_noticed(
    signed: Signed, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    """A half root and half leaves are none."""
    root = signed.nights.roots.roots[signed.day].root
    name = root_name(signed.day) if kind == "root" else leaves_name(root.leaves[0].sha256)
    file = signed.file(name)
    file.write_bytes(file.read_bytes()[:-20])
    assert main(signed.words()) == 1
    assert "is no root" in said(capsys) if kind == "root" else "not whole" in said(capsys)


def test_nothing_that_is_signed_can_change_unseen(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A byte of any root, of any leaves or of the key that is beside them."""
    signed = Signed(tmp_path_factory.mktemp("signed"))
    noted = key_file(signed)
    files = sorted(each for each in signed.folder.glob("roots/[rl]*/*") if _asked(each))

    @given(
        file=st.sampled_from(files),
        at=st.integers(min_value=0),
        flip=st.integers(min_value=1, max_value=255),
    )
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def changed(file: Path, at: int, flip: int) -> None:
        data = file.read_bytes()
        text = gzip.decompress(data) if file.suffix == ".gz" else data
        at %= len(text)
        other = text[:at] + bytes([text[at] ^ flip]) + text[at + 1 :]
        file.write_bytes(gzip.compress(other) if file.suffix == ".gz" else other)
        try:
            assert main(signed.words("--public-key", noted)) == 1
        finally:
            file.write_bytes(data)

    changed()
    assert main(signed.words("--public-key", noted)) == 0


def _asked(file: Path) -> bool:
    """Not the leaves of a day without payments: they have no byte to change."""
    return file.suffix != ".gz" or bool(gzip.decompress(file.read_bytes()))
