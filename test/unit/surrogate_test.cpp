// What the surrogates promise; what exactly they are is pinned in known_answers_test.cpp.
#include "core/surrogate.hpp"

#include "test_values.hpp"
#include "thoroughness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

namespace veil {
namespace {

using test::Bytes;
using test::counting_key;
using test::text_bytes;
using Uuid = std::array<std::uint8_t, 16>;

Surrogate surrogate(std::string_view form, std::uint8_t key = 0) {
    return {counting_key(key), *parse_surrogate_form(form)};
}

template <typename Int>
std::string of(const Surrogate& surrogate, Int value) {
    std::array<char, Surrogate::longest_for_numbers> out{};
    return {out.data(), surrogate.apply(value, out)};
}

std::string of_text(const Surrogate& surrogate, Bytes text) {
    std::string out(surrogate.longest_for_text(text.size()), '\0');
    out.resize(surrogate.apply(std::span(text), out));
    return out;
}

std::string of_uuid(const Surrogate& surrogate, const Uuid& uuid) {
    std::array<char, Surrogate::longest_for_numbers> out{};
    return {out.data(), surrogate.apply_uuid(uuid, out)};
}

std::optional<Bytes> text_of(const Surrogate& surrogate, std::string_view text) {
    Bytes out(text.size());
    const auto size = surrogate.invert_text(text, out);
    if (!size)
        return std::nullopt;
    out.resize(*size);
    return out;
}

constexpr std::array unique_forms{
    "full_name nl v1 unique", "full_name en v1 unique", "full_name both v1 unique",
    "email nl v1 unique",     "email en v1 unique",     "email both v1 unique",
    "company nl v1 unique",   "company en v1 unique",   "company both v1 unique",
};

TEST(UniqueSurrogate, OfEverySmallintIsAnother) {
    for (const char* form : unique_forms) {
        const Surrogate names = surrogate(form);
        std::unordered_set<std::string> seen;
        for (int value = -32768; value <= 32767; value += one_in(7)) {
            const std::string text = of(names, static_cast<std::int16_t>(value));
            ASSERT_TRUE(seen.insert(text).second) << form << ": " << text;
            ASSERT_EQ(names.invert_smallint(text), value) << form << ": " << text;
        }
    }
}

// None, one and two bytes; and all of three that begin alike.
TEST(UniqueSurrogate, OfEveryShortTextIsAnother) {
    for (const char* form : {"full_name nl v1 unique", "email both v1 unique", "company en v1 unique"}) {
        const Surrogate names = surrogate(form);
        std::vector<Bytes> values{{}};
        for (unsigned i = 0; i < 256; ++i)
            values.push_back({static_cast<std::uint8_t>(i)});
        for (unsigned i = 0; i < 65536; i += static_cast<unsigned>(one_in(9))) {
            values.push_back({static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)});
            values.push_back({'J', static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)});
        }
        std::unordered_set<std::string> seen;
        for (const Bytes& value : values) {
            const std::string text = of_text(names, value);
            ASSERT_TRUE(seen.insert(text).second) << form << ": " << text;
            ASSERT_EQ(text_of(names, text), value) << form << ": " << text;
        }
    }
}

TEST(UniqueSurrogate, OfNumbersCanBeInverted) {
    for (const char* form : unique_forms) {
        const Surrogate names = surrogate(form);
        auto random = test::repeatable_random();
        std::vector<std::int64_t> values{0, 1, -1, std::numeric_limits<std::int64_t>::min(),
                                         std::numeric_limits<std::int64_t>::max()};
        while (values.size() < 2000)
            values.push_back(static_cast<std::int64_t>(random()));
        for (const std::int64_t value : values) {
            const std::string bigint = of(names, value);
            EXPECT_EQ(names.invert_bigint(bigint), value) << bigint;
            const auto low = static_cast<std::int32_t>(value);
            const std::string integer = of(names, low);
            EXPECT_EQ(names.invert_integer(integer), low) << integer;
            // A surrogate is of one type.
            EXPECT_FALSE(names.invert_integer(bigint).has_value());
            EXPECT_FALSE(names.invert_bigint(integer).has_value());
            EXPECT_FALSE(names.invert_smallint(integer).has_value());
            Uuid uuid{};
            for (std::uint8_t& byte : uuid)
                byte = static_cast<std::uint8_t>(random());
            const std::string text = of_uuid(names, uuid);
            Uuid back{};
            EXPECT_TRUE(names.invert_uuid(text, back)) << text;
            EXPECT_EQ(back, uuid);
            EXPECT_FALSE(names.invert_uuid(bigint, back));
        }
    }
}

TEST(UniqueSurrogate, OfTextsCanBeInverted) {
    for (const char* form : unique_forms) {
        const Surrogate names = surrogate(form);
        auto random = test::repeatable_random();
        for (std::size_t size = 3; size <= 80; ++size)
            for (unsigned i = 0; i < 20; ++i) {
                Bytes value(size);
                std::ranges::generate(value, [&] { return static_cast<std::uint8_t>(random()); });
                const std::string text = of_text(names, value);
                ASSERT_EQ(text_of(names, text), value) << text;
            }
        const Bytes large(100'000, 'x');
        EXPECT_EQ(text_of(names, of_text(names, large)), large);
    }
}

// What is no surrogate is none: cut, lengthened, of another key, with bits that no value has.
TEST(UniqueSurrogate, NothingElseIsInverted) {
    for (const char* form : unique_forms) {
        const Surrogate names = surrogate(form);
        const std::string text = of_text(names, text_bytes("Jan de Vries"));
        unsigned accepted = 0;
        for (std::size_t i = 0; i < text.size(); ++i)
            for (const char character : {'a', '7', 'A', ' ', '_', '@', '\0', '\xC3'}) {
                std::string changed = text;
                changed[i] = character;
                const auto value = text_of(names, changed);
                if (value && changed != text) {
                    // Another text of that length, and then it is that one's surrogate.
                    EXPECT_EQ(of_text(names, *value), changed);
                    ++accepted;
                }
            }
        EXPECT_GT(accepted, 0U);
        for (std::size_t size = 0; size < text.size(); ++size) {
            const auto value = text_of(names, text.substr(0, size));
            if (value) {
                EXPECT_EQ(of_text(names, *value), text.substr(0, size));
            }
        }
        for (const char* other : {"", "@", " ", "_", "Jan", " a", "a ", "@example.org", "_a@example.org"})
            EXPECT_FALSE(text_of(names, other).has_value()) << other;
        EXPECT_FALSE(text_of(names, text + " ").has_value());
    }
    // There are more persons than smallints and than texts of two bytes.
    const Surrogate names = surrogate("full_name nl v1 unique");
    const SurrogateWords words(SurrogateKind::full_name, SurrogateLanguage::dutch);
    unsigned smallints = 0;
    unsigned texts = 0;
    for (std::uint64_t number = 0; number < words.size(); number += 97) {
        std::array<char, SurrogateWords::longest> out{};
        const std::string_view name(out.data(), words.write(number, out).size);
        smallints += names.invert_smallint(name).has_value();
        texts += text_of(names, name).has_value();
    }
    const double share = 65536.0 / 97;
    EXPECT_NEAR(smallints, share, 5 * std::sqrt(share));
    EXPECT_NEAR(texts, share, 5 * std::sqrt(share));
}

TEST(Surrogate, ThatIsNotUniqueIsNotInverted) {
    const Surrogate names = surrogate("full_name nl v1");
    EXPECT_FALSE(names.invert_smallint(of(names, std::int16_t{5})).has_value());
    EXPECT_FALSE(text_of(names, of_text(names, text_bytes("ab"))).has_value());
    const Surrogate cities = surrogate("city nl v1");
    EXPECT_FALSE(cities.invert_smallint(of(cities, std::int16_t{5})).has_value());
}

// The tail is all that a unique surrogate has besides.
std::string without_tail(std::string text, char separator) {
    const std::size_t end = std::min(text.find('@'), text.size());
    const std::size_t start = text.rfind(separator, end);
    return start == std::string::npos ? text : text.erase(start, end - start);
}

TEST(Surrogate, KindsOfAPersonBelongTogether) {
    for (const std::string language : {"nl", "en", "both"}) {
        const Surrogate first = surrogate("first_name " + language + " v1");
        const Surrogate last = surrogate("last_name " + language + " v1");
        const Surrogate full = surrogate("full_name " + language + " v1");
        const Surrogate unique = surrogate("full_name " + language + " v1 unique");
        const Surrogate email = surrogate("email " + language + " v1");
        const Surrogate unique_email = surrogate("email " + language + " v1 unique");
        const auto check = [&](const auto& of_kind, bool has_tail) {
            const std::string name = of_kind(full);
            EXPECT_EQ(name, of_kind(first) + " " + of_kind(last));
            EXPECT_EQ(has_tail ? without_tail(of_kind(unique), ' ') : of_kind(unique), name);
            EXPECT_EQ(without_tail(of_kind(unique_email), '_'), of_kind(email));
            std::array<char, 100> form{};
            EXPECT_EQ(of_kind(email).substr(0, of_kind(email).find('@')),
                      std::string_view(form.data(), email_form(name, form)));
        };
        for (int i = 0; i < 300; ++i) {
            check([&](const Surrogate& kind) { return of(kind, static_cast<std::int16_t>(i)); }, false);
            check([&](const Surrogate& kind) { return of(kind, i); }, true);
            check([&](const Surrogate& kind) { return of(kind, std::int64_t{i} << 32); }, true);
            check([&](const Surrogate& kind) { return of_text(kind, text_bytes(std::to_string(i))); },
                  i >= 100);
        }
    }
}

TEST(Surrogate, StreetsBelongToTheirAddress) {
    const Surrogate street = surrogate("street nl v1");
    const Surrogate address = surrogate("address nl v1");
    for (int i = 0; i < 300; ++i)
        EXPECT_TRUE(of(address, i).starts_with(of(street, i) + " "));
}

TEST(Surrogate, DependsOnValueKeyAndType) {
    const Surrogate names = surrogate("full_name nl v1 unique");
    const std::set<std::string> texts{
        of(names, std::int16_t{1}),
        of(names, std::int32_t{1}),
        of(names, std::int64_t{1}),
        of(names, std::int64_t{2}),
        of_uuid(names, {}),
        of_text(names, Bytes{0x80, 0, 0, 1}),
        of_text(names, Bytes{0x80, 0, 0, 0, 0, 0, 0, 1}),
        of_text(names, Bytes(16)),
        of_text(names, text_bytes("1")),
        of_text(surrogate("full_name nl v1 unique", 1), text_bytes("1")),
    };
    EXPECT_EQ(texts.size(), 10U);
    EXPECT_EQ(of(names, std::int32_t{1}), of(surrogate("full_name nl v1 unique"), std::int32_t{1}));
}

// 200 000 values in k cells: chi-squared has k - 1 degrees of freedom, a standard deviation of sqrt(2k).
template <typename Choose>
void expect_even(std::size_t cells, const Choose& choose) {
    constexpr int values = 200'000;
    std::map<std::string, double> counts;
    for (int i = 0; i < values; ++i)
        ++counts[choose(i)];
    const auto k = static_cast<double>(cells);
    double chi_squared = (k - static_cast<double>(counts.size())) * values / k;
    for (const auto& [text, count] : counts)
        chi_squared += (count - values / k) * (count - values / k) * k / values;
    EXPECT_LT(chi_squared, k - 1 + 5 * std::sqrt(2 * k));
    EXPECT_GT(chi_squared, k - 1 - 5 * std::sqrt(2 * k));
}

TEST(Surrogate, IsChosenEvenly) {
    const Surrogate first = surrogate("first_name nl v1");
    const Surrogate last = surrogate("last_name en v1");
    const Surrogate city = surrogate("city nl v1");
    expect_even(dutch_words.first_names.size(), [&](int i) { return of(first, i); });
    expect_even(english_words.last_names.size(),
                [&](int i) { return of_text(last, text_bytes(std::to_string(100'000 + i))); });
    expect_even(dutch_words.cities.size(), [&](int i) { return of(city, std::int64_t{i}); });
}

// The words of smallints and short texts are a sample without replacement; every city is the image of as many
// values as any other, give or take what a sample of a permutation varies.
TEST(Surrogate, OfSmallDomainsReachesEveryWord) {
    const Surrogate city = surrogate("city both v1");
    std::set<std::string> cities;
    for (int i = -32768; i <= 32767; ++i)
        cities.insert(of(city, static_cast<std::int16_t>(i)));
    EXPECT_EQ(cities.size(), dutch_words.cities.size() + english_words.cities.size());
}

// A tail of 32 characters at most for numbers, and one that grows with every byte of a text.
TEST(UniqueSurrogate, TellsTheLengthOfATextAndNoMore) {
    for (const char* form : unique_forms) {
        const Surrogate names = surrogate(form);
        const char separator = std::string_view(form).starts_with("email") ? '_' : ' ';
        const auto tail_of = [&](const std::string& text) {
            return text.size() - without_tail(text, separator).size();
        };
        std::size_t previous = 0;
        for (std::size_t size = 3; size < 70; ++size) {
            const std::size_t tail = tail_of(of_text(names, Bytes(size, 'a')));
            EXPECT_EQ(tail, tail_of(of_text(names, Bytes(size, 'b'))));
            EXPECT_GT(tail, previous) << form << " " << size;
            previous = tail;
        }
        EXPECT_EQ(tail_of(of(names, std::int32_t{0})), tail_of(of_text(names, Bytes(4, 'a'))));
        EXPECT_EQ(tail_of(of(names, std::int64_t{0})), tail_of(of_text(names, Bytes(8, 'a'))));
        EXPECT_EQ(tail_of(of_uuid(names, {})), tail_of(of_text(names, Bytes(16, 'a'))));
        EXPECT_LE(tail_of(of_uuid(names, {})), 32U);
    }
}

} // namespace
} // namespace veil
