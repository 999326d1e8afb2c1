"""Erasure reaches every copy, and a table that nobody thought of is found here."""

import pytest
from django.apps import apps
from django.db import models

from concerns.models import Concern

pytestmark = pytest.mark.django_db

# Tables of the inbox with words of somebody, and what erasure does with each (concerns/actions/erasing.py).
REACHED = {
    "Concern": "emptied",
    "Answer": "emptied",
    "Submission": "emptied",
    "Note": "deleted",
    "ConcernTerm": "deleted",
    "Contact": "deleted",
    "Attachment": "deleted",
    "ConcernMail": "deleted",
    "PublicAnswer": "emptied",
}
# With a text or a file, but of the office alone, or ids and digests.
WITHOUT_WORDS = {"ConcernEvent", "Tombstone", "Clock", "Dispatch", "ClockPause", "Merge", "FollowUp", "Recusal"}


def test_every_table_that_hangs_on_a_concern_is_known_to_erasure():
    texts = (models.TextField, models.CharField, models.JSONField, models.BinaryField, models.FileField)
    for model in apps.get_app_config("concerns").get_models():
        hangs = any(field.related_model is Concern and field.name != "merged_into" for field in model._meta.fields)
        has_words = any(isinstance(field, texts) for field in model._meta.concrete_fields)
        if (hangs and has_words) or model is Concern:
            assert model.__name__ in REACHED or model.__name__ in WITHOUT_WORDS, model
