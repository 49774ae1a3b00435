// Time zones on hot paths: moments to the wall clock of a zone and back, with what the zone's rules say kept
// between rows. The server's own way searches the zone's transitions for every value. Backend code.
#pragma once

#include "pg/postgres.hpp"

namespace veil::pg {

// What a zone does in one stretch of 2^41 microseconds, some 25 days, and three days on either side of it.
struct ZoneStretch {
    std::int64_t number;    // of the stretch; one that there is not for none yet
    bool irregular;         // more than one transition: the server is asked
    TimestampTz transition; // INT64_MAX for none
    std::int64_t before;    // microseconds that the wall clock is ahead of UTC, until the transition
    std::int64_t after;
};

struct ZoneClock {
    pg_tz* zone;
    std::array<ZoneStretch, 256> stretches;
};

// The zone of this name; reports an error where there is none.
[[nodiscard]] pg_tz* find_zone(std::string_view name);

void start_clock(ZoneClock* clock, pg_tz* zone);

// A finite moment on the zone's wall clock, and how far that is ahead of UTC. False where the server's
// arithmetic leaves its range, at the very ends of the calendar.
[[nodiscard]] bool to_wall_clock(ZoneClock* clock, TimestampTz moment, Timestamp* wall, std::int64_t* ahead);

// The moment at which the wall clock shows a time: of two the later, and in a gap as if the clock had not
// been set yet, as the server reads such times. False as above.
[[nodiscard]] bool from_wall_clock(ZoneClock* clock, Timestamp wall, TimestampTz* moment);

} // namespace veil::pg
