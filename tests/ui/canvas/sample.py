"""An invented news text with its entities and relations: what the canvas tests and pictures show."""

import re

from annotator.ui.canvas.scene import LabelLook, ShownRelation, ShownSpan, State
from benchmarks.memory_scene import MemoryScene

# [text|LABEL] or [text|LABEL:name]; brackets may nest.
MARKED = """\
[Nordhaven Biotech|ORG:nh0] agrees to buy [Lumen Diagnostics|ORG:lu0] for [$2.4 billion|MONEY:m0]

[COPENHAGEN|GPE], [March 14|DATE] — [Nordhaven Biotech|ORG:nh] said on [Friday|DATE] that it had agreed to acquire \
[Lumen Diagnostics|ORG:lu], the [[Boston|GPE:bos]-based maker of rapid blood tests|ORG:maker], in a deal worth \
[$2.4 billion|MONEY:m1], the largest purchase in the [Danish|NORP] company's [31-year|DATE] history.

[Ingrid Solberg|PERSON:ingrid], [chief executive of [Nordhaven|ORG:nh2]|ROLE:chief] since [2019|DATE:d2019], told \
reporters in [Copenhagen|GPE] that the combined group would employ [about 9,200|CARDINAL] people across \
[Denmark|GPE], [Germany|GPE] and [the United States|GPE]. "[Lumen|ORG] has built something remarkable in \
[six years|DATE]," [Solberg|PERSON:solberg] said. "We intend to keep its laboratory in [Massachusetts|GPE:mass] and \
double the team by [2027|DATE]."

[Lumen|ORG:lu3] was founded in [2018|DATE:d2018] by [Daniel Okafor|PERSON:daniel] and [Mei-Ling Zhao|PERSON:mei], \
[two|CARDINAL] former researchers at [the [Massachusetts|GPE:mass2] Institute of Technology|ORG:mit]. \
[Okafor|PERSON:okafor], who will remain as president of the unit, called the agreement "a natural next step". \
[Zhao|PERSON:zhao], now a professor at [Stanford University|ORG:stanford], left the board [last June|DATE] but still \
owns [roughly 7 percent|PERCENT] of the shares.

The offer of [$41.50|MONEY:offer] a share is [38 percent|PERCENT] above [Thursday|DATE]'s closing price on the \
[Nasdaq|ORG]. Shares of [Lumen|ORG:lu4] rose [34 percent|PERCENT] in early trading in [New York|GPE], while \
[Nordhaven|ORG:nh4] fell [3.1 percent|PERCENT] in [Copenhagen|GPE]. Analysts at [Brightwater Partners|ORG:bright] \
described the price as full but fair, given that [Lumen|ORG:lu5] lost [$62 million|MONEY:loss] last year.

The purchase needs the consent of the [Federal Trade Commission|ORG:ftc] and of regulators in [Brussels|GPE]. \
[Henrik Falk|PERSON:falk], a lawyer who advised [Nordhaven|ORG:nh6] on [its purchase of [Kestrel Labs|ORG:kestrel] in \
[2021|DATE]|EVENT:purchase], said that he expected a decision before [the end of the year|DATE].
"""

RELATIONS = (
    ("nh0", "lu0", "acquires"),
    ("lu0", "m0", "price"),
    ("nh", "lu", "acquires"),
    ("lu", "bos", "based in"),
    ("nh", "m1", "pays"),
    ("ingrid", "nh2", "leads"),
    ("ingrid", "d2019", "since"),
    ("solberg", "mass", "keeps site in"),
    ("solberg", "ingrid", "same as"),
    ("lu3", "d2018", "founded in"),
    ("daniel", "lu3", "founded"),
    ("mei", "lu3", "founded"),
    ("daniel", "mit", "worked at"),
    ("mei", "mit", "worked at"),
    ("mei", "zhao", "same as"),
    ("zhao", "stanford", "professor at"),
    ("bright", "offer", "comments on"),
    ("lu5", "loss", "lost"),
    ("falk", "nh", "works for"),
    ("nh6", "kestrel", "acquires"),
    ("nh6", "purchase", "party to"),
)

SPAN_LABELS = """
ORG PERSON GPE DATE MONEY PERCENT NORP CARDINAL ROLE EVENT LAW PRODUCT LANGUAGE TIME FAC
"""
LOOKS = {name: LabelLook(name, slot) for slot, name in enumerate(re.findall(r"\w+", SPAN_LABELS))} | {
    name: LabelLook(name, 0) for name in {label for _, _, label in RELATIONS}
}
LOOKS["same as"] = LabelLook("same as", 0, symmetric=True)

TOKEN = re.compile(r"\[|\|[A-Z]+(?::\w+)?\]")


def parse(marked: str) -> tuple[str, list[ShownSpan]]:
    """The text without its marks, and the spans; ids are the names given, else "s" and a number."""
    text, spans, open_at, last = "", [], [], 0
    for found in TOKEN.finditer(marked):
        text += marked[last : found.start()]
        last = found.end()
        if found[0] == "[":
            open_at.append(len(text))
        else:
            label, _, name = found[0][1:-1].partition(":")
            spans.append(ShownSpan(name or f"s{len(spans)}", ((open_at.pop(), len(text)),), label))
    return text + marked[last:], spans


def news() -> MemoryScene:
    """The article, all of it decided."""
    text, spans = parse(MARKED.rstrip("\n"))
    relations = [ShownRelation(f"r{n}", head, tail, label) for n, (head, tail, label) in enumerate(RELATIONS)]
    return MemoryScene(text, spans, relations, LOOKS)


def work_in_progress() -> MemoryScene:
    """The article half way: suggestions, a conflict, a rejection, doubts, comments and problems."""
    scene = news()
    for number, span in enumerate(sorted(scene.spans, key=lambda s: s.start)):
        if number % 3 == 1:
            scene.put_span(span._replace(state=State.SUGGESTION))
    changes = {
        "lu": {"state": State.CONFLICT},
        "nh2": {"unsure": True, "state": State.OWN},
        "solberg": {"comments": 1, "state": State.OWN},
        "mit": {"problem": True, "state": State.OWN},
        "stanford": {"problem": True, "comments": 2, "state": State.OWN},
        "offer": {"state": State.REJECTED},
    }
    for name, change in changes.items():
        span = scene.span(name)
        assert span is not None
        scene.put_span(span._replace(**change))
    for name, change in {"r3": {"state": State.SUGGESTION}, "r7": {"unsure": True}, "r9": {"comments": 1}}.items():
        relation = scene.relation(name)
        assert relation is not None
        scene.put_relation(relation._replace(**change))
    company = scene.text.index("combined group")
    scene.put_span(ShownSpan("split", ((company, company + 8), (company + 15, company + 27)), "EVENT", State.OWN))
    return scene
