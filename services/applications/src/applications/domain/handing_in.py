"""How a person may hand in the papers that are missing, by what their passport lists."""

from applications.domain.intake.submission import POST, SELF_SERVICE
from applications.domain.passport import Passport
from shared.texts import Text

ELECTRONIC_COPY = "electronic-copy"

_UPLOAD = Text(
    az="E-sosial portalında müraciətinizə əlavə edin", en="upload them on the E-sosial portal"
)
_BRING = Text(az="DOST mərkəzinə təqdim edin", en="bring them to a DOST centre")
_SEND = Text(az="poçtla göndərin", en="send them by post")


def how_to_hand_in(passport: Passport) -> Text:
    """Return the sentence that tells where papers are taken (ours: the passport lists ways to apply).

    A portal takes copies where the passport has applications by self-service and electronic copies;
    a letter may bring them where one may apply by letter. A centre takes them, unless the service is
    offered on the portal alone.
    """
    ways = []
    if SELF_SERVICE in passport.channels and ELECTRONIC_COPY in passport.forms:
        ways.append(_UPLOAD)
    if not ways or set(passport.channels) - {SELF_SERVICE, POST}:
        ways.append(_BRING)
    if POST in passport.channels:
        ways.append(_SEND)
    return Text(
        az=f"Onları {' və ya '.join(way.az for way in ways)}.",
        en=f"Please {' or '.join(way.en for way in ways)}.",
    )
