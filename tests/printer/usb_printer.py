"""A printer on USB: a machine behind a backend of pyusb, with the descriptors that a real one has."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import usb.backend  # type: ignore[import-untyped]  # pyusb ships no types
import usb.core  # type: ignore[import-untyped]

from tests.printer.escpos_machine import Machine

VENDOR, PRODUCT = 0x04B8, 0x0E28
IN, OUT = 0x82, 0x01
VENDOR_CLASS, PRINTER_CLASS, BULK = 255, 7, 2


class UsbPrinter(usb.backend.IBackend):  # type: ignore[misc]
    """Two interfaces: one of the vendor's own, then the printer. The kernel's driver holds it at first."""

    def __init__(self) -> None:
        super().__init__()
        self.machine = Machine()
        self.held_by_kernel = True
        self.claimed: list[int] = []
        self._said = b""

    def enumerate_devices(self) -> Iterator[str]:
        yield "the printer"

    def get_parent(self, dev: str) -> None:
        return None

    def get_device_descriptor(self, dev: str) -> SimpleNamespace:
        return _descriptor(
            idVendor=VENDOR, idProduct=PRODUCT, bNumConfigurations=1, address=1, bus=1, port_number=1,
            port_numbers=(1,), speed=2, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, bcdDevice=0x100, iManufacturer=0, iProduct=0, iSerialNumber=0,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: str, config: int) -> SimpleNamespace:
        _within(config, 1)
        return _descriptor(
            bNumInterfaces=2, bConfigurationValue=1, iConfiguration=0, bmAttributes=0xC0, bMaxPower=1,
            wTotalLength=55,
        )  # fmt: skip

    def get_interface_descriptor(self, dev: str, intf: int, alt: int, config: int) -> SimpleNamespace:
        _within(intf, 2)
        _within(alt, 1)
        return _descriptor(
            bInterfaceNumber=intf, bAlternateSetting=0, bNumEndpoints=2 * intf, iInterface=0,
            bInterfaceClass=PRINTER_CLASS if intf else VENDOR_CLASS, bInterfaceSubClass=1, bInterfaceProtocol=2,
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: str, ep: int, intf: int, alt: int, config: int) -> SimpleNamespace:
        _within(ep, 2)
        return _descriptor(
            bEndpointAddress=(OUT, IN)[ep], bmAttributes=BULK, wMaxPacketSize=64, bInterval=0, bRefresh=0,
            bSynchAddress=0,
        )  # fmt: skip

    def open_device(self, dev: str) -> str:
        return dev

    def close_device(self, dev_handle: str) -> None:
        self.claimed.clear()

    def get_configuration(self, dev_handle: str) -> int:
        return 1

    def is_kernel_driver_active(self, dev_handle: str, intf: int) -> bool:
        return self.held_by_kernel

    def detach_kernel_driver(self, dev_handle: str, intf: int) -> None:
        self.held_by_kernel = False

    def claim_interface(self, dev_handle: str, intf: int) -> None:
        if self.held_by_kernel:
            raise usb.core.USBError("Resource busy")
        self.claimed.append(intf)

    def release_interface(self, dev_handle: str, intf: int) -> None:
        self.claimed.remove(intf)

    def bulk_write(self, dev_handle: str, ep: int, intf: int, data: Any, timeout: int) -> int:
        assert (ep, self.claimed, timeout > 0) == (OUT, [1], True)
        if self.machine.faults.stalled:
            raise usb.core.USBTimeoutError("Operation timed out")
        self.machine.take(bytes(data), self._say)
        return len(data)

    def bulk_read(self, dev_handle: str, ep: int, intf: int, buff: array[int], timeout: int) -> int:
        assert (ep, timeout > 0) == (IN, True), "libusb takes 0 for ever"
        if not self._said:
            raise usb.core.USBTimeoutError("Operation timed out")
        said, self._said = self._said[: len(buff)], self._said[len(buff) :]
        buff[: len(said)] = array("B", said)
        return len(said)

    def _say(self, said: bytes) -> None:
        self._said += said


def _descriptor(**fields: Any) -> SimpleNamespace:
    return SimpleNamespace(bLength=9, bDescriptorType=1, extra_descriptors=[], **fields)


def _within(index: int, count: int) -> None:
    if index >= count:
        raise IndexError
