"""Each role before each admin view of ours, and the auditor before every admin view there is.

Who adds a view to the admin adds its line to `DOORS`; a test names the ones that are missing. A line says who gets in.
`post` marks doors that open only to a POST. Where a door stands for one row, `world.build` makes that row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from reform.people.models import User
from reform.people.roles import ROLES

from .doors import admin_patterns, is_ours, knock
from .makers import make_user
from .world import World, build

pytestmark = pytest.mark.django_db

ALL = frozenset(role.key for role in ROLES if role.office)
REVIEWERS = frozenset({"first_review", "second_review", "final_review"})
EDITORS = frozenset({"editor", "site_admin"})
TRANSLATOR = frozenset({"translator"})
ADMIN = frozenset({"site_admin"})
AUDITOR = frozenset({"auditor"})
WRITER = frozenset({"question_writer"})
ORGANISER = frozenset({"organiser"})
INBOX = frozenset({"concern_desk", "handler", "unit_leader", "approver", "confidential_handler"})
BANK = frozenset({"question_writer", "question_checker", "organiser", "auditor"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Door:
    roles: frozenset[str]
    method: str = "get"


def get(*roles: Iterable[str]) -> Door:
    return Door(frozenset().union(*roles))


def post(*roles: Iterable[str]) -> Door:
    return Door(frozenset().union(*roles), "post")


def snippet(path: str, *, read: Iterable[str], write: Iterable[str], choose: Iterable[str] = ALL) -> dict[str, Door]:
    """What Wagtail makes for one registered snippet."""
    app_model = path.removeprefix("snippets/").rstrip("/")
    doors = {f"{path}{rest}": get(read) for rest in ("", "results/")}
    for rest in ("edit", "copy", "delete", "usage", "history", "history-results"):
        doors[f"{path}{rest}/<int:pk>/"] = get(write)
    doors[f"{path}add/"] = get(write)
    for rest in ("", "results/", "chosen/<str:pk>/", "chosen-multiple/"):
        doors[f"snippets/choose/{app_model}/{rest}"] = get(choose)
    doors[f"snippets/choose/{app_model}/create/"] = get(NOBODY)  # the choosers have no form for it
    return doors


def model(
    path: str, *, read: Iterable[str], write: Iterable[str], add: Iterable[str], delete: Iterable[str], pk: str = "int"
) -> dict[str, Door]:
    """What Wagtail makes for one `ModelViewSet` without copies."""
    doors = {f"{path}{rest}": get(read) for rest in ("", "results/")}
    for rest in ("edit", "usage", "history", "history-results"):
        doors[f"{path}{rest}/<{pk}:pk>/"] = get(write)
    return {**doors, f"{path}new/": get(add), f"{path}delete/<{pk}:pk>/": get(delete)}


DOORS: dict[str, Door] = {
    # publicity: an import is its owner's
    "publicity/import/": get(EDITORS),
    "publicity/import/<uuid:pk>/": get(ADMIN),
    **{
        f"publicity/{report}/{rest}": get(EDITORS, REVIEWERS, AUDITOR)
        for report in ("unexplained", "stale-links", "votes", "remarks")
        for rest in ("", "results/")
    },
    # training: an assignment, a certificate and an entry of hours of a colleague
    "training/assignments/": get(ORGANISER, AUDITOR),
    "training/assignments/new/": get(ORGANISER),
    "training/assignments/<int:pk>/": get(ORGANISER, AUDITOR),
    "training/assignments/<int:pk>/people/": get(ORGANISER, AUDITOR),
    "training/assignments/<int:pk>/nudge/": get(ORGANISER),
    "training/assignments/<int:pk>/change/": get(ORGANISER),
    "training/assignees/<int:pk>/exempt/": get(ORGANISER),
    "training/certificates/": get(ORGANISER, AUDITOR),
    "training/certificates/results/": get(ORGANISER, AUDITOR),
    "training/certificates/<int:pk>/": get(ORGANISER, AUDITOR),
    "training/certificates/packed/": get(ORGANISER),
    "training/certificates/packed/<int:pk>/": get(NOBODY),  # it is for who asked for it
    "training/papers/": get(ORGANISER),
    "training/papers/<int:pk>/": get(ORGANISER),
    "training/hours/": get(ORGANISER, AUDITOR),
    "training/hours/results/": get(ORGANISER, AUDITOR),
    "training/hours/<int:pk>/": get(ORGANISER, AUDITOR),
    **model("certificate-templates/", read={*ADMIN, *AUDITOR}, write=ADMIN, add=ADMIN, delete=NOBODY),
    **model("training-contacts/", read={*ORGANISER, *AUDITOR}, write=ORGANISER, add=ORGANISER, delete=ORGANISER),
    # people
    "^password_reset/": get(NOBODY),  # leads to the account pages
    "failwhale/": get(NOBODY),  # Wagtail's way to fail on purpose
    **model("users/", read={*ADMIN, *AUDITOR}, write=ADMIN, add=ADMIN, delete=NOBODY),
    "users/inspect/<int:pk>/": get(ADMIN, AUDITOR),
    "people/accounts/<int:pk>/<slug:action>/": get(ADMIN),
    **model("regions/", read={*ADMIN, *AUDITOR}, write=ADMIN, add=ADMIN, delete=NOBODY),
    "regions/inspect/<int:pk>/": get(ADMIN, AUDITOR),
    **model("working-years/", read={*ADMIN, *AUDITOR}, write=ADMIN, add=ADMIN, delete=NOBODY),
    "working-years/inspect/<int:pk>/": get(ADMIN, AUDITOR),
    "units/": get(ADMIN, AUDITOR),
    "units/<int:pk>/": get(ADMIN, AUDITOR),
    "units/new/": get(ADMIN),
    "units/<int:pk>/edit/": get(ADMIN),
    "units/<int:pk>/move/": get(ADMIN),
    "units/<int:pk>/merge/": get(ADMIN),
    "units/<int:pk>/close/": get(ADMIN),
    "units/<int:pk>/reopen/": get(ADMIN),
    "people/import/": get(ADMIN),
    "people/import/template/": get(ADMIN),
    "people/import/<uuid:pk>/": get(ADMIN),
    "people/import/<uuid:pk>/done/": get(ADMIN),
    "audit/log/": get(AUDITOR),
    "audit/log/results/": get(AUDITOR),
    "audit/pages/<int:pk>/": get(AUDITOR),
    "audit/sign-ins/": get(ADMIN, AUDITOR),
    "audit/sign-ins/results/": get(ADMIN, AUDITOR),
    "audit/units/": get(ADMIN, AUDITOR),
    "audit/units/results/": get(ADMIN, AUDITOR),
    "audit/roles/": get(ADMIN, AUDITOR),
    "manuals/": get(ALL),
    "manuals/<slug:name>/": get(ALL),
    "manuals/pictures/<slug:name>.png": get(ALL),
    "session/": get(ALL),
    "session/signed-in/": get(ALL),
    # pages
    **snippet("snippets/pages/topic/", read=ADMIN, write=ADMIN),
    # ways out: the page is a colleague's draft
    "ways-out/<int:page_id>/": get(EDITORS),
    "ways-out/<int:page_id>/poster.jpg": get(EDITORS),
    "ways-out/<int:page_id>/article.pdf": get(EDITORS),
    "digest/": get(EDITORS, AUDITOR),
    "images/chooser/": get(ALL),
    "images/chooser/results/": get(ALL),
    "images/chooser/chosen/<str:pk>/": get(EDITORS, REVIEWERS, TRANSLATOR, ORGANISER),
    "images/chooser/chosen-multiple/": get(ALL),
    "images/chooser/<int:image_id>/select_format/": get(EDITORS, REVIEWERS, TRANSLATOR, ORGANISER),
    "images/chooser/create/": get(EDITORS, ORGANISER),
    # saved filters and exported lists are their owner's
    "concerns/": get(INBOX),
    "concerns/overview/": get(INBOX),
    "concerns/topics/": get(INBOX),
    "concerns/topics/<int:pk>/": get(INBOX),
    "concerns/topics/<int:pk>/explainer/": post(NOBODY),  # who begins one also writes pages
    "concerns/report/": get({"concern_desk", "approver"}),
    "concerns/bulk/": get({"concern_desk"}),
    "concerns/bulk/<int:number>/": get({"concern_desk"}),
    "concerns/bulk/<slug:kind>/": post({"concern_desk"}),
    "concerns/filters/save/": post(INBOX),
    "concerns/filters/<int:pk>/delete/": post(NOBODY),
    "concerns/columns/": post(INBOX),
    "concerns/export/": post(INBOX),
    "concerns/exports/": get(INBOX),
    "concerns/exports/<int:pk>/": get(NOBODY),
    # typicals: the page is that of a person
    **snippet("snippets/typicals/honour/", read={*EDITORS, *AUDITOR, "final_review", "decider"}, write=ADMIN),
    "exemplars/consent/<int:page_id>/": get(EDITORS, AUDITOR, {"final_review"}),
    "exemplars/consent/file/<int:pk>/": get(EDITORS, AUDITOR, {"final_review"}),
    "exemplars/take-down/<int:page_id>/": get(ADMIN, {"final_review"}),
    "exemplars/revoke/<int:page_id>/": get({"decider"}),
    # a nomination of a colleague's unit, submitted, with an objection
    **model(
        "nominations/",
        read={"nominator", "verifier", "decider", *ADMIN, *AUDITOR},
        write=NOBODY,
        add=NOBODY,
        delete=NOBODY,
    ),
    "exemplars/nominations/<int:pk>/": get({"verifier", "decider"}, ADMIN, AUDITOR),
    "exemplars/nominations/<int:pk>/check/": post({"verifier"}),
    "exemplars/nominations/<int:pk>/<slug:action>/": get({"verifier"}),
    "exemplars/nominations/files/<int:pk>/get/": get({"verifier", "decider"}, ADMIN, AUDITOR),
    "exemplars/objections/<int:pk>/answer/": post({"verifier"}),
    "exemplars/objections/<int:pk>/contact/": post({"verifier"}),
    # concerns: one from the web that nobody has dispatched
    "concerns/<int:pk>/contact/": post({"concern_desk"}),
    "concerns/log/": get({"concern_desk", "confidential_handler"}),
    "concerns/log/look/": post({"concern_desk", "confidential_handler"}),
    "concerns/log/drop/": post({"concern_desk", "confidential_handler"}),
    "concerns/import/": get({"concern_desk"}),
    "concerns/import/columns/": get({"concern_desk"}),
    "concerns/import/progress/": get({"concern_desk"}),
    "concerns/<int:pk>/": get({"concern_desk", "approver"}),
    "concerns/files/<int:pk>/": get({"concern_desk", "approver"}),
    "concerns/<int:pk>/do/<slug:name>/": get({"concern_desk"}),
    "concerns/<int:pk>/answer/": get({"concern_desk"}),
    "concerns/<int:pk>/answer/save/": post({"concern_desk"}),
    "concerns/<int:pk>/letter/": get(NOBODY),
    **model(
        "log-templates/", read={"concern_desk"}, write={"concern_desk"}, add={"concern_desk"}, delete={"concern_desk"}
    ),
    **model("clock-rules/", read={*ADMIN, *AUDITOR}, write=ADMIN, add=NOBODY, delete=NOBODY),
    # concerns: the publication of another one that was answered
    "public-answers/": get({"concern_desk", "approver"}),
    "public-answers/results/": get({"concern_desk", "approver"}),
    "public-answers/<int:pk>/": get({"concern_desk", "approver"}),
    "public-answers/of/<int:pk>/": get({"concern_desk"}),
    # editorial: the page is a colleague's draft, not in review
    "page-slug/": get(ALL),
    "editorial/review/<int:page_id>/": get(EDITORS, AUDITOR),
    # 终审 reads what was published in haste and is still to be looked at.
    "editorial/text/<int:page_id>/": get(EDITORS, AUDITOR, {"emergency", "final_review"}),
    "editorial/record/<int:page_id>/": get(EDITORS, AUDITOR),
    "editorial/submit/<int:page_id>/": post(EDITORS),
    "editorial/take-out/<int:page_id>/": post(NOBODY),
    "editorial/withdraw/<int:page_id>/": get(ADMIN, {"final_review"}),
    "editorial/emergency/<int:page_id>/": get({"emergency"}),
    "editorial/emergency/<int:pk>/review/": get(ADMIN, AUDITOR, {"final_review"}),
    "editorial/correct/<int:page_id>/": get(EDITORS),
    "editorial/corrections/<int:pk>/remove/": post(EDITORS),
    "editorial/ledger/": get(ADMIN, AUDITOR, {"final_review"}),
    "editorial/findings/<int:page_id>/": get(EDITORS, AUDITOR),
    "editorial/findings/<int:page_id>/fix/": post(EDITORS),
    "editorial/findings/<int:page_id>/confirm/": post(EDITORS),
    "editorial/confirmations/": get(ADMIN, AUDITOR),
    "editorial/confirmations/<int:pk>/remove/": post(EDITORS),
    "editorial/wording/import/": get(ADMIN),
    "editorial/wording/import/template/": get(ADMIN),
    "editorial/wording/import/confirm/": post(ADMIN),
    "search-admin/state/": get(ADMIN, AUDITOR),
    "search-admin/try/": get(EDITORS, AUDITOR),
    "search-admin/asked/": get(EDITORS, AUDITOR),
    "search-admin/asked/results/": get(EDITORS, AUDITOR),
    **snippet("snippets/search/term/", read={*EDITORS, *AUDITOR}, write=ADMIN),
    **snippet("snippets/search/placement/", read={*EDITORS, *AUDITOR}, write=ADMIN),
    **snippet("snippets/search/synonym/", read={*EDITORS, *AUDITOR}, write=ADMIN),
    **snippet(
        "snippets/editorial/wordingentry/", read={*EDITORS, *REVIEWERS, *AUDITOR, *TRANSLATOR, *ORGANISER}, write=ADMIN
    ),
    **model("review-steps/", read=ADMIN, write=ADMIN, add=NOBODY, delete=NOBODY, pk="str"),
    "localize/update/<int:translation_source_id>/": get(EDITORS),
    "localize/translate/<int:translation_id>/disable/": post(EDITORS),
    "numbers/": get(EDITORS, AUDITOR),
    # translations: of a published page, with no translator yet
    "translations/": get(EDITORS, AUDITOR),
    "translations/mine/": get(TRANSLATOR),
    "translations/<int:pk>/": get(EDITORS, AUDITOR, TRANSLATOR),
    "translations/<int:pk>/take/": post(TRANSLATOR),
    "translations/<int:pk>/renew/": post(EDITORS),
    "translations/<int:pk>/confirm/": post(EDITORS),
    "localize/page/<int:page_id>/convert_to_alias/": get(NOBODY),
    # training: an import is its owner's; an essay of somebody else waits for its mark
    "training/questions/": get(BANK),
    "training/questions/<int:pk>/": get(BANK),
    "training/questions/<int:pk>/edit/": get(WRITER),
    "training/questions/new/<slug:kind>/": get(WRITER),
    "training/questions/import/": get(WRITER),
    "training/questions/import/<uuid:pk>/": get(NOBODY),
    "training/questions/template.<slug:format>": get(WRITER),
    **{f"training/quizzes/{rest}": get(ORGANISER, AUDITOR) for rest in ("", "results/", "<int:pk>/")},
    **{f"training/quizzes/<int:pk>/{rest}/": get(ORGANISER, AUDITOR) for rest in ("attempts", "statistics")},
    **{f"training/quizzes/{rest}/": get(ORGANISER) for rest in ("new", "<int:pk>/exceptions", "<int:pk>/regrade")},
    "training/quizzes/<int:pk>/<slug:action>/": post(ORGANISER),
    "training/attempts/<int:pk>/": get(ORGANISER, AUDITOR),
    "training/marking/": get({"marker"}),
    "training/marking/<int:quiz>/<int:version>/": get({"marker"}),
    "training/marking/answers/<int:pk>/": get({"marker"}),
}


@pytest.fixture
def people() -> dict[str, Client]:
    """A browser for each role, one for somebody without a role, one for a visitor."""
    found = {}
    for role in (*(role.key for role in ROLES), ""):
        found[role] = Client()
        found[role].force_login(make_user(f"rolle-{role or 'keine'}", *filter(None, [role])))
    found["visitor"] = Client()
    return found


@pytest.fixture
def world(people: dict[str, Client]) -> World:
    return build(User.objects.get(username="rolle-site_admin"))


def test_every_admin_view_of_ours_has_a_line_in_the_table() -> None:
    ours = {path for path, pattern in admin_patterns().items() if is_ours(pattern)}
    assert ours - set(DOORS) == set(), "add these to DOORS in tests/people/test_doors.py"
    assert set(DOORS) - ours == set(), "these are gone: take them out of DOORS"


def test_each_role_gets_in_where_the_table_says_and_nowhere_else(people: dict[str, Client], world: World) -> None:
    wrong = []
    for path, door in DOORS.items():
        for role, client in people.items():
            if knock(client, world.address(path), door.method) != (role in door.roles):
                wrong.append(
                    f"{role or 'no role'} {door.method.upper()} {path}: {'kept out' if role in door.roles else 'let in'}"
                )
    assert not wrong, "\n".join(wrong)


def test_who_may_not_look_may_not_post_either(people: dict[str, Client], world: World) -> None:
    wrong = []
    for path, door in DOORS.items():
        if door.method == "get":
            outside = [role for role in people if role not in door.roles]
            wrong.extend(f"{role} POST {path}" for role in outside if knock(people[role], world.address(path), "post"))
    # A view that knows no POST says so to everybody, before it asks who it is.
    wrong = [line for line in wrong if not _answers_only_get(line, people, world)]
    assert not wrong, "\n".join(wrong)


def _answers_only_get(line: str, people: dict[str, Client], world: World) -> bool:
    role, _method, path = line.split(" ", 2)
    with transaction.atomic():
        answer = people[role].post(world.address(path))
        transaction.set_rollback(True)
    return answer.status_code == 405


# What an auditor may change: the own session and what the admin remembers of how they like it.
# The edition says which kept pages are old: it moves when a picture is first delivered, whoever looks.
OWN_THINGS = (
    "django_session",
    "people_signin",
    "wagtailusers_userprofile",
    "wagtailadmin_editingsession",
    "pages_edition",
)
OWN_VIEWS = ("account/", "dismissibles/", "logout/", "login/")


def writes(client: Client, world: World, paths: Iterable[str]) -> list[str]:
    """What POSTs to these addresses would write, beyond the own things. Everything is taken back."""
    data = {
        "action": "x", "next": "/admin/", "confirm": "1", "title": "x", "name": "x", "username": "x", "slug": "x",
        "page_ids": str(world.rows["page_id"]), "id": str(world.rows["page_id"]), "reason": "x", "comment": "x",
        "approve": "1", "discard": "1", "heir": str(world.rows["units/pk"]), "locales": "2", "value": "x",
    }  # fmt: skip
    written: list[str] = []
    here = ""

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        verb = sql.lstrip().split(" ", 1)[0].upper()
        if verb in {"INSERT", "UPDATE", "DELETE"} and not any(f'"{table}"' in sql for table in OWN_THINGS):
            written.append(f"{here}: {sql[:120]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        for path in paths:
            for query in ("", f"?id={world.rows['page_id']}&next=/admin/"):
                here = world.address(path) + query
                with transaction.atomic():
                    client.post(here, data)
                    transaction.set_rollback(True)
    return sorted(set(written))


def test_the_auditor_changes_nothing_behind_any_admin_view(auditor: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(auditor)
    world = build(make_user("zweiter", "site_admin"))
    paths = [path for path in admin_patterns() if not path.startswith(OWN_VIEWS)]
    assert len(paths) > 150
    written = writes(client, world, paths)
    assert not written, "\n".join(written)


def test_an_administrator_at_the_same_doors_does_change_something(at_admin: Client, admin: User) -> None:
    """So that the test above is known to see what is written."""
    world = build(admin)
    written = writes(at_admin, world, ["units/<int:pk>/close/", "people/accounts/<int:pk>/<slug:action>/"])
    assert any("people_unitevent" in line for line in written) and any("modellogentry" in line for line in written)
