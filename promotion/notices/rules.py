"""What notices say. The words are made from kept facts in the reader's language. Plain Python."""

from promotion.kernel.choices import Choice
from promotion.kernel.messages import mark as N_


class NoticeKind(Choice):
    """What happened."""

    release = "release", N_("Money was released")
    release_back = "release_back", N_("A release was taken back")
    share = "share", N_("Your unit received money")
    share_back = "share_back", N_("Money was taken back from your unit")


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
}
"""The sentence of each kind; amounts in đồng, percent of the plan."""
