"""`annotator people`, `assign` and `order`: who works here, who has what, in which order."""

import pytest

from tests.cli.running import Shell


@pytest.fixture
def team(shell: Shell) -> Shell:
    """A project of ten texts with three people."""
    shell("new", "x", "--scheme", "none", "--person", "Ana")
    shell.write("ten.txt", "".join(f"Text number {n} {'long ' * (10 - n)}\n" for n in range(10)))
    shell("import", "x", "ten.txt", "--split", "line")
    for name in ("Ben", "Rita"):
        shell("people", "add", "x", name)
    return shell


def held(shell: Shell) -> dict[str, int]:
    return {one["name"]: one["assigned"] for one in shell("people", "show", "x", "--json").json}


def test_in_turn_with_an_overlap(team: Shell) -> None:
    would = team("assign", "x", "--to", "Ana", "--to", "Ben", "--overlap", "20%", "--dry-run", "--json").json
    assert would == {"documents": 10, "shared": 2, "assigned": {"Ana": 6, "Ben": 6}, "done": False}
    assert held(team) == {"Ana": 0, "Ben": 0, "Rita": 0}
    did = team("assign", "x", "--to", "Ana", "--to", "Ben", "--overlap", "20%", "--json").json
    assert did == would | {"done": True}
    assert held(team) == {"Ana": 6, "Ben": 6, "Rita": 0}
    assert "no documents" in team("assign", "x", "--to", "Rita", expect=3).err
    assert len(team("show", "x", "--filter", "assigned:Ana assigned:Ben", "--json").json) == 10


def test_at_random_by_a_seed_and_back(team: Shell) -> None:
    def of_ana() -> list[int]:
        return [row["number"] for row in team("show", "x", "--filter", "assigned:Ana", "--json").json]

    team("assign", "x", "--to", "Ana", "--to", "Ben", "--how", "random", "--seed", "3")
    first = of_ana()
    assert "10 assignments taken away." in team("assign", "x", "--take-away").out
    team("assign", "x", "--to", "Ana", "--to", "Ben", "--how", "random", "--seed", "3")
    assert of_ana() == first != [1, 3, 5, 7, 9]


def test_by_name_and_by_filter(team: Shell) -> None:
    team("assign", "x", "2", "3", "--to", "Ben")
    (step,) = team("history", "x", "2", "--json").json[-1:]
    assert step["title"] == "Assign 2 documents to Ben"
    assert [(one["what"], one["old"], one["new"]) for one in step["changes"]] == [("assignment", "", "Ben")]
    team("assign", "x", "--filter", "name:ten-1", "--to", "Rita", expect=None)
    assert held(team)["Ben"] == 2
    assert "already" in team("assign", "x", "2", "--to", "Ben", expect=3).err
    assert "or --all" in team("assign", "x", "2", "--all", "--to", "Ben", expect=2).err
    assert "such as 20%" in team("assign", "x", "--to", "Ben", "--overlap", "half", expect=2).err


def test_roles_names_and_leaving(team: Shell) -> None:
    team("people", "role", "x", "Rita", "--role", "reviewer")
    roles = {one["name"]: one["roles"] for one in team("people", "show", "x", "--json").json}
    assert roles == {"Ana": ["annotator", "lead"], "Ben": ["annotator"], "Rita": ["reviewer"]}
    assert "does not annotate" in team("assign", "x", "--to", "Rita", expect=3).err
    assert "Only a lead" in team("people", "rename", "x", "Ben", "Bob", "--as", "Ben", expect=3).err
    team("people", "rename", "x", "Ben", "Bob")
    team("assign", "x", "--to", "Bob")
    assert "10 documents assigned to Bob" in team("people", "retire", "x", "Bob").err
    assert "left" in team("people", "show", "x").out
    assert "no longer works" in team("assign", "x", "--all", "--to", "Bob", expect=3).err
    team("people", "back", "x", "Bob")
    assert "0 of 10 done" in team("people", "show", "x").out


def test_the_order(team: Shell) -> None:
    def numbers() -> list[int]:
        return [row["number"] for row in team("show", "x", "--json").json]

    assert team("order", "x").out == "given\n"
    team("order", "x", "shortest")
    assert team("order", "x", "--json").json == {"kind": "shortest", "seed": 0}
    assert "no order" in team("order", "x", "sideways", expect=3).err
    assert numbers() == list(range(1, 11))  # the list in a shell goes by number
