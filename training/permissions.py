"""What each role may do in training (see `reform.people.roles`)."""

ROLE_PERMISSIONS = {
    "learner": ["training.take_quiz"],
    "organiser": [
        "training.view_question",
        "training.add_quiz",
        "training.change_quiz",
        "training.view_quiz",
        "training.regrade_quiz",
        "training.view_attempt",
        "training.manage_attempt",
    ],
    "question_writer": [
        "training.add_question",
        "training.change_question",
        "training.view_question",
    ],
    "question_checker": [
        "training.view_question",
        "training.check_question",
    ],
    "marker": ["training.mark_attempt"],
    "auditor": ["training.view_question", "training.view_quiz", "training.view_attempt"],
}
