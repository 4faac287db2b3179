"""Questions on figures in every state: put by the ministry and by a region, answered, asked again, overdue, closed.

They go through the ordinary verbs; only the one that is overdue is written with the days that have passed since.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from promotion.access.actor import Actor
from promotion.accounts import queries as accounts
from promotion.accounts.models import User
from promotion.database.handle import db
from promotion.figures.model import Boundaries, Dimension
from promotion.figures.model import Question as FigureQuestion
from promotion.kernel.calendar import now, today
from promotion.kernel.choices import Level
from promotion.kernel.text import search_key
from promotion.ledger.models import Envelope
from promotion.practice import trail
from promotion.practice.ground import Ground
from promotion.practice.people import DOMAIN, actor_of
from promotion.questions import evidence, service
from promotion.questions.amounts import amounts
from promotion.questions.drafts import About, AnswerDraft, AskDraft, CloseDraft, DueDraft
from promotion.questions.models import Entry, Question
from promotion.questions.rules import Outcome, Topic
from promotion.questions.targets import Target, targets
from promotion.questions.trail import subject

_SOON, _LATER, _LATE, _LONG_AGO = timedelta(days=5), timedelta(days=14), timedelta(days=9), timedelta(days=30)
_ASKED = (
    "Số giải ngân của tỉnh thấp hơn nhiều so với số được giao. Đề nghị Trung tâm giải trình và nêu kế hoạch."
)


class Questions:
    """Puts the questions of the practice country and lets its people answer."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.day = ground, today()
        self.agency, self.south = self._person("agency"), self._person("organiser.south")

    def write(self) -> int:
        """Put every question; return how many there are."""
        db.session.expire_all()
        self._of_provinces()
        self._of_region()
        self._of_contract()
        self._overdue("2025-82")
        return len(db.session.scalars(select(Question.id)).all())

    def _person(self, local_part: str) -> Actor:
        user = accounts.user_by_email(f"{local_part}@{DOMAIN}")
        if user is None:
            message = f"no practice person {local_part}"
            raise LookupError(message)
        return accounts.actor(db.session.get_one(User, user.id))

    def _about(self, measure: str, row: str, year: int, level: Level | None = None) -> About:
        figure = FigureQuestion(
            year,
            Dimension.province,
            level,
            None,
            self.day,
            Boundaries("today" if row == "total" else "recorded"),
        )
        return About(Topic.figure, figure, measure, row)

    def _ask(self, actor: Actor, about: About, codes: Sequence[str], text: str) -> list[Question]:
        possible = {one.unit.code for one in targets(actor, about)}
        wanted = tuple(code for code in codes if code in possible)
        return service.ask(actor, AskDraft(about, wanted, self.day + _LATER, text)) if wanted else []

    def _clerk(self, question: Question) -> Actor:
        desks = {self.ground.units[code].id: desk for code, desk in self.ground.desks.items()}
        return actor_of(desks[question.unit_id].clerk)

    def _of_provinces(self) -> None:
        """Three provinces are asked in one go: one explains and is done with, one answers too little, one is silent."""
        about = self._about("disbursed", "total", self.day.year)
        asked = self._ask(self.agency, about, ("centre-2025-91", "centre-2025-79", "centre-2025-19"), _ASKED)
        for turn, question in enumerate(asked):
            clerk, key = self._clerk(question), question.public_id
            if turn == 0:
                proof = next((one.act for one in evidence.find(clerk, question, "").rows), None)
                said = "Trung tâm đã nghiệm thu và chuyển hồ sơ thanh toán; chứng từ chi theo số nghiệp vụ kèm theo."
                service.answer(clerk, key, AnswerDraft(said, proof.public_id if proof else None))
                service.close(
                    self.agency, key, CloseDraft(Outcome.explained, "Đã rõ, không yêu cầu gì thêm.")
                )
            elif turn == 1:
                service.answer(clerk, key, AnswerDraft("Trung tâm đang thực hiện."))
                again = "Câu trả lời chưa nêu vướng mắc và thời hạn. Đề nghị nêu cụ thể từng đề án."
                service.ask_again(self.agency, key, DueDraft(again, self.day + _LATER))
            else:
                moved = "Tỉnh đề nghị lùi hạn vì đang quyết toán quý."
                service.move(self.agency, key, DueDraft(moved, self.day + 2 * _LATER))

    def _of_region(self) -> None:
        """The organiser of a conference asks in the own region; one answer waits to be looked at, one was withdrawn."""
        about = self._about("accepted", "2025-91", self.day.year, Level.national)
        text = "Giá trị nghiệm thu khác với số trong báo cáo gửi hội nghị. Đề nghị đối chiếu."
        for question in self._ask(self.south, about, ("centre-2025-91",), text):
            said = "Báo cáo hội nghị tính đến cuối quý; số trên hệ thống gồm cả đề án nghiệm thu sau đó."
            service.answer(self._clerk(question), question.public_id, AnswerDraft(said))
        about = self._about("waiting", "2025-82", self.day.year)
        for question in self._ask(self.agency, about, ("centre-2025-82",), "Đề án nào còn chờ vốn, vì sao?"):
            end = CloseDraft(Outcome.withdrawn, "Đã có trong báo cáo tháng.")
            service.close(self.agency, question.public_id, end)

    def _of_contract(self) -> None:
        """Ask about the contract with the largest advance that is not cleared."""
        place = db.session.scalars(
            select(Envelope)
            .where(Envelope.kind == "commitment", Envelope.uncleared > 0, Envelope.home.is_not(None))
            .order_by(Envelope.uncleared.desc(), Envelope.id)
            .limit(1)
        ).first()
        if place is not None:
            about = About(Topic.contract, key=place.public_id)
            codes = [one.unit.code for one in targets(self.agency, about)]
            self._ask(
                self.agency,
                about,
                codes,
                "Tạm ứng quá hạn chưa thanh toán. Khi nào có khối lượng nghiệm thu?",
            )

    def _overdue(self, province: str) -> None:
        """Write a question whose due date passed without an answer."""
        about = self._about("committed", province, self.day.year)
        found = next(iter(targets(self.agency, about)), None)
        if found is not None:
            self._written(found, amounts(self.agency.scope, [about])[about])

    def _written(self, target: Target, amount: int | None) -> None:
        asked, due = now() - _LONG_AGO, self.day - _LATE
        text = "Số cam kết giảm so với tháng trước. Hợp đồng nào đã thanh lý, theo văn bản nào?"
        question = Question(
            topic=str(target.about.topic), unit_id=target.unit.id, home=target.unit.province_key, level=target.level,
            budget_year=target.year, measure=target.about.measure, row_key=target.about.row,
            address={"year": str(target.year), "by": "province"}, label=target.label, amount=amount,
            day=self.day - _LONG_AGO, asked_by=self.agency.user_id, asked_at=asked,
            asker_unit_id=self.ground.units["agency"].id, search_key=search_key(f"{target.label} {text}"),
        )  # fmt: skip
        db.session.add(question)
        db.session.flush()
        db.session.add(
            Entry(
                question_id=question.id,
                number=1,
                step="asked",
                text=text,
                due=due,
                made_by=self.agency.user_id,
                made_at=asked,
            )
        )
        person = self.ground.desks["agency"].clerk
        told = {"figure": "Committed", "due": due.isoformat(), "text": text}
        trail.keep([trail.line(person, asked, "questions.ask", subject(question), told)])
