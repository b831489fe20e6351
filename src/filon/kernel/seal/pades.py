"""PAdES with pyHanko: one more signature on a PDF, after what is there and without touching it (ETSI EN 319 142-1)."""

import asyncio
import io
import logging
from datetime import datetime
from functools import lru_cache

from asgiref.sync import async_to_sync
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from filon.kernel.seal import timestamps
from filon.kernel.seal.keys import HostKey
from filon.kernel.seal.sealing import CannotSeal, Seal

log = logging.getLogger(__name__)

DIGEST = "sha256"
UNSEEN = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
"""A field without a surface, outside the page: PDF/A asks nothing more of it (ISO 19005-2, 6.3.3), nor does PDF/UA (ISO 14289-1, 7.18)."""


class _Writer(IncrementalPdfFileWriter):
    """Leaves the properties of the document as they are: a signature changes nothing of what was set, and pyHanko's own writing of XMP does
    not keep to PDF/A (it drops `rdf:parseType` from the extension schemas)."""

    def _update_meta(self) -> None:
        pass


def sealed(pdf: bytes, wanted: Seal) -> bytes:
    """The old bytes, then the new ones. Raises CannotSeal, outbound.Unreachable."""
    try:
        writer = _Writer(io.BytesIO(pdf), strict=True)
        stamper = timestamps.time_stamper()
        metadata = PdfSignatureMetadata(
            field_name=wanted.field_name,
            md_algorithm=DIGEST,
            reason=wanted.reason or None,
            location=wanted.place or None,
            name=wanted.signer_name,
            certify=_is_first(writer, wanted.field_name),
            docmdp_permissions=MDPPerm.NO_CHANGES if wanted.closes else MDPPerm.FILL_FORMS,
            subfilter=SigSeedSubFilter.PADES,
            **timestamps.long_term(stamper),
        )
        signer = PdfSigner(metadata, signer=_signer(wanted.key), timestamper=stamper, new_field_spec=_field(metadata, closes=wanted.closes))
        if stamper is None:
            return asyncio.run(_signed(signer, writer, wanted.when))
        return async_to_sync(_signed)(signer, writer, wanted.when)
    except (PdfError, SigningError, TimestampRequestError) as error:
        log.warning("sealing a PDF of %s bytes: %s", len(pdf), error)
        raise CannotSeal(_("This PDF cannot be sealed: it is damaged. Ask for it again.")) from error


def _is_first(writer: IncrementalPdfFileWriter, field_name: str) -> bool:
    """Raises CannotSeal when a signature of this name is there, or one after which nothing may come."""
    signed = writer.prev.embedded_signatures
    for one in signed:
        if one.field_name == field_name:
            raise CannotSeal(_("This PDF already carries the signature “%(name)s”.") % {"name": field_name})
        if one.docmdp_level is MDPPerm.NO_CHANGES:
            raise CannotSeal(_("The signature “%(name)s” closes this PDF: nothing can be added to it.") % {"name": one.field_name})
    return not signed


async def _signed(signer: PdfSigner, writer: IncrementalPdfFileWriter, when: datetime) -> bytes:
    """pyHanko's own steps, with our moment instead of the machine's."""
    session = signer.init_signing_session(writer)
    session.system_time = when.replace(microsecond=0)
    collected = await session.perform_presign_validation(writer)
    room = _room(signer) if signer.default_timestamper is None else await session.estimate_signature_container_size(collected)
    prepared = session.prepare_tbs_document(validation_info=collected, bytes_reserved=room)
    digest, output = prepared.digest_tbs_document(output=io.BytesIO())
    signed = await prepared.perform_signature(
        document_digest=digest.document_digest, pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=session.system_time)
    )
    await signed.post_signature_processing(output)
    output.seek(0)
    return bytes(output.read())


def _room(signer: PdfSigner) -> int:
    """Hexadecimal digits that hold the signature: its certificates and 2 kB. pyHanko's own estimate signs twice."""
    return 2 * (sum(len(one.dump()) for one in signer.signer.cert_registry) + 2048)


def _field(metadata: PdfSignatureMetadata, *, closes: bool) -> SigFieldSpec:
    locks = closes and not metadata.certify
    return SigFieldSpec(
        sig_field_name=str(metadata.field_name),
        readable_field_name=f"{metadata.name}",
        invis_sig_settings=UNSEEN,
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL) if locks else None,
        doc_mdp_update_value=MDPPerm.NO_CHANGES if locks else None,
    )


def _signer(key: HostKey) -> SimpleSigner:
    pkcs8 = key.private.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    store = _store(*(one.public_bytes(serialization.Encoding.DER) for one in (key.certificate, *key.chain)))
    return SimpleSigner(signing_cert=next(iter(store)), signing_key=asn1_keys.PrivateKeyInfo.load(pkcs8), cert_registry=store)


@lru_cache(maxsize=256)
def _store(*chain: bytes) -> SimpleCertificateStore:
    """Certificates in DER, the signer's first; reading them costs as much as half a signature."""
    store: SimpleCertificateStore = SimpleCertificateStore.from_certs([asn1_x509.Certificate.load(one) for one in chain])
    return store
