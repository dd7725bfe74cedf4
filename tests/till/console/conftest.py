"""A browser, as far as HTTP goes, that has opened the console's link."""

import pytest
from starlette.testclient import TestClient

from tests.fakes.console_stack import NOW, FakeStack
from till.console.app import application
from till.console.session import Session


@pytest.fixture(name="stack")
def _stack() -> FakeStack:
    return FakeStack()


@pytest.fixture(name="session")
def _session() -> Session:
    return Session(8000)


@pytest.fixture(name="stranger")
def _stranger(stack: FakeStack, session: Session) -> TestClient:
    """Somebody who has not opened the link."""
    app = application(stack, session, lambda: NOW)
    return TestClient(app, base_url=session.origin, follow_redirects=False)


@pytest.fixture(name="client")
def _client(stranger: TestClient, session: Session) -> TestClient:
    """Whoever has."""
    stranger.cookies.set(session.cookie_name, session.cookie)
    return stranger


class Page:
    """Asks for pages by their path below the room."""

    def __init__(self, client: TestClient, session: Session) -> None:
        self._client = client
        self._session = session

    def get(self, path: str, status: int = 200) -> str:
        """A page's text."""
        found = self._client.get(f"{self._session.base}{path}")
        assert found.status_code == status, found.text
        return found.text

    def post(self, path: str, fields: dict[str, str], status: int = 200) -> str:
        """The text of what a form of ours is answered with."""
        found = self._client.post(
            f"{self._session.base}{path}",
            data={"form_token": self._session.form_token, **fields},
            headers={"Origin": self._session.origin, "Sec-Fetch-Site": "same-origin"},
        )
        assert found.status_code == status, found.text
        return found.text


@pytest.fixture(name="page")
def _page(client: TestClient, session: Session) -> Page:
    return Page(client, session)
