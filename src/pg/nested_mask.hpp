// Masks of values inside a value: the elements of an array, the members of a document. A view is plain SQL,
// so such a mask is an argument of the function that walks the value, written over a placeholder:
//
//     veil.each(base.tags, veil.pseudonym(veil.element(0, NULL::text), 'citizen/1'::veil.key, 'research'))
//
// By itself the placeholder is NULL, and so is the argument. The function takes the argument's expression
// from its own call and evaluates that once an element, with the element in the placeholder's place.
// Placeholder 0 is the element; 1, 2, ... are the columns of the row, which follow the masks as arguments.
#pragma once

#include "pg/postgres.hpp"

namespace veil::pg {

// The masks of one call in one execution. All of it is backend code.
class NestedMasks {
  public:
    // The arguments from `first` to `first` + `count` - 1 of this call are masks; those after them are
    // columns. Lives as long as the call's execution. Refuses a call that is not part of an SQL expression,
    // and a mask that reads anything but constants and placeholders.
    static NestedMasks* of_call(FunctionCallInfo fcinfo, int first, int count);

    // The type of what a mask gives.
    [[nodiscard]] Oid type(int mask) const noexcept { return types_[mask]; }
    // The type of the placeholder for the element, InvalidOid where the mask has none.
    [[nodiscard]] Oid element_type(int mask) const noexcept { return element_types_[mask]; }

    // Before the masks of a row: the columns of that row.
    void begin_row(FunctionCallInfo fcinfo) noexcept;

    struct Masked {
        Datum value;
        bool is_null;
    };
    // The mask of an element that is not NULL. The result lives until the next call of apply().
    [[nodiscard]] Masked apply(int mask, Datum element);
    // Where an element can be made that is only needed until the next call of apply().
    [[nodiscard]] MemoryContext element_context() const noexcept { return context_->ecxt_per_tuple_memory; }
    // Frees what the last element needed.
    void reset() { MemoryContextReset(context_->ecxt_per_tuple_memory); }

  private:
    int first_column_;
    int columns_;
    ExprState** states_;
    Oid* types_;
    Oid* element_types_;
    ParamExecData* placeholders_;
    ExprContext* context_;
};

} // namespace veil::pg
