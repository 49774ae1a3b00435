#!/usr/bin/env python3
"""Prints the constants of format_answers_test.cpp from a second implementation, as known_answers.py does, and like it
is run by hand only. Written from the standards and from the comments in src/core."""

import base64
import hmac
import struct

from known_answers import aes, base32, derive, expand_key, ff1, permutation, siv, uuid_pseudonym

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CAPITALS = LETTERS[:26]


def part(key, name):
    return hmac.digest(key, name.encode(), "sha256")


def number(numerals, radix):
    value = 0
    for numeral in numerals:
        value = value * radix + numeral
    return value


def numerals_of(value, radix, length):
    result = []
    for _ in range(length):
        result.insert(0, value % radix)
        value //= radix
    return result


def ff1_radix(key, radix, numerals, tweak):
    """SP 800-38G, section 5.1, algorithm 7."""
    round_keys = expand_key(key)
    n = len(numerals)
    u = n // 2
    v = n - u
    a, b = numerals[:u], numerals[u:]
    half = -(-(radix**v - 1).bit_length() // 8)
    d = 4 * -(-half // 4) + 4
    prefix = bytes([1, 2, 1]) + radix.to_bytes(3, "big") + bytes([10, u % 256]) + struct.pack(">II", n, len(tweak))
    for i in range(10):
        q = tweak + b"\0" * (-(len(tweak) + half + 1) % 16) + bytes([i]) + number(b, radix).to_bytes(half, "big")
        r = b"\0" * 16
        for start in range(0, len(prefix + q), 16):
            r = aes(round_keys, bytes(x ^ y for x, y in zip(r, (prefix + q)[start : start + 16])))
        s = r
        for j in range(1, -(-d // 16)):
            s += aes(round_keys, bytes(x ^ y for x, y in zip(r, j.to_bytes(16, "big"))))
        m = u if i % 2 == 0 else v
        c = (number(a, radix) + int.from_bytes(s[:d], "big")) % radix**m
        a, b = b, numerals_of(c, radix, m)
    return a + b


def of_length(key, radix, numerals, tweak=b""):
    n = len(numerals)
    if radix**n >= 1_000_000:
        return ff1_radix(part(key, "ff1"), radix, numerals, tweak)
    return numerals_of(permutation(part(key, f"table/{n}"), radix**n)[number(numerals, radix)], radix, n)


def text_over(key, alphabet, text, tweak=b""):
    image = of_length(key, len(alphabet), [alphabet.index(c) for c in text], tweak)
    return "".join(alphabet[numeral] for numeral in image)


def in_range(key, greatest, value, tweak=b""):
    if greatest < 2**20:
        return permutation(key, greatest + 1)[value]
    while True:
        value = ff1(key, greatest.bit_length(), value, tweak)
        if value <= greatest:
            return value


def bsn_check(eight):
    return sum((9 - i) * int(c) for i, c in enumerate(eight)) % 11


def bsn(key, text, shift):
    eight = text[:8]
    while True:
        eight = "".join(map(str, ff1_radix(part(key, "ff1"), 10, [int(c) for c in eight], b"")))
        if bsn_check(eight) != 10 and eight != "00000000":
            return eight + str((bsn_check(eight) + shift) % 10)


def luhn(digits):
    total = 0
    for i, c in enumerate(reversed(digits)):
        double = int(c) * (2 if i % 2 == 0 else 1)
        total += double - 9 if double > 9 else double
    return str(-total % 10)


def card(key, text, kept):
    middle = text_over(key, DIGITS, text[kept:-1], struct.pack(">Q", int(text[:kept])))
    return text[:kept] + middle + luhn(text[:kept] + middle)


def iban(key, text, choices, bank):
    """choices: of each character after the check digits, 10, 26 or 36; bank: how many of them are kept."""
    order = {10: DIGITS, 26: CAPITALS, 36: DIGITS + CAPITALS}
    account = text[4:]
    ranks = [order[n].index(c) for n, c in zip(choices, account)]
    tweak = value = 0
    for rank, n in zip(ranks[:bank], choices):
        tweak = tweak * n + rank
    greatest = 1
    for rank, n in zip(ranks[bank:], choices[bank:]):
        value = value * n + rank
        greatest *= n
    value = in_range(part(key, "country/" + text[:2]), greatest - 1, value, struct.pack(">Q", tweak))
    out = []
    for n in reversed(choices[bank:]):
        out.insert(0, order[n][value % n])
        value //= n
    account = account[:bank] + "".join(out)
    moved = "".join(str(int(c, 36)) for c in account + text[:2] + "00")
    return f"{text[:2]}{98 - int(moved) % 97:02d}{account}"


def postcode(key, text):
    pairs = [a + b for a in CAPITALS for b in CAPITALS if a + b not in ("SA", "SD", "SS")]
    value = in_range(part(key, "range"), 9000 * 673 - 1, (int(text[:4]) - 1000) * 673 + pairs.index(text[4:]))
    return str(1000 + value // 673) + pairs[value % 673]


def plate_13(key, text):
    """9-XX-999, without hyphens."""
    later = "BDFGHJKLMNPRSTVWXYZ"
    sets = [DIGITS, "BDFGHJKLMNOPRSTVWXYZ", later, DIGITS, DIGITS, DIGITS]
    value = 0
    for characters, c in zip(sets, text):
        value = value * len(characters) + characters.index(c)
    while True:
        value = in_range(part(key, "sidecode/13"), 10**4 * 20 * 19 - 1, value)
        left, out = value, ""
        for characters in reversed(sets):
            out = characters[left % len(characters)] + out
            left //= len(characters)
        if out[1:3] not in ("SS", "SD"):
            return out


def email(key, text, domain_of):
    small = "abcdefghijklmnopqrstuvwxyz0123456789._-+"
    local, domain = text.split("@")
    digest = hmac.digest(part(key, "domain"), domain.encode(), "sha256")
    capitals = any(c in CAPITALS for c in local)
    alphabet = small + CAPITALS if capitals else small
    key = part(key, "all" if capitals else "small")
    while True:
        local = text_over(key, alphabet, local, digest[-8:])
        dots = local[0] == "." or local[-1] == "." or ".." in local
        if not dots and capitals == any(c in CAPITALS for c in local):
            return local + "@" + domain_of(domain, digest)


def hashed(domain, digest):
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower() + ".example"


def main():
    def derived(purpose):
        return derive(bytes(range(32)), b"format_preserving/" + purpose.encode(), b"citizen", 1, b"research")

    def mapping(text):
        return part(derived("text/" + text), "mapping")

    for text in ("7", "1234", "123456", "123456782", "12345678901234567890", "1" * 40):
        print("digits", text, text_over(mapping("digits"), DIGITS, text))
    print("letters", text_over(mapping("letters"), LETTERS, "Amsterdam"))
    print("alphanumeric", text_over(mapping("alphanumeric"), DIGITS + LETTERS, "AB12cd"))
    print("alphabet", text_over(mapping("alphabet with aé€ 😀"), "aé€ 😀", "€ éa😀€€aaé"))
    print("bsn", bsn(mapping("bsn"), "111222333", 0), bsn(mapping("bsn valid=false"), "111222333", 5))
    print("card", card(mapping("card"), "4111111111111111", 6))
    print("card", card(mapping("card keep_bin=8"), "4111111111111111", 8))
    print("iban", iban(mapping("iban"), "NL91ABNA0417164300", [26] * 4 + [10] * 10, 4))
    print("iban", iban(mapping("iban"), "MT84MALT011000012345MTLCAST001S", [26] * 4 + [10] * 5 + [36] * 18, 4))
    print("postcode", postcode(mapping("postcode"), "1234AB"))
    print("license_plate", plate_13(mapping("license_plate"), "1XB234"))
    print("email", email(mapping("email"), "jan.jansen@example.org", lambda domain, _: domain))
    print("email", email(mapping("email"), "Jan@example.org", lambda domain, _: domain))
    print("email", email(mapping("email domain=hash"), "jan.jansen@example.org", hashed))
    name = "email domain=replace with example.net"
    print("email", email(mapping(name), "jan.jansen@example.org", lambda *_: "example.net"))
    key = derived("text/digits on_invalid=encrypt")
    print("misfit", "~" + base32(siv(part(key, "misfit/mac") + part(key, "misfit/stream"), b"12a")))

    for text, least, greatest, step, value in (
        ("integer max=99 min=-99", -99, 99, 1, 7),
        ("integer max=2147483647 min=-2147483648", -(2**31), 2**31 - 1, 1, 7),
        ("date max=11322 min=-36524", -36524, 11322, 1, 0),
        ("timestamp max=978220800000000 min=0 step=1000", 0, 978220800000000, 1000, 768_000_000_123_000),
        ("decimal max=99999999 min=-99999999 scale=2", -99999999, 99999999, 1, 123456),
    ):
        key = part(derived("number/" + text), "range")
        print(text, least + step * in_range(key, (greatest - least) // step, (value - least) // step))
    bits = int.from_bytes(struct.pack(">d", 1.85), "big")
    greatest = int.from_bytes(struct.pack(">d", 1.7976931348623157e308), "big")
    place = in_range(part(derived("double/double"), "range"), 2 * greatest, bits + greatest) - greatest
    image = struct.unpack(">d", abs(place).to_bytes(8, "big"))[0]
    print("double", repr(image if place >= 0 else -image))
    print("uuid", uuid_pseudonym(part(derived("uuid/uuid"), "bits"), "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"))
    key = derived("inet/inet")
    print("inet", hex(ff1(part(key, "ipv4"), 32, 0xC0000201, b"\x18")))
    print("inet", hex(ff1(part(key, "ipv6"), 128, 0x20010DB8 << 96 | 1, b"\x80")))
    key = part(derived("bytea/bytea"), "bytes")
    for value in (b"\1\2", b"\1\2\3", bytes(range(30))):
        print("bytea", bytes(of_length(key, 256, list(value))).hex())
    labels = ["red", "yellow", "blue"]
    text = "labels with " + " ".join(f"{len(label)}:{label}" for label in labels)
    print("labels", [labels[i] for i in permutation(part(derived("labels/" + text), "table"), 3)])


if __name__ == "__main__":
    main()
