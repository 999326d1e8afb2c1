"""The browser's name for itself, in words that a person recognises."""

import re

BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("HuaweiBrowser", "Huawei"),
    ("QQBrowser", "QQ"),
    ("360SE|QihooBrowser", "360"),
    ("UOS|UBrowser", "UC"),
    ("Edg[eA]?", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Version(?=.*Safari)", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS|OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Kylin", "Kylin"),
    ("UOS", "UOS"),
    ("Linux", "Linux"),
)


def device_name(agent: str) -> str:
    """“Edge 126 · Windows”; what is not recognised is cut and never starts like a formula of a spreadsheet."""
    browser = system = ""
    for pattern, name in BROWSERS:
        match = re.search(rf"(?:{pattern})[/ ]?(\d+)?", agent)
        if match:
            browser = f"{name} {match[1]}" if match[1] else name
            break
    for pattern, name in SYSTEMS:
        if re.search(pattern, agent):
            system = name
            break
    return " · ".join(part for part in (browser, system) if part) or agent.lstrip("=+-@\t\r ")[:60]
