"""Addresses of those who learn, once for each language, below /training/."""

from django.urls import URLPattern, URLResolver, path

from .views import certificates, learning, my, practice, quiz, saving

app_name = "training"
urlpatterns: list[URLPattern | URLResolver] = [
    path("courses/<int:pk>/start/", learning.start, name="start"),
    path("lessons/<int:pk>/done/", learning.finish, name="finish"),
    path("lessons/<int:pk>/beat/", learning.beat, name="beat"),
    path("my/", my.my, name="my"),
    path("my/record/", my.my_record, name="record"),
    path("my/practice/", practice.practice, name="practice"),
    path("my/mistakes/", practice.mistakes, name="mistakes"),
    path("certificates/", certificates.verify, name="verify"),
    path("certificates/<str:serial>/", certificates.certificate, name="certificate"),
    path("certificates/<str:serial>/paper.pdf", certificates.paper, name="paper"),
    path("quiz/<int:pk>/", quiz.quiz, name="quiz"),
    path("quiz/<int:pk>/start/", quiz.start, name="quiz_start"),
    path("quiz/<int:pk>/attempt/", quiz.attempt, name="attempt"),
    path("quiz/<int:pk>/save/", saving.save, name="save"),
    path("quiz/<int:pk>/attempts/<int:number>/", quiz.result, name="result"),
    path("pictures/<uuid:pk>/", quiz.picture, name="picture"),
]
