"""What each role may do with what pages share (see `reform.people.roles`)."""

ROLE_PERMISSIONS = {
    "site_admin": [
        "pages.add_topic",
        "pages.change_topic",
        "pages.delete_topic",
        "pages.change_sitesettings",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ],
}
