"""A page with a Chinese title gets an address in pinyin, without the editor's doing."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from reform.pages.models import StandardPage

pytestmark = pytest.mark.django_db


def post(client, column, title, slug=""):
    data = nested_form_data(
        {"title": title, "slug": slug, "summary": "", "body": streamfield([("paragraph", rich_text("<p>好</p>"))])}
    )
    data |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "comments-MAX_NUM_FORMS": 1000}
    return client.post(reverse("wagtailadmin_pages:add", args=["pages", "standardpage", column.pk]), data)


def test_two_pages_with_one_title_get_two_addresses(client, editor, column):
    client.force_login(editor)
    for _number in range(2):
        response = post(client, column, "山里的夜班车")
        assert response.status_code == 302, response.context["form"].errors
    assert sorted(StandardPage.objects.values_list("slug", flat=True)) == [
        "shan-li-de-ye-ban-che",
        "shan-li-de-ye-ban-che-2",
    ]


def test_a_taken_address_is_refused_and_the_form_kept(client, editor, column):
    client.force_login(editor)
    post(client, column, "山里的夜班车", "ye-ban-che")
    response = post(client, column, "另一篇", "ye-ban-che")
    assert response.status_code == 200
    assert "slug" in response.context["form"].errors
    assert response.context["form"]["title"].value() == "另一篇"
