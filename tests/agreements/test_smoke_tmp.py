import pytest
from tests.agreements import three_parties


@pytest.mark.django_db
def test_x():
    story, delivery = three_parties.contested()
    assert delivery
