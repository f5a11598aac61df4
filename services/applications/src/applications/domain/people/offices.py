"""Which offices an officer sits in."""

from applications.domain.actor import Actor, ActorRole


def offices_of(actor: Actor) -> tuple[str, ...]:
    """Return the offices an officer works for, as a case names its own; none for anybody else.

    The office is ``body`` where the body itself decides, ``body@centre`` where its desk there does.
    """
    if actor.role is not ActorRole.OFFICER or actor.body is None:
        return ()
    at_centre = () if actor.centre is None else (f"{actor.body}@{actor.centre}",)
    return (actor.body, *at_centre)
