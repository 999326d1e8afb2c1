"""What each role may do with exemplars (see `reform.people.roles`)."""

ROLE_PERMISSIONS = {
    "editor": ["typicals.add_consent", "typicals.view_consent", "typicals.view_honour"],
    "final_review": ["typicals.view_consent", "typicals.view_honour"],
    "site_admin": [
        "typicals.add_consent",
        "typicals.view_consent",
        "typicals.add_honour",
        "typicals.change_honour",
        "typicals.delete_honour",
        "typicals.view_honour",
        "typicals.view_honourrevocation",
    ],
    "decider": [
        "typicals.add_honourrevocation",
        "typicals.view_honourrevocation",
        "typicals.view_honour",
    ],
    "auditor": ["typicals.view_consent", "typicals.view_honour", "typicals.view_honourrevocation"],
}
