"""Wagtail's own Elasticsearch backend, for `update_index`. The distribution for tests has no edge n-grams: completion is
analyzed by words, which is less work than Wagtail's default."""

from copy import deepcopy

from wagtail.search.backends.elasticsearch9 import Elasticsearch9Mapping, Elasticsearch9SearchBackend


class Mapping(Elasticsearch9Mapping):
    edgengram_analyzer_config = {"analyzer": "standard", "search_analyzer": "standard"}


class SearchBackend(Elasticsearch9SearchBackend):
    mapping_class = Mapping
    settings = {"settings": {"index": deepcopy(Elasticsearch9SearchBackend.settings["settings"].get("index", {}))}}
