"""The feed of each site: the last events kept ready, and everybody who listens."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from queue_service.domain.events import Event, EventType
from queue_service.domain.hall import Hall
from queue_service.realtime.feeds import Heard, hear
from queue_service.realtime.hub import Hub, Listener, Wire
from queue_service.realtime.presence import Presence

log = structlog.get_logger(__name__)

RESUMABLE = 10_000  # events that a listener may be behind and still get them one by one
AT_ONCE = 250  # listeners told between two turns of everybody else: about a millisecond
REVOKED = 4401
RESTARTING = 1012


@dataclass(slots=True)
class _Channel:
    recent: deque[Heard] = field(default_factory=lambda: deque(maxlen=RESUMABLE))
    hub: Hub = field(default_factory=Hub)
    moved: bool = True  # something happened since phones were last told their places
    untold: deque[Heard] = field(default_factory=deque)  # the first may be told in part
    teller: asyncio.Task[None] | None = None


class Stream:
    """A follower of the images. `track_url(site, ticket_id)` makes the link that a slip carries."""

    def __init__(self, track_url: Callable[[str, str], str], presence: Presence) -> None:
        self._track_url = track_url
        self._presence = presence
        self._channels: dict[str, _Channel] = {}

    # --- what the images tell

    def heard(self, hall: Hall, event: Event) -> None:
        channel = self._channel(hall.site.id)
        heard = hear(hall, event, self._track_url)
        if channel.recent and event.seq != channel.recent[-1].event.seq + 1:
            channel.recent.clear()  # only what follows without a gap can be resumed from
        channel.recent.append(heard)
        channel.moved = True
        if channel.hub:
            self._tell_soon(channel, heard)
        if event.type is EventType.DEVICE_REVOKED:
            self._presence.drop(event.site, event.data["device"])
            for listener in list(channel.hub.on(f"device:{event.data['device']}")):
                listener.close(REVOKED)

    def lost(self, site: str) -> None:
        """Everybody resumes, with a snapshot where the missed event would have been."""
        channel = self._channel(site)
        channel.recent.clear()
        channel.untold.clear()
        for listener in channel.hub.everybody():
            listener.close(RESTARTING)

    def _tell_soon(self, channel: _Channel, heard: Heard) -> None:
        """In a task of its own: whoever caused the event is answered first, however many listen."""
        channel.untold.append(heard)
        if len(channel.untold) > RESUMABLE:
            self.lost(heard.event.site)  # events come faster than this many can be told
        elif channel.teller is None or channel.teller.done():
            channel.teller = asyncio.create_task(self._tell(heard.event.site, channel), name="teller")

    async def _tell(self, site: str, channel: _Channel) -> None:
        try:
            while channel.untold:
                heard = channel.untold[0]
                await _tell_all(channel.hub, heard)
                if channel.untold and channel.untold[0] is heard:  # not given up meanwhile
                    channel.untold.popleft()
        except Exception:  # the events are committed: everybody starts anew, nobody stays behind
            log.exception("an event was not told", site=site)
            self.lost(site)

    # --- what the sockets ask

    def told(self, hall: Hall) -> int:
        """Everybody has heard all that concerns them up to this `seq`."""
        untold = self._channel(hall.site.id).untold
        return untold[0].event.seq - 1 if untold else hall.seq

    def join(self, site: str, topics: tuple[str, ...], seq: int, wire: Wire) -> Listener:
        """Listen from `seq`, the image's own: with no await in between, nothing is missed or doubled."""
        listener = Listener(wire, topics, seq)
        self._channel(site).hub.add(listener)
        for printer in _printers(listener):
            self._presence.come(site, printer)
        return listener

    def leave(self, site: str, listener: Listener) -> None:
        hub = self._channel(site).hub
        hub.remove(listener)
        for printer in _printers(listener):
            if not hub.on(f"printer:{printer}"):
                self._presence.go(site, printer)

    def missed(self, site: str, topics: tuple[str, ...], after: int, seq: int) -> list[bytes] | None:
        """The frames after a cursor up to `seq`, or None when they are not at hand and a snapshot is due."""
        recent = self._channel(site).recent
        if after == seq:
            return []
        if after > seq or not recent or recent[0].event.seq > after + 1:
            return None
        wanted = set(topics)
        frames = []
        for heard in reversed(recent):
            if heard.event.seq <= after:
                break
            topic = next((topic for topic in heard.topics if topic in wanted), None)
            if topic is not None:
                frames.append(heard.frame(topic))
        frames.reverse()
        return frames

    def phones(self, site: str) -> list[tuple[str, Listener]]:
        """Ticket ids with their listeners."""
        hub = self._channel(site).hub
        return [(topic[7:], listener) for topic in hub.topics("ticket:") for listener in hub.on(topic)]

    def moved(self, site: str) -> bool:
        """Has anything happened since the last time that this was asked?"""
        channel = self._channel(site)
        moved, channel.moved = channel.moved, False
        return moved

    def close_user(self, site: str, username: str) -> None:
        for listener in list(self._channel(site).hub.on(f"user:{username}")):
            listener.close(REVOKED)

    def close_all(self, code: int) -> None:
        for channel in self._channels.values():
            for listener in channel.hub.everybody():
                listener.close(code)

    def is_heard(self, site: str) -> bool:
        """Does anybody listen?"""
        channel = self._channels.get(site)
        return channel is not None and bool(channel.hub)

    def heard_sites(self) -> list[str]:
        """The sites that anybody listens to. The list is copied: a site that is being read adds its own meanwhile."""
        return [site for site, channel in list(self._channels.items()) if channel.hub]

    def forget(self, site: str) -> None:
        """Put a site that nobody listens to out of memory."""
        self._channels.pop(site, None)

    def everybody(self, site: str) -> list[Listener]:
        return self._channel(site).hub.everybody()

    def _channel(self, site: str) -> _Channel:
        channel = self._channels.get(site)
        if channel is None:
            channel = self._channels[site] = _Channel()
        return channel


async def _tell_all(hub: Hub, heard: Heard) -> None:
    told = 0
    for topic in heard.topics:
        for listener in list(hub.on(topic)):
            listener.tell(heard.event.seq, heard.frame(topic))
            told += 1
            if told % AT_ONCE == 0:
                await asyncio.sleep(0)


def _printers(listener: Listener) -> list[str]:
    return [topic[8:] for topic in listener.topics if topic.startswith("printer:")]
