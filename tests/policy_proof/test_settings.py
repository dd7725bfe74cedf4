"""Settings and exemptions that are in order are nobody's finding."""

from policies.pci import platform
from policy_proof.settings import EXEMPTIONS, IT, PINNED, SOUND, said


def test_a_pinned_provider_is_fine() -> None:
    """Each loose setting alone is what its mutant is reported for."""
    assert platform.PROVIDER.name not in said(IT, PINNED)


def test_a_sound_exemption_is_fine_and_exempts() -> None:
    """Each wrong field alone is what its mutant is reported for."""
    assert SOUND.rule in said(IT, PINNED)
    assert not {EXEMPTIONS, SOUND.rule} & said(IT, PINNED, SOUND)
