"""What a new round starts with, for the alliance to change: pure words."""

STANDARD_QUESTIONS = (
    (
        "Your work as a leader",
        "Describe your current leadership role, what you are responsible for, and the difference you have made in it.",
    ),
    (
        "Your expertise",
        "What makes your practice outstanding in the areas you apply for? Give evidence from pupils, colleagues or "
        "results.",
    ),
    (
        "Improving the work of others",
        "Describe how you have helped a colleague or a team to improve. What did you do, and how do you know it "
        "worked?",
    ),
    (
        "Working beyond your own classroom",
        "Describe work with another department, phase or school. How did you win trust, and what changed?",
    ),
    (
        "Your capacity to support",
        "How would you use your skills to support leaders in other schools, and how will you make the time?",
    ),
)

PRIVACY_NOTICE = """\
{alliance} uses what you write to decide whether to designate you as {sle}.

Who sees it: your {headteacher}, the alliance's staff who run the round, and the panel that scores applications. \
Where the round is anonymous the panel does not see your name or school. What you write about adjustments is seen \
by staff only. While you are still writing, staff see that you have begun, your name, school and areas, and which \
parts are missing, so that they can help; they read what you have written once you hand it over.

If you are designated, your name, your school's number, your teacher reference number and your areas are sent to \
{agency}.

Your application is kept for as long as this page says, and then deleted. You can withdraw at any time, and you can \
ask to see or correct what is held about you."""

# One to a line. That the panel's judgement is disliked is never a ground: letters and pages say so themselves.
APPEAL_GROUNDS = """\
The published process was not followed.
The panel was not told something that you had told the alliance before the round closed.
Somebody who took part in the decision had an interest in it that they had not declared."""
