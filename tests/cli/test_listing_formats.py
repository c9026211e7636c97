"""The verb that lists formats, and what an export says of what it cannot hold."""

import json

from tests.cli.running import Shell


def test_formats_in_words_and_as_json(shell: Shell) -> None:
    assert "prodigy_jsonl" in shell("formats").out
    listed = {one["id"]: one for one in json.loads(shell("formats", "--json").out)}
    assert listed["prodigy_jsonl"]["holds"]["discontinuous"] == "ours"
    assert listed["text"]["writes"] is False
