import pytest
from pydantic import ValidationError

from notifications.settings import Settings


def test_asking_and_sending_that_outlive_their_lease_are_refused_at_the_start() -> None:
    with pytest.raises(ValidationError, match="JOB_LEASE_SECONDS must be longer than two calls"):
        Settings.model_validate({"env": "test", "esosial_seconds": 15, "job_lease_seconds": 30})


def test_calls_that_outlive_the_end_of_their_worker_are_refused_at_the_start() -> None:
    with pytest.raises(ValidationError, match="must fit the 15 s a worker has to end"):
        Settings.model_validate({"env": "test", "esosial_seconds": 8})


def test_the_limits_that_nobody_chose_fit_each_other() -> None:
    settings = Settings.model_validate({"env": "test"})

    assert 2 * settings.esosial_seconds < settings.job_lease_seconds
