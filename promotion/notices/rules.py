"""What notices say. The words are made from kept facts in the reader's language. Plain Python."""

from promotion.kernel.choices import Choice
from promotion.kernel.messages import mark as N_


class NoticeKind(Choice):
    """What happened."""

    release = "release", N_("Money was released")
    release_back = "release_back", N_("A release was taken back")
    share = "share", N_("Your unit received money")
    share_back = "share_back", N_("Money was taken back from your unit")
    question = "question", N_("A question was put to your unit")
    question_again = "question_again", N_("A question was put to your unit again")
    question_answer = "question_answer", N_("A question was answered")
    question_closed = "question_closed", N_("A question to your unit was closed")
    question_moved = "question_moved", N_("A question to your unit is due on another day")


QUESTIONS = frozenset(
    {
        NoticeKind.question,
        NoticeKind.question_again,
        NoticeKind.question_answer,
        NoticeKind.question_closed,
        NoticeKind.question_moved,
    }
)
"""What is told of questions on figures; the other kinds tell of money in a fund."""


WORDS: dict[NoticeKind, str] = {
    NoticeKind.release: N_(
        "%(amount)s đồng of %(fund)s were released (document %(document)s); "
        "%(percent)s of the plan are released in all. "
        "Your unit is listed with %(listed)s đồng, has received %(received)s đồng, and its projects still wait "
        "for %(waiting)s đồng."
    ),
    NoticeKind.release_back: N_(
        "A release of %(amount)s đồng of %(fund)s was taken back (document %(document)s); "
        "%(percent)s of the plan are released in all. "
        "Your unit is listed with %(listed)s đồng, has received %(received)s đồng, and its projects still wait "
        "for %(waiting)s đồng."
    ),
    NoticeKind.share: N_(
        "Your unit received %(amount)s đồng of %(fund)s (document %(document)s), "
        "%(received)s đồng in all. It is listed with "
        "%(listed)s đồng, and its projects still wait for %(waiting)s đồng."
    ),
    NoticeKind.share_back: N_(
        "%(amount)s đồng of %(fund)s were taken back from your unit (document %(document)s); "
        "it now has received %(received)s đồng in "
        "all. It is listed with %(listed)s đồng, and its projects still wait for %(waiting)s đồng."
    ),
    NoticeKind.question: N_(
        "The ministry asks about “%(figure)s”, %(about)s. Please answer by %(due)s: %(text)s"
    ),
    NoticeKind.question_again: N_(
        "The ministry asks again about “%(figure)s”, %(about)s. Please answer by %(due)s: %(text)s"
    ),
    NoticeKind.question_answer: N_(
        "The question about “%(figure)s”, %(about)s, was answered by %(unit)s: %(text)s"
    ),
    NoticeKind.question_closed: N_("The question about “%(figure)s”, %(about)s, was closed: %(text)s"),
    NoticeKind.question_moved: N_(
        "%(by)s moved the due date of the question about “%(figure)s”, %(about)s, from %(before)s to %(due)s: %(text)s"
    ),
}
"""The sentence of each kind; amounts in đồng, percent of the plan."""
