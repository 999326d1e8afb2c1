"""What each role may do with what pages share (see `reform.people.roles`)."""

ROLE_PERMISSIONS = {
    "auditor": ["pages.view_numbers"],
    "editor": ["pages.view_numbers"],
    "site_admin": [
        "pages.view_numbers",
        "pages.add_topic",
        "pages.change_topic",
        "pages.delete_topic",
        "pages.change_sitesettings",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ],
}
