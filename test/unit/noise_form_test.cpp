#include "core/noise_form.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace veil {
namespace {

TEST(NoiseForm, IsReadAsItIsWritten) {
    for (const std::string text :
         {"laplace v1 scale 16777216 grid 1 from -100 to 100 of age",
          "gaussian v1 scale 18446744073709551615 grid 0.01 from -9223372036854775808 to 9223372036854775807 "
          "of ",
          "uniform v1 scale 16777217 grid 0.5 from 3 to 3 of a name  of \"two\" words "}) {
        const auto form = parse_noise_form(text);
        ASSERT_TRUE(form) << text;
        EXPECT_EQ(to_text(*form), text);
    }
    const auto form = parse_noise_form("uniform v1 scale 16777217 grid 0.5 from -4 to 3 of x y");
    EXPECT_EQ(form->distribution, NoiseDistribution::uniform);
    EXPECT_EQ(form->scale, 16777217U);
    EXPECT_EQ(form->grid, "0.5");
    EXPECT_EQ(form->low, -4);
    EXPECT_EQ(form->high, 3);
    EXPECT_EQ(form->variable, "x y");
}

TEST(NoiseForm, RefusesOtherTexts) {
    for (const char* text : {"", "laplace", "Laplace v1 scale 16777216 grid 1 from -1 to 1 of x",
                             "laplace v2 scale 16777216 grid 1 from -1 to 1 of x",
                             "laplace v1 scale 16777215 grid 1 from -1 to 1 of x",
                             "laplace v1 scale -16777216 grid 1 from -1 to 1 of x",
                             "laplace v1 scale 18446744073709551616 grid 1 from -1 to 1 of x",
                             "laplace v1 scale 16777216 grid 1 from 2 to 1 of x",
                             "laplace v1 scale 16777216 grid 1 from -9223372036854775809 to 1 of x",
                             "laplace v1 scale 16777216 grid 1 from -1 to 1",
                             "laplace v1 scale 16777216 grid 1 from -1 to 1 ofx",
                             "laplace v1 scale 16777216  grid 1 from -1 to 1 of x",
                             "laplace v1 scale 1677721x grid 1 from -1 to 1 of x"}) {
        EXPECT_FALSE(parse_noise_form(text)) << text;
    }
}

TEST(NoiseForm, ThePurposeHasAllButTheBounds) {
    const auto form = parse_noise_form("laplace v1 scale 16777216 grid 0.01 from -100 to 100 of age");
    EXPECT_EQ(noise_purpose(*form), "noise/laplace v1 scale 16777216 grid 0.01 of age");
}

} // namespace
} // namespace veil
