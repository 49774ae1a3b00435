// The algorithms alone, a value a call: what a mask costs before the server's own share.
#include "core/base32.hpp"
#include "core/canonical_number.hpp"
#include "core/check_digit.hpp"
#include "core/date_truncation.hpp"
#include "core/encryption.hpp"
#include "core/ff1.hpp"
#include "core/ff1_number.hpp"
#include "core/hmac_sha256.hpp"
#include "core/number_generalization.hpp"
#include "core/period_pseudonym.hpp"
#include "core/pseudonym.hpp"
#include "core/surrogate.hpp"
#include "core/text_format.hpp"
#include "core/text_masking.hpp"

#include <benchmark/benchmark.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace veil;

// A thousand different values, so that no branch is learnt by heart.
constexpr std::size_t value_count = 1024;

std::uint64_t mix(std::uint64_t number) {
    number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9;
    number = (number ^ number >> 27) * 0x94d049bb133111eb;
    return number ^ number >> 31;
}

template <class T>
std::vector<T> numbers() {
    std::vector<T> values(value_count);
    for (std::size_t i = 0; i < value_count; ++i) {
        values[i] = static_cast<T>(mix(i));
    }
    return values;
}

std::vector<std::string> texts(std::size_t length, const std::string& piece) {
    std::vector<std::string> values(value_count);
    for (std::size_t i = 0; i < value_count; ++i) {
        values[i] = std::to_string(mix(i));
        while (values[i].size() < length) {
            values[i] += piece;
        }
        values[i].resize(length);
    }
    return values;
}

Key256 key() {
    Key256 result;
    result.bytes()[0] = 1;
    return result;
}

std::span<const std::uint8_t> bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Runs `apply` on one value after another.
template <class Values, class Apply>
void each(benchmark::State& state, const Values& values, const Apply& apply) {
    std::size_t i = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(apply(values[i++ % value_count]));
    }
}

void pseudonym_text(benchmark::State& state) {
    const TextPseudonym pseudonym(key());
    std::array<char, TextPseudonym::size> out{};
    each(state, texts(static_cast<std::size_t>(state.range(0)), "x"), [&](const std::string& text) {
        pseudonym.apply(bytes_of(text), out);
        return out[0];
    });
}
BENCHMARK(pseudonym_text)->Arg(9)->Arg(55)->Arg(56)->Arg(1000);

void encrypt_text(benchmark::State& state) {
    const TextEncryption encryption(key());
    const auto length = static_cast<std::size_t>(state.range(0));
    std::vector<char> out(TextEncryption::size(length));
    each(state, texts(length, "x"), [&](const std::string& text) {
        encryption.apply(bytes_of(text), out);
        return out[0];
    });
}
BENCHMARK(encrypt_text)->Arg(9)->Arg(16)->Arg(55)->Arg(1000);

void pseudonym_in_period(benchmark::State& state) {
    const TextPeriodPseudonym pseudonym(key());
    std::array<char, TextPeriodPseudonym::size> out{};
    const std::string period = "month 2026-11-01";
    each(state, texts(9, "x"), [&](const std::string& text) {
        pseudonym.apply(bytes_of(text), bytes_of(period), out);
        return out[0];
    });
}
BENCHMARK(pseudonym_in_period);

void canonical_double(benchmark::State& state) {
    std::array<char, longest_canonical_double> out{};
    std::vector<double> values;
    for (std::int32_t number : numbers<std::int32_t>()) {
        values.push_back(number / 1000.0);
    }
    each(state, values, [&](double value) { return write_canonical_double(value, out); });
}
BENCHMARK(canonical_double);

// What pgcrypto and most hand-written code call.
void openssl_hmac_one_shot(benchmark::State& state) {
    const Key256 secret = key();
    std::array<std::uint8_t, 32> mac{};
    each(state, texts(9, "x"), [&](const std::string& text) {
        const auto value = bytes_of(text);
        HMAC(EVP_sha256(), secret.bytes().data(), static_cast<int>(secret.bytes().size()), value.data(),
             value.size(), mac.data(), nullptr);
        return mac[0];
    });
}
BENCHMARK(openssl_hmac_one_shot);

template <class Algorithm, class Value>
void pseudonym_number(benchmark::State& state) {
    const Algorithm pseudonym(key());
    each(state, numbers<Value>(), [&](Value value) { return pseudonym.apply(value); });
}
BENCHMARK(pseudonym_number<SmallintPseudonym, std::int16_t>);
BENCHMARK(pseudonym_number<IntegerPseudonym, std::int32_t>);
BENCHMARK(pseudonym_number<BigintPseudonym, std::int64_t>);

void pseudonym_uuid(benchmark::State& state) {
    const UuidPseudonym pseudonym(key());
    std::array<std::uint8_t, 16> uuid{};
    for (auto _ : state) {
        pseudonym.apply(uuid, uuid);
        benchmark::DoNotOptimize(uuid);
    }
}
BENCHMARK(pseudonym_uuid);

std::vector<std::uint64_t> digits(const NumeralFf1& ff1) {
    std::vector<std::uint64_t> values = numbers<std::uint64_t>();
    for (std::uint64_t& value : values) {
        value %= ff1.greatest();
    }
    return values;
}

// Of 9 digits y has 8 bytes, of 19 it has 12.
void ff1_number(benchmark::State& state) {
    const NumeralFf1 ff1(key(), 10, static_cast<std::size_t>(state.range(0)));
    each(state, digits(ff1), [&](std::uint64_t value) { return ff1.encrypt(value); });
}
BENCHMARK(ff1_number)->Arg(9)->Arg(19);

void ff1_number_back(benchmark::State& state) {
    const NumeralFf1 ff1(key(), 10, static_cast<std::size_t>(state.range(0)));
    each(state, digits(ff1), [&](std::uint64_t value) { return ff1.decrypt(value); });
}
BENCHMARK(ff1_number_back)->Arg(9)->Arg(19);

// Per value, as the others.
void ff1_number_batch(benchmark::State& state) {
    const NumeralFf1 ff1(key(), 10, static_cast<std::size_t>(state.range(0)));
    std::vector<std::uint64_t> values = digits(ff1);
    while (state.KeepRunningBatch(static_cast<benchmark::IterationCount>(values.size()))) {
        ff1.encrypt(values);
        benchmark::DoNotOptimize(values.data());
    }
}
BENCHMARK(ff1_number_batch)->Arg(9)->Arg(19);

// Numeral strings; from 57 digits on the halves are big numbers.
void ff1_string(benchmark::State& state) {
    const auto radix = static_cast<std::uint32_t>(state.range(0));
    const Ff1 ff1(key().bytes(), radix);
    std::vector<Ff1::Numeral> numerals(static_cast<std::size_t>(state.range(1)));
    for (std::size_t i = 0; i < numerals.size(); ++i) {
        numerals[i] = static_cast<Ff1::Numeral>(mix(i) % radix);
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(ff1.encrypt(numerals));
    }
}
BENCHMARK(ff1_string)
    ->Args({10, 9})
    ->Args({10, 16})
    ->Args({36, 16})
    ->Args({36, 30})
    ->Args({10, 57})
    ->Args({10, 1000});

// Along the cycle of one value.
void format_text(benchmark::State& state, const std::string& name, const std::string& value) {
    const TextFormat format(key(), name);
    std::vector<char> out(format.largest_result(value.size()));
    std::string image = value;
    for (auto _ : state) {
        const auto size = format.map(Direction::apply, image, out.data());
        image.assign(out.data(), size.value_or(0));
    }
    if (image.empty()) {
        state.SkipWithError("the value does not fit");
    }
}
BENCHMARK_CAPTURE(format_text, digits_9, "digits", "123456789");
BENCHMARK_CAPTURE(format_text, digits_30, "digits", "123456789012345678901234567890");
BENCHMARK_CAPTURE(format_text, alphanumeric_10, "alphanumeric", "abcDEF1234");
BENCHMARK_CAPTURE(format_text, bsn, "bsn", "111222333");
BENCHMARK_CAPTURE(format_text, iban, "iban", "NL91ABNA0417164300");
BENCHMARK_CAPTURE(format_text, card, "card", "4111111111111111");
BENCHMARK_CAPTURE(format_text, postcode, "postcode", "1234AB");
BENCHMARK_CAPTURE(format_text, license_plate, "license_plate", "12-GHB-3");
BENCHMARK_CAPTURE(format_text, email, "email", "jan.jansen@example.org");

// Every one of the 90 909 090 valid BSNs, once: each has an image, all images are different, and they pass
// the 11-test or, with valid=false, none does. With that many images that pass, it is a permutation.
void all_bsns(benchmark::State& state, const std::string& name, bool valid) {
    const TextFormat format(key(), name);
    for (auto _ : state) {
        std::vector<bool> seen(1'000'000'000);
        std::uint32_t count = 0;
        bool right = true;
        std::array<char, 16> out{};
        for (std::uint32_t beginning = 1; beginning < 100'000'000 && right; ++beginning) {
            const unsigned check = bsn_check_digit(beginning);
            if (check > 9) {
                continue;
            }
            ++count;
            const std::string bsn = std::to_string(1'000'000'000 + beginning * 10 + check).substr(1);
            const auto size = format.map(Direction::apply, bsn, out.data());
            const std::uint32_t image =
                size == 9 ? static_cast<std::uint32_t>(std::stoul(std::string(out.data(), 9))) : 0;
            right = image > 0 && !seen[image] && (bsn_check_digit(image / 10) == image % 10) == valid;
            seen[image] = true;
        }
        if (!right || count != 90'909'090) {
            state.SkipWithError("not every BSN has an image of its own");
        }
        state.counters["values"] = count;
    }
}
BENCHMARK_CAPTURE(all_bsns, valid, "bsn", true)->Iterations(1)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(all_bsns, never_valid, "bsn valid=false", false)->Iterations(1)->Unit(benchmark::kSecond);

void surrogate_text(benchmark::State& state, const char* form) {
    const Surrogate surrogate(key(), *parse_surrogate_form(form));
    std::array<char, 256> out{};
    std::array<std::uint8_t, 20> bytes{};
    each(state, texts(20, "x"), [&](const std::string& text) {
        std::copy(text.begin(), text.end(), bytes.begin());
        return surrogate.apply(std::span<std::uint8_t>(bytes), out);
    });
}
BENCHMARK_CAPTURE(surrogate_text, name, "full_name nl v1");
BENCHMARK_CAPTURE(surrogate_text, unique, "full_name nl v1 unique");

template <class Value>
void surrogate_number(benchmark::State& state) {
    const Surrogate surrogate(key(), *parse_surrogate_form("full_name nl v1 unique"));
    std::array<char, Surrogate::longest_for_numbers> out{};
    each(state, numbers<Value>(), [&](Value value) { return surrogate.apply(value, out); });
}
BENCHMARK(surrogate_number<std::int16_t>);
BENCHMARK(surrogate_number<std::int32_t>);
BENCHMARK(surrogate_number<std::int64_t>);

template <class Value>
void bucket(benchmark::State& state) {
    std::int64_t width = 100;
    benchmark::DoNotOptimize(width);
    each(state, numbers<Value>(), [&](Value value) { return bucket_lower(value, width); });
}
BENCHMARK(bucket<std::int16_t>);
BENCHMARK(bucket<std::int32_t>);
BENCHMARK(bucket<std::int64_t>);

void bucket_double(benchmark::State& state) {
    const DecimalStep step = decimal_step(0.1);
    std::vector<double> values;
    for (std::int32_t number : numbers<std::int32_t>()) {
        values.push_back(number / 1000.0);
    }
    each(state, values, [&](double value) { return bucket_lower(value, step); });
}
BENCHMARK(bucket_double);

void round_integer(benchmark::State& state) {
    std::int64_t multiple = 100;
    benchmark::DoNotOptimize(multiple);
    each(state, numbers<std::int32_t>(),
         [&](std::int32_t value) { return round_to_multiple(value, multiple); });
}
BENCHMARK(round_integer);

void truncate_dates(benchmark::State& state) {
    auto unit = static_cast<DateUnit>(state.range(0));
    std::vector<std::int32_t> values;
    for (std::uint32_t number : numbers<std::uint32_t>()) {
        values.push_back(static_cast<std::int32_t>(number % 40000) - 25000);
    }
    each(state, values, [&](std::int32_t value) { return truncate_date(value, unit); });
}
BENCHMARK(truncate_dates)
    ->Arg(static_cast<int>(DateUnit::week))
    ->Arg(static_cast<int>(DateUnit::month))
    ->Arg(static_cast<int>(DateUnit::year));

void prefix(benchmark::State& state, const std::string& piece) {
    each(state, texts(20, piece),
         [](const std::string& text) { return prefix_size(text, 4, utf8_character_length); });
}
BENCHMARK_CAPTURE(prefix, ascii, "x");
BENCHMARK_CAPTURE(prefix, two_bytes, "\u00eb");

void partial(benchmark::State& state, const std::string& piece) {
    each(state, texts(20, piece),
         [](const std::string& text) { return partial_spans(text, 1, 2, utf8_character_length).tail; });
}
BENCHMARK_CAPTURE(partial, ascii, "x");
BENCHMARK_CAPTURE(partial, two_bytes, "\u00eb");

void base32(benchmark::State& state) {
    std::array<std::uint8_t, 16> bytes{1, 2, 3};
    std::array<char, 26> out{};
    for (auto _ : state) {
        benchmark::DoNotOptimize(bytes);
        base32_encode_128(bytes, out);
        benchmark::DoNotOptimize(out);
    }
}
BENCHMARK(base32);

} // namespace

BENCHMARK_MAIN();
