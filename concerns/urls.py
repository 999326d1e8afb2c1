"""Public addresses of the inbox, below /ask/."""

from django.urls import path

from .public import asking, helpful, status

app_name = "concerns"
urlpatterns = [
    path("", asking.ask, name="ask"),
    path("begin/", asking.begin, name="begin"),
    path("step/<slug:name>/", asking.step, name="step"),
    path("sent/", asking.sent, name="sent"),
    path("privacy/<slug:version>/", asking.privacy, name="privacy"),
    path("helped/<int:page_id>/", helpful.helped, name="helped"),
    path("status/", status.status, name="status"),
    path("status/yours/", status.yours, name="yours"),
    path("status/yours/<slug:what>/", status.change, name="change"),
    path("status/files/<int:pk>/", status.file, name="file"),
]
