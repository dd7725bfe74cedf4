"""Which policies are written as they are; `tests/fidelity/test_buses.py` has the rest."""

import json
from typing import Any

from local.emulator.mends.buses import kept

DOCUMENT = {"Version": "2012-10-17", "Statement": []}


def test_a_document_is_kept_whole_and_a_statement_is_the_emulators_own_matter() -> None:
    """The call takes either; without a name it is about the default bus."""
    policies: dict[str, Any] = {}
    put = kept(lambda _: (418, {}, b""), policies)
    assert put({"EventBusName": "own", "Policy": json.dumps(DOCUMENT)})[0] == 200
    assert put({"Policy": json.dumps(DOCUMENT)})[0] == 200
    assert policies == {"own": DOCUMENT, "default": DOCUMENT}
    assert put({"StatementId": "one", "Principal": "111122223333"})[0] == 418
