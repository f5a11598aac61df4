from shared.identity.caller import Role
from shared.identity.dependencies import RoutePolicy, routes_with_policy
from tests.builders.applications import House

EVERYBODY = frozenset(Role)
CALENDAR = frozenset({Role.ADMIN, Role.APPROVER, Role.AUDITOR})
QUEUE = frozenset({Role.KIOSK, Role.AGENT})
DRAFTERS = frozenset({Role.OPERATOR, Role.AGENT, Role.CITIZEN})
ACTIONS = (
    "approach-desk",
    "claim",
    "release",
    "request-documents",
    "submit-documents",
    "stop-waiting",
    "check-registries",
    "waive",
    "override",
    "confirm-mandate",
    "reject-mandate",
    "confirm-completeness",
    "forward",
    "grant",
    "refuse",
    "notify",
    "tell-in-person",
    "adopt-calendar",
    "return",
    "withdraw",
    "suspend",
    "resume",
    "extend",
    "reassign",
    "correct",
    "renew-mandate",
    "revoke-mandate",
)
SUBMITTERS = frozenset({Role.CITIZEN, Role.AGENT, Role.OPERATOR, Role.PARTNER, Role.SERVICE})
DOORS = {
    ("POST", "/v1/tickets"): QUEUE,
    ("GET", "/v1/tickets/{ticket_id}"): QUEUE,
    ("GET", "/v1/tickets"): QUEUE,
    ("POST", "/v1/tickets/call-next"): frozenset({Role.AGENT}),
    ("POST", "/v1/tickets/{ticket_id}/no-show"): frozenset({Role.AGENT}),
    ("POST", "/v1/uploads"): SUBMITTERS,
    ("POST", "/v1/cases"): SUBMITTERS,
    ("GET", "/v1/cases"): frozenset(
        {Role.CITIZEN, Role.AGENT, Role.OFFICER, Role.AUDITOR, Role.PARTNER}
    ),
    ("GET", "/v1/cases/{case_id}"): EVERYBODY,
    ("GET", "/v1/cases/{case_id}/history"): EVERYBODY,
    ("GET", "/v1/cases/{case_id}/documents"): EVERYBODY,
    ("GET", "/v1/cases/{case_id}/documents/{document_id}"): EVERYBODY,
    ("GET", "/v1/statistics"): frozenset({Role.OFFICER, Role.AUDITOR}),
    ("GET", "/v1/receipts/{idempotency_key}"): EVERYBODY,
    ("GET", "/v1/calendar"): EVERYBODY,
    ("GET", "/v1/calendar/versions"): CALENDAR,
    ("POST", "/v1/calendar/versions"): frozenset({Role.ADMIN}),
    ("GET", "/v1/calendar/versions/{version}"): CALENDAR,
    ("GET", "/v1/calendar/versions/{version}/comparison"): CALENDAR,
    ("POST", "/v1/calendar/versions/{version}/signatures"): frozenset({Role.ADMIN, Role.APPROVER}),
    ("GET", "/v1/calendar/held-cases"): frozenset({Role.AGENT, Role.OFFICER, Role.AUDITOR}),
    ("POST", "/v1/caller-verifications"): frozenset({Role.OPERATOR}),
    ("POST", "/v1/caller-cards"): frozenset({Role.OPERATOR}),
    ("POST", "/v1/drafts"): frozenset({Role.OPERATOR}),
    ("POST", "/v1/draft-lookups"): frozenset({Role.AGENT, Role.CITIZEN}),
    ("GET", "/v1/drafts/{draft_id}"): DRAFTERS,
    ("PATCH", "/v1/drafts/{draft_id}"): DRAFTERS,
    ("DELETE", "/v1/drafts/{draft_id}"): DRAFTERS,
    ("POST", "/v1/drafts/{draft_id}/submission"): DRAFTERS,
    ("GET", "/v1/parked"): frozenset({Role.ADMIN}),
    ("POST", "/v1/parked/{key:path}/replay"): frozenset({Role.ADMIN}),
    ("POST", "/v1/parked/{key:path}/set-aside"): frozenset({Role.ADMIN}),
    **{("POST", f"/v1/cases/{{case_id}}/actions/{action}"): EVERYBODY for action in ACTIONS},
}
"""Who gets past the door. What they may do with a case is then decided on the case itself."""


def guarded(house: House) -> list[RoutePolicy]:
    return [route for route in routes_with_policy(house.app) if route.path.startswith("/v1")]


async def test_every_route_has_its_door(house: House) -> None:
    routes = guarded(house)

    assert all(route.is_decided for route in routes)
    assert {(method, route.path) for route in routes for method in route.methods} == set(DOORS)


async def test_every_door_lets_in_exactly_its_roles(house: House) -> None:
    for route in guarded(house):
        for method in route.methods:
            admitted = {role for role in Role if route.admits(role)}
            assert admitted == DOORS[method, route.path], (method, route.path)


async def test_every_route_answers_every_role_as_its_door_says(house: House) -> None:
    """Over HTTP: a shut door is 403; an open one never, before a case is at hand."""
    for role in Role:
        caller = await house.caller(role, person=None if role is Role.CITIZEN else "somebody")
        for (method, path), admitted in DOORS.items():
            concrete = path.replace(":path", "").format(
                key="nobody-s",
                case_id="nobody-s",
                version=1,
                draft_id="nobody-s",
                ticket_id="nobody-s",
                document_id="nobody-s",
                idempotency_key="9b2f6c1e-0d3a-4f7e-8a51-6f0c2d9e4b7a",
            )
            answer = await house.client.request(
                method, concrete, headers={**caller.headers, "If-Match": '"1"'}, json={}
            )
            assert answer.status_code < 500, (role, method, path, answer.text)
            shut = answer.status_code == 403 and answer.json()["code"] == "role-not-allowed"
            assert shut == (role not in admitted), (role, method, path, answer.text)
            assert answer.status_code != 401
