from .attempt import Attempt, AttemptItem, Step
from .bank import Question, QuestionCategory, QuestionEvent, QuestionPicture, QuestionVersion, picture_name
from .quiz import Quiz, QuizOverride, QuizSlot

__all__ = [
    "Attempt",
    "AttemptItem",
    "Question",
    "QuestionCategory",
    "QuestionEvent",
    "QuestionPicture",
    "QuestionVersion",
    "Quiz",
    "QuizOverride",
    "QuizSlot",
    "Step",
    "picture_name",
]
