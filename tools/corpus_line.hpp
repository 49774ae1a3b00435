// Lines of a labelled corpus, as test/corpus/generate writes them.
#pragma once

#include "core/finding.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veil {

struct Label {
    std::size_t begin; // bytes
    std::size_t end;
    Entity entity;
};

struct CorpusLine {
    std::string text;
    std::vector<std::string> known; // the values of the row's other columns
    std::vector<Label> labels;      // in the order of the text
};

// Of one JSON object {"text": STRING, "known": [STRING, ...], "spans": [[BEGIN, END, "ENTITY"], ...]};
// "known" may be absent, as other members may be there, with strings, numbers and arrays of them. Nothing for
// anything else, and for spans that lie outside of the text.
[[nodiscard]] std::optional<CorpusLine> parse_corpus_line(std::string_view line);

} // namespace veil
