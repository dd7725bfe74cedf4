"""A certificate of this machine, by an authority that vouches for nothing else."""

import ssl
import stat
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import ExtensionOID

from local.receiver.certificate import LIFE, CertificateFiles, make


def made(folder: Path) -> tuple[CertificateFiles, x509.Certificate, x509.Certificate]:
    """The files, the authority and its one certificate."""
    files = make(folder, folder / "beside" / "authority.pem")
    root, leaf = (
        x509.load_pem_x509_certificate(each.read_bytes()) for each in (files.authority, files.chain)
    )
    return files, root, leaf


def test_the_authority_signed_the_certificate(tmp_path: Path) -> None:
    """For 127.0.0.1 and localhost, and for a week."""
    _, root, leaf = made(tmp_path)
    leaf.verify_directly_issued_by(root)
    names = leaf.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).value
    assert isinstance(names, x509.SubjectAlternativeName)
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc > LIFE


def test_the_authority_can_make_no_other(tmp_path: Path) -> None:
    """Its key is in no file: the one that is kept is the certificate's, for its owner alone."""
    files, root, leaf = made(tmp_path)
    kept = load_pem_private_key(files.key.read_bytes(), None)
    assert kept.public_key() == leaf.public_key() != root.public_key()
    assert stat.S_IMODE(files.key.stat().st_mode) == 0o600
    assert {each.name for each in tmp_path.rglob("*.pem")} == {
        *("authority.pem", "chain.pem", "key.pem"),
    }
    assert b"PRIVATE" not in files.authority.read_bytes() + files.chain.read_bytes()


def test_an_authority_of_another_start_vouches_for_nothing_here(tmp_path: Path) -> None:
    """Each start has its own, and OpenSSL takes both files."""
    one, two = (
        make(tmp_path / each, tmp_path / each / "authority.pem") for each in _folders(tmp_path)
    )
    assert one.authority.read_bytes() != two.authority.read_bytes()
    ssl.create_default_context(cafile=str(one.authority)).load_cert_chain(one.chain, one.key)


def _folders(folder: Path) -> tuple[str, str]:
    for each in ("one", "two"):
        (folder / each).mkdir()
    return "one", "two"
