"""Machine translation: off unless the installation turns it on, and never past a person."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import StringTranslation
from wagtail_localize.operations import translate_object

from reform.editorial.models import TranslationRecord
from reform.editorial.translations import work
from tests.editorial.review.desk import client, fresh, publish

ROOT = Path(__file__).resolve().parents[3]
DUMMY = "wagtail_localize.machine_translators.dummy.DummyTranslator"


def setting(**env: str) -> Any:
    code = (
        "import json; from reform.settings import base;"
        "print(json.dumps(getattr(base, 'WAGTAILLOCALIZE_MACHINE_TRANSLATOR', None)))"
    )
    path = os.pathsep.join([str(ROOT / "site"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path, **env}, capture_output=True, text=True
    )
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


def test_it_is_off_by_default_and_turned_on_by_the_environment() -> None:
    assert setting() is None
    assert setting(WAGTAILLOCALIZE_MACHINE_TRANSLATOR=DUMMY) == {"CLASS": DUMMY, "OPTIONS": {}}
    on = setting(WAGTAILLOCALIZE_MACHINE_TRANSLATOR=DUMMY, WAGTAILLOCALIZE_MACHINE_TRANSLATOR_OPTIONS='{"KEY": "k"}')
    assert on["OPTIONS"] == {"KEY": "k"}


@pytest.mark.django_db
def test_off_there_is_no_button_and_no_door(office: Any, english: Locale) -> None:
    record = begun(office, english)
    browser = client(office.translator)
    assert get_machine_translator() is None
    assert props(browser, record)["machineTranslator"] is None
    assert browser.post(reverse("wagtail_localize:machine_translate", args=[record.translation_id])).status_code == 404


@pytest.mark.django_db
def test_on_it_fills_what_is_empty_and_waits_for_a_person(
    office: Any, english: Locale, settings: Any, person: Any
) -> None:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": DUMMY}
    record = begun(office, english)
    browser = client(office.translator)
    assert props(browser, record)["machineTranslator"]
    address = reverse("wagtail_localize:machine_translate", args=[record.translation_id])
    assert client(person("translator")).post(address).status_code == 302  # Wagtail's way to say no
    assert not StringTranslation.objects.exists()
    browser.post(address)
    rows = StringTranslation.objects.filter(locale=english)
    assert rows.count() == 2 and set(rows.values_list("translation_type", flat=True)) == {"machine"}
    assert not fresh(record.page).live


def begun(office: Any, english: Locale) -> TranslationRecord:
    page = publish(office.column, office, "茶农的保单", summary="保险 赔到 每一垄")
    translate_object(page, [english], user=office.editor)
    record = TranslationRecord.objects.get(translation__source__object_id=page.translation_key)
    return work.assign(record, office.editor, office.translator)


def props(browser: Any, record: TranslationRecord) -> Any:
    answer = browser.get(reverse("wagtailadmin_pages:edit", args=[record.page_id]))
    return json.loads(answer.context["props"])
