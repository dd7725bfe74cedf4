"""The page of events and the schemas are the code's, and real events are valid by them."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from docs_gen.events import DOCS, MEANT, page, schema, write
from runtime.domain.events import EventType, events_of
from runtime.domain.payment import MailStatus
from runtime.wire.events import event_object
from simulator.keep import histories
from tests.fakes.payments import ID, Harness


def test_page_and_schemas_are_made_from_the_code() -> None:
    """`docs/events.md` and `docs/events/` are generated; run `make docs` after a change."""
    assert (DOCS / "events.md").read_text() == page()
    kept = {path.stem for path in (DOCS / "events").glob("*.json")}
    assert kept == {str(kind) for kind in EventType}


def test_a_folder_is_written_as_it_is_kept(tmp_path: Path) -> None:
    """Byte for byte."""
    write(tmp_path)
    for path in (DOCS / "events").rglob("*.json"):
        assert (tmp_path / path.relative_to(DOCS)).read_bytes() == path.read_bytes()


def test_every_type_is_explained() -> None:
    """In the order in which a payment meets them."""
    assert list(MEANT) == list(EventType)


@pytest.mark.parametrize("kind", EventType)
def test_a_schema_is_one(kind: EventType) -> None:
    """By the meta-schema of its draft; it allows no member that it does not name."""
    Draft202012Validator.check_schema(schema(kind))
    assert schema(kind)["additionalProperties"] is False


def test_what_is_told_of_simulated_payments_is_valid_by_its_own_type_alone() -> None:
    """Every event of the simulator's kept histories; another type's schema refuses it."""
    seen = set[str]()
    for changes in histories():
        entries = [entry for change in changes for entry in change.entries]
        for event in events_of(changes[-1].after, entries):
            shown = event_object(event).model_dump(mode="json")
            if shown["id"] not in seen:
                fits = [kind for kind in EventType if _valid(shown, kind)]
                assert fits == [event.type]
            seen.add(shown["id"])
    assert len(seen) > 10


def test_an_event_whose_payment_stands_elsewhere_is_refused() -> None:
    """The payment is where its event has brought it, and a lost mail is on the payment."""
    harness = Harness()
    row = harness.told(MailStatus.UNDELIVERABLE)
    for event in events_of(row, harness.ledger.lines[ID]):
        shown = event_object(event).model_dump(mode="json")
        assert _valid(shown, event.type)
        assert not _valid({**shown, "data": {**shown["data"], "status": "canceled"}}, event.type)
        mail = {**shown["data"]["notification"], "status": "sending"}
        lost = event.type is EventType.NOTIFICATION_UNDELIVERABLE
        changed = {**shown, "data": {**shown["data"], "notification": mail}}
        assert _valid(changed, event.type) is not lost


def _valid(shown: dict[str, object], kind: EventType) -> bool:
    return Draft202012Validator(schema(kind)).is_valid(shown)
