"""Who may do what to a plan, and in which of its states: the table that the tests walk and the page in docs shows.

It is written by hand from what was agreed, not read from the code. After a change of it or of the states, write the
page again: `python tests/plan_rights.py` with `src` on the path.
"""

from __future__ import annotations

from pathlib import Path

from hytti.plans.rules.states import STEPS, Needs

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "plan-rights.md"

STATES = ("draft", "for_comments", "proposed", "approved", "in_force", "ended", "unknown")
WRITING = {"draft", "for_comments"}
DECIDED = {"approved", "in_force", "ended", "unknown"}
ALWAYS = set(STATES)

MUNICIPAL, REGIONAL = "municipality's plan", "county's plan"
USERS = {
    "anonymous": "anybody",
    "without_grants": "an account without grants",
    "convener": "convener of the action's network",
    "convener_elsewhere": "convener of another network",
    "partner": "partner who answers for the action",
    "partner_elsewhere": "partner of other actions",
    "coordinator": "coordinator of the municipality",
    "coordinator_elsewhere": "coordinator of another municipality",
    "hyte_unit": "hyte unit",
    "provider": "provider of a service",
    "referrer": "professional who refers",
    "link_worker": "link worker",
    "administrator": "administrator",
}
KEEPER = {MUNICIPAL: {"coordinator"}, REGIONAL: {"hyte_unit"}}
"""Who writes the plan."""
FOLLOWERS = {owner: keeper | {"convener", "partner"} for owner, keeper in KEEPER.items()}
DRAFT_READERS = {MUNICIPAL: {"coordinator", "hyte_unit"}, REGIONAL: {"hyte_unit"}}
COLLEAGUES = {
    MUNICIPAL: {"coordinator", "hyte_unit"},
    REGIONAL: {"coordinator", "coordinator_elsewhere", "hyte_unit"},
}
EVERYBODY = {MUNICIPAL: set(USERS), REGIONAL: set(USERS)}
ONLY_IN: dict[str, set[str]] = {
    **{name: {"draft"} for name in ("read_draft", "read_draft_beside", "comment_draft")},
    **{name: ALWAYS - {"draft"} for name in ("read", "read_beside", "comment")},
}
"""The states that a row tells of, where another row tells of the others: who may differs in a draft."""

# What is done, in words; who may, of each owner's plan; the states in which it can be done.
ACTIONS: dict[str, tuple[str, dict[str, set[str]], set[str]]] = {
    "found": ("begin a plan", KEEPER, ALWAYS),
    "edit_plan": ("change the plan's own facts", KEEPER, WRITING),
    "add": ("add a goal", KEEPER, WRITING),
    "edit": ("change a text", KEEPER, WRITING),
    "move": ("move a goal", KEEPER, WRITING),
    "take_out": ("take a goal out", KEEPER, WRITING),
    "bulk": ("change many actions at once", KEEPER, WRITING),
    "set_target": ("set a target for a figure", KEEPER, WRITING),
    "look_at": ("add a figure only to look at", KEEPER, WRITING | DECIDED),
    "say_status": ("say the status of an action as the writer", KEEPER, WRITING | DECIDED),
    "review": ("tell the year's follow-up of an action", FOLLOWERS, DECIDED),
    "ask": ("ask a partner for follow-up by a letter", KEEPER, DECIDED),
    "to_for_comments": ("open for comments", KEEPER, {"draft"}),
    "to_draft": ("take back to writing", KEEPER, {"for_comments", "proposed"}),
    "to_proposed": ("propose", KEEPER, WRITING),
    "to_approved": ("record the approval", KEEPER, {"proposed", "unknown"}),
    "to_in_force": ("record that it came into force", KEEPER, {"approved"}),
    "to_ended": ("record that it ended", KEEPER, {"approved", "in_force"}),
    "amend": ("begin a new version", KEEPER, {"approved", "in_force"}),
    "copy": ("copy for the next term", KEEPER, ALWAYS),
    "remove": ("remove the plan", KEEPER, {"draft"}),
    "evidence": ("record evidence of a duty", KEEPER, ALWAYS),
    "read_draft": ("read it as a draft", DRAFT_READERS, {"draft"}),
    "read": ("read it otherwise", EVERYBODY, ALWAYS - {"draft"}),
    "read_draft_beside": ("read the draft with what colleagues say of it", DRAFT_READERS, {"draft"}),
    "read_beside": ("read it otherwise with what colleagues say of it", COLLEAGUES, ALWAYS - {"draft"}),
    "comment_draft": ("comment on the draft as a colleague", DRAFT_READERS, {"draft"}),
    "comment": ("comment on it otherwise as a colleague", COLLEAGUES, {"for_comments", "proposed"}),
    "moderate": ("check comments", KEEPER, ALWAYS),
    "report": ("make its reports", KEEPER, ALWAYS),
}

NEEDS = {
    Needs.NOTHING: "",
    Needs.WHOLE_TEXT: "every goal has an action, every action a responsible party, every target a unit, a day and a "
    "direction",
    Needs.DECISION: "the same, and the day, the deciding body, and the section or the case number",
    Needs.DECISION_ELSEWHERE: "the day, the deciding body, and the section or the case number of what was decided "
    "before the plan was known here",
}


WALKED = (
    "The tests walk every role, state and action of these tables. A person writes the plans of the own organisation "
    "alone; the hyte unit those of the county and the regional council."
)
AFTER_APPROVAL = (
    "After the approval the text does not change; a change is a new version. A plan known from a source alone, whose "
    "approval was not recorded here, can be completed: new goals and actions are added and empty fields filled in, but "
    "nothing that the source told is replaced or removed."
)


def page() -> str:
    """The page of docs, in Markdown."""
    parts = [
        "# Who may do what to a plan",
        "<!-- Written by tests/plan_rights.py. Change the table there. -->",
        WALKED,
        *_rights(),
        "## In which state",
        AFTER_APPROVAL,
        _table(
            ["what", *(state.replace("_", " ") for state in STATES)],
            [[words, *(_mark(state in states) for state in STATES)] for words, _who, states in ACTIONS.values()],
        ),
        "## The states",
        _diagram(),
        _table(["from", "to", "needs"], [[step.before, step.after, NEEDS[step.needs]] for step in STEPS]),
    ]
    return "\n\n".join(parts) + "\n"


def _rights() -> list[str]:
    parts = []
    for owner in (MUNICIPAL, REGIONAL):
        rows = [[words, *(_mark(user in who[owner]) for user in USERS)] for words, who, _states in ACTIONS.values()]
        parts += [f"## A {owner}", _table(["what", *USERS.values()], rows)]
    return parts


def _mark(held: bool) -> str:
    return "yes" if held else ""


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _diagram() -> str:
    steps = [f"    {step.before} --> {step.after}" for step in STEPS]
    return "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> draft", *steps, "    ended --> [*]", "```"])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
