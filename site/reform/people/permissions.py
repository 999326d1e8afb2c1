"""What each role may do with people and units (see `roles.py`)."""

ROLE_PERMISSIONS = {
    "site_admin": [
        "people.add_user",
        "people.change_user",
        "people.view_user",
        "people.add_unit",
        "people.change_unit",
        "people.view_unit",
        "people.view_unitevent",
        "people.add_region",
        "people.change_region",
        "people.view_region",
        "people.view_signin",
        "people.view_roles",
        "people.import_people",
        "people.add_workingyear",
        "people.change_workingyear",
        "people.view_workingyear",
    ],
    "auditor": [
        "people.view_user",
        "people.view_unit",
        "people.view_unitevent",
        "people.view_region",
        "people.view_signin",
        "people.view_roles",
        "people.view_audit",
        "people.view_workingyear",
    ],
}
