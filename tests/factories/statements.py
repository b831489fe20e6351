"""The same movements as each format writes them: what `docs/samples` holds, and files as large as one likes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from xml.sax.saxutils import escape

from filon.engines.statements import Line

IBAN = "FR0899999000010000001234500"
"""Of an account that no bank has (invented; its figures check)."""


def _iban(number: int) -> str:
    body = f"9999900002{number:011d}00"
    return f"FR{98 - int(''.join(str(int(sign, 36)) for sign in body + 'FR00')) % 97:02d}{body}"


def _line(day: str, cents: int, name: str, label: str, reference: str = "", number: int = 0) -> Line:
    on = dt.date.fromisoformat(day)
    return Line(on, on, cents, name, _iban(number) if number else "", reference, label)


SAMPLE = (
    _line("2026-11-03", 4_000_000, "GARDON ENERGIES (DEM.)", "CONVENTION GARDON VERSEMENT 6", "GARDON-V6", 11),
    _line("2026-11-05", 500_000, "CEVENOL HOLDING (DEM.)", "MECENAT ATELIER CEVENOL", "CEVENOL-2026", 12),
    _line("2026-11-09", 1_500_000, "SALINS ET RESINES (DEM.)", "SALINS-A SALINS-B", "", 13),
    _line("2026-11-12", 25_000, "MME JEANNE ROQUE (DEM.)", "DON ANNUEL", "", 14),
    _line("2026-11-12", 8_000, "M OU MME FABREGUE (DEM.)", "VIREMENT", "", 15),
    _line("2026-11-12", 8_000, "M OU MME FABREGUE (DEM.)", "VIREMENT", "", 15),
    _line("2026-11-16", -125_000, "OPTIQUE DU VIDOURLE (DEM.)", "FACTURE 2026-118 MICROSCOPE", "FAC-2026-118", 16),
    _line("2026-11-30", -1_840, "BANQUE DES GORGES (DEM.)", "FRAIS DE TENUE DE COMPTE", "", 0),
)
"""A month of the fund of the demonstration: announced, paid by somebody else, grouped, from persons, a purchase, charges."""


def as_camt(lines: Sequence[Line], *, version: str = "02", iban: str = IBAN, currency: str = "EUR") -> bytes:
    entries = "".join(_camt_entry(line, number, currency, nests_parties=version == "08") for number, line in enumerate(lines, 1))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">\n<BkToCstmrStmt>'
        "<GrpHdr><MsgId>RELEVE-2026-11</MsgId><CreDtTm>2026-12-01T06:00:00</CreDtTm></GrpHdr>\n<Stmt><Id>RELEVE-2026-11</Id>"
        f"<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>{currency}</Ccy></Acct>\n{entries}</Stmt>\n</BkToCstmrStmt>\n</Document>\n"
    ).encode()


def _camt_entry(line: Line, number: int, currency: str, *, nests_parties: bool) -> str:
    way, party = ("CRDT", "Dbtr") if line.amount_cents > 0 else ("DBIT", "Cdtr")
    amount = f'<Amt Ccy="{currency}">{abs(line.amount_cents) / 100:.2f}</Amt>'
    name = f"<Nm>{escape(line.payer_name)}</Nm>"
    parties = f"<{party}>{f'<Pty>{name}</Pty>' if nests_parties else name}</{party}>"
    if line.payer_iban:
        parties += f"<{party}Acct><Id><IBAN>{line.payer_iban}</IBAN></Id></{party}Acct>"
    state = "<Sts><Cd>BOOK</Cd></Sts>" if nests_parties else "<Sts>BOOK</Sts>"
    return (
        f"<Ntry>{amount}<CdtDbtInd>{way}</CdtDbtInd>{state}<BookgDt><Dt>{line.booked_on}</Dt></BookgDt>"
        f"<ValDt><Dt>{line.credited_on}</Dt></ValDt><AcctSvcrRef>{line.bank_id or f'BDG2026{number:06d}'}</AcctSvcrRef><NtryDtls><TxDtls>"
        f"<Refs><EndToEndId>{escape(line.reference or 'NOTPROVIDED')}</EndToEndId></Refs><RltdPties>{parties}</RltdPties>"
        f"<RmtInf><Ustrd>{escape(line.label)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )


def _swift(cents: int) -> str:
    return f"{abs(cents) // 100},{abs(cents) % 100:02d}"


def as_mt940(lines: Sequence[Line], *, currency: str = "EUR", opening: int = 1_234_567) -> bytes:
    closing = opening + sum(line.amount_cents for line in lines)
    first, last = lines[0].booked_on, lines[-1].booked_on
    told = [":20:RELEVE-2026-11", f":25:{IBAN}", ":28C:00011/001", f":60F:C{first:%y%m%d}{currency}{_swift(opening)}"]
    for line in lines:
        way = "C" if line.amount_cents > 0 else "D"
        told.append(f":61:{line.credited_on:%y%m%d}{line.booked_on:%m%d}{way}{_swift(line.amount_cents)}NTRFNONREF")
        iban = f"?31{line.payer_iban}" if line.payer_iban else ""
        told.append(f":86:166?00VIREMENT SEPA?20EREF+{line.reference or 'NOTPROVIDED'}?21SVWZ+{line.label}{iban}?32{line.payer_name[:27]}")
        if line.payer_name[27:]:
            told[-1] += f"?33{line.payer_name[27:]}"
    told += [f":62F:C{last:%y%m%d}{currency}{_swift(closing)}", "-", ""]
    return "\r\n".join(told).encode("cp1252")


def as_ofx(lines: Sequence[Line], *, currency: str = "EUR", version: int = 1) -> bytes:
    end = (lambda tag: f"</{tag}>") if version == 2 else (lambda _tag: "")
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n'
        if version == 2
        else "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n\n"
    )

    def tag(name: str, value: object) -> str:
        return f"<{name}>{escape(str(value))}{end(name)}\n"

    movements = "".join(
        "<STMTTRN>\n"
        + tag("TRNTYPE", "CREDIT" if line.amount_cents > 0 else "DEBIT")
        + tag("DTPOSTED", f"{line.booked_on:%Y%m%d}120000")
        + tag("TRNAMT", f"{line.amount_cents / 100:.2f}")
        + tag("FITID", line.bank_id or f"BDG2026{number:06d}")
        + (tag("REFNUM", line.reference) if line.reference else "")
        + tag("NAME", line.payer_name)
        + tag("MEMO", line.label)
        + "</STMTTRN>\n"
        for number, line in enumerate(lines, 1)
    )
    account = (
        tag("BANKID", IBAN[4:9])
        + tag("BRANCHID", IBAN[9:14])
        + tag("ACCTID", IBAN[14:25])
        + tag("ACCTTYPE", "CHECKING")
        + tag("ACCTKEY", IBAN[25:])
    )
    return (
        f"{head}<OFX>\n<BANKMSGSRSV1>\n<STMTTRNRS>\n<STMTRS>\n{tag('CURDEF', currency)}<BANKACCTFROM>\n{account}</BANKACCTFROM>\n"
        f"<BANKTRANLIST>\n{movements}</BANKTRANLIST>\n</STMTRS>\n</STMTTRNRS>\n</BANKMSGSRSV1>\n</OFX>\n"
    ).encode()


def as_csv(lines: Sequence[Line], *, encoding: str = "cp1252", splits_amount: bool = True) -> bytes:
    amounts = "Débit;Crédit" if splits_amount else "Montant"
    told = [f"Compte;{IBAN};;;;;", "", f"Date opération;Date de valeur;{amounts};Nom du tiers;IBAN du tiers;Référence;Libellé"]
    for line in lines:
        euros = f"{abs(line.amount_cents) // 100:,}".replace(",", " ") + f",{abs(line.amount_cents) % 100:02d}"
        amount = (
            (f";{euros}" if line.amount_cents > 0 else f"{euros};") if splits_amount else f"{'-' if line.amount_cents < 0 else ''}{euros}"
        )
        cells = [
            f"{line.booked_on:%d/%m/%Y}",
            f"{line.credited_on:%d/%m/%Y}",
            amount,
            line.payer_name,
            line.payer_iban,
            line.reference,
            line.label,
        ]
        told.append(";".join(cells))
    return ("\r\n".join(told) + "\r\n").encode(encoding)


SAMPLES = {"releve-exemple.xml": as_camt, "releve-exemple.sta": as_mt940, "releve-exemple.ofx": as_ofx, "releve-exemple.csv": as_csv}


def many(count: int) -> list[Line]:
    """So many gifts of persons, over the days of a year."""
    start = dt.date(2026, 1, 2)
    return [
        replace(
            SAMPLE[3],
            booked_on=day,
            credited_on=day,
            amount_cents=1_000 + number % 97 * 500,
            bank_id=f"BULK{number:08d}",
            reference=f"DON-{number:06d}",
        )
        for number in range(count)
        for day in [start + dt.timedelta(days=number * 360 // count)]
    ]
