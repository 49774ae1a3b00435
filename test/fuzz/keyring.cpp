// Keyring::parse() is total, reads back what serialize() writes, and takes no damaged text for another key.
#include "core/keyring.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

namespace {

void require(bool holds) {
    if (!holds)
        std::abort();
}

void parse_any_text(std::string_view text) {
    const auto result = veil::Keyring::parse(text);
    if (const auto* keyring = std::get_if<veil::Keyring>(&result))
        require(text.empty() || keyring->serialize() == text);
    else
        require(std::get<veil::KeyringDefect>(result).line >= 1);
}

template <std::size_t N>
void fill(std::array<std::uint8_t, N>& bytes, FuzzedDataProvider& input) {
    input.ConsumeData(bytes.data(), N);
}

// Comments can only come from a text, so the entries are added below some.
veil::Keyring any_keyring(FuzzedDataProvider& input) {
    std::string text = "pg_veil keyring 1\n";
    while (input.ConsumeBool()) {
        std::string comment = input.ConsumeRandomLengthString(20);
        std::ranges::replace(comment, '\n', ' ');
        text += comment.empty() ? "\n" : "#" + comment + "\n";
    }
    veil::Keyring keyring = std::get<veil::Keyring>(veil::Keyring::parse(text));
    while (input.remaining_bytes() > 0 && keyring.entries().size() < 20) {
        veil::KeyringEntry entry;
        entry.name = input.ConsumeRandomLengthString(63);
        entry.version = input.ConsumeIntegralInRange<std::uint32_t>(1, 0x7fffffff);
        fill(entry.check, input);
        fill(entry.wrapped, input);
        if (!entry.name.empty() && keyring.find(entry.name, entry.version, entry.check) == nullptr)
            keyring.add(entry);
    }
    return keyring;
}

void damage_a_text(FuzzedDataProvider& input) {
    const auto place = input.ConsumeIntegral<std::uint32_t>();
    const auto other = input.ConsumeIntegral<std::uint8_t>();
    const veil::Keyring keyring = any_keyring(input);
    std::string text = keyring.serialize();
    const auto same = veil::Keyring::parse(text);
    require(std::holds_alternative<veil::Keyring>(same) && std::get<veil::Keyring>(same) == keyring);
    for (const veil::KeyringEntry& entry : keyring.entries())
        require(keyring.find(entry.name, entry.version, entry.check) == &entry);

    veil::Keyring destroyed = keyring;
    for (const veil::KeyringEntry& entry : keyring.entries())
        (void)destroyed.destroy(entry.name, entry.version, entry.check);
    const std::string left_over = destroyed.serialize();
    require(left_over.size() == text.size());
    require(std::get<veil::Keyring>(veil::Keyring::parse(left_over)) == destroyed);
    require(std::ranges::all_of(destroyed.entries(), &veil::KeyringEntry::destroyed));

    text[place % text.size()] = static_cast<char>(other);
    const auto damaged = veil::Keyring::parse(text);
    // A key may be missing, as when its line became a comment. None may be there that was not there before.
    if (const auto* left = std::get_if<veil::Keyring>(&damaged)) {
        for (const veil::KeyringEntry& entry : left->entries())
            require(std::ranges::count(keyring.entries(), entry) == 1);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    if (input.ConsumeBool()) {
        damage_a_text(input);
    } else {
        // Half of the texts get past the first line.
        std::string text = input.ConsumeBool() ? "pg_veil keyring 1\n" : "";
        text += input.ConsumeRemainingBytesAsString();
        parse_any_text(text);
    }
    return 0;
}
