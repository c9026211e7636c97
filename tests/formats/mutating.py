"""Good files made bad, the same way for the same seed."""

from random import Random

PIECES = [b"\x00", b"\xff", b"\n", b"\t", b'"', b"-1", b"999999999999999999999", b"[", b"{", b"}", b"]", b":", b"null"]
PIECES += [b"<a>", b"</", b"&x;", b"_", b"|", b"T1", b"\\u", b"\xed\xa0\x80", b"1e999", b"NaN", b"*", b"B-", b",", b" "]


def mutated(data: bytes, random: Random) -> bytes:
    """Some places cut out, doubled, or with something else in them."""
    for _ in range(random.randint(1, 4)):
        start = random.randrange(len(data) + 1)
        end = min(len(data), start + random.choice([0, 0, 1, 2, 9, 40]))
        what = random.choice([b"", random.choice(PIECES), data[start:end] * 2, bytes([random.randrange(256)])])
        data = data[:start] + what + data[end:]
    return data
