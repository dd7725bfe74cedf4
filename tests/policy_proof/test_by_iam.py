"""IAM's own vocabulary: what opens something is seen, what says the same raises nothing."""

from functools import cache

import pytest

from policy_proof import by_iam, run, scenarios
from policy_proof.mutant import Source
from policy_proof.stacks import STACKS
from policy_proof.tally import Tally

# Minutes of all cores, which other tests want too; the common bound is for what hangs.
pytestmark = pytest.mark.timeout(2400)


@cache
def tally() -> Tally:
    """Each statement of the four stacks of which no other has the like."""
    return run.together(run.IAM)


def test_what_opens_something_is_seen() -> None:
    """Whoever gets in, gets past a denial or gets more than its work: a rule says so."""
    assert sorted(map(str, tally().unseen)) == []
    assert tally().made[Source.IAM] > 500


def test_the_same_in_other_words_raises_nothing() -> None:
    """A rule that reports it looks at letters, and not at what they do."""
    assert tally().quiet > 100
    assert sorted(tally().raised) == []


def test_every_document_of_the_stacks_is_read() -> None:
    """Of identities, roles, keys, queues, topics, tables, secrets and logs."""
    kinds = {
        place.one.type.rpartition(":")[2]
        for name in STACKS
        for place in by_iam.places(scenarios.stack(name))
    }
    assert kinds == {"RolePolicy", "Policy", "Role", "Key", "KeyPolicy", "BucketPolicy", "Queue",
                     "EventBusPolicy", "RegistryPolicy",
                     "Topic", "ResourcePolicy", "LogResourcePolicy", "SecretPolicy"}  # fmt: skip
