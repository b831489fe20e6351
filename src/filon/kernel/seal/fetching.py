"""Lists of revoked certificates and answers on one certificate, fetched through `kernel.outbound` while a long-term signature is made."""

from collections.abc import AsyncGenerator, Iterable
from typing import TypeAlias

from asgiref.sync import sync_to_async
from asn1crypto import cms, crl, ocsp, pem, x509
from pyhanko_certvalidator.authority import Authority
from pyhanko_certvalidator.errors import CRLFetchError, OCSPFetchError
from pyhanko_certvalidator.fetchers.api import CertificateFetcher, CRLFetcher, FetcherBackend, Fetchers, OCSPFetcher
from pyhanko_certvalidator.fetchers.common_utils import enumerate_delivery_point_urls, format_ocsp_request, process_ocsp_response_data
from pyhanko_certvalidator.util import get_ocsp_urls, get_relevant_crl_dps

from filon.kernel import outbound

SECONDS = 10.0
LARGEST = 10 * 1024 * 1024
MOST = 8
"""addresses asked for one signature: those stand in certificates of others."""

Certificate: TypeAlias = x509.Certificate | cms.AttributeCertificateV2


class _Asker:
    """Counts what is asked."""

    def __init__(self) -> None:
        self.left = MOST

    async def ask(self, url: str, *, body: bytes | None = None, kind: str | None = None) -> bytes:
        """Raises outbound.Unreachable, ValueError when too much was asked or the answer is no success."""
        self.left -= 1
        if self.left < 0:
            raise ValueError("too many addresses")
        headers = {"Content-Type": kind} if kind else {}
        answer = await sync_to_async(outbound.fetch)(
            url, method="POST" if body else "GET", headers=headers, body=body, timeout=SECONDS, max_bytes=LARGEST
        )
        if answer.status != 200:
            raise ValueError(f"{url} answers {answer.status}")
        return answer.body


class _Lists(CRLFetcher):
    def __init__(self, asker: _Asker) -> None:
        self.asker = asker
        self.found: dict[bytes, list[crl.CertificateList]] = {}

    async def fetch(self, cert: Certificate, *, use_deltas: bool | None = None) -> Iterable[crl.CertificateList]:
        serial = cert.dump()
        if serial not in self.found:
            points = get_relevant_crl_dps(cert, use_deltas=bool(use_deltas))
            self.found[serial] = [await self._one(url) for point in points for url in enumerate_delivery_point_urls(point)]
        return self.found[serial]

    async def _one(self, url: str) -> crl.CertificateList:
        try:
            content = await self.asker.ask(url)
            return crl.CertificateList.load(pem.unarmor(content)[2] if pem.detect(content) else content)
        except (ValueError, outbound.Unreachable) as error:
            raise CRLFetchError(f"no list from {url}") from error

    def fetched_crls(self) -> Iterable[crl.CertificateList]:
        return [one for several in self.found.values() for one in several]

    def fetched_crls_for_cert(self, cert: Certificate) -> Iterable[crl.CertificateList]:
        return self.found[cert.dump()]


class _Answers(OCSPFetcher):
    def __init__(self, asker: _Asker) -> None:
        self.asker = asker
        self.found: dict[bytes, ocsp.OCSPResponse] = {}

    async def fetch(self, cert: Certificate, authority: Authority) -> ocsp.OCSPResponse:
        for url in get_ocsp_urls(cert):
            request = format_ocsp_request(cert, authority, certid_hash_algo="sha1", request_nonces=False)
            try:
                content = await self.asker.ask(url, body=request.dump(), kind="application/ocsp-request")
                self.found[cert.dump()] = process_ocsp_response_data(content, ocsp_request=request, ocsp_url=url)
                return self.found[cert.dump()]
            except (ValueError, outbound.Unreachable):
                continue
        raise OCSPFetchError("no answer on this certificate")

    def fetched_responses(self) -> Iterable[ocsp.OCSPResponse]:
        return list(self.found.values())

    def fetched_responses_for_cert(self, cert: Certificate) -> Iterable[ocsp.OCSPResponse]:
        return [self.found[cert.dump()]] if cert.dump() in self.found else []


class _Issuers(CertificateFetcher):
    """None: a time-stamp brings its certificates along, as it was asked to."""

    async def fetch_cert_issuers(self, cert: Certificate) -> AsyncGenerator[x509.Certificate, None]:  # noqa: ARG002
        return
        yield

    async def fetch_crl_issuers(self, certificate_list: crl.CertificateList) -> AsyncGenerator[x509.Certificate, None]:  # noqa: ARG002
        return
        yield

    def fetched_certs(self) -> Iterable[x509.Certificate]:
        return []


class Fetching(FetcherBackend):
    """For one signature."""

    def get_fetchers(self) -> Fetchers:
        asker = _Asker()
        return Fetchers(ocsp_fetcher=_Answers(asker), crl_fetcher=_Lists(asker), cert_fetcher=_Issuers())
