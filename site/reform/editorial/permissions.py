"""What each role may do in the editorial office (see `reform.people.roles`)."""

ROLE_PERMISSIONS = {
    "editor": [
        "wagtail_localize.submit_translation",
        "editorial.assign_translation",
        "editorial.view_translation_report",
        "editorial.view_wordingentry",
        "editorial.add_confirmedfinding",
    ],
    "first_review": ["editorial.view_wordingentry"],
    "second_review": ["editorial.view_wordingentry"],
    "final_review": ["editorial.add_withdrawal", "editorial.view_wordingentry"],
    "translator": ["editorial.translate_assigned", "editorial.view_wordingentry"],
    "site_admin": [
        "wagtail_localize.submit_translation",
        "editorial.assign_translation",
        "editorial.view_translation_report",
        "editorial.add_withdrawal",
        "editorial.view_emergencypublication",
        "editorial.view_reviewtask",
        "editorial.change_reviewtask",
        "editorial.change_reviewsettings",
        "editorial.add_wordingentry",
        "editorial.change_wordingentry",
        "editorial.delete_wordingentry",
        "editorial.view_wordingentry",
        "editorial.add_confirmedfinding",
        "editorial.view_confirmedfinding",
    ],
    "emergency": ["editorial.add_emergencypublication"],
    "auditor": [
        "editorial.view_translation_report",
        "editorial.view_wordingentry",
        "editorial.view_confirmedfinding",
        "editorial.view_emergencypublication",
        "editorial.view_withdrawal",
    ],
}
