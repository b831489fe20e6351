from filon.kernel.models import uuid7


def test_uuid7_has_its_version_and_variant_and_sorts_by_time() -> None:
    made = [uuid7() for _ in range(1000)]

    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}
    assert [one.int >> 80 for one in made] == sorted(one.int >> 80 for one in made)
    assert len(set(made)) == 1000
