// Sketches as bytes of a file: any are read without a crash, and what is read comes back, is the same as
// itself and can be compared.
#include "core/subject_sketch.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const std::uint32_t threshold = 1 + data[0] % 16;
    const std::size_t bytes = veil::SubjectSketch::byte_size(threshold);
    veil::SubjectSketch other(threshold);
    for (std::size_t i = 1; i < size; ++i) {
        other.add(data[i]);
    }
    (void)veil::SubjectSketch::read({data, size}, threshold);
    // Bytes of the right size and head, so that the rest is looked at.
    std::vector<std::uint8_t> given(bytes);
    other.write(given);
    for (std::size_t i = 1; i < size && 16 + i < bytes; ++i) {
        given[16 + i] ^= data[i];
    }
    if (const auto sketch = veil::SubjectSketch::read(given, threshold)) {
        std::vector<std::uint8_t> again(bytes);
        sketch->write(again);
        if (again != given || sketch->is_nearly(*sketch) ||
            sketch->is_nearly(other) != other.is_nearly(*sketch)) {
            std::abort();
        }
    }
    return 0;
}
