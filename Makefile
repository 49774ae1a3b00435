# pg_veil: what ships. Unit tests, fuzzers and sanitizers are CMakeLists.txt's.
EXTENSION = pg_veil
EXTVERSION = $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" pg_veil.control)
MODULE_big = pg_veil
# Loaded at first use: what needs libphonenumber and ICU, what needs RE2, and what needs COIN-OR's Clp.
MODULES = pg_veil_international pg_veil_detection pg_veil_suppression

core_sources = $(wildcard src/core/*.cpp)
pg_sources = $(wildcard src/pg/*.cpp)
OBJS = $(core_sources:.cpp=.o) $(pg_sources:.cpp=.o)
international_sources = $(wildcard src/international/*.cpp) $(wildcard src/pg/international/*.cpp)
international_objects = $(international_sources:.cpp=.o)
detection_sources = $(wildcard src/detection/*.cpp) $(wildcard src/pg/detection/*.cpp)
detection_objects = $(detection_sources:.cpp=.o)
suppression_sources = $(wildcard src/suppression/*.cpp) $(wildcard src/pg/suppression/*.cpp)
suppression_objects = $(suppression_sources:.cpp=.o)

install_parts = $(sort $(wildcard sql/install/*.sql))
DATA_built = pg_veil--$(EXTVERSION).sql
EXTRA_CLEAN = .evp_only $(precompiled) $(precompiled).gch pg_veil--$(EXTVERSION).sql $(OBJS:.o=.d) $(international_objects) $(international_objects:.o=.d) \
	$(detection_objects) $(detection_objects:.o=.d) $(suppression_objects) $(suppression_objects:.o=.d)

REGRESS = $(sort $(notdir $(basename $(wildcard sql/*.sql))))
REGRESS_OPTS = --load-extension=pg_veil

# SHLIB_LINK is read by pgxs when it links the module.
SHLIB_LINK = -lcrypto -lstdc++ -Wl,--version-script=src/pg/exports.map

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs)
override with_llvm = no
include $(PGXS)

# make VEIL_EVP_ONLY=1: of libcrypto nothing but its EVP interfaces, for FIPS builds. Without the deprecated declarations
# a low-level call does not compile. Objects of the two kinds do not mix, so a change of mind compiles all of them again.
VEIL_EVP_ONLY ?=
ifneq ($(VEIL_EVP_ONLY),)
override VEIL_CXXFLAGS += -DVEIL_EVP_ONLY -DOPENSSL_NO_DEPRECATED
endif

WERROR ?=
cxx_common = -std=c++20 -O2 -g -fPIC -fvisibility=hidden -fno-plt -ffp-contract=off -MMD -MP \
	-Wall -Wextra -Wshadow -Wno-clobbered -Wnon-virtual-dtor -Wimplicit-fallthrough $(WERROR) -Isrc $(VEIL_CXXFLAGS)

# These four are compiled without the server's include path: a violation of the layers does not compile.
src/core/%.o: src/core/%.cpp
	$(CXX) $(cxx_common) -Wpedantic -Wold-style-cast -D_GNU_SOURCE -c -o $@ $<

src/international/%.o: src/international/%.cpp
	$(CXX) $(cxx_common) -Wpedantic -Wold-style-cast -D_GNU_SOURCE -c -o $@ $<

src/detection/%.o: src/detection/%.cpp
	$(CXX) $(cxx_common) -Wpedantic -Wold-style-cast -D_GNU_SOURCE -c -o $@ $<

src/suppression/%.o: src/suppression/%.cpp
	$(CXX) $(cxx_common) -Wpedantic -Wold-style-cast -D_GNU_SOURCE -c -o $@ $<

cxx_server = $(cxx_common) -Wno-unused-parameter -D_GNU_SOURCE -isystem $(shell $(PG_CONFIG) --includedir-server)

src/pg/%.o: src/pg/%.cpp
	$(CXX) $(cxx_server) $(include_precompiled) -c -o $@ $<

# make VEIL_PRECOMPILE=1: reads the server's headers once, which takes half the time of a build from nothing.
VEIL_PRECOMPILE ?=
precompiled = src/pg/precompiled.hpp
ifneq ($(VEIL_PRECOMPILE),)
# What is in a precompiled header is no system header any more to these warnings, and comes before ours.
include_precompiled = -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -Wno-shadow \
	-include $(precompiled)
$(filter src/pg/%,$(OBJS) $(international_objects) $(detection_objects) $(suppression_objects)): $(precompiled).gch
$(precompiled).gch: src/pg/postgres.hpp src/pg/compat.hpp .evp_only
	echo '#include "pg/postgres.hpp"' > $(precompiled)
	$(CXX) $(cxx_server) -x c++-header -o $@ $(precompiled)
endif

$(OBJS): .evp_only
.evp_only: FORCE
	@echo '$(VEIL_EVP_ONLY)' | cmp -s - $@ || echo '$(VEIL_EVP_ONLY)' > $@
.PHONY: FORCE

$(shlib): src/pg/exports.map

pg_veil_international.so: $(international_objects) src/pg/international/exports.map
	$(CXX) $(LDFLAGS) $(LDFLAGS_SL) -shared -o $@ $(international_objects) -lphonenumber -lprotobuf -licuuc -lstdc++ \
		-Wl,--no-undefined-version -Wl,--version-script=src/pg/international/exports.map

pg_veil_detection.so: $(detection_objects) src/pg/detection/exports.map
	$(CXX) $(LDFLAGS) $(LDFLAGS_SL) -shared -o $@ $(detection_objects) -lre2 -lstdc++ \
		-Wl,--no-undefined-version -Wl,--version-script=src/pg/detection/exports.map

pg_veil_suppression.so: $(suppression_objects) src/pg/suppression/exports.map
	$(CXX) $(LDFLAGS) $(LDFLAGS_SL) -shared -o $@ $(suppression_objects) -lClp -lCoinUtils -lstdc++ \
		-Wl,--no-undefined-version -Wl,--version-script=src/pg/suppression/exports.map

# Ends with a newline between the parts, so that none can run into the next.
pg_veil--$(EXTVERSION).sql: $(install_parts) pg_veil.control
	@printf '%s\n' '\echo Use "CREATE EXTENSION pg_veil" to load this file. \quit' > $@.part
	@for part in $(install_parts); do echo; cat $$part; done >> $@.part
	@mv $@.part $@

-include $(OBJS:.o=.d) $(international_objects:.o=.d) $(detection_objects:.o=.d) $(suppression_objects:.o=.d)
