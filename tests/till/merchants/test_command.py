"""`till merchants`, as it is typed."""

import json
from pathlib import Path
from typing import Any

import pytest

from runtime.contract.scopes import Scope
from runtime.contract.throttle import Throttle
from runtime.domain.merchant import Merchant
from tests.till.lib.test_input import GIVEN
from tests.till.merchants.pool import Place
from till.__main__ import main
from till.merchants.documents import report

pytestmark = pytest.mark.emulator


def test_a_merchant_s_life(
    here: Place, types: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Added, rotated, shown, and ended one by one; each says what is so now and what comes next."""
    assert types("add", "acme") == 0
    (old,) = here.in_pool()
    assert f"acme: client {old} is live. Its secret: till merchants credentials" in (
        capsys.readouterr().out
    )
    assert types("add", "acme") == 0
    assert "was there already; nothing was changed" in capsys.readouterr().out
    assert types("rotate", "acme") == 0
    (new,) = set(here.in_pool()) - {old}
    assert new in capsys.readouterr().out
    file = tmp_path / "acme.json"
    assert types("credentials", "acme", "--client", new, "--to", str(file)) == 0
    assert capsys.readouterr().out == ""
    assert json.loads(file.read_text()) == {
        "token_url": GIVEN["token_url"],
        "client_id": new,
        "client_secret": here.clients.secret(new),
        "scope": "payments/read payments/write",
    }
    assert file.stat().st_mode & 0o777 == 0o600
    assert types("disable", "acme", "--client", old) == 0
    assert f"acme: ended {old}." in capsys.readouterr().out
    assert types("list") == 0
    shown = capsys.readouterr().out
    assert "1 in the directory." in shown
    assert types("disable", "acme") == 0
    assert "opens nothing after 60 s at most" in capsys.readouterr().out
    assert here.in_pool() == []


def test_a_read_only_client_is_asked_for_by_its_scope(here: Place, types: Any) -> None:
    """`--scope read`."""
    assert types("add", "acme", "--scope", "read") == 0
    assert here.register.known("acme").living([Scope.READ]) == here.in_pool()


@pytest.mark.parametrize("name", ["A Shop", "a" * 41, "a-", "", "a#b"])
def test_a_wrong_name_is_one_sentence(
    here: Place, types: Any, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """With what a name is; nothing is made."""
    assert types("add", name) == 2
    said = capsys.readouterr().err
    assert "is no name of a merchant: 1 to 40 small letters" in said
    assert here.in_pool() == []


def test_a_file_that_is_there_is_not_written_over(
    here: Place, types: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may be another's, or open to others."""
    types("add", "acme")
    (client,) = here.in_pool()
    file = tmp_path / "acme.json"
    file.write_text("mine")
    assert types("credentials", "acme", "--client", client, "--to", str(file)) == 2
    assert "name another file" in capsys.readouterr().err
    assert file.read_text() == "mine"


def test_the_secret_of_another_s_client_is_not_told(
    here: Place, types: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor that of one that has ended."""
    types("add", "acme")
    (acme,) = here.in_pool()
    types("add", "bistro")
    file = tmp_path / "bistro.json"
    assert types("credentials", "bistro", "--client", acme, "--to", str(file)) == 2
    assert f"bistro has no live client {acme}" in capsys.readouterr().err
    assert not file.exists()


def test_a_stack_that_is_older_than_the_directory_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the output that is missing."""
    older = tmp_path / "outputs.json"
    older.write_text(json.dumps({k: v for k, v in GIVEN.items() if k != "merchants_table"}))
    assert main(["merchants", "list", "--outputs", str(older)]) == 2
    assert "lacks merchants_table" in capsys.readouterr().err


def test_a_limit_of_its_own_is_set_and_taken_away(
    here: Place, types: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stands in the directory, so no deployment is needed; the list shows it."""
    types("add", "acme")
    assert types("limit", "acme", "--rate", "7", "--burst", "70") == 0
    assert "7 calls a second, 70 at once, known everywhere after 60 s" in capsys.readouterr().out
    acme = here.register.known("acme")
    assert acme.limit == Throttle(rate=7, burst=70)
    assert report([acme]).rows[0][1] == "7/s, 70"
    version = acme.version
    assert types("limit", "acme", "--rate", "7", "--burst", "70") == 0
    assert here.register.known("acme").version == version
    assert types("limit", "acme", "--default") == 0
    assert here.register.known("acme").limit is None


@pytest.mark.parametrize(
    "words",
    [
        "",
        "--rate 7",
        "--burst 7",
        "--rate 0 --burst 7",
        "--rate 7 --burst 5001",
        "--rate -1 --burst 1",
        "--default --rate 7",
        "--default --rate 7 --burst 7",
        "--default --burst 0",
    ],
)
def test_half_a_limit_or_one_out_of_bounds_is_one_sentence(
    here: Place, types: Any, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    """With what a limit is; nothing is changed."""
    here.register.add("acme")
    assert types("limit", "acme", *words.split()) == 2
    assert "A limit is --rate, 1 to 10,000 calls a second" in capsys.readouterr().err
    assert here.register.known("acme").version == 1


def test_a_client_is_told_to_encrypt_and_the_list_says_so(
    here: Place, types: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Until it is told that any body is good."""
    types("add", "acme")
    (client,) = here.register.known("acme").clients
    for option, said in (("--encrypted", True), ("--any", False)):
        assert types("bodies", "acme", "--client", client, option) == 0
        assert here.register.known("acme").clients[client].sealed_only is said
        capsys.readouterr()
        types("list")
        assert ("encrypted" in capsys.readouterr().out) is said


@pytest.mark.parametrize("words", ["", "--encrypted --any"])
def test_what_bodies_a_client_may_send_is_said_once(
    types: Any, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither nothing nor both."""
    assert types("bodies", "acme", "--client", "one", *words.split()) == 2
    assert "Say --encrypted or --any, and not both." in capsys.readouterr().err


def test_nobody_s_limit_can_be_set(types: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """There is no such merchant."""
    assert types("limit", "nobody", "--default") == 2
    assert "There is no merchant nobody" in capsys.readouterr().err


def test_the_list_says_of_each_client_what_it_is() -> None:
    """Oldest first; a client of a disabled merchant has ended, whatever is written of it."""
    acme = Merchant(name="acme").with_client("new", [Scope.READ], 86_400)
    acme = acme.with_client("old", list(Scope), 0).without_client("old")
    assert report([acme]).rows == [
        ("acme", "the stack's", "old", "read write", "1970-01-01", "ended"),
        ("acme", "the stack's", "new", "read", "1970-01-02", "live"),
    ]
    shut = acme.model_copy(update={"live": False})
    assert [row[-1] for row in report([shut]).rows] == ["ended", "ended"]
