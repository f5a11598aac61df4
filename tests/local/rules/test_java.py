import pytest

from local_stack.java import major_version


@pytest.mark.parametrize(
    ("text", "major"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('openjdk version "25" 2025-09-16', 25),
        ('java version "1.8.0_402"', 8),
        ("java: not found", None),
    ],
)
def test_the_version_of_java_is_read_from_its_own_words(text: str, major: int | None) -> None:
    assert major_version(text) == major
