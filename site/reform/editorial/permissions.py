"""What each role may do in the editorial office (see `reform.people.roles`)."""

ROLE_PERMISSIONS = {
    "final_review": ["editorial.add_withdrawal"],
    "site_admin": ["editorial.add_withdrawal", "editorial.view_emergencypublication"],
    "emergency": ["editorial.add_emergencypublication"],
    "auditor": ["editorial.view_emergencypublication", "editorial.view_withdrawal"],
}
