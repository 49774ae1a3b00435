#include "corpus_line.hpp"

#include <charconv>
#include <utility>

namespace veil {
namespace {

// As much of JSON as the lines need.
class LineParser {
  public:
    explicit LineParser(std::string_view line) : rest_(line) {}

    std::optional<CorpusLine> parse() {
        CorpusLine line;
        if (!take('{'))
            return std::nullopt;
        do {
            const std::optional<std::string> name = string();
            if (!name || !take(':'))
                return std::nullopt;
            if (*name == "text") {
                std::optional<std::string> text = string();
                if (!text)
                    return std::nullopt;
                line.text = *std::move(text);
            } else if (*name == "known") {
                if (!strings(line.known))
                    return std::nullopt;
            } else if (*name == "spans") {
                if (!labels(line.labels))
                    return std::nullopt;
            } else if (!skip(0)) {
                return std::nullopt;
            }
        } while (take(','));
        if (!take('}'))
            return std::nullopt;
        blanks();
        std::size_t at = 0;
        for (const Label& label : line.labels) {
            if (label.begin < at || label.begin >= label.end || label.end > line.text.size())
                return std::nullopt;
            at = label.end;
        }
        return rest_.empty() ? std::optional(std::move(line)) : std::nullopt;
    }

  private:
    void blanks() {
        while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t' || rest_.front() == '\r'))
            rest_.remove_prefix(1);
    }

    bool take(char byte) {
        blanks();
        if (!rest_.starts_with(byte))
            return false;
        rest_.remove_prefix(1);
        return true;
    }

    std::optional<std::uint32_t> four_hexadecimal_digits() {
        std::uint32_t code = 0;
        if (rest_.size() < 4)
            return std::nullopt;
        const auto result = std::from_chars(rest_.data(), rest_.data() + 4, code, 16);
        if (result.ec != std::errc{} || result.ptr != rest_.data() + 4)
            return std::nullopt;
        rest_.remove_prefix(4);
        return code;
    }

    static void append(std::string& text, std::uint32_t code) {
        const auto byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
        if (code < 0x80) {
            byte(code);
        } else if (code < 0x800) {
            byte(0xc0U | code >> 6U);
            byte(0x80U | (code & 0x3fU));
        } else if (code < 0x10000) {
            byte(0xe0U | code >> 12U);
            byte(0x80U | (code >> 6U & 0x3fU));
            byte(0x80U | (code & 0x3fU));
        } else {
            byte(0xf0U | code >> 18U);
            byte(0x80U | (code >> 12U & 0x3fU));
            byte(0x80U | (code >> 6U & 0x3fU));
            byte(0x80U | (code & 0x3fU));
        }
    }

    bool escape(std::string& text) {
        if (rest_.empty())
            return false;
        const char kind = rest_.front();
        rest_.remove_prefix(1);
        constexpr std::string_view written = "\"\\/bfnrt";
        constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
        if (const std::size_t at = written.find(kind); at != std::string_view::npos) {
            text += meant[at];
            return true;
        }
        if (kind != 'u')
            return false;
        std::optional<std::uint32_t> code = four_hexadecimal_digits();
        if (!code)
            return false;
        if (*code >= 0xd800 && *code < 0xdc00) {
            if (!rest_.starts_with("\\u"))
                return false;
            rest_.remove_prefix(2);
            const std::optional<std::uint32_t> second = four_hexadecimal_digits();
            if (!second || *second < 0xdc00 || *second >= 0xe000)
                return false;
            code = 0x10000 + ((*code - 0xd800) << 10U) + (*second - 0xdc00);
        }
        append(text, *code);
        return true;
    }

    std::optional<std::string> string() {
        if (!take('"'))
            return std::nullopt;
        std::string text;
        while (!rest_.empty()) {
            const char byte = rest_.front();
            rest_.remove_prefix(1);
            if (byte == '"')
                return text;
            if (byte != '\\')
                text += byte;
            else if (!escape(text))
                return std::nullopt;
        }
        return std::nullopt;
    }

    std::optional<std::size_t> number() {
        blanks();
        std::size_t value = 0;
        const auto result = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (result.ec != std::errc{})
            return std::nullopt;
        rest_.remove_prefix(static_cast<std::size_t>(result.ptr - rest_.data()));
        return value;
    }

    bool strings(std::vector<std::string>& texts) {
        if (!take('['))
            return false;
        if (take(']'))
            return true;
        do {
            std::optional<std::string> text = string();
            if (!text)
                return false;
            texts.push_back(*std::move(text));
        } while (take(','));
        return take(']');
    }

    bool labels(std::vector<Label>& found) {
        if (!take('['))
            return false;
        if (take(']'))
            return true;
        do {
            if (!take('['))
                return false;
            const std::optional<std::size_t> begin = number();
            if (!begin || !take(','))
                return false;
            const std::optional<std::size_t> end = number();
            if (!end || !take(','))
                return false;
            const std::optional<std::string> name = string();
            const std::optional<Entity> entity = name ? parse_entity(*name) : std::nullopt;
            if (!entity || !take(']'))
                return false;
            found.push_back({*begin, *end, *entity});
        } while (take(','));
        return take(']');
    }

    // A value of another member.
    bool skip(int depth) {
        constexpr int deepest = 8;
        blanks();
        if (rest_.starts_with('"'))
            return string().has_value();
        if (take('[')) {
            if (depth == deepest)
                return false;
            if (take(']'))
                return true;
            do {
                if (!skip(depth + 1))
                    return false;
            } while (take(','));
            return take(']');
        }
        return number().has_value();
    }

    std::string_view rest_;
};

} // namespace

std::optional<CorpusLine> parse_corpus_line(std::string_view line) {
    return LineParser(line).parse();
}

} // namespace veil
