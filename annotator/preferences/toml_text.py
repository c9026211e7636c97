"""Values and names as TOML writes them."""

import json
import re
from datetime import date, datetime, time
from typing import Any


def said_value(value: Any) -> str:
    """A value in TOML: text, number, flag, date, list, or table on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(said_value(one) for one in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{table_name(name)} = {said_value(one)}' for name, one in value.items())} }}"
    if isinstance(value, float):
        return {"inf": "inf", "-inf": "-inf", "nan": "nan"}.get(repr(value), repr(value))
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def table_name(name: str) -> str:
    """A name in TOML, in quotes where it needs them."""
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else said_value(name)
