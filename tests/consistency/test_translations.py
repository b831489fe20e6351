"""Every sentence is in French, none is doubtful or orphan, and the named values are the same in both languages."""

import pytest
from tools import messages

CATALOGUES = list(messages.catalogues())


@pytest.mark.slow
@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[3].name)
def test_catalogue_has_no_gap(path: messages.Path) -> None:
    assert messages.gaps(path) == []
