"""The account is drawn without the services' code, and so by words and numbers it must share."""

from datetime import UTC, datetime, timedelta
from typing import get_args

from applications.domain.case import (
    OPEN_STATES,
    Answer,
    CaseState,
    Recipient,
    RequirementStatus,
    StepStatus,
    Template,
)
from applications.domain.mandates import MandateKind, Verdict
from applications.domain.passport import StepKind
from applications.domain.pauses import PauseCause, Suspension
from applications.domain.registries import ANSWERED
from applications.domain.terms.deadlines import LAST_DAY, TIMER_HOUR
from applications.domain.terms.telling import GUARDIAN
from applications.storage import evidence, people, questions, terms, timers
from applications.storage.pause_mapping import suspension_values
from local_stack.account import events, inboxes, promises, tables
from local_stack.account.asked import Request
from local_stack.account.tables import ANSWER_KEPT
from local_stack.account.topics import CONSUMERS
from local_stack.settings import StackSettings
from meis_gateway.settings import Settings as GatewaySettings
from shared.clock import BAKU
from shared.events.cases import CASES_TOPIC, CaseAdvanced, CaseSubmitted, MessageRequested
from shared.events.deliveries import MessageDelivered, MessageFailed
from shared.events.meis import RegistryLooked
from shared.events.passports import Handling, PassportPublished
from shared.tidying import KEEP_ANSWERS

NOON = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)


def test_events_and_topics_have_the_names_that_the_services_give_them() -> None:
    named = (
        *(events.SUBMITTED, events.ADVANCED, events.MESSAGE_REQUESTED),
        *(events.DELIVERED, events.FAILED, events.LOOKED, events.PUBLISHED),
    )
    kinds = (
        *(CaseSubmitted, CaseAdvanced, MessageRequested),
        *(MessageDelivered, MessageFailed, RegistryLooked, PassportPublished),
    )

    assert named == tuple(kind.type for kind in kinds)
    topics = (CASES_TOPIC, MessageDelivered.topic, RegistryLooked.topic, PassportPublished.topic)
    assert topics == events.TOPICS
    assert CONSUMERS == ("applications", "notifications", "meis-gateway")


def test_answers_of_registries_are_found_by_the_words_that_the_cases_use() -> None:
    assert f"action = '{ANSWERED}'" in tables.APPLICATIONS
    assert f"kind = '{evidence.REGISTRY_ANSWER}'" in tables.APPLICATIONS


def test_each_recipient_of_a_message_is_a_person_the_case_names() -> None:
    told = {"person-concerned": people.CONCERNED, "guardian": people.APPLICANT}

    assert told == inboxes.PART_OF
    assert set(told) == set(get_args(Recipient))


def test_the_notice_of_a_timer_is_found_by_the_words_that_the_cases_use() -> None:
    assert f"state = '{timers.FIRED}' AND kind = '{timers.NOTICE}'" in tables.APPLICATIONS
    assert promises.NOTICE_TEMPLATE == Template.IN_PROGRESS


def test_a_decision_that_is_to_be_told_is_found_by_the_words_that_the_cases_use() -> None:
    assert f"state IN ('{CaseState.GRANTED}', '{CaseState.REFUSED}')" in tables.APPLICATIONS
    assert promises.DECISION_TEMPLATE == Template.DECISION
    assert "data->'handling'->>'contact' IS DISTINCT FROM 'none'" in tables.APPLICATIONS
    assert get_args(Handling.model_fields["contact"].annotation) == ("cabinet", "none")


def test_a_term_that_runs_is_found_by_the_words_that_the_cases_use() -> None:
    undecided = ", ".join(f"'{state}'" for state in OPEN_STATES)
    [still] = suspension_values([Suspension(datetime(2026, 3, 2, tzinfo=UTC))])

    assert f"state IN\n    ({undecided})" in tables.APPLICATIONS
    assert """suspensions @> '[{"until": null}]'""" in tables.APPLICATIONS
    assert still["until"] is None


def test_what_an_open_case_wants_is_found_by_the_words_that_the_cases_use() -> None:
    asks = f"status = '{StepStatus.RUNNING}' OR status = '{StepStatus.PENDING}'"
    unmet = f"'{RequirementStatus.MISSING}', '{RequirementStatus.NOT_BROUGHT}'"

    assert f"kind = '{StepKind.REGISTRY_CHECK}'" in tables.APPLICATIONS
    assert f"({asks} AND answer = '{Answer.UNKNOWN}')" in tables.APPLICATIONS
    assert f"'{RequirementStatus.PENDING}' OR source_failed" in tables.APPLICATIONS
    assert f"AND status IN ({unmet})" in tables.APPLICATIONS
    assert f"FROM registry_questions WHERE state = '{questions.WAITING}'" in tables.APPLICATIONS


def test_a_message_that_is_owed_is_found_by_the_words_that_the_cases_use() -> None:
    undecided = ", ".join(f"'{state}'" for state in OPEN_STATES)

    assert f"WHERE state IN\n    ({undecided})\n    ) AS open_cases" in tables.APPLICATIONS
    assert "notice" in terms.KINDS
    assert "kind = 'notice' AND NOT suspensions" in tables.APPLICATIONS
    assert f"time '{TIMER_HOUR:%H:%M}') AT TIME ZONE '{BAKU.key}'" in tables.APPLICATIONS
    assert f"FROM timers WHERE state = '{timers.WAITING}'" in tables.APPLICATIONS
    assert f"->>'cause' = '{PauseCause.DOCUMENTS}'" in tables.APPLICATIONS
    assert f"verdict IS DISTINCT FROM '{Verdict.REJECTED}'" in tables.APPLICATIONS
    assert f"WHERE verdict = '{Verdict.REJECTED}'" in tables.APPLICATIONS
    guards = f"kind = '{MandateKind.GUARDIANSHIP}' AND verdict = '{Verdict.SEEN}'"
    assert guards in tables.APPLICATIONS
    assert f"LEAST(mandates.valid_until, '{LAST_DAY}')" in tables.APPLICATIONS
    assert Request("c", "t", "r", False, False, 1, NOON, recipient=f"{GUARDIAN}/k/i").to_guardian


def test_an_answer_is_missed_only_while_it_must_still_be_kept() -> None:
    assert timedelta() < KEEP_ANSWERS - ANSWER_KEPT <= timedelta(days=1)


def test_an_intent_is_missed_only_after_the_sweep_of_the_gateway() -> None:
    gateway = GatewaySettings.model_validate({"env": "test"})

    assert StackSettings().sweep_after_seconds == gateway.sweep_after_seconds
