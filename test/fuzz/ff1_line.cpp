// Whatever stands in a line, it has a result or none; a result is a text of the same form that leads back.
#include "ff1_line.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <sstream>

namespace {

using namespace veil;

// The line with another text in its fourth field.
std::string with_text(const std::string& line, const std::string& text) {
    std::size_t begin = 0;
    for (int field = 0; field < 3; ++field)
        begin = line.find('\t', begin) + 1;
    const std::size_t end = std::min(line.find('\t', begin), line.size());
    return line.substr(0, begin) + text + line.substr(end);
}

std::string without_line_end(std::string line) {
    while (line.ends_with('\r'))
        line.pop_back();
    return line;
}

void check_way_back(const std::string& line, Ff1Direction there, Ff1Direction back) {
    const auto result = transform_ff1_line(line, there);
    if (!result)
        return;
    const auto again = transform_ff1_line(with_text(line, *result), back);
    if (!again || with_text(line, *again) != line)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::string line = without_line_end(text);
    check_way_back(line, Ff1Direction::encrypt, Ff1Direction::decrypt);
    check_way_back(line, Ff1Direction::decrypt, Ff1Direction::encrypt);

    std::istringstream in(text);
    std::ostringstream out;
    if (!transform_ff1_lines(in, out, Ff1Direction::encrypt))
        std::abort();
    const auto lines = std::ranges::count(text, '\n') + (text.empty() || text.ends_with('\n') ? 0 : 1);
    if (std::ranges::count(out.str(), '\n') != lines)
        std::abort();
    return 0;
}
