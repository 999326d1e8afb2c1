"""A story as readers have it, with what a county writes."""

from typing import Any

import pytest

from reform.demo.factories import ImageFactory, StoryPageFactory
from reform.pages.models import SiteSettings


@pytest.fixture
def site_details(home: Any) -> SiteSettings:
    from wagtail.models import Site

    details = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    details.name, details.seal, details.organiser = "云溪改革", "云溪改革", "云溪县改革办"
    details.code = "3301000001"
    details.save()
    return details


@pytest.fixture
def story(column: Any, site_details: SiteSettings) -> Any:
    return StoryPageFactory(
        parent=column,
        title="一张清单，让山里人少跑四十公里",
        slug="qing-dan",
        summary="从前办一张林木采伐证，罗家坪的村民要往县城跑三趟。如今七个工作日变成了当天。",
        source="云溪县行政审批局",
        cover=ImageFactory(credit="绘图：本站"),
    )
