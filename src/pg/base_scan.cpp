#include "pg/base_scan.hpp"

#include "pg/catalog.hpp"
#include "pg/release_builder.hpp"
#include "pg/release_view.hpp"

#include <set>

extern "C" {
#include "access/detoast.h"
}

namespace veil::pg {

namespace {

// Enough to pay for the start of a query on each batch, and small in memory. An array has no more than 1 GB.
constexpr long fetched_rows = 1000;
constexpr std::size_t batch_bytes = 16 << 20;

std::string select_list(const std::vector<Attribute>& columns) {
    std::string list;
    for (const Attribute& column : columns) {
        list += (list.empty() ? "base." : ", base.") + quote_name(column.name);
        if (column.type != column.base_type) {
            list += "::" + type_name(column.base_type, column.base_modifier);
        }
    }
    return list;
}

// The columns as the rows of arrays: ROWS FROM (unnest($2), unnest($3)) AS base (a, b).
std::string rows_of_arrays(const std::vector<Attribute>& columns) {
    std::string arrays;
    std::string names;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        arrays += (i == 0 ? "" : ", ") + ("pg_catalog.unnest($" + std::to_string(i + 2)) + ")";
        names += (i == 0 ? "" : ", ") + quote_name(columns[i].name);
    }
    return "ROWS FROM (" + arrays + ") AS base (" + names + ")";
}

// The type of an expression over the columns.
Oid type_of(const Spi& spi, const std::vector<Attribute>& columns, const std::string& expression) {
    std::string nulls;
    for (const Attribute& column : columns) {
        nulls += (nulls.empty() ? "SELECT " : ", ") +
                 null_expression(column.base_type, column.base_modifier, column.collation) + " AS " +
                 quote_name(column.name);
    }
    return oid_of(*spi.query("SELECT pg_catalog.pg_typeof(" + expression + ")::pg_catalog.oid FROM (" +
                             nulls + ") AS base")[0][0]);
}

Oid array_type_of(Oid type) {
    return call([&] {
        const Oid array = get_array_type(type);
        if (!OidIsValid(array)) {
            ereport(ERROR, (errcode(ERRCODE_UNDEFINED_OBJECT),
                            errmsg("type %s has no array type", format_type_be(type))));
        }
        return array;
    });
}

// Backend code.
Datum array_of(Datum* values, bool* nulls, int count, Oid type) {
    std::int16_t length = 0;
    bool by_value = false;
    char alignment = 0;
    get_typlenbyvalalign(type, &length, &by_value, &alignment);
    int lower_bound = 1;
    return PointerGetDatum(
        construct_md_array(values, nulls, 1, &count, &lower_bound, type, length, by_value, alignment));
}

// The pseudonyms as values of the mask's type, by its input function: a cast could be somebody's code.
Datum typed_pseudonyms(const std::vector<std::string>& pseudonyms, Oid type) {
    std::vector<Datum> values;
    for (const std::string& pseudonym : pseudonyms) {
        Datum value = 0;
        const auto problem = attempt([&] {
            value = call([&] {
                Oid function = InvalidOid;
                Oid parameter = InvalidOid;
                getTypeInputInfo(type, &function, &parameter);
                return OidInputFunctionCall(function, const_cast<char*>(pseudonym.c_str()), parameter, -1);
            });
        });
        if (!problem) {
            values.push_back(value);
        }
    }
    return call([&] { return array_of(values.data(), nullptr, static_cast<int>(values.size()), type); });
}

// What an owner's code says about the rows it stumbles over may hold their values: not for whoever asked for
// one of them.
[[noreturn]] void refuse_reading(const ServerError& error, const Release& release) {
    const int category = ERRCODE_TO_CATEGORY(error.data()->sqlerrcode);
    if (error.data()->sqlerrcode == ERRCODE_INSUFFICIENT_PRIVILEGE ||
        is_no_answer(error.data()->sqlerrcode) || category == ERRCODE_SYNTAX_ERROR_OR_ACCESS_RULE_VIOLATION) {
        throw error;
    }
    throw Refusal(error.data()->sqlerrcode,
                  "relation " + release.relation + " cannot be read without an error",
                  "Read it as the owner of the policy to see which.");
}

// Makes the planner and EXPLAIN see a parameter as a parameter: a value that is bound plainly becomes a
// constant of the plan, which the session can have printed (debug_print_plan) and auto_explain logs. The
// type of ParamListInfoData::paramFetch. Backend code.
ParamExternData* fetch_parameter(ParamListInfo parameters, int number, bool, ParamExternData*) {
    return &parameters->params[number - 1];
}

// The pseudonyms, which the caller knows, may be a constant: = ANY hashes it then. Backend code.
ParamListInfo parameters_of(const Oid* types, int count, Datum pseudonyms) {
    ParamListInfo parameters = makeParamList(count);
    parameters->paramFetch = fetch_parameter;
    for (int i = 0; i < count; ++i) {
        parameters->params[i] = {0, false, 0, types[i]};
    }
    parameters->params[0].value = pseudonyms;
    parameters->params[0].pflags = PARAM_FLAG_CONST;
    return parameters;
}

// Whether the relations below a view are read with the rights of whoever reads it.
bool has_security_invoker(Oid view) {
    return call([&] {
        Relation relation = relation_open(view, AccessShareLock);
        const bool has = RelationHasSecurityInvoker(relation);
        relation_close(relation, NoLock);
        return has;
    });
}

struct Fetched {
    SPITupleTable* table;
    std::uint64_t rows;
};

// Rows, as arrays, in a memory context of their own.
struct Batch {
    std::uint64_t rows;
    Datum* arrays;
};

// As many of the rows from `first` on as are no more than batch_bytes together, but one at least. Backend
// code.
std::uint64_t rows_of_batch(const Fetched& fetched, std::uint64_t first, const Oid* types, int columns) {
    std::size_t bytes = 0;
    std::uint64_t row = first;
    for (; row < fetched.rows && (row == first || bytes < batch_bytes); ++row) {
        for (int column = 0; column < columns; ++column) {
            bool is_null = false;
            const Datum value =
                SPI_getbinval(fetched.table->vals[row], fetched.table->tupdesc, column + 1, &is_null);
            if (!is_null && get_typlen(types[column]) == -1) {
                bytes += toast_raw_datum_size(value);
            }
        }
    }
    return row - first;
}

// Backend code. As the reader.
Batch batch_from(const Fetched& fetched, std::uint64_t first, const Oid* types, int columns) {
    Batch batch{rows_of_batch(fetched, first, types, columns),
                static_cast<Datum*>(palloc(sizeof(Datum) * columns))};
    auto* values = static_cast<Datum*>(palloc(sizeof(Datum) * batch.rows));
    auto* nulls = static_cast<bool*>(palloc(sizeof(bool) * batch.rows));
    for (int column = 0; column < columns; ++column) {
        for (std::uint64_t row = 0; row < batch.rows; ++row) {
            values[row] = SPI_getbinval(fetched.table->vals[first + row], fetched.table->tupdesc, column + 1,
                                        &nulls[row]);
        }
        // With copies of the values, detoasted.
        batch.arrays[column] = array_of(values, nulls, static_cast<int>(batch.rows), types[column]);
    }
    return batch;
}

} // namespace

Oid base_of_release(const Policy& policy, const Release& release) {
    const Oid view = call([&] { return get_relname_relid(release.view_name.c_str(), policy.schema_oid); });
    const Oid base = OidIsValid(view) && release_of_view(view) ? base_of_view(view) : InvalidOid;
    if (!OidIsValid(base)) {
        throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                      "release " + quote_name(policy.schema, release.view_name) + " is closed");
    }
    return base;
}

BaseScan::BaseScan(const Spi& spi, const SessionNotation& notation, const Policy& policy,
                   const Release& release, Oid base, std::vector<Attribute> columns)
    : spi_(spi), notation_(notation), release_(release), base_(base), reader_(policy.owner),
      columns_(std::move(columns)) {
    for (const Attribute& column : columns_) {
        require_select(policy, release, base, column.name);
    }
    const bool is_view = call([&] { return get_rel_relkind(base) == RELKIND_VIEW; });
    // The functions of a view run with the rights of whoever reads it: that is its owner then. A superuser
    // has policies of row-level security passed over, the table's owner has not if he said so.
    if (is_view || call([&] { return superuser_arg(reader_); })) {
        reader_ = owner_of(base);
    }
    if (is_view && reader_ != policy.owner && !call([&] { return superuser_arg(policy.owner); }) &&
        has_security_invoker(base)) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE,
                      "relation " + release.relation +
                          " is a view with security_invoker and another owner than the policy",
                      "What it shows depends on who reads it: let the policy's owner own it.");
    }
    if (is_view && call([&] { return superuser_arg(reader_); })) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE,
                      "relation " + release.relation + " is a view that belongs to a superuser",
                      "What others have written below it would run as a superuser: give it another owner.");
    }
}

std::vector<Row> BaseScan::select(const std::string& list, const std::string& mask,
                                  const std::vector<std::string>& pseudonyms) const {
    const Oid mask_type = type_of(spi_, columns_, mask);
    std::vector<Oid> element_types;
    std::vector<Oid> argument_types{array_type_of(mask_type)};
    for (const Attribute& column : columns_) {
        element_types.push_back(column.base_type);
        argument_types.push_back(array_type_of(column.base_type));
    }
    Datum pseudonym_array = 0;
    notation_.apply([&] { pseudonym_array = typed_pseudonyms(pseudonyms, mask_type); });
    const bool has_collation = call([&] { return OidIsValid(get_typcollation(mask_type)); });
    const std::string query = "SELECT " + list + " FROM " + rows_of_arrays(columns_) + " WHERE (" + mask +
                              ")" + (has_collation ? " COLLATE \"C\"" : "") +
                              " OPERATOR(pg_catalog.=) ANY ($1)";
    const std::string base_query =
        "SELECT " + select_list(columns_) + " FROM " + qualified_name(base_) + " AS base";

    SPIPlanPtr plan = call([&] {
        SPIPlanPtr prepared = SPI_prepare_cursor(query.c_str(), static_cast<int>(argument_types.size()),
                                                 argument_types.data(), CURSOR_OPT_CUSTOM_PLAN);
        if (prepared == nullptr) {
            elog(ERROR, "SPI failed: %s", SPI_result_code_string(SPI_result));
        }
        return prepared;
    });
    ParamListInfo parameters = call([&] {
        return parameters_of(argument_types.data(), static_cast<int>(argument_types.size()), pseudonym_array);
    });
    struct Open {
        Portal portal;
        MemoryContext batches;
    };
    auto as_reader = [&](auto&& step) {
        try {
            ActAs reader(reader_, RunsCode::of_the_role);
            return call(step);
        } catch (const ServerError& error) {
            refuse_reading(error, release_);
        }
    };
    std::set<Row> found;
    const Open open = as_reader([&] {
        PushActiveSnapshot(GetLatestSnapshot());
        SPIPlanPtr read = SPI_prepare_cursor(base_query.c_str(), 0, nullptr, CURSOR_OPT_NO_SCROLL);
        if (read == nullptr) {
            elog(ERROR, "SPI failed: %s", SPI_result_code_string(SPI_result));
        }
        Open opened{SPI_cursor_open(nullptr, read, nullptr, nullptr, true),
                    AllocSetContextCreate(CurrentMemoryContext, "pg_veil base scan", ALLOCSET_DEFAULT_SIZES)};
        PopActiveSnapshot();
        return opened;
    });
    const int columns = static_cast<int>(element_types.size());
    for (;;) {
        const Fetched fetched = as_reader([&] {
            SPI_cursor_fetch(open.portal, true, fetched_rows);
            return Fetched{SPI_tuptable, SPI_processed};
        });
        for (std::uint64_t done = 0; done < fetched.rows;) {
            const Batch batch = as_reader([&] {
                MemoryContext previous = MemoryContextSwitchTo(open.batches);
                Batch taken = batch_from(fetched, done, element_types.data(), columns);
                MemoryContextSwitchTo(previous);
                return taken;
            });
            done += batch.rows;
            for (std::size_t i = 0; i < columns_.size(); ++i) {
                parameters->params[i + 1].value = batch.arrays[i];
            }
            call([&] {
                if (SPI_execute_plan_with_paramlist(plan, parameters, true, 0) < 0) {
                    elog(ERROR, "SPI failed: %s", SPI_result_code_string(SPI_result));
                }
            });
            notation_.apply([&] {
                for (Row& row : Spi::rows_of_last_query()) {
                    found.insert(std::move(row));
                }
            });
            call([&] { MemoryContextReset(open.batches); });
        }
        call([&] { SPI_freetuptable(fetched.table); });
        if (fetched.rows == 0) {
            break;
        }
    }
    call([&] {
        SPI_cursor_close(open.portal);
        MemoryContextDelete(open.batches);
        SPI_freeplan(plan);
    });
    return {found.begin(), found.end()};
}

} // namespace veil::pg
