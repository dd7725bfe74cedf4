"""The picture of the doctor."""

from docs_gen.doctor_picture import PICTURE, picture


def test_the_picture_is_what_the_doctor_prints_today() -> None:
    """`docs/doctor.svg` is drawn by `make docs`, from a made-up account that never changes."""
    drawn = picture()
    assert PICTURE.read_text(encoding="utf-8") == drawn
