// parse_root_key() is total, and accepts nothing but the two forms of the key that it returns.
#include "core/root_key.hpp"

#include "core/hex.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string text(data, data + size);
    const auto key = veil::parse_root_key(text);
    if (!key)
        return 0;
    const auto is_white_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    text.erase(text.begin(), std::ranges::find_if_not(text, is_white_space));
    while (!text.empty() && is_white_space(text.back()))
        text.pop_back();
    if (text.size() == 44) {
        std::array<std::uint8_t, 45> base64{};
        EVP_EncodeBlock(base64.data(), key->bytes().data(), 32);
        if (!std::equal(text.begin(), text.end(), base64.begin()))
            std::abort();
    } else {
        std::ranges::transform(text, text.begin(),
                               [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
        if (text != veil::to_hex(key->bytes()))
            std::abort();
    }
    return 0;
}
