"""What training tells to whoever needs it."""

from django.dispatch import Signal

# Sent inside the transaction each time the result of a closed attempt comes to stand: at closing, after the last mark of
# a marker, after a regrade that changed it, after a reopened attempt is closed again. Arguments: `attempt`; `passed`:
# whether the person has passed the quiz now, by the rule of which attempt counts. The sender is `Attempt`.
attempt_finished = Signal()

# Sent inside the transaction in which the last lesson that a course needs was done. Arguments: `enrolment`, `hours` (what
# the rule gave). The sender is `Enrolment`.
course_completed = Signal()
