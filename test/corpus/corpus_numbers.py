"""Makers of identifiers with their check digits, written apart from the detectors, from the definitions of the numbers."""
import string


def digits(rng, count):
    return "".join(rng.choice(string.digits) for _ in range(count))


def luhn_digit(payload):
    total = 0
    for position, digit in enumerate(reversed(payload)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def bsn(rng):
    while True:
        body = rng.choice("12345678") + digits(rng, 7)
        rest = sum(int(d) * w for d, w in zip(body, range(9, 1, -1))) % 11
        if rest < 10:
            return body + str(rest)


def iban(rng):
    country, bban = rng.choice([
        ("NL", rng.choice(["ABNA", "INGB", "RABO", "TRIO", "KNAB", "SNSB"]) + digits(rng, 10)),
        ("NL", rng.choice(["ABNA", "INGB", "RABO", "BUNQ", "ASNB"]) + digits(rng, 10)),
        ("DE", digits(rng, 18)), ("GB", rng.choice(["BARC", "HBUK", "LOYD"]) + digits(rng, 14)), ("AT", digits(rng, 16)),
        ("BE", belgian_account(rng))])
    number = "".join(str(int(c, 36)) for c in bban + country + "00")
    return country + format(98 - int(number) % 97, "02d") + bban


def belgian_account(rng):
    body = digits(rng, 10)
    return body + format(int(body) % 97 or 97, "02d")


def card(rng):
    prefix, length = rng.choice([("4", 16), ("4", 16), ("51", 16), ("53", 16), ("55", 16), ("37", 15), ("34", 15), ("6011", 16)])
    body = prefix + digits(rng, length - len(prefix) - 1)
    return body + luhn_digit(body)


def vat(rng):
    return "NL" + bsn(rng) + "B" + format(rng.randint(1, 99), "02d")


def day(rng):
    return rng.randint(1940, 2005), rng.randint(1, 12), rng.randint(1, 28)


def belgian(rng):
    year, month, date = day(rng)
    body = f"{year % 100:02d}{month:02d}{date:02d}{rng.randint(1, 997):03d}"
    check = 97 - int(("2" if year >= 2000 else "") + body) % 97
    return f"{body[:2]}.{body[2:4]}.{body[4:6]}-{body[6:]}.{check:02d}"


def german(rng):
    while True:
        # One digit comes twice in the first ten, one not at all.
        figures = rng.sample(string.digits, 9)
        figures.append(rng.choice(figures))
        rng.shuffle(figures)
        if figures[0] != "0":
            break
    product = 10
    for figure in figures:
        total = (int(figure) + product) % 10 or 10
        product = 2 * total % 11
    check = (11 - product) % 10
    number = "".join(figures) + str(check)
    return f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}" if rng.random() < 0.5 else number


def french(rng):
    body = (rng.choice("12") + f"{rng.randint(40, 99)}{rng.randint(1, 12):02d}{rng.randint(1, 95):02d}{rng.randint(1, 990):03d}"
            f"{rng.randint(1, 999):03d}")
    if body[5:7] == "20":
        body = body[:5] + "21" + body[7:]
    check = 97 - int(body) % 97
    return f"{body[0]} {body[1:3]} {body[3:5]} {body[5:7]} {body[7:10]} {body[10:]} {check:02d}"


def spanish(rng):
    number = rng.randint(1000000, 99999999)
    return f"{number:08d}" + "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23]


def portuguese(rng):
    body = rng.choice("12") + digits(rng, 7)
    rest = sum(int(d) * w for d, w in zip(body, range(9, 1, -1))) % 11
    return body + str(0 if rest < 2 else 11 - rest)


def polish(rng):
    year, month, date = day(rng)
    body = f"{year % 100:02d}{month + (20 if year >= 2000 else 0):02d}{date:02d}{digits(rng, 4)}"
    return body + str(-sum(int(d) * w for d, w in zip(body, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3))) % 10)


def swedish(rng):
    year, month, date = day(rng)
    body = f"{year % 100:02d}{month:02d}{date:02d}{rng.randint(1, 999):03d}"
    return f"{year // 100 if rng.random() < 0.6 else ''}{body[:6]}-{body[6:]}{luhn_digit(body)}"


def finnish(rng):
    year, month, date = day(rng)
    body = f"{date:02d}{month:02d}{year % 100:02d}"
    serial = f"{rng.randint(2, 899):03d}"
    return body + ("A" if year >= 2000 else "-") + serial + "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(body + serial) % 31]


def british_health(rng):
    while True:
        body = rng.choice("46") + digits(rng, 8)
        check = 11 - sum(int(d) * w for d, w in zip(body, range(10, 1, -1))) % 11
        if check != 10:
            number = body + ("0" if check == 11 else str(check))
            return f"{number[:3]} {number[3:6]} {number[6:]}"


def swiss(rng):
    body = "756" + digits(rng, 9)
    check = -sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(body)) % 10
    number = body + str(check)
    return f"{number[:3]}.{number[3:7]}.{number[7:11]}.{number[11:]}"


def american(rng):
    return f"{rng.choice(['123', '212', '345', '478', '531', '601'])}-{rng.randint(10, 99)}-{rng.randint(1000, 9999)}"


# What it is called where it stands, in Dutch and in English.
NATIONAL = [
    (belgian, "rijksregisternummer", "Belgian national number"), (german, "Steuer-ID", "German tax ID (Steuer-ID)"),
    (french, "Frans sociaal nummer (NIR)", "French social security number (NIR)"), (spanish, "Spaanse DNI", "Spanish DNI"),
    (portuguese, "Portugees NIF", "Portuguese NIF"), (polish, "PESEL", "PESEL"), (swedish, "Zweeds personnummer", "Swedish personnummer"),
    (finnish, "Finse henkilötunnus", "Finnish henkilötunnus"), (british_health, "NHS number", "NHS number"),
    (swiss, "Zwitsers AHV-nummer", "Swiss AHV number"), (american, "social security number", "SSN")]


def grouped(rng, text, sizes):
    """The text in groups of these sizes, the last again and again, with one separator."""
    separator = rng.choice([" ", " ", "-", "."])
    parts, at, index = [], 0, 0
    while at < len(text):
        size = sizes[min(index, len(sizes) - 1)]
        parts.append(text[at:at + size])
        at += size
        index += 1
    return separator.join(parts)


def phone(rng):
    kind = rng.randrange(6)
    if kind == 0:
        number = "06" + rng.choice("1234") + digits(rng, 7)
        return rng.choice([number, number[:2] + "-" + number[2:], number[:2] + " " + number[2:],
                           f"{number[:2]} {number[2:4]} {number[4:6]} {number[6:8]} {number[8:]}"])
    if kind == 1:
        number = "6" + rng.choice("1234") + digits(rng, 7)
        return rng.choice(["+31", "+31 ", "0031", "0031 ", "+31 (0)"]) + rng.choice(
            [number, number[:1] + " " + number[1:5] + " " + number[5:], number[:1] + "-" + number[1:]])
    if kind == 2:
        area = rng.choice(["020", "010", "030", "070", "040", "050"])
        number = rng.choice("234567") + digits(rng, 6)
        return rng.choice([area + "-" + number, area + " " + number[:3] + " " + number[3:], f"({area}) {number}", area + number])
    if kind == 3:
        return f"+44 20 7{digits(rng, 3)} {digits(rng, 4)}"
    if kind == 4:
        return f"+32 47{rng.choice('0123456789')} {digits(rng, 2)} {digits(rng, 2)} {digits(rng, 2)}"
    return f"+1 212-{rng.randint(220, 999)}-{digits(rng, 4)}"


def plate(rng):
    letters = lambda count: "".join(rng.choice("BDFGHJKLNPRSTVXZ") for _ in range(count))
    return rng.choice([
        f"{letters(2)}-{digits(rng, 3)}-{letters(1)}", f"{letters(1)}-{digits(rng, 3)}-{letters(2)}", f"{digits(rng, 2)}-{letters(3)}-{digits(rng, 1)}",
        f"{digits(rng, 1)}-{letters(3)}-{digits(rng, 2)}", f"{digits(rng, 2)}-{letters(2)}-{letters(2)}"])


def mac(rng):
    pairs = [f"{rng.randrange(256):02x}" for _ in range(6)]
    text = rng.choice([":", "-"]).join(pairs)
    return text.upper() if rng.random() < 0.5 else text


def ip(rng):
    if rng.random() < 0.7:
        return f"{rng.choice([10, 84, 145, 172, 192, 213])}.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randint(1, 254)}"
    return f"2001:db8:{rng.randrange(65536):x}::{rng.randint(1, 65535):x}"
