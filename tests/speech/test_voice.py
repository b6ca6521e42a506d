"""The voice with the real synthesizer: sound, keeping, and what happens when something fails."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from string import ascii_uppercase
from typing import TypeVar

import pytest
import uvloop

from queue_service.domain.errors import Unavailable
from queue_service.speech.synthesizer import PROGRAM, WAITING_AT_MOST, Synthesizer
from queue_service.speech.voice import Voice, VoiceUnavailable

from .recordings import recording

Result = TypeVar("Result")
NewLoop = Callable[[], asyncio.AbstractEventLoop]

SPEAK = shlex.join(PROGRAM)


def with_voice(
    voice: Voice, act: Callable[[], Awaitable[Result]], new_loop: NewLoop = asyncio.new_event_loop
) -> Result:
    """Acts in a loop of its own, within a time, and closes the voice."""

    async def run() -> Result:
        try:
            async with asyncio.timeout(15):
                return await act()
        finally:
            await voice.close()

    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(run())


def shell(script: str) -> tuple[str, ...]:
    return ("/bin/sh", "-c", script)


def counting(folder: Path) -> tuple[str, ...]:
    """The real program, and each question on a line of `questions`."""
    return shell(f"tee -a {shlex.quote(str(folder / 'questions'))} | {SPEAK}")


def questions(folder: Path) -> list[str]:
    file = folder / "questions"
    return file.read_text().splitlines() if file.exists() else []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_letter_is_announced_clear_of_silence_even_in_loudness_and_without_clipping(
    tmp_path: Path, language: str
) -> None:
    voice = Voice(tmp_path)

    async def act() -> list[bytes]:
        return [await voice.speak(f"{letter}042", 7, language, "call") for letter in ascii_uppercase]

    for wav in with_voice(voice, act):
        announced = recording(wav)
        assert announced.rate == 22_050
        assert 3 < announced.seconds < 7
        assert announced.silence_before_s == pytest.approx(0.1, abs=0.02)
        assert announced.silence_after_s == pytest.approx(0.1, abs=0.02)
        assert announced.loudness_db == pytest.approx(-20, abs=1)
        assert announced.peak_db <= -0.9


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_digit_and_word_more_takes_its_time(tmp_path: Path, language: str) -> None:
    voice = Voice(tmp_path)
    asked = [("A007", 3, "call"), ("A0077", 3, "call"), ("A00777", 3, "call"), ("A007", 121, "call")]
    asked += [("A007", 3, "recall")]

    async def act() -> list[bytes]:
        return [await voice.speak(label, counter, language, kind) for label, counter, kind in asked]

    three, four, five, long_counter, recall = (recording(wav).seconds for wav in with_voice(voice, act))
    assert 0.15 < four - three < 0.6
    assert 0.15 < five - four < 0.6
    assert 0.5 < long_counter - three < 2
    assert 0.4 < recall - three < 2


def test_equal_requests_at_once_are_made_once_and_get_the_same_bytes(tmp_path: Path) -> None:
    voice = Voice(tmp_path / "cache", program=counting(tmp_path))

    async def act() -> list[bytes]:
        return await asyncio.gather(*(voice.speak("A007", 3, "vi", "call") for _ in range(20)))

    assert len(set(with_voice(voice, act))) == 1
    assert len(questions(tmp_path)) == 1


def test_a_recording_is_kept_over_a_restart(tmp_path: Path) -> None:
    first, second = (Voice(tmp_path / "cache", program=counting(tmp_path)) for _ in range(2))
    made = with_voice(first, lambda: first.speak("A007", 3, "vi", "call"))
    assert with_voice(second, lambda: second.speak("A007", 3, "vi", "call")) == made
    assert len(questions(tmp_path)) == 1


def test_what_differs_in_any_word_is_another_recording(tmp_path: Path) -> None:
    voice = Voice(tmp_path)
    asked = [("A007", 3, "vi", "call"), ("A008", 3, "vi", "call"), ("A007", 4, "vi", "call")]
    asked += [("A007", 3, "en", "call"), ("A007", 3, "vi", "recall")]

    async def act() -> list[bytes]:
        return await asyncio.gather(*(voice.speak(*words) for words in asked))

    assert len(set(with_voice(voice, act))) == len(asked)
    assert len(list(tmp_path.glob("*.wav"))) == len(asked)


def test_the_folder_holds_a_bounded_number_of_files(tmp_path: Path) -> None:
    voice = Voice(tmp_path, files_kept=10)

    async def act() -> None:
        for counter in range(1, 26):
            await voice.speak("A007", counter, "en", "call")

    with_voice(voice, act)
    assert 9 <= len(os.listdir(tmp_path)) <= 10


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    first, second = Voice(tmp_path), Voice(tmp_path)
    made = with_voice(first, lambda: first.speak("A007", 3, "vi", "call"))
    (file,) = tmp_path.iterdir()
    file.write_bytes(made[:1000])
    again = with_voice(second, lambda: second.speak("A007", 3, "vi", "call"))
    assert recording(again).seconds == pytest.approx(recording(made).seconds, abs=0.05)
    assert file.read_bytes() == again


def test_a_folder_that_cannot_be_used_costs_no_announcement(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    voice = Voice(tmp_path / "cache")
    assert recording(with_voice(voice, lambda: voice.speak("A007", 3, "vi", "call"))).seconds > 3


def test_a_listener_that_leaves_does_not_take_it_from_the_others(tmp_path: Path) -> None:
    voice = Voice(tmp_path / "cache", program=counting(tmp_path))

    async def act() -> bytes:
        leaves, stays = (asyncio.create_task(voice.speak("A007", 3, "vi", "call")) for _ in range(2))
        await asyncio.sleep(0)
        leaves.cancel()
        return await stays

    assert recording(with_voice(voice, act)).seconds > 3
    assert len(questions(tmp_path)) == 1


@pytest.mark.parametrize(
    "new_loop", [asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"]
)
@pytest.mark.parametrize("seen", [True, False], ids=["seen", "not yet seen"])
def test_a_program_killed_while_idle_is_replaced_unnoticed(
    tmp_path: Path, new_loop: NewLoop, seen: bool
) -> None:
    own = tmp_path / "pid"
    voice = Voice(tmp_path, program=shell(f"echo $$ > {shlex.quote(str(own))}; exec {SPEAK}"))

    async def act() -> tuple[str, bytes]:
        await voice.speak("A007", 3, "vi", "call")
        killed = own.read_text()
        os.kill(int(killed), signal.SIGKILL)
        while seen and Path("/proc", killed.strip()).exists():  # noqa: ASYNC110, ASYNC240 (until it is reaped)
            await asyncio.sleep(0.005)
        return killed, await voice.speak("A008", 3, "vi", "call")

    killed, wav = with_voice(voice, act, new_loop)
    assert recording(wav).seconds > 3
    assert own.read_text() != killed


def test_a_program_that_dies_at_its_start_gets_a_second_try(tmp_path: Path) -> None:
    died = shlex.quote(str(tmp_path / "died"))
    voice = Voice(tmp_path, program=shell(f"test -e {died} && exec {SPEAK}; touch {died}; exit 1"))
    assert recording(with_voice(voice, lambda: voice.speak("A007", 3, "vi", "call"))).seconds > 3


@pytest.mark.parametrize("program", [("/bin/false",), ("/no/such/program",)], ids=["dies", "is missing"])
def test_without_a_program_the_voice_is_unavailable_for_a_while(
    tmp_path: Path, program: tuple[str, ...]
) -> None:
    voice = Voice(tmp_path, program=program)

    async def act() -> list[float]:
        rests = []
        for _ in range(2):
            with pytest.raises(VoiceUnavailable) as unavailable:
                await voice.speak("A007", 3, "vi", "call")
            rests.append(unavailable.value.data["retry_after_s"])
        return rests

    first, second = with_voice(voice, act)
    assert 0 < second < first == 5
    assert issubclass(VoiceUnavailable, Unavailable)
    assert VoiceUnavailable.code == "unavailable"


def test_a_program_that_hangs_is_given_up() -> None:
    async def act() -> None:
        hanging = Synthesizer(("/bin/sleep", "60"), answer_within_s=0.2)
        with pytest.raises(VoiceUnavailable):
            await hanging.render("xin chào", "vi")
        await hanging.close()

    asyncio.run(act())


def test_a_question_given_up_half_way_does_not_answer_the_next(tmp_path: Path) -> None:
    async def act() -> tuple[bytes, bytes]:
        synthesizer = Synthesizer(counting(tmp_path))
        given_up = asyncio.create_task(synthesizer.render("một câu rất dài, " * 10, "vi"))
        while not questions(tmp_path):  # noqa: ASYNC110 (a file gives no event)
            await asyncio.sleep(0.005)
        given_up.cancel()
        short, long = await synthesizer.render("một", "vi"), await synthesizer.render("một " * 9, "vi")
        await synthesizer.close()
        return short, long

    short, long = asyncio.run(asyncio.wait_for(act(), 15))
    assert recording(short).seconds < 1 < recording(long).seconds < 4


def test_a_text_without_a_sound_is_unavailable_and_not_an_empty_file() -> None:
    async def act() -> None:
        synthesizer = Synthesizer()
        with pytest.raises(VoiceUnavailable):
            await synthesizer.render(" ", "vi")
        await synthesizer.close()

    asyncio.run(asyncio.wait_for(act(), 15))


def test_a_flood_is_refused_instead_of_queued() -> None:
    async def act() -> list[bytes | BaseException]:
        synthesizer = Synthesizer()
        texts = [synthesizer.render("một", "vi") for _ in range(WAITING_AT_MOST + 3)]
        answers = await asyncio.gather(*texts, return_exceptions=True)
        await synthesizer.close()
        return answers

    answers = asyncio.run(asyncio.wait_for(act(), 15))
    assert [isinstance(answer, VoiceUnavailable) for answer in answers] == [False] * WAITING_AT_MOST + [
        True
    ] * 3


@pytest.mark.parametrize(
    ("asked", "named"),
    [(("A007", 3, "fr", "call"), "fr"), (("7", 3, "vi", "call"), "7"), (("A007", 0, "vi", "call"), "0")],
)
def test_what_cannot_be_said_is_named_and_starts_nothing(tmp_path: Path, asked, named) -> None:  # type: ignore[no-untyped-def]
    voice = Voice(tmp_path / "cache", program=("/no/such/program",))
    with pytest.raises(ValueError, match=named):
        with_voice(voice, lambda: voice.speak(*asked))
    assert not (tmp_path / "cache").exists()


def test_closing_gives_up_what_is_being_made(tmp_path: Path) -> None:
    voice = Voice(tmp_path, program=("/bin/sleep", "60"))

    async def act() -> None:
        waits = asyncio.create_task(voice.speak("A007", 3, "vi", "call"))
        await asyncio.sleep(0)
        await voice.close()
        with pytest.raises(asyncio.CancelledError):
            await waits

    asyncio.run(asyncio.wait_for(act(), 15))
