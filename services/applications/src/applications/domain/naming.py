"""What codes are called in a sentence.

A passport is printed in Azerbaijani, so Azerbaijani sentences carry its own words; English ones
carry the codes, for which there is no printed English.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from applications.domain.case import CaseState
from applications.domain.passport import Passport
from shared.texts import Text

STATES: Mapping[str, str] = MappingProxyType(
    {
        CaseState.DRAFT: "qaralama",
        CaseState.SUBMITTED: "təqdim edilib",
        CaseState.AT_FRONT_OFFICE: "ön ofisdədir",
        CaseState.AWAITING_DOCUMENTS: "sənəd gözlənilir",
        CaseState.AT_BACK_OFFICE: "arxa ofisdədir",
        CaseState.GRANTED: "müsbət qərar verilib",
        CaseState.REFUSED: "imtina edilib",
        CaseState.REFERRED: "yönləndirilib",
        CaseState.WITHDRAWN: "geri götürülüb",
        CaseState.CLOSED: "bağlanıb",
    }
)
RELATIONS: Mapping[str, str] = MappingProxyType(
    {
        "self": "şəxsin özü",
        "relative": "qohum",
        "legal-representative": "qanuni nümayəndə",
        "municipality": "bələdiyyə",
        "ngo": "qeyri-hökumət təşkilatı",
        "other": "razılıq almış digər şəxs",
    }
)


def listing(sentence: Text, codes: Iterable[str], words: Mapping[str, str]) -> Text:
    """Return the sentence with ``{listed}`` filled: words in Azerbaijani, codes in English."""
    named = tuple(codes)
    spoken = [words.get(code, code).strip().rstrip(".;,") for code in named]
    return Text(
        az=sentence.az.format(listed="; ".join(spoken)),
        en=sentence.en.format(listed=", ".join(named)),
    )


def document_words(passport: Passport) -> Mapping[str, str]:
    """Return the printed names of the required documents by code (field 21)."""
    return {document.code: document.name for document in passport.documents}


def step_words(passport: Passport) -> Mapping[str, str]:
    """Return number and text of the steps as printed by id (field 23); some have no number."""
    return {
        step.id: step.text if step.no is None else f"{step.no}. {step.text}"
        for step in passport.steps
    }
