"""Documents as word processors write them: tracked changes, content controls, foreign styles; and those that must not be unfolded."""

import io
import zipfile

import pytest

from filon.engines.returned_docx import Comment, NotReadable, Reason, Segment, archive, read

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = (
    f"<w:styles {NAMESPACE}>"
    '<w:style w:styleId="Titre2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="Puce"><w:name w:val="List Bullet"/></w:style>'
    "</w:styles>"
)


def docx(body: str, *parts: tuple[str, str | bytes]) -> bytes:
    """The smallest document with this body, and more parts by their path."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("[Content_Types].xml", "<Types/>")
        written.writestr("word/document.xml", f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>")
        written.writestr("word/styles.xml", STYLES)
        for name, content in parts:
            written.writestr(name, content)
    return buffer.getvalue()


def p(inside: str, style: str = "", mark: str = "", properties: str = "") -> str:
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    marked = f'<w:bookmarkStart w:id="1" w:name="{mark}"/><w:bookmarkEnd w:id="1"/>' if mark else ""
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{marked}{inside}</w:p>"


def r(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def text_of(body: str) -> str:
    return "\n".join(segment.text for segment in read(docx(body), prefix="_our_"))


def test_segments_begin_at_our_bookmarks_and_at_headings() -> None:
    body = (
        p(r("Avant"))
        + p(r("Article 1"), "Titre2", "_our_a")
        + p(r("Un."))
        + p(r("Deux."), mark="their_bookmark")
        + p(r("Article 2"), "Titre2")
        + p(r("Trois."))
        + p(r("Quatre."), mark="_our_b")
    )

    assert read(docx(body), prefix="_our_") == (
        Segment("", "", "Avant", ""),
        Segment("_our_a", "Article 1", "Un.\n\nDeux.", ""),
        Segment("", "Article 2", "Trois.", ""),
        Segment("_our_b", "", "Quatre.", ""),
    )


def test_tracked_changes_count_as_accepted() -> None:
    struck = "<w:del><w:r><w:delText>30 000</w:delText></w:r></w:del>"

    assert text_of(p(r("verser ") + struck + f"<w:ins>{r('45 000')}</w:ins>" + r(" €"))) == "verser 45 000 €"


def test_moved_words_stand_once() -> None:
    assert text_of(p(f"<w:moveFrom>{r('ici')}</w:moveFrom>" + r("et ")) + p(f"<w:moveTo>{r('là')}</w:moveTo>")) == "et\n\nlà"


def test_paragraphs_joined_by_a_tracked_change_are_one() -> None:
    joined = "<w:rPr><w:del/></w:rPr>"

    assert text_of(p(r("Un "), properties=joined) + p(r("deux")) + p(r("trois"))) == "Un deux\n\ntrois"


def test_lists_are_known_by_style_or_by_number() -> None:
    body = p(r("Puis :")) + p(r("un"), "Puce") + p(r("deux"), properties='<w:numPr><w:numId w:val="1"/></w:numPr>') + p(r("Fin."))

    assert text_of(body) == "Puis :\n\n- un\n- deux\n\nFin."


def test_line_ends_tabs_and_hyphens_are_kept() -> None:
    assert (
        text_of(p(r("a") + "<w:r><w:br/></w:r>" + r("b") + "<w:r><w:tab/></w:r>" + r("c") + "<w:r><w:noBreakHyphen/></w:r>"))
        == "a\nb c\u2011"
    )


def test_content_controls_and_links_are_read_through() -> None:
    body = f"<w:sdt><w:sdtContent>{p(r('Un'))}</w:sdtContent></w:sdt>" + p(f"<w:hyperlink>{r('lien')}</w:hyperlink>")

    assert text_of(body) == "Un\n\nlien"


def test_tables_are_rows_and_removed_rows_are_not() -> None:
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p(r('x'))}</w:tc></w:tr>"
    body = f"<w:tbl>{row.format(p(r('Don')), p(r('3')) + p(r('€')))}{gone}</w:tbl>"

    assert read(docx(body), prefix="_our_") == (Segment("", "", "", "Don | 3 €"),)


def test_comments_belong_to_their_segment() -> None:
    told = f'<w:comments {NAMESPACE}><w:comment w:id="7" w:author="Paul">{p(r("Non."))}</w:comment></w:comments>'
    body = p(r("Texte") + '<w:r><w:commentReference w:id="7"/></w:r>', mark="_our_a")

    [segment] = read(docx(body, ("word/comments.xml", told)), prefix="_our_")

    assert segment.comments == (Comment("Paul", "Non."),)


def reason_of(content: bytes) -> Reason:
    with pytest.raises(NotReadable) as refused:
        read(content, prefix="_our_")
    return refused.value.reason


def test_bomb_is_not_unfolded() -> None:
    assert reason_of(docx("", ("word/media/a.bin", bytes(archive.LARGEST_UNZIPPED + 1)))) is Reason.TOO_LARGE


def test_archive_of_too_many_entries_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_ENTRIES", 2)

    assert reason_of(docx("")) is Reason.TOO_LARGE


def test_macros_are_refused() -> None:
    assert reason_of(docx("", ("word/vbaProject.bin", b"x"))) is Reason.MACROS


@pytest.mark.parametrize("name", ["xl/workbook.xml", "content.xml"])
def test_other_archives_are_refused(name: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        written.writestr(name, "<a/>")

    assert reason_of(buffer.getvalue()) is Reason.NOT_A_DOCX


@pytest.mark.parametrize(
    "document",
    [
        "<w:document",
        "",
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {NAMESPACE}><w:body>&x;</w:body></w:document>',
        f"<w:document {NAMESPACE}/>",
        f"<w:document {NAMESPACE}><w:body>{'<w:sdt>' * 240}{'</w:sdt>' * 240}</w:body></w:document>",
    ],
)
def test_damaged_documents_are_refused(document: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        written.writestr("[Content_Types].xml", "<Types/>")
        written.writestr("word/document.xml", document)

    assert reason_of(buffer.getvalue()) is Reason.DAMAGED


def test_flipped_byte_of_the_archive_is_refused() -> None:
    content = bytearray(docx(p(r("Texte " * 200))))
    place = bytes(content).index(b"word/document.xml") + 60
    content[place] ^= 0xFF

    assert reason_of(bytes(content)) is Reason.DAMAGED
