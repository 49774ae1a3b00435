#include "pg/mask_shape.hpp"

#include "pg/catalog.hpp"

namespace veil::pg {

namespace {

// The name of a function of schema veil; null for any other.
const char* veil_function_name(Oid function) {
    if (function < FirstNormalObjectId || get_func_namespace(function) != veil_schema()) {
        return nullptr;
    }
    return get_func_name(function);
}

bool is_text_of_bytes(Oid type) {
    return type == TEXTOID || type == VARCHAROID;
}

// Casts that map different values to different ones, and equal ones to equal ones.
bool is_injective_cast(Oid function) {
    return function == F_INT4_INT2 || function == F_INT8_INT2 || function == F_INT8_INT4 ||
           function == F_TEXT_BPCHAR;
}

bool is_injective_output(Oid type) {
    return type == INT2OID || type == INT4OID || type == INT8OID || type == UUIDOID;
}

// The column in what own_value() made.
Var* column_in_own_value(Node* node) {
    if (IsA(node, RelabelType)) {
        node = reinterpret_cast<Node*>(reinterpret_cast<RelabelType*>(node)->arg);
    }
    if (!IsA(node, FuncExpr)) {
        return nullptr;
    }
    const auto* call = reinterpret_cast<FuncExpr*>(node);
    const char* name = list_length(call->args) == 1 ? veil_function_name(call->funcid) : nullptr;
    auto* argument = static_cast<Var*>(linitial(call->args));
    return name != nullptr && strcmp(name, "raw_value") == 0 && IsA(argument, Var) ? argument : nullptr;
}

// What a mask is computed from, down to the column. Null where the way there loses something.
Node** raw_inside(Node** place) {
    for (;;) {
        Node* node = *place;
        if (node == nullptr) {
            return nullptr;
        }
        if (IsA(node, Var) || column_in_own_value(node) != nullptr) {
            return place;
        }
        if (IsA(node, RelabelType)) {
            place = reinterpret_cast<Node**>(&reinterpret_cast<RelabelType*>(node)->arg);
        } else if (IsA(node, FuncExpr)) {
            auto* function = reinterpret_cast<FuncExpr*>(node);
            if (list_length(function->args) != 1) {
                return nullptr;
            }
            const char* name = veil_function_name(function->funcid);
            if (!is_injective_cast(function->funcid) && (name == nullptr || strcmp(name, "canonical") != 0)) {
                return nullptr;
            }
            place = reinterpret_cast<Node**>(&linitial(function->args));
        } else if (IsA(node, CoerceViaIO)) {
            auto* coercion = reinterpret_cast<CoerceViaIO*>(node);
            if (!is_injective_output(exprType(reinterpret_cast<Node*>(coercion->arg))) ||
                !is_text_of_bytes(coercion->resulttype)) {
                return nullptr;
            }
            place = reinterpret_cast<Node**>(&coercion->arg);
        } else {
            return nullptr;
        }
    }
}

// The type modifier of a numeric that an expression is coerced to, if it has no digits before the point to
// round; -1 for any other expression.
std::int32_t numeric_coercion(const Node* node) {
    const auto* function = reinterpret_cast<const FuncExpr*>(node);
    if (node == nullptr || !IsA(node, FuncExpr) || function->funcid != F_NUMERIC_NUMERIC_INT4) {
        return -1;
    }
    const auto* modifier = static_cast<const Const*>(lsecond(function->args));
    if (!IsA(modifier, Const) || modifier->constisnull) {
        return -1;
    }
    const std::int32_t scaled = DatumGetInt32(modifier->constvalue);
    return scaled >= 0 && numeric_scale_of(scaled) >= 0 ? scaled : -1;
}

// The timestamp of which the day is taken, or the place itself.
Node** without_time(Node** place) {
    auto* function = reinterpret_cast<FuncExpr*>(*place);
    return IsA(function, FuncExpr) && function->funcid == F_DATE_TIMESTAMP
               ? reinterpret_cast<Node**>(&linitial(function->args))
               : place;
}

// Whether a mask's argument is the raw value itself, but for the name of its type and trailing blanks.
bool is_as_it_is(const Node* argument, const Node* raw) {
    while (argument != raw) {
        if (IsA(argument, RelabelType)) {
            argument = reinterpret_cast<Node*>(reinterpret_cast<const RelabelType*>(argument)->arg);
        } else if (IsA(argument, FuncExpr) &&
                   reinterpret_cast<const FuncExpr*>(argument)->funcid == F_TEXT_BPCHAR) {
            argument = static_cast<Node*>(linitial(reinterpret_cast<const FuncExpr*>(argument)->args));
        } else {
            return false;
        }
    }
    return true;
}

// Types whose canonical text veil.raw_from reads.
bool has_readable_text(Oid type) {
    switch (type) {
    case INT2OID:
    case INT4OID:
    case INT8OID:
    case NUMERICOID:
    case FLOAT4OID:
    case FLOAT8OID:
    case DATEOID:
    case TIMEOID:
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
    case UUIDOID:
    case MACADDROID:
    case INETOID:
    case CIDROID:
        return true;
    default:
        return get_typtype(type) == TYPTYPE_ENUM;
    }
}

// A mask with constants for parameters, where a coercion to the scale of the column may still stand around
// one; null where there is another parameter.
const FuncExpr* with_constants(const FuncExpr* call) {
    FuncExpr* copy = nullptr;
    for (int i = 1; i < list_length(call->args); ++i) {
        auto* argument = static_cast<Node*>(list_nth(call->args, i));
        if (!IsA(argument, Const)) {
            copy = copy == nullptr ? static_cast<FuncExpr*>(copyObjectImpl(call)) : copy;
            argument = eval_const_expressions(nullptr, argument);
            lfirst(list_nth_cell(copy->args, i)) = argument;
        }
        if (!IsA(argument, Const) || reinterpret_cast<Const*>(argument)->constisnull) {
            return nullptr;
        }
    }
    return copy == nullptr ? call : copy;
}

std::string_view text_constant(const FuncExpr* call, int number) {
    const auto* argument = static_cast<const Const*>(list_nth(call->args, number));
    return argument->consttype == TEXTOID ? std::string_view(TextDatumGetCString(argument->constvalue))
                                          : std::string_view();
}

// Formats whose inverse gives back each value that they take (test/fuzz/text_format.cpp, typed_format.cpp).
bool is_exact_format(std::string_view format) {
    const std::string_view name = format.substr(0, format.find(' '));
    constexpr std::array<std::string_view, 12> names{"digits", "letters", "alphanumeric", "alphabet",
                                                     "bsn",    "iban",    "card",         "postcode",
                                                     "uuid",   "integer", "date",         "license_plate"};
    return format == "email" || std::find(names.begin(), names.end(), name) != names.end() ||
           (name == "timestamp" && format.find(" to=") == std::string_view::npos);
}

void describe_pseudonymization(MaskShape* shape, std::string_view name) {
    const int arguments = list_length(shape->call->args);
    if (name == "pseudonym" && arguments == 3) {
        const Oid result = shape->call->funcresulttype;
        shape->is_injective = shape->is_total = true;
        shape->is_invertible =
            result == INT2OID || result == INT4OID || result == INT8OID || result == UUIDOID;
    } else if (name == "encrypt" && arguments == 3) {
        shape->is_injective = shape->is_total = shape->is_invertible = true;
    } else if (name == "format_preserving" && arguments == 4) {
        const std::string_view format = text_constant(shape->call, 3);
        shape->is_injective = shape->is_invertible = is_exact_format(format);
        shape->is_total = format == "uuid" || format.find(" on_invalid=encrypt") != std::string_view::npos;
    }
}

// A time zone whose offset changes can turn the order of two moments round.
bool is_without_zone(const FuncExpr* call, int zone) {
    return list_length(call->args) <= zone || text_constant(call, zone) == "UTC";
}

void describe_generalization(MaskShape* shape, std::string_view name) {
    const FuncExpr* call = shape->call;
    const Oid type = exprType(static_cast<Node*>(linitial(call->args)));
    const int arguments = list_length(call->args);
    const bool is_stepped = name == "bucket" || name == "round" || name == "bucket_midpoint";
    switch (type) {
    case INT2OID:
    case INT4OID:
    case INT8OID:
    case FLOAT4OID:
    case FLOAT8OID:
        shape->is_monotone =
            call->funcresulttype == type && ((name == "bucket" && arguments == 2) || name == "round" ||
                                             name == "clamp" || name == "bucket_midpoint");
        return;
    case DATEOID:
    case TIMEOID:
    case TIMESTAMPOID:
        shape->is_monotone =
            call->funcresulttype == type && (name == "truncate" || name == "bucket" || name == "round" ||
                                             name == "clamp" || name == "bucket_midpoint");
        shape->is_descending = name == "age" && type == DATEOID && call->funcresulttype == INT2OID;
        shape->is_monotone |= shape->is_descending;
        return;
    case TIMESTAMPTZOID:
        if (call->funcresulttype != type) {
            return;
        }
        shape->is_monotone = (name == "truncate" && is_without_zone(call, 2)) || name == "clamp" ||
                             (is_stepped && is_without_zone(call, 3));
        if (!shape->is_monotone && (name == "truncate" || is_stepped)) {
            shape->cover = Cover::moment;
        }
        return;
    case NUMERICOID:
        if (call->funcresulttype == type && is_stepped) {
            shape->cover = Cover::numeric;
        } else if (call->funcresulttype == type && name == "clamp") {
            shape->cover = Cover::clamped;
        }
        return;
    case INETOID:
    case CIDROID:
        if (name == "network") {
            shape->cover = Cover::network;
        }
        return;
    default:
        return;
    }
}

struct Replacement {
    const Node* place;
    Node* with;
};

Node* replace_node(Node* node, void* context) {
    const auto* replacement = static_cast<const Replacement*>(context);
    if (node == replacement->place) {
        return replacement->with;
    }
    return node == nullptr ? nullptr : mutate_children(node, replace_node, context);
}

Node* replace_hole(Node* node, void* context) {
    if (node == nullptr) {
        return nullptr;
    }
    if (IsA(node, CaseTestExpr)) {
        return static_cast<Node*>(copyObjectImpl(context));
    }
    return mutate_children(node, replace_hole, context);
}

} // namespace

Node* without_collations(Node* node, void* context) {
    if (node == nullptr) {
        return nullptr;
    }
    Node* copy = mutate_children(node, without_collations, context);
    if (IsA(copy, RelabelType)) {
        auto* relabel = reinterpret_cast<RelabelType*>(copy);
        relabel->resultcollid = InvalidOid;
        relabel->resulttypmod = -1;
        relabel->relabelformat = COERCE_IMPLICIT_CAST;
    } else if (IsA(copy, FuncExpr)) {
        auto* function = reinterpret_cast<FuncExpr*>(copy);
        function->funccollid = function->inputcollid = InvalidOid;
        function->funcformat = COERCE_EXPLICIT_CALL;
    } else if (IsA(copy, CoerceViaIO)) {
        reinterpret_cast<CoerceViaIO*>(copy)->resultcollid = InvalidOid;
    } else if (IsA(copy, Const)) {
        reinterpret_cast<Const*>(copy)->constcollid = InvalidOid;
    } else if (IsA(copy, CaseTestExpr)) {
        auto* hole = reinterpret_cast<CaseTestExpr*>(copy);
        hole->typeMod = -1;
        hole->collation = InvalidOid;
    }
    return copy;
}

bool is_generalization(Oid function) {
    const char* name = veil_function_name(function);
    constexpr std::array<std::string_view, 6> names{"truncate", "bucket", "bucket_midpoint",
                                                    "round",    "clamp",  "age"};
    return name != nullptr && std::find(names.begin(), names.end(), name) != names.end();
}

MaskShape find_mask(Expr* expression) {
    MaskShape shape{};
    Node* inside = reinterpret_cast<Node*>(expression);
    while (inside != nullptr && IsA(inside, RelabelType)) {
        inside = reinterpret_cast<Node*>(reinterpret_cast<RelabelType*>(inside)->arg);
    }
    const std::int32_t scaled = numeric_coercion(inside);
    if (inside != nullptr && scaled >= 0) {
        inside = static_cast<Node*>(linitial(reinterpret_cast<FuncExpr*>(inside)->args));
    }
    if (inside == nullptr || !IsA(inside, FuncExpr)) {
        return shape;
    }
    const auto* call = reinterpret_cast<FuncExpr*>(inside);
    const char* name = veil_function_name(call->funcid);
    const FuncExpr* constant = name == nullptr || call->args == NIL ? nullptr : with_constants(call);
    if (constant == nullptr) {
        return shape;
    }
    Node** place = raw_inside(name == std::string_view("generalize")
                                  ? without_time(reinterpret_cast<Node**>(&linitial(call->args)))
                                  : reinterpret_cast<Node**>(&linitial(call->args)));
    if (place == nullptr) {
        return shape;
    }
    Node* raw = *place;
    shape.call = constant;
    describe_pseudonymization(&shape, name);
    const bool as_it_is = is_as_it_is(static_cast<Node*>(linitial(call->args)), raw);
    shape.is_through_text = shape.is_invertible && !as_it_is && name == std::string_view("encrypt") &&
                            has_readable_text(exprType(raw));
    shape.is_invertible &= as_it_is || shape.is_through_text;
    if (raw == linitial(call->args)) {
        describe_generalization(&shape, name);
    }
    if (name == std::string_view("prefix") && is_text_of_bytes(exprType(raw)) && as_it_is) {
        shape.cover = Cover::start;
    }
    if (name == std::string_view("generalize")) {
        shape.cover = Cover::label;
    }
    shape.is_rounded = scaled >= 0;
    const bool stays_near = shape.cover == Cover::numeric || shape.cover == Cover::clamped;
    if (!is_known(shape) || (shape.is_rounded && (!stays_near || exprTypmod(raw) != scaled))) {
        return {};
    }
    shape.type = exprType(raw);
    shape.modifier = exprTypmod(raw);
    shape.collation = exprCollation(raw);
    shape.column = IsA(raw, Var) ? reinterpret_cast<Var*>(raw) : column_in_own_value(raw);
    auto* hole = makeNode(CaseTestExpr);
    hole->typeId = shape.type;
    hole->typeMod = shape.modifier;
    hole->collation = shape.collation;
    Replacement replacement{raw, reinterpret_cast<Node*>(hole)};
    shape.mask = reinterpret_cast<Expr*>(replace_node(reinterpret_cast<Node*>(expression), &replacement));
    // Its own copy: the query that it comes from may change.
    shape.call = static_cast<FuncExpr*>(copyObjectImpl(constant));
    return shape;
}

bool same_mask(const MaskShape& left, const MaskShape& right) {
    return left.mask != nullptr && right.mask != nullptr && left.type == right.type &&
           equal(without_collations(reinterpret_cast<Node*>(left.mask), nullptr),
                 without_collations(reinterpret_cast<Node*>(right.mask), nullptr));
}

Expr* apply_mask(const MaskShape& shape, Expr* raw) {
    Expr* value = own_value(raw, shape.type, shape.modifier, shape.collation);
    return reinterpret_cast<Expr*>(replace_hole(reinterpret_cast<Node*>(shape.mask), value));
}

} // namespace veil::pg
