"""The profile LibreOffice is started with: no macros, no links, no network.

A new profile a call, so that nothing a user has set or left open plays a part.  Measured with documents that
link pictures, objects and sections: without these settings each link is fetched; with the first or with the
proxy alone, none is.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class _Setting(NamedTuple):
    path: str
    name: str
    value: str


_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_INET = "/org.openoffice.Inet/Settings"
_NOWHERE = "127.0.0.1"
_PORT = "9"  # the discard port: nothing answers there

_SETTINGS = (
    _Setting(_SCRIPTING, "BlockUntrustedRefererLinks", "true"),  # no link is loaded from outside trusted folders
    _Setting(_SCRIPTING, "DisableMacrosExecution", "true"),
    _Setting(_SCRIPTING, "MacroSecurityLevel", "3"),  # very high, should a release not know the setting before
    _Setting(_SCRIPTING, "DisableActiveContent", "true"),
    _Setting("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),  # never
    _Setting(_INET, "ooInetProxyType", "1"),  # by hand: what still asked for a page would ask nobody
    _Setting(_INET, "ooInetHTTPProxyName", _NOWHERE),
    _Setting(_INET, "ooInetHTTPProxyPort", _PORT),
    _Setting(_INET, "ooInetHTTPSProxyName", _NOWHERE),
    _Setting(_INET, "ooInetHTTPSProxyPort", _PORT),
    _Setting(_INET, "ooInetNoProxy", ""),
)
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)


def write_profile(folder: Path) -> None:
    """Write a user profile with our settings to ``folder``."""
    user = folder / "user"
    user.mkdir(parents=True)
    items = "".join(_setting_to_xml(setting) for setting in _SETTINGS)
    (user / "registrymodifications.xcu").write_text(f"{_HEAD}{items}</oor:items>\n", encoding="utf-8")


def _setting_to_xml(setting: _Setting) -> str:
    value = f'<prop oor:name="{setting.name}" oor:op="fuse"><value>{setting.value}</value></prop>'
    return f'<item oor:path="{setting.path}">{value}</item>\n'
