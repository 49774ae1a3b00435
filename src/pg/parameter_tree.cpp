#include "pg/parameter_tree.hpp"

namespace veil::pg {

namespace {

constexpr std::size_t deepest_parameters = 64;

struct Token {
    JsonbIteratorToken kind;
    JsonbValue value;
};

Token next_token(JsonbIterator** iterator) {
    return call([&] {
        Token token{};
        token.kind = JsonbIteratorNext(iterator, &token.value, false);
        return token;
    });
}

GivenParameter scalar(std::string name, const JsonbValue& value) {
    switch (value.type) {
    case jbvString:
        return {std::move(name), "string",
                std::string(value.val.string.val, static_cast<std::size_t>(value.val.string.len))};
    case jbvNumeric:
        return {std::move(name), "number", std::string(call([&] {
                    return DatumGetCString(
                        DirectFunctionCall1(numeric_out, NumericGetDatum(value.val.numeric)));
                }))};
    case jbvBool:
        return {std::move(name), "boolean", value.val.boolean ? "true" : "false"};
    default:
        return {std::move(name), "null", ""};
    }
}

} // namespace

GivenParameter parameter_tree(const std::string& json) {
    JsonbIterator* iterator = call([&] {
        Datum document = DirectFunctionCall1(jsonb_in, CStringGetDatum(json.c_str()));
        return JsonbIteratorInit(&DatumGetJsonbP(document)->root);
    });
    // The containers that are open, the outermost first; below them one that holds the root.
    std::vector<GivenParameter> open(1);
    std::string name;
    for (;;) {
        const Token token = next_token(&iterator);
        switch (token.kind) {
        case WJB_KEY:
            name.assign(token.value.val.string.val, static_cast<std::size_t>(token.value.val.string.len));
            break;
        case WJB_VALUE:
        case WJB_ELEM:
            open.back().children.push_back(scalar(std::move(name), token.value));
            name.clear();
            break;
        case WJB_BEGIN_OBJECT:
        case WJB_BEGIN_ARRAY:
            if (open.size() > deepest_parameters) {
                throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "parameters are nested too deeply");
            }
            open.push_back({std::move(name), token.kind == WJB_BEGIN_OBJECT ? "object" : "array", ""});
            name.clear();
            break;
        case WJB_END_OBJECT:
        case WJB_END_ARRAY: {
            GivenParameter closed = std::move(open.back());
            open.pop_back();
            open.back().children.push_back(std::move(closed));
            break;
        }
        case WJB_DONE:
            return std::move(open.front().children.front());
        }
    }
}

} // namespace veil::pg
