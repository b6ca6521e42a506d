"""A printer on USB without a kernel driver, found by vendor and product."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import usb.core  # type: ignore[import-untyped]  # pyusb ships no types
import usb.util  # type: ignore[import-untyped]

from printer.lines import STALLED_S
from printer.problems import NoAnswer

PRINTER_CLASS = 7
PIECE = 4096  # bytes in a transfer: so few that a time-out means a printer at a stand, not a long slip


@dataclass(frozen=True, slots=True)
class UsbLine:
    vendor: int
    product: int

    def connect(self) -> UsbConnection:
        name = f"{self.vendor:04x}:{self.product:04x}"
        try:
            device = usb.core.find(idVendor=self.vendor, idProduct=self.product)
            if device is None:
                raise NoAnswer(f"no USB device {name}")
            return UsbConnection(device)
        except (usb.core.NoBackendError, usb.core.USBError, NotImplementedError) as error:
            raise NoAnswer(f"{name}: {error}") from error


class UsbConnection:
    def __init__(self, device: Any) -> None:
        interface = _printer_interface(device)
        self._device = device
        self._out = _endpoint(interface, usb.util.ENDPOINT_OUT)
        self._in = _endpoint(interface, usb.util.ENDPOINT_IN)
        if self._out is None:
            raise NoAnswer("the USB device has no way in for data")
        usb.util.claim_interface(device, interface.bInterfaceNumber)

    def send(self, data: bytes) -> None:
        try:
            for start in range(0, len(data), PIECE):
                self._out.write(data[start : start + PIECE], round(STALLED_S * 1000))
        except usb.core.USBError as error:  # the time-out is one
            raise NoAnswer(f"stopped taking data: {error}") from error

    def receive(self, within_s: float) -> bytes:
        if self._in is None:
            return b""
        try:
            wait_ms = max(round(within_s * 1000), 1)  # libusb takes 0 for ever
            return bytes(self._in.read(self._in.wMaxPacketSize, wait_ms))
        except usb.core.USBTimeoutError:
            return b""
        except usb.core.USBError as error:
            raise NoAnswer(str(error)) from error

    def drain(self) -> None:
        """A transfer returns when the printer has it."""

    def close(self) -> None:
        with suppress(usb.core.USBError):
            usb.util.dispose_resources(self._device)


def _printer_interface(device: Any) -> Any:
    """The interface of the printer class, or an odd device's first, taken from the kernel's driver."""
    try:
        configuration = device.get_active_configuration()
    except usb.core.USBError:  # nobody has set one
        device.set_configuration()
        configuration = device.get_active_configuration()
    interfaces = list(configuration)
    interface = next((i for i in interfaces if i.bInterfaceClass == PRINTER_CLASS), interfaces[0])
    with suppress(NotImplementedError):  # systems without kernel drivers
        if device.is_kernel_driver_active(interface.bInterfaceNumber):
            device.detach_kernel_driver(interface.bInterfaceNumber)
    return interface


def _endpoint(interface: Any, direction: int) -> Any:
    def bulk(endpoint: Any) -> bool:
        way = usb.util.endpoint_direction(endpoint.bEndpointAddress)
        kind = usb.util.endpoint_type(endpoint.bmAttributes)
        return bool(way == direction and kind == usb.util.ENDPOINT_TYPE_BULK)

    return usb.util.find_descriptor(interface, custom_match=bulk)
