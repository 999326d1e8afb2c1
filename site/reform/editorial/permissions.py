"""What each role may do in the editorial office (see `reform.people.roles`)."""

ROLE_PERMISSIONS = {
    "editor": ["wagtail_localize.submit_translation"],
    "final_review": ["editorial.add_withdrawal"],
    "site_admin": [
        "editorial.add_withdrawal",
        "editorial.view_emergencypublication",
        "editorial.view_reviewtask",
        "editorial.change_reviewtask",
        "editorial.change_reviewsettings",
    ],
    "emergency": ["editorial.add_emergencypublication"],
    "auditor": ["editorial.view_emergencypublication", "editorial.view_withdrawal"],
}
