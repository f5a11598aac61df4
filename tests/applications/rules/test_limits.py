import pytest
from pydantic import ValidationError

from applications.settings import Settings


def test_a_question_that_outlives_its_lease_is_refused_at_the_start() -> None:
    with pytest.raises(ValidationError, match="JOB_LEASE_SECONDS must be longer than GATEWAY"):
        Settings.model_validate({"env": "test", "gateway_seconds": 30, "job_lease_seconds": 30})


def test_a_question_that_outlives_the_end_of_its_worker_is_refused_at_the_start() -> None:
    with pytest.raises(ValidationError, match="must fit the 15 s a worker has to end"):
        Settings.model_validate({"env": "test", "gateway_seconds": 20})


def test_the_limits_that_nobody_chose_fit_each_other() -> None:
    settings = Settings.model_validate({"env": "test"})

    assert settings.gateway_seconds < settings.job_lease_seconds
