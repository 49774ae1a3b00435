#include "pg/key_destruction.hpp"

#include "pg/boundary.hpp"
#include "pg/keyring_file.hpp"

namespace veil::pg {

namespace {

struct Doomed {
    SubTransactionId subtransaction;
    std::string name;
    std::uint32_t version;
    CheckValue check;
};

// Of the transaction in progress. Created, and the callbacks registered, at first use.
std::vector<Doomed>* doomed = nullptr;

void destroy_all() {
    change_keyring(
        [](Keyring& keyring) {
            bool changed = false;
            for (const Doomed& key : *doomed) {
                changed = keyring.destroy(key.name, key.version, key.check) || changed;
            }
            return changed;
        },
        OldKeyring::overwritten);
}

// Backend code, as is the next.
void at_transaction_event(XactEvent event, void*) {
    if (doomed->empty()) {
        return;
    }
    switch (event) {
    case XACT_EVENT_PRE_COMMIT:
        guard([] { destroy_all(); });
        doomed->clear();
        break;
    case XACT_EVENT_PRE_PREPARE:
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("cannot PREPARE a transaction that has destroyed a key")));
        break;
    case XACT_EVENT_ABORT:
        doomed->clear();
        break;
    default:
        break;
    }
}

void at_subtransaction_event(SubXactEvent event, SubTransactionId ending, SubTransactionId parent, void*) {
    if (event == SUBXACT_EVENT_ABORT_SUB) {
        std::erase_if(*doomed, [=](const Doomed& key) { return key.subtransaction == ending; });
    } else if (event == SUBXACT_EVENT_COMMIT_SUB) {
        for (Doomed& key : *doomed) {
            key.subtransaction = key.subtransaction == ending ? parent : key.subtransaction;
        }
    }
}

} // namespace

void destroy_at_commit(std::string_view name, std::int32_t version, const CheckValue& check) {
    if (doomed == nullptr) {
        doomed = new std::vector<Doomed>;
        call([] {
            RegisterXactCallback(at_transaction_event, nullptr);
            RegisterSubXactCallback(at_subtransaction_event, nullptr);
        });
    }
    const SubTransactionId now = call([] { return GetCurrentSubTransactionId(); });
    doomed->push_back({now, std::string(name), static_cast<std::uint32_t>(version), check});
}

} // namespace veil::pg
