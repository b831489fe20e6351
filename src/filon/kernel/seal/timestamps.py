"""The time-stamp authority of FILON_TSA_URL (RFC 3161), asked through `kernel.outbound`, and what a long-term signature must carry."""

from typing import Any

from asgiref.sync import sync_to_async
from asn1crypto import tsp, x509
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext

from filon.kernel import demo, outbound
from filon.kernel.seal import trust
from filon.kernel.seal.fetching import Fetching

ASKED, ANSWERED = "application/timestamp-query", "application/timestamp-reply"
SECONDS = 15.0
LARGEST = 64 * 1024


class Authority(TimeStamper):
    """One time-stamp authority."""

    def __init__(self, url: str) -> None:
        TimeStamper.__init__(self)
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Raises outbound.Unreachable, also for an answer that is no time-stamp."""
        return await sync_to_async(self._ask)(req.dump())

    def _ask(self, query: bytes) -> tsp.TimeStampResp:
        answer = outbound.fetch(
            self.url, method="POST", headers={"Content-Type": ASKED, "Accept": ANSWERED}, body=query, timeout=SECONDS, max_bytes=LARGEST
        )
        if answer.status != 200 or answer.headers.get("content-type", "").partition(";")[0].strip() != ANSWERED:
            raise outbound.Unreachable(_("The time-stamp authority at %(url)s gives no time-stamp.") % {"url": self.url})
        return tsp.TimeStampResp.load(answer.body)


def time_stamper() -> Authority | None:
    """None without FILON_TSA_URL, and in a demo, from which nothing goes out."""
    return Authority(settings.TSA_URL) if settings.TSA_URL and not demo.is_demo() else None


def long_term(stamper: Authority | None) -> dict[str, Any]:
    """The arguments of a signature that carries the proof of its own certificates; none without a time-stamp authority."""
    if stamper is None:
        return {}
    return {"embed_validation_info": True, "validation_context": _context()}


def _context() -> ValidationContext:
    """Trusts our authority and that of the time-stamps; knows our list of revocations and fetches the others'."""
    own = trust.own_trust()
    return ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in own.roots],
        crls=list(own.revocations),
        allow_fetching=True,
        fetcher_backend=Fetching(),
        revocation_mode="soft-fail",
    )
