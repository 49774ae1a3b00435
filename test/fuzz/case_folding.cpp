// Folding is total, tells its size, keeps to its buffer and is idempotent; what is ASCII needs no ICU.
#include "international/case_folding.hpp"
#include "core/ascii_case.hpp"

#include <cstdlib>
#include <string>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

std::string folded(std::string_view text) {
    const auto size = veil::international::fold_case(text, {});
    require(size.has_value() && *size <= 3 * text.size());
    // Longer by a byte that has to stay as it is.
    std::string result(*size + 1, '#');
    require(veil::international::fold_case(text, {result.data(), *size}) == size);
    require(result.back() == '#');
    result.pop_back();
    return result;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::string once = folded(text);
    require(folded(once) == once);
    std::string ascii(size, '?');
    if (veil::fold_ascii(text, ascii.data())) {
        require(ascii == once);
    }
    return 0;
}
