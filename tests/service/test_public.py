"""What everybody may read: the hall, its catalogue, its board, its voice."""

from __future__ import annotations

import io
import wave

import pytest

from queue_service.domain.site import Hours
from tests.service.conftest import NewHall
from tests.service.hall import API, OpenHall, good, refused


def test_the_site_tells_what_a_kiosk_must_know(any_hall: OpenHall) -> None:
    any_hall.open(1)
    any_hall.take("land")
    site = good(any_hall.get(""))
    assert site["id"] == any_hall.id
    assert (site["languages"], site["time_zone"]) == (["vi", "en"], "Asia/Ho_Chi_Minh")
    assert [site[name] for name in ("open", "takes_numbers", "closed_reason", "opens_at")] == [
        *(True, True, None, None)
    ]
    assert site["priority_classes"] == [{"id": "elderly", "name": {"vi": "Cao tuổi", "en": "Cao tuổi (en)"}}]
    assert (site["overtaking_bound"], site["calls_before_no_show"]) == (2, 3)
    land = site["services"][0]
    known = ("id", "prefix", "open", "waiting", "open_counters", "counters")
    assert [land[name] for name in known] == ["land", "B", True, 1, 1, [1, 2]]
    assert set(land["name"]) == {"vi", "en"}
    assert site["services"][2]["estimated_wait_s"] is None  # nobody serves it


def test_a_closed_hall_tells_why(new_hall: NewHall) -> None:
    site = good(new_hall(hours=Hours()).get(""))
    assert (site["open"], site["takes_numbers"], site["closed_reason"]) == (False, False, "after-hours")


def test_a_search_ignores_accents_and_case_and_gives_the_best_first(any_hall: OpenHall) -> None:
    found = good(any_hall.get("procedures?q=HO KHAU"))["procedures"]
    assert found[0] == {
        "code": "1.000003",
        "name": "Cấp sổ hộ khẩu",
        "short_name": "Sổ hộ khẩu",
        "service": "land",
    }


def test_an_empty_search_gives_everything_and_may_be_narrowed(any_hall: OpenHall) -> None:
    def codes(query: str) -> list[str]:
        return [p["code"] for p in good(any_hall.get(f"procedures{query}"))["procedures"]]

    assert codes("") == ["1.000001", "1.000003", "1.000002"]
    assert codes("?service=business") == ["1.000002"]
    assert codes("?limit=1") == ["1.000001"]


@pytest.mark.parametrize("query", ["?limit=0", "?limit=1001", "?limit=x", "?q=" + "x" * 201])
def test_a_search_out_of_bounds_is_invalid(hall: OpenHall, query: str) -> None:
    refused(hall.get(f"procedures{query}"), 422, "invalid")


def test_the_board_shows_counters_calls_and_who_waits(any_hall: OpenHall) -> None:
    for _ in range(2):
        any_hall.take("land")
    any_hall.open(1)
    any_hall.do(1, "call-next")
    any_hall.do(1, "recall")
    any_hall.do(1, "pause", reason="Nghỉ")
    board = good(any_hall.get("board"))
    first, second, _ = board["counters"]
    assert (first["number"], first["state"], first["reason"]) == (1, "paused", "Nghỉ")
    assert set(first["ticket"]) == {"label", "service", "state", "calls", "called_at"}
    assert (first["ticket"]["label"], first["ticket"]["state"], first["ticket"]["calls"]) == (
        "B001",
        "called",
        2,
    )
    assert (second["state"], second["ticket"]) == ("closed", None)
    assert [(c["label"], c["counter"], c["kind"]) for c in board["recent_calls"]] == [
        ("B001", 1, "recall"),
        ("B001", 1, "call"),
    ]
    assert board["waiting"] == {"land": 1, "business": 0, "results": 0}
    assert board["site"] == any_hall.id
    assert {service["prefix"] for service in board["services"]} == {"A", "B", "K"}


def test_the_board_holds_no_token_no_name_and_no_priority(any_hall: OpenHall) -> None:
    ticket = any_hall.take("land", priority="elderly")
    any_hall.open(1)
    any_hall.do(1, "call-next")
    told = any_hall.get("board").text
    for secret in (ticket["token"], ticket["id"], "elderly", "officer", "track"):
        assert secret not in told


def test_the_voice_gives_a_sound_that_may_be_kept_for_ever(hall: OpenHall) -> None:
    answer = hall.get("speech?label=B001&counter=2&language=vi&kind=call")
    assert answer.headers["content-type"] == "audio/wav"
    assert "immutable" in answer.headers["cache-control"]
    with wave.open(io.BytesIO(answer.content)) as sound:
        assert sound.getnframes() / sound.getframerate() > 1  # seconds


@pytest.mark.parametrize(("language", "word"), [("vi", "quầy"), ("en", "counter")])
def test_the_voice_gives_its_words_to_who_wants_text(hall: OpenHall, language: str, word: str) -> None:
    path = f"speech?label=B001&counter=2&language={language}&kind=recall"
    answer = hall.get(path, headers={"Accept": "text/plain"})
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["vary"] == "Accept"
    assert word in answer.text.lower()


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("label=B001&counter=2&language=fr", 422, "invalid"),
        ("label=B001&counter=2&kind=shout", 422, "invalid"),
        ("label=B001&counter=0", 422, "invalid"),
        ("counter=2", 422, "invalid"),
        ("label=B001&counter=9", 404, "not-found"),
        ("label=Z001&counter=2", 404, "not-found"),
    ],
)
def test_the_voice_says_nothing_but_calls_of_this_hall(
    hall: OpenHall, query: str, status: int, code: str
) -> None:
    refused(hall.get(f"speech?{query}"), status, code)


@pytest.mark.parametrize("path", ["", "/board", "/procedures", "/speech?label=B001&counter=2"])
def test_a_site_that_is_not_here_is_not_found(hall: OpenHall, path: str) -> None:
    answer = hall.server.http.get(f"{API}/sites/nowhere{path}")
    assert refused(answer, 404, "not-found") == {"what": "site", "id": "nowhere"}
