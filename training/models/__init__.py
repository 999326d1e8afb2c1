from .assignment import Assignee, Assignment, AssignmentEvent, TrainingNotice, UnitContact
from .attempt import Attempt, AttemptItem, Regrade, Step
from .bank import (
    Question,
    QuestionCategory,
    QuestionEvent,
    QuestionImport,
    QuestionPicture,
    QuestionVersion,
    picture_name,
)
from .certificate import Certificate, CertificateBatch, CertificateTemplate
from .course import ChapterPage, CoursePage, CoursesPage, LessonCondition, LessonPage
from .hours import HourEntry
from .mistakes import Mistake
from .papers import PaperArchive
from .progress import Enrolment, LessonProgress
from .quiz import Quiz, QuizOverride, QuizSlot

__all__ = [
    "Assignee",
    "Assignment",
    "AssignmentEvent",
    "Attempt",
    "AttemptItem",
    "Certificate",
    "CertificateBatch",
    "CertificateTemplate",
    "ChapterPage",
    "CoursePage",
    "CoursesPage",
    "Enrolment",
    "HourEntry",
    "LessonCondition",
    "LessonPage",
    "LessonProgress",
    "Mistake",
    "PaperArchive",
    "Question",
    "QuestionCategory",
    "QuestionEvent",
    "QuestionImport",
    "QuestionPicture",
    "QuestionVersion",
    "Quiz",
    "QuizOverride",
    "QuizSlot",
    "Regrade",
    "Step",
    "TrainingNotice",
    "UnitContact",
    "picture_name",
]
