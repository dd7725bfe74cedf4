"""The codes by themselves."""

from runtime.contract.codes import Code


def test_a_code_is_its_name_s_own_and_in_small_letters() -> None:
    """Callers compare texts: no two are one, and none needs another spelling."""
    assert len({str(code) for code in Code}) == len(Code)
    assert all(str(code).replace("_", "").isalpha() and str(code).islower() for code in Code)
