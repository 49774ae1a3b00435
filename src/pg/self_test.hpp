// The self-test of the primitives, from the server's side. It takes 0.1 ms, and libcrypto's own start a
// millisecond more: the postmaster pays that for all backends where the library is preloaded, and else a
// session only when it comes to a key.
#pragma once

namespace veil::pg {

// Runs the known-answer tests; a failure is a warning, and no reason to bring the postmaster down. Backend
// code, from _PG_init.
void preload_self_test();

// Refuses unless the self-test has passed in this process or in the postmaster it is a child of. Whatever
// makes or prepares a key asks first. C++ code.
void require_self_test();

} // namespace veil::pg
