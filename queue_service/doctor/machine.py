"""The machine itself: disk, clock, secrets, voice, fonts."""

from __future__ import annotations

import asyncio
import ctypes
import math
import os
import shutil
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from queue_service.doctor.finding import Finding, ill, well
from queue_service.speech.synthesizer import PROGRAM, Synthesizer, VoiceUnavailable

LEAST_FREE_BYTES = 2 * 10**9  # a hall of 21 counters writes some 20 MB a day
SLOW_FLUSH_S = 0.05  # an ordinary disk takes 2–10 ms
FLUSHES = 9
PAGE = b"\0" * 4096
UNSYNCHRONISED = 0x40  # STA_UNSYNC of adjtimex(2)
TIMEX_BYTES, STATUS_AT = 256, 40  # the structure has 208 on 64 bits; `status` follows five words
ZONE = "Asia/Ho_Chi_Minh"
LEAST_BITS = 100  # of a secret key: 32 characters made at random have 128 and more
ACCENTED = "Ễ"


def disk(folder: Path) -> Iterator[Finding]:
    """Is there room, may we write, and how long does the disk take to keep something?"""
    if not folder.is_dir():
        yield ill(
            "disk", f"there is no folder {folder}", f"make it, owned by the service's user: mkdir -p {folder}"
        )
        return
    yield room(folder, shutil.disk_usage(folder).free)
    try:
        yield flushing(folder, _flush_s(folder))
    except OSError as error:
        yield ill(
            "disk",
            f"{folder} cannot be written: {error.strerror}",
            "give the folder to the service's user (chown), or mount the disk for writing; a disk that turned "
            "read-only by itself is dying: copy it now",
        )


def room(folder: Path, free: int) -> Finding:
    said = f"{free / 1e9:.1f} GB free at {folder}"
    if free < LEAST_FREE_BYTES:
        return ill("disk", said, "move old copies and logs away; on a full disk no number is given")
    return well("disk", said)


def flushing(folder: Path, took_s: float) -> Finding:
    said = f"{folder} keeps a page in {took_s * 1000:.1f} ms"
    if took_s > SLOW_FLUSH_S:
        return ill("disk", said, "look who else writes (iotop), and at the disk's health (smartctl -a)")
    return well("disk", said)


def _flush_s(folder: Path) -> float:
    """The median of a few writes, each flushed."""
    took = []
    with TemporaryFile(dir=folder) as file:
        for _ in range(FLUSHES):
            file.write(PAGE)
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            took.append(time.perf_counter() - began)
    return statistics.median(took)


def clock() -> Iterator[Finding]:
    """Does the kernel follow a time server, and are the time zones known?"""
    yield synchronised(_kernel_status())
    try:
        ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        yield ill("clock", f"the time zone {ZONE} is not known", "install tzdata: pip install tzdata")


def synchronised(status: int) -> Finding:
    """By the kernel's own word (`status` of adjtimex), which any of chrony, ntpd and timesyncd sets."""
    if status & UNSYNCHRONISED:
        return ill(
            "clock",
            "no time server sets this machine's clock",
            "timedatectl set-ntp true, or install chrony; in a container the host's clock counts: look there",
        )
    return well("clock", "set by a time server")


def _kernel_status() -> int:
    """adjtimex(2) with no mode reads alone. Python has no call for it."""
    timex = ctypes.create_string_buffer(TIMEX_BYTES)
    if ctypes.CDLL(None, use_errno=True).adjtimex(timex) < 0:
        raise OSError(ctypes.get_errno(), "adjtimex")
    return int.from_bytes(timex.raw[STATUS_AT : STATUS_AT + 4], "little")


def secrets(key: str, env_file: Path) -> Iterator[Finding]:
    """Can the key be guessed, or read by others?"""
    bits = _bits(key)
    if bits < LEAST_BITS:
        yield ill(
            "secrets",
            "QUEUE_SECRET_KEY could be guessed",
            "make one at random: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'; officers log in anew, "
            "and links on slips given out today no longer open",
        )
    else:
        yield well("secrets", f"QUEUE_SECRET_KEY looks random ({len(key)} characters)")
    if env_file.exists() and env_file.stat().st_mode & 0o077:
        yield ill("secrets", f"other users of this machine may read {env_file}", f"chmod 600 {env_file}")


def _bits(key: str) -> float:
    """Shannon's entropy of its characters, summed: little for repeats, though it does not know words."""
    counts = Counter(key)
    return -sum(n * math.log2(n / len(key)) for n in counts.values())


def voice(cache: Path, program: Sequence[str] = PROGRAM) -> Iterator[Finding]:
    """Does espeak-ng speak Vietnamese, in a process of its own as in the server?"""
    try:
        recording = asyncio.run(_spoken(program))
    except VoiceUnavailable:
        yield ill(
            "voice",
            "espeak-ng does not speak",
            "pip install --force-reinstall espeakng-loader; until then screens show calls without a voice",
        )
        return
    yield well("voice", f"speaks ({len(recording) // 1000} kB for one number)")
    if cache.exists() and not os.access(cache, os.W_OK):
        yield ill(
            "voice",
            f"{cache} cannot be written",
            f"chown it to the service's user: chown hall {cache}",
        )


async def _spoken(program: Sequence[str]) -> bytes:
    synthesizer = Synthesizer(program)
    try:
        return await synthesizer.render("một", "vi")
    finally:
        await synthesizer.close()


def fonts() -> Iterator[Finding]:
    """Can slips and pages show Vietnamese?"""
    from printer.typeface import Face  # Pillow: only who prints carries it

    page_font = files("queue_service.web") / "assets" / "plex.woff2"
    reinstall = "pip install --force-reinstall fontpkg-ibm-plex-sans queue-service"
    if not page_font.is_file():
        yield ill("fonts", "the pages' font is missing", reinstall)
    try:
        drawn, unknown = (Face(40).font.getmask(sign) for sign in (ACCENTED, "\U000f0000"))
    except OSError as error:
        yield ill("fonts", f"the slips' font is missing: {error}", reinstall)
        return
    if bytes(drawn) == bytes(unknown):
        yield ill("fonts", f"the slips' font has no {ACCENTED}", reinstall)
    else:
        yield well("fonts", "pages and slips have Vietnamese letters")
