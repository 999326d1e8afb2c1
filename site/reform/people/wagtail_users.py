from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's user management with our form, list and rules."""

    user_viewset = "reform.people.viewsets.PeopleViewSet"
