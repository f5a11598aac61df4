"""How a person can have the decision looked at again, refused or granted. Data, as the law has it."""

from dataclasses import dataclass

from shared.texts import Text


@dataclass(frozen=True, slots=True)
class Appeal:
    """Where a decision can be contested, within how many days of reading it, and by which law."""

    before: tuple[Text, ...]
    within_days: int
    basis: Text

    @property
    def sentence(self) -> Text:
        """Return the whole of it as one sentence for the person."""
        return Text(
            az=_SENTENCE.az.format(
                before=" və ya ".join(each.az for each in self.before),
                days=self.within_days,
                basis=self.basis.az,
            ),
            en=_SENTENCE.en.format(
                before=" or ".join(each.en for each in self.before),
                days=self.within_days,
                basis=self.basis.en,
            ),
        )


AGAINST_A_DECISION = Appeal(
    before=(
        Text(
            az="yuxarı orqana (Əmək və Əhalinin Sosial Müdafiəsi Nazirliyinə) inzibati şikayət",
            en="an administrative complaint to the superior body (the Ministry of Labour and "
            "Social Protection of Population)",
        ),
        Text(az="inzibati məhkəməyə iddia", en="a claim at the administrative court"),
    ),
    within_days=30,
    basis=Text(
        az="“İnzibati icraat haqqında” Qanun və İnzibati Prosessual Məcəllə",
        en="the Law on Administrative Proceedings and the Administrative Procedure Code",
    ),
)
"""What a decision says today; each decision keeps what it said."""

_SENTENCE = Text(
    az="Qərarla razı deyilsinizsə, onu aldığınız gündən {days} gün ərzində {before} "
    "verə bilərsiniz ({basis}).",
    en="If you disagree, you can within {days} days of receiving the decision file {before} "
    "({basis}).",
)
