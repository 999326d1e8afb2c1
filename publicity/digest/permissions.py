"""Who sees the counts of the digest (see `reform.people.roles`). Nobody sees an address."""

ROLE_PERMISSIONS = {
    "editor": ["digest.view_issue"],
    "site_admin": ["digest.view_issue"],
    "auditor": ["digest.view_issue"],
}
