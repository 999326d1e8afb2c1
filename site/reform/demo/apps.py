from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "reform.demo"
    label = "demo"
