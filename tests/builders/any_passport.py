"""Passports nobody wrote: random steps in random order, documents, terms and handling (hypothesis)."""

from typing import Any

from hypothesis import strategies as st

from tests.builders.case_passports import childcare_data, codes, document, handling, step

Json = dict[str, Any]

CHANNELS = ("in-person", "self-service", "post")
AUDIENCES = ("citizen", "foreigner", "stateless")
RELATIONS = ("self", "relative")
SUBSYSTEMS = ("elillik", "pensiya", "sovqat")
DIRECTION = "social-services"
LEFT_FREE = ("take-ticket", "go-to-desk", "submit-documents", "check-completeness", "notify")
UNITS = {
    "calendar": ("day", "month"),
    "working-days": ("day",),
    "office-hours": ("minute", "hour", "day"),
    "continuous": ("minute", "hour", "day", "month"),
}

some = st.sampled_from


def subset(values: tuple[str, ...], *, at_least: int = 1) -> st.SearchStrategy[list[str]]:
    """Draw some of the values, in their order."""
    chosen = st.sets(some(values), min_size=at_least)
    return chosen.map(lambda drawn: [value for value in values if value in drawn])


def conditions() -> st.SearchStrategy[Json | None]:
    """Draw when a step or a document applies: mostly always."""
    listed = st.fixed_dictionaries(
        {
            "channels": st.none() | subset(CHANNELS),
            "audiences": st.none() | subset(AUDIENCES),
            "relations": st.none() | subset(RELATIONS),
        }
    )
    return st.none() | st.none() | listed


def sources() -> st.SearchStrategy[list[str]]:
    """Draw what supplies a document: nothing, the person, or attributes of registries."""
    attributes = st.lists(
        some([f"{each}.record" for each in SUBSYSTEMS]), min_size=1, max_size=2, unique=True
    )
    return some([[], [], ["submission"], ["identity"]]) | attributes


@st.composite
def documents(draw: st.DrawFn) -> list[Json]:
    """Draw up to four required documents, some of which stand in for others."""
    names = [f"paper-{no}" for no in range(draw(st.integers(0, 4)))]
    return [
        document(
            name,
            *draw(sources()),
            substitutes_for=draw(
                st.just([]) | st.just([]) | st.just([n for n in names if n > name])
            ),
            when=draw(conditions()),
        )
        for name in names
    ]


@st.composite
def one_step(draw: st.DrawFn, kind: str) -> Json:
    """Draw one step of a kind, with channels and a condition of its own."""
    params: Json = {}
    if kind in {"take-ticket", "go-to-desk"}:
        params = {"direction": DIRECTION}
    elif kind == "registry-check":
        asked = draw(subset(SUBSYSTEMS))
        params = {"question": draw(some(["disabled", "owns-boat"])), "subsystems": asked}
    elif kind == "notify":
        params = {"margin_working_days": draw(st.integers(0, 4))}
    return step(
        kind, channels=draw(st.none() | subset(CHANNELS)), when=draw(conditions()), params=params
    )


@st.composite
def steps(draw: st.DrawFn) -> list[Json]:
    """Draw steps as the catalogue would publish them: forwarding before the decision, which is last.

    Any kind may come twice or not at all; what only tells of the decision may follow it.
    """
    kinds = draw(st.lists(some([*LEFT_FREE, "registry-check", "attach-data"]), max_size=9))
    hands_over = draw(st.integers(0, len(kinds)))
    kinds = [*kinds[:hands_over], "forward", *kinds[hands_over:]]
    drawn = [draw(one_step(kind)) for kind in kinds]
    last = [step("decide"), *(draw(one_step("notify")) for _ in range(draw(st.integers(0, 1))))]
    return [{**each, "id": f"step-{no}", "no": no} for no, each in enumerate([*drawn, *last], 1)]


@st.composite
def terms(draw: st.DrawFn) -> Json:
    """Draw a term of any way of counting, in any unit that means something to it."""
    runs = draw(some(sorted(UNITS)))
    return {"value": draw(st.integers(1, 60)), "unit": draw(some(UNITS[runs])), "runs": runs}


@st.composite
def passport_data(draw: st.DrawFn) -> Json:
    """Draw a published passport as JSON."""
    office = {"body": "dtsera", "at": draw(some(["body", "case-centre"]))}
    return childcare_data(
        service_id="a-service-nobody-wrote",
        intake_channels=codes(*CHANNELS),
        audiences=codes(*AUDIENCES),
        document_forms=codes("original"),
        meis_subsystems=codes(*SUBSYSTEMS),
        total_duration=draw(terms()),
        front_office_duration=draw(st.none() | terms()),
        back_office_duration=draw(st.none() | terms()),
        required_documents=draw(documents()),
        steps=draw(steps()),
        handling=handling(
            contact=draw(some(["cabinet", "none"])),
            applicant_relations=list(RELATIONS),
            decision_office=office,
        ),
    )
