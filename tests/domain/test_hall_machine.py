"""Anything that people may do in a hall, in any order, against a simple model of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from queue_service.commands.call import call
from queue_service.commands.call_next import call_next
from queue_service.commands.cancel import cancel
from queue_service.commands.close_day import close_day, close_day_if_over
from queue_service.commands.configure_site import configure_site
from queue_service.commands.confirm_slip import slip_printed
from queue_service.commands.counter_state import close_counter, open_counter, pause_counter, resume_counter
from queue_service.commands.finish import finish
from queue_service.commands.hold import hold
from queue_service.commands.issue_ticket import issue_ticket
from queue_service.commands.no_show import no_show
from queue_service.commands.rate import rate_last_served, rate_ticket
from queue_service.commands.recall import recall
from queue_service.commands.reinstate import reinstate
from queue_service.commands.return_to_line import return_to_line
from queue_service.commands.start import start
from queue_service.commands.transfer import transfer
from queue_service.domain.calling import calling_order
from queue_service.domain.errors import Refusal
from queue_service.domain.events import Event, EventType, Fact
from queue_service.domain.hall import SlipState, fold
from queue_service.domain.site import CallingOrder
from queue_service.domain.ticket import Position
from queue_service.verify.board import BoardCheck
from queue_service.verify.breach import Check
from queue_service.verify.life import LifeCheck
from queue_service.verify.order import OrderCheck
from queue_service.verify.privacy import PrivacyCheck
from queue_service.verify.slips import SlipCheck
from tests.domain.hall_model import Citizen, HallModel, Refused
from tests.halls import Rehearsal, small_site

SERVES = {1: ("land",), 2: ("land", "business"), 3: ("business", "results")}
COUNTERS = st.sampled_from(sorted(SERVES))
SERVICES = st.sampled_from(["land", "business", "results"])
BUSY_SERVICES = st.sampled_from(["land", "business", "land", "business", "results"])
ARRIVALS = st.lists(st.tuples(BUSY_SERVICES, st.booleans()), min_size=1, max_size=6)
POSITIONS = st.sampled_from(list(Position))
ANYBODY = st.integers(0, 10_000)  # the ticket at this place of those there are
AT_COUNTER: dict[str, Callable[..., list[Fact]]] = {
    "recall": recall,
    "start": start,
    "finish": finish,
    "no-show": no_show,
    "hold": hold,
}
COUNTER_VERBS: dict[str, tuple[Callable[..., list[Fact]], Callable[[HallModel, int], None]]] = {
    "open": (open_counter, HallModel.open_counter),
    "resume": (resume_counter, HallModel.resume_counter),
    "pause": (pause_counter, HallModel.pause_counter),
    "close": (close_counter, HallModel.close_counter),
}

somebody = precondition(lambda machine: bool(machine.model.citizens))


class HallMachine(RuleBasedStateMachine):
    """Each rule does one thing in the hall and in the model; then both are compared."""

    @initialize(order=st.sampled_from(list(CallingOrder)), bound=st.integers(0, 3), arrivals=ARRIVALS)
    def begin(self, order: CallingOrder, bound: int, arrivals: list[tuple[str, bool]]) -> None:
        site = small_site(calling_order=order, overtaking_bound=bound, longest_wait=timedelta(minutes=30))
        self.play = Rehearsal(site)
        self.model = HallModel(SERVES, bound, timedelta(minutes=30), order is CallingOrder.BY_SERVICE)
        self.numbers: dict[tuple[str, str], int] = {}
        self.copied = self.play.hall.copy()
        self.folded = fold(self.play.events)
        self.known = len(self.play.events)
        for counter in SERVES:
            self.counter_state(counter, "open")
        self.arrive(arrivals)

    # --- rules

    @rule(arrivals=ARRIVALS)
    def arrive(self, arrivals: list[tuple[str, bool]]) -> None:
        for service, normal in arrivals:
            self._issue(service, normal)

    @rule(service=BUSY_SERVICES)
    def elderly_arrive(self, service: str) -> None:
        for _ in range(3):
            self._issue(service, normal=False)

    @rule(counters=st.lists(COUNTERS, min_size=1, max_size=4))
    def next(self, counters: list[int]) -> None:
        for counter in counters:
            self._next(counter, None)

    @rule(counter=COUNTERS)
    def next_but_that_was_a_mistake(self, counter: int) -> None:
        self._next(counter, None)
        self.return_to_line(counter)

    @rule(counter=COUNTERS, which=st.integers(0, 1))
    def next_of_a_service(self, counter: int, which: int) -> None:
        self._next(counter, SERVES[counter][which % len(SERVES[counter])])

    @rule(counter=COUNTERS)
    def tell_the_order_and_keep_to_it(self, counter: int) -> None:
        if self.model.state(counter) == "open":
            for ticket in calling_order(self.play.hall, counter, self.play.now, limit=6):
                self._next(counter, None)
                assert self.play.shown_at(counter) == ticket.label

    @somebody
    @rule(counter=COUNTERS, anybody=ANYBODY)
    def call_by_name(self, counter: int, anybody: int) -> None:
        citizen = self._citizen(anybody)
        with self._as_the_model_says(lambda: self.model.call(counter, citizen)):
            self._do(call, counter=counter, ticket=self._id(citizen))

    @rule(counter=COUNTERS, verb=st.sampled_from(sorted(AT_COUNTER)))
    def at_counter(self, counter: int, verb: str) -> None:
        with self._as_the_model_says(lambda: self.model.at_counter(verb, counter)):
            self._do(AT_COUNTER[verb], counter=counter)

    @rule(counter=COUNTERS)
    def return_to_line(self, counter: int) -> None:
        citizen = self.model.present(counter)
        with self._as_the_model_says(lambda: self._queue("return", citizen, None, "by-time")):
            self._do(return_to_line, counter=counter)

    @rule(counter=COUNTERS, service=SERVICES, position=POSITIONS)
    def transfer_from_counter(self, counter: int, service: str, position: Position) -> None:
        citizen = self.model.present(counter)
        with self._as_the_model_says(lambda: self._queue("transfer", citizen, service, position)):
            self._do(transfer, counter=counter, to_service=service, position=position)

    @somebody
    @rule(anybody=ANYBODY, to=SERVICES | COUNTERS, position=POSITIONS)
    def transfer_by_name(self, anybody: int, to: str | int, position: Position) -> None:
        citizen = self._citizen(anybody)
        where = {"to_counter": to} if isinstance(to, int) else {"to_service": to}
        at_counter = citizen.state in ("called", "serving")
        counter = citizen.counter if at_counter and citizen.counter else 1
        with self._as_the_model_says(lambda: self._queue("transfer", citizen, to, position)):
            self._do(transfer, counter=counter, ticket=self._id(citizen), position=position, **where)

    @rule(counter=COUNTERS, ahead=st.integers(1, 3))
    def step_away_while_others_are_called(self, counter: int, ahead: int) -> None:
        """The counter's ticket is held, the next are called, then the held one comes back to its place."""
        citizen = self.model.present(counter)
        if citizen is None or self.model.state(counter) != "open":
            return
        self.at_counter(counter, "hold")
        for _ in range(ahead):
            self._next(counter, None)
        self.transfer_by_name(self.model.citizens.index(citizen), citizen.line, Position.BY_TIME)

    @somebody
    @rule(anybody=ANYBODY, position=POSITIONS)
    def reinstate(self, anybody: int, position: Position) -> None:
        citizen = self._citizen(anybody)
        with self._as_the_model_says(lambda: self._queue("reinstate", citizen, None, position)):
            self._do(reinstate, ticket=self._id(citizen), position=position)

    @somebody
    @rule(anybody=ANYBODY)
    def cancel(self, anybody: int) -> None:
        citizen = self._citizen(anybody)
        with self._as_the_model_says(lambda: self.model.cancel(citizen)):
            self._do(cancel, ticket=self._id(citizen))

    @somebody
    @rule(anybody=ANYBODY, score=st.integers(1, 5), counter=COUNTERS)
    def rate(self, anybody: int, score: int, counter: int) -> None:
        """By the holder, and at a pad."""
        holder = self._citizen(anybody)
        with self._as_the_model_says(lambda: self.model.rate(holder)):
            self._do(rate_ticket, ticket=self._id(holder), score=score)
        citizen = self.model.last_served.get(counter)
        if citizen is None or self._since_finished(citizen) > self.play.hall.site.rating_window:
            with self._as_the_model_says(lambda: _refuse("rating-closed")):
                self._do(rate_last_served, counter=counter, score=3)
            return
        with self._as_the_model_says(lambda: self.model.rate(citizen)):
            self._do(rate_last_served, counter=counter, score=3)

    @rule(counter=COUNTERS, verb=st.sampled_from(["open", "open", "open", "resume", "pause", "close"]))
    def counter_state(self, counter: int, verb: str) -> None:
        command, model = COUNTER_VERBS[verb]
        with self._as_the_model_says(lambda: model(self.model, counter)):
            self._do(command, counter=counter)

    @rule()
    def print_slips_and_load_the_site_again(self) -> None:
        for slip in list(self.play.hall.slips.values()):
            if slip.state is SlipState.REQUESTED:
                self._do(slip_printed, slip=slip.id, printer=slip.printer)
        self._do(configure_site, site=self.play.hall.site, changes=["name: …"])

    @rule(minutes=st.sampled_from([1, 5, 15]))
    def time_passes(self, minutes: int) -> None:
        self.play.passes(minutes=minutes)
        if self._do(close_day_if_over):
            self.model.close_day()

    @precondition(lambda machine: len(machine.model.citizens) > 40)
    @rule(next_day=st.booleans())
    def the_day_ends(self, next_day: bool) -> None:
        if next_day:
            self.play.passes(days=1)
        self._do(close_day)
        self.model.close_day()

    # --- what must hold after each

    @invariant()
    def the_hall_is_the_fold_of_its_log_and_its_copy_stands_alone(self) -> None:
        new = self.play.events[self.known :]
        worked_on = self.copied.copy()
        for event in new:
            worked_on.apply(event)
        assert self.copied == self.folded, "a copy does not change with what is done elsewhere"
        assert worked_on == self.play.hall
        self.known += len(new)
        self.copied, self.folded = self.play.hall.copy(), fold(self.play.events)
        assert self.folded == self.play.hall

    @invariant()
    def each_ticket_stands_where_the_model_has_it(self) -> None:
        hall = self.play.hall
        assert len(hall.tickets) == len(self.model.citizens)
        for citizen in self.model.citizens:
            ticket = hall.ticket(self._id(citizen))
            assert (ticket.state, ticket.service) == (citizen.state, citizen.service)
            at_counter = citizen.state in ("called", "serving")
            assert ticket.counter == (citizen.counter if at_counter or citizen.state == "served" else None)
            assert ticket.overtaken <= hall.site.overtaking_bound
        held = {c.label for c in self.model.citizens if c.state == "on_hold"}
        assert {hall.tickets[ticket].label for ticket in hall.on_hold} == held

    @invariant()
    def each_counter_has_its_one_ticket(self) -> None:
        for number in SERVES:
            present = self.model.present(number)
            assert self.play.shown_at(number) == (present.label if present else None)
            assert self.play.hall.desk(number).state == self.model.state(number)

    @invariant()
    def each_line_tells_how_many_wait_and_who_goes_before(self) -> None:
        hall = self.play.hall
        for citizen in self.model.citizens:
            expected = self.model.ahead(citizen) if citizen.state == "waiting" else None
            assert hall.ahead(hall.ticket(self._id(citizen))) == expected
        for service in ("land", "business", "results"):
            waiting = [c for c in self.model.citizens if (c.state, c.service) == ("waiting", service)]
            assert hall.waiting(service) == len(waiting)

    def teardown(self) -> None:
        """No label twice on a day, numbers without a gap; and no check of `verify` finds anything."""
        issued = [e.data for e in self.play.events if e.type is EventType.TICKET_ISSUED]
        labels = [(data["day"], data["label"]) for data in issued]
        assert len(labels) == len(set(labels))
        for (day, service), last in self.numbers.items():
            given = [d["number"] for d in issued if (d["day"], d["service"]) == (day, service)]
            assert given == list(range(1, last + 1))
        checks: list[Check] = [LifeCheck(), OrderCheck(), SlipCheck(), PrivacyCheck(), BoardCheck()]
        hall = fold(self.play.events[:1])
        for event in self.play.events:
            if event.seq > 1:
                hall.apply(event)
            assert [str(breach) for check in checks for breach in check.see(event, hall)] == []

    # --- how

    def _do(self, command: Callable[..., list[Fact]], **given: Any) -> list[Event]:
        return self.play.do(command, **given)

    def _issue(self, service: str, normal: bool) -> None:
        priority, printer = ("normal", "printer-1") if normal else ("elderly", None)
        event = self._do(issue_ticket, service=service, priority=priority, printer=printer)[0]
        day, label = event.data["day"], event.data["label"]
        self.numbers[day, service] = self.numbers.get((day, service), 0) + 1
        assert event.data["number"] == self.numbers[day, service]
        self.model.issue(label, service, normal, self.play.now)
        assert event.data["ahead"] == self.model.ahead(self.model.citizens[-1])

    def _next(self, counter: int, service: str | None) -> None:
        chosen: list[Citizen | None] = []
        with self._as_the_model_says(
            lambda: chosen.append(self.model.call_next(counter, service, self.play.now))
        ):
            events = self._do(call_next, counter=counter, service=service)
            label = next((e.data["label"] for e in events if e.type is EventType.TICKET_CALLED), None)
            assert label == (chosen[0].label if chosen[0] else None)

    def _queue(self, verb: str, citizen: Citizen | None, line: str | int | None, position: str) -> None:
        if citizen is None:
            raise Refused("no-ticket")
        self.model.queue(verb, citizen, citizen.line if line is None else line, str(position))

    def _citizen(self, anybody: int) -> Citizen:
        return self.model.citizens[anybody % len(self.model.citizens)]

    def _id(self, citizen: Citizen) -> str:
        return self.play.id(citizen.label)

    def _since_finished(self, citizen: Citizen) -> timedelta:
        finished_at = self.play.ticket(citizen.label).finished_at
        assert finished_at is not None
        return self.play.now - finished_at

    @contextmanager
    def _as_the_model_says(self, model: Callable[[], object]) -> Iterator[None]:
        """The hall does what the model does, or refuses with the same code and changes nothing."""
        expected: str | None = None
        said: str | None = None
        before = self.play.hall.copy()
        try:
            model()
        except Refused as refusal:
            expected = str(refusal)
        try:
            yield
        except Refusal as refusal:
            said = refusal.code
        assert said == expected, f"refused with {said}, the model says {expected}"
        if said is not None:
            assert self.play.hall == before


def _refuse(code: str) -> None:
    raise Refused(code)


TestHallMachine = HallMachine.TestCase
TestHallMachine.settings = settings(
    max_examples=70,
    stateful_step_count=50,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
