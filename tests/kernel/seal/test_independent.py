"""Another validator than ours: pdfsig of poppler, with NSS."""

from tests.kernel import papers
from tests.kernel.poppler import needs_poppler, signatures_of
from tests.kernel.seal.conftest import Seal

pytestmark = needs_poppler
VALID = "Signature is Valid."


def test_seals_are_valid_elsewhere(sealed: Seal) -> None:
    pdf = sealed(sealed(sealed(), field_name="second"), field_name="last", closes=True)

    assert signatures_of(pdf) == [VALID, VALID, VALID]


def test_one_flipped_byte_is_seen_elsewhere(sealed: Seal) -> None:
    pdf = sealed(sealed(), field_name="second")

    for place in (papers.place_in_a_page(pdf), pdf.index(b"/CreationDate") + 20, pdf.rindex(b"/Location") + 14):
        found = signatures_of(papers.flipped(pdf, place))
        assert VALID not in found[-1:]


def test_paper_without_a_seal_has_none_elsewhere() -> None:
    assert signatures_of(papers.paper()) == []
