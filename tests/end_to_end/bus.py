"""The accessibility bus seen as a screen reader sees it: the tree of a program, and what it announces."""

import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtDBus import QDBusConnection, QDBusMessage

ACCESSIBLE = "org.a11y.atspi.Accessible"
REGISTRY, ROOT = "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"
REFERENCE = re.compile(r"'(:[^']+)', (?:objectpath )?'([^']+)'")
Node = tuple[str, str]


class Reader:
    """Reads names and roles, and hears announcements from the moment it is made."""

    def __init__(self, session: str, heard: Path) -> None:
        answer = _gdbus(session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress")
        self.address = answer.strip()[2:-3]
        self._heard = heard
        self._file = open(heard, "wb")  # noqa: SIM115 - closed in close()
        rule = "type='signal',interface='org.a11y.atspi.Event.Object',member='Announcement'"
        self._monitor = subprocess.Popen(["dbus-monitor", "--address", self.address, rule], stdout=self._file)
        self._bus = QDBusConnection.connectToBus(self.address, f"reader {self.address}")
        call = QDBusMessage.createMethodCall(REGISTRY, "/org/a11y/atspi/registry", REGISTRY, "RegisterEvent")
        call.setArguments(["object:announcement"])
        self._bus.call(call)

    def children(self, node: Node) -> list[Node]:
        """What stands right under a node."""
        answer = _gdbus(self.address, *node, f"{ACCESSIBLE}.GetChildren")
        return [(found[1], found[2]) for found in REFERENCE.finditer(answer)]

    def role(self, node: Node) -> str:
        """The role, in the bus's own words."""
        return _gdbus(self.address, *node, f"{ACCESSIBLE}.GetRoleName").strip()[2:-3]

    def name(self, node: Node) -> str:
        """The accessible name."""
        answer = _gdbus(self.address, *node, "org.freedesktop.DBus.Properties.Get", ACCESSIBLE, "Name")
        return answer.strip()[3:-4]

    def find(self, role: str) -> Node:
        """The first node of a role in any program. Fails where there is none."""
        waiting = self.children((REGISTRY, ROOT))
        while waiting:
            node = waiting.pop(0)
            if self.role(node) == role:
                return node
            waiting += self.children(node)
        raise AssertionError(f"nothing on the bus is a {role}")

    def said(self) -> list[str]:
        """What was announced so far."""
        return re.findall(r'string "(.*)"', self._heard.read_text(encoding="utf-8", errors="replace"))

    def hears(self, words: str, *, after: Callable[[], object], seconds: float = 20) -> None:
        """Do something; fails unless the words are announced from then on."""
        before, until = len(self.said()), time.monotonic() + seconds
        after()
        while time.monotonic() < until:
            if any(words in sentence for sentence in self.said()[before:]):
                return
            time.sleep(0.05)
        raise AssertionError(f"“{words}” was never announced, but {self.said()[before:]}")

    def close(self) -> None:
        """Hear no more."""
        self._monitor.terminate()
        self._monitor.wait(10)
        self._file.close()
        QDBusConnection.disconnectFromBus(f"reader {self.address}")


def _gdbus(address: str, name: str, path: str, method: str, *arguments: str) -> str:
    command = ["gdbus", "call", "--address", address, "--dest", name, "--object-path", path, "--method", method]
    return subprocess.run([*command, *arguments], check=True, capture_output=True, text=True, timeout=30).stdout
