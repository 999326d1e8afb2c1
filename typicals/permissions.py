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
        "typicals.view_nomination",
        "typicals.change_nominationrules",
    ],
    "nominator": ["typicals.add_nomination", "typicals.change_nomination"],
    "verifier": ["typicals.view_nomination", "typicals.verify_nomination"],
    "decider": [
        "typicals.view_nomination",
        "typicals.decide_nomination",
        "typicals.add_honourrevocation",
        "typicals.view_honourrevocation",
        "typicals.view_honour",
    ],
    "auditor": [
        "typicals.view_consent",
        "typicals.view_honour",
        "typicals.view_honourrevocation",
        "typicals.view_nomination",
    ],
}
