// ff1 encrypt|decrypt: FF1 on lines of standard input (see ff1_line.hpp), for test vectors from elsewhere.
#include "ff1_line.hpp"

#include <iostream>
#include <string_view>

int main(int argument_count, char** arguments) {
    const std::string_view word = argument_count == 2 ? arguments[1] : "";
    if (word != "encrypt" && word != "decrypt") {
        std::cerr
            << "usage: ff1 encrypt|decrypt\n"
               "Reads lines of KEY, TWEAK, RADIX, TEXT and ALPHABET, with tabs between them. Writes a line\n"
               "for each: the result or \"invalid\".\n";
        return 2;
    }
    const auto direction = word == "encrypt" ? veil::Ff1Direction::encrypt : veil::Ff1Direction::decrypt;
    std::ios::sync_with_stdio(false);
    // Standard output stays tied to the input: whoever writes one line and waits gets its answer.
    if (!veil::transform_ff1_lines(std::cin, std::cout, direction)) {
        std::cerr << "ff1: a line could not be computed or written\n";
        return 1;
    }
    return 0;
}
