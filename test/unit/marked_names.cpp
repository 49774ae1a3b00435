#include "marked_names.hpp"

#include "core/detector_names.hpp"

#include <gtest/gtest.h>

namespace veil {

std::string marked(const std::string& text) {
    std::vector<Finding> findings;
    find_names(text, poll_nothing, findings);
    std::string result;
    std::size_t at = 0;
    for (const Finding& finding : findings) {
        EXPECT_EQ(finding.entity, Entity::name);
        EXPECT_GE(finding.begin, at);
        EXPECT_LT(finding.begin, finding.end);
        EXPECT_LE(finding.end, text.size());
        EXPECT_TRUE(finding.confidence > 0 && finding.confidence < 90);
        result += text.substr(at, finding.begin - at) + "[" +
                  text.substr(finding.begin, finding.end - finding.begin) + "]";
        at = finding.end;
    }
    return result + text.substr(at);
}

void expect_marked(const std::string& expected) {
    std::string text;
    for (const char byte : expected) {
        if (byte != '[' && byte != ']')
            text += byte;
    }
    EXPECT_EQ(marked(text), expected);
}

} // namespace veil
