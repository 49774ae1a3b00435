#include "pg/relation_changes.hpp"

#include "pg/catalog.hpp"
#include "pg/release_builder.hpp"
#include "pg/release_view.hpp"

namespace veil::pg {

namespace {

// How a relation came to bear its name.
enum class Claim {
    by_rename, // it takes the release over from a relation that gave the name up
    by_coming  // it can only have what is bound to nothing
};

void warn_of_closed(const Policy& policy, const Release& release, const std::string& reason) {
    const std::string message =
        "release \"" + release.view_name + "\" of policy \"" + policy.name + "\" is closed";
    call([&] {
        ereport(WARNING, (errcode(ERRCODE_WARNING), errmsg("%s", message.c_str()),
                          errdetail_internal("%s", reason.c_str()),
                          errhint("Change its rules, or call veil.rebuild once the reason is gone.")));
    });
}

// Whoever makes or renames a table is not to be kept from it by a policy: what does not fit closes.
void bind_or_close(const Spi& spi, const Policy& policy, const Release& release, Oid relation) {
    const std::string name = qualified_name(relation);
    auto release_relation = [&] {
        ReleaseView(spi, policy, release).close();
        if (release.relation != name) {
            rename_release(spi, release, name);
        }
    };
    auto failure = attempt([&] {
        if (!has_ruled_column(spi, release, relation)) {
            throw Refusal(ERRCODE_UNDEFINED_COLUMN,
                          "relation " + name + " has none of the columns of its rules");
        }
        release_relation();
        build_release(spi, policy.name, name, Occasion::relation_changed, InvalidOid, relation);
    });
    if (failure) {
        warn_of_closed(policy, release, *failure);
        (void)attempt(release_relation);
    }
}

// Whether the relation may take the release over: it must have the owner of the relation before.
bool has_same_owner(const Release& release, Oid bound, Oid relation) {
    if (OidIsValid(bound)) {
        return owner_of(bound) == owner_of(relation);
    }
    return release.relation_owner && *release.relation_owner == role_name(owner_of(relation));
}

// The relation that the release's view reads; InvalidOid where there is no such view or it is closed.
Oid bound_relation(const Policy& policy, const Release& release) {
    Oid view = relation_by_name(quote_name(policy.schema, release.view_name));
    return OidIsValid(view) && release_of_view(view) ? base_of_view(view) : InvalidOid;
}

struct Candidate {
    Policy policy;
    Release release;
    Oid bound;
};

// The releases, of all policies or of one, that a relation of this name could take over; those that had the
// name last come first.
std::vector<Candidate> claims_on(const Spi& spi, const std::string& name,
                                 const std::optional<std::string>& policy_name) {
    std::vector<Candidate> candidates;
    if (!call([&] { return is_released_name(name); })) {
        return candidates;
    }
    for (const Row& row :
         spi.query("SELECT policy, relation FROM veil.release WHERE $1 IN (relation, declared) "
                   "AND policy = coalesce($2, policy) ORDER BY policy, relation <> $1, relation",
                   {name, policy_name})) {
        auto policy = find_policy(spi, *row[0]);
        auto release = find_release(spi, *row[0], *row[1]);
        if (policy && release) {
            Oid bound = bound_relation(*policy, *release);
            candidates.push_back({std::move(*policy), std::move(*release), bound});
        }
    }
    return candidates;
}

bool can_take_over(const Candidate& candidate, Oid relation, Claim claim) {
    if (OidIsValid(candidate.bound) && claim == Claim::by_coming) {
        return false;
    }
    return has_same_owner(candidate.release, candidate.bound, relation);
}

void claim_name(const Spi& spi, Oid relation, Claim claim) {
    const std::string name = qualified_name(relation);
    for (const Candidate& candidate : claims_on(spi, name, std::nullopt)) {
        lock_catalog();
        // An earlier one of the same policy may have the name now. What the policy's owner put in the view's
        // place is no concern of the relation's owner.
        if ((candidate.release.relation != name && find_release(spi, candidate.policy.name, name)) ||
            !candidate.policy.has_schema() || is_taken(spi, candidate.policy, candidate.release.view_name)) {
            continue;
        }
        if (candidate.bound != relation && can_take_over(candidate, relation, claim)) {
            OwnChange own;
            bind_or_close(spi, candidate.policy, candidate.release, relation);
        }
    }
}

// A release whose relation was renamed, when another release of its policy lays claim to the name: it closes
// and waits for a relation of its own name, and the other one, if it may, takes this relation.
bool gives_way(const Spi& spi, const Policy& policy, const Release& release, Oid relation,
               const std::string& name) {
    for (const Candidate& other : claims_on(spi, name, policy.name)) {
        if (other.release.relation == release.relation) {
            continue;
        }
        const bool takes_over = can_take_over(other, relation, Claim::by_rename);
        if (takes_over || other.release.relation == name) {
            if (!takes_over) {
                warn_of_closed(policy, release,
                               "Another release of the policy has the new name of its relation.");
            }
            ReleaseView(spi, policy, release).close();
            return true;
        }
    }
    return false;
}

// The rules of a release whose parameters name the column follow its name.
void rename_parameters(const Spi& spi, const ReleaseName& release, const std::string& from,
                       const std::string& to) {
    spi.execute(
        "UPDATE veil.rule SET params = veil.with_renamed_column('params', technique, params, $3, $4) "
        "WHERE policy = $1 AND relation = $2 AND EXISTS (SELECT 1 FROM "
        "veil.named_references('params', technique, params) f WHERE f.named = 'column' AND f.name = $3)",
        {release.policy, release.relation, from, to});
}

// So do the release's subject, filter and sample.
void rename_filter(const Spi& spi, const ReleaseName& release, const std::string& from,
                   const std::string& to) {
    spi.execute("UPDATE veil.release SET subject = CASE WHEN subject = $3 THEN $4 ELSE subject END, "
                "filter = veil.with_renamed_column('condition', NULL, filter, $3, $4), "
                "sample = CASE WHEN sample->>'of' = $3 THEN pg_catalog.jsonb_set(sample, '{of}', "
                "pg_catalog.to_jsonb($4::text)) ELSE sample END WHERE policy = $1 AND relation = $2",
                {release.policy, release.relation, from, to});
}

// The releases of a relation: those that read it, and closed ones of its name and owner.
std::vector<Candidate> releases_of(const Spi& spi, Oid relation) {
    std::vector<Candidate> releases;
    for (const ReleaseWithView& bound : releases_on(relation)) {
        auto policy = find_policy(spi, bound.name.policy);
        auto release = find_release(spi, bound.name.policy, bound.name.relation);
        if (policy && release) {
            releases.push_back({std::move(*policy), std::move(*release), relation});
        }
    }
    const std::string name = qualified_name(relation);
    for (Candidate& candidate : claims_on(spi, name, std::nullopt)) {
        if (candidate.release.relation == name && !OidIsValid(candidate.bound) &&
            has_same_owner(candidate.release, InvalidOid, relation)) {
            releases.push_back(std::move(candidate));
        }
    }
    return releases;
}

} // namespace

std::vector<Oid> with_descendants(Oid relation) {
    std::vector<Oid> relations;
    List* members = call([&] { return find_all_inheritors(relation, NoLock, nullptr); });
    for (int i = 0; i < list_length(members); ++i) {
        relations.push_back(list_nth_oid(members, i));
    }
    return relations;
}

void relation_renamed(const Spi& spi, Oid relation) {
    const std::string name = qualified_name(relation);
    for (const ReleaseWithView& bound : releases_on(relation)) {
        if (bound.name.relation == name) {
            continue;
        }
        lock_catalog();
        OwnChange own;
        const auto policy = find_policy(spi, bound.name.policy);
        const auto release = find_release(spi, bound.name.policy, bound.name.relation);
        if (policy && release && !gives_way(spi, *policy, *release, relation, name)) {
            rename_release(spi, *release, name);
        }
    }
    claim_name(spi, relation, Claim::by_rename);
}

void relation_appeared(const Spi& spi, Oid relation) {
    claim_name(spi, relation, Claim::by_coming);
}

void column_renamed(const Spi& spi, Oid relation, const std::string& from, const std::string& to) {
    for (Oid member : with_descendants(relation)) {
        for (const Candidate& candidate : releases_of(spi, member)) {
            const Release& release = candidate.release;
            lock_catalog();
            OwnChange own;
            // A rule of the new name is of no column: the server has made sure that there was none.
            delete_rule(spi, {release.policy, release.relation}, to);
            spi.execute("UPDATE veil.rule SET attribute = $4 WHERE policy = $1 AND relation = $2 AND "
                        "attribute = $3",
                        {release.policy, release.relation, from, to});
            rename_parameters(spi, {release.policy, release.relation}, from, to);
            rename_filter(spi, {release.policy, release.relation}, from, to);
            Oid view = relation_by_name(quote_name(candidate.policy.schema, release.view_name));
            if (!OidIsValid(view) || !release_of_view(view)) {
                continue;
            }
            const bool is_shown = ReleaseView(spi, candidate.policy, release).rename_column(from, to);
            // Before the build, which may make this view and those of its releases again.
            if (is_shown) {
                column_renamed(spi, view, from, to);
            }
            if (OidIsValid(candidate.bound)) {
                build_release(spi, release.policy, release.relation, Occasion::relation_changed, InvalidOid,
                              InvalidOid);
            }
        }
    }
}

void delete_rule(const Spi& spi, const ReleaseName& release, const std::string& column) {
    lock_catalog();
    OwnChange own;
    spi.execute(
        "DELETE FROM veil.rule WHERE policy = $1 AND relation = $2 AND (attribute = $3 OR EXISTS (SELECT 1 "
        "FROM "
        "veil.named_references('params', technique, params) f WHERE f.named = 'column' AND f.name = $3))",
        {release.policy, release.relation, column});
}

void column_dropped(const Spi& spi, Oid relation, const std::string& column) {
    for (const Candidate& candidate : releases_of(spi, relation)) {
        delete_rule(spi, {candidate.release.policy, candidate.release.relation}, column);
    }
}

void relation_gone(const Spi& spi, const ReleaseName& name) {
    const auto release = find_release(spi, name.policy, name.relation);
    Oid relation = release ? relation_by_name(release->declared) : InvalidOid;
    if (OidIsValid(relation)) {
        claim_name(spi, relation, Claim::by_coming);
    }
}

void schema_renamed(const Spi& spi, const std::string& from, const std::string& to) {
    lock_catalog();
    const std::string old_prefix = quote_name(from) + ".";
    const std::string new_prefix = quote_name(to) + ".";
    // Names that begin with the prefix, found by the index: "/" follows "." in collation "C".
    const std::string beyond = quote_name(from) + "/";
    {
        OwnChange own;
        spi.execute("UPDATE veil.policy SET schema = $2 WHERE schema = $1", {from, to});
        spi.execute("UPDATE veil.release SET declared = $3 || pg_catalog.substr(declared, "
                    "pg_catalog.length($1) + 1) WHERE declared > $1 AND declared < $2",
                    {old_prefix, beyond, new_prefix});
    }
    for (const Row& row :
         spi.query("SELECT policy, relation FROM veil.release WHERE relation > $1 AND relation < $2 "
                   "ORDER BY 1, 2",
                   {old_prefix, beyond})) {
        const auto policy = find_policy(spi, *row[0]);
        const auto release = find_release(spi, *row[0], *row[1]);
        if (!policy || !release) {
            continue;
        }
        const std::string name = new_prefix + release->relation.substr(old_prefix.size());
        Oid relation = policy->has_schema() ? bound_relation(*policy, *release) : InvalidOid;
        if (OidIsValid(relation)) {
            relation_renamed(spi, relation);
        } else if (!find_release(spi, policy->name, name)) {
            rename_release(spi, *release, name);
        }
    }
    // Closed releases that have waited for relations of these names.
    for (const Row& row :
         spi.query("SELECT relation FROM veil.release WHERE relation > $1 AND relation < $2 "
                   "UNION SELECT declared FROM veil.release WHERE declared > $1 AND declared < $2 "
                   "ORDER BY 1",
                   {new_prefix, quote_name(to) + "/"})) {
        Oid relation = relation_by_name(*row[0]);
        if (OidIsValid(relation)) {
            claim_name(spi, relation, Claim::by_rename);
        }
    }
}

void policy_owner_changed(const Spi& spi, const std::string& schema) {
    for (const Row& row : spi.query("SELECT r.policy, r.relation FROM veil.policy p JOIN veil.release r "
                                    "ON r.policy = p.name WHERE p.schema = $1 ORDER BY 1, 2",
                                    {schema})) {
        const auto policy = find_policy(spi, *row[0]);
        const auto release = find_release(spi, *row[0], *row[1]);
        if (policy && release) {
            lock_catalog();
            OwnChange own;
            // Looking at a view gives it to its policy's owner.
            const ReleaseView view(spi, *policy, *release);
        }
    }
}

void relation_owner_changed(const Spi& spi, Oid relation) {
    const std::string owner = role_name(owner_of(relation));
    OwnChange own;
    for (const ReleaseWithView& bound : releases_on(relation)) {
        lock_catalog();
        spi.execute("UPDATE veil.release SET relation_owner = $3 WHERE policy = $1 AND relation = $2",
                    {bound.name.policy, bound.name.relation, owner});
    }
}

void note_owners(const Spi& spi, const std::optional<std::string>& schema) {
    const std::string condition = schema ? " WHERE relation > $1 AND relation < $2" : "";
    const Arguments range =
        schema ? Arguments{quote_name(*schema) + ".", quote_name(*schema) + "/"} : Arguments{};
    for (const Row& row :
         spi.query("SELECT policy, relation FROM veil.release" + condition + " ORDER BY 1, 2", range)) {
        const auto policy = find_policy(spi, *row[0]);
        const auto release = find_release(spi, *row[0], *row[1]);
        Oid relation =
            policy && release && policy->has_schema() ? bound_relation(*policy, *release) : InvalidOid;
        if (OidIsValid(relation) && !has_same_owner(*release, InvalidOid, relation)) {
            relation_owner_changed(spi, relation);
        }
    }
}

void release_view_renamed(const Spi& spi, Oid view, const std::string& from, const std::string& to) {
    if (!call([&] { return is_view_of_release(view); })) {
        return;
    }
    lock_catalog();
    OwnChange own;
    auto of_name = [&](const std::string& name) {
        return spi.query(
            "SELECT r.policy, r.relation FROM veil.release r JOIN veil.policy p ON p.name = r.policy "
            "JOIN pg_catalog.pg_namespace n ON n.nspname = p.schema "
            "JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid "
            "WHERE c.oid = $1::oid AND r.view_name = $2",
            {std::to_string(view), name});
    };
    // Nothing of the old name: an UPDATE of veil.release renamed the view.
    for (const Row& renamed : of_name(from)) {
        if (!of_name(to).empty()) {
            throw Refusal(ERRCODE_DUPLICATE_OBJECT,
                          "another release of the policy has the view name \"" + to + "\"");
        }
        spi.execute("UPDATE veil.release SET view_name = $3 WHERE policy = $1 AND relation = $2",
                    {renamed[0], renamed[1], to});
    }
    // A closed view names itself in its error.
    for (const Row& row : of_name(to)) {
        const auto policy = find_policy(spi, *row[0]);
        const auto release = find_release(spi, *row[0], *row[1]);
        if (policy && release && !OidIsValid(bound_relation(*policy, *release))) {
            ReleaseView(spi, *policy, *release).close();
        }
    }
}

} // namespace veil::pg
