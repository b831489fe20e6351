"""Papers, and what somebody has done to them."""

import io
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject, copy_into_new_writer

from filon.engines.typesetting import compile_pdf
from filon.kernel.pdf.sources import FONTS


def paper(body: str = "Texte") -> bytes:
    """A PDF that has nothing to do with the house."""
    main = f'#set document(title: "Papier")\n#set text(lang: "fr", font: "Inter")\n= Titre\n{body}'
    return compile_pdf(main, sources={}, inputs={}, fonts=str(FONTS), moment=1_772_530_200)


def added(pdf: bytes, change: Any) -> bytes:
    """With one more revision, in which `change` was made to the writer."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def with_script(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        script = DictionaryObject({pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")})
        writer.root["/OpenAction"] = writer.add_object(script)
        writer.update_root()

    return added(pdf, change)


def with_launch(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        action = DictionaryObject({pdf_name("/S"): pdf_name("/Launch"), pdf_name("/F"): pdf_string("calc.exe")})
        page, _resources = writer.find_page_for_modification(0)
        page.get_object()["/AA"] = DictionaryObject({pdf_name("/O"): action})
        writer.mark_update(page)

    return added(pdf, change)


def with_form(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        field = DictionaryObject({pdf_name("/FT"): pdf_name("/Tx"), pdf_name("/T"): pdf_string("montant"), pdf_name("/V"): pdf_string("1")})
        fields = ArrayObject([writer.add_object(field)])
        if "/AcroForm" in writer.root:
            form = writer.root["/AcroForm"]
            form["/Fields"].append(fields[0])
            writer.update_container(form["/Fields"])
        else:
            writer.root["/AcroForm"] = DictionaryObject({pdf_name("/Fields"): fields})
            writer.update_root()

    return added(pdf, change)


def with_embedded_file(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        content = writer.add_object(StreamObject({pdf_name("/Type"): pdf_name("/EmbeddedFile")}, stream_data=b"MZ"))
        spec = DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Filespec"),
                pdf_name("/F"): pdf_string("facture.exe"),
                pdf_name("/EF"): DictionaryObject({pdf_name("/F"): content}),
            }
        )
        names = ArrayObject([pdf_string("facture.exe"), writer.add_object(spec)])
        tree = DictionaryObject({pdf_name("/EmbeddedFiles"): DictionaryObject({pdf_name("/Names"): names})})
        writer.root["/Names"] = tree
        writer.update_root()

    return added(pdf, change)


def with_page(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        stream = writer.add_object(StreamObject(stream_data=b""))
        box = ArrayObject([NumberObject(number) for number in (0, 0, 595, 842)])
        writer.insert_page(PageObject(contents=stream, media_box=box))

    return added(pdf, change)


def with_words(pdf: bytes) -> bytes:
    """The first page shows something else from now on."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page, _resources = writer.find_page_for_modification(0)
        page.get_object()[NameObject("/Contents")] = writer.add_object(StreamObject(stream_data=b"0 0 100 100 re f"))
        writer.mark_update(page)

    return added(pdf, change)


def encrypted(pdf: bytes) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    writer.encrypt(owner_pass="owner", user_pass="user")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def flipped(pdf: bytes, place: int) -> bytes:
    """With one bit of one byte turned round."""
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def place_in_a_page(pdf: bytes) -> int:
    """Within the first compressed stream, which any change breaks or alters."""
    return pdf.index(b"stream") + 40
