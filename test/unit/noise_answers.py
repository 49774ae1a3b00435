#!/usr/bin/env python3
"""Prints the constants of noise_test.cpp and date_shift_test.cpp from a second implementation.

Written from the comments in src/core, with nothing but Python's standard library: HMAC by hmac, logarithms, roots and
cosines by decimal to 60 digits, so that no constant rests on the rounding of a library. It is run by hand: the constants
pin what users see for ever, so they are never recomputed to make a test pass.
"""

import hashlib
import hmac
from decimal import ROUND_FLOOR, Decimal, getcontext

getcontext().prec = 60
PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")


def floor(x):
    return int(x.to_integral_value(ROUND_FLOOR))


def exponential(bits):
    return -((Decimal(2 * bits + 1) / Decimal(2) ** 65).ln())


def cosine(bits):
    """By the series, after folding the angle into a quarter turn."""
    turn = Decimal(bits) / Decimal(2) ** 64
    angle = 2 * PI * turn
    total = term = Decimal(1)
    n = 0
    while abs(term) > Decimal(10) ** -55:
        n += 2
        term = -term * angle * angle / (n * (n - 1))
        total += term
    return total


def normal(first, second):
    return (2 * exponential(first)).sqrt() * cosine(second)


def deviate(distribution, scale, first, second):
    t = Decimal(scale) / 2**24
    if distribution == "laplace":
        return floor(t * exponential(first)) - floor(t * exponential(second))
    if distribution == "gaussian":
        z = normal(first, second)
        rounded = floor(t * abs(z) + Decimal("0.5"))
        return rounded if z >= 0 else -rounded
    half = scale >> 24
    return ((first << 64 | second) * (2 * half + 1) >> 128) - half


def derive(purpose):
    """HKDF-SHA-256 of 00 .. 1f for key "citizen", version 1, scope "research"."""
    def field(value):
        return len(value).to_bytes(4, "big") + value
    info = b"".join(map(field, (b"pg_veil/1", purpose.encode(), b"citizen", (1).to_bytes(4, "big"), b"research")))
    extracted = hmac.new(bytes(32), bytes(range(32)), hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()


def mac(purpose, message):
    return hmac.new(derive(purpose), message, hashlib.sha256).digest()


WORDS = [0, 1, 2**63 - 1, 2**63, 2**64 - 1, 0x0123456789ABCDEF, 0xFEDCBA9876543210, 0x9E3779B97F4A7C15, 2**62, 3 * 2**62 - 1]

print("// exponential_deviate, normal_deviate (with the next word), cosine_of_turn, in their units")
for i, word in enumerate(WORDS):
    print("    {0x%016x, %dU, %d, %d}," % (
        word, round(exponential(word) * 2**58), round(normal(word, WORDS[(i + 1) % len(WORDS)]) * 2**58), round(cosine(word) * 2**62)))

print("// noise_deviate")
for distribution in ("laplace", "gaussian", "uniform"):
    for scale in (1 << 24, 5 << 23, 1000 << 24, (1 << 64) - 1):
        for i, word in enumerate(WORDS[5:9]):
            other = WORDS[5:9][(i + 1) % 4]
            print('    {NoiseDistribution::%s, %dU, {0x%016x, 0x%016x}, %d},' % (
                distribution, scale, word, other, deviate(distribution, scale, word, other)))

print("// Noise::apply")
for distribution, scale, steps, subject in (
        ("laplace", 1000 << 24, 0, ""), ("laplace", 1000 << 24, 3825000, "111222333"), ("laplace", 1000 << 24, -3825000, "111222333"),
        ("gaussian", 1000 << 24, 3825000, "111222333"), ("uniform", 1000 << 24, 3825000, "111222333"),
        ("laplace", 1001 << 24, 3825000, "111222333"), ("laplace", 1000 << 24, 3825000, "x" * 100)):
    purpose = "noise/%s v1 scale %d grid 0.01 of income" % (distribution, scale)
    digest = mac(purpose, steps.to_bytes(8, "big", signed=True) + subject.encode())
    first, second = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:16], "big")
    print('    {"%s v1 scale %d grid 0.01 from -9000000 to 9000000 of income", %d, "%s", %d},' % (
        distribution, scale, steps, subject, max(-9000000, min(9000000, steps + deviate(distribution, scale, first, second)))))

print("// SubjectShift::amount")
for form, most, zero in (("30 day", 30, False), ("30 day or none", 30, True), ("4 week", 4, False), ("1 day", 1, False),
                         ("2592000 second", 2592000, False), ("1099511627776 day", 2**40, True)):
    for subject in ("", "1", "111222333"):
        drawn = int.from_bytes(mac("shift/" + form, subject.encode())[:16], "big")
        amount = (drawn * (2 * most + zero) >> 128) - most
        print('    {"%s", "%s", %d},' % (form, subject, amount + (amount >= 0 and not zero)))

print("// SubjectSample")
for subject in ("", "1", "111222333"):
    print('    {"%s", 0x%s},' % (subject, mac("sample", subject.encode())[:8].hex()))


def layers(variable, deviation, rows, conditions):
    """The noise of a cell, in subjects: a layer of its rows, and one of each condition."""
    scale = int(deviation * 2**36)
    total = 0
    for kind, seed in [("r", b"".join(word.to_bytes(8, "big") for word in rows))] + [("c", c.encode()) for c in conditions]:
        head = kind.encode() + scale.to_bytes(8, "big") + len(variable).to_bytes(8, "big")
        digest = mac("cell noise", head + variable.encode() + seed)
        total += deviate("gaussian", scale, int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:16], "big"))
    return Decimal(total) / 4096


def rounded(value, noise, least):
    exponent = max(least, floor((noise / 10).log10()))
    return (value.scaleb(-exponent)).quantize(Decimal(1)).scaleb(exponent)


print("// CellNoise::perturb: 1 237 rows of 250 subjects, whose sum is -42 000.5 and magnitude 90 000")
ROWS = (1237, 0x0123456789ABCDEF, 0xFEDCBA9876543210)
for deviation, conditions in ((Decimal(2), ()), (Decimal(2), ("city = 'Delft'",)), (Decimal("2.5"), ("age >= 20", "city = 'Delft'"))):
    rows = max(Decimal(0), (1237 + layers("rows", deviation, ROWS, conditions) * 1237 / 250).quantize(Decimal(1)))
    subjects = (250 + layers("subjects", deviation, ROWS, conditions)).quantize(Decimal(1))
    total = Decimal("-42000.5") + layers("sum income", deviation, ROWS, conditions) * 360
    print("    {%s, {%s}, %s, %s, %s, %s}," % (
        deviation, ", ".join('"%s"' % c for c in conditions), rows, subjects,
        format(rounded(total, deviation * 360, -2), "f"), format(rounded(total / rows, deviation * 360 / rows, -300), "f")))
