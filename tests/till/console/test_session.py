"""Who may use a console."""

from till.console.session import Session


def test_no_two_consoles_share_a_secret() -> None:
    """Each process makes its own, of 32 bytes each, and none is another one's."""
    made = [Session(8000), Session(8000)]
    secrets = [each for one in made for each in (one.base, one.cookie, one.form_token, one.link)]
    assert len(set(secrets)) == len(secrets)
    assert all(len(each.strip("/")) >= 43 for each in secrets)


def test_the_link_opens_once() -> None:
    """A wrong token does not use it up, and the right one does."""
    session = Session(8000)
    token = session.link.partition("token=")[2]
    assert not session.opened_by("")
    assert not session.opened_by("é")
    assert session.opened_by(token)
    assert not session.opened_by(token)
    assert not session.opened_by("used")


def test_cookie_and_form_token_are_two_things() -> None:
    """One does not stand for the other."""
    session = Session(8000)
    assert session.knows(session.cookie)
    assert session.made(session.form_token)
    assert not session.knows(session.form_token)
    assert not session.made(session.cookie)
