"""Who may come in: devices and their token hashes, officers and their password hashes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from queue_service.domain.events import rfc3339
from queue_service.store.tables import devices, users


@dataclass(frozen=True, slots=True)
class Device:
    site: str
    id: str
    kind: str
    name: str
    counter: int | None
    printer: str | None
    token_hash: str
    paired_at: str


@dataclass(frozen=True, slots=True)
class User:
    site: str
    username: str
    name: str
    role: str
    counter: int | None
    password_hash: str
    session_epoch: int


def device(connection: Connection, site: str, device_id: str) -> Device | None:
    """A paired device that is not revoked."""
    query = _DEVICE.where(
        devices.c.site_id == site, devices.c.id == device_id, devices.c.revoked_at.is_(None)
    )
    row = connection.execute(query).one_or_none()
    return Device(*row) if row else None


def paired_by(connection: Connection, site: str, code: str) -> Device | None:
    query = _DEVICE.where(
        devices.c.site_id == site, devices.c.pairing == code, devices.c.revoked_at.is_(None)
    )
    row = connection.execute(query).one_or_none()
    return Device(*row) if row else None


def has_paired(connection: Connection, site: str, code: str) -> bool:
    """Has this code paired a device, be it revoked since?"""
    query = select(devices.c.id).where(devices.c.site_id == site, devices.c.pairing == code)
    return connection.execute(query).first() is not None


def devices_of(connection: Connection, site: str) -> list[Device]:
    query = _DEVICE.where(devices.c.site_id == site, devices.c.revoked_at.is_(None))
    return [Device(*row) for row in connection.execute(query.order_by(devices.c.kind, devices.c.name))]


def device_ids(connection: Connection, site: str) -> set[str]:
    """Every id ever given, the revoked too: an id names one device for ever."""
    return set(connection.execute(select(devices.c.id).where(devices.c.site_id == site)).scalars())


def user(connection: Connection, site: str, username: str) -> User | None:
    """An officer, supervisor or administrator who may log in."""
    query = _USER.where(users.c.site_id == site, users.c.username == username, users.c.disabled_at.is_(None))
    row = connection.execute(query).one_or_none()
    return User(*row) if row else None


def officer_names(connection: Connection, site: str, usernames: Iterable[str]) -> dict[str, str]:
    """People's own names by username, also of those who may no more log in: they may still sit there."""
    query = select(users.c.username, users.c.name).where(
        users.c.site_id == site, users.c.username.in_(list(usernames))
    )
    return {username: name for username, name in connection.execute(query)}


def sites_of_user(connection: Connection, username: str) -> list[str]:
    """The sites that know a username, for a log-in that names none."""
    query = select(users.c.site_id).where(users.c.username == username, users.c.disabled_at.is_(None))
    return list(connection.execute(query.order_by(users.c.site_id)).scalars())


def add_user(connection: Connection, new: User) -> None:
    """Raises IntegrityError when the name is taken."""
    connection.execute(
        insert(users).values(
            site_id=new.site,
            username=new.username,
            name=new.name,
            role=new.role,
            counter=new.counter,
            password_hash=new.password_hash,
            session_epoch=new.session_epoch,
        )
    )


def set_password(connection: Connection, site: str, username: str, password_hash: str) -> bool:
    """A new password ends all sessions and lets a disabled user in again. False when there is no such user."""
    result = connection.execute(
        update(users)
        .where(users.c.site_id == site, users.c.username == username)
        .values(password_hash=password_hash, session_epoch=users.c.session_epoch + 1, disabled_at=None)
    )
    return result.rowcount == 1


def disable_user(connection: Connection, site: str, username: str, at: datetime) -> bool:
    """No more log-in, and all sessions end. False when there is no such user."""
    result = connection.execute(
        update(users)
        .where(users.c.site_id == site, users.c.username == username)
        .values(disabled_at=rfc3339(at), session_epoch=users.c.session_epoch + 1)
    )
    return result.rowcount == 1


def end_sessions(connection: Connection, site: str, username: str) -> None:
    connection.execute(
        update(users)
        .where(users.c.site_id == site, users.c.username == username)
        .values(session_epoch=users.c.session_epoch + 1)
    )


def device_values(new: Device, *, pairing: str | None, at: datetime) -> dict[str, object]:
    """The row that `device.paired` commits beside its event."""
    return {
        "site_id": new.site,
        "id": new.id,
        "kind": new.kind,
        "name": new.name,
        "counter": new.counter,
        "printer": new.printer,
        "token_hash": new.token_hash,
        "pairing": pairing,
        "paired_at": rfc3339(at),
    }


_DEVICE = select(
    devices.c.site_id,
    devices.c.id,
    devices.c.kind,
    devices.c.name,
    devices.c.counter,
    devices.c.printer,
    devices.c.token_hash,
    devices.c.paired_at,
)
_USER = select(
    users.c.site_id,
    users.c.username,
    users.c.name,
    users.c.role,
    users.c.counter,
    users.c.password_hash,
    users.c.session_epoch,
)
