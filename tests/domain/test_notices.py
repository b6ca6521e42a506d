"""Announcements to the hall, and what troubles its devices."""

from __future__ import annotations

from datetime import timedelta

import pytest

from queue_service.commands.announce import announce
from queue_service.commands.devices import pair_device, report_trouble, revoke_device
from queue_service.domain.errors import Invalid, NotFound
from tests.halls import Rehearsal


def test_a_devices_trouble_is_told_when_it_begins_changes_and_ends() -> None:
    play = Rehearsal()
    for problem, told in (
        (None, []),
        ("paper-low", ["device.lost"]),
        ("paper-low", []),
        ("paper-out", ["device.lost"]),
        (None, ["device.back"]),
        (None, []),
    ):
        assert [e.type for e in play.do(report_trouble, device="p1", problem=problem)] == told


def test_a_revoked_device_has_no_trouble_any_more() -> None:
    play = Rehearsal()
    play.do(report_trouble, device="p1", problem="paper-out")
    play.do(revoke_device, device="p1")
    assert play.hall.troubles == {}


def test_an_announcement_stands_until_its_time() -> None:
    play = Rehearsal()
    play.do(announce, text={"vi": "Nghỉ trưa"}, until=play.now + timedelta(minutes=5))
    play.passes(minutes=5)
    play.do(announce, text={"vi": "Mời vào", "en": "Come in"})
    assert [a.text["vi"] for a in play.hall.announcements] == ["Mời vào"]


def test_an_announcement_is_in_the_sites_languages_and_lies_ahead() -> None:
    play = Rehearsal()
    for text, until in (
        ({}, None),
        ({"vi": "Xin chào", "fr": "Bonjour"}, None),
        ({"vi": "Xin chào"}, play.now),
    ):
        with pytest.raises(Invalid):
            play.do(announce, text=text, until=until)


def test_a_device_is_paired_to_what_there_is() -> None:
    play = Rehearsal()
    device = {"device": "d-1", "name": "Kiosk 1", "counter": None, "printer": None}
    (event,) = play.do(pair_device, kind="kiosk", **device)
    assert event.data == {"kind": "kiosk", **device}
    with pytest.raises(NotFound):
        play.do(pair_device, kind="counter", **(device | {"counter": 99}))
    with pytest.raises(Invalid):
        play.do(pair_device, kind="display", **(device | {"printer": "printer-1"}))
