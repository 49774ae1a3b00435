"""policy_schema.py SCHEMA: says of each line of the input, a JSON document, whether it agrees with a JSON Schema.

Knows the words of JSON Schema that docs/policy.schema.json uses, and refuses a schema with others.
"""
import json
import re
import sys

KNOWN = {"$schema", "$defs", "$ref", "title", "description", "type", "enum", "required", "properties",
         "additionalProperties", "items", "minLength", "maxLength", "minimum", "maximum", "anyOf"}
TYPES = {"object": dict, "array": list, "string": str}


def is_of_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def defect(value, schema, root, where="document"):
    unknown = set(schema) - KNOWN
    if unknown:
        raise SystemExit(f"the schema has words that this validator does not know: {sorted(unknown)}")
    if "$ref" in schema:
        target = root
        for step in re.fullmatch("#/(.*)", schema["$ref"])[1].split("/"):
            target = target[step]
        return defect(value, target, root, where)
    if "anyOf" in schema and all(defect(value, choice, root, where) for choice in schema["anyOf"]):
        return f"{where} is none of the choices"
    if "type" in schema and not is_of_type(value, schema["type"]):
        return f"{where} is no {schema['type']}"
    if "enum" in schema and not any(type(value) is type(choice) and value == choice for choice in schema["enum"]):
        return f"{where} is not one of the values"
    if isinstance(value, str) and not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        return f"{where} has the wrong length"
    if is_of_type(value, "number") and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        return f"{where} is out of range"
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            found = defect(item, schema["items"], root, f"{where}[{number}]")
            if found:
                return found
    if isinstance(value, dict):
        for name in schema.get("required", []):
            if name not in value:
                return f"{where} lacks {name}"
        for name, member in value.items():
            if name in schema.get("properties", {}):
                found = defect(member, schema["properties"][name], root, f"{where}.{name}")
                if found:
                    return found
            elif schema.get("additionalProperties", True) is False:
                return f"{where} has {name}"
    return None


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    for line in sys.stdin:
        print(defect(json.loads(line), schema, schema) or "agrees")


if __name__ == "__main__":
    main()
