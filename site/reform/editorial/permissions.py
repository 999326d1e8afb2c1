"""What each role may do in the editorial office (see `reform.people.roles`)."""

ROLE_PERMISSIONS = {
    "editor": ["wagtail_localize.submit_translation", "editorial.view_wordingentry"],
    "final_review": ["editorial.add_withdrawal"],
    "site_admin": [
        "editorial.add_withdrawal",
        "editorial.view_emergencypublication",
        "editorial.view_reviewtask",
        "editorial.change_reviewtask",
        "editorial.change_reviewsettings",
        "editorial.add_wordingentry",
        "editorial.change_wordingentry",
        "editorial.delete_wordingentry",
        "editorial.view_wordingentry",
    ],
    "emergency": ["editorial.add_emergencypublication"],
    "auditor": ["editorial.view_wordingentry", "editorial.view_emergencypublication", "editorial.view_withdrawal"],
}
