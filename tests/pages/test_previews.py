"""The picker shows each block as readers will see it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reform.demo.factories import ImageFactory
from reform.pages.blocks import BodyBlock
from reform.pages.sections import HomeBlock

BLOCKS = [
    pytest.param(block, id=f"{group}-{name}")
    for group, stream in (("body", BodyBlock()), ("home", HomeBlock()))
    for name, block in stream.child_blocks.items()
    if name != "unknown"
]


@pytest.mark.parametrize("block", BLOCKS)
def test_each_block_has_a_preview(block: Any, client: Client, editor: Any, column: Any) -> None:
    ImageFactory()
    client.force_login(editor)
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    page = response.content.decode()
    assert "css/site.css" in page
    assert f"block-{block.name}" in page
