// The trees of questions, and the lines of the record: any bytes are read without a crash; what is read has
// one form that comes back from its line.
#include "core/answer_record.hpp"

#include <array>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    if (const auto record = veil::read_answer_line(input)) {
        std::string line = veil::write_answer_line(*record);
        line.pop_back();
        const auto again = veil::read_answer_line(line);
        if (!again || !(*again == *record)) {
            std::abort();
        }
    }
    const std::size_t half = size / 2;
    const std::array<std::string_view, 1> parameters{input.substr(half)};
    if (const auto question = veil::read_question(input.substr(0, half), parameters)) {
        (void)question_text(*question);
    }
    if (const auto question = veil::read_question(input, {})) {
        (void)question_text(*question);
    }
    return 0;
}
