from notifications.domain.sight import NOTHING, of_agent, of_officer


def test_an_agent_without_a_centre_sees_nothing() -> None:
    assert of_agent(None) == NOTHING


def test_an_officer_sees_what_their_body_decides_here_or_at_the_body() -> None:
    assert of_officer("dsmf", "dost-1").offices == ("dsmf", "dsmf@dost-1")
    assert of_officer("dsmf", None).offices == ("dsmf",)
    assert of_officer(None, "dost-1") == NOTHING
