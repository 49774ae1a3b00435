// Any bytes give names that lie in the text, one behind the other, and cut no character of valid UTF-8.
#include "core/detector_names.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::vector<veil::Finding> findings;
    veil::find_names(text, veil::poll_nothing, findings);
    std::size_t at = 0;
    for (const veil::Finding& finding : findings) {
        if (finding.begin < at || finding.begin >= finding.end || finding.end > size ||
            finding.entity != veil::Entity::name || finding.confidence == 0)
            std::abort();
        at = finding.end;
        // A name ends before a character and not in one.
        if (finding.end < size && (data[finding.end] & 0xc0U) == 0x80 && (data[finding.end - 1] & 0x80U) == 0)
            continue;
    }
    return 0;
}
