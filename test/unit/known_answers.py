#!/usr/bin/env python3
"""Prints the constants of known_answers_test.cpp from a second implementation.

Written from the standards (RFC 2104 and 5869 by hmac, FIPS 197, NIST SP 800-38G) and from the comments in src/core,
with nothing but Python's standard library and none of the C++ code. It is run by hand: the constants pin what is
stored in users' data, so they are never recomputed to make a test pass.
"""

import base64
import hashlib
import hmac
import os
import re
import struct
import uuid


def sub_box():
    """FIPS 197, section 5.1.1: the inverse in GF(2^8), then an affine map."""
    box = [0] * 256
    p = q = 1
    while True:
        p ^= (p << 1) ^ (0x11B if p & 0x80 else 0)
        q ^= q << 1
        q ^= q << 2
        q ^= q << 4
        q &= 0xFF
        if q & 0x80:
            q ^= 0x09
        rotated = [(q << n | q >> (8 - n)) & 0xFF for n in range(5)]
        box[p] = rotated[0] ^ rotated[1] ^ rotated[2] ^ rotated[3] ^ rotated[4] ^ 0x63
        if p == 1:
            break
    box[0] = 0x63
    return box


SUB = sub_box()


def double(byte):
    return (byte << 1) ^ (0x11B if byte & 0x80 else 0)


def expand_key(key):
    words = [list(key[i : i + 4]) for i in range(0, 32, 4)]
    constant = 1
    for i in range(8, 60):
        word = list(words[-1])
        if i % 8 == 0:
            word = [SUB[b] for b in word[1:] + word[:1]]
            word[0] ^= constant
            constant = double(constant)
        elif i % 8 == 4:
            word = [SUB[b] for b in word]
        words.append([a ^ b for a, b in zip(word, words[i - 8])])
    return [sum(words[i : i + 4], []) for i in range(0, 60, 4)]


def aes(round_keys, block):
    state = [a ^ b for a, b in zip(block, round_keys[0])]
    for number in range(1, 15):
        state = [SUB[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if number < 14:
            mixed = []
            for c in range(0, 16, 4):
                column = state[c : c + 4]
                whole = column[0] ^ column[1] ^ column[2] ^ column[3]
                mixed += [column[r] ^ whole ^ double(column[r] ^ column[(r + 1) % 4]) for r in range(4)]
            state = mixed
        state = [a ^ b for a, b in zip(state, round_keys[number])]
    return bytes(state)


def hkdf(key, info, size):
    pseudorandom_key = hmac.digest(b"\0" * 32, key, "sha256")
    out = block = b""
    counter = 1
    while len(out) < size:
        block = hmac.digest(pseudorandom_key, block + info + bytes([counter]), "sha256")
        out += block
        counter += 1
    return out[:size]


def derive(key, purpose, name, version, scope):
    fields = [b"pg_veil/1", purpose, name, struct.pack(">I", version), scope]
    return hkdf(key, b"".join(struct.pack(">I", len(f)) + f for f in fields), 32)


def number(bits):
    return int("0" + "".join(map(str, bits)), 2)


def ff1_bits(key, bits, tweak):
    """SP 800-38G, section 5.1, algorithm 7, radix 2."""
    round_keys = expand_key(key)
    n = len(bits)
    u = n // 2
    v = n - u
    a, b = bits[:u], bits[u:]
    half = -(-v // 8)
    d = 4 * -(-half // 4) + 4
    prefix = bytes([1, 2, 1]) + (2).to_bytes(3, "big") + bytes([10, u % 256]) + struct.pack(">II", n, len(tweak))
    for i in range(10):
        q = tweak + b"\0" * (-(len(tweak) + half + 1) % 16) + bytes([i]) + number(b).to_bytes(half, "big")
        r = b"\0" * 16
        for start in range(0, len(prefix + q), 16):
            r = aes(round_keys, bytes(x ^ y for x, y in zip(r, (prefix + q)[start : start + 16])))
        s = r
        for j in range(1, -(-d // 16)):
            s += aes(round_keys, bytes(x ^ y for x, y in zip(r, j.to_bytes(16, "big"))))
        m = u if i % 2 == 0 else v
        c = (number(a) + int.from_bytes(s[:d], "big")) % 2**m
        a, b = b, [int(x) for x in format(c, f"0{m}b")]
    return a + b


def ff1(key, bits, value, tweak=b""):
    return number(ff1_bits(key, [int(x) for x in format(value, f"0{bits}b")], tweak))


def key_stream(key):
    round_keys = expand_key(key)
    counter = 0
    while True:
        block = aes(round_keys, counter.to_bytes(16, "big"))
        counter += 1
        yield from struct.unpack(">4I", block)


def permutation(key, size):
    words = key_stream(key)
    table = list(range(size))
    for last in range(size - 1, 0, -1):
        bound = last + 1
        word = next(words)
        while word >= 2**32 // bound * bound:
            word = next(words)
        other = word % bound
        table[last], table[other] = table[other], table[last]
    return table


def text_pseudonym(key, text):
    return base64.b32encode(hmac.digest(key, text, "sha256")[:16]).decode().rstrip("=").lower()


def integer_pseudonym(key, bits, value, tweak=b""):
    return ff1(key, bits, value + 2 ** (bits - 1), tweak) - 2 ** (bits - 1)


def uuid_pseudonym(key, text, tweak_of=lambda kept: kept):
    bits = format(uuid.UUID(text).int, "0128b")
    kept = list(range(48, 52)) + [64, 65]
    free = [i for i in range(128) if i not in kept]
    tweak = tweak_of(bytes([int("".join(bits[i] for i in kept), 2)]))
    image = ff1_bits(key, [int(bits[i]) for i in free], tweak)
    out = list(bits)
    for position, bit in zip(free, image):
        out[position] = str(bit)
    return str(uuid.UUID(int=int("".join(out), 2)))


def cmac(key, message):
    """RFC 4493 with AES-256."""
    round_keys = expand_key(key)
    subkey = dbl(aes(round_keys, bytes(16)))
    tail_size = 16 if message and len(message) % 16 == 0 else len(message) % 16
    body, tail = message[: len(message) - tail_size], message[len(message) - tail_size :]
    if tail_size < 16:
        subkey = dbl(subkey)
        tail = tail + b"\x80" + bytes(15 - tail_size)
    state = bytes(16)
    for block in [body[i : i + 16] for i in range(0, len(body), 16)] + [xor(tail, subkey)]:
        state = aes(round_keys, xor(state, block))
    return state


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def dbl(block):
    value = int.from_bytes(block, "big") << 1
    return (value ^ (value >> 128) * ((1 << 128) | 0x87)).to_bytes(16, "big")


def siv(key, plaintext, *associated_data):
    """RFC 5297 with AES-256."""
    state = cmac(key[:32], bytes(16))
    for data in associated_data:
        state = xor(dbl(state), cmac(key[:32], data))
    if len(plaintext) >= 16:
        end = plaintext[:-16] + xor(plaintext[-16:], state)
    else:
        end = xor(dbl(state), plaintext + b"\x80" + bytes(15 - len(plaintext)))
    tag = cmac(key[:32], end)
    counter = int.from_bytes(tag, "big") & ~(1 << 63 | 1 << 31)
    round_keys = expand_key(key[32:])
    stream = b"".join(
        aes(round_keys, ((counter + i) % 2**128).to_bytes(16, "big")) for i in range(len(plaintext) // 16 + 1)
    )
    return tag + xor(plaintext, stream)


def base32(data):
    return base64.b32encode(data).decode().rstrip("=").lower()


def encryption(key, value):
    return siv(hkdf(key, b"AES-256-SIV", 64), value)


def in_period(key, value, period):
    return hmac.digest(key, struct.pack(">I", len(period)) + period + value, "sha256")[:16]


def period_tweak(key, period, kept=b""):
    return hmac.digest(hkdf(key, b"tweak", 32), kept + period, "sha256")[:8]


def ff1_bytes(key, text, tweak):
    """SP 800-38G, section 5.1, algorithm 7, radix 256."""
    round_keys = expand_key(key)
    n = len(text)
    u = n // 2
    v = n - u
    a, b = text[:u], text[u:]
    d = 4 * -(-v // 4) + 4
    prefix = bytes([1, 2, 1, 0, 1, 0, 10, u % 256]) + struct.pack(">II", n, len(tweak))
    for i in range(10):
        q = tweak + b"\0" * (-(len(tweak) + v + 1) % 16) + bytes([i]) + b.rjust(v, b"\0")
        r = b"\0" * 16
        for start in range(0, len(prefix + q), 16):
            r = aes(round_keys, bytes(x ^ y for x, y in zip(r, (prefix + q)[start : start + 16])))
        s = r
        for j in range(1, -(-d // 16)):
            s += aes(round_keys, bytes(x ^ y for x, y in zip(r, j.to_bytes(16, "big"))))
        m = u if i % 2 == 0 else v
        c = (int.from_bytes(a, "big") + int.from_bytes(s[:d], "big")) % 256**m
        a, b = b, c.to_bytes(m, "big")
    return a + b


def word_list(language, name):
    path = os.path.join(os.path.dirname(__file__), "../../src/core", f"word_lists_{language}.cpp")
    with open(path, encoding="utf-8") as source:
        words = re.search(r"constexpr std::string_view " + name + r"\[\] = \{(.*?)\};", source.read(), re.S).group(1)
    return re.findall(r'"([^"]*)"sv', words)


def full_name(key, languages, value, kind):
    """The unique full name of a value: bytes, of the kind that FF1's tweak tells."""
    persons = [f"{f} {l}" for w in languages for l in word_list(w, "last_names") for f in word_list(w, "first_names")]
    if kind == 2 or len(value) < 3:
        shorter = 0 if kind == 2 else sum(256**size for size in range(len(value)))
        bits = max(20, (len(persons) - 1).bit_length())
        choice = ff1(key, bits, shorter + int.from_bytes(value, "big"), bytes([kind]))
        while choice >= len(persons):
            choice = ff1(key, bits, choice, bytes([kind]))
        return persons[choice]
    image = ff1_bytes(key, value, bytes([kind]))
    quotient, choice = divmod(int.from_bytes(image[:8], "big"), len(persons))
    width = ((256 ** min(len(value), 8) - 1) // len(persons)).bit_length()
    tail = format(quotient, f"0{width}b") + "".join(format(byte, "08b") for byte in image[8:])
    tail += "0" * (-len(tail) % 5)
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    return persons[choice] + " " + "".join(letters[int(tail[i : i + 5], 2)] for i in range(0, len(tail), 5))


def main():
    # FIPS 197, appendix C.3
    assert aes(expand_key(bytes(range(32))), bytes.fromhex("00112233445566778899aabbccddeeff")).hex() == (
        "8ea2b7ca516745bfeafc49904b496089"
    )

    data_key = bytes(range(32))
    print("derive_key", derive(data_key, b"pseudonym/text", b"citizen", 1, b"research").hex())
    print("derive_key", derive(data_key, b"pseudonym/text", b"citizen", 2**31 - 1, b"").hex())
    print("check_value", derive(data_key, b"check", b"citizen", 1, b"")[:16].hex())

    def derived(purpose):
        return derive(data_key, purpose, b"citizen", 1, b"research")

    key = derived(b"pseudonym/text")
    for text in (b"", b"123456782", "Zoë".encode(), b"a" * 55, b"a" * 56, b"a" * 1000):
        print("text", text[:12], len(text), text_pseudonym(key, text))

    key = derived(b"pseudonym/int2")
    table = permutation(key, 65536)
    for value in (-32768, -1, 0, 1, 1234, 32767):
        print("int2", value, table[value + 32768] - 32768)
    whole = b"".join(struct.pack(">H", entry) for entry in table)
    print("int2 table, sha256", hashlib.sha256(whole).hexdigest())

    key = derived(b"pseudonym/int4")
    for value in (-(2**31), -1, 0, 1, 123456782, 2**31 - 1):
        print("int4", value, integer_pseudonym(key, 32, value))

    key = derived(b"pseudonym/int8")
    for value in (-(2**63), -1, 0, 1, 123456782, 2**63 - 1):
        print("int8", value, integer_pseudonym(key, 64, value))

    key = derived(b"pseudonym/uuid")
    for value in (
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "919108f7-52d1-4320-9bac-f847db4148a8",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    ):
        print("uuid", value, uuid_pseudonym(key, value))

    key = bytes(range(32))
    for bits, value, tweak in (
        (20, 0xABCDE, b""),
        (33, 0x123456789, b"\1\2\3"),
        (127, 2**126 + 12345, b"tweak"),
        (128, 2**128 - 1, b"12345678"),
    ):
        print("ff1", bits, hex(value), tweak, hex(ff1(key, bits, value, tweak)))
    # The last is large enough for words to be rejected: three are.
    for size in (2, 10, 100, 300000):
        print("permutation", size, permutation(key, size)[:10])
    print("ff1", 200, ff1(key, 200, int.from_bytes(bytes(range(25)), "big")).to_bytes(25, "big").hex())
    print("siv", siv(bytes(range(64)), bytes(range(20)), b"associated", b"").hex())
    for text in (b"", b"123456782", "Zoë".encode(), b"a" * 16, b"a" * 1000):
        encrypted = base32(encryption(derived(b"encrypt/text"), text))
        print("encrypt text", text[:12], len(text), encrypted[:100], hashlib.sha256(encrypted.encode()).hexdigest()[:16])
        print("encrypt bytea", text[:12], len(text), encryption(derived(b"encrypt/bytea"), text).hex()[:100])
        print("bytea", text[:12], len(text), hmac.digest(derived(b"pseudonym/bytea"), text, "sha256")[:16].hex())

    for period in (b"", b"2026-11", b"a" * 100):
        print("period", period[:12])
        print("text", base32(in_period(derived(b"pseudonym/text/period"), b"123456782", period)))
        print("bytea", in_period(derived(b"pseudonym/bytea/period"), b"123456782", period).hex())
        for bits, name in ((32, b"int4"), (64, b"int8")):
            key = derived(b"pseudonym/" + name + b"/period")
            print(name, integer_pseudonym(hkdf(key, b"FF1", 32), bits, 123456782, period_tweak(key, period)))
        key = derived(b"pseudonym/uuid/period")
        print("uuid", uuid_pseudonym(hkdf(key, b"FF1", 32), "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                                     lambda kept: period_tweak(key, period, kept)))

    for languages, word in ((["dutch"], b"nl"), (["english"], b"en"), (["dutch", "english"], b"both")):
        key = derived(b"surrogate/person " + word + b" v1")
        for value in ("", "a", "Jo", "Jan", "Willem-Alexander", "Zoë van der Berg uit IJmuiden aan Zee"):
            print("full_name", word, "text", value, "|", full_name(key, languages, value.encode(), 0))
        for kind, code in ((2, ">H"), (4, ">I"), (8, ">Q")):
            value = struct.pack(code, 4711 + 2 ** (8 * kind - 1))
            print("full_name", word, kind, "|", full_name(key, languages, value, kind))
        value = uuid.UUID("f81d4fae-7dec-11d0-a765-00a0c91e6bf6").bytes
        print("full_name", word, 16, "|", full_name(key, languages, value, 16))


if __name__ == "__main__":
    main()
