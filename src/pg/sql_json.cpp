// veil.json: masks of what is inside a document, by the program that a rule's paths were compiled to.
#include "core/json_text_masking.hpp"
#include "pg/boundary.hpp"
#include "pg/nested_mask.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

namespace {

using veil::JsonAction;
using veil::JsonDecision;
using veil::JsonProgram;
using veil::JsonScalar;
using veil::JsonShape;

// A larger document is suppressed: what its masks make might not fit a document any more.
constexpr std::size_t largest_document = std::size_t{32} << 20;
constexpr std::size_t largest_result = std::size_t{128} << 20;

struct JsonCall {
    NestedMasks* masks;
    const JsonProgram* program;
};

[[noreturn]] void refuse_masks() {
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                    errmsg("veil.json takes a document, a program and the masks that it names")));
    pg_unreachable();
}

Oid type_read(JsonAction::Type type) {
    switch (type) {
    case JsonAction::Type::integer:
        return INT8OID;
    case JsonAction::Type::number:
        return NUMERICOID;
    case JsonAction::Type::boolean:
        return BOOLOID;
    case JsonAction::Type::date:
        return DATEOID;
    case JsonAction::Type::text:
        break;
    }
    return TEXTOID;
}

bool is_shown(Oid type) {
    switch (type) {
    case TEXTOID:
    case VARCHAROID:
    case BPCHAROID:
    case BOOLOID:
    case INT2OID:
    case INT4OID:
    case INT8OID:
    case NUMERICOID:
    case DATEOID:
        return true;
    default:
        return false;
    }
}

const JsonProgram* program_of(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1) || !get_fn_expr_arg_stable(fcinfo->flinfo, 1)) {
        refuse_masks();
    }
    std::string_view text = text_argument(fcinfo, 1);
    auto* callback = static_cast<MemoryContextCallback*>(
        MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(MemoryContextCallback)));
    const JsonProgram* program = guard([&]() -> const JsonProgram* {
        auto parsed = JsonProgram::parse(text);
        return parsed ? new JsonProgram(std::move(*parsed)) : nullptr;
    });
    if (program == nullptr) {
        refuse_masks();
    }
    callback->func = [](void* held) { delete static_cast<const JsonProgram*>(held); };
    callback->arg = const_cast<JsonProgram*>(program);
    MemoryContextRegisterResetCallback(fcinfo->flinfo->fn_mcxt, callback);
    return program;
}

JsonCall* call_of(FunctionCallInfo fcinfo) {
    if (likely(fcinfo->flinfo->fn_extra != nullptr)) {
        return static_cast<JsonCall*>(fcinfo->flinfo->fn_extra);
    }
    const JsonProgram* program = program_of(fcinfo);
    NestedMasks* masks = NestedMasks::of_call(fcinfo, 2, program->masks());
    for (const veil::JsonPathAction& entry : program->actions()) {
        if (entry.action.kind != JsonAction::Kind::mask) {
            continue;
        }
        const Oid given = masks->element_type(entry.action.mask);
        if (!is_shown(masks->type(entry.action.mask)) ||
            (OidIsValid(given) && given != type_read(entry.action.type))) {
            refuse_masks();
        }
    }
    auto* call = static_cast<JsonCall*>(MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(JsonCall)));
    *call = {masks, program};
    fcinfo->flinfo->fn_extra = call;
    return call;
}

Numeric numeric_of(std::string_view text) {
    char* digits = pnstrdup(text.data(), text.size());
    return DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(digits),
                                               ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}

std::string_view text_of(Numeric number) {
    return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(number)));
}

// A scalar of a document as a mask takes it. `number` is null where only its text is there.
struct Scalar {
    JsonScalar kind;
    std::string_view text; // a string's characters, a number as written, true or false
    Numeric number;
};

struct Argument {
    Datum value;
    bool fits;
};

Argument argument_of(const Scalar& scalar, JsonAction::Type type) {
    switch (type) {
    case JsonAction::Type::text:
        if (scalar.kind == JsonScalar::string) {
            return {text_datum(scalar.text), true};
        }
        break;
    case JsonAction::Type::integer:
        if (scalar.kind == JsonScalar::number) {
            const auto whole =
                veil::json_integer(scalar.number != nullptr ? text_of(scalar.number) : scalar.text);
            return {whole ? Int64GetDatum(*whole) : Datum{0}, whole.has_value()};
        }
        break;
    case JsonAction::Type::number:
        if (scalar.kind == JsonScalar::number && scalar.number != nullptr) {
            return {NumericGetDatum(scalar.number), true};
        }
        if (scalar.kind == JsonScalar::number && veil::is_moderate_json_number(scalar.text)) {
            return {NumericGetDatum(numeric_of(scalar.text)), true};
        }
        break;
    case JsonAction::Type::boolean:
        if (scalar.kind == JsonScalar::boolean) {
            return {BoolGetDatum(scalar.text == "true"), true};
        }
        break;
    case JsonAction::Type::date:
        if (scalar.kind == JsonScalar::string) {
            const auto date = veil::iso_date(scalar.text);
            return {date ? DateADTGetDatum(date2j(date->year, date->month, date->day) - POSTGRES_EPOCH_JDATE)
                         : Datum{0},
                    date.has_value()};
        }
        break;
    }
    return {0, false};
}

// A date as ISO 8601, whatever the settings say.
std::string_view iso_text(DateADT date) {
    auto* text = static_cast<char*>(palloc(MAXDATELEN + 1));
    if (DATE_NOT_FINITE(date)) {
        EncodeSpecialDate(date, text);
        return text;
    }
    pg_tm fields{};
    j2date(date + POSTGRES_EPOCH_JDATE, &fields.tm_year, &fields.tm_mon, &fields.tm_mday);
    EncodeDateOnly(&fields, USE_ISO_DATES, text);
    return text;
}

// What a mask gave, as JSON can show it: null where it cannot.
struct Shown {
    enum class Kind : std::uint8_t { null, string, number, boolean };
    Kind kind;
    std::string_view text; // of a string, in the masks' context
    Numeric number;
    bool is_true;
};

Shown shown_of(Datum value, Oid type) {
    switch (type) {
    case BOOLOID:
        return {Shown::Kind::boolean, {}, nullptr, DatumGetBool(value)};
    case INT2OID:
        return {Shown::Kind::number, {}, int64_to_numeric(DatumGetInt16(value)), false};
    case INT4OID:
        return {Shown::Kind::number, {}, int64_to_numeric(DatumGetInt32(value)), false};
    case INT8OID:
        return {Shown::Kind::number, {}, int64_to_numeric(DatumGetInt64(value)), false};
    case NUMERICOID: {
        Numeric number = DatumGetNumeric(value);
        const bool is_finite = !numeric_is_nan(number) && !numeric_is_inf(number);
        return {is_finite ? Shown::Kind::number : Shown::Kind::null, {}, number, false};
    }
    case DATEOID:
        return {Shown::Kind::string, iso_text(DatumGetDateADT(value)), nullptr, false};
    default:
        return {Shown::Kind::string, view_of(PG_DETOAST_DATUM_PACKED(value)), nullptr, false};
    }
}

// The result lives until the next mask.
Shown masked(const JsonCall& call, const JsonAction& action, const Scalar& scalar) {
    call.masks->reset();
    MemoryContext previous = MemoryContextSwitchTo(call.masks->element_context());
    Shown shown{Shown::Kind::null, {}, nullptr, false};
    const Argument argument = argument_of(scalar, action.type);
    if (argument.fits) {
        const NestedMasks::Masked result = call.masks->apply(action.mask, argument.value);
        if (!result.is_null) {
            shown = shown_of(result.value, call.masks->type(action.mask));
        }
    }
    MemoryContextSwitchTo(previous);
    return shown;
}

class TextTarget {
  public:
    TextTarget(const JsonCall& call, StringInfo out) noexcept : call_(call), out_(out) {}

    void append(std::string_view piece) {
        if (piece.size() + static_cast<std::size_t>(out_->len) <= largest_result) {
            appendBinaryStringInfo(out_, piece.data(), static_cast<int>(piece.size()));
        } else {
            is_full_ = true;
        }
    }

    void mask(const JsonAction& action, JsonScalar kind, std::string_view text) {
        const Shown shown = masked(call_, action, {kind, text, nullptr});
        switch (shown.kind) {
        case Shown::Kind::null:
            append("null");
            return;
        case Shown::Kind::boolean:
            append(shown.is_true ? "true" : "false");
            return;
        case Shown::Kind::number: {
            MemoryContext previous = MemoryContextSwitchTo(call_.masks->element_context());
            const std::string_view number = text_of(shown.number);
            MemoryContextSwitchTo(previous);
            append(number);
            return;
        }
        case Shown::Kind::string:
            veil::json_escape(shown.text, [&](std::string_view piece) { append(piece); });
            return;
        }
    }

    bool go_on() {
        CHECK_FOR_INTERRUPTS();
        return !is_full_;
    }
    [[nodiscard]] bool is_full() const noexcept { return is_full_; }

  private:
    const JsonCall& call_;
    StringInfo out_;
    bool is_full_ = false;
};

// jsonb is walked in its own form.
class BinaryMasking {
  public:
    explicit BinaryMasking(const JsonCall& call) noexcept : call_(call), program_(*call.program) {}

    // Null where the document has nothing to show or exceeds the limits.
    Jsonb* run(Jsonb* document) {
        JsonbValue root;
        if (JB_ROOT_IS_SCALAR(document)) {
            JsonbExtractScalar(&document->root, &root);
        } else {
            root.type = jbvBinary;
            root.val.binary.data = &document->root;
            root.val.binary.len = static_cast<int>(VARSIZE(document) - VARHDRSZ);
        }
        const JsonProgram::Paths paths = program_.root();
        const JsonDecision decision = program_.decide(paths, 0, false, shape(root));
        if (decision.kind == JsonDecision::Kind::unlisted) {
            return nullptr;
        }
        if (decision.kind == JsonDecision::Kind::copy) {
            return is_too_deep(root, 0) ? nullptr : document;
        }
        if (root.type == jbvBinary && decision.kind == JsonDecision::Kind::descend) {
            return container(root, decision.is_released, paths, 0) ? JsonbValueToJsonb(result_) : nullptr;
        }
        JsonbValue shown = scalar(root, decision);
        return is_full() ? nullptr : JsonbValueToJsonb(&shown);
    }

  private:
    static JsonShape shape(const JsonbValue& value) {
        if (value.type != jbvBinary) {
            return JsonShape::scalar;
        }
        return JsonContainerIsObject(value.val.binary.data) ? JsonShape::object : JsonShape::array;
    }

    [[nodiscard]] bool is_full() const noexcept { return size_ > largest_result; }

    static bool is_too_deep(const JsonbValue& value, std::size_t depth) {
        if (value.type != jbvBinary) {
            return false;
        }
        JsonbIterator* iterator = JsonbIteratorInit(value.val.binary.data);
        JsonbValue part;
        JsonbIteratorToken token = WJB_DONE;
        std::size_t level = depth;
        while ((token = JsonbIteratorNext(&iterator, &part, false)) != WJB_DONE) {
            CHECK_FOR_INTERRUPTS();
            if (token == WJB_BEGIN_OBJECT || token == WJB_BEGIN_ARRAY) {
                if (++level > veil::most_json_levels) {
                    return true;
                }
            } else if (token == WJB_END_OBJECT || token == WJB_END_ARRAY) {
                --level;
            }
        }
        return false;
    }

    static Scalar scalar_of(const JsonbValue& value) {
        switch (value.type) {
        case jbvString:
            return {JsonScalar::string,
                    {value.val.string.val, static_cast<std::size_t>(value.val.string.len)},
                    nullptr};
        case jbvNumeric:
            return {JsonScalar::number, {}, value.val.numeric};
        default:
            return {JsonScalar::boolean, value.val.boolean ? "true" : "false", nullptr};
        }
    }

    // What stands in the place of a value that is not gone into. It owns what it holds.
    JsonbValue scalar(const JsonbValue& value, const JsonDecision& decision) {
        JsonbValue shown;
        shown.type = jbvNull;
        size_ += 16;
        if (decision.kind != JsonDecision::Kind::mask || value.type == jbvNull) {
            return shown;
        }
        const Shown result = masked(call_, *decision.action, scalar_of(value));
        switch (result.kind) {
        case Shown::Kind::null:
            break;
        case Shown::Kind::boolean:
            shown.type = jbvBool;
            shown.val.boolean = result.is_true;
            break;
        case Shown::Kind::number:
            shown.type = jbvNumeric;
            shown.val.numeric = DatumGetNumeric(datumCopy(NumericGetDatum(result.number), false, -1));
            size_ += VARSIZE_ANY(shown.val.numeric);
            break;
        case Shown::Kind::string:
            size_ += result.text.size();
            if (!is_full()) {
                shown.type = jbvString;
                shown.val.string.len = static_cast<int>(result.text.size());
                shown.val.string.val = pnstrdup(result.text.data(), result.text.size());
            }
            break;
        }
        return shown;
    }

    bool value(const JsonbValue& given, JsonbIteratorToken token, const JsonDecision& decision,
               JsonProgram::Paths paths, std::size_t depth) {
        CHECK_FOR_INTERRUPTS();
        if (decision.kind == JsonDecision::Kind::descend) {
            return container(given, decision.is_released, paths, depth);
        }
        JsonbValue shown = given;
        if (decision.kind == JsonDecision::Kind::copy) {
            size_ += given.type == jbvBinary ? static_cast<std::size_t>(given.val.binary.len) : 16;
            if (is_too_deep(given, depth)) {
                return false;
            }
        } else {
            shown = scalar(given, decision);
        }
        if (is_full()) {
            return false;
        }
        result_ = pushJsonbValue(&state_, token, &shown);
        return true;
    }

    // Recursion is as deep as the longest path.
    bool container(const JsonbValue& given, bool is_released, JsonProgram::Paths paths, std::size_t depth) {
        JsonbIterator* iterator = JsonbIteratorInit(given.val.binary.data);
        JsonbValue part;
        JsonbIteratorToken token = JsonbIteratorNext(&iterator, &part, true);
        result_ = pushJsonbValue(&state_, token, nullptr);
        JsonProgram::Paths inner = 0;
        JsonbValue name{};
        std::size_t index = 0;
        while ((token = JsonbIteratorNext(&iterator, &part, true)) != WJB_DONE) {
            if (token == WJB_KEY) {
                name = part;
                inner = program_.member(paths, depth,
                                        {part.val.string.val, static_cast<std::size_t>(part.val.string.len)});
                continue;
            }
            if (token == WJB_END_OBJECT || token == WJB_END_ARRAY) {
                result_ = pushJsonbValue(&state_, token, nullptr);
                continue;
            }
            if (token == WJB_ELEM) {
                inner = program_.element(paths, depth, index++);
            }
            const JsonDecision decision = program_.decide(inner, depth + 1, is_released, shape(part));
            if (token == WJB_VALUE) {
                if (decision.kind == JsonDecision::Kind::unlisted && !program_.keeps_names()) {
                    continue;
                }
                size_ += static_cast<std::size_t>(name.val.string.len) + 8;
                result_ = pushJsonbValue(&state_, WJB_KEY, &name);
            }
            if (!value(part, token, decision, inner, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    const JsonCall& call_;
    const JsonProgram& program_;
    JsonbParseState* state_ = nullptr;
    JsonbValue* result_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace

VEIL_BACKEND_FUNCTION(veil_json)
{
    if (PG_ARGISNULL(0)) {
        PG_RETURN_NULL();
    }
    JsonCall* call = call_of(fcinfo);
    const std::string_view document = text_argument(fcinfo, 0);
    if (document.size() > largest_document) {
        PG_RETURN_NULL();
    }
    call->masks->begin_row(fcinfo);
    StringInfoData out;
    initStringInfo(&out);
    TextTarget target(*call, &out);
    auto* scratch = static_cast<char*>(palloc(document.size() + 1));
    veil::JsonTextMasking masking(*call->program, document, GetDatabaseEncoding() == PG_UTF8, scratch,
                                  target);
    const bool is_shown_at_all = masking.run() && !target.is_full();
    call->masks->reset();
    if (!is_shown_at_all) {
        PG_RETURN_NULL();
    }
    PG_RETURN_DATUM(text_datum({out.data, static_cast<std::size_t>(out.len)}));
}

VEIL_BACKEND_FUNCTION(veil_jsonb)
{
    if (PG_ARGISNULL(0)) {
        PG_RETURN_NULL();
    }
    JsonCall* call = call_of(fcinfo);
    Jsonb* document = PG_GETARG_JSONB_P(0);
    if (VARSIZE(document) > largest_document) {
        PG_RETURN_NULL();
    }
    call->masks->begin_row(fcinfo);
    BinaryMasking masking(*call);
    Jsonb* shown = masking.run(document);
    call->masks->reset();
    if (shown == nullptr) {
        PG_RETURN_NULL();
    }
    PG_RETURN_JSONB_P(shown);
}
